//! What a stream of a PDF holds, within bounds.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::stream::Stream;

use super::Failure;

/// A stream of text or of facts about a font has at most so many bytes; beyond, it is a bomb.
const MOST_BYTES: u64 = 64 << 20;
/// No other compression than Flate expands more than this many times.
const OTHER_RATIO: u64 = 2_048;
/// All streams of a document that are read have at most so many bytes together. One that is shown again counts
/// again: a form of blanks, shown on each of a thousand pages, would else be read without end.
const MOST_BYTES_TOGETHER: u64 = 1 << 30;

/// How many bytes may still be taken out of the streams of a document.
pub(super) struct Room(u64);

impl Default for Room {
    fn default() -> Room {
        Room(MOST_BYTES_TOGETHER)
    }
}

impl Room {
    fn take(&mut self, bytes: usize) -> Result<(), Failure> {
        self.0 = self.0.checked_sub(bytes as u64).ok_or(Failure::TooLarge)?;
        Ok(())
    }

    /// The bytes of a stream, decompressed; empty for what cannot be read.
    ///
    /// Flate, which nearly all of them use, is undone here, where it can be stopped.
    pub fn decoded<'a>(&mut self, stream: &Stream<'a>) -> Result<Cow<'a, [u8]>, Failure> {
        let mut raw = stream.raw_data();
        self.take(raw.len())?;
        let filters = stream.filters();
        let mut filters = filters.as_slice();
        let is_plain = !["DecodeParms", "DP"].iter().any(|key| stream.dict().contains_key(key));
        if let [Filter::Ascii85Decode, rest @ ..] = filters
            && is_plain
            && matches!(rest, [] | [Filter::FlateDecode])
        {
            raw = Cow::Owned(from_ascii85(&raw));
            filters = rest;
        }
        if is_plain && filters.is_empty() {
            return Ok(raw);
        }
        if is_plain && matches!(filters, [Filter::FlateDecode]) {
            let mut bytes = Vec::new();
            // What stands before the damage is kept.
            let _ = ZlibDecoder::new(&*raw).take(MOST_BYTES + 1).read_to_end(&mut bytes);
            self.take(bytes.len())?;
            return if bytes.len() as u64 > MOST_BYTES {
                Err(Failure::TooLarge)
            } else {
                Ok(Cow::Owned(bytes))
            };
        }
        // What lies behind the first filter is measured where it can be, and else guessed.
        let (first_bytes, others) = match filters {
            [Filter::FlateDecode, others @ ..] => {
                (discard(&mut ZlibDecoder::new(&*raw).take(MOST_BYTES + 1)), others)
            }
            filters => (raw.len() as u64, filters),
        };
        self.take(first_bytes as usize)?;
        let ratio = OTHER_RATIO.saturating_pow(others.len() as u32);
        if first_bytes > MOST_BYTES || first_bytes.saturating_mul(ratio) > MOST_BYTES * 8 {
            return Err(Failure::TooLarge);
        }
        let bytes = stream.decoded_data().unwrap_or_default();
        self.take(bytes.len())?;
        if bytes.len() as u64 > MOST_BYTES { Err(Failure::TooLarge) } else { Ok(bytes) }
    }
}

/// Undoes the writing of four bytes as five letters, which some programs put around everything.
fn from_ascii85(text: &[u8]) -> Vec<u8> {
    let mut found = Vec::with_capacity(text.len() / 5 * 4);
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(b"<~").unwrap_or(text);
    for &letter in text {
        match letter {
            b'z' if group.is_empty() => found.extend([0; 4]),
            b'!'..=b'u' => group.push(letter - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            found.extend(bytes_of(&group));
            group.clear();
        }
    }
    // A last group of n letters is n - 1 bytes.
    if let Some(bytes) = group.len().checked_sub(1) {
        group.resize(5, b'u' - b'!');
        found.extend_from_slice(&bytes_of(&group)[..bytes]);
    }
    found
}

fn bytes_of(group: &[u8]) -> [u8; 4] {
    group.iter().fold(0_u32, |sum, &digit| sum.wrapping_mul(85).wrapping_add(u32::from(digit))).to_be_bytes()
}

/// Refuses a file in which a stream of objects, or the table of them, is a bomb: these are decompressed
/// before anything can be asked of them.
pub(super) fn refuse_bombs(file: &[u8]) -> Result<(), Failure> {
    /// The dictionary of a stream stands before it and is no longer.
    const DICTIONARY_BYTES: usize = 1 << 10;
    let mut room = MOST_BYTES * 4;
    for at in memchr::memmem::find_iter(file, b"stream") {
        let before = &file[at.saturating_sub(DICTIONARY_BYTES)..at];
        let before = memchr::memmem::rfind(before, b" obj").map_or(before, |start| &before[start..]);
        let holds = |name: &[u8]| memchr::memmem::find(before, name).is_some();
        if before.ends_with(b"end") || !(holds(b"ObjStm") || holds(b"XRef")) {
            continue;
        }
        let start = &file[at + b"stream".len()..];
        let start = start.strip_prefix(b"\r").unwrap_or(start);
        let start = start.strip_prefix(b"\n").unwrap_or(start);
        let mut stream = ZlibDecoder::new(start).take(MOST_BYTES + 1);
        let bytes = discard(&mut stream);
        room = room.checked_sub(bytes).ok_or(Failure::TooLarge)?;
        if bytes > MOST_BYTES {
            return Err(Failure::TooLarge);
        }
    }
    Ok(())
}

/// Reads as far as it goes; how many bytes that were.
fn discard(input: &mut dyn Read) -> u64 {
    let mut buffer = [0; 16 << 10];
    let mut bytes = 0;
    while let Ok(count @ 1..) = input.read(&mut buffer) {
        bytes += count as u64;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(String::from_utf8_lossy(&from_ascii85(text.as_bytes())), expect);
    }

    #[test]
    fn five_letters_are_four_bytes() {
        check("87cURD]i,\"Ebo80~>", "Hello World!");
        check("<~87cUR D]i,\"\nEbo7~>", "Hello World");
        check("z", "\0\0\0\0");
        check("8~>", "");
        check("", "");
    }
}
