//! Which words of a text a query was about.

use std::ops::Range;

use dateline_article::Lang;
use dateline_schema::LetterCase;
use dateline_schema::words::{Stemmers, for_each_word};

use super::places::CaseTest;

/// Words of a query as they may stand in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pattern {
    /// These, one directly behind the other.
    Row(Vec<WordTest>),
    /// These in any order, with at most so many other words among them.
    Window(Vec<WordTest>, u32),
    /// A row or a window whose words pass tests of letter case, told by the number of their test.
    Cased(Box<Pattern>, Vec<CaseTest>),
    /// What is found of either side within so many steps of something of the other; next to each other is one.
    Near { sides: [Vec<Pattern>; 2], steps: u32, sequence: Sequence },
}

/// Which side of a pair comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sequence {
    /// Either.
    Any,
    /// The first.
    AsWritten,
}

/// What one word of a text must be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WordTest {
    /// The same stem in the language of the text.
    Stem { lower: String, folded: String },
    /// One of these folded words; sorted.
    AnyOf(Vec<String>),
    /// Any word at all.
    Anything,
}

impl Pattern {
    /// Every test, in order.
    fn tests(&self) -> Vec<&WordTest> {
        match self {
            Pattern::Row(tests) | Pattern::Window(tests, _) => tests.iter().collect(),
            Pattern::Cased(of, _) => of.tests(),
            Pattern::Near { sides, .. } => sides.iter().flatten().flat_map(Pattern::tests).collect(),
        }
    }

    /// The same pattern, in some letter case.
    pub fn in_case(self, cases: Vec<CaseTest>) -> Pattern {
        if cases.is_empty() { self } else { Pattern::Cased(Box::new(self), cases) }
    }

    pub fn word(test: WordTest) -> Pattern {
        Pattern::Row(vec![test])
    }
}

/// A text with the words to be highlighted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Byte ranges of the text; sorted, apart from each other.
    pub marks: Vec<Range<usize>>,
}

/// A match of one pattern in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub pattern: usize,
    pub words: Range<usize>,
    pub bytes: Range<usize>,
}

/// Finds the words of one query in texts.
pub struct Highlighter {
    patterns: Vec<Pattern>,
    stemmers: Stemmers,
}

/// A word of a text that passes a test: the number of the word, and where it stands.
type Passing = Vec<(usize, Range<usize>)>;

/// Languages whose stemmers change the start of a word: there, a stem says nothing about first letters.
const PREFIXING: &[&str] = &["ar", "fa", "id", "ta"];

/// A test, made ready for texts of one language.
struct Ready<'a> {
    test: &'a WordTest,
    /// The stem wanted, where the language has stems.
    stem: Option<(Lang, String)>,
    /// The first letter of every word that can pass, where that is known.
    first: Option<char>,
}

impl Highlighter {
    pub(crate) fn new(patterns: Vec<Pattern>) -> Highlighter {
        let mut kept: Vec<Pattern> = Vec::new();
        for pattern in patterns {
            if !kept.contains(&pattern) {
                kept.push(pattern);
            }
        }
        Highlighter { patterns: kept, stemmers: Stemmers::default() }
    }

    /// Marks the words of the query in a text of this language.
    pub fn mark(&mut self, text: &str, lang: Option<Lang>) -> Marked {
        let spots = self.spots(text, lang);
        let ranges = spots.into_iter().map(|spot| spot.bytes);
        Marked { text: text.to_owned(), marks: merge(ranges.collect()) }
    }

    /// Every match of every pattern, by place. For words in a window, each word is a spot of its own.
    pub(crate) fn spots(&mut self, text: &str, lang: Option<Lang>) -> Vec<Spot> {
        let tests: Vec<&WordTest> = self.patterns.iter().flat_map(Pattern::tests).collect();
        let passing = passing(text, lang, &tests, &mut self.stemmers);
        let mut spots = Vec::new();
        let mut rest = passing.as_slice();
        for (number, pattern) in self.patterns.iter().enumerate() {
            let (own, others) = rest.split_at(pattern.tests().len());
            rest = others;
            pattern_spots(number, pattern, text, own, &mut spots);
        }
        spots.sort_by_key(|spot| (spot.words.start, spot.words.end));
        spots
    }

    pub(crate) fn patterns(&self) -> usize {
        self.patterns.len()
    }
}

/// For each test, the words of a text that pass it. Nothing is kept of the other words.
fn passing(text: &str, lang: Option<Lang>, tests: &[&WordTest], stemmers: &mut Stemmers) -> Vec<Passing> {
    let ready: Vec<Ready<'_>> = tests.iter().map(|test| Ready::new(test, lang, stemmers)).collect();
    let mut passing = vec![Passing::new(); tests.len()];
    let mut number = 0;
    for_each_word(text, |word| {
        let first = word.folded.chars().next();
        for (ready, passing) in ready.iter().zip(&mut passing) {
            let may_pass = ready.first.is_none() || ready.first == first;
            if may_pass && ready.passes(word.lower, word.folded, stemmers) {
                passing.push((number, word.start..word.end));
            }
        }
        number += 1;
    });
    passing
}

