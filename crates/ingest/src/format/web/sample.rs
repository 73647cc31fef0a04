//! Small web archives for tests.

use std::io::BufRead;
use std::ops::ControlFlow;

use crate::format::json::context;
use crate::format::{BrokenPiece, Format};
use crate::{Limits, Piece, RejectReason};

/// A record of this type, content type and block.
pub(crate) fn record(kind: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://example.org/a\r\n\
         WARC-Date: 2017-03-06T04:03:53Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// An archive of these records.
pub(crate) fn warc(records: &[(&str, &str, &[u8])]) -> Vec<u8> {
    records.iter().flat_map(|&(kind, content_type, block)| record(kind, content_type, block)).collect()
}

/// The answer of a server, with a page about a strike.
pub(crate) fn page(status: &str, content_type: &str) -> Vec<u8> {
    let page = "<html><body><p>Dock strike</p></body></html>";
    format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n{page}").into_bytes()
}

/// Every record as `number: address date: text`, `number: ! why` or `number: other-kind what`.
pub(crate) fn records(format: &dyn Format, input: &mut dyn BufRead) -> Vec<String> {
    let limits = Limits { line_bytes: 1 << 20, ..Limits::default() };
    let context = context("a.warc");
    let mut found = Vec::new();
    let mut sink = |cut: Result<Piece, BrokenPiece>| {
        let (record, read) = match cut {
            Ok(piece) => (piece.record, format.parse(piece, &context).map_err(|reject| reject.reason)),
            Err(broken) => (broken.record, Err(broken.reason)),
        };
        found.push(match read {
            Ok(raw) => {
                let (url, crawled) = (raw.url.unwrap_or_default(), raw.crawled.unwrap().text);
                let text = [raw.title.as_deref().unwrap_or_default(), &raw.body].concat();
                format!("{record}: {url} {crawled}: {}", text.trim())
            }
            Err(RejectReason::OtherKind { kind }) => format!("{record}: other-kind {kind}"),
            Err(reason) => format!("{record}: ! {reason}"),
        });
        ControlFlow::Continue(())
    };
    format.split(input, &context, &limits, &mut sink).unwrap();
    found
}

#[track_caller]
pub(crate) fn check_split(format: &dyn Format, mut bytes: &[u8], expect: &[&str]) {
    assert_eq!(records(format, &mut bytes), expect);
}
