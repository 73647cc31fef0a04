//! Writes the file of the model; `dateline_entities::model::file` says what it is.

use dateline_entities::training::features::FEATURES;
use dateline_entities::training::file::{HEADER, MAGIC};
use dateline_entities::training::lexicon::SLOT;

use crate::lexicon::Words;
use crate::perceptron::Weights;

/// The part of all weights that keep their size; the few larger ones are cut, for finer steps of the rest.
const KEPT: f64 = 0.9999;

/// The bytes of a model.
pub fn bytes(weights: &Weights, words: &Words) -> Vec<u8> {
    let mut sizes: Vec<f64> =
        weights.features.iter().flatten().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let largest = sizes.get((sizes.len() as f64 * KEPT) as usize).or(sizes.last()).copied().unwrap_or(1.0);
    let scale = 127.0 / largest;
    let mut tables = Vec::new();
    for weight in weights.transitions.iter().flatten() {
        let weight = (weight * scale).round().clamp(f64::from(i16::MIN), f64::from(i16::MAX));
        tables.extend((weight as i16).to_le_bytes());
    }
    tables.extend(&words.coarse);
    for weight in weights.features.iter().flatten() {
        tables.push(((weight * scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned());
    }
    tables.extend(&words.slots);
    let mut file = Vec::with_capacity(HEADER + tables.len());
    file.extend(MAGIC);
    file.extend(FEATURES.to_le_bytes());
    file.extend(fingerprint(&tables).to_le_bytes());
    file.extend((weights.features.len() as u32).to_le_bytes());
    file.extend(((words.slots.len() / SLOT) as u32).to_le_bytes());
    file.resize(HEADER, 0);
    file.extend(tables);
    file
}

/// FNV-1a with 64 bits.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
