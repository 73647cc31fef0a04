//! Tokens: words, numbers and marks, with their places in the text.

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word without a capital letter; addresses of web pages and mail too.
    Word,
    /// A word with a capital letter anywhere in it: `Paris`, `FBI`, `al-Assad`, `iPhone`.
    Capital,
    /// Digits, with the signs inside them.
    Number,
    /// One sign, or the `'s` of a possessive.
    Mark,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
    /// What it is made of.
    pub kind: Kind,
}

impl Token {
    /// Its text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// Abbreviations that keep their full stop; it does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "Adm", "Aug", "Ave", "Bros", "Brig", "Capt", "Cmdr", "Co", "Col", "Corp", "Cpl", "Dec", "Dr", "Feb",
    "Ft", "Gen", "Gov", "Hon", "Inc", "Jan", "Jr", "Lt", "Ltd", "Maj", "Messrs", "Mr", "Mrs", "Ms", "Msgr",
    "Mt", "Nov", "Oct", "Pres", "Prof", "Pvt", "Rep", "Rev", "Sen", "Sens", "Sept", "Sgt", "Sr", "St", "Ste",
    "Supt", "vs",
];

/// Lower-case parts before a hyphen that are no part of the name behind it: `pro-Russian`.
const PREFIXES: &[&str] = &[
    "all", "anti", "co", "cross", "ex", "inter", "intra", "mid", "neo", "non", "now", "past", "post", "pre",
    "pro", "self", "semi", "sub", "super", "then", "trans", "un", "under", "vice",
];

/// Lower-case parts behind a hyphen that are no part of the name before it: `Paris-based`. Longer ones
/// never are; other short ones may be a syllable of a given name, as in `Kim Jong-un`.
const SUFFIXES: &[&str] = &[
    "area", "based", "born", "bound", "built", "era", "held", "led", "like", "made", "only", "owned", "plus",
    "rated", "run", "side", "style", "type", "wide",
];
const LONGEST_SYLLABLE: usize = 5;

/// Words longer than this are cut: nothing that long is a name, and every token stays cheap.
const LONGEST_WORD: usize = 256;

/// The class of a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Lower,
    Upper,
    Digit,
    Sign,
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Sign; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => Class::Space,
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            0x80.. => Class::Wide,
            _ => Class::Sign,
        };
        byte += 1;
    }
    classes
};

/// What a character of several bytes counts as, and its length.
fn wide(text: &str, at: usize) -> (Class, usize) {
    let Some(letter) = text[at..].chars().next() else { return (Class::Sign, 1) };
    let class = if letter.is_uppercase() {
        Class::Upper
    } else if letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}') {
        Class::Lower
    } else if letter.is_numeric() {
        Class::Digit
    } else if letter.is_whitespace() || letter == '\u{feff}' {
        Class::Space
    } else {
        Class::Sign
    };
    (class, letter.len_utf8())
}

/// The class and length of the character at a place; a sign of no length at the end.
fn class(text: &str, at: usize) -> (Class, usize) {
    match text.as_bytes().get(at) {
        None => (Class::Sign, 0),
        Some(&byte) => match CLASSES[usize::from(byte)] {
            Class::Wide => wide(text, at),
            class => (class, 1),
        },
    }
}

fn is_letter(class: Class) -> bool {
    matches!(class, Class::Lower | Class::Upper)
}

fn is_word(class: Class) -> bool {
    matches!(class, Class::Lower | Class::Upper | Class::Digit)
}

/// The length of an apostrophe at a place: `'` or `’`.
fn apostrophe(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at)? {
        b'\'' => Some(1),
        0xe2 if text[at..].starts_with('’') => Some('’'.len_utf8()),
        _ => None,
    }
}

/// The place of the first token at or behind `at`, and how many line breaks lie before it.
pub fn skip_space(text: &str, mut at: usize) -> (usize, u32) {
    let mut breaks = 0;
    loop {
        match class(text, at) {
            (Class::Space, len) => {
                breaks += u32::from(text.as_bytes()[at] == b'\n');
                at += len;
            }
            _ => return (at, breaks),
        }
    }
}

