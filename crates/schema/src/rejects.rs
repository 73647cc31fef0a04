//! The rejects of an archive: what was read but could not be indexed.
//!
//! A file of JSON lines that only grows. When a file is read again, a line says that its earlier
//! rejects no longer count.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use dateline_article::Locator;
use serde::{Deserialize, Serialize};

use crate::{Archive, Checksum, SchemaError};

/// One record that was read but not indexed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectEntry {
    /// Where it stands.
    #[serde(flatten)]
    pub locator: Locator,
    /// A short name for the kind of reason, such as `malformed`.
    pub reason: String,
    /// The reason in words.
    pub message: String,
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RejectLine {
    /// The rejects of this file that stand above no longer count.
    Reset {
        /// The file.
        reset: String,
    },
    /// A reject.
    Entry(RejectEntry),
}

impl Archive {
    /// Calls `each` with every reject that counts, in the order they were found.
    pub fn each_reject(&self, mut each: impl FnMut(RejectEntry)) -> Result<(), SchemaError> {
        let payload = self.payload()?;
        if payload.rejects.is_empty() {
            return Ok(());
        }
        let file = self.dir().join(&payload.rejects);
        let found = Checksum::of_file(&file, payload.rejects_bytes)
            .map_err(|error| SchemaError::io(&file, "could not be read", &error))?;
        if payload.rejects_checksum.is_some_and(|expected| expected != found) {
            return Err(SchemaError::Damaged {
                file,
                expected: "what the last commit left",
                found: "other bytes".to_owned(),
            });
        }
        // First where the last reset of each file stands, then the lines behind it: memory grows with
        // the files that were read twice, not with the rejects.
        let mut resets: HashMap<String, usize> = HashMap::new();
        each_line(&file, payload.rejects_bytes, |number, line| {
            if let RejectLine::Reset { reset } = line {
                resets.insert(reset, number);
            }
        })?;
        each_line(&file, payload.rejects_bytes, |number, line| {
            if let RejectLine::Entry(entry) = line
                && resets.get(&entry.locator.file).is_none_or(|&reset| reset < number)
            {
                each(entry);
            }
        })
    }
}

fn each_line(file: &Path, bytes: u64, mut each: impl FnMut(usize, RejectLine)) -> Result<(), SchemaError> {
    let refuse = |error: std::io::Error| SchemaError::io(file, "could not be read", &error);
    let handle = std::fs::File::open(file).map_err(refuse)?;
    for (number, line) in BufReader::new(handle.take(bytes)).lines().enumerate() {
        let line = line.map_err(refuse)?;
        let line = serde_json::from_str(&line).map_err(|error| SchemaError::Damaged {
            file: file.to_owned(),
            expected: "one reject a line",
            found: format!("line {} ({error})", number + 1),
        })?;
        each(number, line);
    }
    Ok(())
}
