//! Places that are made of others: rows, windows, and what is near.

use std::sync::Arc;

use tantivy::DocId;

use super::cursor::Cursor;
use super::joins::{Place, Sides, Wanted, each_once, pairs, rows, same_unit, windows};
use super::together::Together;
use crate::search::effort::Effort;

/// Several cursors whose places must stand to each other in some way.
pub(super) struct Joined<C> {
    pub together: Together<C>,
    pub join: Join,
    pub effort: Arc<Effort>,
}

pub(super) enum Join {
    Close(Closeness),
    Window {
        needed: Vec<usize>,
        others: u32,
    },
    /// The last cursor gives the marks.
    Within,
}

/// How close places must stand.
#[derive(Clone)]
pub(super) enum Closeness {
    /// In a row, at these offsets.
    Row(Vec<u32>),
    /// Two, at most so many steps apart.
    Pair(u32, Sides),
}

impl<C: Cursor> Cursor for Joined<C> {
    fn doc(&self) -> DocId {
        self.together.doc()
    }

    fn seek(&mut self, target: DocId) {
        self.together.align(target);
    }

    fn cost(&self) -> u64 {
        self.together.cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let start = found.len();
        self.join(Wanted::All, found);
        each_once(found, start);
    }

    fn has_place(&mut self, room: &mut Vec<Place>) -> bool {
        room.clear();
        self.join(Wanted::First, room);
        !room.is_empty()
    }
}

impl<C: Cursor> Joined<C> {
    fn join(&mut self, wanted: Wanted, found: &mut Vec<Place>) {
        let (lists, effort) = (self.together.places(), self.effort.as_ref());
        match &self.join {
            Join::Close(Closeness::Row(offsets)) => rows(lists, offsets, wanted, found),
            Join::Close(Closeness::Pair(steps, sides)) => {
                pairs(&lists[0], &lists[1], *steps, *sides, wanted, effort, found);
            }
            Join::Window { needed, others } => windows(lists, needed, *others, found),
            Join::Within => same_unit(&lists[0], &lists[1], &lists[2], wanted, effort, found),
        }
    }
}
