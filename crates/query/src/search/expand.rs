//! From what a query writes to the words the archive holds: wildcards, near misses, forms of a stem.
//!
//! Expansions are complete: every word of the archive that fits is found, however many there are.

use std::collections::BTreeMap;

use dateline_article::Lang;
use dateline_schema::words::{MAX_WORD_BYTES, Stemmers, fold};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::schema::Field;
use tantivy_fst::{Automaton, Regex};

use super::error::SearchError;
use super::known_forms::{Pattern, Stemmed};
use super::reader::Reader;
use crate::{Code, Problem, Span};

/// Words of the archive with the number of articles that hold them (deleted ones included).
pub(crate) type Expansion = BTreeMap<String, u64>;

/// Terms that begin like this are marks, not words.
const MARK: char = '\u{1}';

impl Reader {
    /// The words that fit a pattern of `*` and `?`, which stands at `span` in the query.
    pub(crate) fn expand_wildcard(
        &self,
        field: Field,
        pattern: &str,
        span: Span,
    ) -> Result<Expansion, SearchError> {
        let pattern = fold(pattern);
        self.remembered(field, Pattern::Wildcard(pattern.clone()), || {
            self.expand(field, &wildcard(&pattern, span)?, None)
        })
    }

    /// The words that fit a regular expression as a whole.
    pub(crate) fn expand_regex(
        &self,
        field: Field,
        pattern: &str,
    ) -> Result<Result<Expansion, String>, SearchError> {
        // Words are folded, and a whole word is meant anyway.
        let whole = pattern.strip_prefix('^').unwrap_or(pattern);
        let whole = whole.strip_suffix('$').filter(|rest| !rest.ends_with('\\')).unwrap_or(whole);
        if weight(whole) > MAX_WEIGHT {
            return Ok(Err("it is too large for one word".to_owned()));
        }
        match Regex::new(&format!("(?i){}", fold_letters(whole))) {
            Ok(regex) => {
                let pattern = Pattern::Regex(whole.to_owned());
                self.remembered(field, pattern, || self.expand(field, &regex, None)).map(Ok)
            }
            Err(error) => Ok(Err(plain_cause(&error.to_string()))),
        }
    }

    /// The words at most `distance` letter edits away, with the same first letter.
    pub(crate) fn expand_fuzzy(
        &self,
        field: Field,
        word: &str,
        distance: u8,
    ) -> Result<Expansion, SearchError> {
        self.remembered(field, Pattern::Fuzzy(word.to_owned(), distance), || {
            let builder = LevenshteinAutomatonBuilder::new(distance, true);
            let automaton = NearMiss(builder.build_dfa(word));
            let first = word.chars().next().map(String::from);
            self.expand(field, &automaton, first.as_deref())
        })
    }

    /// The words of a pattern, which may have been found before.
    fn remembered(
        &self,
        field: Field,
        pattern: Pattern,
        find: impl FnOnce() -> Result<Expansion, SearchError>,
    ) -> Result<Expansion, SearchError> {
        self.known_forms.get((field, pattern), |kept| &mut kept.expansions, Expansion::len, find)
    }

    /// The words that each language of the archive cuts to the same stem as this one, as typed or without its
    /// accents. (Places are those of folded words: a form whose accents its stem depends on may be missing.)
    pub(crate) fn expand_stem(
        &self,
        field: Field,
        lower: &str,
        folded: &str,
    ) -> Result<Stemmed, SearchError> {
        let typed = (lower.to_owned(), folded.to_owned());
        let words = |stemmed: &Stemmed| stemmed.iter().map(|(_, words)| words.len()).sum();
        self.known_forms.get(
            (field, typed),
            |kept| &mut kept.stems,
            words,
            || self.look_up_stem(field, lower, folded),
        )
    }

