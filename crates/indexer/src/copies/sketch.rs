//! A text in some forty bytes, by which copies are suspected.
//!
//! One-permutation MinHash: every run of nine bytes of the folded words falls by its hash into one of a
//! few bins, and each bin keeps the least of its hashes, cut to a byte. Of two texts, the share of bins
//! that agree estimates the share of runs they have in common.
//!
//! Ping Li, Art Owen, Cun-Hui Zhang: "One Permutation Hashing", NIPS 2012; empty bins are filled by
//! rotation: Anshumali Shrivastava, Ping Li: "Densifying One Permutation Hashing via Rotation for Fast
//! Near Neighbor Search", ICML 2014; a few bits of each bin are enough: Ping Li, Arnd Christian König:
//! "b-Bit Minwise Hashing", WWW 2010.

use std::cmp::Reverse;

use super::rule;

const BINS: usize = 32;

/// How far apart the two bins of a band stand. Every bin stands in several bands: of 32 bins, 8 that
/// agree are enough to be met in a band with high probability.
const STEPS: [usize; 3] = [1, 5, 11];
/// Pairs of bins. Texts that agree in both bins of a pair are looked at.
pub(crate) const BANDS: usize = BINS * STEPS.len();

/// Bytes of a run.
const SHINGLE_BYTES: u32 = 9;
const SHINGLE_MASK: u128 = (1 << (8 * SHINGLE_BYTES)) - 1;

/// The sketch of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// The first 64 bits of the article's id.
    pub id: u64,
    /// A bit for each number in the text, by its hash.
    numbers: u32,
    /// Runs of the text: see [`scaled`].
    runs: u8,
    bins: [u8; BINS],
}

impl Sketch {
    /// Bytes of the written form.
    pub const BYTES: usize = 8 + 4 + 1 + BINS;

    pub fn to_bytes(self) -> [u8; Sketch::BYTES] {
        let mut bytes = [0; Sketch::BYTES];
        bytes[..8].copy_from_slice(&self.id.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.numbers.to_le_bytes());
        bytes[12] = self.runs;
        bytes[13..].copy_from_slice(&self.bins);
        bytes
    }

    pub fn from_bytes(bytes: &[u8; Sketch::BYTES]) -> Sketch {
        let (id, rest) = bytes.split_first_chunk().expect("a sketch begins with an id");
        let (numbers, rest) = rest.split_first_chunk().expect("then the numbers");
        let (&runs, rest) = rest.split_first().expect("then the count of runs");
        Sketch {
            id: u64::from_le_bytes(*id),
            numbers: u32::from_le_bytes(*numbers),
            runs,
            bins: rest.try_into().expect("then the bins"),
        }
    }

    /// What two texts must agree in to be looked at.
    pub fn band(&self, band: usize) -> u16 {
        let (bin, step) = (band % BINS, STEPS[band / BINS]);
        u16::from_le_bytes([self.bins[bin], self.bins[(bin + step) % BINS]])
    }

    /// The place of the article among those that may lead a cluster: the longest text first, since it is
    /// the one that shortened versions are made of.
    pub fn rank(&self) -> (Reverse<u8>, u64) {
        (Reverse(self.runs), self.id)
    }

    /// Bins that agree, when it is worth reading both texts: they seem to share as much of the shorter one
    /// as copies must, and their numbers.
    pub fn likeness(&self, other: &Sketch) -> Option<u8> {
        /// The estimate from so few bins is off by so much.
        const DOUBT: f64 = 0.15;
        const LEAST_BINS: u8 = 4;
        let agreeing: u8 = self.bins.iter().zip(&other.bins).map(|(one, other)| u8::from(one == other)).sum();
        if agreeing < LEAST_BINS {
            return None;
        }
        let (runs, others) = (unscaled(self.runs), unscaled(other.runs));
        let (fewer, more) = (runs.min(others), runs.max(others));
        let jaccard = f64::from(agreeing) / BINS as f64;
        let shared = jaccard / (1.0 + jaccard) * (fewer + more);
        let may_be_copy = rule::fits_in_length(fewer * 1.125, more)
            && shared >= (rule::least_share(fewer) - DOUBT) * fewer
            && self.missing_numbers(other) <= rule::most_missing(self.fewer_numbers(other), fewer, 1.0);
        may_be_copy.then_some(agreeing)
    }

    /// Bits of numbers: at most as many as there are numbers.
    fn fewer_numbers(&self, other: &Sketch) -> f64 {
        // A bit may stand for several numbers.
        const NUMBERS_A_BIT: f64 = 1.5;
        f64::from(self.numbers.count_ones().min(other.numbers.count_ones())) * NUMBERS_A_BIT
    }

    fn missing_numbers(&self, other: &Sketch) -> f64 {
        let one = (self.numbers & !other.numbers).count_ones();
        f64::from(one.min((other.numbers & !self.numbers).count_ones()))
    }
}

/// A count in a byte: its highest bit's place and the three bits below, so that a step is an eighth.
fn scaled(count: u32) -> u8 {
    let shifted = u64::from(count) + 8;
    let top = shifted.ilog2();
    (((top - 3) << 3) as u8) | ((shifted >> (top - 3)) & 7) as u8
}

