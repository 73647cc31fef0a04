//! How good a ranking is, by questions whose right answers are known.
//!
//! [`topics`] reads the questions, [`Judgements`] the answers, [`measures`] compares a ranking with them.

mod judgements;
mod measures;
mod topics;

pub use judgements::Judgements;
pub use measures::{Measures, mean, measures};
pub use topics::{Topic, topics};

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}, but found `{found}`")]
pub struct LineError {
    /// From 1.
    pub line: usize,
    /// What should stand there.
    pub expected: &'static str,
    /// What stands there.
    pub found: String,
}
