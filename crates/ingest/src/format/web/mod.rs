//! Web archives: what a crawler fetched, page by page.
//!
//! [`warc`] and [`arc`] cut the records out, one after the other, and pass over those that are no pages;
//! [`capture`] tells pages from the rest by their first bytes, and reads a page; [`http`] undoes what the
//! transfer did to it.
//!
//! An own reader over `flate2` and its siblings: the records are cut on one thread and read on all, which no
//! crate separates, and reading goes on behind damage, also in a compressed archive.
//!
//! Several captures of one page have one address and so one id: the first of them is the article, the others
//! are duplicates. The first is what was published; later ones are as often a notice that the page has moved
//! or is to be paid for as a correction, and those with another text stand in the rejects with their place.
//! The article keeps the days of its first and last capture.

mod arc;
mod capture;
mod http;
#[cfg(test)]
pub(crate) mod sample;
mod stream;
mod warc;

pub(super) use arc::Arc;
pub(super) use warc::Warc;
