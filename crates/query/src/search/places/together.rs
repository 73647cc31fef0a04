//! Several cursors that walk the articles of a segment side by side.

use tantivy::{DocId, TERMINATED};

use super::cursor::Cursor;
use super::joins::Place;

/// The articles that hold something for each of some cursors.
pub(super) struct Together<C> {
    cursors: Vec<C>,
    /// The numbers of the cursors, the one with the fewest candidates first: it leads.
    order: Vec<usize>,
    doc: DocId,
    /// The places of each cursor, sorted.
    places: Vec<Vec<Place>>,
}

impl<C: Cursor> Together<C> {
    pub fn new(cursors: Vec<C>) -> Together<C> {
        let mut order: Vec<usize> = (0..cursors.len()).collect();
        order.sort_by_key(|&number| cursors[number].cost());
        let places = vec![Vec::new(); cursors.len()];
        let mut together = Together { cursors, order, doc: 0, places };
        together.align(0);
        together
    }

    /// Moves to the first candidate of all at or behind `target`.
    pub fn align(&mut self, target: DocId) {
        let mut target = target;
        'candidates: while target != TERMINATED {
            for &number in &self.order {
                let cursor = &mut self.cursors[number];
                if cursor.doc() < target {
                    cursor.seek(target);
                }
                if cursor.doc() > target {
                    target = cursor.doc();
                    continue 'candidates;
                }
            }
            break;
        }
        self.doc = if self.cursors.is_empty() { TERMINATED } else { target };
    }

    /// The current candidate.
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// About how many candidates there are at most.
    pub fn cost(&self) -> u64 {
        self.cursors.iter().map(Cursor::cost).min().unwrap_or_default()
    }

    /// The places of each cursor, sorted.
    pub fn places(&mut self) -> &[Vec<Place>] {
        for (cursor, places) in self.cursors.iter_mut().zip(&mut self.places) {
            places.clear();
            cursor.places(places);
            if !places.is_sorted() {
                places.sort_unstable();
            }
        }
        &self.places
    }

    /// The cursors, and their numbers, the one with the fewest candidates first.
    pub fn parts(&mut self) -> (&mut [C], &[usize]) {
        (&mut self.cursors, &self.order)
    }
}
