//! The ways through the documents of a segment: what matches, how many, and the best of them.
//!
//! Where the words of a query are all there is to it, the documents come from the words' own postings. What can be counted
//! without them skips whole blocks that cannot reach the best hits; other unions, and intersections of words about as common, go
//! through all postings once (`one_pass.rs`). Everything else walks the documents of a general query and scores what it matches.

use tantivy::query::Scorer;
use tantivy::{DocAddress, DocId};

use super::best::Best;
use super::bm25::Statistics;
use super::cursor::{ClauseCursor, Lengths};
use crate::search::columns::Columns;
use crate::search::hits::{Decay, Order};
use crate::search::window::Documents;

/// Documents that may wait for being scored are at most so many.
const LONGEST: DocId = 65_536;

/// What a walk needs to know of a segment.
pub(super) struct Ground<'a> {
    pub segment: u32,
    pub columns: &'a Columns,
    pub documents: &'a Documents,
    /// Whether an article of the documents counts: it is not deleted and meets the days.
    pub admits: &'a dyn Fn(DocId) -> bool,
    /// Whether every document counts, so that nothing need be asked.
    pub admits_all: bool,
    pub lengths: Lengths,
    pub statistics: &'a Statistics,
    pub order: Order,
    pub decay: Option<Decay>,
}

impl Ground<'_> {
    pub(super) fn admits(&self, doc: DocId) -> bool {
        self.admits_all || (self.admits)(doc)
    }

    /// Whether a document and those behind it are too old to enter. Other orders ask for no date.
    fn is_past(&self, doc: DocId, best: &Best) -> bool {
        self.order == Order::NewestFirst && best.is_past(self.columns.civil(doc))
    }

    /// Offers a document that matches, unless those before it were too old already. Gives 1 where it counts, and 0 elsewhere.
    fn meet(&self, clauses: &mut [ClauseCursor], doc: DocId, is_past: &mut bool, best: &mut Best) -> u64 {
        if !self.admits(doc) {
            return 0;
        }
        *is_past |= self.is_past(doc, best);
        if self.order != Order::Relevance {
            if !*is_past {
                self.offer(best, doc, 0.0);
            }
        } else if self.greatest_score(clauses, doc) >= best.threshold() {
            let score = self.score(clauses, doc);
            self.offer(best, doc, score);
        }
        1
    }

    pub(super) fn offer(&self, best: &mut Best, doc: DocId, score: f32) {
        let score = match self.decay {
            Some(decay) if self.order == Order::Relevance => score * decay.factor(self.columns.days(doc)),
            _ => score,
        };
        best.offer(DocAddress::new(self.segment, doc), score, self.columns);
    }

    /// What the clauses give a document at most: to tell, the forms as typed need not be looked for.
    fn greatest_score(&self, clauses: &mut [ClauseCursor], doc: DocId) -> f32 {
        let greatest = clauses.iter_mut().map(|clause| {
            clause.seek(doc);
            clause.greatest_score(doc, &self.lengths, self.statistics)
        });
        greatest.sum()
    }

    /// The score of a document: the sum over the clauses, always in their order, so that no way through
    /// the documents rounds differently.
    pub(super) fn score(&self, clauses: &mut [ClauseCursor], doc: DocId) -> f32 {
        let mut score = 0.0;
        for clause in clauses {
            clause.seek(doc);
            score += clause.score(doc, &self.lengths, self.statistics);
        }
        score
    }

    /// The articles of one clause. Offers the best by relevance; counting is apart.
    ///
    /// Blocks whose bound is too low are passed over, whole. What others give at most is told block by block; a cursor of its own
    /// then scores those that may enter.
    pub fn best_of_one(&self, clause: &mut ClauseCursor, best: &mut Best) {
        let mut scorer = [clause.clone()];
        let mut hopeful = Vec::new();
        for piece in self.documents.pieces() {
            let mut from = clause.seek(piece.start);
            while from < piece.end {
                let end = piece.end.min(clause.bound_last().min(from + LONGEST) + 1);
                let threshold = best.threshold();
                if clause.bound(&self.lengths) >= threshold {
                    let giving = clause.giving(&self.lengths, self.statistics);
                    clause.each_in(&(from..end), |doc, members| {
                        let most = giving.most(doc, members);
                        if most >= threshold {
                            hopeful.push((doc, most));
                        }
                    });
                }
                for (doc, most) in hopeful.drain(..) {
                    // The threshold rises from hit to hit.
                    if most >= best.threshold() && self.admits(doc) {
                        let score = self.score(&mut scorer, doc);
                        self.offer(best, doc, score);
                    }
                }
                from = clause.seek(end);
            }
        }
    }

    /// Any of the clauses. Offers the best of an order by date; counting is apart.
    pub fn best_by_date(&self, clauses: &mut [ClauseCursor], best: &mut Best) {
        for piece in self.documents.pieces() {
            let mut from = piece.start;
            loop {
                let doc = clauses.iter_mut().map(|clause| clause.seek(from)).min().unwrap_or(piece.end);
                if doc >= piece.end {
                    break;
                }
                if self.is_past(doc, best) {
                    return;
                }
                if self.admits(doc) {
                    self.offer(best, doc, 0.0);
                }
                from = doc + 1;
            }
        }
    }

    /// All of the clauses, asked in this order: the rarest first, the others only for what those before hold. Gives how many
    /// documents meet them.
    pub fn all(&self, clauses: &mut [ClauseCursor], order: &[usize], best: &mut Best) -> u64 {
        let mut count = 0;
        let mut is_past = false;
        for piece in self.documents.pieces() {
            let mut doc = piece.start;
            while doc < piece.end {
                let mut agreed = doc;
                for &number in order {
                    agreed = clauses[number].seek(doc);
                    if agreed > doc {
                        break;
                    }
                }
                if agreed > doc {
                    doc = agreed;
                    continue;
                }
                count += self.meet(clauses, doc, &mut is_past, best);
                doc += 1;
            }
        }
        count
    }

    /// The documents of a general query. Gives how many there are.
    pub fn general(&self, scorer: &mut dyn Scorer, clauses: &mut [ClauseCursor], best: &mut Best) -> u64 {
        let mut count = 0;
        let mut is_past = false;
        self.documents.each_of(scorer, |doc| {
            count += self.meet(clauses, doc, &mut is_past, best);
        });
        count
    }
}
