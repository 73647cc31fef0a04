//! The order of hits, and how many there are.
//!
//! Start with [`Clause`], what adds to a score; [`Reader::top`] finds the best articles and counts all,
//! [`walk`] and [`one_pass`] hold the ways through a segment.

mod best;
mod bm25;
mod clause;
mod cursor;
mod decay;
mod explain;
mod feedback;
mod one_pass;
mod tally;
mod term_cursor;
mod top;
mod walk;

pub use bm25::{B, K1};
pub use decay::Decay;
pub use explain::ScorePart;
pub use feedback::FeedbackTerm;

pub(crate) use best::Rank;
pub(crate) use clause::{Clause, OTHER_FORM, each_once, near_miss};
pub(crate) use feedback::can_tell;
pub(crate) use top::{Matching, Shape};

#[cfg(test)]
mod tests;
