//! What can go wrong.

use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A file could not be read or written.
    #[error("{file}: {reason}", file = file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system, or the file, says.
        reason: String,
    },
    /// The command is not one there is.
    #[error("{0}")]
    Usage(String),
}

impl TrainError {
    /// An error of the system.
    pub fn io(file: &Path, error: &std::io::Error) -> TrainError {
        TrainError::damaged(file, error)
    }

    /// A file that is not what it should be.
    pub fn damaged(file: &Path, reason: impl Display) -> TrainError {
        TrainError::File { file: file.to_owned(), reason: reason.to_string() }
    }
}
