//! Where results become part of the archive, one after the other, in the order of the files.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dateline_article::{Article, ArticleId, ContentHash, DaySpan, Locator};
use dateline_schema::{Archive, RejectEntry, RejectLine};

use crate::IndexError;
use crate::captures::Captures;
use crate::commit::Committer;
use crate::credits::Permit;
use crate::document::IndexDocument;
use crate::duplicates::KnownIds;
use crate::ledger::{FileStamp, LedgerEntry, LedgerLine};
use crate::pipeline::{Done, Ending, FileStart, FileTime, Mark};
use crate::report::{Progress, Report};
use crate::terms::TermSource;

/// The result of one record.
pub(crate) enum Outcome {
    /// With its permit: rejects on their way cost memory too.
    Reject(RejectEntry, Permit),
    Indexable(Box<Indexable>),
}

/// An article ready to be added.
pub(crate) struct Indexable {
    id: ArticleId,
    content_hash: ContentHash,
    locator: Locator,
    has_date: bool,
    /// When it was fetched.
    crawled: Option<DaySpan>,
    has_notes: bool,
    text_bytes: u64,
    document: IndexDocument,
}

impl Outcome {
    pub fn indexable(article: &Article, document: IndexDocument) -> Outcome {
        Outcome::Indexable(Box::new(Indexable {
            id: article.id,
            content_hash: article.content_hash,
            locator: article.locator.clone(),
            has_date: article.dates.published.is_some(),
            crawled: article.dates.crawled.map(|date| date.span),
            has_notes: !article.notes.is_empty(),
            text_bytes: article.text_bytes() as u64,
            document,
        }))
    }
}

/// Adds results to the archive and commits at a steady pace.
pub(crate) struct Sequencer<'a> {
    archive: &'a Archive,
    committer: &'a mut Committer,
    known: KnownIds,
    captures: Captures,
    report: Report,
    progress: &'a Progress,
    open_file: Option<OpenFile>,
    commit_every: Duration,
    last_commit: Instant,
    records_at_commit: u64,
    /// Files whose articles were removed in this run: what stood behind them must be read again.
    removed_files: BTreeSet<String>,
    /// Those since the last commit.
    removed_since_commit: BTreeSet<String>,
}

struct OpenFile {
    entry: LedgerEntry,
    /// Whether the ledger is to know this file.
    remember: bool,
    stands_behind: BTreeSet<String>,
}

