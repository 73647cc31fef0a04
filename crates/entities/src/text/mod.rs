//! Text to tokens, sentences and runs of capitalised tokens.

pub mod run;
pub mod sentence;
pub mod token;
