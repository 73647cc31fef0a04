//! What ends a command, in the user's words.

use std::fmt;

use dateline_indexer::IndexError;
use dateline_query::{LookUpError, Problem, SearchError};
use dateline_schema::SchemaError;

/// Why a command ended without doing what was asked.
#[derive(Debug)]
pub enum Failure {
    /// A sentence, and perhaps a command that helps.
    Told {
        /// Where, what was expected, what was found.
        message: String,
        /// A way out.
        hint: Option<String>,
    },
    /// A query with problems.
    Query {
        /// The query as typed.
        text: String,
        /// All that is wrong with it.
        problems: Vec<Problem>,
    },
    /// The reader of the output is gone.
    BrokenPipe,
}

impl Failure {
    pub fn told(message: impl fmt::Display) -> Failure {
        Failure::Told { message: message.to_string(), hint: None }
    }

    pub fn with_hint(message: impl fmt::Display, hint: impl fmt::Display) -> Failure {
        Failure::Told { message: message.to_string(), hint: Some(hint.to_string()) }
    }

    /// What went wrong, on one line.
    pub fn message(&self) -> String {
        match self {
            Failure::Told { message, .. } => message.clone(),
            Failure::Query { problems, .. } => {
                problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")
            }
            Failure::BrokenPipe => "the reader of the output is gone".to_owned(),
        }
    }

    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Failure::BrokenPipe)
    }

    /// A search that failed, with the text of its query.
    pub fn of_search(error: SearchError, text: &str) -> Failure {
        match error {
            SearchError::Query(problems) => Failure::Query { text: text.to_owned(), problems },
            SearchError::Archive(error) => error.into(),
            other => Failure::with_hint(&other, "run `dateline check` to see what is damaged"),
        }
    }
}

impl From<SchemaError> for Failure {
    fn from(error: SchemaError) -> Failure {
        let hint = match &error {
            SchemaError::NoArchive { .. } => {
                "build one with `dateline index PATH`, or name the folder with --data"
            }
            SchemaError::OtherSchema { found, newest, .. } if found > newest => {
                "a newer dateline wrote this archive; use that version"
            }
            SchemaError::OtherSchema { .. } => {
                "index the sources again into a new archive: `dateline index --archive NAME PATH`"
            }
            SchemaError::Locked { .. } => "wait until it is done, or stop it",
            SchemaError::NotAnArchive { .. } => {
                "choose another name with --archive, or another folder with --data"
            }
            SchemaError::Damaged { .. } | SchemaError::Engine { .. } => {
                "run `dateline check` to see what is damaged"
            }
            _ => return Failure::told(error),
        };
        Failure::with_hint(error, hint)
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Failure {
        match error {
            IndexError::Archive(error) => error.into(),
            other @ (IndexError::Ledger { .. } | IndexError::Cut { .. } | IndexError::Changed { .. }) => {
                Failure::with_hint(other, "run `dateline check` to see what is damaged")
            }
            other => Failure::with_hint(
                other,
                "what was committed before is safe; run the same command again to go on from there",
            ),
        }
    }
}

impl From<LookUpError> for Failure {
    fn from(error: LookUpError) -> Failure {
        Failure::with_hint(error, "ids stand below each hit of `dateline search`")
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Failure::BrokenPipe
        } else {
            Failure::told(format!("standard output: could not be written: {error}"))
        }
    }
}
