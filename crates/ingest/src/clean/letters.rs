//! One run of text, letter by letter: blanks collapsed, invisible letters removed, accents composed.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use icu_normalizer::ComposingNormalizerBorrowed;

/// What a letter is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something to see, or something that changes what is seen (joiners, accents).
    Ink,
    /// A blank of any width.
    Blank,
    /// A line break.
    Break,
    /// Nothing to see: control characters, soft hyphens, direction marks. They only hide words from a search,
    /// save for those that were meant to be letters.
    Gone,
}

impl Kind {
    pub(super) fn of(letter: char) -> Kind {
        match letter {
            ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
                Kind::Blank
            }
            '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Kind::Break,
            // U+200C and U+200D stay: Persian words and joined emoji are other words without them.
            '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' => Kind::Gone,
            _ => Kind::Ink,
        }
    }
}

/// Whether a byte can only belong to ink: every byte but blanks, control characters and the bytes that
/// begin one of the letters [`Kind::of`] sorts out.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        plain[byte] = false;
        byte += 1;
    }
    plain[0x7F] = false;
    // First bytes of U+0080..=U+00AD, U+061C, U+2000..=U+2069, U+3000, U+FEFF and U+FFF9 in UTF-8.
    let first_bytes = [0xC2, 0xD8, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < first_bytes.len() {
        plain[first_bytes[at]] = false;
        at += 1;
    }
    plain
};

/// The kind of the letter at `at`, and where the next one starts. `at` is a boundary inside the text.
fn kind_at(text: &str, at: usize) -> (Kind, usize) {
    // Common letters that share their first byte with those that are sorted out; Persian is full of them.
    match text.as_bytes()[at..] {
        [0xD8, second, ..] if second != 0x9C => return (Kind::Ink, at + 2),
        [0xE2, second, ..] if !matches!(second, 0x80 | 0x81) => return (Kind::Ink, at + 3),
        [0xE3, second, third, ..] if (second, third) != (0x80, 0x80) => return (Kind::Ink, at + 3),
        [0xEF, second, ..] if !matches!(second, 0xBB | 0xBF) => return (Kind::Ink, at + 3),
        _ => {}
    }
    let letter = text[at..].chars().next().unwrap_or_default();
    (Kind::of(letter), at + letter.len_utf8())
}

/// Blanks collapsed, invisible letters removed, letters composed (NFC).
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let text = text.trim_ascii();
    let tidied = match first_untidy(text) {
        None => Cow::Borrowed(text),
        Some(at) => Cow::Owned(rewrite(text, at)),
    };
    if tidied.is_ascii() {
        return tidied;
    }
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    match tidied {
        Cow::Borrowed(text) => nfc.normalize(text),
        Cow::Owned(text) => match nfc.normalize(&text) {
            Cow::Owned(composed) => Cow::Owned(composed),
            Cow::Borrowed(_) => Cow::Owned(text),
        },
    }
}

/// Where rewriting must begin: at the first gap that is not one ordinary blank.
fn first_untidy(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = tidy_ascii_len(bytes);
    let mut after_blank = at > 0 && bytes[at - 1] == b' ';
    while at < bytes.len() {
        if PLAIN[usize::from(bytes[at])] {
            after_blank = false;
            at += 1;
            continue;
        }
        let (kind, next) = kind_at(text, at);
        match kind {
            Kind::Ink => after_blank = false,
            Kind::Blank if bytes[at] == b' ' && !after_blank => after_blank = true,
            _ => return Some(at - usize::from(after_blank)),
        }
        at = next;
    }
    None
}

/// How many bytes at the start are surely tidy: visible ASCII with single blanks, in steps of 32 bytes.
///
/// Without a branch for each byte, so that it compiles to vector instructions.
fn tidy_ascii_len(bytes: &[u8]) -> usize {
    const STEP: usize = 32;
    let mut at = 0;
    while let Some(window) = bytes.get(at..=at + STEP) {
        let mut is_tidy = true;
        for (byte, next) in window[..STEP].iter().zip(&window[1..]) {
            is_tidy &= (0x20..0x7F).contains(byte);
            is_tidy &= [*byte, *next] != *b"  ";
        }
        if !is_tidy {
            break;
        }
        at += STEP;
    }
    at
}