impl Ready<'_> {
    fn new<'a>(test: &'a WordTest, lang: Option<Lang>, stemmers: &mut Stemmers) -> Ready<'a> {
        let WordTest::Stem { lower, folded } = test else {
            return Ready { test, stem: None, first: None };
        };
        let stem = lang.and_then(|lang| stemmers.stem(lang, lower).map(|stem| (lang, stem.to_owned())));
        let keeps_first = lang.is_none_or(|lang| !PREFIXING.contains(&lang.code()));
        Ready { test, stem, first: folded.chars().next().filter(|_| keeps_first) }
    }

    fn passes(&self, lower: &str, folded: &str, stemmers: &mut Stemmers) -> bool {
        match (self.test, &self.stem) {
            (WordTest::Anything, _) => true,
            (WordTest::AnyOf(forms), _) => forms.binary_search_by(|form| form.as_str().cmp(folded)).is_ok(),
            (WordTest::Stem { .. }, Some((lang, stem))) => stemmers.stem(*lang, lower) == Some(stem.as_str()),
            (WordTest::Stem { folded: wanted, .. }, None) => folded == wanted,
        }
    }
}

/// Every match of a pattern, given the words that pass its tests.
fn pattern_spots(number: usize, pattern: &Pattern, text: &str, passing: &[Passing], spots: &mut Vec<Spot>) {
    match pattern {
        Pattern::Row(tests) => rows(number, tests, passing, spots),
        Pattern::Window(_, others) => windows(number, *others, passing, spots),
        Pattern::Cased(of, cases) => {
            pattern_spots(number, of, text, &in_case(text, cases, passing), spots);
        }
        Pattern::Near { sides, steps, sequence } => {
            let mut rest = passing;
            let [left, right] = sides.each_ref().map(|side| {
                let mut found = Vec::new();
                for pattern in side {
                    let (own, others) = rest.split_at(pattern.tests().len());
                    rest = others;
                    pattern_spots(number, pattern, text, own, &mut found);
                }
                found
            });
            let (starts, ends) =
                ([Starts::of(&left), Starts::of(&right)], [Ends::of(&left), Ends::of(&right)]);
            let is_any = *sequence == Sequence::Any;
            spots.extend(left.into_iter().filter(|spot| {
                starts[1].is_within(spot, *steps) || (is_any && ends[1].is_within(spot, *steps))
            }));
            spots.extend(right.into_iter().filter(|spot| {
                ends[0].is_within(spot, *steps) || (is_any && starts[0].is_within(spot, *steps))
            }));
        }
    }
}

/// Where spots begin, sorted.
struct Starts(Vec<usize>);

impl Starts {
    fn of(spots: &[Spot]) -> Starts {
        let mut starts: Vec<usize> = spots.iter().map(|spot| spot.words.start).collect();
        starts.sort_unstable();
        Starts(starts)
    }

    /// Whether one begins behind a spot, within so many steps.
    fn is_within(&self, spot: &Spot, steps: u32) -> bool {
        let next = self.0.partition_point(|&start| start < spot.words.end);
        self.0.get(next).is_some_and(|start| start - spot.words.end < steps as usize)
    }
}

/// Where spots end, sorted.
struct Ends(Vec<usize>);

impl Ends {
    fn of(spots: &[Spot]) -> Ends {
        let mut ends: Vec<usize> = spots.iter().map(|spot| spot.words.end).collect();
        ends.sort_unstable();
        Ends(ends)
    }

    /// Whether one ends before a spot, within so many steps.
    fn is_within(&self, spot: &Spot, steps: u32) -> bool {
        let count = self.0.partition_point(|&end| end <= spot.words.start);
        self.0[..count].last().is_some_and(|end| spot.words.start - end < steps as usize)
    }
}

/// Leaves only the words in some letter case. The parts of one word stand in a row.
fn in_case(text: &str, cases: &[CaseTest], passing: &[Passing]) -> Vec<Passing> {
    let case_at = |part: usize, word: Option<usize>| {
        let words = &passing[part];
        let found = words.binary_search_by_key(&word?, |(at, _)| *at).ok()?;
        Some(LetterCase::of(&text[words[found].1.clone()]))
    };
    let mut kept = passing.to_vec();
    for case in cases {
        for &own in &case.offsets {
            kept[own].retain(|(at, _)| {
                case.passes(|part| {
                    case_at(part, (at + part).checked_sub(own)).unwrap_or(LetterCase::NoCapital)
                })
            });
        }
    }
    kept
}

