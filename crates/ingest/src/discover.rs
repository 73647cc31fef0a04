//! From what the user names to the files to read.

use std::path::PathBuf;
use std::time::SystemTime;

use thiserror::Error;

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The absolute path; `-` for standard input.
    pub path: PathBuf,
    /// The path as text, the key under which an archive remembers the file. Bytes of a name that are
    /// not UTF-8 are written as `%` and two hex digits.
    pub label: String,
    /// Size on disk; 0 for standard input.
    pub bytes: u64,
    /// When the file was last changed, to tell whether it must be read again. Never a publication date.
    pub modified: Option<SystemTime>,
}

/// One thing found: a file to read, or something that cannot be read and is counted.
#[derive(Debug)]
pub enum Found {
    /// A file to read.
    File(SourceFile),
    /// A hidden file or folder inside a named folder; left out and counted.
    Hidden(PathBuf),
    /// Something that could not be looked at.
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The operating system's reason.
        cause: String,
    },
}

/// A path or pattern that names nothing.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiscoverError {
    /// No file or folder has this name.
    #[error("{0}: expected a file or folder, but found nothing there")]
    Missing(String),
    /// The pattern fits no file.
    #[error("{0}: expected a pattern that fits at least one file, but it fits none")]
    NoMatch(String),
    /// The pattern cannot be read.
    #[error("{pattern}: expected a pattern of file names: {cause}")]
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The path cannot be made absolute.
    #[error("{path}: could not be read: {cause}")]
    Unreadable {
        /// The path.
        path: String,
        /// The operating system's reason.
        cause: String,
    },
}

/// The files under what the user named, checked to exist.
#[derive(Clone, Debug)]
pub struct Discovery {
    _roots: Vec<PathBuf>,
}

/// Checks each input (a file, a folder, a glob such as `1923/*.txt`, or `-` for standard input).
pub fn discover(_inputs: &[String]) -> Result<Discovery, DiscoverError> {
    todo!()
}

impl Discovery {
    /// Walks the inputs in the order given, folders in the order of their names, each file once.
    pub fn walk(&self) -> impl Iterator<Item = Found> + '_ {
        std::iter::empty()
    }

    /// Whether a file of this label lies under one of the inputs: if it was read before and is not found
    /// now, it has vanished.
    pub fn covers(&self, _label: &str) -> bool {
        todo!()
    }
}
