//! WARC: the web archive of today's crawlers.
//!
//! Format: <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>

use std::io::{self, BufRead};

use dateline_article::Locator;

use super::capture::{self, Capture};
use super::stream::{HEAD_BYTES, Read, Stream};
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

const VERSION: &[u8] = b"WARC/";

/// WARC, with the pages and texts in its response, resource and conversion records.
pub struct Warc;

impl Format for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        if !head.bytes.starts_with(VERSION) {
            Fit::No
        } else if head.is_named(&["warc"]) {
            Fit::ContentAndName
        } else {
            Fit::Content
        }
    }

    fn is_of_one_hand(&self) -> bool {
        false
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut stream = Stream::new(input, limits, sink);
        let mut line = Vec::new();
        let mut is_lost = false;
        while !stream.is_done {
            let before = stream.byte;
            stream.end();
            match stream.line(&mut line)? {
                Read::End => break,
                Read::Damaged => is_lost = true,
                Read::Line if line.is_empty() => {}
                Read::Line if line.starts_with(VERSION) => {
                    is_lost = false;
                    stream.begin(stream.byte - before);
                    record(&mut stream)?;
                }
                // Told once, however much of it there is.
                Read::Line | Read::TooLong if is_lost => {}
                Read::Line | Read::TooLong => {
                    is_lost = true;
                    stream.begin(stream.byte - before);
                    stream.tell_malformed("the start of a record", "something else");
                }
            }
        }
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let locator =
            Locator { file: context.label.clone(), member: None, record: piece.record, byte: piece.byte };
        let PieceContent::Bytes(bytes) = piece.content else {
            return Err(Reject { locator, reason: capture::no_capture() });
        };
        let (fields, block) = Fields::split_off(&bytes);
        let capture = Capture {
            url: fields.url().unwrap_or_default(),
            date: &fields.date,
            media_type: &fields.content_type,
            block,
        };
        capture.read(locator.clone()).map_err(|reason| Reject { locator, reason })
    }
}

/// Reads a record behind its first line.
fn record(stream: &mut Stream<'_, '_, '_>) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut line = Vec::new();
    loop {
        match stream.line(&mut line)? {
            Read::Line if line.is_empty() => break,
            Read::Line if bytes.len() + line.len() < HEAD_BYTES => {
                bytes.extend_from_slice(&line);
                bytes.push(b'\n');
            }
            Read::Line | Read::TooLong => {
                stream.tell_malformed("the header of a record in at most 64 KB", "a longer one");
                return Ok(());
            }
            Read::End => {
                stream.tell_malformed("the whole record", "the end of the archive in the middle of it");
                return Ok(());
            }
            Read::Damaged => return Ok(()),
        }
    }
    let fields = Fields::of(&bytes);
    bytes.push(b'\n');
    let Some(length) = fields.length else {
        stream.tell_malformed("a record with `Content-Length`", "one without a length that can be read");
        return Ok(());
    };
    let is_capture = matches!(fields.kind.as_str(), "response" | "resource" | "conversion");
    if !is_capture || fields.is_continued {
        let kind = if fields.kind.is_empty() { "unknown" } else { &fields.kind };
        let skipped = stream.skip(length)?;
        finish(stream, skipped, |stream| stream.tell_kind(format!("WARC {kind}")));
        return Ok(());
    }
    // The first bytes tell a page from a picture, which need not be held in memory.
    let header_bytes = bytes.len();
    let first = length.min(HEAD_BYTES as u64);
    let read = stream.bytes(first, &mut bytes)?;
    if read != Read::Line {
        finish(stream, read, |_| {});
        return Ok(());
    }
    if let Some(kind) = capture::other_kind(&fields.url, &fields.content_type, &bytes[header_bytes..]) {
        let skipped = stream.skip(length - first)?;
        finish(stream, skipped, |stream| stream.tell_kind(kind));
        return Ok(());
    }
    if length > stream.most_bytes() {
        let skipped = stream.skip(length - first)?;
        let limit_bytes = stream.most_bytes();
        finish(stream, skipped, |stream| stream.tell(RejectReason::TooLong { limit_bytes }));
        return Ok(());
    }
    let read = stream.bytes(length - first, &mut bytes)?;
    finish(stream, read, |stream| stream.give(bytes));
    Ok(())
}

/// Ends a record that was read to its end, or tells that it was not.
fn finish<'a, 's, 'k>(
    stream: &mut Stream<'a, 's, 'k>,
    read: Read,
    whole: impl FnOnce(&mut Stream<'a, 's, 'k>),
) {
    match read {
        Read::Line => whole(stream),
        Read::Damaged => {}
        Read::End | Read::TooLong => {
            stream.tell_malformed("the whole record", "the end of the archive in the middle of it");
        }
    }
}

/// What the header of a record says, as far as it matters.
#[derive(Debug, Default)]
struct Fields {
    kind: String,
    url: String,
    date: String,
    content_type: String,
    length: Option<u64>,
    /// One of several records that are only together a capture.
    is_continued: bool,
}

impl Fields {
    fn of(header: &[u8]) -> Fields {
        let mut fields = Fields::default();
        for line in header.split(|&byte| byte == b'\n') {
            let Some(colon) = memchr::memchr(b':', line) else { continue };
            let value = String::from_utf8_lossy(&line[colon + 1..]).trim().to_owned();
            match line[..colon].to_ascii_lowercase().trim_ascii() {
                b"warc-type" => fields.kind = value.to_ascii_lowercase(),
                b"warc-target-uri" => fields.url = value,
                b"warc-date" => fields.date = value,
                b"content-type" => fields.content_type = value,
                b"content-length" => fields.length = value.parse().ok().filter(|&bytes| bytes < 1 << 62),
                b"warc-segment-number" => fields.is_continued = true,
                _ => {}
            }
        }
        fields
    }

