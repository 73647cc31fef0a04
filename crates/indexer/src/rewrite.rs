//! Articles changed where they stand, without reading their sources again.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use dateline_article::{Article, ArticleId, Day};
use dateline_schema::{Archive, DayField, ValueField, decode_record};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use crate::analysis::Analyzer;
use crate::commit::Committer;
use crate::document::{IndexDocument, Making};
use crate::pipeline::{self, Done, Feed, Piece};
use crate::report::Progress;
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
        let stored = Stored::open(&self.archive, self.options.today)?;
        let fields = *self.archive.fields();
        let (change, fields) = (&change, &fields);
        let worker = || {
            let mut analyzer = Analyzer::default();
            move |kept: Kept, permit| -> Changed {
                let mut article = decode_record(&kept.record)?;
                change(&mut article);
                let making = Making { fields, today: kept.indexed };
                let document = IndexDocument::of_article(&article, making, &mut analyzer, Some(permit));
                Ok((article.id, Box::new(document)))
            }
        };
        let mut broken = None;
        let read = |feed: &mut Feed<'_, Kept>| {
            broken = stored.each_without(field, value, feed).err();
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
        pipeline::run(threads, in_flight_bytes, stop, read, worker, |done| writing.take(done))?;
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
            let (id, document) = result.map_err(|found| IndexError::Engine {
                dir: self.archive.dir().to_owned(),
                action: "expected an article",
                cause: format!("found {found}"),
            })?;
            self.committer
                .replace(Term::from_field_text(self.archive.fields().id, &id.to_string()), *document)?;
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

/// The articles of the last commit.
struct Stored {
    archive: Archive,
    searcher: Searcher,
    today: Day,
}

impl Stored {
    fn open(archive: &Archive, today: Day) -> Result<Stored, IndexError> {
        let reader = archive.index().reader();
        let searcher = reader
            .map_err(|error| IndexError::engine(archive.dir(), "could not be read", &error))?
            .searcher();
        Ok(Stored { archive: archive.clone(), searcher, today })
    }

    fn each_without(
        &self,
        field: ValueField,
        value: &str,
        feed: &mut Feed<'_, Kept>,
    ) -> Result<(), IndexError> {
        let refuse = |error: tantivy::TantivyError| {
            IndexError::engine(self.archive.dir(), "could not be read", &error)
        };
        let (mut held, record) = (String::new(), self.archive.fields().record);
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let columns = segment.fast_fields();
            let values = columns.str(field.name()).map_err(refuse)?;
            let indexed = columns.i64(DayField::Indexed.names().0).map_err(refuse)?;
            for doc in segment.doc_ids_alive() {
                held.clear();
                if let Some((values, ord)) = values.as_ref().and_then(|v| Some((v, v.term_ords(doc).next()?)))
                {
                    values.ord_to_str(ord, &mut held).map_err(|error| refuse(error.into()))?;
                }
                if held == value {
                    continue;
                }
                let stored: TantivyDocument =
                    self.searcher.doc(DocAddress::new(number as u32, doc)).map_err(refuse)?;
                let record = stored.get_first(record).and_then(|value| value.as_str()).unwrap_or_default();
                let day = indexed.first(doc).and_then(|day| Day::from_epoch_days(i32::try_from(day).ok()?));
                let kept = Kept { record: record.to_owned(), indexed: day.unwrap_or(self.today) };
                let bytes = record.len();
                if feed.piece(Piece { content: kept, bytes }).is_err() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
