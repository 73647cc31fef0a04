//! The model: a file read in place, and what its tables are.

pub mod file;
pub mod hash;
pub mod lexicon;
