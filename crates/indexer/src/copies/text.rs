//! Whether two texts are copies, by the texts themselves.

use dateline_article::Article;
use dateline_schema::words::for_each_word;

use super::rule::{self, SHORT_TEXT_WORDS};
use super::sketch::{Numbers, Runs};

/// What is compared of a text: hashes of its runs and of its numbers, each sorted and once.
#[derive(Debug, Default)]
pub(super) struct TextHashes {
    runs: Vec<u64>,
    numbers: Vec<u64>,
}

impl TextHashes {
    pub fn of(article: &Article) -> TextHashes {
        TextHashes::of_words(|each| for_each_text_word(article, each))
    }

    fn of_words(for_each_word: impl FnOnce(&mut dyn FnMut(&str))) -> TextHashes {
        let mut hashes = TextHashes::default();
        let mut runs = Runs::default();
        let mut numbers = Numbers::default();
        for_each_word(&mut |word| {
            hashes.numbers.extend(numbers.word(word));
            runs.word(word, |hash| hashes.runs.push(hash));
        });
        hashes.numbers.extend(numbers.end());
        for list in [&mut hashes.runs, &mut hashes.numbers] {
            list.sort_unstable();
            list.dedup();
        }
        hashes
    }

    /// How many hashes are held.
    pub fn len(&self) -> usize {
        self.runs.len() + self.numbers.len()
    }

    /// Whether either text is a copy of the other, whole or in good part.
    pub fn is_copy(&self, other: &TextHashes) -> bool {
        let count = |list: &[u64]| list.len() as f64;
        let (runs, others) = (count(&self.runs), count(&other.runs));
        let fewer = runs.min(others);
        if !rule::fits_in_length(fewer, runs.max(others)) {
            return false;
        }
        let share = common(&self.runs, &other.runs) as f64 / fewer;
        let numbers = self.numbers.len().min(other.numbers.len());
        let missing = numbers - common(&self.numbers, &other.numbers);
        share >= rule::least_share(fewer)
            && missing as f64 <= rule::most_missing(numbers as f64, fewer, share)
    }
}

/// The words that decide: those of lead and body, and of the headline when there are few others.
pub(super) fn for_each_text_word(article: &Article, each: &mut dyn FnMut(&str)) {
    let mut words = 0;
    for text in [&article.lead, &article.body] {
        for_each_word(text, |word| {
            words += 1;
            each(word.folded);
        });
    }
    if words < SHORT_TEXT_WORDS {
        for_each_word(&article.title, |word| each(word.folded));
    }
}

/// How many entries two sorted lists have in common.
fn common(one: &[u64], other: &[u64]) -> usize {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut common = 0;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let order = a.cmp(b);
        common += usize::from(order.is_eq());
        if order.is_le() {
            left.next();
        }
        if order.is_ge() {
            right.next();
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "the council of the harbour voted on tuesday for the new bridge over the river which will \
                         cost 17 million and open in 2024 fishermen had asked for a ferry instead the mayor called \
                         the vote a victory for everyone who has stood in the queue at the old crossing";

    #[track_caller]
    fn check(one: &str, other: &str, expect: bool) {
        let hashes = |text: &str| TextHashes::of_words(|each| text.split_whitespace().for_each(each));
        let (one, other) = (hashes(one), hashes(other));
        assert_eq!(one.is_copy(&other), expect);
        assert_eq!(other.is_copy(&one), expect);
    }

    #[test]
    fn the_same_and_the_shortened_story_are_copies() {
        check(STORY, STORY, true);
        check(STORY, &STORY[..160], true);
        check(STORY, &format!("wire services {STORY}"), true);
    }

    #[test]
    fn a_quoted_line_and_another_story_are_not() {
        check(STORY, &STORY[..40], false);
        check(
            STORY,
            "teachers of four schools in the north walked out over pay and the size of classes",
            false,
        );
        check(STORY, "", false);
        check("", "", false);
    }

    #[test]
    fn a_form_with_other_numbers_is_not() {
        let report = "net income for the first quarter was 31 5 million against 28 2 million a year before revenues \
                      rose to 412 million from 377 million the board declared a dividend of 44 cents";
        check(report, report, true);
        check(report, &report.replace("28 2", "28 7"), true);
        check(report, &report.replace("28 2", "28 7").replace("31 5", "96 1"), false);
    }
}
