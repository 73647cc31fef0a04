//! Some of the runs of each text that a run of the program took in: most pairs that sketches suspect are told to be no
//! copies by them, without reading either text.
//!
//! A run is kept when the lowest bits of its hash are zeros, so that of two texts the same ones are kept, and the share
//! they have in common estimates that of all runs. Source: Luiz Irber et al., "Lightweight compositional analysis of
//! metagenomes with FracMinHash and minimum metagenome covers", bioRxiv 2022.01.11.475838.

use rustc_hash::FxHashMap;

use super::text::LEAST_SHARE;

/// Of so many zeros a hash must have at its end at least: one run of 16 is kept.
const LEAST_ZEROS: u32 = 4;
/// Copies are taken for others in one of two million cases: so many standard deviations below what is asked of them.
const DEVIATIONS: f64 = 5.0;
/// Fewer runs than this tell nothing.
const FEW: usize = 12;

/// Whether a run is among those that are kept of a text.
pub(super) fn is_sampled(hash: u32) -> bool {
    hash.trailing_zeros() >= LEAST_ZEROS
}

/// What was kept of the texts of this run of the program, within bounds: where there are many, less is kept of each.
pub(crate) struct Samples {
    texts: FxHashMap<u64, Box<[u32]>>,
    zeros: u32,
    bytes: usize,
    most_bytes: usize,
}

impl Samples {
    /// With the memory they may take.
    pub fn new(most_bytes: usize) -> Samples {
        Samples { texts: FxHashMap::default(), zeros: LEAST_ZEROS, bytes: 0, most_bytes }
    }

    /// Adds the sampled hashes of a text, ascending, under the first 64 bits of the article's id.
    pub fn add(&mut self, id: u64, hashes: Box<[u32]>) {
        let hashes = if self.zeros == LEAST_ZEROS { hashes } else { thinned(&hashes, self.zeros) };
        self.bytes += memory_bytes(&hashes);
        if let Some(earlier) = self.texts.insert(id, hashes) {
            self.bytes -= memory_bytes(&earlier);
        }
        // Where not even the ids have room, there is nothing left to take.
        while self.bytes > self.most_bytes && self.zeros < u32::BITS {
            self.zeros += 1;
            self.bytes = 0;
            for hashes in self.texts.values_mut() {
                *hashes = thinned(hashes, self.zeros);
                self.bytes += memory_bytes(hashes);
            }
        }
    }

    /// Whether two texts cannot be copies of each other.
    pub fn rule_out(&self, one: u64, other: u64) -> bool {
        let (Some(one), Some(other)) = (self.texts.get(&one), self.texts.get(&other)) else { return false };
        let fewer = one.len().min(other.len());
        if fewer < FEW {
            return false;
        }
        let deviation = (LEAST_SHARE * (1.0 - LEAST_SHARE) / fewer as f64).sqrt();
        (common(one, other) as f64) < (LEAST_SHARE - DEVIATIONS * deviation) * fewer as f64
    }
}

fn memory_bytes(hashes: &[u32]) -> usize {
    /// The entry in the table, and what the allocator adds.
    const OVERHEAD_BYTES: usize = 48;
    size_of_val(hashes) + OVERHEAD_BYTES
}

fn thinned(hashes: &[u32], zeros: u32) -> Box<[u32]> {
    hashes.iter().copied().filter(|hash| hash.trailing_zeros() >= zeros).collect()
}

/// How many hashes two ascending lists have in common.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut common) = (0, 0);
    for hash in one {
        while other.get(at).is_some_and(|other| other < hash) {
            at += 1;
        }
        common += usize::from(other.get(at) == Some(hash));
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Multiples of 16 from the first to before the second number.
    fn hashes(first: u32, behind: u32) -> Box<[u32]> {
        (first..behind).map(|number| number << LEAST_ZEROS).collect()
    }

    #[track_caller]
    fn check(most_bytes: usize, other: Box<[u32]>, expect: bool) {
        let mut samples = Samples::new(most_bytes);
        samples.add(1, hashes(0, 400));
        samples.add(2, other);
        assert_eq!((samples.rule_out(1, 2), samples.rule_out(2, 1)), (expect, expect));
    }

    #[test]
    fn texts_with_little_in_common_are_no_copies() {
        check(1 << 20, hashes(300, 700), true);
        check(1 << 20, hashes(100, 500), false);
        // The shorter one is part of the longer one.
        check(1 << 20, hashes(380, 400), false);
        check(1 << 20, hashes(390, 490), true);
    }

    #[test]
    fn too_few_hashes_tell_nothing() {
        check(1 << 20, hashes(1_000, 1_011), false);
        assert!(!Samples::new(1 << 20).rule_out(1, 2));
    }

    #[test]
    fn with_little_memory_less_is_kept_of_each() {
        check(1_000, hashes(300, 700), true);
        check(150, hashes(1_000, 1_400), false);
        let mut samples = Samples::new(1_000);
        (0..100).for_each(|id| samples.add(id, hashes(0, 400)));
        assert!(samples.bytes > 1_000, "the ids alone take more");
        assert!(samples.texts.values().all(|hashes| hashes.len() <= 1));
    }
}
