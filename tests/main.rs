//! The suite of the whole program.
//!
//! - [`layers`]: which crate may use which.
//! - [`fuzz`]: random queries against what must always hold.
//! - [`oracle`]: search against a matcher that tries everything.
//! - [`suite`]: search behaviour as data, in `tests/suite/*.txt`.
//! - [`query_language`]: every row of the manual of the query language, by the real binary.
//! - [`captures`], [`index`], [`dry_run`], [`search`], [`streams`]: the real binary, seen from outside.
//! - [`names`]: people, organisations and places, from the texts to the answers.
//! - [`views`]: facets and other views over all matches, by the real binary.
//! - [`crash`]: kill -9 while indexing.
//! - [`durability`]: power cuts, kills, full and failing disks, readers beside a writer.
//! - [`damage`], [`repair`]: flipped bits and cut files of an archive, and what is left of it.
//! - [`golden`]: archives as earlier builds wrote them.
//! - [`hostile`]: files and queries made to exhaust the machine.
//! - [`supply`]: licences and origins of all libraries.
//! - [`corpora`]: large real corpora, where a machine has them.
//! - [`readme`]: every command of the README.

mod captures;
mod corpora;
mod crash;
mod damage;
mod dry_run;
// The disk that is watched needs the loader of Linux.
#[cfg(target_os = "linux")]
mod durability;
mod fuzz;
mod golden;
mod hostile;
mod index;
mod layers;
mod names;
mod oracle;
mod program;
mod properties;
mod query_language;
mod readme;
mod repair;
mod search;
mod streams;
mod suite;
mod supply;
mod views;
