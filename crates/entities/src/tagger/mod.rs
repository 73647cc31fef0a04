//! The tagger: what is seen of a token, how labels are scored, and the best sequence of labels.

pub mod casing;
pub mod features;
pub mod label;
pub mod viterbi;
