//! UTF-16 to UTF-8, so that formats need not know of it.

use std::io::{self, BufRead, ErrorKind, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

use super::Input;
use crate::decode::is_control;

/// How much text is turned at once.
const TEXT_BYTES: usize = 64 << 10;

/// So many first bytes tell UTF-16 without a byte order mark.
const SAMPLE_BYTES: usize = 4 << 10;

/// Which UTF-16 a file that begins like this is in, if any.
///
/// Without a byte order mark it is told by the zeros in every other byte of Latin text, as long as half of
/// the letters are Latin, digits or spaces.
pub(super) fn detect(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        // This would be UTF-32.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => detect_unmarked(&head[..head.len().min(SAMPLE_BYTES)]),
    }
}

fn detect_unmarked(sample: &[u8]) -> Option<&'static Encoding> {
    let (units, _) = sample.as_chunks::<2>();
    let looks = |high: usize, low: usize| {
        let latin = units.iter().filter(|unit| unit[high] == 0 && !is_control(unit[low])).count();
        let strange = units.iter().filter(|unit| unit[high] == 0 && is_control(unit[low])).count();
        latin * 2 > units.len() && strange * 100 <= units.len()
    };
    if looks(1, 0) {
        Some(UTF_16LE)
    } else if looks(0, 1) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Reads UTF-16 as UTF-8, without byte order mark. What is no letter becomes `U+FFFD`.
pub(super) struct Utf16Reader<'a> {
    input: Input<'a>,
    decoder: Decoder,
    text: Vec<u8>,
    /// The part of `text` that was not handed on yet.
    start: usize,
    end: usize,
    is_finished: bool,
}

impl<'a> Utf16Reader<'a> {
    pub(super) fn new(input: Input<'a>, encoding: &'static Encoding) -> Utf16Reader<'a> {
        Utf16Reader {
            input,
            decoder: encoding.new_decoder_with_bom_removal(),
            text: vec![0; TEXT_BYTES],
            start: 0,
            end: 0,
            is_finished: false,
        }
    }
}

impl BufRead for Utf16Reader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.start == self.end && !self.is_finished {
            let bytes = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                result => result?,
            };
            let is_last = bytes.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.text, is_last);
            self.input.consume(read);
            (self.start, self.end) = (0, written);
            self.is_finished = is_last && result == CoderResult::InputEmpty;
        }
        Ok(&self.text[self.start..self.end])
    }

    fn consume(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
    }
}

impl Read for Utf16Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    /// Reads bytes as the UTF-16 they are detected to be, in pieces of one byte.
    #[track_caller]
    fn check(bytes: &[u8], expect: Option<&str>) {
        let text = detect(bytes).map(|encoding| {
            let input = io::BufReader::with_capacity(1, io::Cursor::new(bytes.to_vec()));
            io::read_to_string(Utf16Reader::new(Box::new(input), encoding)).unwrap()
        });
        assert_eq!(text.as_deref(), expect);
    }

    #[test]
    fn marks_tell_the_byte_order() {
        check(&encode("\u{feff}Příští 𝄞\n", u16::to_le_bytes), Some("Příští 𝄞\n"));
        check(&encode("\u{feff}一九\n", u16::to_be_bytes), Some("一九\n"));
        check(&encode("\u{feff}", u16::to_be_bytes), Some(""));
    }

    #[test]
    fn zeros_in_every_other_byte_tell_it_too() {
        check(&encode("Příští stávka\r\n", u16::to_le_bytes), Some("Příští stávka\r\n"));
        check(&encode("Zürich", u16::to_be_bytes), Some("Zürich"));
    }

    #[test]
    fn other_bytes_are_left_alone() {
        check(b"Zurich", None);
        check(b"", None);
        check(b"\xff", None);
        check(&[0; 64], None);
        check(&[1, 0, 0, 0, 2, 0, 0, 0, 65, 0, 0, 0], None);
        check(&[0xff, 0xfe, 0, 0, 65, 0, 0, 0], None);
    }

    #[test]
    fn a_cut_letter_becomes_a_gap() {
        check(&[0xff, 0xfe, 65, 0, 66], Some("A\u{fffd}"));
        check(&[0xff, 0xfe, 0x34, 0xd8, 65, 0], Some("\u{fffd}A"));
    }

    #[test]
    fn texts_longer_than_the_buffer_are_whole() {
        let text = "Přílišžluťoučký kůň\n".repeat(20_000);
        check(&encode(&format!("\u{feff}{text}"), u16::to_le_bytes), Some(&text));
    }
}
