//! A text in some hundred bytes, by which copies are suspected.
//!
//! One-permutation MinHash: every run of nine bytes of the folded words falls by its hash into one of a
//! few bins, and each bin keeps the least of its hashes, cut to a byte. Of two texts, the share of bins
//! that agree estimates the share of runs they have in common.
//!
//! Ping Li, Art Owen, Cun-Hui Zhang: "One Permutation Hashing", NIPS 2012; empty bins are filled by
//! rotation: Anshumali Shrivastava, Ping Li: "Densifying One Permutation Hashing via Rotation for Fast
//! Near Neighbor Search", ICML 2014; a few bits of each bin are enough: Ping Li, Arnd Christian König:
//! "b-Bit Minwise Hashing", WWW 2010.

use super::sample::sampled;
use super::text::{FEW_RUNS, LEAST_SHARE};

const BINS: usize = 64;
/// Threes of bins, which overlap. Texts that agree in all bins of a three are compared: without anything in
/// common, one pair of 16 million does.
pub(crate) const BANDS: usize = BINS;
/// How far apart the bins of a three stand. No two threes share more than one bin.
const STEPS: [usize; 2] = [5, 16];

/// Where one text is longer than this, few bins agree although it holds the other one whole, and so few agree by chance:
/// among a million articles most pairs that seemed alike were such pairs, and each cost the reading of two texts.
const TIMES_LONGER: u16 = 4;
/// So many bins must agree then.
const AGREEING_THEN: u8 = 8;

/// Bytes of a run.
const SHINGLE_BYTES: u32 = 9;

/// The sketch of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// The first 64 bits of the article's id.
    pub id: u64,
    /// A bit for each number in the text, by its hash.
    numbers: u64,
    /// Runs of the text, as far as 16 bits count.
    runs: u16,
    bins: [u8; BINS],
}

impl Sketch {
    /// Bytes of the written form.
    pub const BYTES: usize = 8 + 8 + 2 + BINS;

    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Sketch::BYTES);
        bytes.extend(self.id.to_le_bytes());
        bytes.extend(self.numbers.to_le_bytes());
        bytes.extend(self.runs.to_le_bytes());
        bytes.extend(self.bins);
        bytes
    }

    pub fn from_bytes(bytes: &[u8; Sketch::BYTES]) -> Sketch {
        let (id, rest) = bytes.split_first_chunk().expect("a sketch begins with an id");
        let (numbers, rest) = rest.split_first_chunk().expect("then the numbers");
        let (runs, rest) = rest.split_first_chunk().expect("then the count of runs");
        Sketch {
            id: u64::from_le_bytes(*id),
            numbers: u64::from_le_bytes(*numbers),
            runs: u16::from_le_bytes(*runs),
            bins: rest.try_into().expect("then the bins"),
        }
    }

    /// What two texts must agree in to be compared.
    pub fn band(&self, band: usize) -> u32 {
        let bin = |step: usize| self.bins[(band + step) % BINS];
        u32::from_le_bytes([bin(0), bin(STEPS[0]), bin(STEPS[1]), 0])
    }

    /// Whether it is worth reading both texts: they seem to share a good part of the shorter one, and
    /// their numbers.
    pub fn may_be_copy(&self, other: &Sketch) -> bool {
        /// The estimate may be off by so many of its standard deviations, and by so much altogether.
        const DEVIATIONS: f64 = 3.0;
        const MOST_OFF: f64 = 0.25;
        let (fewer, more) = (self.runs.min(other.runs), self.runs.max(other.runs));
        if fewer == 0 || !self.shares_numbers(other) {
            return false;
        }
        let agreeing = self.agreeing(other);
        if more / fewer >= TIMES_LONGER && agreeing < AGREEING_THEN {
            return false;
        }
        let jaccard = f64::from(agreeing) / BINS as f64;
        // How many runs both have together, counted in those of the shorter text.
        let all = (f64::from(self.runs) + f64::from(other.runs)) / f64::from(fewer);
        let share = all * jaccard / (1.0 + jaccard);
        // Few runs leave bins empty, and what fills these is no evidence of its own.
        let off = if usize::from(fewer) < FEW_RUNS {
            MOST_OFF
        } else {
            let deviation = (jaccard * (1.0 - jaccard) / BINS as f64).sqrt();
            (DEVIATIONS * deviation * all / (1.0 + jaccard).powi(2)).min(MOST_OFF)
        };
        share >= LEAST_SHARE - off
    }

    /// Whether both texts are copies beyond doubt: neither need be read.
    ///
    /// Where two texts share less than what is asked of copies, a bin agrees with a probability of 0.54 at
    /// most: so many of 64 do in one of a million such pairs.
    pub fn must_be_copy(&self, other: &Sketch) -> bool {
        const BEYOND_DOUBT: u8 = 54;
        usize::from(self.runs.min(other.runs)) >= FEW_RUNS
            && self.must_share_numbers(other)
            && self.agreeing(other) >= BEYOND_DOUBT
    }

    /// Bits that are mostly set tell nothing of numbers.
    fn must_share_numbers(&self, other: &Sketch) -> bool {
        let (one, another) = (self.numbers.count_ones(), other.numbers.count_ones());
        one.max(another) <= 32 && (self.numbers & other.numbers).count_ones() * 4 >= one.min(another) * 3
    }

    fn agreeing(&self, other: &Sketch) -> u8 {
        self.bins.iter().zip(&other.bins).map(|(one, other)| u8::from(one == other)).sum()
    }

    fn shares_numbers(&self, other: &Sketch) -> bool {
        let fewer = self.numbers.count_ones().min(other.numbers.count_ones());
        (self.numbers & other.numbers).count_ones() * 2 >= fewer
    }
}

