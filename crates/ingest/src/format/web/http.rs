//! The answer of a web server: its header, and the body without what the transfer did to it.
//!
//! Format: <https://www.rfc-editor.org/rfc/rfc9112>, <https://www.rfc-editor.org/rfc/rfc9110#section-8.4>

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::RejectReason;

/// No page is longer when it is unpacked.
const MOST_BODY_BYTES: u64 = 64 << 20;

/// Nor so many times longer than it was packed, once it has passed [`FREE_BODY_BYTES`]: of two encodings, one over the
/// other, a few bytes grow a million times.
const MOST_TIMES: u64 = 1_000;

/// A page may have so many bytes, however small it was.
const FREE_BODY_BYTES: u64 = 4 << 20;

/// Encodings laid one over the other; more than two occur by mistake only.
const MOST_ENCODINGS: usize = 4;

/// How brotli reads its input.
const BROTLI_BUFFER_BYTES: usize = 16 << 10;

/// The answer of a server.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub status: u16,
    pub content_type: String,
    is_chunked: bool,
    /// In the order in which they were applied.
    encodings: Vec<String>,
    raw_body: &'a [u8],
}

/// The bare type of a content type, in small letters: `text/html`.
pub(super) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

impl<'a> Answer<'a> {
    /// Reads the header. `None` when it is none; the body of an answer without end of its header is empty.
    pub fn of(block: &'a [u8]) -> Option<Answer<'a>> {
        let mut rest = block.strip_prefix(b"HTTP/")?;
        let first = take_line(&mut rest);
        let status = first.split(|&byte| byte == b' ').skip(1).find(|word| !word.is_empty());
        let status = status.and_then(|word| std::str::from_utf8(word).ok()?.parse().ok())?;
        let mut answer = Answer {
            status,
            content_type: String::new(),
            is_chunked: false,
            encodings: Vec::new(),
            raw_body: &[],
        };
        while !rest.is_empty() {
            let line = take_line(&mut rest);
            if line.is_empty() {
                answer.raw_body = rest;
                break;
            }
            let Some(colon) = memchr::memchr(b':', line) else { continue };
            let value = String::from_utf8_lossy(&line[colon + 1..]).trim().to_owned();
            match &line[..colon].to_ascii_lowercase()[..] {
                b"content-type" => answer.content_type = value,
                b"transfer-encoding" | b"content-encoding" => {
                    for encoding in value.split(',').map(|name| name.trim().to_ascii_lowercase()) {
                        match encoding.as_str() {
                            "chunked" => answer.is_chunked = true,
                            "" | "identity" | "utf-8" | "none" => {}
                            _ => answer.encodings.push(encoding),
                        }
                    }
                }
                _ => {}
            }
        }
        Some(answer)
    }

    /// The body as it was before the transfer.
    ///
    /// Crawlers often undo an encoding and leave the header as it was: a body that does not look encoded is
    /// taken as it is.
    pub fn body(&self) -> Result<Cow<'a, [u8]>, RejectReason> {
        let mut body = Cow::Borrowed(self.raw_body);
        if self.is_chunked
            && let Some(joined) = join_chunks(self.raw_body)
        {
            body = Cow::Owned(joined);
        }
        if self.encodings.len() > MOST_ENCODINGS {
            return Err(malformed("a page that is encoded once", "one encoded more often than four times"));
        }
        let room = Room::of(body.len());
        for encoding in self.encodings.iter().rev() {
            if let Some(plain) = undo(encoding, &body, &room)? {
                body = Cow::Owned(plain);
            }
        }
        Ok(body)
    }
}

/// Takes a line, without its line end.
fn take_line<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let line = &rest[..end];
    *rest = rest.get(end + 1..).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The chunks of a body in one piece; `None` when it does not begin with a chunk. Behind the last chunk that
/// can be read, the rest stands as it is.
fn join_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut is_first = true;
    loop {
        let before = rest;
        let Some(size) = chunk_size(&mut rest) else {
            if is_first {
                return None;
            }
            body.extend_from_slice(before);
            return Some(body);
        };
        is_first = false;
        if size == 0 {
            return Some(body);
        }
        let size = size.min(rest.len());
        body.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(body);
        }
    }
}

