//! Remarks on a query that runs all the same.

use std::fmt;

use serde::Serialize;

use crate::Span;

/// Something the reader of the answer should know about how the query was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// One sentence without a full stop.
    pub message: String,
    /// What it is about.
    pub span: Span,
}

impl Note {
    /// A note on `span`.
    pub fn new(span: Span, message: impl Into<String>) -> Note {
        let message = message.into();
        Note { message, span }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note: {}", self.message)
    }
}

impl Serialize for Note {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.message)
    }
}
