//! What a run did.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

use crate::ledger::LedgerEntry;

/// How many records met which fate. `read` is always the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Records looked at, those of unchanged files included.
    pub read: u64,
    /// Records that became articles of the archive in this run.
    pub indexed: u64,
    /// Records of files that did not change since they were read.
    pub unchanged: u64,
    /// Records with the id of an article that was indexed before.
    pub duplicates: u64,
    /// Records in the rejects.
    pub rejected: u64,
}

impl Counts {
    /// Whether every record read has met exactly one fate.
    pub fn add_up(&self) -> bool {
        self.read == self.indexed + self.unchanged + self.duplicates + self.rejected
    }
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Records by fate.
    #[serde(flatten)]
    pub counts: Counts,
    /// Files read, wholly or in part.
    pub files_read: u64,
    /// Files that did not change.
    pub files_unchanged: u64,
    /// Files that are gone; their articles were removed.
    pub files_pruned: u64,
    /// Articles removed because their file changed or is gone.
    pub removed: u64,
    /// Duplicates with another text than the article that was kept; they stand in the rejects.
    pub conflicting: u64,
    /// Indexed articles without a date.
    pub undated: u64,
    /// Indexed articles with a remark on how they were read.
    pub noted: u64,
    /// Bytes of text indexed: headlines, leads, bodies, captions.
    pub text_bytes: u64,
    /// Articles in the archive after the last commit.
    pub articles: u64,
}

impl Report {
    /// Adds what a later part of the same command did.
    pub fn add(&mut self, later: &Report) {
        self.counts.read += later.counts.read;
        self.counts.indexed += later.counts.indexed;
        self.counts.unchanged += later.counts.unchanged;
        self.counts.duplicates += later.counts.duplicates;
        self.counts.rejected += later.counts.rejected;
        self.files_read += later.files_read;
        self.files_unchanged += later.files_unchanged;
        self.files_pruned += later.files_pruned;
        self.removed += later.removed;
        self.conflicting += later.conflicting;
        self.undated += later.undated;
        self.noted += later.noted;
        self.text_bytes += later.text_bytes;
        self.articles = later.articles;
    }

    /// Takes back what was counted for a file that did not change: it is read after all.
    pub fn forget_unchanged(&mut self, file: &LedgerEntry) {
        self.counts.read -= file.records;
        self.counts.unchanged -= file.records;
        self.files_unchanged -= 1;
    }

    /// Takes back what was counted for a file that was read: it is read once more.
    pub fn forget_read(&mut self, file: &LedgerEntry) {
        self.counts.read -= file.records;
        self.counts.indexed -= file.indexed;
        self.counts.duplicates -= file.duplicates;
        self.counts.rejected -= file.rejected;
        self.files_read -= 1;
    }
}

/// A run as it goes, for a progress bar. Read from any thread.
#[derive(Debug, Default)]
pub struct Progress {
    records: AtomicU64,
    text_bytes: AtomicU64,
}

impl Progress {
    pub(crate) fn add(&self, records: u64, text_bytes: u64) {
        self.records.fetch_add(records, Ordering::Relaxed);
        self.text_bytes.fetch_add(text_bytes, Ordering::Relaxed);
    }

    /// Records dealt with.
    pub fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// Bytes of text indexed.
    pub fn text_bytes(&self) -> u64 {
        self.text_bytes.load(Ordering::Relaxed)
    }
}
