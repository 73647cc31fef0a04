//! Which words of a text a query was about.

use std::ops::Range;

use dateline_article::Lang;
use dateline_schema::words::{Stemmers, for_each_word};

/// Words of a query as they may stand in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pattern {
    /// These, one directly behind the other.
    Row(Vec<WordTest>),
    /// These in any order, with at most so many other words among them.
    Window(Vec<WordTest>, u32),
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

/// One word of a text being marked.
struct TextWord {
    lower: String,
    folded: String,
    bytes: Range<usize>,
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
        let mut words = Vec::new();
        for_each_word(text, |word| {
            words.push(TextWord {
                lower: word.lower.to_owned(),
                folded: word.folded.to_owned(),
                bytes: word.start..word.end,
            });
        });
        let mut spots = Vec::new();
        let patterns = std::mem::take(&mut self.patterns);
        for (number, pattern) in patterns.iter().enumerate() {
            match pattern {
                Pattern::Row(tests) => self.rows(number, tests, &words, lang, &mut spots),
                Pattern::Window(tests, others) => {
                    self.windows(number, tests, *others, &words, lang, &mut spots);
                }
            }
        }
        self.patterns = patterns;
        spots.sort_by_key(|spot| (spot.words.start, spot.words.end));
        spots
    }

    pub(crate) fn patterns(&self) -> usize {
        self.patterns.len()
    }

    fn rows(
        &mut self,
        pattern: usize,
        tests: &[WordTest],
        words: &[TextWord],
        lang: Option<Lang>,
        spots: &mut Vec<Spot>,
    ) {
        let Some(last) = words.len().checked_sub(tests.len()) else {
            return;
        };
        for start in 0..=last {
            let run = &words[start..start + tests.len()];
            if run.iter().zip(tests).all(|(word, test)| self.passes(test, word, lang)) {
                let bytes = run.first().map_or(0, |word| word.bytes.start)
                    ..run.last().map_or(0, |word| word.bytes.end);
                spots.push(Spot { pattern, words: start..start + tests.len(), bytes });
            }
        }
    }

    fn windows(
        &mut self,
        pattern: usize,
        tests: &[WordTest],
        others: u32,
        words: &[TextWord],
        lang: Option<Lang>,
        spots: &mut Vec<Spot>,
    ) {
        let width = tests.len() + others as usize;
        let mut passing: Vec<(usize, usize)> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            for (number, test) in tests.iter().enumerate() {
                if self.passes(test, word, lang) {
                    passing.push((at, number));
                }
            }
        }
        // One sweep: a window that holds every test marks its words, each once.
        let mut held = vec![0_usize; tests.len()];
        let (mut different, mut right, mut marked_until) = (0, 0, 0);
        for left in 0..passing.len() {
            while right < passing.len() && passing[right].0 - passing[left].0 < width {
                let count = &mut held[passing[right].1];
                different += usize::from(*count == 0);
                *count += 1;
                right += 1;
            }
            if different == tests.len() {
                for &(at, _) in &passing[left.max(marked_until)..right] {
                    spots.push(Spot { pattern, words: at..at + 1, bytes: words[at].bytes.clone() });
                }
                marked_until = right;
            }
            let count = &mut held[passing[left].1];
            *count -= 1;
            different -= usize::from(*count == 0);
        }
    }

    fn passes(&mut self, test: &WordTest, word: &TextWord, lang: Option<Lang>) -> bool {
        match test {
            WordTest::Anything => true,
            WordTest::AnyOf(forms) => forms.binary_search(&word.folded).is_ok(),
            WordTest::Stem { lower, folded } => {
                let wanted = lang.and_then(|lang| self.stemmers.stem(lang, lower).map(str::to_owned));
                match (wanted, lang) {
                    (Some(wanted), Some(lang)) => {
                        self.stemmers.stem(lang, &word.lower) == Some(wanted.as_str())
                    }
                    _ => word.folded == *folded,
                }
            }
        }
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
    fn a_window_marks_its_words_when_all_are_near() {
        let window = Pattern::Window(vec![any_of(&["tax"]), any_of(&["fraud"])], 1);
        check(window, "fraud of tax; tax and then later some fraud", "fraud|tax");
    }
}
