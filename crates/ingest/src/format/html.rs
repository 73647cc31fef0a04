//! HTML: one page a file.
//!
//! Format: <https://html.spec.whatwg.org>

use std::io::{self, BufRead};

use dateline_article::Locator;

use super::{Fit, Format, Head, Sink, whole};
use crate::html::{PageHints, read_page};
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

/// HTML: one page a file of at most [`Limits::record_bytes`].
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let named = head.is_named(&["html", "htm", "xhtml", "shtml"]);
        match (looks_like_a_page(head.bytes), named) {
            (true, true) => Fit::ContentAndName,
            (true, false) => Fit::Content,
            // Pages without the usual beginning occur, and any markup will do under this name.
            (false, true) if head.bytes.contains(&b'<') => Fit::Content,
            (false, _) => Fit::No,
        }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        whole::split(input, limits, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let locator =
            Locator { file: context.label.clone(), member: None, record: piece.record, byte: piece.byte };
        let reason = match piece.content {
            PieceContent::Bytes(bytes) => match read_page(&bytes, &PageHints::default(), locator.clone()) {
                Ok(record) => return Ok(record),
                Err(reason) => reason,
            },
            PieceContent::Row(_) => RejectReason::Malformed {
                expected: "a page".to_owned(),
                found: "a row of a table".to_owned(),
            },
        };
        Err(Reject { locator, reason })
    }
}

/// Whether bytes begin as a page does: with a declaration or one of the elements that pages begin with,
/// behind comments and blanks.
fn looks_like_a_page(head: &[u8]) -> bool {
    const STARTS: [&[u8]; 7] =
        [b"<!doctype html", b"<html", b"<head", b"<title", b"<meta", b"<body", b"<script"];
    let mut rest = head.trim_ascii_start();
    loop {
        let behind = if rest.starts_with(b"<!--") {
            memchr::memmem::find(rest, b"-->").map(|at| at + "-->".len())
        } else if rest.starts_with(b"<?xml") {
            memchr::memchr(b'>', rest).map(|at| at + 1)
        } else {
            break;
        };
        let Some(behind) = behind else { return false };
        rest = rest[behind..].trim_ascii_start();
    }
    STARTS.iter().any(|start| {
        rest.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
            && rest.get(start.len()).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, head: &str, expect: Fit) {
        assert_eq!(Html.fit(Head { name, bytes: head.as_bytes(), complete: true }), expect, "{head}");
    }

    #[test]
    fn a_page_is_told_by_its_first_element() {
        check("a", "<!DOCTYPE html><html>", Fit::Content);
        check("a.htm", " <!-- saved --><HTML lang=en>", Fit::ContentAndName);
        check("a", "<?xml version='1.0'?><html xmlns='x'>", Fit::Content);
        check("a", "<title>x</title>", Fit::Content);
    }

    #[test]
    fn other_markup_is_a_page_only_by_its_name() {
        check("a", "<p>One</p>", Fit::No);
        check("a.html", "<p>One</p>", Fit::Content);
        check("a.html", "One", Fit::No);
        check("a", "<header:x>", Fit::No);
        check("a", "<!-- never ends", Fit::No);
        check("a", "<headline>x</headline>", Fit::No);
    }
}