    /// The header of a piece and the block behind it.
    fn split_off(piece: &[u8]) -> (Fields, &[u8]) {
        let end = memchr::memmem::find(piece, b"\n\n").unwrap_or(piece.len());
        (Fields::of(&piece[..end]), piece.get(end + 2..).unwrap_or_default())
    }

    /// The address; some crawlers wrote it in angle brackets.
    fn url(&self) -> Option<&str> {
        let url = self.url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(&self.url);
        (!url.is_empty()).then_some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{check_split, page, record, warc};
    use super::*;
    use crate::source::sample::gz;

    #[track_caller]
    fn check(bytes: &[u8], expect: &[&str]) {
        check_split(&Warc, bytes, expect);
    }

    const STRIKE: &str = "http://example.org/a 2017-03-06T04:03:53Z: Dock strike";

    #[test]
    fn pages_are_read_and_other_records_are_counted_by_kind() {
        check(
            &warc(&[
                ("warcinfo", "application/warc-fields", b"software: x"),
                ("request", "application/http; msgtype=request", b"GET / HTTP/1.1"),
                ("response", "application/http; msgtype=response", &page("200 OK", "text/html")),
                ("response", "application/http; msgtype=response", &page("200 OK", "image/png")),
                ("response", "application/http; msgtype=response", &page("301 Moved", "text/html")),
                ("revisit", "application/http; msgtype=response", b"HTTP/1.1 200 OK\r\n\r\n"),
                ("resource", "text/html; charset=utf-8", b"<html><body><p>Dock strike</p></body></html>"),
                ("resource", "text/dns", b"x"),
                ("conversion", "text/plain", b"Dock strike"),
            ]),
            &[
                "1: other-kind WARC warcinfo",
                "2: other-kind WARC request",
                &format!("3: {STRIKE}"),
                "4: other-kind image/png",
                "5: other-kind HTTP status 301",
                "6: other-kind WARC revisit",
                &format!("7: {STRIKE}"),
                "8: other-kind text/dns",
                &format!("9: {STRIKE}"),
            ],
        );
    }

    #[test]
    fn addresses_in_angle_brackets_or_with_blanks_are_mended() {
        let mut bytes = record("resource", "text/plain", b"Dock strike");
        let at = memchr::memmem::find(&bytes, b"http://example.org/a").unwrap();
        bytes.splice(at..at + 20, *b"<http://example.org/a b>");
        check(&bytes, &["1: http://example.org/a%20b 2017-03-06T04:03:53Z: Dock strike"]);
    }

    #[test]
    fn notes_of_the_crawler_are_no_articles() {
        let mut bytes = record("resource", "text/plain", b"Opening WARC file");
        let at = memchr::memmem::find(&bytes, b"http://example.org/a").unwrap();
        bytes.splice(at..at + 20, *b"metadata://gnu.org/software/wget/warc/wget.log");
        check(&bytes, &["1: other-kind notes of the crawler"]);
    }

    #[test]
    fn reading_goes_on_behind_a_broken_record() {
        let good = record("resource", "text/plain", b"Dock strike");
        let no_length = b"WARC/1.0\r\nWARC-Type: response\r\n\r\nlost\r\nlost\r\n";
        check(
            &[&b"junk\nmore junk\n"[..], &good, no_length, &good].concat(),
            &[
                "1: ! expected the start of a record, but found something else",
                &format!("2: {STRIKE}"),
                "3: ! expected a record with `Content-Length`, but found one without a length that can be read",
                "4: ! expected the start of a record, but found something else",
                &format!("5: {STRIKE}"),
            ],
        );
        check(
            &good[..good.len() - 8],
            &["1: ! expected the whole record, but found the end of the archive in the middle of it"],
        );
    }

    #[test]
    fn a_damaged_gzip_member_costs_no_more_than_its_record() {
        let good = record("resource", "text/plain", b"Dock strike");
        let mut damaged = gz(&record("resource", "text/plain", &[b'x'; 5_000]));
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x55;
        let cut = gz(&good);
        let bytes = [&gz(&good)[..], &damaged, &gz(&good), &cut[..cut.len() / 2]].concat();
        let expect = "expected intact gzip data, but found damaged bytes";
        let end = "expected intact gzip data, but found the end of the file in the middle of it";
        let told =
            [format!("1: {STRIKE}"), format!("2: ! {expect}"), format!("3: {STRIKE}"), format!("4: ! {end}")];
        let path = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(path.path(), bytes).unwrap();
        let file = crate::SourceFile::at(path.path().into()).unwrap();
        let options = crate::OpenOptions::default();
        let mut found = Vec::new();
        crate::open(&file, &options).unwrap().members(&mut |member| {
            found.extend(super::super::sample::records(&Warc, &mut *member.unwrap().reader));
            std::ops::ControlFlow::Continue(())
        });
        assert_eq!(found, told);
    }

    #[test]
    fn a_record_longer_than_the_limit_is_passed_over() {
        let long = record("resource", "text/plain", &vec![b'x'; (1 << 20) + 1]);
        let good = record("resource", "text/plain", b"Dock strike");
        check(
            &[long, good].concat(),
            &["1: ! expected at most 1 MB, but found more", &format!("2: {STRIKE}")],
        );
    }
}
