//! What the walk finds.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cause;

/// The path and label of standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The absolute path; `-` for standard input.
    pub path: PathBuf,
    /// The path as text, the key under which an archive remembers the file. Bytes of a name that are
    /// not UTF-8 are written as `%` and two hex digits.
    pub label: String,
    /// Size on disk; 0 for standard input and pipes.
    pub bytes: u64,
    /// When the file was last changed, to tell whether it must be read again. Never a publication date.
    pub modified: Option<SystemTime>,
}

/// One thing found: a file to read, or something that is not read and is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file to read.
    File(SourceFile),
    /// Something left out on purpose: hidden, no file, or read under another name.
    Skipped {
        /// The path.
        path: PathBuf,
        /// What it is: `hidden`.
        why: &'static str,
    },
    /// Something that could not be looked at.
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The operating system's reason.
        cause: String,
    },
}

impl SourceFile {
    pub(super) fn new(path: PathBuf, metadata: &Metadata) -> SourceFile {
        let (bytes, modified) =
            if metadata.is_file() { (metadata.len(), metadata.modified().ok()) } else { (0, None) };
        SourceFile { label: label(path.as_os_str()), path, bytes, modified }
    }

    /// Whether this is standard input or a pipe: it can be read once, and has no name to be known by later.
    pub fn is_stream(&self) -> bool {
        self.modified.is_none()
    }

    /// The file at a path, to be read once more.
    pub fn at(path: PathBuf) -> io::Result<SourceFile> {
        let metadata = path.metadata()?;
        Ok(SourceFile::new(path, &metadata))
    }

    pub(super) fn standard_input() -> SourceFile {
        SourceFile { path: STANDARD_INPUT.into(), label: STANDARD_INPUT.to_owned(), bytes: 0, modified: None }
    }
}

/// The label of a path, as [`SourceFile`] carries it.
pub fn label_of(path: &Path) -> String {
    label(path.as_os_str())
}

impl Found {
    pub(super) fn unreadable(path: PathBuf, error: &io::Error) -> Found {
        Found::Unreadable { path, cause: cause::in_words(error) }
    }
}

/// A name as text; bytes that are not UTF-8 become `%` and two hex digits.
pub(crate) fn label(name: &OsStr) -> String {
    label_of_bytes(name.as_encoded_bytes())
}

/// The same, for a name inside a container.
pub(crate) fn label_of_bytes(name: &[u8]) -> String {
    let mut label = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        label.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(label, "%{byte:02X}");
        }
    }
    label
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[track_caller]
    fn check(name: &[u8], expect: &str) {
        assert_eq!(label(OsStr::from_bytes(name)), expect);
    }

    #[test]
    fn bytes_of_a_name_that_are_not_utf8_stand_as_hex() {
        check("1923/Zürich.txt".as_bytes(), "1923/Zürich.txt");
        check(b"caf\xe9\xff.txt", "caf%E9%FF.txt");
        check(b"\xc3", "%C3");
    }
}
