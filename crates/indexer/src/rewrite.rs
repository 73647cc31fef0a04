//! Articles changed where they stand, without reading their sources again.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use dateline_article::{Article, ArticleId, Day};
use dateline_schema::{Archive, ValueField, decode_record};
use tantivy::DocAddress;

use crate::analysis::Analyzer;
use crate::commit::Committer;
use crate::document::{IndexDocument, Making};
use crate::pipeline::{self, Done, Feed, Piece};
use crate::report::Progress;
use crate::stored::{Stored, no_article};
use crate::{IndexError, Update};

/// What stands in the index of an article.
struct Kept {
    record: String,
    /// When it came into the archive: it stays so.
    indexed: Day,
}

/// An article as it is to stand in the index from now on.
type Changed = Result<(ArticleId, Box<IndexDocument>), String>;

impl Update {
    /// Changes every article that does not hold `value` in `field`, on all threads, and gives their number.
    ///
    /// Their files count as read as before, and they keep the day of their indexing. Commits at a steady pace and
    /// at the end, also when `stop` was set: an article is replaced whole or not at all.
    ///
    /// # Errors
    ///
    /// When the archive cannot be read or written, or holds a record that is none.
    pub fn change_where_not(
        &mut self,
        field: ValueField,
        value: &str,
        progress: &Progress,
        stop: &AtomicBool,
        change: impl Fn(&mut Article) + Sync,
    ) -> Result<u64, IndexError> {
        let stored = Stored::open(&self.archive, "could not be read")?;
        let today = self.options.today;
        let fields = *self.archive.fields();
        let fields = &fields;
        let terms = self.committer.terms();
        let convert = |kept: Kept| {
            let mut article = decode_record(&kept.record)?;
            change(&mut article);
            Ok::<_, String>((article, kept.indexed))
        };
        let worker = || {
            let mut analyzer = Analyzer::new(Arc::clone(&terms));
            move |converted: Result<(Article, Day), String>, permit| -> Changed {
                let (mut article, indexed) = converted?;
                let making = Making { fields, today: indexed };
                let document = IndexDocument::of_article(&mut article, making, &mut analyzer, Some(permit));
                Ok((article.id, Box::new(document)))
            }
        };
        let mut broken = None;
        let read = |feed: &mut Feed<'_, Kept>| {
            broken = each_without(&stored, field, value, today, feed).err();
            Ok(())
        };
        let mut writing = Writing {
            archive: &self.archive,
            committer: &mut self.committer,
            progress,
            commit_every: self.options.commit_every,
            last_commit: Instant::now(),
            changed: 0,
            unsaved: 0,
        };
        let (threads, in_flight_bytes) = (self.options.threads, self.options.in_flight_bytes());
        let take = |done| writing.take(done);
        pipeline::run(threads, in_flight_bytes, stop, read, convert, worker, take)?;
        let changed = writing.changed;
        if changed > 0 {
            self.committer.commit()?;
        }
        broken.map_or(Ok(changed), Err)
    }
}

struct Writing<'a> {
    archive: &'a Archive,
    committer: &'a mut Committer,
    progress: &'a Progress,
    commit_every: Duration,
    last_commit: Instant,
    changed: u64,
    unsaved: u64,
}

impl Writing<'_> {
    fn take(&mut self, done: Done<Changed>) -> Result<(), IndexError> {
        let results = match done {
            Done::Converted(results) => results,
            Done::Mark(_) => return Ok(()),
            Done::Panicked => return Err(IndexError::Worker { unsaved: self.unsaved }),
        };
        for result in results {
            let (id, document) = result.map_err(|found| no_article(self.archive, &found))?;
            self.committer.replace(id, *document)?;
            self.changed += 1;
            self.unsaved += 1;
            self.progress.add(1, 0);
        }
        if self.last_commit.elapsed() >= self.commit_every {
            self.committer.commit()?;
            self.last_commit = Instant::now();
            self.unsaved = 0;
        }
        Ok(())
    }
}

/// Feeds the articles that do not hold a value in a field.
fn each_without(
    stored: &Stored<'_>,
    field: ValueField,
    value: &str,
    today: Day,
    feed: &mut Feed<'_, Kept>,
) -> Result<(), IndexError> {
    let mut held = String::new();
    for (number, segment) in stored.searcher().segment_readers().iter().enumerate() {
        let values = segment.fast_fields().str(field.name()).map_err(|error| stored.refuse(&error))?;
        let indexed = stored.indexed(segment)?;
        for doc in segment.doc_ids_alive() {
            held.clear();
            if let Some((values, ord)) = values.as_ref().and_then(|v| Some((v, v.term_ords(doc).next()?))) {
                values.ord_to_str(ord, &mut held).map_err(|error| stored.refuse(&error.into()))?;
            }
            if held == value {
                continue;
            }
            let record = stored.record_at(DocAddress::new(number as u32, doc))?;
            let bytes = record.len();
            let kept = Kept { record, indexed: indexed.of(doc).unwrap_or(today) };
            if feed.piece(Piece { content: kept, bytes }).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}