fn rewrite(text: &str, tidy_until: usize) -> String {
    let bytes = text.as_bytes();
    let mut out = Joiner { text: String::with_capacity(text.len()), gap: Gap::None };
    out.ink(&text[..tidy_until]);
    let (mut run, mut at) = (tidy_until, tidy_until);
    while at < bytes.len() {
        if PLAIN[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        // A single blank inside a run of ink is copied with it.
        let is_ink = |byte: &u8| PLAIN[usize::from(*byte)];
        if bytes[at] == b' ' && at > run && bytes.get(at + 1).is_some_and(is_ink) {
            at += 2;
            continue;
        }
        let (kind, next) = kind_at(text, at);
        if kind != Kind::Ink {
            out.ink(&text[run..at]);
            run = next;
        }
        match kind {
            Kind::Gone => {
                if let Some(meant) = of_windows(&text[at..next]) {
                    out.ink(meant.encode_utf8(&mut [0; 4]));
                }
            }
            Kind::Ink => {}
            Kind::Blank => out.gap = out.gap.max(Gap::Blank),
            Kind::Break => out.gap = out.gap.max(Gap::Break),
        }
        at = next;
    }
    out.ink(&text[run..]);
    out.text
}

/// The letter that a control character from U+0080 on stands for: somebody took windows-1252 for Latin 1, as
/// pages do all the time, and dashes and quotes became control characters.
///
/// Table: <https://html.spec.whatwg.org/#numeric-character-reference-end-state>
fn of_windows(control: &str) -> Option<char> {
    let &[0xC2, byte @ 0x80..=0x9F] = control.as_bytes() else {
        return None;
    };
    let (meant, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    meant.chars().next().filter(|letter| !letter.is_control())
}

/// What was skipped since the last ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Break,
}

/// Puts runs of ink together, with at most one blank between them and none at the ends.
struct Joiner {
    text: String,
    gap: Gap,
}

impl Joiner {
    fn ink(&mut self, run: &str) {
        let Some(first) = run.chars().next() else { return };
        // Chinese and Japanese are wrapped between any two letters, and no blank belongs there.
        let wants_blank = match (self.gap, self.text.chars().next_back()) {
            (_, None) | (Gap::None, _) => false,
            (Gap::Blank, _) => true,
            (Gap::Break, Some(last)) => !(is_ideographic(last) && is_ideographic(first)),
        };
        if wants_blank {
            self.text.push(' ');
        }
        self.text.push_str(run);
        self.gap = Gap::None;
    }
}

/// Whether a letter is written without blanks around it: Han, kana and their punctuation.
fn is_ideographic(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF65}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(tidy(text), expect);
    }

    #[test]
    fn blanks_of_any_width_become_one_ordinary_blank() {
        check("  a \t b\u{A0}\u{2009}c\u{3000}d \n", "a b c d");
        check("\u{A0}a\u{A0}", "a");
        check("a \u{A0}b", "a b");
    }

    #[test]
    fn invisible_letters_go_but_joiners_stay() {
        check("pro\u{AD}gramme\u{200B}s\u{FEFF}", "programmes");
        check("\u{202B}متن\u{202C}\u{200F}", "متن");
        check("👩\u{200D}🚀 می\u{200C}شود", "👩\u{200D}🚀 می\u{200C}شود");
        check("a\0b\u{3}c\u{9D}d\u{7F}e", "abcde");
    }

    #[test]
    fn control_characters_that_were_dashes_and_quotes_are_these_again() {
        check("the \u{93}strike\u{94}\u{97}it ends\u{81}", "the “strike”—it ends");
        check("a \u{84}b", "a „b");
    }

    #[test]
    fn a_letter_that_could_not_be_decoded_stays_visible() {
        check("caf\u{FFFD}", "caf\u{FFFD}");
    }

    #[test]
    fn letters_and_their_accents_are_composed() {
        check("Cafe\u{301} Zu\u{308}rich", "Café Zürich");
        check("e\u{AD}\u{301}", "é");
    }

    #[test]
    fn a_gap_at_any_place_of_a_long_text_is_found() {
        let clean = "word ".repeat(20);
        let clean = clean.trim_end();
        for at in clean.match_indices(' ').map(|(at, _)| at) {
            for gap in ["  ", "\u{A0}", " \u{AD} ", "\n", "\t"] {
                check(&format!("{}{gap}{}", &clean[..at], &clean[at + 1..]), clean);
            }
        }
    }
}
