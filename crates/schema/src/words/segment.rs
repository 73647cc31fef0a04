//! Where words begin and end.

use std::ops::Range;

use super::fold::{fold_lower, is_mark};
use super::sentence::{SentenceScan, Starts};

/// Longer words are cut here, in text and in queries alike. Such runs are data, not language.
pub const MAX_WORD_BYTES: usize = 255;

/// One word of a text. Borrowed: valid until the next word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Lower case, accents kept: what a stemmer expects.
    pub lower: &'a str,
    /// Lower case, accents folded: what is compared.
    pub folded: &'a str,
    /// Where the word starts in the text, in bytes.
    pub start: usize,
    /// Where the word ends in the text, in bytes.
    pub end: usize,
    /// Whether this is the first word of a sentence.
    pub starts_sentence: bool,
    /// Whether this is the first word of a paragraph.
    pub starts_paragraph: bool,
    /// Whether this is a pair of letters of a script written without blanks.
    pub is_pair: bool,
}

/// What a character does to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Belongs to words.
    Letter,
    /// Belongs to words of a script written without blanks.
    Unspaced,
    /// Stands between words.
    Gap,
}

/// Calls `each` with every word of a text, in order. Paragraphs end at a blank line.
pub fn for_each_word(text: &str, mut each: impl FnMut(Word<'_>)) {
    let bytes = text.as_bytes();
    let mut scan = SentenceScan::default();
    let mut lower = String::new();
    let mut folded = String::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        // Nearly every word of English takes this way; it decides the speed of indexing.
        if let Some(end) = plain_word_end(bytes, at) {
            let starts = scan.next_word(text, at, end);
            let word = lowered(&text[at..end], &mut lower);
            each(Word::spaced(cut(word), cut(word), at..end, starts));
            at = end;
            continue;
        }
        let letter = text[at..].chars().next().unwrap_or_default();
        match class(letter) {
            Class::Gap => at += letter.len_utf8(),
            Class::Letter => {
                let Extent { end, next } = spaced_word(text, at, &mut lower);
                lower.truncate(lower.floor_char_boundary(MAX_WORD_BYTES));
                let is_ascii = lower.is_ascii();
                if !is_ascii {
                    folded.clear();
                    lower.chars().for_each(|letter| fold_lower(letter, &mut folded));
                }
                let form = if is_ascii { &lower } else { &folded };
                if !form.is_empty() {
                    let starts = scan.next_word(text, at, end);
                    each(Word::spaced(cut(&lower), cut(form), at..end, starts));
                }
                at = next;
            }
            Class::Unspaced => {
                at = unspaced_run(text, at, &mut scan, &mut lower, &mut folded, &mut each);
            }
        }
    }
}

impl<'a> Word<'a> {
    fn spaced(lower: &'a str, folded: &'a str, bytes: Range<usize>, starts: Starts) -> Word<'a> {
        Word {
            lower,
            folded,
            start: bytes.start,
            end: bytes.end,
            starts_sentence: starts.sentence,
            starts_paragraph: starts.paragraph,
            is_pair: false,
        }
    }
}

/// Where a word of ASCII letters and digits ends, when nothing behind it can belong to it.
fn plain_word_end(bytes: &[u8], start: usize) -> Option<usize> {
    let end = bytes[start..]
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .map_or(bytes.len(), |len| start + len);
    match bytes.get(end) {
        None => Some(end),
        // An apostrophe may begin a contraction; a full stop behind a lone capital may be an acronym's.
        Some(b'\'') => None,
        Some(b'.') if end - start == 1 && bytes[start].is_ascii_uppercase() => None,
        Some(byte) => (byte.is_ascii() && end > start).then_some(end),
    }
}

/// The ASCII word in lower case: itself, where it is already.
fn lowered<'a>(word: &'a str, buffer: &'a mut String) -> &'a str {
    if !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return word;
    }
    buffer.clear();
    buffer.push_str(word);
    buffer.make_ascii_lowercase();
    buffer
}

struct Extent {
    /// Where the word ends.
    end: usize,
    /// Where to look for the next one: behind a dropped `'s`.
    next: usize,
}

/// Reads the word that starts at `start` into `lower`.
fn spaced_word(text: &str, start: usize, lower: &mut String) -> Extent {
    lower.clear();
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_alphanumeric()) {
            lower.push(char::from(byte.to_ascii_lowercase()));
            at += 1;
        }
        let Some(letter) = text[at..].chars().next() else {
            return Extent { end: at, next: at };
        };
        let next = at + letter.len_utf8();
        if is_apostrophe(letter) && at > start {
            match after_apostrophe(&text[next..]) {
                Suffix::Possessive => {
                    return Extent { end: at, next: next + 1 };
                }
                Suffix::Contraction => at = next,
                Suffix::Other => return Extent { end: at, next: at },
            }
        } else if letter == '.'
            && is_acronym_so_far(text, start, at)
            && starts_with_single_capital(&text[next..])
        {
            at = next;
        } else if class(letter) == Class::Letter || (at > start && is_joiner(letter)) {
            lower.extend(letter.to_lowercase());
            at = next;
        } else {
            return Extent { end: at, next: at };
        }
    }
}

/// Whether everything from `start` to `at` is single capitals with full stops between them.
fn is_acronym_so_far(text: &str, start: usize, at: usize) -> bool {
    let word = &text[start..at];
    // An acronym of more letters than this is a sentence in capitals; the bound also keeps this linear.
    word.len() <= 24 && word.split('.').all(is_single_capital)
}

