//! Several captures of one page: the article keeps the days of the first and of the last.

use std::collections::BTreeMap;

use dateline_article::{Article, ArticleId, Day, DaySpan};
use dateline_schema::{Archive, DayField, decode_record};
use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use crate::IndexError;
use crate::analysis::Analyzer;
use crate::commit::Committer;
use crate::document::{IndexDocument, Making};

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
        let held = Held::open(archive)?;
        let mut analyzer = Analyzer::default();
        let mut changed = false;
        for (id, fetched) in captures {
            let Some((mut article, indexed)) = held.article(id)? else { continue };
            let Some(crawled) = &mut article.dates.crawled else { continue };
            let span = joined(crawled.span, fetched);
            if span == crawled.span {
                continue;
            }
            crawled.span = span;
            crawled.time = None;
            let making = Making { fields: archive.fields(), today: indexed };
            let document = IndexDocument::of_article(&article, making, &mut analyzer, None);
            committer.replace(held.term(id), document)?;
            changed = true;
        }
        if changed { committer.commit() } else { Ok(()) }
    }
}

fn joined(one: DaySpan, other: DaySpan) -> DaySpan {
    DaySpan::new(one.first().min(other.first()), one.last().max(other.last())).unwrap_or(one)
}

/// The articles of the last commit, by id.
struct Held<'a> {
    archive: &'a Archive,
    searcher: Searcher,
}

impl Held<'_> {
    fn open(archive: &Archive) -> Result<Held<'_>, IndexError> {
        let reader = archive.index().reader();
        let searcher = reader
            .map_err(|error| IndexError::engine(archive.dir(), "could not be read", &error))?
            .searcher();
        Ok(Held { archive, searcher })
    }

    fn term(&self, id: ArticleId) -> Term {
        Term::from_field_text(self.archive.fields().id, &id.to_string())
    }

    /// An article, with the day of its indexing, which it keeps.
    fn article(&self, id: ArticleId) -> Result<Option<(Article, Day)>, IndexError> {
        let refuse = |error: tantivy::TantivyError| {
            IndexError::engine(self.archive.dir(), "could not be read", &error)
        };
        let query = TermQuery::new(self.term(id), IndexRecordOption::Basic);
        let found = self.searcher.search(&query, &TopDocs::with_limit(1).order_by_score()).map_err(refuse)?;
        let Some(&(_, at)) = found.first() else { return Ok(None) };
        let stored: TantivyDocument = self.searcher.doc(at).map_err(refuse)?;
        let record = stored.get_first(self.archive.fields().record).and_then(|value| value.as_str());
        let article = decode_record(record.unwrap_or_default()).map_err(|found| IndexError::Engine {
            dir: self.archive.dir().to_owned(),
            action: "expected an article",
            cause: format!("found {found}"),
        })?;
        let DocAddress { segment_ord, doc_id } = at;
        let columns = self.searcher.segment_reader(segment_ord).fast_fields();
        let indexed = columns.i64(DayField::Indexed.names().0).map_err(refuse)?;
        let day = indexed.first(doc_id).and_then(|day| Day::from_epoch_days(i32::try_from(day).ok()?));
        Ok(day.map(|day| (article, day)))
    }
}
