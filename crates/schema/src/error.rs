//! What can go wrong with an archive as such.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// An archive that cannot be created, opened or locked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// Nothing of this name.
    #[error("{}: expected an archive, but found none", dir.display())]
    NoArchive {
        /// The folder looked at.
        dir: PathBuf,
    },
    /// Something else stands where the archive should be.
    #[error("{}: expected an archive or an empty folder, but found other files (first: `{found}`)", dir.display())]
    NotAnArchive {
        /// The folder.
        dir: PathBuf,
        /// One of the files in it.
        found: String,
    },
    /// Made by another version.
    #[error("{}: written with schema {found}, but this build reads schema {readable}", dir.display())]
    OtherSchema {
        /// The folder.
        dir: PathBuf,
        /// The version that wrote it.
        found: u32,
        /// The version that this build reads.
        readable: u32,
    },
    /// A name that cannot be a folder.
    #[error(
        "--archive: expected at most 100 letters, digits, `-`, `_` and `.`, the first no `.`, but found `{0}`"
    )]
    BadName(String),
    /// Another process writes to it.
    #[error("{}: process {pid} is writing to this archive", dir.display())]
    Locked {
        /// The folder.
        dir: PathBuf,
        /// The process that holds the lock.
        pid: String,
    },
    /// A file of the archive is not what it should be.
    #[error("{}: expected {expected}, but found {found}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What should be there.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// The operating system refused.
    #[error("{}: {action}: {cause}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// The system's reason.
        cause: String,
    },
    /// The search engine below refused.
    #[error("{}: {action}: {cause}", path.display())]
    Engine {
        /// The folder.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// Its reason.
        cause: String,
    },
}

impl SchemaError {
    pub(crate) fn io(path: &Path, action: &'static str, error: &std::io::Error) -> SchemaError {
        SchemaError::Io { path: path.to_owned(), action, cause: plain_cause(error) }
    }

    pub(crate) fn engine(path: &Path, action: &'static str, error: &tantivy::TantivyError) -> SchemaError {
        SchemaError::Engine { path: path.to_owned(), action, cause: engine_cause(error) }
    }
}

/// What the search engine below says, in plain words.
pub fn engine_cause(error: &tantivy::TantivyError) -> String {
    use tantivy::TantivyError as E;
    use tantivy::directory::error::{OpenReadError, OpenWriteError};
    match error {
        E::IoError(error) => plain_cause(error),
        E::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            format!("the file `{}` is missing from the index", file.display())
        }
        E::OpenReadError(OpenReadError::IoError { io_error, filepath })
        | E::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            format!("{}: {}", filepath.display(), plain_cause(io_error))
        }
        E::DataCorruption(_) => "a file of the index is damaged".to_owned(),
        E::ErrorInThread(_) => "writing failed; is the disk full or read-only?".to_owned(),
        E::LockFailure(..) => "another process is writing to it".to_owned(),
        other => other.to_string(),
    }
}

/// The system's reason in plain words, without its error number.
pub fn plain_cause(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        std::io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::NotADirectory => "not a folder".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}
