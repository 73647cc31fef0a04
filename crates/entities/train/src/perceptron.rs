//! The averaged structured perceptron.
//!
//! Collins, "Discriminative Training Methods for Hidden Markov Models", EMNLP 2002; the margin as in Taskar
//! and others, "Max-Margin Markov Networks", NIPS 2003. All sums are of whole numbers, so that every
//! machine learns the same model.

use dateline_entities::training::features::COUNT;
use dateline_entities::training::file::ROW;
use dateline_entities::training::label::{LABELS, Label};
use dateline_entities::training::viterbi::Decoder;

use crate::examples::Example;

/// How it is learnt.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How often all examples are gone through.
    pub epochs: usize,
    /// By how much the right labels must win over wrong ones, for each wrong label.
    pub margin: i32,
    /// The rows of weights, a power of two.
    pub rows: usize,
    /// How often a feature must be seen to be learnt: rarer ones would only blur the rows they share.
    pub fewest: u8,
    /// How many models, each from another order of examples, are averaged.
    pub models: u64,
    /// Of the order of examples.
    pub seed: u64,
}

/// Averaged weights.
pub struct Weights {
    rows: usize,
    /// A row for each feature.
    pub features: Vec<[f64; ROW]>,
    /// From label to label.
    pub transitions: [[f64; LABELS]; LABELS],
}

/// A random number generator (Steele and others, "Fast splittable pseudorandom number generators", 2014).
pub struct SplitMix(pub u64);

impl SplitMix {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Puts things into a random order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            things.swap(at, other);
        }
    }
}

/// Learns several models from examples, on as many threads, and averages them.
pub fn learn_average(examples: &[&Example], settings: Settings) -> Weights {
    let models: Vec<Weights> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..settings.models)
            .map(|number| {
                let settings = Settings { seed: settings.seed + number, ..settings };
                scope.spawn(move || learn(examples, settings))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("learning does not panic")).collect()
    });
    let mut sum = Weights {
        rows: settings.rows,
        features: vec![[0.0; ROW]; settings.rows],
        transitions: [[0.0; LABELS]; LABELS],
    };
    let share = 1.0 / settings.models as f64;
    for model in &models {
        let cells = sum.features.iter_mut().flatten().zip(model.features.iter().flatten());
        cells.for_each(|(sum, weight)| *sum += weight * share);
        let cells = sum.transitions.iter_mut().flatten().zip(model.transitions.iter().flatten());
        cells.for_each(|(sum, weight)| *sum += weight * share);
    }
    sum
}

/// The features that are seen often enough, each by its highest bits.
struct Frequent {
    counts: Vec<u8>,
    fewest: u8,
}

impl Frequent {
    const BITS: u32 = 26;

    fn of(examples: &[&Example], fewest: u8) -> Frequent {
        let mut counts = vec![0_u8; 1 << Frequent::BITS];
        for feature in examples.iter().flat_map(|example| example.features.iter().flatten()) {
            let count = &mut counts[(feature >> (32 - Frequent::BITS)) as usize];
            *count = count.saturating_add(1);
        }
        Frequent { counts, fewest }
    }

    fn has(&self, feature: u32) -> bool {
        self.counts[(feature >> (32 - Frequent::BITS)) as usize] >= self.fewest
    }
}

/// Learns one model from examples.
pub fn learn(examples: &[&Example], settings: Settings) -> Weights {
    let mask = settings.rows as u32 - 1;
    let frequent = Frequent::of(examples, settings.fewest);
    let mut features = vec![[0_i32; ROW]; settings.rows];
    let mut feature_sums = vec![[0_i64; ROW]; settings.rows];
    let mut transitions = [[0_i32; LABELS]; LABELS];
    let mut transition_sums = [[0_i64; LABELS]; LABELS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = SplitMix(settings.seed);
    let (mut decoder, mut scores, mut labels) = (Decoder::default(), Vec::new(), Vec::new());
    let mut step = 0_i64;
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for &index in &order {
            let example = examples[index];
            step += 1;
            scores.clear();
            for (row, right) in example.features.iter().zip(&example.labels) {
                let mut score = [settings.margin; LABELS];
                score[right.index()] = 0;
                for feature in row.iter().filter(|feature| frequent.has(**feature)) {
                    for (sum, weight) in score.iter_mut().zip(&features[(feature & mask) as usize]) {
                        *sum += weight;
                    }
                }
                scores.push(score);
            }
            decoder.decode(&scores, &transitions, &mut labels);
            if labels == example.labels {
                continue;
            }
            let mut update = |at: usize, label: Label, by: i32| {
                if label != Label::NONE {
                    for feature in example.features[at].iter().filter(|feature| frequent.has(**feature)) {
                        let row = (feature & mask) as usize;
                        features[row][label.index()] += by;
                        feature_sums[row][label.index()] += step * i64::from(by);
                    }
                }
            };
            for (at, (&right, &wrong)) in example.labels.iter().zip(&labels).enumerate() {
                if right != wrong {
                    update(at, right, 1);
                    update(at, wrong, -1);
                }
            }
            for (sequence, by) in [(&example.labels, 1), (&labels, -1)] {
                let mut before = Label::NONE;
                for &label in sequence.iter().chain([&Label::NONE]) {
                    transitions[before.index()][label.index()] += by;
                    transition_sums[before.index()][label.index()] += step * i64::from(by);
                    before = label;
                }
            }
        }
    }
    let average = |weight: i32, sum: i64| f64::from(weight) - sum as f64 / (step + 1) as f64;
    let mut weights = Weights {
        rows: settings.rows,
        features: vec![[0.0; ROW]; settings.rows],
        transitions: [[0.0; LABELS]; LABELS],
    };
    for (average_row, (row, sums)) in weights.features.iter_mut().zip(features.iter().zip(&feature_sums)) {
        for (cell, (weight, sum)) in average_row.iter_mut().zip(row.iter().zip(sums)) {
            *cell = average(*weight, *sum);
        }
    }
    for (average_row, (row, sums)) in
        weights.transitions.iter_mut().zip(transitions.iter().zip(&transition_sums))
    {
        for (cell, (weight, sum)) in average_row.iter_mut().zip(row.iter().zip(sums)) {
            *cell = average(*weight, *sum);
        }
    }
    weights
}

impl Weights {
    /// Whether the best labels of an example are its own.
    pub fn agrees(&self, example: &Example) -> bool {
        // Whole numbers for the decoder: thousandths.
        let thousandths = |weight: f64| (weight * 1000.0) as i32;
        let mut transitions = [[0; LABELS]; LABELS];
        for (to, from) in transitions.iter_mut().flatten().zip(self.transitions.iter().flatten()) {
            *to = thousandths(*from);
        }
        let scores: Vec<[i32; LABELS]> = example
            .features
            .iter()
            .map(|row: &[u32; COUNT]| {
                let mut sums = [0.0; LABELS];
                for feature in row {
                    let row = &self.features[*feature as usize & (self.rows - 1)];
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum += weight;
                    }
                }
                sums.map(thousandths)
            })
            .collect();
        let mut labels = Vec::new();
        Decoder::default().decode(&scores, &transitions, &mut labels);
        labels == example.labels
    }
}
