//! Bytes to Unicode.
//!
//! UTF-8 is taken at its word; only bytes that are not UTF-8 are guessed at, because guessing is slow and
//! may be wrong.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_2022_JP, ISO_8859_2, ISO_8859_4, UTF_8, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// Starts each change of character set in the seven-bit encoding ISO-2022-JP, and nothing in prose.
const ESCAPE: u8 = 0x1b;

/// So many different bytes that are not ASCII are needed to tell one Latin encoding from another: a `£` or
/// `ï` in an English text says nothing, however often it comes.
const EVIDENCE_BYTES: usize = 4;

/// Encodings of the Latin script that are guessed for a text with little evidence, where
/// [`WINDOWS_1252`] is far more likely.
const LATIN: [&Encoding; 6] =
    [WINDOWS_1250, WINDOWS_1254, WINDOWS_1257, WINDOWS_1258, ISO_8859_2, ISO_8859_4];

/// How much of a text is at hand.
#[derive(Clone, Copy)]
enum Extent {
    /// All of it.
    Whole,
    /// Its start; the last letter may be cut.
    Start,
}

/// Text, with what it took to read it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The text, without byte order mark.
    pub text: Cow<'a, str>,
    /// The encoding, when some bytes are no text in it and stand as `U+FFFD`.
    pub undecodable_in: Option<&'static str>,
}

/// Decodes one record: UTF-8 when it is valid, else `declared`, else what the bytes look like.
///
/// A record that is UTF-8 save for a few bytes stays UTF-8, with those bytes marked: read as anything else,
/// all its other letters would be wrong.
pub(crate) fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Decoded<'a> {
    let encoding = match std::str::from_utf8(bytes) {
        Ok(text) => match seven_bit(bytes) {
            Some(encoding) => encoding,
            None => {
                return Decoded { text: Cow::Borrowed(without_mark(text)), undecodable_in: None };
            }
        },
        Err(_) if is_mostly_utf8(bytes) => UTF_8,
        Err(_) => declared.unwrap_or_else(|| guess(bytes, Extent::Whole)),
    };
    let (text, has_gaps) = encoding.decode_with_bom_removal(bytes);
    Decoded { text, undecodable_in: has_gaps.then(|| encoding.name()) }
}

/// The encoding of a file by its first bytes; `None` when they are valid UTF-8 (a cut last letter aside).
///
/// In a file of mixed encodings only the lines that are not UTF-8 are looked at: they alone will be decoded
/// with the answer.
pub(crate) fn detect(head: &[u8]) -> Option<&'static Encoding> {
    match std::str::from_utf8(head) {
        Ok(_) => return seven_bit(head),
        Err(error) if error.error_len().is_none() => return seven_bit(&head[..error.valid_up_to()]),
        Err(_) => {}
    }
    let mut foreign = Vec::new();
    for line in head.split_inclusive(|&byte| byte == b'\n') {
        if std::str::from_utf8(line).is_err() && !is_mostly_utf8(line) {
            foreign.extend_from_slice(line);
        }
    }
    let extent = if head.ends_with(b"\n") { Extent::Whole } else { Extent::Start };
    (!foreign.is_empty()).then(|| guess(&foreign, extent))
}

/// Whether bytes are something other than text in any encoding: control characters make up a twentieth or
/// more. Compressed data and pictures have a tenth, programs a third.
pub(crate) fn looks_binary(head: &[u8]) -> bool {
    let controls = head.iter().filter(|&&byte| is_control(byte)).count();
    controls * 20 >= head.len().max(1)
}

/// Whether a byte is a control character that texts do without. Escape is not counted, as ISO-2022-JP is
/// full of it.
pub(crate) fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c' | ESCAPE) || byte == 0x7f
}

/// ISO-2022-JP, the one encoding that looks like ASCII and is not.
fn seven_bit(bytes: &[u8]) -> Option<&'static Encoding> {
    memchr::memchr(ESCAPE, bytes)?;
    (bytes.is_ascii() && guess(bytes, Extent::Start) == ISO_2022_JP).then_some(ISO_2022_JP)
}

/// What bytes that are not UTF-8 look like.
fn guess(bytes: &[u8], extent: Extent) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, matches!(extent, Extent::Whole));
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let mut seen = [false; 256];
    for byte in bytes.iter().filter(|byte| !byte.is_ascii()) {
        seen[usize::from(*byte)] = true;
    }
    if looks_mac_cyrillic(bytes) {
        return X_MAC_CYRILLIC;
    }
    let is_thin = seen.into_iter().filter(|&seen| seen).count() < EVIDENCE_BYTES;
    if is_thin && LATIN.contains(&encoding) { WINDOWS_1252 } else { encoding }
}

/// Whether bytes are Russian as old Macintosh computers wrote it, which the detector does not know.
///
/// Small letters stand where windows-1251 has them, save for `я`: there it is `Я`, and `0xff` is never used.
/// Capitals stand where windows-1251 has letters that Russian lacks.
fn looks_mac_cyrillic(bytes: &[u8]) -> bool {
    const FEWEST_LETTERS: usize = 20;
    let (mut small, mut ya, mut capitals, mut other) = (0, 0, 0, 0);
    let mut before = 0;
    for &byte in bytes {
        match byte {
            0xe0..=0xfe => small += 1,
            0xdf if before >= 0xe0 => ya += 1,
            0x80..=0x9f => capitals += 1,
            0xff => return false,
            0xa0..=0xde => other += 1,
            _ => {}
        }
        before = byte;
    }
    ya >= 2 && small >= FEWEST_LETTERS && capitals > 0 && small > 9 * other && small > 2 * capitals
}

