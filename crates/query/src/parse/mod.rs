//! From the text of a query to its tree.
//!
//! [`parse`] reads in three steps: `lexer` splits the text into tokens, `grammar` joins them to clauses, and
//! `leaf` and `value` read what stands at its ends. Every problem is collected and reading goes on behind it,
//! so that all of them are reported at once.

mod explain;
mod grammar;
mod keyword;
mod leaf;
mod lexer;
mod near;
mod parser;
mod scan;
#[cfg(test)]
mod tests;
mod token;
mod value;

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
    if text.len() > MAX_QUERY_BYTES {
        return Parsed { tree: None, problems: vec![too_long(text)], notes: Vec::new() };
    }
    let mut parsed = parser::Parser::new(text, *options).query();
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
