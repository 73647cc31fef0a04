//! The header of a message: how it is told, and what it leaves undeclared.

use std::borrow::Cow;

use crate::FileContext;
use crate::decode;

/// How surely a text begins with the header of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// It does not.
    None,
    /// It has the lines that a header must have, but so have other texts.
    Weak,
    /// It has lines that only messages have.
    Strong,
}

/// Lines that only messages have.
const STRONG: &[&str] = &[
    "delivered-to",
    "in-reply-to",
    "list-id",
    "message-id",
    "mime-version",
    "newsgroups",
    "nntp-posting-host",
    "path",
    "received",
    "references",
    "return-path",
    "x-mailer",
    "xref",
];

/// What stands before the name of an encoding.
const KEY: &[u8] = b"charset=";

/// Begins a change of character set in ISO-2022-JP.
const ESCAPE: u8 = 0x1b;

/// A header of more lines is something else.
const MOST_LINES: usize = 2_000;

/// Tells by the first bytes of a file whether they begin with the header of a message.
pub(super) fn evidence(head: &[u8]) -> Evidence {
    let (mut strong, mut weak, mut has_from) = (0, 0, false);
    for (number, line) in start(head).split(|&byte| byte == b'\n').take(MOST_LINES).enumerate() {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if matches!(line[0], b' ' | b'\t') && number > 0 {
            continue;
        }
        let Some(name) = name(line) else {
            return Evidence::None;
        };
        let is = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
        has_from |= is(&"from");
        strong += usize::from(STRONG.iter().any(is));
        weak += usize::from(["subject", "date", "to", "content-type"].iter().any(is));
    }
    match (has_from, strong, weak) {
        (true, 1.., 1..) => Evidence::Strong,
        (true, 0, 1..) => Evidence::Weak,
        _ => Evidence::None,
    }
}

/// The name of a header line.
fn name(line: &[u8]) -> Option<&[u8]> {
    let end = line.iter().position(|&byte| byte == b':')?;
    let name = &line[..end];
    let is_name = !name.is_empty() && name.iter().all(|&byte| byte.is_ascii_graphic());
    is_name.then_some(name)
}

/// A message without the blank lines above its header.
pub(super) fn start(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some(end) = memchr::memchr(b'\n', rest)
        && rest[..end].trim_ascii().is_empty()
    {
        rest = &rest[end + 1..];
    }
    rest
}

/// A message in which what declares no encoding is UTF-8, and the encoding in which some of it is no text.
pub(super) fn declared<'a>(bytes: &'a [u8], context: &FileContext) -> (Cow<'a, [u8]>, Option<&'static str>) {
    if bytes.is_ascii() && !bytes.contains(&ESCAPE) {
        return (Cow::Borrowed(bytes), None);
    }
    let (header, body) = bytes.split_at(end(bytes));
    let header = decode::decode(header, context.encoding);
    if declarations(bytes).any(|value| !is_ascii_only(&bytes[value..])) {
        let whole = [header.text.as_bytes(), body].concat();
        return (Cow::Owned(whole), header.undecodable_in);
    }
    let body = decode::decode(body, context.encoding);
    let mut whole = [header.text.as_bytes(), body.text.as_bytes()].concat();
    let untrue: Vec<usize> = declarations(&whole).collect();
    for value in untrue {
        // A name that nothing knows: without a declaration, the parser takes text for UTF-8.
        whole[value - KEY.len()] = b'_';
    }
    (Cow::Owned(whole), header.undecodable_in.or(body.undecodable_in))
}

/// Where the header ends, its blank line included.
fn end(bytes: &[u8]) -> usize {
    let mut start = 0;
    for at in memchr::memchr_iter(b'\n', bytes) {
        if bytes[start..at].trim_ascii().is_empty() {
            return at + 1;
        }
        start = at + 1;
    }
    bytes.len()
}

/// Where the names of encodings begin.
fn declarations(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr_iter(b'=', bytes).map(|at| at + 1).filter(|&value| {
        bytes[..value].len() >= KEY.len() && bytes[value - KEY.len()..value].eq_ignore_ascii_case(KEY)
    })
}

/// Whether the name of an encoding is one that has no letters outside of ASCII.
fn is_ascii_only(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"\"").unwrap_or(value);
    [&b"us-ascii"[..], b"ascii", b"unknown", b"x-unknown"]
        .iter()
        .any(|name| value.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

/// Whether a text begins with a line of a header.
pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.split(|&byte| byte == b'\n').next().and_then(name).is_some()
}
