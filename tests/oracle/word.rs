//! Whether a word of a query is a word of an article: one comparison for each kind, letter by letter.

use dateline_query::ast::{Case, Word, WordKind};
use dateline_schema::words::{Stemmers, fold, for_each_word};

use super::text::Spelling;

/// The spellings that each part of a word stands for: `anti-war` has two parts, in a row.
pub fn parts(word: &Word, told: Told, spellings: &[Spelling], stemmers: &mut Stemmers) -> Vec<Vec<bool>> {
    let tests: Vec<Test> = match word.kind {
        WordKind::Plain if word.case == Case::Any => {
            analysed(&word.text).into_iter().map(|part| Test::Stem(part, told)).collect()
        }
        WordKind::Plain | WordKind::Exact => analysed(&word.text).into_iter().map(Test::Form).collect(),
        WordKind::Wildcard => {
            // The apostrophe of a contraction is no letter of the word.
            vec![Test::Glob(fold(&word.text).chars().filter(|letter| *letter != '\'').collect())]
        }
        WordKind::Fuzzy { distance } => {
            vec![Test::Edits(fold(&word.text).chars().collect(), distance.into())]
        }
        WordKind::Regex => {
            // Words are folded, so the letters of the expression are too.
            let folded: String = word
                .text
                .chars()
                .map(|c| if c.is_ascii() { c.to_string() } else { fold(&c.to_string()) })
                .collect();
            vec![Test::Regex(regex::Regex::new(&format!("^(?i:{folded})$")).expect("an expression"))]
        }
    };
    let fits = |test: &Test, stemmers: &mut Stemmers| {
        spellings
            .iter()
            .map(|spelling| {
                test.fits(spelling, stemmers) && (test.is_without_case() || has_case(spelling, word.case))
            })
            .collect()
    };
    tests.iter().map(|test| fits(test, stemmers)).collect()
}

/// How a stem is told.
///
/// Places are kept for folded words only, so that beside an operator of places a form is not found whose stem
/// is the same only with its accents.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Told {
    ByArticle,
    ByPlaces,
}

enum Test {
    Stem(Analysed, Told),
    Form(Analysed),
    Glob(Vec<char>),
    Edits(Vec<char>, usize),
    Regex(regex::Regex),
}

struct Analysed {
    lower: String,
    folded: String,
    is_pair: bool,
}

fn analysed(text: &str) -> Vec<Analysed> {
    let mut parts = Vec::new();
    for_each_word(text, |word| {
        let (lower, folded) = (word.lower.to_owned(), word.folded.to_owned());
        parts.push(Analysed { lower, folded, is_pair: word.is_pair });
    });
    parts
}

impl Test {
    /// Whether what was typed has neither capitals nor small letters: its case is not asked about. The
    /// words that a pattern finds always are.
    fn is_without_case(&self) -> bool {
        match self {
            Test::Stem(word, _) | Test::Form(word) => {
                !word.lower.chars().any(|letter| letter.is_lowercase() || letter.is_uppercase())
            }
            Test::Glob(_) | Test::Edits(..) | Test::Regex(_) => false,
        }
    }

    fn fits(&self, spelling: &Spelling, stemmers: &mut Stemmers) -> bool {
        let letters = || spelling.folded.chars().collect::<Vec<char>>();
        match self {
            Test::Stem(word, told) => {
                is_form(word, spelling) || is_same_stem(word, *told, spelling, stemmers)
            }
            Test::Form(word) => is_form(word, spelling),
            Test::Glob(pattern) => fits_glob(pattern, &letters()),
            Test::Edits(word, allowed) => {
                let letters = letters();
                letters.first() == word.first() && edits(word, &letters) <= *allowed
            }
            Test::Regex(regex) => regex.is_match(&spelling.folded),
        }
    }
}

/// A lone letter of a script without blanks is found in every word that holds it.
fn is_form(word: &Analysed, spelling: &Spelling) -> bool {
    let is_lone = word.is_pair && word.folded.chars().count() == 1;
    if is_lone {
        spelling.folded.contains(&word.folded) && spelling.is_pair
    } else {
        spelling.folded == word.folded
    }
}

/// Two words are forms of one when their stems are the same, with their accents or without.
fn is_same_stem(word: &Analysed, told: Told, spelling: &Spelling, stemmers: &mut Stemmers) -> bool {
    let Some(lang) = spelling.lang.filter(|_| !spelling.is_pair && !word.is_pair) else { return false };
    let mut stem = |form: &str| stemmers.stem(lang, form).map(str::to_owned);
    let (Some(accented), Some(folded)) = (stem(&word.lower), stem(&word.folded)) else { return false };
    let wanted = [accented, folded];
    let by_article =
        told == Told::ByArticle && stem(&spelling.lower).is_some_and(|stem| wanted.contains(&stem));
    by_article || stem(&spelling.folded).is_some_and(|stem| wanted.contains(&stem))
}

fn has_case(spelling: &Spelling, case: Case) -> bool {
    let mut letters = spelling.surface.chars().filter(|letter| letter.is_alphabetic());
    match case {
        Case::Any => true,
        Case::Capital => letters.any(char::is_uppercase),
        Case::AllCapital => letters.clone().any(char::is_uppercase) && !letters.any(char::is_lowercase),
        Case::NoCapital => !letters.any(char::is_uppercase),
    }
}

fn fits_glob(pattern: &[char], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some(('*', rest)) => (0..=word.len()).any(|skipped| fits_glob(rest, &word[skipped..])),
        Some(('?', rest)) => !word.is_empty() && fits_glob(rest, &word[1..]),
        Some((letter, rest)) => word.first() == Some(letter) && fits_glob(rest, &word[1..]),
    }
}

/// Letter edits: one more, one less, another one, or two neighbours swapped.
fn edits(left: &[char], right: &[char]) -> usize {
    let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = table[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
                let mut fewest = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                    fewest = fewest.min(table[i - 2][j - 2] + 1);
                }
                fewest
            };
        }
    }
    table[left.len()][right.len()]
}

/// Whether a value of a field fits a pattern of `*` and `?`.
pub fn value_fits_glob(pattern: &str, value: &str) -> bool {
    fits_glob(&pattern.chars().collect::<Vec<_>>(), &value.chars().collect::<Vec<_>>())
}
