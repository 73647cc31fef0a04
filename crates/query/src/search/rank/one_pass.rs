//! Unions and intersections in one pass: the best and the count of all, window by window.

use std::ops::Range;

use tantivy::DocId;

use super::best::Best;
use super::cursor::ClauseCursor;
use super::tally::{Step, Tally, WINDOW};
use super::walk::{Bounds, Ground};
use crate::search::hits::Order;

impl Ground<'_> {
    /// Any of the clauses: offers the best by relevance, and gives how many documents meet them. In other orders it only counts.
    ///
    /// Counting must see every posting once; on the way, what the clauses give a document at most is added up wherever that can
    /// matter. Only documents that may enter are then scored by cursors of their own, clause by clause in their order.
    pub fn union(&self, clauses: &mut [ClauseCursor], best: &mut Best) -> u64 {
        let mut scorers = clauses.to_vec();
        let mut bounds = Bounds::default();
        let mut tally = Tally::new();
        let mut count = 0;
        for piece in self.documents.pieces() {
            let mut from = piece.start;
            loop {
                from = clauses.iter_mut().map(|clause| clause.seek(from)).min().unwrap_or(piece.end);
                let Some(window) = window_from(from, &piece) else { break };
                from = window.end;
                tally.begin(window);
                self.add_up_any(clauses, &mut bounds, best, &mut tally);
                self.offer_hopeful(&mut scorers, &tally, best);
                count += self.count_matches(&tally);
            }
        }
        count
    }

    /// Notes what the clauses hold in a window, and what they give those documents at most that may enter.
    fn add_up_any(&self, clauses: &mut [ClauseCursor], bounds: &mut Bounds, best: &Best, tally: &mut Tally) {
        let range = tally.range();
        let threshold = if self.order == Order::Relevance { best.threshold() } else { f32::INFINITY };
        bounds.set(clauses.iter_mut().map(|clause| clause.bound_until(range.end, &self.lengths)));
        bounds.rest_below(threshold);
        let enough = threshold - bounds.resting;
        for &(_, number) in bounds.leading() {
            let giving = clauses[number].giving(&self.lengths, self.statistics);
            clauses[number].each_in(&range, |doc, members| {
                tally.add(doc, Step::ANY, giving.most(doc, members), enough);
            });
        }
        for &(_, number) in bounds.at_rest() {
            if tally.has_hope() {
                let giving = clauses[number].giving(&self.lengths, self.statistics);
                clauses[number]
                    .each_in(&range, |doc, members| tally.follow(doc, || giving.most(doc, members)));
            } else {
                clauses[number].each_in(&range, |doc, _| tally.mark(doc, Step::ANY));
            }
        }
    }

    /// All of the clauses, asked in this order: as [`Ground::union`] goes, and by relevance alone. For clauses that
    /// hold about as many documents.
    pub fn intersection(&self, clauses: &mut [ClauseCursor], order: &[usize], best: &mut Best) -> u64 {
        let mut scorers = clauses.to_vec();
        let mut tally = Tally::new();
        let mut count = 0;
        for piece in self.documents.pieces() {
            let mut from = piece.start;
            loop {
                // Before the last of them, one holds nothing.
                from = clauses.iter_mut().map(|clause| clause.seek(from)).max().unwrap_or(piece.end);
                let Some(window) = window_from(from, &piece) else { break };
                from = window.end;
                tally.begin(window);
                self.add_up_all(clauses, order, best, &mut tally);
                self.offer_hopeful(&mut scorers, &tally, best);
                count += self.count_matches(&tally);
            }
        }
        count
    }

    /// As [`Ground::add_up_any`], of documents that all clauses hold.
    fn add_up_all(&self, clauses: &mut [ClauseCursor], order: &[usize], best: &Best, tally: &mut Tally) {
        let range = tally.range();
        let enough = best.threshold();
        let bound: f32 = clauses.iter_mut().map(|clause| clause.bound_until(range.end, &self.lengths)).sum();
        for (place, &number) in order.iter().enumerate() {
            let step = Step::of_all(place, order.len());
            if bound < enough {
                clauses[number].each_in(&range, |doc, _| tally.mark(doc, step));
                continue;
            }
            let giving = clauses[number].giving(&self.lengths, self.statistics);
            clauses[number].each_in(&range, |doc, members| {
                tally.add(doc, step, giving.most(doc, members), enough);
            });
        }
    }

    /// Scores the documents of a window that may enter.
    fn offer_hopeful(&self, scorers: &mut [ClauseCursor], tally: &Tally, best: &mut Best) {
        tally.each_hopeful(best.threshold(), |doc, most| {
            // The threshold rises from hit to hit.
            if most >= best.threshold() && self.admits(doc) {
                let score = self.score(scorers, doc);
                self.offer(best, doc, score);
            }
        });
    }

    /// How many documents of a window match, of those that count.
    fn count_matches(&self, tally: &Tally) -> u64 {
        if self.admits_all {
            tally.count()
        } else {
            tally.matches().map(|doc| u64::from(self.admits(doc))).sum()
        }
    }
}

/// The window that begins with a document, if it lies in the piece.
fn window_from(from: DocId, piece: &Range<DocId>) -> Option<Range<DocId>> {
    (from < piece.end).then(|| from..piece.end.min(from + WINDOW as DocId))
}
