//! A text in some hundred bytes, by which copies are suspected.
//!
//! One-permutation MinHash: every run of nine bytes of the folded words falls by its hash into one of a
//! few bins, and each bin keeps the least of its hashes. Of two texts, the share of bins that agree
//! estimates the share of runs they have in common.
//!
//! Ping Li, Art Owen, Cun-Hui Zhang: "One Permutation Hashing", NIPS 2012; empty bins are filled by
//! rotation: Anshumali Shrivastava, Ping Li: "Densifying One Permutation Hashing via Rotation for Fast
//! Near Neighbor Search", ICML 2014.

/// Pairs of bins. Texts that agree in both bins of a pair are compared.
pub(crate) const BANDS: usize = 32;
const BINS: usize = 2 * BANDS;
/// Bits kept of each bin: texts without anything in common agree in one bin of 4,096.
const BIN_BITS: u32 = 12;

/// Bytes of a run.
const SHINGLE_BYTES: u32 = 9;
const SHINGLE_MASK: u128 = (1 << (8 * SHINGLE_BYTES)) - 1;

/// The sketch of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// The first 64 bits of the article's id.
    pub id: u64,
    /// A bit for each number in the text, by its hash.
    numbers: u64,
    /// Runs of the text, as far as 16 bits count.
    runs: u16,
    /// The values of two neighbouring bins, 24 bits each.
    bands: [[u8; 3]; BANDS],
}

impl Sketch {
    /// Bytes of the written form.
    pub const BYTES: usize = 8 + 8 + 2 + 3 * BANDS;

    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Sketch::BYTES);
        bytes.extend(self.id.to_le_bytes());
        bytes.extend(self.numbers.to_le_bytes());
        bytes.extend(self.runs.to_le_bytes());
        bytes.extend(self.bands.as_flattened());
        bytes
    }

    pub fn from_bytes(bytes: &[u8; Sketch::BYTES]) -> Sketch {
        let (id, rest) = bytes.split_first_chunk().expect("a sketch begins with an id");
        let (numbers, rest) = rest.split_first_chunk().expect("then the numbers");
        let (runs, rest) = rest.split_first_chunk().expect("then the count of runs");
        let mut bands = [[0; 3]; BANDS];
        bands.as_flattened_mut().copy_from_slice(rest);
        Sketch {
            id: u64::from_le_bytes(*id),
            numbers: u64::from_le_bytes(*numbers),
            runs: u16::from_le_bytes(*runs),
            bands,
        }
    }

    /// What two texts must agree in to be compared.
    pub fn band(&self, band: usize) -> u32 {
        let [low, middle, high] = self.bands[band];
        u32::from_le_bytes([low, middle, high, 0])
    }

    /// Whether it is worth reading both texts: they seem to share a good part of the shorter one, and
    /// their numbers.
    pub fn may_be_copy(&self, other: &Sketch) -> bool {
        // The estimate is off by a tenth and more: what is asked of texts is 0.7.
        const LEAST_SHARE: f32 = 0.45;
        if self.runs == 0 || other.runs == 0 || !self.shares_numbers(other) {
            return false;
        }
        let mask = (1 << BIN_BITS) - 1;
        let agreeing = |band: usize| {
            let differs = self.band(band) ^ other.band(band);
            u32::from(differs & mask == 0) + u32::from(differs >> BIN_BITS == 0)
        };
        let agreeing: u32 = (0..BANDS).map(agreeing).sum();
        let jaccard = agreeing as f32 / BINS as f32;
        let (runs, others) = (f32::from(self.runs), f32::from(other.runs));
        let shared = jaccard / (1.0 + jaccard) * (runs + others);
        shared >= LEAST_SHARE * runs.min(others)
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
}

impl Default for Sketcher {
    fn default() -> Sketcher {
        Sketcher { runs: Runs::default(), least: [u32::MAX; BINS], count: 0, numbers: 0 }
    }
}

impl Sketcher {
    pub fn word(&mut self, word: &str) {
        if let Some(number) = number_hash(word) {
            self.numbers |= 1 << (number >> 58);
        }
        let (least, count) = (&mut self.least, &mut self.count);
        self.runs.word(word, |hash| {
            *count += 1;
            let bin = (((hash >> 32) * BINS as u64) >> 32) as usize;
            least[bin] = least[bin].min(hash as u32);
        });
    }

    /// The sketch of the words so far; the next word begins another text.
    pub fn take(&mut self, id: u64) -> Sketch {
        let text = std::mem::take(self);
        let is_filled = |bin: usize| text.least[bin] != u32::MAX;
        let mut bands = [[0; 3]; BANDS];
        if text.count > 0 {
            let value = |bin: usize| {
                let away = (0..BINS).find(|away| is_filled((bin + away) % BINS)).unwrap_or_default();
                let least = u64::from(text.least[(bin + away) % BINS]);
                (mixed(least ^ (away as u64) << 32) >> (64 - BIN_BITS)) as u32
            };
            for (number, band) in bands.iter_mut().enumerate() {
                let both = value(2 * number) | value(2 * number + 1) << BIN_BITS;
                let [low, middle, high, _] = both.to_le_bytes();
                *band = [low, middle, high];
            }
        }
        let runs = u16::try_from(text.count).unwrap_or(u16::MAX);
        Sketch { id, numbers: text.numbers, runs, bands }
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
        sketcher.take(7)
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

    #[test]
    fn a_sketch_reads_back_as_itself() {
        let sketch = sketch("the council voted on 17 motions");
        let bytes = sketch.to_bytes().try_into().expect("its length");
        assert_eq!(Sketch::from_bytes(&bytes), sketch);
    }
}