/// Takes the words of one text after the other and gives its sketch.
#[derive(Debug)]
pub(crate) struct Sketcher {
    runs: Runs,
    least: [u32; BINS],
    count: u64,
    numbers: u64,
    sample: Vec<u16>,
}

impl Default for Sketcher {
    fn default() -> Sketcher {
        Sketcher { runs: Runs::default(), least: [u32::MAX; BINS], count: 0, numbers: 0, sample: Vec::new() }
    }
}

impl Sketcher {
    pub fn word(&mut self, word: &str) {
        if let Some(number) = number_hash(word) {
            self.numbers |= 1 << (number >> 58);
        }
        let (least, count, sample) = (&mut self.least, &mut self.count, &mut self.sample);
        self.runs.word(word, |hash| {
            *count += 1;
            let bin = (((hash >> 32) * BINS as u64) >> 32) as usize;
            least[bin] = least[bin].min(hash as u32);
            sample.extend(sampled((hash >> 32) as u32));
        });
    }

    /// The sketch of the words so far, and a sample of their runs, ascending; the next word begins another
    /// text.
    pub fn take(&mut self, id: u64) -> (Sketch, Box<[u16]>) {
        let mut text = std::mem::take(self);
        let is_filled = |bin: usize| text.least[bin] != u32::MAX;
        let mut bins = [0; BINS];
        if text.count > 0 {
            for (number, bin) in bins.iter_mut().enumerate() {
                let away = (0..BINS).find(|away| is_filled((number + away) % BINS)).unwrap_or_default();
                let least = u64::from(text.least[(number + away) % BINS]);
                *bin = (mixed(least ^ (away as u64) << 32) >> 56) as u8;
            }
        }
        let runs = u16::try_from(text.count).unwrap_or(u16::MAX);
        text.sample.sort_unstable();
        text.sample.dedup();
        (Sketch { id, numbers: text.numbers, runs, bins }, text.sample.into())
    }
}

/// Cuts words, with a blank behind each, into runs of nine bytes.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// The last eight bytes.
    last: u64,
    bytes: u32,
}

impl Runs {
    pub fn word(&mut self, word: &str, mut each: impl FnMut(u64)) {
        for &byte in word.as_bytes().iter().chain(b" ") {
            let first = self.last >> 56;
            self.last = self.last << 8 | u64::from(byte);
            self.bytes += 1;
            if self.bytes >= SHINGLE_BYTES {
                self.bytes = SHINGLE_BYTES;
                each(mixed(self.last ^ first.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            }
        }
    }
}

/// The hash of a word that holds a digit.
pub(super) fn number_hash(word: &str) -> Option<u64> {
    if !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(word.bytes().fold(0, |hash, byte| mixed(hash ^ u64::from(byte))))
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
        sketcher.take(7).0
    }

    #[track_caller]
    fn check(one: &str, other: &str, expect: bool) {
        assert_eq!(sketch(one).may_be_copy(&sketch(other)), expect, "{one} / {other}");
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
        check("shares closed at 17 after 23", "shares closed at 17 after 23", true);
        check("shares closed at 17 after 23", "shares closed at 96 after 41", false);
    }

    /// A text of so many words, of which all behind the first so many are its own.
    fn story(common: usize, words: usize, own: &str) -> String {
        let word = |number: usize| {
            let name = if number < common { "" } else { own };
            format!("{name}{} ", mixed(number as u64) % 1_000_000)
                .bytes()
                .map(|byte| if byte.is_ascii_digit() { byte - b'0' + b'k' } else { byte })
                .map(char::from)
                .collect::<String>()
        };
        (0..words).map(word).collect()
    }

    #[test]
    fn long_texts_are_read_only_where_their_sketches_leave_a_doubt() {
        let of = |common| {
            let (one, other) = (sketch(&story(common, 300, "a")), sketch(&story(common, 300, "b")));
            (one.may_be_copy(&other), one.must_be_copy(&other))
        };
        assert_eq!([50, 225, 299].map(of), [(false, false), (true, false), (true, true)]);
        // Many numbers of one text are missing in the other.
        let with = |numbers: &str| sketch(&format!("{numbers} {}", story(300, 300, "")));
        let (one, other) = (with("17 23 96 41"), with("17 23 95 44"));
        assert_eq!((one.may_be_copy(&other), one.must_be_copy(&other)), (true, false));
    }

    #[test]
    fn a_much_longer_text_must_agree_in_more_than_chance_does() {
        let (short, long) = (sketch(&story(60, 60, "a")), sketch(&story(60, 300, "a")));
        assert!(short.may_be_copy(&long), "held whole");
        let other = Sketch {
            bins: std::array::from_fn(|bin| if bin < 7 { short.bins[bin] } else { !short.bins[bin] }),
            ..long
        };
        assert!(!short.may_be_copy(&other), "seven bins");
    }

    #[test]
    fn a_sketch_reads_back_as_itself() {
        let sketch = sketch("the council voted on 17 motions");
        let bytes = sketch.to_bytes().try_into().expect("its length");
        assert_eq!(Sketch::from_bytes(&bytes), sketch);
    }
}
