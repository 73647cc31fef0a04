//! What can end a run of writing.

use std::path::PathBuf;

use dateline_schema::{SchemaError, engine_cause, plain_cause, with_space_left};
use thiserror::Error;

/// Why writing stopped. What was committed before stays.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The archive could not be opened or locked.
    #[error(transparent)]
    Archive(#[from] SchemaError),
    /// A file of the archive could not be written.
    #[error("{}: {action}: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// The system's reason.
        cause: String,
    },
    /// The search engine below could not go on.
    #[error("{}: {action}: {cause}", dir.display())]
    Engine {
        /// The archive's folder.
        dir: PathBuf,
        /// What was tried.
        action: &'static str,
        /// Its reason.
        cause: String,
    },
    /// The ledger is not what it should be.
    #[error("{}: expected one file a line, but found line {line} ({found})", file.display())]
    Ledger {
        /// The ledger.
        file: PathBuf,
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        found: String,
    },
    /// A file of the archive is shorter than the last commit left it.
    #[error("{}: expected {expected} bytes, but found {found}", file.display())]
    Cut {
        /// The file.
        file: PathBuf,
        /// Bytes of the last commit.
        expected: u64,
        /// Bytes there.
        found: u64,
    },
    /// A file of the archive holds other bytes than the last commit left.
    #[error("{}: expected what the last commit left, but found other bytes", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
    },
    /// A thread of the pipeline panicked: a bug of ours.
    #[error(
        "a worker thread of the pipeline ended unexpectedly; nothing of the last {unsaved} records was saved"
    )]
    Worker {
        /// Records since the last commit.
        unsaved: u64,
    },
}

impl IndexError {
    pub(crate) fn io(path: impl Into<PathBuf>, action: &'static str, error: &std::io::Error) -> IndexError {
        let path = path.into();
        let cause = with_space_left(&path, plain_cause(error));
        IndexError::Io { path, action, cause }
    }

    pub(crate) fn engine(
        dir: impl Into<PathBuf>,
        action: &'static str,
        error: &tantivy::TantivyError,
    ) -> IndexError {
        let dir = dir.into();
        let cause = with_space_left(&dir, engine_cause(error));
        IndexError::Engine { dir, action, cause }
    }
}
