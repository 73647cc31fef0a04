//! Phrases and proximities of plain words.
//!
//! Most articles that hold the words of a phrase do not hold the phrase. That is told from positions as they are kept:
//! no words are kept farther from each other than they stand, so that nothing is missed. Everything else is asked
//! only of the articles that are left.

use std::sync::Arc;

use dateline_schema::POSITION_GAP;
use tantivy::{DocId, SegmentReader};

use super::Places;
use super::cursor::Cursor;
use super::joined::{Closeness, Join, Joined};
use super::joins::{Place, Sides};
use super::together::Together;
use super::word::{AnyWord, FoundForms};
use crate::search::columns::Columns;
use crate::search::effort::Effort;

/// Words in a row or near each other.
pub(super) struct PlainWords {
    joined: Joined<AnyWord>,
    closeness: Closeness,
    /// Where the words looked at so far are kept.
    held: Vec<u32>,
    /// Where the next one is kept.
    next: Vec<u32>,
    bits: PositionBits,
}

impl PlainWords {
    /// Opens words that stand close to each other; `None` when they are more than words of one part of a field.
    pub fn open(
        operands: &[&Places],
        closeness: &Closeness,
        segment: &SegmentReader,
        columns: &Columns,
        effort: &Arc<Effort>,
    ) -> tantivy::Result<Option<PlainWords>> {
        // So long a row may reach from the text into the title.
        if matches!(closeness, Closeness::Row(offsets) if span(offsets) >= POSITION_GAP) {
            return Ok(None);
        }
        let mut found = Vec::with_capacity(operands.len());
        let mut whole = None;
        for operand in operands {
            let Places::Words { field, words, part } = operand else { return Ok(None) };
            if *whole.get_or_insert((field, part)) != (field, part) {
                return Ok(None);
            }
            found.push(FoundForms::find(segment, *field, words, *part, columns.clone())?);
        }
        // The rarest word says which articles are asked for.
        let asked = found.iter().map(FoundForms::articles).min().unwrap_or_default();
        let words: tantivy::Result<Vec<_>> =
            found.into_iter().map(|forms| forms.open(segment, asked)).collect();
        let join = Join::Close(closeness.clone());
        let joined = Joined { together: Together::new(words?), join, effort: Arc::clone(effort) };
        let (held, next, bits) = (Vec::new(), Vec::new(), PositionBits::default());
        Ok(Some(PlainWords { joined, closeness: closeness.clone(), held, next, bits }))
    }

    /// A place by the positions as they are kept, from its first word to its last; without one there is no place.
    fn kept_place(&mut self) -> Option<(u32, u32)> {
        let (words, rarest_first) = self.joined.together.parts();
        let (held, next) = (&mut self.held, &mut self.next);
        match &self.closeness {
            Closeness::Row(offsets) => {
                let (span, end) = (span(offsets), offsets.last()?);
                // Every word is moved on to where the last one must be.
                let (&rarest, others) = rarest_first.split_first()?;
                words[rarest].kept(end - offsets[rarest], held);
                for &number in others {
                    words[number].kept(end - offsets[number], next);
                    self.bits.keep_common(next, held);
                    std::mem::swap(held, next);
                    if held.is_empty() {
                        return None;
                    }
                }
                held.first().map(|&last| (last - span, last))
            }
            Closeness::Pair(steps, sides) => {
                for (word, positions) in words.iter_mut().zip([&mut *held, &mut *next]) {
                    word.kept(0, positions);
                    if !positions.is_sorted() {
                        positions.sort_unstable();
                    }
                }
                first_pair(held, next, *steps, *sides)
            }
        }
    }
}

impl Cursor for PlainWords {
    fn doc(&self) -> DocId {
        self.joined.doc()
    }

    fn seek(&mut self, target: DocId) {
        self.joined.seek(target);
    }

    fn cost(&self) -> u64 {
        self.joined.cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        if self.kept_place().is_some() {
            self.joined.places(found);
        }
    }

    fn has_place(&mut self, room: &mut Vec<Place>) -> bool {
        let Some((first, last)) = self.kept_place() else { return false };
        let (words, _) = self.joined.together.parts();
        let is_sure = words.iter_mut().all(|word| word.stands_as_kept(first, last) && word.all_count());
        is_sure || self.joined.has_place(room)
    }
}