impl<'a> Sequencer<'a> {
    pub fn new(
        archive: &'a Archive,
        committer: &'a mut Committer,
        progress: &'a Progress,
        commit_every: Duration,
    ) -> Result<Sequencer<'a>, IndexError> {
        Ok(Sequencer {
            known: KnownIds::new(archive)?,
            captures: Captures::default(),
            archive,
            committer,
            report: Report::default(),
            progress,
            open_file: None,
            commit_every,
            last_commit: Instant::now(),
            records_at_commit: 0,
            removed_files: BTreeSet::new(),
            removed_since_commit: BTreeSet::new(),
        })
    }

    pub fn take(&mut self, done: Done<Outcome>) -> Result<(), IndexError> {
        match done {
            Done::Converted(outcomes) => {
                for outcome in outcomes {
                    match outcome {
                        Outcome::Reject(reject, _permit) => self.reject(reject)?,
                        Outcome::Indexable(article) => self.add(*article)?,
                    }
                }
            }
            Done::Mark(Mark::Reject(reject)) => self.reject(reject)?,
            Done::Mark(Mark::Unchanged { stamp, records, time }) => self.unchanged(stamp, records, time)?,
            Done::Mark(Mark::Unreadable { stamp, reject }) => self.unreadable(stamp, reject)?,
            Done::Mark(Mark::Open { stamp, start }) => self.open(stamp, start)?,
            Done::Mark(Mark::Close(ending)) => self.close(ending)?,
            Done::Panicked => {
                return Err(IndexError::Worker { unsaved: self.unsaved_records() });
            }
        }
        if self.last_commit.elapsed() >= self.commit_every || self.known.is_full() {
            self.commit()?;
        }
        Ok(())
    }

    /// Removes the articles of files that are gone.
    pub fn prune(&mut self, files: impl IntoIterator<Item = String>) -> Result<(), IndexError> {
        for file in files {
            self.remove_articles_of(&file)?;
            self.committer.ledger(LedgerLine::Gone { gone: file })?;
            self.report.files_pruned += 1;
        }
        Ok(())
    }

    pub fn commit(&mut self) -> Result<(), IndexError> {
        self.note_files_behind()?;
        // A file that is still being read is remembered as far as it got.
        if let Some(open) = self.open_file.as_ref().filter(|open| open.remember) {
            self.committer.ledger(LedgerLine::Entry(open.entry()))?;
        }
        self.committer.commit()?;
        self.captures.write(self.archive, self.committer)?;
        self.known.committed()?;
        self.report.articles = self.known.articles();
        self.last_commit = Instant::now();
        self.records_at_commit = self.report.counts.read;
        Ok(())
    }

    /// Files with records that stood behind an article removed in this commit must be read again. The
    /// commit itself says so: whatever happens next, the next run knows.
    fn note_files_behind(&mut self) -> Result<(), IndexError> {
        let removed = std::mem::take(&mut self.removed_since_commit);
        if removed.is_empty() {
            return Ok(());
        }
        let is_open = |file: &str| self.open_file.as_ref().is_some_and(|open| open.entry.stamp.file == file);
        let behind: Vec<LedgerEntry> = self
            .committer
            .known_files()
            .entries()
            .filter(|entry| entry.stands_behind.iter().any(|file| removed.contains(file)))
            .filter(|entry| !is_open(&entry.stamp.file))
            .cloned()
            .collect();
        for mut entry in behind {
            entry.forget_stamp();
            self.committer.ledger(LedgerLine::Entry(entry))?;
        }
        Ok(())
    }

    /// By what the words of the articles to come are numbered.
    pub fn terms(&self) -> Arc<TermSource> {
        self.committer.terms()
    }

    fn unsaved_records(&self) -> u64 {
        self.report.counts.read - self.records_at_commit
    }

    pub fn removed_files(&self) -> &BTreeSet<String> {
        &self.removed_files
    }

    pub fn into_report(self) -> Report {
        self.report
    }

    fn unchanged(&mut self, stamp: FileStamp, records: u64, time: FileTime) -> Result<(), IndexError> {
        self.report.files_unchanged += 1;
        self.report.counts.read += records;
        self.report.counts.unchanged += records;
        if time == FileTime::New
            && let Some(known) = self.committer.known_file(&stamp.file)
        {
            let entry = LedgerEntry { stamp, ..known.clone() };
            self.committer.ledger(LedgerLine::Entry(entry))?;
        }
        Ok(())
    }

    fn open(&mut self, stamp: FileStamp, start: FileStart) -> Result<(), IndexError> {
        self.report.files_read += 1;
        let known = self.committer.known_file(&stamp.file).cloned();
        let open = match (start, known) {
            (FileStart::Resumed, Some(known)) => {
                self.report.counts.read += known.records;
                self.report.counts.unchanged += known.records;
                let stands_behind = known.stands_behind.iter().cloned().collect();
                OpenFile { entry: known, remember: true, stands_behind }
            }
            (start, known) => {
                if known.is_some() && start == FileStart::Afresh {
                    self.remove_articles_of(&stamp.file)?;
                }
                OpenFile {
                    entry: LedgerEntry::begun(stamp),
                    remember: start != FileStart::Stream,
                    stands_behind: BTreeSet::new(),
                }
            }
        };
        self.open_file = Some(open);
        Ok(())
    }

    /// Counts one reject more for a file that may hold articles from better days.
    fn unreadable(&mut self, stamp: FileStamp, reject: RejectEntry) -> Result<(), IndexError> {
        let known = self.committer.known_file(&stamp.file).cloned();
        let mut entry = known.unwrap_or_else(|| LedgerEntry::begun(stamp));
        if entry.indexed == 0 {
            // Only rejects are known of it, and they are told anew.
            self.committer.unrejected(entry.rejected);
            self.committer.reject(&RejectLine::Reset { reset: entry.stamp.file.clone() })?;
            (entry.records, entry.rejected) = (0, 0);
        }
        entry.records += 1;
        entry.rejected += 1;
        entry.done = true;
        entry.forget_stamp();
        self.committer.ledger(LedgerLine::Entry(entry))?;
        self.reject(reject)
    }

    fn close(&mut self, ending: Ending) -> Result<(), IndexError> {
        if let Some(mut open) = self.open_file.take().filter(|open| open.remember) {
            match ending {
                Ending::Complete { sha256 } => {
                    open.entry.done = true;
                    open.entry.sha256 = sha256;
                }
                Ending::BrokenOff => open.entry.done = false,
                Ending::Unreadable => {
                    open.entry.done = true;
                    open.entry.forget_stamp();
                }
            }
            self.committer.ledger(LedgerLine::Entry(open.entry()))?;
        }
        Ok(())
    }

    fn add(&mut self, article: Indexable) -> Result<(), IndexError> {
        self.report.counts.read += 1;
        self.progress.add(1, article.text_bytes);
        if let Some(open) = &mut self.open_file {
            open.entry.records += 1;
        }
        if let Some(holder) = self.known.holder(article.id)? {
            return self.duplicate(&article, holder.file, &holder.place, holder.content_hash);
        }
        self.known.add(article.id, &article.locator, article.content_hash);
        self.committer.add(article.document)?;
        self.report.counts.indexed += 1;
        self.report.undated += u64::from(!article.has_date);
        self.report.noted += u64::from(article.has_notes);
        self.report.text_bytes += article.text_bytes;
        if let Some(open) = &mut self.open_file {
            open.entry.indexed += 1;
        }
        Ok(())
    }

    /// The id is taken. An equal text is only counted; another text also goes to the rejects, so that
    /// nothing readable disappears without a trace.
    fn duplicate(
        &mut self,
        article: &Indexable,
        holder_file: String,
        holder_place: &str,
        holder_hash: ContentHash,
    ) -> Result<(), IndexError> {
        self.report.counts.duplicates += 1;
        if let Some(fetched) = article.crawled {
            self.captures.add(article.id, fetched);
        }
        if let Some(open) = &mut self.open_file {
            open.entry.duplicates += 1;
            if holder_file != article.locator.file {
                open.stands_behind.insert(holder_file);
            }
        }
        if holder_hash != article.content_hash {
            self.report.conflicting += 1;
            self.committer.reject(&RejectLine::Entry(RejectEntry {
                locator: article.locator.clone(),
                reason: "same-id".to_owned(),
                message: format!(
                    "expected an id of its own, but found that of {holder_place}, which has another text"
                ),
            }))?;
        }
        Ok(())
    }

    fn reject(&mut self, reject: RejectEntry) -> Result<(), IndexError> {
        self.report.counts.read += 1;
        self.report.counts.rejected += 1;
        self.progress.add(1, 0);
        if let Some(open) = &mut self.open_file {
            open.entry.records += 1;
            open.entry.rejected += 1;
        }
        self.committer.rejected(1);
        self.committer.reject(&RejectLine::Entry(reject))
    }

    fn remove_articles_of(&mut self, file: &str) -> Result<(), IndexError> {
        self.report.removed += self.known.articles_of(file)?;
        self.known.file_removed(file);
        self.removed_files.insert(file.to_owned());
        self.removed_since_commit.insert(file.to_owned());
        self.committer.delete_file(file)?;
        if let Some(known) = self.committer.known_file(file) {
            let rejected = known.rejected;
            self.committer.unrejected(rejected);
        }
        self.committer.reject(&RejectLine::Reset { reset: file.to_owned() })
    }
}

impl OpenFile {
    fn entry(&self) -> LedgerEntry {
        LedgerEntry { stands_behind: self.stands_behind.iter().cloned().collect(), ..self.entry.clone() }
    }
}
