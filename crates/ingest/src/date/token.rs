//! Numbers, words and marks of a date string, with where they stand in it.
//!
//! Every reader of this folder works on a [`Cursor`] over tokens. Digits of all scripts become
//! numbers, look-alike marks become their ASCII twin, words are folded to lower case without accents.

use std::ops::RangeInclusive;

/// One number, word or mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Bytes `start..end` of the text.
    pub start: usize,
    pub end: usize,
    /// Whether nothing stands between this token and the one before.
    pub glued: bool,
}

/// What a token is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A run of decimal digits of any script. The value stops growing at the largest `u64`.
    Number { value: u64, digits: usize },
    /// A run of letters, or one character of a script that writes no blanks.
    Word { folded: String, case: Case },
    /// Any other visible character, folded to its ASCII twin where it has one.
    Mark(char),
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Every letter a capital, as in `GMT`.
    Capitals,
    /// Anything else.
    Mixed,
}

/// The longest word of the tables, in bytes after folding; longer words are kept empty.
const LONGEST_WORD: usize = 32;

/// Splits `text` into at most `limit` tokens; the flag says whether that was all of it.
pub(super) fn tokens(text: &str, limit: usize) -> (Vec<Token>, bool) {
    let mut list = Vec::new();
    let mut rest = text.char_indices().peekable();
    let mut last_end = 0;
    while let Some((start, c)) = rest.next() {
        if is_blank(c) {
            continue;
        }
        if list.len() == limit {
            return (list, false);
        }
        let mut end = start + c.len_utf8();
        let kind = if let Some(first) = digit(c) {
            let (mut value, mut digits) = (first, 1);
            while let Some(next) = rest.peek().and_then(|&(_, c)| digit(c)) {
                value = value.saturating_mul(10).saturating_add(next);
                digits += 1;
                end += rest.next().map_or(0, |(_, c)| c.len_utf8());
            }
            Kind::Number { value, digits }
        } else if is_letter(c) {
            if !stands_alone(c) {
                while let Some((_, c)) = rest.next_if(|&(_, c)| is_letter(c) && !stands_alone(c)) {
                    end += c.len_utf8();
                }
            }
            word(&text[start..end])
        } else {
            Kind::Mark(twin(c))
        };
        let glued = start == last_end && start > 0;
        last_end = end;
        list.push(Token { kind, start, end, glued });
    }
    (list, true)
}

/// Whether a character only separates: blanks of any width and marks of writing direction.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Scripts written without blanks, where each character is a word: Han and Hangul.
pub(super) fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

fn is_letter(c: char) -> bool {
    // Combining accents belong to the letter before them.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

/// The value of a decimal digit of a script that newspapers are written in.
fn digit(c: char) -> Option<u64> {
    // The zeros of Unicode's decimal digits (general category Nd), each followed by one to nine.
    const ZEROS: [u32; 14] = [
        0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
        0x1040, 0xff10,
    ];
    if c.is_ascii() {
        return c.to_digit(10).map(u64::from);
    }
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code))?;
    Some(u64::from(code - zero))
}

fn word(text: &str) -> Kind {
    let mut folded = String::new();
    if text.len() <= LONGEST_WORD {
        folded.extend(text.chars().flat_map(char::to_lowercase).filter_map(without_accent));
    }
    let case = if text.chars().all(char::is_uppercase) { Case::Capitals } else { Case::Mixed };
    Kind::Word { folded, case }
}

/// A letter without its accent, as far as names of months and days need it.
fn without_accent(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36f}' => return None,
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        _ => c,
    })
}

/// The ASCII mark that a mark stands for; every dash longer than a hyphen becomes `—`.
pub(super) fn twin(c: char) -> char {
    match c {
        '：' | '﹕' => ':',
        '，' | '、' | '،' => ',',
        '．' | '。' => '.',
        '／' => '/',
        '（' => '(',
        '）' => ')',
        '［' | '【' | '〔' => '[',
        '］' | '】' | '〕' => ']',
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '－' => '-',
        '\u{2012}'..='\u{2015}' => '—',
        '’' | '‘' | '′' => '\'',
        '｜' => '|',
        _ => c,
    }
}

/// A place in a list of tokens. Every reading method moves on only when it finds what it asks for.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    rest: &'t [Token],
}

