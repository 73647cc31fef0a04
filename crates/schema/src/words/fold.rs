//! Caseless, accent-free forms.

use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalDecompositionBorrowed, Decomposed,
};

/// Marks below this canonical combining class (nuktas, viramas, kana voicing) tell words apart and are
/// kept; those from it on (accents, Hebrew and Arabic points) are folded away.
///
/// Classes: Unicode Standard Annex 44, table 15.
const FIRST_FOLDED_CLASS: u8 = 10;

/// Whether a character is a combining mark.
pub(super) fn is_mark(letter: char) -> bool {
    letter >= '\u{300}' && CanonicalCombiningClassMapBorrowed::new().get_u8(letter) != 0
}

/// The form under which a text is compared: lower case, without accents, digits as 0 to 9.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        for lower in letter.to_lowercase() {
            fold_lower(lower, &mut folded);
        }
    }
    folded
}

/// Adds the accent-free form of a lower-case character.
pub(super) fn fold_lower(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        folded.push(letter);
        return;
    }
    match letter {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ł' => folded.push('l'),
        'þ' => folded.push_str("th"),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        // One word, whichever keyboard typed it: Arabic and Persian yeh, kaf, alef, teh marbuta.
        'ي' | 'ى' => folded.push('ی'),
        'ك' => folded.push('ک'),
        'ة' => folded.push('ه'),
        // Tatweel only stretches a word; the joiners only choose letter shapes.
        'ـ' | '\u{200c}' | '\u{200d}' => {}
        '０'..='９' => folded.push(digit(letter, '０')),
        '٠'..='٩' => folded.push(digit(letter, '٠')),
        '۰'..='۹' => folded.push(digit(letter, '۰')),
        '०'..='९' => folded.push(digit(letter, '०')),
        'ａ'..='ｚ' => folded.push(char::from(b'a' + (letter as u32 - 'ａ' as u32) as u8)),
        _ => fold_by_decomposition(letter, folded),
    }
}

fn digit(letter: char, zero: char) -> char {
    char::from(b'0' + (letter as u32 - zero as u32) as u8)
}

fn fold_by_decomposition(letter: char, folded: &mut String) {
    let classes = CanonicalCombiningClassMapBorrowed::new();
    let is_folded = |mark: char| classes.get_u8(mark) >= FIRST_FOLDED_CLASS;
    if is_folded(letter) {
        return;
    }
    // Hangul syllables decompose into letters, but are compared whole.
    if ('\u{ac00}'..='\u{d7a3}').contains(&letter) {
        folded.push(letter);
        return;
    }
    match CanonicalDecompositionBorrowed::new().decompose(letter) {
        Decomposed::Expansion(base, mark) if is_folded(mark) => fold_lower(base, folded),
        Decomposed::Singleton(other) => fold_lower(other, folded),
        Decomposed::Expansion(..) | Decomposed::Default => folded.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(fold(text), expect);
    }

    #[test]
    fn case_and_accents_are_folded() {
        check("Élysée", "elysee");
        check("Ångström", "angstrom");
        check("STRASSE Straße", "strasse strasse");
        check("Łódź", "lodz");
        check("Việt", "viet");
    }

    #[test]
    fn arabic_and_persian_letters_meet() {
        check("علي", fold("علی").as_str());
        check("۱۳۹۹", "1399");
    }

    #[test]
    fn letters_that_only_look_accented_stay() {
        check("が", "が");
        check("한국", "한국");
    }
}
