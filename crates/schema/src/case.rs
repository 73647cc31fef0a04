//! The letter case of words, and how the index keeps it.
//!
//! Words are folded, so their case stands beside them as marks: terms that share the positions of words
//! and that no word can be equal to. Nearly every sentence begins with a capital, so that the first word
//! of a sentence is marked when it has none, and every other word when it has one ([`LetterCase::mark`]).
//!
//! The marks of text, title and captions stand in the field `exact`, and none in the field `title`. An
//! author line has marks of its own, as if each of its words began a sentence.

/// Stands in the index at every word in capitals only.
pub const CAPITALS_MARK: &str = "\u{1}A";

/// Stands in the index at every other word that holds a capital, except where one is expected.
pub const CAPITAL_MARK: &str = "\u{1}C";

/// Stands in the index at every word without a capital where one is expected.
pub const NO_CAPITAL_MARK: &str = "\u{1}c";

/// How a word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterCase {
    /// Without a capital. Numbers, and letters of scripts without case, are such words.
    NoCapital,
    /// With a capital and a small letter.
    Capital,
    /// With a capital and no small letter: `WHO`, `B2B`, and every single capital.
    Capitals,
}

/// Whether a word is likely to begin with a capital for where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It begins a sentence, or stands in an author line.
    Capital,
    /// It stands anywhere else.
    NoCapital,
}

impl LetterCase {
    /// The case of a word as written.
    pub fn of(word: &str) -> LetterCase {
        let (mut has_capital, mut has_small) = (false, false);
        if word.is_ascii() {
            for byte in word.bytes() {
                has_capital |= byte.is_ascii_uppercase();
                has_small |= byte.is_ascii_lowercase();
            }
        } else {
            for letter in word.chars() {
                has_capital |= is_capital(letter);
                has_small |= is_small(letter);
            }
        }
        match (has_capital, has_small) {
            (false, _) => LetterCase::NoCapital,
            (true, true) => LetterCase::Capital,
            (true, false) => LetterCase::Capitals,
        }
    }

    /// The mark at the word, if its case must be marked.
    pub fn mark(self, expected: Expected) -> Option<&'static str> {
        match (self, expected) {
            (LetterCase::Capitals, _) => Some(CAPITALS_MARK),
            (LetterCase::Capital, Expected::NoCapital) => Some(CAPITAL_MARK),
            (LetterCase::NoCapital, Expected::Capital) => Some(NO_CAPITAL_MARK),
            (LetterCase::Capital, Expected::Capital) | (LetterCase::NoCapital, Expected::NoCapital) => None,
        }
    }
}

/// Title case (`ǅ`) is a capital with its small letter in one character.
fn is_capital(letter: char) -> bool {
    letter.is_uppercase() || (!letter.is_ascii() && !letter.to_lowercase().eq([letter]))
}

fn is_small(letter: char) -> bool {
    match letter {
        // In print, the sharp s mostly stays among capitals (`GROßMANN`), and so do ordinal signs (`Nº`).
        'ß' | 'ª' | 'º' => false,
        _ => letter.is_lowercase() || (is_capital(letter) && !letter.to_uppercase().eq([letter])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expect: LetterCase) {
        for word in words.split(' ') {
            assert_eq!(LetterCase::of(word), expect, "{word}");
        }
    }

    #[test]
    fn a_word_has_a_capital_anywhere() {
        check("May iPhone McDONALD MPs Élysée Straße İstanbul ǅ", LetterCase::Capital);
        check("may élysée straße ıstanbul ß 2017 北京 علی", LetterCase::NoCapital);
    }

    #[test]
    fn capitals_only_means_no_small_letter() {
        check("WHO U.S B2B Ǆ ÉLYSÉE STRASSE GROßMANN İZMİR Nº COVID19 Ⅷ ДОМ", LetterCase::Capitals);
        check("I A É Ω", LetterCase::Capitals);
        check("Oﬃce WHo", LetterCase::Capital);
    }

    #[test]
    fn only_the_unexpected_is_marked() {
        let marks = [LetterCase::NoCapital, LetterCase::Capital, LetterCase::Capitals]
            .map(|case| [case.mark(Expected::NoCapital), case.mark(Expected::Capital)]);
        assert_eq!(
            marks,
            [
                [None, Some(NO_CAPITAL_MARK)],
                [Some(CAPITAL_MARK), None],
                [Some(CAPITALS_MARK), Some(CAPITALS_MARK)]
            ]
        );
    }
}