    fn look_up_stem(&self, field: Field, lower: &str, folded: &str) -> Result<Stemmed, SearchError> {
        let mut stemmers = Stemmers::default();
        let mut forms = Vec::new();
        // Languages mostly agree on where to look: each part of the dictionary is read once.
        let mut read: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for &lang in &self.languages {
            let Some(stem) = stemmers.stem(lang, lower).map(str::to_owned) else { continue };
            let unaccented = stemmers.stem(lang, folded).unwrap_or_default().to_owned();
            let starts = [&stem, &unaccented].map(|stem| shared_start(lang, stem, folded));
            let start = starts.into_iter().min_by_key(String::len).unwrap_or_default();
            if !read.contains_key(&start) {
                read.insert(start.clone(), self.words_from(field, &start)?);
            }
            let is_ascii = folded.starts_with(|letter: char| letter.is_ascii());
            let words: Vec<String> = read[&start]
                .iter()
                // No stemmer takes a word into another script.
                .filter(|form| form.starts_with(|letter: char| letter.is_ascii()) == is_ascii)
                .filter(|form| {
                    stemmers.stem(lang, form).is_some_and(|found| found == stem || found == unaccented)
                })
                .cloned()
                .collect();
            forms.push((lang, words));
        }
        Ok(forms)
    }

    /// The words that start in some way, sorted.
    fn words_from(&self, field: Field, start: &str) -> Result<Vec<String>, SearchError> {
        let mut words = Vec::new();
        let any = tantivy_fst::automaton::AlwaysMatch;
        self.each_expanded(field, &any, Some(start), |word, _| words.push(word.to_owned()))?;
        // Every segment has them sorted, and most archives are few segments.
        words.sort();
        words.dedup();
        Ok(words)
    }

    fn expand<A>(&self, field: Field, automaton: &A, start: Option<&str>) -> Result<Expansion, SearchError>
    where
        A: Automaton,
        A::State: Clone,
    {
        let mut expansion = Expansion::new();
        self.each_expanded(field, automaton, start, |word, articles| {
            *expansion.entry(word.to_owned()).or_default() += articles;
        })?;
        Ok(expansion)
    }

    /// Calls `each` with the words that fit and the articles that hold them, segment by segment.
    fn each_expanded<A>(
        &self,
        field: Field,
        automaton: &A,
        start: Option<&str>,
        mut each: impl FnMut(&str, u64),
    ) -> Result<(), SearchError>
    where
        A: Automaton,
        A::State: Clone,
    {
        for segment in self.searcher.segment_readers() {
            let index =
                segment.inverted_index(field).map_err(|error| SearchError::engine(self.dir(), &error))?;
            let mut search = index.terms().search(automaton);
            if let Some(start) = start {
                search = search.ge(start.as_bytes());
                if let Some(end) = after_all_that_start_with(start) {
                    search = search.lt(end);
                }
            }
            let mut stream = search.into_stream().map_err(|error| self.refuse_io(&error))?;
            while let Some((term, info)) = stream.next() {
                if let Ok(term) = std::str::from_utf8(term)
                    && !term.starts_with(MARK)
                {
                    each(term, u64::from(info.doc_freq));
                }
            }
        }
        Ok(())
    }
}

/// A pattern of `*` and `?`, ready to run over a dictionary.
///
/// # Errors
///
/// The automaton may grow with every wildcard; one too large is a problem of the query.
pub(crate) fn wildcard(pattern: &str, span: Span) -> Result<Regex, SearchError> {
    let wildcards = pattern.matches(['*', '?']).count();
    let regex = Some(wildcard_regex(pattern)).filter(|_| wildcards <= MAX_WILDCARDS);
    regex.and_then(|regex| Regex::new(&regex).ok()).ok_or_else(|| {
        let message = format!("`{pattern}` has too many wildcards to be searched at once");
        let problem = Problem::new(Code::TooManyForms, span, message);
        problem.with_hint("write fewer of them, or more letters").into()
    })
}

/// The most wildcards of one word. Building an automaton takes time by its states times its letters.
const MAX_WILDCARDS: usize = 32;

/// The heaviest regular expression: some tenths of a second to build.
const MAX_WEIGHT: usize = 500;

/// About how large the automaton of a regular expression becomes: its length, where a class of Unicode letters
/// (`\w`) counts twenty, times all its counted repetitions (`{3,12}` is 12 times).
fn weight(pattern: &str) -> usize {
    let is_class = |letter: char| "wWdDsSpPbB".contains(letter);
    let classes = pattern.split('\\').skip(1).filter(|rest| rest.starts_with(is_class)).count();
    let counts = pattern.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    counts
        .filter_map(|count| count.split(',').filter_map(|number| number.trim().parse::<usize>().ok()).max())
        .fold(pattern.len() + 20 * classes, |weight, times| weight.saturating_mul(times.max(1)))
}

