//! From the text of a query to its tree.
//!
//! [`parse`] reads in three steps: `lexer` splits the text into tokens, `grammar` joins them to clauses, and
//! `leaf` and `value` read what stands at its ends. Every problem is collected and reading goes on behind it,
//! so that all of them are reported at once.

pub(crate) mod explain;
mod grammar;
pub(crate) mod keyword;
mod leaf;
mod lexer;
pub(crate) mod near;
mod parser;
pub(crate) mod scan;
#[cfg(test)]
mod tests;
pub(crate) mod token;
pub(crate) mod value;

use dateline_article::Day;

use crate::limits::{MAX_PROBLEMS, MAX_QUERY_BYTES};
use crate::{Code, Node, Note, Problem, Span};

/// What a query is read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseOptions {
    /// The day that relative dates such as `last-30d` are counted from.
    pub today: Day,
}

/// A query as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The clauses that could be read. When there are problems, the faulty clauses are left out of it, so
    /// only a caller who says so to the user may run it then.
    pub tree: Option<Node>,
    /// What keeps the query from running, in the order of the text. At most [`MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// What is worth knowing about a query that runs, in the order of the text.
    pub notes: Vec<Note>,
}

/// Reads a query.
///
/// The time is linear in the length of `text`, and the nesting of the tree is bounded. A tree is always there
/// when there are no problems.
pub fn parse(text: &str, options: &ParseOptions) -> Parsed {
    within_limits(text, || parser::Parser::new(text, *options).query())
}

/// What `read` makes of a query that is not too long, its problems and notes in order and their number bounded.
pub(crate) fn within_limits(text: &str, read: impl FnOnce() -> Parsed) -> Parsed {
    if text.len() > MAX_QUERY_BYTES {
        return Parsed { tree: None, problems: vec![too_long(text)], notes: Vec::new() };
    }
    let mut parsed = read();
    parsed.problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
    parsed.notes.sort_by_key(|note| note.span.start);
    if parsed.problems.len() > MAX_PROBLEMS {
        let further = parsed.problems.len() - MAX_PROBLEMS;
        parsed.problems.truncate(MAX_PROBLEMS);
        if let Some(last) = parsed.problems.last_mut() {
            last.message = format!("{} (and {further} further problems)", last.message);
        }
    }
    parsed
}

/// What to say of a text above [`MAX_QUERY_BYTES`].
pub(crate) fn too_long(text: &str) -> Problem {
    let message = format!("the query is {} bytes long; the limit is {MAX_QUERY_BYTES}", text.len());
    Problem::new(Code::TooLong, Span::new(0, text.len()), message)
}