/// Runs of words, one for each test.
fn rows(pattern: usize, tests: &[WordTest], passing: &[Passing], spots: &mut Vec<Spot>) {
    let Some(first) = passing.first() else { return };
    for (start, bytes) in first {
        let mut end = bytes.end;
        let fits = (1..tests.len()).all(|offset| {
            let list = &passing[offset];
            match list.binary_search_by_key(&(start + offset), |(at, _)| *at) {
                Ok(found) => {
                    end = list[found].1.end;
                    true
                }
                Err(_) => false,
            }
        });
        if fits {
            spots.push(Spot { pattern, words: *start..start + tests.len(), bytes: bytes.start..end });
        }
    }
}

/// The words of every window that holds all tests, each word once.
fn windows(pattern: usize, others: u32, passing: &[Passing], spots: &mut Vec<Spot>) {
    let width = passing.len() + others as usize;
    let mut events: Vec<(usize, usize, &Range<usize>)> = passing
        .iter()
        .enumerate()
        .flat_map(|(test, list)| list.iter().map(move |(at, bytes)| (*at, test, bytes)))
        .collect();
    events.sort_by_key(|&(at, test, _)| (at, test));
    let mut held = vec![0_usize; passing.len()];
    let (mut different, mut right, mut marked_until) = (0, 0, 0);
    for left in 0..events.len() {
        while right < events.len() && events[right].0 - events[left].0 < width {
            let count = &mut held[events[right].1];
            different += usize::from(*count == 0);
            *count += 1;
            right += 1;
        }
        if different == passing.len() {
            for &(at, _, bytes) in &events[left.max(marked_until)..right] {
                spots.push(Spot { pattern, words: at..at + 1, bytes: bytes.clone() });
            }
            marked_until = right;
        }
        let count = &mut held[events[left].1];
        *count -= 1;
        different -= usize::from(*count == 0);
    }
}

/// Joins ranges that touch or overlap.
fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Case;

    fn any_of(words: &[&str]) -> WordTest {
        WordTest::AnyOf(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[track_caller]
    fn check(pattern: Pattern, text: &str, expect: &str) {
        let mut highlighter = Highlighter::new(vec![pattern]);
        let marked = highlighter.mark(text, Some(Lang::EN));
        let shown: Vec<&str> = marked.marks.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(shown.join("|"), expect);
    }

    #[test]
    fn a_stem_marks_every_form_of_its_word() {
        let test = WordTest::Stem { lower: "floods".to_owned(), folded: "floods".to_owned() };
        check(Pattern::word(test), "Flood after flooding; bloods.", "Flood|flooding");
    }

    #[test]
    fn a_row_marks_no_stray_words() {
        let row = Pattern::Row(vec![any_of(&["dock"]), any_of(&["strike"])]);
        check(row, "A strike. The dock strike at the dock.", "dock strike");
    }

    #[test]
    fn only_words_in_their_case_are_marked() {
        let cased = |words: &[&str], case, offsets: &[usize]| {
            let test = CaseTest { case, offsets: offsets.to_vec() };
            Pattern::Row(words.iter().map(|word| any_of(&[word])).collect()).in_case(vec![test])
        };
        check(cased(&["may"], Case::Capital, &[0]), "May may not. MAY 5", "May|MAY");
        check(cased(&["who"], Case::AllCapital, &[0]), "Who is the WHO’s chief, who?", "WHO");
        check(cased(&["may"], Case::NoCapital, &[0]), "may May", "may");
        check(cased(&["e", "mail"], Case::Capital, &[0, 1]), "mail e-mail E-mail e-Mail", "E-mail|e-Mail");
        let window = Pattern::Window(vec![any_of(&["may"]), any_of(&["bush"])], 0);
        let test = CaseTest { case: Case::Capital, offsets: vec![1] };
        check(window.in_case(vec![test]), "may bush; may Bush", "may|Bush");
    }

    #[test]
    fn a_pair_marks_only_what_is_close_to_the_other_side() {
        let near = |steps, sequence| {
            let side = |word| vec![Pattern::word(any_of(&[word]))];
            Pattern::Near { sides: [side("oil"), side("price")], steps, sequence }
        };
        let text = "Oil. The price of oil and the high price; oil is oil.";
        check(near(2, Sequence::Any), text, "Oil|price|oil|price|oil");
        check(near(1, Sequence::Any), text, "price|oil");
        check(near(3, Sequence::AsWritten), text, "Oil|price");
        check(near(4, Sequence::AsWritten), text, "Oil|price|oil|price");
        let phrase = Pattern::Row(vec![any_of(&["high"]), any_of(&["price"])]);
        let sides = [vec![phrase], vec![Pattern::word(any_of(&["price"]))]];
        check(Pattern::Near { sides, steps: 5, sequence: Sequence::Any }, "high price", "");
    }

    #[test]
    fn a_window_marks_its_words_when_all_are_near() {
        let window = Pattern::Window(vec![any_of(&["tax"]), any_of(&["fraud"])], 1);
        check(window, "fraud of tax; tax and then later some fraud", "fraud|tax");
    }
}
