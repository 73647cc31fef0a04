//! Names: their parts, and what makes two of them the same.

pub mod known;
pub mod normal;
pub mod title;
