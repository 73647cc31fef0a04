//! Why a query has no answer.

use std::path::{Path, PathBuf};

use dateline_schema::{SchemaError, engine_cause};
use thiserror::Error;

use crate::Problem;

/// A search that could not be answered.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The query asks for something that this archive cannot answer.
    #[error("{}", .0.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; "))]
    Query(Vec<Problem>),
    /// The archive could not be opened.
    #[error(transparent)]
    Archive(#[from] SchemaError),
    /// The archive could not be read.
    #[error("{}: could not be read: {cause}", dir.display())]
    Engine {
        /// The archive's folder.
        dir: PathBuf,
        /// The reason.
        cause: String,
    },
}

impl SearchError {
    pub(crate) fn engine(dir: &Path, error: &tantivy::TantivyError) -> SearchError {
        SearchError::Engine { dir: dir.to_owned(), cause: engine_cause(error) }
    }
}

impl From<Problem> for SearchError {
    fn from(problem: Problem) -> SearchError {
        SearchError::Query(vec![problem])
    }
}