fn is_single_capital(part: &str) -> bool {
    let mut letters = part.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn starts_with_single_capital(rest: &str) -> bool {
    let mut letters = rest.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_none_or(|letter| class(letter) != Class::Letter)
}

enum Suffix {
    Possessive,
    Contraction,
    Other,
}

fn after_apostrophe(rest: &str) -> Suffix {
    let end = rest.find(|letter| class(letter) != Class::Letter).unwrap_or(rest.len());
    match &rest[..end] {
        "s" | "S" => Suffix::Possessive,
        "t" | "d" | "m" | "ll" | "re" | "ve" | "T" | "D" | "M" | "LL" | "RE" | "VE" => Suffix::Contraction,
        _ => Suffix::Other,
    }
}

/// Cuts a run of a script without blanks into overlapping pairs; returns where the run ends.
fn unspaced_run(
    text: &str,
    start: usize,
    scan: &mut SentenceScan,
    lower: &mut String,
    folded: &mut String,
    each: &mut impl FnMut(Word<'_>),
) -> usize {
    let mut rest = text[start..].char_indices().peekable();
    let mut first = true;
    while let Some((offset, letter)) = rest.next() {
        let here = start + offset;
        let pair = rest.peek().filter(|(_, next)| class(*next) == Class::Unspaced);
        let end = pair.map_or(here + letter.len_utf8(), |(offset, next)| start + offset + next.len_utf8());
        // The last letter of a run already stands in the pair before it.
        if pair.is_some() || first {
            lower.clear();
            folded.clear();
            for letter in text[here..end].chars() {
                lower.push(letter);
                fold_lower(letter, folded);
            }
            // Two marks alone fold to nothing.
            if !folded.is_empty() {
                let starts = scan.next_word(text, here, end);
                each(Word {
                    lower,
                    folded,
                    start: here,
                    end,
                    starts_sentence: starts.sentence,
                    starts_paragraph: starts.paragraph,
                    is_pair: true,
                });
            }
        }
        first = false;
        if pair.is_none() {
            return end;
        }
    }
    text.len()
}

fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(MAX_WORD_BYTES)]
}

fn class(letter: char) -> Class {
    if letter.is_ascii() {
        return if letter.is_ascii_alphanumeric() { Class::Letter } else { Class::Gap };
    }
    match letter as u32 {
        // Thai, Lao, Burmese, Khmer; kana; Han with its extensions.
        0x0e01..=0x0e3a
        | 0x0e40..=0x0e4e
        | 0x0e81..=0x0ece
        | 0x1000..=0x103f
        | 0x1780..=0x17d3
        | 0x3005..=0x3007
        | 0x3041..=0x309f
        | 0x30a1..=0x30fa
        | 0x30fc..=0x30ff
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfaff
        | 0xff66..=0xff9d
        | 0x20000..=0x3ffff => Class::Unspaced,
        _ if letter.is_alphanumeric() || is_mark(letter) => Class::Letter,
        _ => Class::Gap,
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '＇')
}

/// Characters that stand inside a word without being part of its spelling.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut words = Vec::new();
        for_each_word(text, |word| words.push(word.folded.to_owned()));
        assert_eq!(words.join(" "), expect);
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        check("Flood-warning, 1,204 dead!", "flood warning 1 204 dead");
        check("COVID-19 (2020)", "covid 19 2020");
        check("snake_case", "snake case");
    }

    #[test]
    fn an_apostrophe_ends_a_word_except_in_contractions() {
        check("Trump's don't l'homme O'Brien they’ll", "trump dont l homme o brien theyll");
        check("the Joneses' 'quoted' rock 'n' roll", "the joneses quoted rock n roll");
    }

    #[test]
    fn capitals_with_full_stops_are_one_word() {
        check("U.S. and the U.S.A. in J.R.R. Tolkien", "us and the usa in jrr tolkien");
        check("end. Next A. Smith", "end next a smith");
        check("Plan B. But", "plan b but");
    }

    #[test]
    fn scripts_without_blanks_are_cut_into_pairs() {
        check("北京大学", "北京 京大 大学");
        check("中 a中b", "中 a 中 b");
        check("新冠COVID疫情", "新冠 covid 疫情");
    }

    #[test]
    fn persian_words_keep_their_inner_joiner_folded_away() {
        check("می\u{200c}خواهم", "میخواهم");
    }

    #[test]
    fn offsets_are_those_of_the_text() {
        let text = "« Élysée’s »";
        for_each_word(text, |word| assert_eq!(&text[word.start..word.end], "Élysée"));
    }

    #[test]
    fn sentences_and_paragraphs_are_marked_at_their_first_word() {
        let mut marks = Vec::new();
        for_each_word("Mr. Fox ran. He hid.\n\nThe end", |word| {
            if word.starts_sentence {
                marks.push(format!("{}{}", word.folded, if word.starts_paragraph { "¶" } else { "" }));
            }
        });
        assert_eq!(marks, ["mr¶", "he", "the¶"]);
    }

    #[test]
    fn a_word_beyond_the_limit_is_cut() {
        let mut lengths = Vec::new();
        for_each_word(&"ä".repeat(300), |word| lengths.push((word.lower.len(), word.folded.len())));
        assert_eq!(lengths, [(254, 127)]);
    }

    #[test]
    fn no_text_makes_it_panic() {
        // A deterministic walk through mixed scripts, marks and punctuation.
        let letters =
            ['a', 'É', '\u{301}', '.', '\'', '’', '北', '京', ' ', '\n', '\u{200c}', '🦊', '９', 'U', 'ー'];
        let mut seed = 7_u32;
        for _ in 0..500 {
            let text: String = (0..40)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    letters[(seed >> 16) as usize % letters.len()]
                })
                .collect();
            let mut last_start = 0;
            for_each_word(&text, |word| {
                assert!(word.start >= last_start && word.end > word.start, "{text:?}");
                last_start = word.start;
            });
        }
    }
}
