//! Bytes to Unicode.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// Text, with what it took to read it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The text, without byte order mark.
    pub text: Cow<'a, str>,
    /// The encoding, when some bytes are no text in it and stand as `U+FFFD`.
    pub undecodable_in: Option<&'static str>,
}

/// Decodes one record: UTF-8 when it is valid, else `declared`, else what the bytes look like.
pub(crate) fn decode<'a>(_bytes: &'a [u8], _declared: Option<&'static Encoding>) -> Decoded<'a> {
    todo!()
}

/// The encoding of a file by its first bytes; `None` when they are valid UTF-8 (a cut last letter aside).
pub(crate) fn detect(_head: &[u8]) -> Option<&'static Encoding> {
    todo!()
}
