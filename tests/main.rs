//! The suite of the whole program.
//!
//! - [`layers`]: which crate may use which.
//! - [`suite`]: search behaviour as data, in `tests/suite/*.txt`.
//! - [`index`], [`search`], [`streams`]: the real binary, seen from outside.
//! - [`crash`]: kill -9 while indexing.
//! - [`corpora`]: large real corpora, where a machine has them.
//! - [`readme`]: every command of the README.

mod corpora;
mod crash;
mod index;
mod layers;
mod program;
mod properties;
mod readme;
mod search;
mod streams;
mod suite;
