//! Who speaks: `Lubega said`, `explained Lubega`.

use super::Found;
use super::surface::word_before;
use crate::model::lexicon::bits;

/// Verbs behind or before the name of who speaks.
const VERBS: &[&str] = &[
    "added",
    "adds",
    "argued",
    "argues",
    "continued",
    "explained",
    "explains",
    "insisted",
    "insists",
    "noted",
    "notes",
    "recalled",
    "recalls",
    "replied",
    "said",
    "says",
    "stated",
    "stressed",
    "told",
    "warned",
    "warns",
];

/// Lists whose words are said to speak too: countries, offices, firms, and common words.
const NO_SURNAMES: u16 = bits::CITY
    | bits::COUNTRY
    | bits::DEMONYM
    | bits::REGION
    | bits::ORG
    | bits::ORG_WORD
    | bits::PLACE_WORD
    | bits::TITLE
    | bits::DATE
    | bits::COMMON
    | bits::SMALL;

/// Whether a single word is the surname of who speaks: nothing else that the word may be is known.
pub fn is_speaker(text: &str, found: &Found) -> bool {
    let name = &text[found.span.clone()];
    if found.lists & NO_SURNAMES != 0 || name.len() < 3 || name.contains(char::is_whitespace) {
        return false;
    }
    let is_name =
        name.chars().skip(1).any(char::is_lowercase) && !name.chars().skip(1).all(char::is_uppercase);
    let is_verb = |word: &str| VERBS.iter().any(|verb| verb.eq_ignore_ascii_case(word));
    is_name
        && (word_behind(text, found.span.end).is_some_and(is_verb)
            || word_before(text, found.span.start).is_some_and(is_verb))
}

/// The word behind a place in a text, when nothing but a space lies between.
fn word_behind(text: &str, at: usize) -> Option<&str> {
    let behind = text.get(at..)?.strip_prefix(' ')?;
    let len = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
    Some(&behind[..len])
}