impl<'t> Cursor<'t> {
    pub fn new(rest: &'t [Token]) -> Cursor<'t> {
        Cursor { rest }
    }

    /// The tokens not yet read.
    pub fn rest(&self) -> &'t [Token] {
        self.rest
    }

    pub fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether the next token stands right behind the one before.
    pub fn is_glued(&self) -> bool {
        self.rest.first().is_some_and(|token| token.glued)
    }

    /// Runs `reader`; when it finds nothing, nothing was read.
    pub fn attempt<T>(&mut self, reader: impl FnOnce(&mut Cursor<'t>) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = reader(&mut ahead)?;
        *self = ahead;
        Some(found)
    }

    /// A number of so many digits, at most nine of them.
    pub fn number(&mut self, digits: RangeInclusive<usize>) -> Option<u32> {
        match self.rest.first()?.kind {
            Kind::Number { value, digits: found } if digits.contains(&found) => {
                let value = u32::try_from(value).ok()?;
                self.advance();
                Some(value)
            }
            _ => None,
        }
    }

    /// A number of so many digits that stands right behind the token before.
    pub fn glued_number(&mut self, digits: RangeInclusive<usize>) -> Option<u32> {
        if self.is_glued() { self.number(digits) } else { None }
    }

    /// A number of any length, with its count of digits.
    pub fn any_number(&mut self) -> Option<(u64, usize)> {
        match self.rest.first()?.kind {
            Kind::Number { value, digits } => {
                self.advance();
                Some((value, digits))
            }
            _ => None,
        }
    }

    /// Any one of these marks.
    pub fn mark(&mut self, marks: &str) -> Option<char> {
        match self.rest.first()?.kind {
            Kind::Mark(mark) if marks.contains(mark) => {
                self.advance();
                Some(mark)
            }
            _ => None,
        }
    }

    /// Any one of these marks, right behind the token before.
    pub fn glued_mark(&mut self, marks: &str) -> Option<char> {
        if self.is_glued() { self.mark(marks) } else { None }
    }

    /// Any one of these words, given folded.
    pub fn word(&mut self, words: &[&str]) -> Option<()> {
        self.word_as(|word| words.contains(&word).then_some(()))
    }

    /// A word that means something to `role`, which sees it folded.
    pub fn word_as<T>(&mut self, role: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        match &self.rest.first()?.kind {
            Kind::Word { folded, .. } => {
                let found = role(folded)?;
                self.advance();
                Some(found)
            }
            _ => None,
        }
    }

    /// A word all in capitals that means something to `role`, which sees it folded.
    pub fn capitals_as<T>(&mut self, role: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        match &self.rest.first()?.kind {
            Kind::Word { case: Case::Capitals, .. } => self.word_as(role),
            _ => None,
        }
    }

    /// Moves past one token, whatever it is.
    pub fn advance(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let (tokens, complete) = tokens(text, 64);
        assert!(complete);
        let mut found = String::new();
        for token in &tokens {
            if !token.glued {
                found.push(' ');
            }
            match &token.kind {
                Kind::Number { value, digits } => found.extend([value.to_string(), format!("#{digits}")]),
                Kind::Word { folded, .. } => found += folded,
                Kind::Mark(mark) => found.push(*mark),
            }
        }
        assert_eq!(found.trim_start(), expect);
    }

    #[test]
    fn digits_of_every_script_are_numbers() {
        check("۲۰۲۰/۰۳/۰۵", "2020#4/3#2/5#2");
        check("２０１７", "2017#4");
        check("99999999999999999999999", "18446744073709551615#23");
    }

    #[test]
    fn words_lose_case_and_accents_however_they_are_encoded() {
        check("13. MÄRZ", "13#2. marz");
        check("Ma\u{308}rz août", "marz aout");
    }

    #[test]
    fn han_characters_stand_alone() {
        check("2017年3月13日", "2017#4年3#1月13#2日");
        check("10：30，正文", "10#2:30#2,正文");
    }

    #[test]
    fn blanks_of_any_width_separate() {
        check("5\u{a0}March\u{2009}2017", "5#1 march 2017#4");
    }

    #[test]
    fn no_more_tokens_are_made_than_asked_for() {
        assert_eq!(tokens("1 2 3", 2).0.len(), 2);
        assert!(!tokens("1 2 3", 2).1);
        assert!(tokens("1 2  ", 2).1);
    }
}
