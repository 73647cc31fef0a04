//! What the words of a query stand for, remembered while the query is asked in many ways.
//!
//! Who asks one query over and over compiles it anew each time, and each time looks through the dictionaries for the
//! forms of its words. Only that look-up is shared: what is made of the forms is made anew.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dateline_article::Lang;
use tantivy::schema::Field;

use super::error::SearchError;
use super::expand::Expansion;

/// So many words are remembered; what is found beyond them is looked up each time. Some 100 MB.
const MOST_WORDS: usize = 1 << 20;

/// What is looked for in the words of a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pattern {
    Wildcard(String),
    Regex(String),
    /// A word, and how many letters may differ.
    Fuzzy(String, u8),
}

/// A word as typed in lower case, and without its accents.
pub(super) type Typed = (String, String);

/// The words of a stem in each language.
pub(super) type Stemmed = Vec<(Lang, Vec<String>)>;

/// The words that were found; nothing is kept while nobody asks for it.
#[derive(Debug, Default)]
pub(crate) struct KnownForms(Mutex<Option<Kept>>);

#[derive(Debug, Default)]
pub(super) struct Kept {
    pub expansions: HashMap<(Field, Pattern), Expansion>,
    pub stems: HashMap<(Field, Typed), Stemmed>,
    words: usize,
}

/// Forms are remembered as long as this lives.
pub(super) struct Remembering<'a>(&'a KnownForms);

impl Drop for Remembering<'_> {
    fn drop(&mut self) {
        *self.0.kept() = None;
    }
}

impl KnownForms {
    /// Remembers forms from here on.
    pub(super) fn remember(&self) -> Remembering<'_> {
        *self.kept() = Some(Kept::default());
        Remembering(self)
    }

    /// What was found before, or what is found now: `words` tells how many words that are.
    pub(super) fn get<K: Eq + Hash, V: Clone>(
        &self,
        key: K,
        of: fn(&mut Kept) -> &mut HashMap<K, V>,
        words: fn(&V) -> usize,
        find: impl FnOnce() -> Result<V, SearchError>,
    ) -> Result<V, SearchError> {
        if let Some(kept) = &mut *self.kept()
            && let Some(known) = of(kept).get(&key)
        {
            return Ok(known.clone());
        }
        // Others may look things up meanwhile.
        let found = find()?;
        if let Some(kept) = &mut *self.kept() {
            let more = kept.words + words(&found);
            if more <= MOST_WORDS {
                kept.words = more;
                of(kept).insert(key, found.clone());
            }
        }
        Ok(found)
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        // What a thread that failed left behind is whole: everything is put in at one go.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks a word up twice, which takes the room of some words; how often it was looked for.
    fn looked_up(known: &KnownForms, pattern: &str, words: fn(&Expansion) -> usize) -> usize {
        let mut times = 0;
        for _ in 0..2 {
            let key = (Field::from_field_id(0), Pattern::Wildcard(pattern.to_owned()));
            let find = || {
                times += 1;
                Ok(Expansion::from([("storms".to_owned(), 1)]))
            };
            let found = known.get(key, |kept| &mut kept.expansions, words, find).expect("words");
            assert_eq!(found.len(), 1);
        }
        times
    }

    #[test]
    fn forms_are_looked_up_once_while_they_are_remembered() {
        let known = KnownForms::default();
        assert_eq!(looked_up(&known, "storm*", Expansion::len), 2);
        let remembering = known.remember();
        assert_eq!(looked_up(&known, "storm*", Expansion::len), 1);
        assert_eq!(looked_up(&known, "storm*", Expansion::len), 0);
        assert_eq!(looked_up(&known, "st*", Expansion::len), 1);
        drop(remembering);
        assert_eq!(looked_up(&known, "storm*", Expansion::len), 2);
    }

    #[test]
    fn no_more_words_are_remembered_than_there_is_room_for() {
        let known = KnownForms::default();
        let _remembering = known.remember();
        assert_eq!(looked_up(&known, "s*", |_| MOST_WORDS), 1);
        assert_eq!(looked_up(&known, "storm*", Expansion::len), 2);
        assert_eq!(looked_up(&known, "s*", Expansion::len), 0);
    }
}
