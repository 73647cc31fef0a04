//! The written form of names: hashes to compare them by, and what is no part of them.

use dateline_article::MentionKind;

use super::{Found, text_of};
use crate::model::lexicon::bits;
use crate::names::title;
use crate::recognizer::ArticleText;
use crate::tagger::label::Class;

/// A hash of a name without its letter case and full stops.
pub fn hash(name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        // As below, for nearly all of them.
        name.bytes().for_each(|byte| add(byte.to_ascii_lowercase()));
        return hash;
    }
    for (index, word) in name.split_whitespace().enumerate() {
        if index > 0 {
            add(b' ');
        }
        if word.is_ascii() {
            word.bytes().filter(|&byte| byte != b'.').for_each(|byte| add(byte.to_ascii_lowercase()));
        } else {
            word.chars()
                .map(|letter| if letter == '’' { '\'' } else { letter })
                .flat_map(char::to_lowercase)
                .for_each(|letter| letter.encode_utf8(&mut [0; 4]).bytes().for_each(&mut add));
        }
    }
    hash
}

/// Whether a name is a single word.
pub fn is_single(name: &str) -> bool {
    !name.contains(char::is_whitespace)
}

/// The last word of a person's name that tells who it is.
pub fn surname(name: &str) -> &str {
    name.split_whitespace().rev().find(|word| !title::is_suffix(word)).unwrap_or(name)
}

/// The word before a place in a text, when nothing but a space lies between.
pub fn word_before(text: &str, at: usize) -> Option<&str> {
    /// No title is longer, with its space.
    const REACH: usize = 24;
    let from = text.floor_char_boundary(at.saturating_sub(REACH));
    let before = text.get(from..at)?.strip_suffix([' ', '\n'])?;
    let word = before.rsplit(|letter: char| !(letter.is_alphanumeric() || letter == '.')).next()?;
    (!word.is_empty()).then_some(word)
}

/// Leaves titles out of the names of persons, and makes persons of those who are named with one.
pub fn strip_titles(article: &ArticleText<'_>, found: &mut [Found]) {
    for found in found {
        let text = text_of(article, found.part);
        let name = &text[found.span.clone()];
        match found.class {
            Some(Class::Person) => {
                let titles = title::titles_len(name);
                found.span.start += titles;
                if titles == name.len() {
                    found.class = None;
                }
            }
            None => {
                let titles = title::titles_len(name);
                let last = name[..titles].split_whitespace().last();
                let rest = &name[titles..];
                let before = if titles == 0 { word_before(text, found.span.start) } else { last };
                if before.is_some_and(title::makes_person) && is_plausible(rest) {
                    found.span.start += titles;
                    found.class = Some(Class::Person);
                }
            }
            Some(_) if found.lists & bits::DEMONYM != 0 && found.lists & bits::COUNTRY == 0 => {
                found.class = Some(Class::Other);
            }
            Some(class) => {
                let titles = title::titles_len(name);
                let last = name[..titles].split_whitespace().last();
                let is_person =
                    |word: &str| title::is_address(word) || class != Class::Org && title::makes_person(word);
                if last.is_some_and(is_person) && is_plausible(&name[titles..]) {
                    found.span.start += titles;
                    found.class = Some(Class::Person);
                }
            }
        }
    }
}

/// Whether what follows a title may be a person's name.
fn is_plausible(name: &str) -> bool {
    name.len() > 2
        && name.split_whitespace().count() <= 3
        && !name.split_whitespace().any(|word| word == "of" || title::is_title(word))
        && !name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The class that is told as a kind.
pub fn kind(class: Class) -> Option<MentionKind> {
    match class {
        Class::Person => Some(MentionKind::Person),
        Class::Org => Some(MentionKind::Org),
        Class::Place => Some(MentionKind::Place),
        Class::Other => None,
    }
}