/// The least count that is [`scaled`] to this.
fn unscaled(scaled: u8) -> f64 {
    let (top, below) = (scaled >> 3, scaled & 7);
    ((u64::from(8 | below)) << top) as f64 - 8.0
}

/// Takes the words of one text after the other and gives its sketch.
#[derive(Debug)]
pub(crate) struct Sketcher {
    runs: Runs,
    joined: Numbers,
    least: [u32; BINS],
    count: u32,
    numbers: u32,
}

impl Default for Sketcher {
    fn default() -> Sketcher {
        Sketcher {
            runs: Runs::default(),
            joined: Numbers::default(),
            least: [u32::MAX; BINS],
            count: 0,
            numbers: 0,
        }
    }
}

impl Sketcher {
    pub fn word(&mut self, word: &str) {
        if let Some(number) = self.joined.word(word) {
            self.numbers |= number_bit(number);
        }
        let (least, count) = (&mut self.least, &mut self.count);
        self.runs.word(word, |hash| {
            *count = count.saturating_add(1);
            let bin = (((hash >> 32) * BINS as u64) >> 32) as usize;
            least[bin] = least[bin].min(hash as u32);
        });
    }

    /// The sketch of the words so far; the next word begins another text.
    pub fn take(&mut self, id: u64) -> Sketch {
        let mut text = std::mem::take(self);
        text.numbers |= text.joined.end().map_or(0, number_bit);
        let is_filled = |bin: usize| text.least[bin] != u32::MAX;
        let mut bins = [0; BINS];
        if text.count > 0 {
            for (number, bin) in bins.iter_mut().enumerate() {
                let away = (0..BINS).find(|away| is_filled((number + away) % BINS)).unwrap_or_default();
                let least = u64::from(text.least[(number + away) % BINS]);
                *bin = (mixed(least ^ (away as u64) << 32) >> 56) as u8;
            }
        }
        Sketch { id, numbers: text.numbers, runs: scaled(text.count), bins }
    }
}

/// Cuts words, with a blank behind each, into runs of nine bytes.
#[derive(Debug, Default)]
pub(super) struct Runs {
    window: u128,
    bytes: u32,
}

impl Runs {
    pub fn word(&mut self, word: &str, mut each: impl FnMut(u64)) {
        for &byte in word.as_bytes().iter().chain(b" ") {
            self.window = (self.window << 8 | u128::from(byte)) & SHINGLE_MASK;
            self.bytes = (self.bytes + 1).min(SHINGLE_BYTES);
            if self.bytes == SHINGLE_BYTES {
                each(mixed(
                    self.window as u64 ^ ((self.window >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15),
                ));
            }
        }
    }
}

/// Joins neighbouring words that hold digits to one number: `14 1 4` is 14¼, `1 208` is 1,208.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    hash: u64,
}

impl Numbers {
    /// Takes a word; gives the hash of the number that ended before it, if one did.
    pub fn word(&mut self, word: &str) -> Option<u64> {
        if !word.bytes().any(|byte| byte.is_ascii_digit()) {
            return self.end();
        }
        self.hash = word.bytes().chain(*b" ").fold(self.hash, |hash, byte| mixed(hash ^ u64::from(byte)));
        None
    }

    /// The hash of the number that the text ended with, if it did.
    pub fn end(&mut self) -> Option<u64> {
        Some(std::mem::take(&mut self.hash)).filter(|&hash| hash != 0)
    }
}

fn number_bit(hash: u64) -> u32 {
    1 << (hash >> 59)
}

/// Spreads a number over all bits: the finisher of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> Sketch {
        let mut sketcher = Sketcher::default();
        text.split_whitespace().for_each(|word| sketcher.word(word));
        sketcher.take(7)
    }

    #[track_caller]
    fn check(one: &str, other: &str, expect: bool) {
        assert_eq!(sketch(one).likeness(&sketch(other)).is_some(), expect, "{one} / {other}");
    }

    #[test]
    fn a_text_is_suspected_to_be_a_copy_of_itself_and_of_its_part() {
        let text = "the council of the harbour voted on the budget for the new bridge over the river";
        check(text, text, true);
        check(text, "the council of the harbour voted on the budget for the new bridge", true);
        check(text, "teachers and pupils of four schools in the north walked out in protest today", false);
        check("", "", false);
    }

    #[test]
    fn texts_of_one_form_with_other_numbers_are_not() {
        let text = "shares closed at 17 after 23 and opened at 19 before 21";
        check(text, text, true);
        check(text, "shares closed at 96 after 41 and opened at 98 before 45", false);
    }

    #[test]
    fn a_sketch_reads_back_as_itself() {
        let sketch = sketch("the council voted on 17 motions");
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), sketch);
    }

    #[test]
    fn a_scaled_count_is_at_most_an_eighth_off_and_keeps_the_order() {
        let mut last = 0;
        for count in (0..100_000).chain([u32::MAX / 2, u32::MAX]) {
            let byte = scaled(count);
            assert!(byte >= last, "{count}");
            let back = unscaled(byte);
            let off = (f64::from(count) - back) / (f64::from(count)).max(1.0);
            assert!((-0.01..=0.126).contains(&off), "{count} came back as {back}");
            last = byte;
        }
        assert_eq!(scaled(0), 0);
        assert!(scaled(1) > 0);
    }
}