/// Takes the line in front of a chunk: its size in hexadecimal, and extensions.
fn chunk_size(rest: &mut &[u8]) -> Option<usize> {
    const MOST_DIGITS: usize = 8;
    let mut behind = *rest;
    let line = take_line(&mut behind);
    let digits = line.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let size = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    *rest = behind;
    Some(size)
}

/// How much a body may become, and what is said of more.
struct Room {
    bytes: u64,
    reason: RejectReason,
}

impl Room {
    /// For a body that was sent as so many bytes.
    fn of(packed_bytes: usize) -> Room {
        let bytes = (packed_bytes as u64).saturating_mul(MOST_TIMES).max(FREE_BODY_BYTES);
        if bytes < MOST_BODY_BYTES {
            return Room { bytes, reason: RejectReason::DecompressionRatio { limit: MOST_TIMES } };
        }
        Room { bytes: MOST_BODY_BYTES, reason: RejectReason::TooLong { limit_bytes: MOST_BODY_BYTES } }
    }
}

/// Undoes one encoding; `None` when the body does not look as if it had it.
fn undo(encoding: &str, body: &[u8], room: &Room) -> Result<Option<Vec<u8>>, RejectReason> {
    let looks_like_text = body.trim_ascii_start().starts_with(b"<");
    let decoder: Box<dyn Read + '_> = match encoding {
        _ if looks_like_text => return Ok(None),
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(body)),
        "gzip" | "x-gzip" => return Ok(None),
        // The standard means zlib, and some servers send deflated data without its wrapping.
        "deflate" if is_zlib(body) => Box::new(ZlibDecoder::new(body)),
        "deflate" => Box::new(DeflateDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, BROTLI_BUFFER_BYTES)),
        "zstd" => Box::new(zstd::Decoder::with_buffer(body).map_err(|_| damaged(encoding))?),
        other => {
            let expected = "a page packed with gzip, deflate, br or zstd";
            let name: String = other.chars().take(20).collect();
            return Err(malformed(expected, format!("one packed with `{name}`")));
        }
    };
    let mut plain = Vec::new();
    let read = decoder.take(room.bytes + 1).read_to_end(&mut plain);
    if plain.len() as u64 > room.bytes {
        return Err(room.reason.clone());
    }
    match read {
        Ok(_) => Ok(Some(plain)),
        Err(_) => Err(damaged(encoding)),
    }
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

fn damaged(encoding: &str) -> RejectReason {
    malformed("an intact page", format!("damaged {encoding} data"))
}

