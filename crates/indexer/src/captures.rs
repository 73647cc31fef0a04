//! Several captures of one page: the article keeps the days of the first and of the last.

use std::collections::BTreeMap;

use dateline_article::{ArticleId, DaySpan};
use dateline_schema::Archive;

use crate::IndexError;
use crate::analysis::Analyzer;
use crate::commit::Committer;
use crate::document::{IndexDocument, Making};
use crate::stored::Stored;

/// The days on which pages were fetched that the archive holds from another capture; since the last commit.
#[derive(Default)]
pub(crate) struct Captures(BTreeMap<ArticleId, DaySpan>);

impl Captures {
    /// Another capture of an article.
    pub fn add(&mut self, id: ArticleId, fetched: DaySpan) {
        let known = self.0.entry(id).or_insert(fetched);
        *known = joined(*known, fetched);
    }

    /// Widens the days of the articles, which the last commit holds. A crash in the middle leaves articles with
    /// the day of fewer captures, and nothing else.
    pub fn write(&mut self, archive: &Archive, committer: &mut Committer) -> Result<(), IndexError> {
        let captures = std::mem::take(&mut self.0);
        if captures.is_empty() {
            return Ok(());
        }
        let stored = Stored::open(archive, "could not be read")?;
        let mut analyzer = Analyzer::new(committer.terms());
        let mut changed = false;
        for (id, fetched) in captures {
            let Some(at) = stored.with_id(id)?.into_iter().next() else { continue };
            let segment = stored.searcher().segment_reader(at.segment_ord);
            let Some(indexed) = stored.indexed(segment)?.of(at.doc_id) else { continue };
            let mut article = stored.article_at(at)?;
            let Some(crawled) = &mut article.dates.crawled else { continue };
            let span = joined(crawled.span, fetched);
            if span == crawled.span {
                continue;
            }
            crawled.span = span;
            crawled.time = None;
            let making = Making { fields: archive.fields(), today: indexed };
            let document = IndexDocument::of_article(&mut article, making, &mut analyzer, None);
            committer.replace(id, document)?;
            changed = true;
        }
        if changed { committer.commit() } else { Ok(()) }
    }
}

fn joined(one: DaySpan, other: DaySpan) -> DaySpan {
    DaySpan::new(one.first().min(other.first()), one.last().max(other.last())).unwrap_or(one)
}
