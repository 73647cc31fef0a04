//! Fonts: what the codes of a text stand for, and how wide they are.
//!
//! Format: ISO 32000-1, 9.5 to 9.10

use std::ops::ControlFlow;

use encoding_rs::Encoding;
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::dict::Dict;
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Name, Number, Object};

use super::Failure;
use super::glyph_name::letters_of;
use super::stream::Room;

/// A letter that a code stands for and nobody can tell which.
pub(super) const UNKNOWN: char = char::REPLACEMENT_CHARACTER;
/// The width of a letter when no font says it, in thousandths of its size.
const USUAL_WIDTH: f32 = 500.0;
/// No font has more codes.
const MOST_CODES: usize = 1 << 16;

/// A font as far as text needs it.
pub(super) struct Font {
    to_unicode: Option<CMap>,
    codes: Codes,
    widths: Widths,
}

/// How bytes of a text become codes, and codes letters where the font does not say it itself.
enum Codes {
    /// One byte a code.
    Single(Box<[Option<String>; 256]>),
    /// Two bytes a code, which numbers glyphs.
    Double,
    /// The bytes are text in this encoding.
    Text(&'static Encoding),
}

/// Widths in thousandths of the size of the font.
struct Widths {
    first: u32,
    widths: Vec<f32>,
    /// Of ranges of codes: first, last, width.
    ranges: Vec<(u32, u32, f32)>,
    other: Option<f32>,
    /// Thousandths in one unit of the font: 1, but for fonts that are drawn.
    unit: f32,
}

/// One code of a text.
pub(super) struct Glyph {
    /// What it stands for; [`UNKNOWN`] where nobody can tell.
    pub letters: String,
    /// In parts of the size of the font.
    pub width: f32,
    /// Whether the distance between words is added to it.
    pub is_blank: bool,
}

impl Font {
    /// Reads the dictionary of a font.
    pub fn read(dict: &Dict<'_>, room: &mut Room) -> Result<Font, Failure> {
        let to_unicode = match dict.get::<Stream<'_>>("ToUnicode") {
            Some(stream) => CMap::parse(&room.decoded(&stream)?, |_| None),
            None => None,
        };
        let kind = name_in(dict, "Subtype").unwrap_or_default();
        if kind == b"Type0" {
            let below =
                dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
            let widths = below.map_or_else(Widths::unknown, |below| Widths::of_glyphs(&below));
            let encoding = name_in(dict, "Encoding").unwrap_or_default();
            let codes = text_encoding(&encoding).map_or(Codes::Double, Codes::Text);
            return Ok(Font { to_unicode, codes, widths });
        }
        let unit = match dict.get::<Array<'_>>("FontMatrix") {
            Some(matrix) if kind == b"Type3" => {
                matrix.iter::<Number>().next().map_or(1.0, |unit| unit.as_f32() * 1000.0)
            }
            _ => 1.0,
        };
        let codes = Codes::Single(Box::new(single_codes(dict, &kind)));
        Ok(Font { to_unicode, codes, widths: Widths::of_codes(dict, unit) })
    }

    /// The glyphs of a text, one after the other, as far as they are wanted.
    pub fn glyphs(&self, text: &[u8], found: &mut dyn FnMut(Glyph) -> ControlFlow<()>) {
        let _ = self.each_glyph(text, found);
    }

    fn each_glyph(&self, text: &[u8], found: &mut dyn FnMut(Glyph) -> ControlFlow<()>) -> ControlFlow<()> {
        match &self.codes {
            Codes::Single(letters) => {
                for &byte in text {
                    let code = u32::from(byte);
                    let known = self.mapped(code).or_else(|| letters[usize::from(byte)].clone());
                    let width = self.widths.of(code).unwrap_or_else(|| usual_width(known.as_deref()));
                    let letters = known.unwrap_or_else(|| UNKNOWN.to_string());
                    found(Glyph { letters, width: width / 1000.0, is_blank: byte == b' ' })?;
                }
            }
            Codes::Double => {
                for pair in text.chunks(2) {
                    let code = pair.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
                    let letters = self.mapped(code).unwrap_or_else(|| UNKNOWN.to_string());
                    let width = self.widths.of(code).unwrap_or(USUAL_WIDTH * 2.0);
                    found(Glyph { letters, width: width / 1000.0, is_blank: false })?;
                }
            }
            Codes::Text(encoding) => {
                for letter in encoding.decode_without_bom_handling(text).0.chars() {
                    found(Glyph { letters: letter.to_string(), width: 1.0, is_blank: false })?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn mapped(&self, code: u32) -> Option<String> {
        let letters = match self.to_unicode.as_ref()?.lookup_bf_string(code)? {
            BfString::Char(letter) => letter.to_string(),
            BfString::String(letters) => letters,
        };
        // Some fonts map what they do not know to nothing.
        let says_nothing = |letter: char| letter == '\0' || letter == UNKNOWN;
        (!letters.is_empty() && !letters.chars().all(says_nothing)).then_some(letters)
    }
}

fn name_in(dict: &Dict<'_>, key: &str) -> Option<Vec<u8>> {
    dict.get::<Name<'_>>(key).map(|name| name.as_ref().to_vec())
}

/// The encoding of a text whose codes are letters in a named encoding of East Asia.
///
/// Names: ISO 32000-1, table 118
fn text_encoding(name: &[u8]) -> Option<&'static Encoding> {
    let holds = |part: &str| memchr::memmem::find(name, part.as_bytes()).is_some();
    Some(match () {
        () if holds("Identity") => return None,
        () if holds("UCS2") || holds("UTF16") => encoding_rs::UTF_16BE,
        () if holds("GBK") || holds("GBpc") || holds("GB-EUC") => encoding_rs::GBK,
        () if holds("B5") => encoding_rs::BIG5,
        () if holds("RKSJ") => encoding_rs::SHIFT_JIS,
        () if holds("KSC") => encoding_rs::EUC_KR,
        () if name == b"EUC-H" || name == b"EUC-V" => encoding_rs::EUC_JP,
        () => return None,
    })
}

/// What the codes of a font of single bytes stand for.
fn single_codes(dict: &Dict<'_>, kind: &[u8]) -> [Option<String>; 256] {
    let encoding = dict.get::<Object<'_>>("Encoding");
    let (base, differences) = match encoding {
        Some(Object::Name(name)) => (Some(name.as_ref().to_vec()), None),
        Some(Object::Dict(encoding)) => {
            (name_in(&encoding, "BaseEncoding"), encoding.get::<Array<'_>>("Differences"))
        }
        _ => (None, None),
    };
    let base = match base.as_deref() {
        Some(b"MacRomanEncoding") => encoding_rs::MACINTOSH,
        // That of Windows differs from Adobe's own in quotes and dashes, which are set right below.
        _ => encoding_rs::WINDOWS_1252,
    };
    let is_standard = base == encoding_rs::WINDOWS_1252
        && !matches!(&encoding_name(dict), Some(name) if name == b"WinAnsiEncoding")
        && kind != b"TrueType";
    let mut letters: [Option<String>; 256] = std::array::from_fn(|code| {
        let code = code as u8;
        let (text, _) = base.decode_without_bom_handling(std::slice::from_ref(&code));
        text.chars().next().filter(|letter| !letter.is_control()).map(String::from)
    });
    if is_standard {
        for &(code, name) in STANDARD {
            letters[usize::from(code)] = letters_of(name);
        }
    }
    let mut code = 0;
    for entry in differences.iter().flat_map(Array::iter::<Object<'_>>).take(MOST_CODES) {
        match entry {
            Object::Number(number) => code = number.as_i64().clamp(0, 255) as usize,
            Object::Name(name) => {
                if let Some(letter) = letters.get_mut(code) {
                    *letter = letters_of(name.as_str());
                }
                code += 1;
            }
            _ => {}
        }
    }
    letters
}

/// The name of the encoding, or of that which a font's own encoding differs from.
fn encoding_name(dict: &Dict<'_>) -> Option<Vec<u8>> {
    name_in(dict, "Encoding").or_else(|| name_in(&dict.get::<Dict<'_>>("Encoding")?, "BaseEncoding"))
}

/// Where Adobe's standard encoding differs from that of Windows.
///
/// Format: ISO 32000-1, annex D.2
const STANDARD: &[(u8, &str)] = &[
    (0x27, "quoteright"),
    (0x60, "quoteleft"),
    (0xa4, "fraction"),
    (0xa6, "florin"),
    (0xa8, "currency"),
    (0xa9, "quotesingle"),
    (0xaa, "quotedblleft"),
    (0xac, "guilsinglleft"),
    (0xad, "guilsinglright"),
    (0xae, "fi"),
    (0xaf, "fl"),
    (0xb1, "endash"),
    (0xb2, "dagger"),
    (0xb3, "daggerdbl"),
    (0xb4, "periodcentered"),
    (0xb7, "bullet"),
    (0xb8, "quotesinglbase"),
    (0xb9, "quotedblbase"),
    (0xba, "quotedblright"),
    (0xbc, "ellipsis"),
    (0xbd, "perthousand"),
    (0xd0, "emdash"),
    (0xe1, "AE"),
    (0xe3, "ordfeminine"),
    (0xe8, "Lslash"),
    (0xe9, "Oslash"),
    (0xea, "OE"),
    (0xeb, "ordmasculine"),
    (0xf1, "ae"),
    (0xf5, "dotlessi"),
    (0xf8, "lslash"),
    (0xf9, "oslash"),
    (0xfa, "oe"),
    (0xfb, "germandbls"),
];

impl Widths {
    fn unknown() -> Widths {
        Widths { first: 0, widths: Vec::new(), ranges: Vec::new(), other: None, unit: 1.0 }
    }

    /// Those of a font of single bytes.
    fn of_codes(dict: &Dict<'_>, unit: f32) -> Widths {
        let first = dict.get::<Number>("FirstChar").map_or(0, |first| first.as_i64().clamp(0, 255) as u32);
        let widths = dict.get::<Array<'_>>("Widths");
        let widths = widths.iter().flat_map(Array::iter::<Number>).take(256);
        Widths { first, widths: widths.map(|width| width.as_f32()).collect(), unit, ..Widths::unknown() }
    }

    /// Those of a font whose codes number glyphs: `1 [500 600] 3 9 700` is a list and a range.
    fn of_glyphs(dict: &Dict<'_>) -> Widths {
        let other = dict.get::<Number>("DW").map_or(1000.0, |width| width.as_f32());
        let mut found = Widths { other: Some(other), ..Widths::unknown() };
        let list = dict.get::<Array<'_>>("W");
        let mut pending: Vec<f32> = Vec::new();
        for entry in list.iter().flat_map(Array::iter::<Object<'_>>).take(MOST_CODES) {
            // A list may be named again and again.
            if found.ranges.len() >= MOST_CODES {
                break;
            }
            match entry {
                Object::Number(number) => pending.push(number.as_f32()),
                Object::Array(widths) => {
                    let mut code = pending.pop().unwrap_or_default().max(0.0) as u32;
                    for width in widths.iter::<Number>().take(MOST_CODES) {
                        found.ranges.push((code, code, width.as_f32()));
                        code = code.saturating_add(1);
                    }
                    pending.clear();
                }
                _ => pending.clear(),
            }
            if let [first, last, width] = pending[..] {
                found.ranges.push((first.max(0.0) as u32, last.max(0.0) as u32, width));
                pending.clear();
            }
        }
        found.ranges.truncate(MOST_CODES);
        found.ranges.sort_by_key(|&(first, ..)| first);
        found
    }

    fn of(&self, code: u32) -> Option<f32> {
        let listed = code.checked_sub(self.first).and_then(|at| self.widths.get(at as usize)).copied();
        let ranged = || {
            let behind = self.ranges.partition_point(|&(first, ..)| first <= code);
            let &(_, last, width) = self.ranges.get(behind.checked_sub(1)?)?;
            (code <= last).then_some(width)
        };
        listed.or_else(ranged).or(self.other).map(|width| width * self.unit).filter(|width| width.is_finite())
    }
}

/// About how wide a letter is in a font that every reader has at hand and that therefore says nothing.
fn usual_width(letters: Option<&str>) -> f32 {
    match letters.and_then(|letters| letters.chars().next()) {
        Some('i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '!' | '|' | '\'' | ' ' | 'f' | 't' | 'I') => 270.0,
        Some('m' | 'w' | 'M' | 'W' | '—' | '@' | '%') => 830.0,
        Some(letter) if letter.is_uppercase() => 680.0,
        _ => USUAL_WIDTH,
    }
}
