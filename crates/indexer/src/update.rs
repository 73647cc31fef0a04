//! One run of writing to an archive.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use dateline_article::{Article, ArticleId, Day};
use dateline_schema::{Archive, RejectEntry, WriterLock};

use crate::IndexError;
use crate::analysis::Analyzer;
use crate::commit::{Committer, Merges};
use crate::document::{IndexDocument, Making};
use crate::ledger::Ledger;
use crate::pipeline::{self, Feed, Stopped};
use crate::report::{Progress, Report};
use crate::sequence::{Outcome, Sequencer};

/// How to write.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Threads that convert articles, and as many that build the index.
    pub threads: usize,
    /// Memory for everything that grows with the input.
    pub memory_bytes: usize,
    /// The day of this run, which its articles carry as that of their indexing.
    pub today: Day,
    /// How long after a commit the next one follows.
    pub commit_every: Duration,
}

impl Options {
    /// Less makes segments of a few articles, for one thread.
    pub const LEAST_MEMORY_BYTES_A_THREAD: usize = 24 << 20;

    /// The most that a segment can address while it is written, for one thread.
    const MOST_MEMORY_BYTES_A_THREAD: usize = 4_000 << 20;

    /// The share of the memory for the index under construction: words, columns, documents.
    fn index_bytes(&self) -> usize {
        let range = Options::LEAST_MEMORY_BYTES_A_THREAD..=Options::MOST_MEMORY_BYTES_A_THREAD;
        let a_thread = (self.memory_bytes / 4 * 3 / self.threads).clamp(*range.start(), *range.end());
        a_thread * self.threads
    }

    /// The same, with as many threads as there is work for.
    pub(crate) fn in_bounds(self) -> Options {
        Options { threads: self.threads.clamp(1, 8), ..self }
    }

    /// Of a run that only removes articles or merges.
    pub fn adding_nothing(today: Day) -> Options {
        Options {
            threads: 1,
            memory_bytes: Options::LEAST_MEMORY_BYTES_A_THREAD,
            today,
            commit_every: Duration::MAX,
        }
    }

    /// Bytes of input under way. A record is there up to five times at once: as read, as an article with its
    /// names, as words, as it is stored.
    pub(crate) fn in_flight_bytes(&self) -> usize {
        (self.memory_bytes / 4 / 5).max(1 << 20)
    }
}

/// One run of writing. Holds the archive's lock until it is finished or dropped.
pub struct Update {
    pub(crate) archive: Archive,
    pub(crate) committer: Committer,
    pub(crate) options: Options,
    _lock: WriterLock,
}

impl Update {
    /// Takes the lock and opens the archive at its last commit.
    ///
    /// # Errors
    ///
    /// When another process writes, with its number; when the archive cannot be read or written.
    pub fn begin(archive: &Archive, options: Options) -> Result<Update, IndexError> {
        let lock = WriterLock::take(archive.dir())?;
        let options = options.in_bounds();
        let threads = options.threads;
        let committer = Committer::open(archive, threads, options.index_bytes())?;
        Ok(Update { archive: archive.clone(), committer, options, _lock: lock })
    }

    /// The files read so far.
    pub fn ledger(&self) -> &Ledger {
        self.committer.known_files()
    }

    /// Drives the pipeline: `read` feeds pieces in the order of the files, `convert` turns a piece into
    /// an article on any thread. Commits at a steady pace and at the end, also when `stop` was set.
    pub fn run<P: Send>(
        &mut self,
        progress: &Progress,
        stop: &AtomicBool,
        read: impl FnOnce(&mut Feed<'_, P>) -> Result<(), Stopped> + Send,
        convert: impl Fn(P) -> Result<Article, RejectEntry> + Sync,
    ) -> Result<(Report, Vec<String>), IndexError> {
        let fields = *self.archive.fields();
        let mut sequencer =
            Sequencer::new(&self.archive, &mut self.committer, progress, self.options.commit_every)?;
        let making = Making { fields: &fields, today: self.options.today };
        let terms = sequencer.terms();
        let worker = || {
            let mut analyzer = Analyzer::new(Arc::clone(&terms));
            move |article: Result<Article, RejectEntry>, permit| match article {
                Err(reject) => Outcome::Reject(reject, permit),
                Ok(mut article) => {
                    let document =
                        IndexDocument::of_article(&mut article, making, &mut analyzer, Some(permit));
                    Outcome::indexable(&article, document)
                }
            }
        };
        let (threads, in_flight_bytes) = (self.options.threads, self.options.in_flight_bytes());
        let take = |done| sequencer.take(done);
        pipeline::run(threads, in_flight_bytes, stop, read, convert, worker, take)?;
        sequencer.commit()?;
        let removed = sequencer.removed_files().iter().cloned().collect();
        let report = sequencer.into_report();
        Ok((report, removed))
    }

    /// Removes the articles of files that are gone.
    pub fn prune(&mut self, files: Vec<String>) -> Result<(Report, Vec<String>), IndexError> {
        let progress = Progress::default();
        let mut sequencer =
            Sequencer::new(&self.archive, &mut self.committer, &progress, self.options.commit_every)?;
        sequencer.prune(files)?;
        sequencer.commit()?;
        let removed = sequencer.removed_files().iter().cloned().collect();
        Ok((sequencer.into_report(), removed))
    }

    /// Removes articles by id. Their files still count as read: an article comes back only when its
    /// file is read again.
    pub fn delete(&mut self, ids: &[ArticleId]) -> Result<(), IndexError> {
        for id in ids {
            self.committer.delete_article(*id)?;
        }
        self.committer.commit()
    }

    /// Makes one piece of the index, however many there were, which it tells. A crash leaves the index as it was.
    pub fn optimize(&mut self) -> Result<usize, IndexError> {
        self.committer.merge_all()
    }

    /// Finds the copies among the articles, lets the merges under way end and gives the lock back.
    pub fn finish(mut self) -> Result<Merges, IndexError> {
        self.committer.cluster()?;
        self.committer.finish()
    }
}
