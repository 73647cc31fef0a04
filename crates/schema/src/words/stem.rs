//! Stems: what makes `floods` find `flooding`.

use std::borrow::Cow;

use dateline_article::Lang;
use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::fold::fold;

/// Stems remembered per language. Words of news repeat: a memory of this size answers nearly all.
const REMEMBERED_STEMS: usize = 60_000;

/// Stemmers for all languages, with a memory. One for each thread.
#[derive(Default)]
pub struct Stemmers {
    languages: FxHashMap<Lang, Option<Remembering>>,
}

struct Remembering {
    stemmer: Stemmer,
    /// Where the stem of a word stands among the stems.
    known: FxHashMap<Box<str>, usize>,
    stems: Vec<Box<str>>,
}

impl Stemmers {
    /// The folded stem of a lower-case word with its accents, or `None` when the language has no stemmer.
    pub fn stem<'a>(&'a mut self, lang: Lang, lower: &str) -> Option<&'a str> {
        let language = self.languages.entry(lang).or_insert_with(|| {
            algorithm(lang).map(|algorithm| Remembering {
                stemmer: Stemmer::new(algorithm),
                known: FxHashMap::default(),
                stems: Vec::new(),
            })
        });
        language.as_mut().map(|language| language.stem(lower))
    }
}

impl Remembering {
    fn stem(&mut self, lower: &str) -> &str {
        if let Some(&number) = self.known.get(lower) {
            return &self.stems[number];
        }
        if self.known.len() >= REMEMBERED_STEMS {
            self.known.clear();
            self.stems.clear();
        }
        let stem = self.stemmer.stem(lower);
        let folded: Cow<'_, str> = if stem.is_ascii() { stem } else { Cow::Owned(fold(&stem)) };
        let number = self.stems.len();
        self.stems.push(folded.into());
        self.known.insert(lower.into(), number);
        &self.stems[number]
    }
}

/// The term under which the ranking field holds a stem.
///
/// A stem means something in its own language only: German cuts `news` to `new`, and an English `new`
/// must not be found by it.
pub fn stem_term(lang: Lang, stem: &str) -> String {
    format!("{}{STEM_TAG_END}{stem}", lang.code())
}

/// Stands between the language and the stem in a term of the ranking field.
pub const STEM_TAG_END: char = '\u{1}';

/// Whether words of this language are stemmed.
pub fn has_stemmer(lang: Lang) -> bool {
    algorithm(lang).is_some()
}

/// The Snowball algorithm of a language (<https://snowballstem.org>).
fn algorithm(lang: Lang) -> Option<Algorithm> {
    Some(match lang.code() {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lang: &str, words: &str, expect: &str) {
        let mut stemmers = Stemmers::default();
        let lang = lang.parse().expect("a language of the test");
        let stems: Vec<String> =
            words.split(' ').map(|word| stemmers.stem(lang, word).unwrap_or("-").to_owned()).collect();
        assert_eq!(stems.join(" "), expect);
    }

    #[test]
    fn each_language_has_its_own_stems() {
        check("en", "floods flooding flooded", "flood flood flood");
        check("de", "häuser haus", "haus haus");
        check("fr", "nationalités", "national");
        check("zh", "北京", "-");
    }
}
