//! The file of the model: a header, then tables that are used where they lie.

use super::lexicon::{Lexicon, SLOT};
use crate::tagger::features::FEATURES;
use crate::tagger::label::LABELS;

/// The first bytes of the file.
pub const MAGIC: &[u8; 8] = b"dl.ner\0\x01";

/// The weights of one row: all labels but the last, "no name", whose weight is always 0.
pub const ROW: usize = LABELS - 1;

/// The length of the header.
pub const HEADER: usize = 40;

/// How many classes have a coarse one.
const COARSE: usize = 256;

/// Where the rows of weights begin.
pub const WEIGHTS_START: usize = HEADER + LABELS * LABELS * 2 + COARSE;

/// A model, borrowed from its bytes.
///
/// Numbers have their lowest byte first. The header: [`MAGIC`], the hash of the features that it was
/// trained with (64 bits), the hash of all that follows the header (64 bits), the number of rows of weights
/// (32 bits), the number of slots of the lexicon (32 bits), 8 bytes of nothing. Then the weights from label
/// to label (16 bits each, signed, the label before varies slowest), the coarse class of each class (8 bits),
/// the rows of weights (8 bits each, signed), the slots.
#[derive(Clone, Copy)]
pub struct Model<'m> {
    header: &'m [u8],
    transitions: &'m [u8],
    coarse: &'m [u8],
    weights: &'m [u8],
    lexicon: Lexicon<'m>,
}

impl<'m> Model<'m> {
    /// Takes a model where it lies; nothing is read but the header.
    ///
    /// `None` when the bytes are no model, or one of other features than this program computes.
    pub fn open(bytes: &'m [u8]) -> Option<Model<'m>> {
        let (header, rest) = bytes.split_at_checked(HEADER)?;
        let number =
            |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        if &header[..8] != MAGIC || header[8..16] != FEATURES.to_le_bytes() {
            return None;
        }
        let (rows, slots) = (number(24) as usize, number(28) as usize);
        let (transitions, rest) = rest.split_at_checked(LABELS * LABELS * 2)?;
        let (coarse, rest) = rest.split_at_checked(COARSE)?;
        let (weights, rest) = rest.split_at_checked(rows.checked_mul(ROW)?)?;
        (rows.is_power_of_two() && rest.len() == slots.checked_mul(SLOT)?).then_some(Model {
            header,
            transitions,
            coarse,
            weights,
            lexicon: Lexicon::new(rest),
        })
    }

    /// Tells this model from every other: the hash of its tables.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = [0; 8];
        hash.copy_from_slice(&self.header[16..24]);
        u64::from_le_bytes(hash)
    }

    /// What is known of words.
    pub fn lexicon(&self) -> Lexicon<'m> {
        self.lexicon
    }

    /// The coarse class of each class.
    pub fn coarse(&self) -> &'m [u8] {
        self.coarse
    }

    /// The weights from label to label.
    pub fn transitions(&self) -> [[i32; LABELS]; LABELS] {
        let mut table = [[0; LABELS]; LABELS];
        let cells = table.iter_mut().flatten();
        for (cell, bytes) in cells.zip(self.transitions.chunks_exact(2)) {
            *cell = i32::from(i16::from_le_bytes([bytes[0], bytes[1]]));
        }
        table
    }

    /// Adds up the rows of a token's features: the score of each label.
    #[inline]
    pub fn score(&self, features: &[u32]) -> [i32; LABELS] {
        let (rows, _) = self.weights.as_chunks::<ROW>();
        let mask = rows.len() - 1;
        // Two halves of eight: as one array of sixteen they would be kept in memory and not in registers.
        let (mut low, mut high) = ([0_i16; ROW / 2], [0_i16; ROW / 2]);
        for &feature in features {
            let (halves, _) = rows[feature as usize & mask].as_chunks::<{ ROW / 2 }>();
            let [one, other] = halves else { continue };
            for lane in 0..ROW / 2 {
                low[lane] += i16::from(one[lane].cast_signed());
                high[lane] += i16::from(other[lane].cast_signed());
            }
        }
        let mut scores = [0; LABELS];
        for (score, sum) in scores.iter_mut().zip(low.into_iter().chain(high)) {
            *score = i32::from(sum);
        }
        scores
    }
}