fn malformed(expected: &str, found: impl Into<String>) -> RejectReason {
    RejectReason::Malformed { expected: expected.to_owned(), found: found.into() }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    /// The status, type and body of an answer.
    #[track_caller]
    fn check(block: &[u8], expect: &str) {
        let found = match Answer::of(block) {
            None => "no answer".to_owned(),
            Some(answer) => {
                let body = match answer.body() {
                    Ok(body) => String::from_utf8_lossy(&body).into_owned(),
                    Err(reason) => format!("! {reason}"),
                };
                format!("{} {}: {body}", answer.status, media_type(&answer.content_type))
            }
        };
        assert_eq!(found, expect);
    }

    fn encoded(header: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n\r\n").as_bytes(), body].concat()
    }

    #[test]
    fn the_header_ends_at_a_blank_line() {
        check(
            b"HTTP/1.0 200 OK\nContent-Type: Text/HTML; charset=x\n\nThe\n\ntext",
            "200 text/html: The\n\ntext",
        );
        check(b"HTTP/1.1 404 Not Found\r\n\r\n", "404 : ");
        check(b"HTTP/1.1 200", "200 : ");
        check(b"HTTP/2 200\r\nX", "200 : ");
        check(b"GET / HTTP/1.1", "no answer");
        check(b"HTTP/1.1 ABC", "no answer");
    }

    #[test]
    fn chunks_are_joined() {
        let chunked = |body: &str| encoded("Transfer-Encoding: chunked", body.as_bytes());
        check(&chunked("4\r\nThe \r\n5;x=y\r\ndocks\r\n0\r\n\r\n"), "200 text/html: The docks");
        check(&chunked("4\r\nThe \r\nff\r\ndoc"), "200 text/html: The doc");
        check(&chunked("4\r\nThe \r\ndocks"), "200 text/html: The docks");
        check(&chunked("<p>no chunks"), "200 text/html: <p>no chunks");
    }

    #[test]
    fn what_the_server_packed_is_unpacked() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(b"strike").unwrap();
        let gzip = gzip.finish().unwrap();
        check(&encoded("Content-Encoding: gzip", &gzip), "200 text/html: strike");
        let chunked = [&format!("{:x}\r\n", gzip.len()).into_bytes()[..], &gzip, b"\r\n0\r\n\r\n"].concat();
        check(
            &encoded("Content-Encoding: GZIP\r\nTransfer-Encoding: chunked", &chunked),
            "200 text/html: strike",
        );
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(b"strike").unwrap();
        check(&encoded("Content-Encoding: deflate", &zlib.finish().unwrap()), "200 text/html: strike");
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        deflate.write_all(b"strike").unwrap();
        check(&encoded("Content-Encoding: deflate", &deflate.finish().unwrap()), "200 text/html: strike");
        // One uncompressed block of brotli.
        check(&encoded("Content-Encoding: br", b"\x8b\x02\x80strike\x03"), "200 text/html: strike");
        check(
            &encoded("Content-Encoding: zstd", &zstd::encode_all(&b"strike"[..], 1).unwrap()),
            "200 text/html: strike",
        );
    }

    #[test]
    fn what_was_unpacked_already_is_left_alone() {
        check(&encoded("Content-Encoding: gzip", b"<p>strike"), "200 text/html: <p>strike");
        check(&encoded("Content-Encoding: br", b" <p>strike"), "200 text/html:  <p>strike");
    }

    #[test]
    fn damage_and_unknown_encodings_are_told() {
        let expect = "200 text/html: ! expected an intact page, but found damaged gzip data";
        check(&encoded("Content-Encoding: gzip", &[0x1f, 0x8b, 8, 0]), expect);
        check(
            &encoded("Content-Encoding: sdch", b"x"),
            "200 text/html: ! expected a page packed with gzip, deflate, br or zstd, but found one packed with `sdch`",
        );
    }

    #[test]
    fn a_bomb_is_refused() {
        let blanks = |bytes: u64| vec![b' '; bytes as usize];
        let packed = |bytes: u64| {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(&blanks(bytes)).unwrap();
            gzip.finish().unwrap()
        };
        let header = "Content-Encoding: gzip";
        let expect = "200 text/html: ! expected at most 64 MB, but found more";
        // Two bodies, one behind the other, are one.
        let text = packed(MOST_BODY_BYTES - 8 * FREE_BODY_BYTES);
        let noise: Vec<u8> =
            (0..400_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let mut stored = GzEncoder::new(Vec::new(), Compression::none());
        stored.write_all(&noise).unwrap();
        let stored = stored.finish().unwrap();
        check(&encoded(header, &[&stored[..], &text, &text].concat()), expect);
        let bomb = zstd::encode_all(&blanks(FREE_BODY_BYTES + 1)[..], 1).unwrap();
        let expect = "200 text/html: ! expected at most 1000 bytes for each compressed byte, but found more";
        check(&encoded("Content-Encoding: zstd", &bomb), expect);
        let twice = {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(&packed(2 * FREE_BODY_BYTES)).unwrap();
            gzip.finish().unwrap()
        };
        check(&encoded("Content-Encoding: gzip, gzip", &twice), expect);
        let blanks = blanks(FREE_BODY_BYTES);
        let expect = format!("200 text/html: {}", String::from_utf8_lossy(&blanks));
        check(&encoded("Content-Encoding: zstd", &zstd::encode_all(&blanks[..], 1).unwrap()), &expect);
    }
}
