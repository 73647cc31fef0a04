//! Whether two texts are copies, by the texts themselves.

use dateline_article::Article;
use dateline_schema::words::for_each_word;

use super::sketch::{Runs, number_hash};

/// The share of the shorter text's runs that the longer one must hold. Measured on wire copy and press
/// releases: at 0.4, chains of half-alike texts join what nobody would call copies (653 reports of prices
/// in one cluster of Reuters 1987; 14 at 0.7).
const LEAST_SHARE: f64 = 0.7;
/// Texts with fewer runs than this are mostly form, and must agree in more.
const FEW_RUNS: usize = 300;
const LEAST_SHARE_OF_FEW: f64 = 0.8;
/// The share of the numbers in the text with fewer of them that the other one must hold. Reports of one
/// form, such as those of earnings, differ in little else.
const LEAST_NUMBERS: f64 = 0.5;

/// What is compared of a text: hashes of its runs and of its numbers, each sorted and once.
#[derive(Debug, Default)]
pub(super) struct TextHashes {
    runs: Vec<u64>,
    numbers: Vec<u64>,
}

impl TextHashes {
    pub fn of(article: &Article) -> TextHashes {
        let mut hashes = TextHashes::default();
        let mut runs = Runs::default();
        for_each_text_word(article, |word| {
            hashes.numbers.extend(number_hash(word));
            runs.word(word, |hash| hashes.runs.push(hash));
        });
        for list in [&mut hashes.runs, &mut hashes.numbers] {
            list.sort_unstable();
            list.dedup();
        }
        hashes
    }

    /// Whether either text is a copy of the other, whole or in good part.
    pub fn is_copy(&self, other: &TextHashes) -> bool {
        let runs = self.runs.len().min(other.runs.len());
        let least = if runs < FEW_RUNS { LEAST_SHARE_OF_FEW } else { LEAST_SHARE };
        shares(&self.numbers, &other.numbers, LEAST_NUMBERS)
            && !self.runs.is_empty()
            && !other.runs.is_empty()
            && shares(&self.runs, &other.runs, least)
    }
}

/// The words that decide: those of lead and body, or of the headline when there is no other text.
fn for_each_text_word(article: &Article, mut each: impl FnMut(&str)) {
    let mut is_bare = true;
    for text in [&article.lead, &article.body] {
        for_each_word(text, |word| {
            is_bare = false;
            each(word.folded);
        });
    }
    if is_bare {
        for_each_word(&article.title, |word| each(word.folded));
    }
}

/// Whether the longer of two sorted lists holds at least this share of the shorter one.
fn shares(one: &[u64], other: &[u64], least: f64) -> bool {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut common = 0_usize;
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
    common as f64 >= least * one.len().min(other.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &[u64], other: &[u64], expect: bool) {
        assert_eq!(shares(one, other, 0.5), expect);
    }

    #[test]
    fn the_shorter_list_decides() {
        check(&[1, 2], &[2, 3, 4, 5, 6], true);
        check(&[1, 2, 7], &[2, 3, 4, 5, 6], false);
        check(&[], &[1], true);
    }
}