/// English stems of so many letters may be of words such as `dying`.
const SHORT_STEM: usize = 3;

/// The letters that a word and all others of its stem begin with. Their ends differ (`happi`, `happy`), and in
/// short irregular ones all but the first letter (`die`, `dying`).
fn shared_start(lang: Lang, stem: &str, folded: &str) -> String {
    let common = stem.chars().zip(folded.chars()).take_while(|(one, other)| one == other).count();
    let letters = stem.chars().count();
    let most = match lang.code() {
        // Prefixes are cut off.
        "ar" | "eo" | "fa" | "ga" | "id" | "ne" | "nl" | "ta" | "yi" => return String::new(),
        // `ueber` and `über` are one.
        "de" => 1,
        // The endings of English are cut off, and what is put in their place is a letter (`hope`, `hoping`).
        "en" if letters > SHORT_STEM => letters - 1,
        _ => letters.saturating_sub(2),
    };
    stem.chars().take(most.min(common).max(1)).collect()
}

/// Folds the letters of a regular expression that are not ASCII: words are folded. (ASCII letters may be
/// classes such as `\D`, which mean something else in lower case.)
fn fold_letters(pattern: &str) -> String {
    pattern
        .chars()
        .map(
            |letter| {
                if letter.is_ascii() { letter.to_string() } else { fold(letter.encode_utf8(&mut [0; 4])) }
            },
        )
        .collect()
}

/// The last line of what the library says holds the reason; the lines above it draw the pattern.
fn plain_cause(message: &str) -> String {
    let last = message.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").trim_end_matches('.').to_owned()
}

/// The smallest byte string above all that start with `start`.
fn after_all_that_start_with(start: &str) -> Option<Vec<u8>> {
    let mut end = start.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

/// The regular expression of a pattern in which `*` stands for any letters and `?` for one.
fn wildcard_regex(pattern: &str) -> String {
    let mut regex = String::with_capacity(pattern.len().min(MAX_WORD_BYTES) * 2);
    for letter in pattern.chars() {
        match letter {
            '*' => regex.push_str(".*"),
            '?' => regex.push('.'),
            letter if letter.is_ascii_punctuation() => {
                regex.push('\\');
                regex.push(letter);
            }
            letter => regex.push(letter),
        }
    }
    regex
}

/// An automaton of letter edits as the dictionary wants it.
struct NearMiss(DFA);

impl Automaton for NearMiss {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expect: &str) {
        assert_eq!(wildcard_regex(pattern), expect);
    }

    #[test]
    fn a_wildcard_is_a_regular_expression_with_everything_else_taken_literally() {
        check("warn*", "warn.*");
        check("wom?n", "wom.n");
        check("a.b", "a\\.b");
    }

    #[test]
    fn a_regular_expression_weighs_by_what_it_repeats() {
        assert_eq!(
            ["h[a-z]+bour", "[a-z]{3,12}", "\\w\\d", "(a{50}){50}"].map(weight),
            [11, 132, 44, 27_500]
        );
    }

    #[test]
    fn the_end_of_a_prefix_is_the_next_byte_string() {
        assert_eq!(after_all_that_start_with("ab"), Some(b"ac".to_vec()));
    }

    #[test]
    fn every_word_of_a_stem_begins_as_the_others_do() {
        let mut stemmers = Stemmers::default();
        let english: Lang = "en".parse().expect("a language");
        for words in [
            "hope hoped hoping hopes",
            "happy happier happiness",
            "possible possibility possibilities possibly",
            "relate related relation relational",
            "die dying died dies",
            "sky skies",
            "sensitive sensitivity sensitivities",
            "agree agreed agreeing agreement",
            "generic generically",
        ] {
            let typed = words.split(' ').next().unwrap_or_default();
            let stem = stemmers.stem(english, typed).expect("a stemmer").to_owned();
            let start = shared_start(english, &stem, typed);
            for word in words.split(' ').filter(|word| stemmers.stem(english, word) == Some(&stem)) {
                assert!(word.starts_with(&start), "{word} {start}");
            }
        }
    }
}
