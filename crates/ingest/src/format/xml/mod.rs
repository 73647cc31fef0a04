//! Markup of agencies, collections and feeds: XML and SGML.
//!
//! One scanner (`scan`) serves both the cutting of records out of a stream (`window`, `cutter`) and the
//! reading of one record (`tree`, `prose`), so that they never disagree about what is a tag; `vocabulary` puts
//! them together. Each vocabulary is a file of its own that says which elements are records and what fills
//! the fields. What none of them knows is `unknown`.

mod charset;
mod cutter;
mod feed;
mod name;
mod newsml;
mod newsml_g2;
mod nitf;
mod olive;
mod prose;
mod rcv1;
mod reuters;
mod root;
mod scan;
mod trec;
mod tree;
mod unknown;
#[cfg(test)]
mod vocabularies;
mod vocabulary;
mod window;

pub use self::feed::{ATOM, RSS, WORDPRESS};
pub use self::newsml::NEWSML;
pub use self::newsml_g2::NEWSML_G2;
pub use self::nitf::NITF;
pub use self::olive::OLIVE;
pub use self::rcv1::RCV1;
pub use self::reuters::REUTERS;
pub use self::trec::TREC;
pub use self::unknown::UnknownXml;

/// Every vocabulary, and what is none.
#[cfg(test)]
const EVERY: [&dyn super::Format; 11] =
    [&REUTERS, &RCV1, &NEWSML_G2, &NEWSML, &NITF, &OLIVE, &WORDPRESS, &RSS, &ATOM, &TREC, &UnknownXml];
