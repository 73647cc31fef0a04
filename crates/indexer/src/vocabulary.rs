//! The words that a thread has met, each with its number and its stem.
//!
//! Words of news repeat: nearly every one costs a single look-up here instead of folding and stemming, and no
//! look-up in the table of terms that the threads share.

use std::collections::HashMap;
use std::sync::Arc;

use dateline_article::Lang;
use dateline_schema::words::{Stemmers, Word, stem_term};
use rustc_hash::FxBuildHasher;

use crate::terms::{SharedTerms, TermNumber, TermSource};

/// Words remembered before the memory is emptied; some 10 MB.
const REMEMBERED_WORDS: usize = 150_000;

/// A word as it is indexed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// The folded word.
    pub exact: TermNumber,
    /// What it is ranked by.
    pub stem: TermNumber,
    /// What it is also ranked by: the stem of the word typed without its accents, where that is another.
    pub unaccented: Option<TermNumber>,
    /// Whether every word folded to `exact` is ranked by `stem` in this language: not so with accents.
    pub is_settled: bool,
}

type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// The commonest words, in a table that stays in the processor's cache: a word and its number lie side by
/// side, and words compare as numbers. Words of more than 16 bytes have no place here.
struct CommonWords {
    slots: Vec<(WordKey, Terms)>,
}

/// A word of 1 to 16 bytes. Made of whole numbers of the text: copying so few bytes takes longer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct WordKey {
    /// The first and the last bytes: eight, four or three, which may be the same ones.
    first: u64,
    last: u64,
    bytes: u32,
}

impl WordKey {
    /// Equal to the key of no word.
    const NONE: WordKey = WordKey { first: 0, last: 0, bytes: 0 };

    fn of(word: &str) -> Option<WordKey> {
        let text = word.as_bytes();
        let (first, last) = match text {
            [] => return None,
            [first, .., last] if text.len() < 4 => {
                (u64::from(*first) | u64::from(text[1]) << 8 | u64::from(*last) << 16, 0)
            }
            [only] => (u64::from(*only), 0),
            _ if text.len() < 8 => (
                u64::from(u32::from_le_bytes(*text.first_chunk()?)),
                u64::from(u32::from_le_bytes(*text.last_chunk()?)),
            ),
            _ if text.len() <= 16 => {
                (u64::from_le_bytes(*text.first_chunk()?), u64::from_le_bytes(*text.last_chunk()?))
            }
            _ => return None,
        };
        Some(WordKey { first, last, bytes: text.len() as u32 })
    }
}

impl CommonWords {
    const SLOT_BITS: u32 = 14;
    const NO_TERMS: Terms =
        Terms { exact: TermNumber(0), stem: TermNumber(0), unaccented: None, is_settled: false };

    fn new() -> CommonWords {
        CommonWords { slots: vec![(WordKey::NONE, CommonWords::NO_TERMS); 1 << CommonWords::SLOT_BITS] }
    }

    fn slot(&mut self, key: WordKey) -> &mut (WordKey, Terms) {
        // Fibonacci hashing of both halves: Knuth, The Art of Computer Programming 3, section 6.4.
        let mixed = (key.first ^ key.last.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        &mut self.slots[(mixed >> (64 - CommonWords::SLOT_BITS)) as usize]
    }
}

/// The words of one language.
struct Known {
    common: CommonWords,
    all: Map<Box<str>, Terms>,
}

impl Default for Known {
    fn default() -> Known {
        Known { common: CommonWords::new(), all: Map::default() }
    }
}

/// Numbers for words.
pub(crate) struct Vocabulary {
    source: Arc<TermSource>,
    terms: Arc<SharedTerms>,
    words: HashMap<Option<Lang>, Known>,
    stemmers: Stemmers,
}

impl Vocabulary {
    pub fn new(source: Arc<TermSource>) -> Vocabulary {
        let terms = source.current();
        Vocabulary { source, terms, words: HashMap::new(), stemmers: Stemmers::default() }
    }

    /// Makes room before an article. Numbers given earlier belong to the table that was in use then.
    pub fn begin_article(&mut self) {
        let terms = self.source.after(&self.terms);
        if !Arc::ptr_eq(&terms, &self.terms) {
            self.terms = terms;
            self.words.clear();
        }
        if self.words.values().map(|known| known.all.len()).sum::<usize>() > REMEMBERED_WORDS {
            self.words.clear();
        }
    }

    /// The table that numbers the words.
    pub fn terms(&self) -> &Arc<SharedTerms> {
        &self.terms
    }

    /// The words of one language.
    pub fn language(&mut self, lang: Option<Lang>) -> LanguageWords<'_> {
        LanguageWords {
            words: self.words.entry(lang).or_default(),
            lang,
            terms: &self.terms,
            stemmers: &mut self.stemmers,
        }
    }
}

/// The part of a [`Vocabulary`] that belongs to one language.
pub(crate) struct LanguageWords<'a> {
    words: &'a mut Known,
    lang: Option<Lang>,
    terms: &'a SharedTerms,
    stemmers: &'a mut Stemmers,
}

impl LanguageWords<'_> {
    /// The terms of a word.
    pub fn terms(&mut self, word: &Word<'_>) -> Terms {
        let Some(key) = WordKey::of(word.lower) else {
            return self.look_up(word);
        };
        let slot = self.words.common.slot(key);
        if slot.0 == key {
            return slot.1;
        }
        let terms = self.look_up(word);
        *self.words.common.slot(key) = (key, terms);
        terms
    }

    fn look_up(&mut self, word: &Word<'_>) -> Terms {
        if let Some(&terms) = self.words.all.get(word.lower) {
            return terms;
        }
        let exact = self.number(word.folded);
        let stemmed = match self.lang {
            Some(lang) if !word.is_pair => {
                self.stemmers.stem(lang, word.lower).map(|stem| stem_term(lang, stem))
            }
            _ => None,
        };
        let stem = match stemmed {
            Some(term) => self.number(&term),
            None => exact,
        };
        let unaccented = match self.lang {
            Some(lang) if !word.is_pair && word.lower != word.folded => {
                self.stemmers.stem(lang, word.folded).map(|stem| stem_term(lang, stem))
            }
            _ => None,
        };
        let unaccented = unaccented.map(|term| self.number(&term)).filter(|&term| term != stem);
        let terms = Terms { exact, stem, unaccented, is_settled: word.lower == word.folded };
        self.words.all.insert(word.lower.into(), terms);
        terms
    }

    /// The number of a term.
    pub fn number(&self, term: &str) -> TermNumber {
        self.terms.number(term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str]) {
        let keys: Vec<_> = words.iter().map(|word| WordKey::of(word).expect("a short word")).collect();
        for (at, key) in keys.iter().enumerate() {
            assert!(*key != WordKey::NONE && !keys[..at].contains(key), "{}", words[at]);
        }
    }

    #[test]
    fn different_words_have_different_keys() {
        check(&["a", "aa", "aaa", "aaaa", "aaaaa", "aaaaaaa", "aaaaaaaa", "aaaaaaaaa", "aaaaaaaaaaaaaaaa"]);
        check(&["ab", "ba", "abc", "acb", "abcd", "abcde", "abdde", "abcdefgh", "abcdefghi", "abcdefgii"]);
        check(&["\0", "\0\0", "é", "ée"]);
    }

    #[test]
    fn long_words_and_none_have_no_key() {
        assert!(WordKey::of("").is_none());
        assert!(WordKey::of("aaaaaaaaaaaaaaaaa").is_none());
    }
}
