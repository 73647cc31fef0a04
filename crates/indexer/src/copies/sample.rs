//! Some of the runs of each text that a run of the program took in: most pairs that sketches suspect are told to be no
//! copies by them, without reading either text.
//!
//! A run is kept when the lowest bits of its hash are zeros, so that of two texts the same ones are kept, and the share
//! they have in common estimates that of all runs. Source: Luiz Irber et al., "Lightweight compositional analysis of
//! metagenomes with FracMinHash and minimum metagenome covers", bioRxiv 2022.01.11.475838. Of what is kept, 16 bits are
//! enough: two texts of two hundred runs have less than one in common by chance.

use super::text::LEAST_SHARE;

/// Of so many zeros a hash must have at its end at least: one run of 16 is kept.
const LEAST_ZEROS: u32 = 4;
/// Copies are taken for others in one of two million cases: so many standard deviations below what is asked of them.
const DEVIATIONS: f64 = 5.0;
/// Fewer runs than this tell nothing.
const FEW: usize = 12;
/// One text's runs count up to here.
const MOST_RUNS: usize = u16::MAX as usize;

/// What is kept of a run, when it is among those that are kept of a text.
pub(super) fn sampled(hash: u32) -> Option<u16> {
    (hash.trailing_zeros() >= LEAST_ZEROS).then_some((hash >> LEAST_ZEROS) as u16)
}

/// What was kept of the texts of this run of the program, within bounds: where there are many, less is kept of each.
///
/// All lie behind each other. They are looked for when all are there.
pub(crate) struct Samples {
    texts: Vec<Text>,
    runs: Vec<u16>,
    /// So many zeros the lowest bits of a run have that is kept still.
    zeros: u32,
    most_bytes: usize,
}

/// Where the runs of a text lie.
#[derive(Clone, Copy)]
struct Text {
    /// The first 64 bits of the article's id.
    id: u64,
    start: u32,
    len: u16,
}

impl Samples {
    /// With the memory they may take.
    pub fn new(most_bytes: usize) -> Samples {
        Samples { texts: Vec::new(), runs: Vec::new(), zeros: 0, most_bytes }
    }

    /// Adds the sampled runs of a text, ascending, under the first 64 bits of the article's id.
    pub fn add(&mut self, id: u64, runs: &[u16]) {
        let start = self.runs.len();
        make_room(&mut self.runs, runs.len());
        make_room(&mut self.texts, 1);
        let zeros = self.zeros;
        self.runs.extend(runs.iter().filter(|&&run| is_kept(run, zeros)).take(MOST_RUNS));
        let len = self.runs.len() - start;
        self.texts.push(Text { id, start: start as u32, len: len as u16 });
        // Where not even the ids have room, there is nothing left to take.
        while self.memory_bytes() > self.most_bytes && self.zeros < u16::BITS {
            self.zeros += 1;
            self.thin_out();
        }
    }

    fn memory_bytes(&self) -> usize {
        self.texts.capacity() * size_of::<Text>() + self.runs.capacity() * size_of::<u16>()
    }

    fn thin_out(&mut self) {
        let mut kept = 0;
        for text in &mut self.texts {
            let (start, end) = (text.start as usize, text.start as usize + usize::from(text.len));
            text.start = kept as u32;
            for at in start..end {
                let run = self.runs[at];
                self.runs[kept] = run;
                kept += usize::from(is_kept(run, self.zeros));
            }
            text.len = (kept - text.start as usize) as u16;
        }
        self.runs.truncate(kept);
        self.runs.shrink_to_fit();
    }

    /// Puts the texts in order of their ids; of one id, the last one counts.
    pub fn sort(&mut self) {
        self.texts.sort_by_key(|text| text.id);
        self.texts.reverse();
        self.texts.dedup_by_key(|text| text.id);
        self.texts.reverse();
    }

