//! Which files were read, and how far.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use dateline_schema::{Archive, Checksum, CommitPayload};
use serde::{Deserialize, Serialize};

use crate::IndexError;

/// What tells cheaply whether a file changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// The file, as locators name it.
    pub file: String,
    /// Size on disk.
    pub bytes: u64,
    /// When the file was last changed, in nanoseconds since 1970.
    pub modified: Option<u64>,
}

impl FileStamp {
    /// The stamp of a file. Without a time, it never counts as unchanged.
    pub fn new(file: impl Into<String>, bytes: u64, modified: Option<SystemTime>) -> FileStamp {
        let since_epoch = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        FileStamp { file: file.into(), bytes, modified: since_epoch.map(|time| time.as_nanos() as u64) }
    }
}

/// What the ledger remembers of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The file as it was when read.
    #[serde(flatten)]
    pub stamp: FileStamp,
    /// SHA-256 of its bytes, in hexadecimal; known once it was read to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether it was read to its end.
    pub done: bool,
    /// Records read.
    pub records: u64,
    /// Records indexed.
    pub indexed: u64,
    /// Records with the id of an article indexed before.
    pub duplicates: u64,
    /// Records in the rejects.
    pub rejected: u64,
    /// The files whose articles stand for the duplicates in this one: when one of them changes, this
    /// file is read again, or its articles would be lost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands_behind: Vec<String>,
}

impl LedgerEntry {
    /// The entry of a file that is being read from its start.
    pub(crate) fn begun(stamp: FileStamp) -> LedgerEntry {
        LedgerEntry {
            stamp,
            sha256: None,
            done: false,
            records: 0,
            indexed: 0,
            duplicates: 0,
            rejected: 0,
            stands_behind: Vec::new(),
        }
    }
}

impl LedgerEntry {
    /// Makes the file look changed, so that the next run reads it again.
    pub(crate) fn forget_stamp(&mut self) {
        self.stamp.modified = None;
        self.sha256 = None;
    }
}

/// One line of the ledger file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum LedgerLine {
    Gone { gone: String },
    Entry(LedgerEntry),
}

/// What to do with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Never read before.
    New,
    /// Read before, and the same since.
    Unchanged {
        /// Records in it.
        records: u64,
    },
    /// Same size, other time: the same if its bytes have this SHA-256.
    UnchangedIfHash {
        /// In hexadecimal.
        sha256: String,
        /// Records in it.
        records: u64,
    },
    /// Read in part when an earlier run stopped, and the same since.
    Resume {
        /// How many records are already dealt with.
        records: u64,
    },
    /// Another content than when it was read.
    Changed,
}

/// The files read so far.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: HashMap<String, LedgerEntry>,
}

impl Ledger {
    /// The files that the last commit of an archive knows.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read or is not as the commit left it.
    pub fn of(archive: &Archive) -> Result<Ledger, IndexError> {
        Ledger::load(archive.dir(), &archive.payload()?)
    }

    /// Reads the part of the ledger file that belongs to the last commit.
    pub(crate) fn load(dir: &Path, payload: &CommitPayload) -> Result<Ledger, IndexError> {
        let mut ledger = Ledger::default();
        if payload.ledger.is_empty() {
            return Ok(ledger);
        }
        let file = dir.join(&payload.ledger);
        let refuse = |error: std::io::Error| IndexError::io(&file, "could not be read", &error);
        let handle = std::fs::File::open(&file).map_err(refuse)?;
        let found = handle.metadata().map_err(refuse)?.len();
        if found < payload.ledger_bytes {
            return Err(IndexError::Cut { file, expected: payload.ledger_bytes, found });
        }
        let checksum = Checksum::of_file(&file, payload.ledger_bytes).map_err(refuse)?;
        if payload.ledger_checksum.is_some_and(|expected| expected != checksum) {
            return Err(IndexError::Changed { file });
        }
        for (number, line) in BufReader::new(handle.take(payload.ledger_bytes)).lines().enumerate() {
            let line = line.map_err(refuse)?;
            let line: LedgerLine = serde_json::from_str(&line).map_err(|error| IndexError::Ledger {
                file: file.clone(),
                line: number + 1,
                found: error.to_string(),
            })?;
            ledger.apply(line);
        }
        Ok(ledger)
    }

    pub(crate) fn apply(&mut self, line: LedgerLine) {
        match line {
            LedgerLine::Gone { gone } => {
                self.entries.remove(&gone);
            }
            LedgerLine::Entry(entry) => {
                self.entries.insert(entry.stamp.file.clone(), entry);
            }
        }
    }

    /// What to do with a file of this stamp.
    pub fn decide(&self, stamp: &FileStamp) -> Decision {
        let Some(known) = self.entries.get(&stamp.file) else {
            return Decision::New;
        };
        let same_time = stamp.modified.is_some() && known.stamp.modified == stamp.modified;
        if known.stamp.bytes != stamp.bytes {
            Decision::Changed
        } else if same_time && known.done {
            Decision::Unchanged { records: known.records }
        } else if same_time {
            Decision::Resume { records: known.records }
        } else {
            match &known.sha256 {
                Some(sha256) if known.done && stamp.modified.is_some() => {
                    Decision::UnchangedIfHash { sha256: sha256.clone(), records: known.records }
                }
                _ => Decision::Changed,
            }
        }
    }

    /// What is known of a file.
    pub fn entry(&self, file: &str) -> Option<&LedgerEntry> {
        self.entries.get(file)
    }

    /// Every file, in no order.
    pub fn entries(&self) -> impl Iterator<Item = &LedgerEntry> {
        self.entries.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(done: bool) -> LedgerEntry {
        LedgerEntry {
            stamp: FileStamp { file: "a".to_owned(), bytes: 5, modified: Some(1) },
            sha256: done.then(|| "ff".to_owned()),
            done,
            records: 7,
            indexed: 7,
            duplicates: 0,
            rejected: 0,
            stands_behind: Vec::new(),
        }
    }

    #[track_caller]
    fn check(done: bool, bytes: u64, modified: Option<u64>, expect: &Decision) {
        let mut ledger = Ledger::default();
        ledger.apply(LedgerLine::Entry(entry(done)));
        assert_eq!(&ledger.decide(&FileStamp { file: "a".to_owned(), bytes, modified }), expect);
    }

    #[test]
    fn size_time_and_hash_decide_whether_a_file_is_read_again() {
        check(true, 5, Some(1), &Decision::Unchanged { records: 7 });
        check(true, 5, Some(2), &Decision::UnchangedIfHash { sha256: "ff".to_owned(), records: 7 });
        check(true, 6, Some(1), &Decision::Changed);
        check(false, 5, Some(1), &Decision::Resume { records: 7 });
        check(false, 5, Some(2), &Decision::Changed);
        check(true, 5, None, &Decision::Changed);
    }

    #[test]
    fn a_file_that_is_gone_is_new_again() {
        let mut ledger = Ledger::default();
        ledger.apply(LedgerLine::Entry(entry(true)));
        ledger.apply(LedgerLine::Gone { gone: "a".to_owned() });
        assert_eq!(ledger.decide(&entry(true).stamp), Decision::New);
    }
}
