//! Whether two texts are copies, by the texts themselves.

use dateline_article::Article;
use dateline_schema::words::for_each_word;

use super::sketch::{Runs, number_hash};

/// The share of the shorter text's runs that the longer one must hold. Measured on wire copy and press
/// releases: at 0.4, chains of half-alike texts join what nobody would call copies (653 reports of prices
/// in one cluster of Reuters 1987; 14 at 0.7).
pub(super) const LEAST_SHARE: f64 = 0.7;
/// Texts with fewer runs than this are mostly form, and must agree in more.
pub(super) const FEW_RUNS: usize = 300;
const LEAST_SHARE_OF_FEW: f64 = 0.8;
/// The share of the numbers in the text with fewer of them that the other one must hold. Reports of one
/// form, such as those of earnings, differ in little else.
const LEAST_NUMBERS: f64 = 0.5;

/// What is compared of a text.
#[derive(Debug)]
pub(super) struct TextHashes {
    runs: Hashes,
    numbers: Hashes,
}

impl TextHashes {
    pub fn of(article: &Article) -> TextHashes {
        // A run begins at nearly every byte.
        let mut all_runs = Vec::with_capacity(article.lead.len() + article.body.len());
        let mut numbers = Vec::new();
        let mut runs = Runs::default();
        for_each_text_word(article, |word| {
            numbers.extend(number_hash(word));
            runs.word(word, |hash| all_runs.push(hash));
        });
        TextHashes { runs: Hashes::of(&all_runs), numbers: Hashes::of(&numbers) }
    }

    /// About how much memory this takes.
    pub fn bytes(&self) -> usize {
        4 * (self.runs.slots.len() + self.numbers.slots.len())
    }

    /// Whether either text is a copy of the other, whole or in good part.
    pub fn is_copy(&self, other: &TextHashes) -> bool {
        let runs = self.runs.count.min(other.runs.count);
        let least = if runs < FEW_RUNS { LEAST_SHARE_OF_FEW } else { LEAST_SHARE };
        runs > 0 && self.numbers.shares(&other.numbers, LEAST_NUMBERS) && self.runs.shares(&other.runs, least)
    }
}

/// Hashes of one text, each once.
///
/// A table with open addresses whose slots ascend with the hashes: going through one set and looking
/// into another visits both from start to end. Building it is five times as fast as sorting.
#[derive(Debug)]
struct Hashes {
    /// The upper halves of the hashes, 0 where there is none.
    slots: Vec<u32>,
    count: usize,
}

impl Hashes {
    fn of(hashes: &[u64]) -> Hashes {
        // At most two of three slots are taken.
        let mut set = Hashes { slots: vec![0; (hashes.len() * 3 / 2 + 2).next_power_of_two()], count: 0 };
        for &hash in hashes {
            // Nothing is lost: a hash of 0 becomes one of 4 billion others.
            let hash = ((hash >> 32) as u32).max(1);
            let slot = set.slot(hash);
            set.count += usize::from(set.slots[slot] == 0);
            set.slots[slot] = hash;
        }
        set
    }

    /// Where a hash stands, or would.
    fn slot(&self, hash: u32) -> usize {
        let mut slot = ((u64::from(hash) * self.slots.len() as u64) >> 32) as usize;
        while self.slots[slot] != 0 && self.slots[slot] != hash {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    /// Whether the larger of two sets holds at least this share of the smaller one.
    fn shares(&self, other: &Hashes, least: f64) -> bool {
        let (fewer, more) = if self.count <= other.count { (self, other) } else { (other, self) };
        // The hashes stand in no order: their first ones tell of the others, and mostly a part of them decides.
        let least = (least * fewer.count as f64).ceil() as usize;
        let mut may_miss = fewer.count - least;
        let mut missing = least;
        for &hash in fewer.slots.iter().filter(|&&hash| hash != 0) {
            if more.slots[more.slot(hash)] == hash {
                missing = missing.saturating_sub(1);
            } else if may_miss == 0 {
                return false;
            } else {
                may_miss -= 1;
            }
            if missing == 0 {
                return true;
            }
        }
        missing == 0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &[u64], other: &[u64], expect: bool) {
        for place in [1, 16, 31] {
            let set = |numbers: &[u64]| {
                Hashes::of(&numbers.iter().map(|number| number << (32 + place)).collect::<Vec<_>>())
            };
            let (one, other) = (set(one), set(other));
            assert_eq!(one.shares(&other, 0.5), expect);
            assert_eq!(other.shares(&one, 0.5), expect);
        }
    }

    #[test]
    fn the_smaller_set_decides() {
        check(&[1], &[0, 1], true);
        check(&[0, 0, 0, 1], &[1, 1], true);
        check(&[], &[1], true);
        check(&[], &[], true);
    }

    #[test]
    fn hashes_of_one_slot_are_told_apart() {
        let all: Vec<u64> = (1..=40).map(|number| (u64::from(u32::MAX) - number) << 32).collect();
        let (some, others) = (&all[..20], &all[19..]);
        assert_eq!(Hashes::of(&all).count, 40);
        assert!(Hashes::of(some).shares(&Hashes::of(&all), 1.0));
        assert!(!Hashes::of(some).shares(&Hashes::of(others), 0.06));
        assert!(Hashes::of(some).shares(&Hashes::of(others), 0.05));
    }
}