    /// Whether two texts cannot be copies of each other. The texts must be [sorted](Samples::sort).
    pub fn rule_out(&self, one: u64, other: u64) -> bool {
        let (Some(one), Some(other)) = (self.runs_of(one), self.runs_of(other)) else { return false };
        let fewer = one.len().min(other.len());
        if fewer < FEW {
            return false;
        }
        let deviation = (LEAST_SHARE * (1.0 - LEAST_SHARE) / fewer as f64).sqrt();
        (common(one, other) as f64) < (LEAST_SHARE - DEVIATIONS * deviation) * fewer as f64
    }

    fn runs_of(&self, id: u64) -> Option<&[u16]> {
        let text = self.texts[self.texts.binary_search_by_key(&id, |text| text.id).ok()?];
        Some(&self.runs[text.start as usize..][..usize::from(text.len)])
    }
}

fn is_kept(run: u16, zeros: u32) -> bool {
    run.trailing_zeros() >= zeros
}

/// Grows by an eighth, not to the double: most of the memory is there to be used.
fn make_room<T>(list: &mut Vec<T>, more: usize) {
    const FEWEST: usize = 1 << 12;
    if list.capacity() - list.len() < more {
        list.reserve_exact(more.max(list.len() / 8).max(FEWEST));
    }
}

/// How many runs two ascending lists have in common.
fn common(one: &[u16], other: &[u16]) -> usize {
    let (mut at, mut common) = (0, 0);
    for run in one {
        while other.get(at).is_some_and(|other| other < run) {
            at += 1;
        }
        common += usize::from(other.get(at) == Some(run));
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(first: u16, behind: u16) -> Vec<u16> {
        (first..behind).collect()
    }

    #[track_caller]
    fn check(most_bytes: usize, other: &[u16], expect: bool) {
        let mut samples = Samples::new(most_bytes);
        samples.add(1, &runs(0, 400));
        samples.add(2, other);
        samples.sort();
        assert_eq!((samples.rule_out(1, 2), samples.rule_out(2, 1)), (expect, expect));
    }

    #[test]
    fn texts_with_little_in_common_are_no_copies() {
        check(1 << 20, &runs(300, 700), true);
        check(1 << 20, &runs(100, 500), false);
        // The shorter one is part of the longer one.
        check(1 << 20, &runs(380, 400), false);
        check(1 << 20, &runs(390, 490), true);
    }

    #[test]
    fn too_few_runs_tell_nothing() {
        check(1 << 20, &runs(1_000, 1_011), false);
        assert!(!Samples::new(1 << 20).rule_out(1, 2));
    }

    #[test]
    fn the_last_text_of_an_id_counts() {
        let mut samples = Samples::new(1 << 20);
        for (id, first) in [(2, 700), (1, 0), (2, 100)] {
            samples.add(id, &runs(first, first + 400));
        }
        samples.sort();
        assert!(!samples.rule_out(1, 2));
    }

    #[test]
    fn with_little_memory_less_is_kept_of_each() {
        let with = |most_bytes: usize| {
            let mut samples = Samples::new(most_bytes);
            (0..1_000).for_each(|id| {
                samples.add(id, &runs(400 * (id as u16 % 100), 400 * (id as u16 % 100) + 400));
            });
            samples.sort();
            samples
        };
        let (plenty, some, little) = (with(4 << 20), with(300_000), with(1_000));
        assert_eq!([plenty.zeros, some.zeros], [0, 2]);
        assert!(some.memory_bytes() <= 300_000, "{}", some.memory_bytes());
        assert!([&plenty, &some].iter().all(|samples| samples.rule_out(1, 2) && !samples.rule_out(1, 101)));
        assert!(little.memory_bytes() > 1_000, "the ids alone take more");
        assert!(little.runs.len() <= 1_000 && !little.rule_out(1, 2));
    }

    #[test]
    fn what_is_kept_of_a_run_says_whether_less_would_be() {
        assert_eq!([0x10, 0x18, 0xffff_0020].map(sampled), [Some(1), None, Some(0xf002)]);
        assert!(is_kept(0xf002, 1) && !is_kept(0xf002, 2));
    }
}
