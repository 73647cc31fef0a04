//! What can go wrong with an archive as such.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

const DISK_FULL: &str = "the disk is full";

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
    #[error("{}: written with schema {found}, but this build reads schemas {oldest} to {newest}", dir.display())]
    OtherSchema {
        /// The folder.
        dir: PathBuf,
        /// The version that wrote it.
        found: u32,
        /// The oldest version that this build reads.
        oldest: u32,
        /// The newest.
        newest: u32,
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
    pub(crate) fn io(path: &Path, action: &'static str, error: &io::Error) -> SchemaError {
        SchemaError::Io { path: path.to_owned(), action, cause: with_space_left(path, plain_cause(error)) }
    }

    pub(crate) fn engine(path: &Path, action: &'static str, error: &tantivy::TantivyError) -> SchemaError {
        let cause = with_space_left(path, engine_cause(error));
        SchemaError::Engine { path: path.to_owned(), action, cause }
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
        // What a file holds is not what its end or its name says.
        E::OpenReadError(OpenReadError::IoError { io_error, filepath })
            if matches!(io_error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) =>
        {
            format!("the file `{}` of the index is damaged", filepath.display())
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
pub fn plain_cause(error: &io::Error) -> String {
    match kind_of(error) {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        ErrorKind::StorageFull => DISK_FULL.to_owned(),
        ErrorKind::QuotaExceeded => "the quota of this user on the disk is used up".to_owned(),
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::UnexpectedEof => "shorter than the last commit left it".to_owned(),
        ErrorKind::NotADirectory => "not a folder".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}

/// Layers between us and the system keep of some errors nothing but the text.
fn kind_of(error: &io::Error) -> ErrorKind {
    let text = error.to_string();
    let number = text.rsplit_once("(os error ").and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    number.map_or(error.kind(), |number| io::Error::from_raw_os_error(number).kind())
}

/// A cause as it is; where it is a full disk, with the space left on the disk of a file.
pub fn with_space_left(file: &Path, cause: String) -> String {
    if !cause.ends_with(DISK_FULL) {
        return cause;
    }
    // A file that could not be created lies where its folder does.
    match file.ancestors().find_map(|place| fs4::available_space(place).ok()) {
        Some(bytes) if bytes < 1 << 20 => format!("{cause} ({} KB left)", bytes >> 10),
        Some(bytes) if bytes < 10 << 30 => format!("{cause} ({} MB left)", bytes >> 20),
        Some(bytes) => format!("{cause} ({} GB left)", bytes >> 30),
        None => cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_also_where_only_the_text_of_the_error_is_left() {
        let error = io::Error::from_raw_os_error(28);
        assert_eq!(plain_cause(&error), "the disk is full");
        assert_eq!(plain_cause(&io::Error::other(error.to_string())), "the disk is full");
        assert_eq!(plain_cause(&io::Error::other("The Lock Is Gone")), "the lock is gone");
    }

    #[test]
    fn the_space_left_stands_behind_a_full_disk_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        let missing = dir.path().join("no/such/file");
        let cause = with_space_left(&missing, format!("a.term: {DISK_FULL}"));
        assert!(cause.starts_with("a.term: the disk is full (") && cause.ends_with("B left)"), "{cause}");
        assert_eq!(with_space_left(&missing, "permission denied".to_owned()), "permission denied");
    }
}