/// Reads the token at `at`, which is no space, and pushes it, or its parts; returns the place behind it.
pub fn read(text: &str, at: usize, tokens: &mut Vec<Token>) -> usize {
    let (first, len) = class(text, at);
    if !is_word(first) {
        let mut end = at + len;
        if let Some(len) = apostrophe(text, at)
            && let Some(b's' | b'S') = text.as_bytes().get(at + len)
            && !is_word(class(text, at + len + 1).0)
        {
            end = at + len + 1;
        }
        tokens.push(Token { start: at, end, kind: Kind::Mark });
        return end;
    }
    let word = Word::read(text, at, first, len);
    word.push(text, tokens);
    word.end
}

/// A word while it is read.
struct Word {
    start: usize,
    end: usize,
    /// A number until a letter comes, a word until a capital does.
    kind: Kind,
    has_hyphen: bool,
    is_address: bool,
}

impl Word {
    fn read(text: &str, start: usize, first: Class, len: usize) -> Word {
        let bytes = text.as_bytes();
        let mut word =
            Word { start, end: start + len, kind: Kind::Number, has_hyphen: false, is_address: false };
        word.see(first);
        let mut last = first;
        // How many characters since the last full stop or hyphen, and whether a stop was passed.
        let mut part_len = 1;
        let mut has_stop = false;
        let cut = start + LONGEST_WORD;
        while word.end < cut {
            let (here, len) = class(text, word.end);
            if is_word(here) {
                word.see(here);
                (last, part_len) = (here, part_len + 1);
                word.end += len;
                // Nearly every word is ASCII to its end.
                while word.end < cut
                    && let Some(&byte) = bytes.get(word.end)
                    && is_word(CLASSES[usize::from(byte)])
                {
                    last = CLASSES[usize::from(byte)];
                    word.see(last);
                    part_len += 1;
                    word.end += 1;
                }
                continue;
            }
            let Some(&byte) = bytes.get(word.end) else { break };
            if byte == 0xe2 || byte == b'\'' {
                let Some(len) = apostrophe(text, word.end) else { break };
                let (next, next_len) = class(text, word.end + len);
                let is_possessive = matches!(bytes.get(word.end + len), Some(b's' | b'S'))
                    && !is_word(class(text, word.end + len + next_len).0);
                if !is_letter(next) || is_possessive {
                    break;
                }
                word.end += len;
                part_len = 0;
                continue;
            }
            if !byte.is_ascii() {
                break;
            }
            let (next, _) = class(text, word.end + 1);
            match byte {
                b'-' if is_word(next) => {
                    word.has_hyphen = true;
                    part_len = 0;
                }
                b'_' if is_word(next) => {}
                b'&' if last == Class::Upper && next == Class::Upper => {}
                b'@' if is_word(next) => word.is_address = true,
                b':' if text[word.end..].starts_with("://") => {
                    word.is_address = true;
                    word.end = address_end(text, word.end);
                    break;
                }
                b'.' | b',' if last == Class::Digit && next == Class::Digit => {}
                b'.' if is_letter(last) => {
                    let is_initial = part_len == 1;
                    if is_initial && is_letter(next) || part_len > 1 && next == Class::Lower {
                        has_stop = true;
                        part_len = 0;
                    } else {
                        let is_abbreviation = is_initial && (has_stop || last == Class::Upper)
                            || ABBREVIATIONS.contains(&&text[start..word.end]);
                        word.end += usize::from(is_abbreviation);
                        break;
                    }
                }
                _ => break,
            }
            word.end += 1;
        }
        word
    }

    fn see(&mut self, class: Class) {
        match class {
            Class::Upper => self.kind = Kind::Capital,
            Class::Lower if self.kind == Kind::Number => self.kind = Kind::Word,
            _ => {}
        }
    }

    fn push(&self, text: &str, tokens: &mut Vec<Token>) {
        let kind = if self.is_address { Kind::Word } else { self.kind };
        if self.has_hyphen && kind == Kind::Capital {
            self.push_parts(text, tokens);
        } else {
            tokens.push(Token { start: self.start, end: self.end, kind });
        }
    }