/// Whether letters in UTF-8 far outnumber the places that are none. Text in another encoding hits upon
/// valid sequences now and then, but on many more invalid ones.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut breaks) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        breaks += usize::from(!chunk.invalid().is_empty());
    }
    letters > 2 * breaks
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes `bytes` and compares text and gaps: `naïve`, or `Zürich\u{fffd} ?UTF-8` with gaps.
    #[track_caller]
    fn check(bytes: &[u8], declared: Option<&'static Encoding>, expect: &str) {
        let decoded = decode(bytes, declared);
        let gaps = decoded.undecodable_in.map_or(String::new(), |encoding| format!(" ?{encoding}"));
        assert_eq!(format!("{}{gaps}", decoded.text), expect);
    }

    #[track_caller]
    fn check_detect(head: &[u8], expect: Option<&'static Encoding>) {
        assert_eq!(detect(head).map(Encoding::name), expect.map(Encoding::name));
    }

    #[test]
    fn utf8_is_borrowed_without_its_mark() {
        check("\u{feff}Zürich".as_bytes(), None, "Zürich");
        assert!(matches!(decode("\u{feff}Zürich".as_bytes(), None).text, Cow::Borrowed(_)));
    }

    #[test]
    fn utf8_is_believed_before_what_the_file_declares() {
        check("Zürich".as_bytes(), Some(WINDOWS_1252), "Zürich");
    }

    #[test]
    fn what_is_declared_is_believed_before_what_the_bytes_look_like() {
        check(b"\xc5\xf3d\xbc", Some(ISO_8859_2), "Ĺódź");
    }

    #[test]
    fn lone_punctuation_is_that_of_windows_1252() {
        check(b"It\x92s over", None, "It’s over");
        check(b"1987\x961990", None, "1987–1990");
        check(b"the dock \x96 strike", None, "the dock – strike");
        check(b"He said \x93no\x94", None, "He said “no”");
        check(b"wait\x85", None, "wait…");
        check(b"\x92", None, "’");
    }

    #[test]
    fn a_single_accent_is_western() {
        check(b"na\xefve", None, "naïve");
        check(b"price \xa35 rise", None, "price £5 rise");
        check(b"Troms\xf8", None, "Tromsø");
        check(&b"price \xa35 rise, ".repeat(4), None, &"price £5 rise, ".repeat(4));
        check(b"Se\xf1or P\xe9rez", None, "Señor Pérez");
    }

    #[test]
    fn other_scripts_are_told_by_their_letters() {
        check(b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", None, "Привет, мир");
        check(b"\xd2\xbb\xbe\xc5\xc6\xdf\xc4\xea\xcb\xc4\xd4\xc2", None, "一九七年四月");
        check(b"\x1b$B5~ET\x1b(B 1997", None, "京都 1997");
    }

    #[test]
    fn russian_of_old_macintosh_computers_is_told_by_its_last_letter() {
        let text =
            "Забастовка портовых рабочих продолжается третью неделю, и новая встреча сторон не назначена.";
        let (bytes, _, _) = X_MAC_CYRILLIC.encode(text);
        check(&bytes, None, text);
    }

    #[test]
    fn a_broken_byte_leaves_utf8_as_it_is() {
        check(b"Z\xc3\xbcrich, Gen\xc3\xa8ve, B\xc3\xa2le\x92", None, "Zürich, Genève, Bâle\u{fffd} ?UTF-8");
    }

    #[test]
    fn bytes_outside_of_an_encoding_are_told() {
        check(b"\x88\x9f\xff", Some(encoding_rs::SHIFT_JIS), "亜\u{fffd} ?Shift_JIS");
    }

    #[test]
    fn nothing_is_nothing() {
        check(b"", None, "");
        check_detect(b"", None);
    }

    #[test]
    fn a_head_cut_within_a_letter_is_still_utf8() {
        check_detect(&"Zürich".as_bytes()[..2], None);
    }

    #[test]
    fn a_head_of_ascii_says_nothing() {
        check_detect(b"Zurich", None);
    }

    #[test]
    fn only_lines_that_are_not_utf8_tell_the_encoding() {
        let head = "Привет, мир\n".repeat(100).into_bytes();
        check_detect(&[&head[..], b"Fran\xe7ois\n"].concat(), Some(WINDOWS_1252));
    }

    #[test]
    fn korean_cut_within_a_letter_is_still_korean() {
        let line = b"\xb4\xeb\xc7\xd1\xb9\xce\xb1\xb9 \xb4\xba\xbd\xba ".repeat(20);
        check_detect(&line[..line.len() - 2], Some(encoding_rs::EUC_KR));
    }

    #[test]
    fn pictures_look_binary_and_prose_does_not() {
        assert!(looks_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
        assert!(!looks_binary("Zürich\t1923\r\n\x0c".as_bytes()));
        // As news agencies send it by wire.
        let story = "The dock strike is over. ".repeat(8);
        assert!(!looks_binary(format!("\x16\x16\x01s0171 u i\x02{story}\x03").as_bytes()));
        assert!(!looks_binary(b""));
    }
}