/// Words from the first to the last of a row, without the first.
fn span(offsets: &[u32]) -> u32 {
    offsets.first().zip(offsets.last()).map_or(0, |(first, last)| last - first)
}

/// No word of an article stands farther from its start. What a damaged file says takes no room.
const FARTHEST: u32 = 1 << 26;

/// A bit for each position of an article, all of them 0 between uses. Lists need not be sorted to be compared, and no
/// step depends on which of two positions comes first, which no processor can guess.
#[derive(Default)]
struct PositionBits(Vec<u64>);

impl PositionBits {
    /// Keeps the positions that are among others as well.
    fn keep_common(&mut self, positions: &mut Vec<u32>, others: &[u32]) {
        let Some(last) = others.iter().max() else { return positions.clear() };
        if *last > FARTHEST {
            return positions.retain(|position| others.contains(position));
        }
        let needed = *last as usize / 64 + 1;
        if self.0.len() < needed {
            self.0.resize(needed, 0);
        }
        for other in others {
            self.0[*other as usize / 64] |= 1 << (other % 64);
        }
        let mut kept = 0;
        for at in 0..positions.len() {
            let position = positions[at];
            let bits = self.0.get(position as usize / 64).copied().unwrap_or_default();
            positions[kept] = position;
            kept += (bits >> (position % 64) & 1) as usize;
        }
        positions.truncate(kept);
        for other in others {
            self.0[*other as usize / 64] = 0;
        }
    }
}

/// A pair of positions of two sorted lists, at most so many steps apart, in ascending order.
fn first_pair(left: &[u32], right: &[u32], steps: u32, sides: Sides) -> Option<(u32, u32)> {
    let mut from = 0;
    for &one in left {
        let nearest = match sides {
            Sides::Both => one.saturating_sub(steps),
            Sides::Right => one.saturating_add(1),
        };
        while *right.get(from)? < nearest {
            from += 1;
        }
        // Two words in one place are not near each other.
        let close = right[from..].iter().find(|&&other| other != one);
        if let Some(&other) = close.filter(|&&other| other <= one.saturating_add(steps)) {
            return Some((one.min(other), one.max(other)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_that_two_words_have_in_common_are_kept() {
        let mut bits = PositionBits::default();
        let mut check = |positions: &[u32], others: &[u32], expect: &[u32]| {
            let mut kept = positions.to_vec();
            bits.keep_common(&mut kept, others);
            assert_eq!(kept, expect);
        };
        check(&[1, 64, 9, 130], &[2, 64, 12, 130, 65], &[64, 130]);
        // Nothing is left of what was compared before.
        check(&[2, 12, 64, 65, 130], &[1, 3], &[]);
        check(&[1, 4, 4_000], &[], &[]);
        check(&[], &[1, 4], &[]);
        check(&[1, u32::MAX], &[u32::MAX, 2], &[u32::MAX]);
        // Two forms may stand in one place.
        check(&[3, 3], &[3], &[3, 3]);
    }

    #[track_caller]
    fn check_pair(left: &[u32], right: &[u32], steps: u32, sides: Sides, expect: Option<(u32, u32)>) {
        assert_eq!(first_pair(left, right, steps, sides), expect);
    }

    #[test]
    fn a_pair_is_at_most_so_many_steps_apart() {
        check_pair(&[2, 20], &[12, 26], 6, Sides::Both, Some((20, 26)));
        check_pair(&[2, 20], &[12, 26], 5, Sides::Both, None);
        check_pair(&[20], &[2, 14], 6, Sides::Both, Some((14, 20)));
        check_pair(&[20], &[2, 14], 6, Sides::Right, None);
        check_pair(&[2, 20], &[14], u32::MAX, Sides::Right, Some((2, 14)));
    }

    #[test]
    fn two_words_in_one_place_are_no_pair() {
        check_pair(&[5], &[5], 3, Sides::Both, None);
        check_pair(&[5], &[5, 5, 8], 3, Sides::Both, Some((5, 8)));
        check_pair(&[5, 7], &[5, 7], 3, Sides::Right, Some((5, 7)));
    }
}
