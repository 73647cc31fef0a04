//! Unions and intersections in one pass: the best and the count of all, window by window.

use std::ops::Range;

use tantivy::DocId;

use super::best::Best;
use super::cursor::ClauseCursor;
use super::tally::{Tally, WINDOW};
use super::walk::Ground;
use crate::search::hits::Order;

impl Ground<'_> {
    /// Any of the clauses: offers the best by relevance, and gives how many documents meet them. In other orders it only counts.
    ///
    /// Counting must see every posting once; on the way, what the clauses give a document at most is added up wherever that can
    /// matter. Only documents that may enter are then scored by cursors of their own, clause by clause in their order.
    pub fn union(&self, clauses: &mut [ClauseCursor], best: &mut Best) -> u64 {
        let mut bounds = Bounds::default();
        let first =
            |clauses: &mut [ClauseCursor], from| clauses.iter_mut().map(|clause| clause.seek(from)).min();
        self.in_windows(clauses, 1, best, first, |clauses, best, tally| {
            self.add_up_any(clauses, &mut bounds, best, tally)
        })
    }

    /// Notes what the clauses hold in a window, and what they give those documents at most that may enter; whether any may.
    fn add_up_any(
        &self,
        clauses: &mut [ClauseCursor],
        bounds: &mut Bounds,
        best: &Best,
        tally: &mut Tally,
    ) -> bool {
        let range = tally.range();
        let threshold = if self.order == Order::Relevance { best.threshold() } else { f32::INFINITY };
        bounds.set(clauses.iter_mut().map(|clause| clause.bound_until(range.end, &self.lengths)));
        bounds.rest_below(threshold);
        let enough = threshold - bounds.resting;
        let mut has_hope = false;
        if !bounds.leading().is_empty() {
            tally.begin_giving();
        }
        for &(_, number) in bounds.leading() {
            let giving = clauses[number].giving(&self.lengths, self.statistics);
            clauses[number].each_in(&range, |doc, members| {
                tally.hold(doc);
                has_hope |= tally.give(doc, giving.most(doc, members)) >= enough;
            });
        }
        for &(_, number) in bounds.at_rest() {
            if !has_hope {
                clauses[number].each_in(&range, |doc, _| tally.hold(doc));
                continue;
            }
            let giving = clauses[number].giving(&self.lengths, self.statistics);
            clauses[number].each_in(&range, |doc, members| {
                tally.hold(doc);
                if tally.most(doc) >= enough {
                    tally.give(doc, giving.most(doc, members));
                }
            });
        }
        has_hope
    }

    /// All of the clauses, asked in this order: as [`Ground::union`] goes, and by relevance alone. For clauses that
    /// hold about as many documents.
    pub fn intersection(&self, clauses: &mut [ClauseCursor], order: &[usize], best: &mut Best) -> u64 {
        // Before the last of them, one holds nothing.
        let first =
            |clauses: &mut [ClauseCursor], from| clauses.iter_mut().map(|clause| clause.seek(from)).max();
        self.in_windows(clauses, order.len() as u8, best, first, |clauses, best, tally| {
            self.add_up_all(clauses, order, best, tally)
        })
    }

    /// As [`Ground::add_up_any`], of documents that all clauses hold.
    fn add_up_all(
        &self,
        clauses: &mut [ClauseCursor],
        order: &[usize],
        best: &Best,
        tally: &mut Tally,
    ) -> bool {
        let range = tally.range();
        let enough = best.threshold();
        let bound: f32 = clauses.iter_mut().map(|clause| clause.bound_until(range.end, &self.lengths)).sum();
        let may_enter = bound >= enough;
        if may_enter {
            tally.begin_giving();
        }
        for (before, &number) in (0..).zip(order) {
            if !may_enter {
                clauses[number].each_in(&range, |doc, _| tally.hold_after(doc, before));
                continue;
            }
            let giving = clauses[number].giving(&self.lengths, self.statistics);
            clauses[number].each_in(&range, |doc, members| {
                tally.hold_after(doc, before);
                tally.give(doc, giving.most(doc, members));
            });
        }
        may_enter
    }

    /// Goes through windows, each from the `first` document on that may be met behind the last one. `add_up` notes what the clauses
    /// hold and give in a window, and says whether any document may enter; one is met that so many clauses hold. Gives
    /// how many are.
    fn in_windows(
        &self,
        clauses: &mut [ClauseCursor],
        held_by: u8,
        best: &mut Best,
        first: impl Fn(&mut [ClauseCursor], DocId) -> Option<DocId>,
        mut add_up: impl FnMut(&mut [ClauseCursor], &Best, &mut Tally) -> bool,
    ) -> u64 {
        let mut scorers = clauses.to_vec();
        let mut tally = Tally::new();
        let mut count = 0;
        for piece in self.documents.pieces() {
            let mut from = piece.start;
            loop {
                from = first(clauses, from).unwrap_or(piece.end);
                let Some(window) = window_from(from, &piece) else { break };
                from = window.end;
                tally.begin(window);
                if add_up(clauses, best, &mut tally) {
                    self.offer_given(&mut scorers, &tally, held_by, best);
                }
                count += self.count_held(&tally, held_by);
            }
        }
        count
    }

    /// Scores the documents of a window that may enter.
    fn offer_given(&self, scorers: &mut [ClauseCursor], tally: &Tally, held_by: u8, best: &mut Best) {
        tally.each_given(held_by, best.threshold(), |doc, most| {
            // The threshold rises from hit to hit.
            if most >= best.threshold() && self.admits(doc) {
                let score = self.score(scorers, doc);
                self.offer(best, doc, score);
            }
        });
    }

    /// How many documents of a window so many clauses hold, of those that count.
    fn count_held(&self, tally: &Tally, held_by: u8) -> u64 {
        if self.admits_all {
            tally.count(held_by)
        } else {
            tally.held_by(held_by).map(|doc| u64::from(self.admits(doc))).sum()
        }
    }
}

/// The window that begins with a document, if it lies in the piece.
fn window_from(from: DocId, piece: &Range<DocId>) -> Option<Range<DocId>> {
    (from < piece.end).then(|| from..piece.end.min(from + WINDOW as DocId))
}

/// What the clauses can give in a stretch of documents.
#[derive(Default)]
struct Bounds {
    /// The number of each clause with its bound: first those at rest.
    clauses: Vec<(f32, usize)>,
    first_leading: usize,
    /// What those at rest give together at most.
    resting: f32,
}

impl Bounds {
    /// Lets all clauses lead.
    fn set(&mut self, bounds: impl Iterator<Item = f32>) {
        self.clauses.clear();
        self.clauses.extend(bounds.enumerate().map(|(number, bound)| (bound, number)));
        self.first_leading = 0;
        self.resting = 0.0;
    }

    /// Lets those rest that have the least to give, as many as stay below the threshold together.
    fn rest_below(&mut self, threshold: f32) {
        self.clauses.sort_by(|left, right| left.0.total_cmp(&right.0));
        for &(bound, _) in &self.clauses {
            if self.resting + bound >= threshold {
                break;
            }
            self.resting += bound;
            self.first_leading += 1;
        }
    }

    /// The clauses one of which a document must stand in to enter.
    fn leading(&self) -> &[(f32, usize)] {
        &self.clauses[self.first_leading..]
    }

    /// The others.
    fn at_rest(&self) -> &[(f32, usize)] {
        &self.clauses[..self.first_leading]
    }
}