    /// Cuts a word at those of its hyphens that join a name to something else.
    fn push_parts(&self, text: &str, tokens: &mut Vec<Token>) {
        let word = &text[self.start..self.end];
        let has_acronym = word.split('-').any(is_acronym) && !word.split('-').all(is_acronym_or_number);
        let mut start = self.start;
        for (hyphen, _) in word.match_indices('-') {
            let hyphen = self.start + hyphen;
            if hyphen <= start {
                continue;
            }
            let before = &text[start..hyphen];
            let after = text[hyphen + 1..self.end].split('-').next().unwrap_or_default();
            let is_prefix = is_lower(before) && PREFIXES.contains(&before);
            let is_suffix = !is_lower(before)
                && (is_lower(after) && after.len() > LONGEST_SYLLABLE
                    || SUFFIXES.iter().any(|suffix| suffix.eq_ignore_ascii_case(after)));
            let is_pair = has_acronym && (is_acronym(before) || is_acronym(after)) && !is_number(after);
            if is_prefix || is_suffix || is_pair {
                push_part(text, start, hyphen, tokens);
                tokens.push(Token { start: hyphen, end: hyphen + 1, kind: Kind::Mark });
                start = hyphen + 1;
            }
        }
        push_part(text, start, self.end, tokens);
    }
}

fn push_part(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let part = &text[start..end];
    let kind = if part.chars().any(char::is_uppercase) {
        Kind::Capital
    } else if is_number(part) {
        Kind::Number
    } else {
        Kind::Word
    };
    tokens.push(Token { start, end, kind });
}

fn is_lower(part: &str) -> bool {
    part.chars().next().is_some_and(char::is_lowercase)
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// `US`, `U.S.`, `NATO`.
fn is_acronym(part: &str) -> bool {
    (2..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.')
}

fn is_acronym_or_number(part: &str) -> bool {
    is_acronym(part) || part.len() < 2 || part.bytes().any(|byte| byte.is_ascii_digit())
}

/// The end of an address of the web.
fn address_end(text: &str, at: usize) -> usize {
    let len = text[at..].find(|letter: char| letter.is_whitespace() || "<>\"”)]".contains(letter));
    len.map_or(text.len(), |len| at + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let (mut tokens, mut at) = (Vec::new(), skip_space(text, 0).0);
        while at < text.len() {
            at = skip_space(text, read(text, at, &mut tokens)).0;
        }
        let words: Vec<&str> = tokens.iter().map(|token| token.of(text)).collect();
        assert_eq!(words.join(" | "), expect);
    }

    #[test]
    fn marks_stand_apart_and_initials_keep_their_stop() {
        check("He met George W. Bush.", "He | met | George | W. | Bush | .");
        check("in the U.S. and the U.K.'s", "in | the | U.S. | and | the | U.K. | 's");
        check("Mr. Smith (of Apple Inc.)", "Mr. | Smith | ( | of | Apple | Inc. | )");
        check("AT&T paid $1,000.50 to Amazon.com.", "AT&T | paid | $ | 1,000.50 | to | Amazon.com | .");
    }

    #[test]
    fn a_possessive_is_a_token_and_an_apostrophe_inside_a_name_is_not() {
        check("Trump's O'Brien’s Côte d’Ivoire", "Trump | 's | O'Brien | ’s | Côte | d’Ivoire");
        check("he's Lloyds' 'quoted'", "he | 's | Lloyds | ' | ' | quoted | '");
    }

    #[test]
    fn hyphens_part_a_name_from_what_is_said_of_it() {
        check("Paris-based U.S.-led", "Paris | - | based | U.S. | - | led");
        check("pro-Russian anti-Trump", "pro | - | Russian | anti | - | Trump");
        check("Jean-Claude al-Assad Kim Jong-un", "Jean-Claude | al-Assad | Kim | Jong-un");
        check("US-China COVID-19 F-16", "US | - | China | COVID-19 | F-16");
    }

    #[test]
    fn addresses_are_one_token_and_no_name() {
        check(
            "see https://A.example/B?c, or Me@Example.org",
            "see | https://A.example/B?c, | or | Me@Example.org",
        );
    }
}
