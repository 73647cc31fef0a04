//! Documents of word processors and books.
//!
//! [`word`] and [`open_document`] walk through the text of their XML and hand it to [`prose`], which makes
//! paragraphs of it; [`properties`] reads what they say about themselves, and [`written`] puts both together.
//! [`book`] takes an EPUB apart into its chapters.

mod book;
mod open_document;
mod properties;
mod prose;
mod word;
mod written;

pub use book::Epub;
pub use open_document::OpenDocument;
pub use word::Word;

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::whole;
use crate::source::package;
use crate::{Limits, RejectReason};

/// The parts of a document by their names, as far as they could be read.
type Parts = HashMap<String, Result<Vec<u8>, RejectReason>>;

/// Reads a whole document of at most [`Limits::file_record_bytes`] and takes the wanted parts out of it.
fn take_apart(
    input: &mut dyn BufRead,
    limits: &Limits,
    wanted: &dyn Fn(&str) -> bool,
) -> io::Result<Result<Parts, RejectReason>> {
    let bytes = whole::read(input, limits.file_record_bytes)?;
    Ok(bytes.and_then(|bytes| package::parts(&bytes, limits, wanted)))
}

/// A part that the document cannot do without.
fn needed(parts: &mut Parts, name: &str) -> Result<Vec<u8>, RejectReason> {
    parts.remove(name).unwrap_or_else(|| Err(malformed(&format!("the part `{name}`"), "none")))
}

/// The part that holds the text of the whole document.
fn main_text(parts: &mut Parts, name: &str) -> Result<String, RejectReason> {
    /// Several copies of it are held while it is read.
    const LIMIT_BYTES: usize = 64 << 20;
    let bytes = needed(parts, name)?;
    if bytes.len() > LIMIT_BYTES {
        return Err(RejectReason::TooLong { limit_bytes: LIMIT_BYTES as u64 });
    }
    Ok(text_of(&bytes))
}

/// A part as text; UTF-8, or UTF-16 with its mark.
fn text_of(bytes: &[u8]) -> String {
    encoding_rs::UTF_8.decode(bytes).0.into_owned()
}

fn malformed(expected: &str, found: &str) -> RejectReason {
    RejectReason::Malformed { expected: expected.to_owned(), found: found.to_owned() }
}
