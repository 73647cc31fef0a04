//! ARC: the web archive of the first crawlers.
//!
//! Format: <https://archive.org/web/researcher/ArcFileFormat.php>

use std::io::{self, BufRead};

use dateline_article::Locator;

use super::capture::{self, Capture};
use super::stream::{HEAD_BYTES, Read, Stream};
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

const FIRST_RECORD: &[u8] = b"filedesc://";

/// Fields behind the address, in the first and in the second version.
const FIELDS: [usize; 2] = [4, 9];

/// The letters of a time of capture, such as `20140216050221`.
const DATE_LETTERS: usize = 14;

/// ARC, with the pages and texts in it.
pub struct Arc;

impl Format for Arc {
    fn name(&self) -> &'static str {
        "arc"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        if !head.bytes.starts_with(FIRST_RECORD) {
            Fit::No
        } else if head.is_named(&["arc"]) {
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
                Read::Line if let Some(fields) = Fields::of(&line) => {
                    is_lost = false;
                    stream.begin(stream.byte - before);
                    record(&mut stream, &line, &fields)?;
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
        let refuse = |reason| Reject { locator: locator.clone(), reason };
        let PieceContent::Bytes(bytes) = piece.content else {
            return Err(refuse(capture::no_capture()));
        };
        let end = memchr::memchr(b'\n', &bytes).unwrap_or(bytes.len());
        let Some(fields) = Fields::of(&bytes[..end]) else {
            return Err(refuse(capture::no_capture()));
        };
        let block = bytes.get(end + 1..).unwrap_or_default();
        let media_type = fields.media_type_of_block(block);
        let capture = Capture { url: &fields.url, date: &fields.date, media_type, block };
        capture.read(locator.clone()).map_err(refuse)
    }
}

/// Reads a record behind its line.
fn record(stream: &mut Stream<'_, '_, '_>, line: &[u8], fields: &Fields) -> io::Result<()> {
    const CUT: &str = "the end of the archive in the middle of it";
    let Some(length) = fields.length else {
        stream.tell_malformed("a record with its length", "one without a length that can be read");
        return Ok(());
    };
    let mut bytes = [line, b"\n"].concat();
    let header_bytes = bytes.len();
    let first = length.min(HEAD_BYTES as u64);
    let mut read = stream.bytes(first, &mut bytes)?;
    let mut kind = None;
    if length <= HEAD_BYTES as u64 {
        read = or_line_end(read, length, bytes.len() - header_bytes);
    }
    if read == Read::Line {
        let block = &bytes[header_bytes..];
        kind = if line.starts_with(FIRST_RECORD) {
            Some("ARC filedesc".to_owned())
        } else {
            capture::other_kind(&fields.url, fields.media_type_of_block(block), block)
        };
        read = if kind.is_some() || length > stream.most_bytes() {
            stream.skip(length - first)?
        } else {
            let rest = stream.bytes(length - first, &mut bytes)?;
            or_line_end(rest, length, bytes.len() - header_bytes)
        };
    }
    match (read, kind) {
        (Read::Damaged, _) => {}
        (Read::End | Read::TooLong, _) => stream.tell_malformed("the whole record", CUT),
        (Read::Line, Some(kind)) => stream.tell_kind(kind),
        (Read::Line, None) if length > stream.most_bytes() => {
            stream.tell(RejectReason::TooLong { limit_bytes: stream.most_bytes() });
        }
        (Read::Line, None) => stream.give(bytes),
    }
    Ok(())
}

/// Some programs counted the line end behind a record, and left it out behind the last one.
fn or_line_end(read: Read, length: u64, found: usize) -> Read {
    const LINE_END_BYTES: u64 = 2;
    if read == Read::End && found as u64 + LINE_END_BYTES >= length { Read::Line } else { read }
}

/// What the line above a record says.
#[derive(Debug)]
struct Fields {
    url: String,
    date: String,
    media_type: String,
    length: Option<u64>,
}

impl Fields {
    /// Addresses may hold blanks, so that the fields are counted from the end.
    fn of(line: &[u8]) -> Option<Fields> {
        let text = String::from_utf8_lossy(line);
        let is_address = text.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if !is_address {
            return None;
        }
        FIELDS.into_iter().find_map(|count| {
            let mut fields: Vec<&str> = text.rsplitn(count + 1, ' ').collect();
            fields.reverse();
            let [url, _ip, date, media_type, ..] = fields[..] else { return None };
            let is_date = date.len() >= DATE_LETTERS && date.bytes().all(|byte| byte.is_ascii_digit());
            (fields.len() == count + 1 && is_date).then(|| Fields {
                url: url.to_owned(),
                date: date[..DATE_LETTERS].to_owned(),
                media_type: media_type.to_owned(),
                length: fields[count].trim().parse().ok().filter(|&bytes| bytes < 1 << 62),
            })
        })
    }

    /// The line names the type of the page, which the answer of the server holds, if it is one.
    fn media_type_of_block(&self, block: &[u8]) -> &str {
        if block.starts_with(b"HTTP/") { capture::HTTP } else { &self.media_type }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{check_split, page};
    use super::*;

    const FILEDESC: &str = "filedesc://a.arc 0.0.0.0 20140216050221 text/plain 12\n1 0 Example\n\n";

    #[test]
    fn pages_are_read_with_addresses_that_hold_blanks() {
        let page = page("200 OK", "text/html");
        let first =
            format!("http://example.org/a b 93.184.216.119 20140216050221 text/html {}\n", page.len());
        let second =
            format!("http://example.org/2 1.1.1.1 20140216050221 text/html 200 - - 0 a.arc {}\n", page.len());
        let bytes = [
            FILEDESC.as_bytes(),
            first.as_bytes(),
            &page,
            b"\n",
            second.as_bytes(),
            &page,
            b"\nhttp://example.org/p.png 1.1.1.1 20140216050221 image/png 3\nabc\n",
        ];
        check_split(
            &Arc,
            &bytes.concat(),
            &[
                "1: other-kind ARC filedesc",
                "2: http://example.org/a%20b 20140216050221: Dock strike",
                "3: http://example.org/2 20140216050221: Dock strike",
                "4: other-kind image/png",
            ],
        );
    }

    #[test]
    fn lengths_that_are_none_are_told_and_reading_goes_on() {
        let bytes = "http://example.org/a 1.1.1.1 201404010000000000 text/html -1\n\n\
                     http://example.org/b 1.1.1.1 20140102000000 text/plain 11\nDock strike\n\
                     http://example.org/c 1.1.1.1 20140102000000 text/plain 99\nDock";
        let no_length = "expected a record with its length, but found one without a length that can be read";
        let cut = "expected the whole record, but found the end of the archive in the middle of it";
        check_split(
            &Arc,
            bytes.as_bytes(),
            &[
                &format!("1: ! {no_length}"),
                "2: http://example.org/b 20140102000000: Dock strike",
                &format!("3: ! {cut}"),
            ],
        );
    }
}
