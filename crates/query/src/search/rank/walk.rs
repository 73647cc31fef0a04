//! The ways through the documents of a segment: what matches, how many, and the best of them.
//!
//! Where the words of a query are all there is to it, the documents come from the words' own postings:
//! a union skips whole blocks that cannot reach the best hits, and is counted apart by the cheapest way
//! that is exact. Everything else walks the documents of a general query and scores what it matches.

use tantivy::query::Scorer;
use tantivy::{DocAddress, DocId, TERMINATED};

use super::best::Best;
use super::bm25::Statistics;
use super::cursor::{ClauseCursor, Lengths};
use crate::search::columns::Columns;
use crate::search::hits::{Decay, Order};
use crate::search::window::Documents;

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
    fn admits(&self, doc: DocId) -> bool {
        self.admits_all || (self.admits)(doc)
    }

    fn offer(&self, best: &mut Best, doc: DocId, score: f32) {
        let score = match self.decay {
            Some(decay) if self.order == Order::Relevance => score * decay.factor(self.columns.days(doc)),
            _ => score,
        };
        best.offer(DocAddress::new(self.segment, doc), score, self.columns);
    }

    /// The score of a document: the sum over the clauses, always in their order, so that no way through
    /// the documents rounds differently.
    fn score(&self, clauses: &mut [ClauseCursor], doc: DocId) -> f32 {
        let mut score = 0.0;
        for clause in clauses {
            clause.seek(doc);
            score += clause.score(doc, &self.lengths, self.statistics);
        }
        score
    }

    /// Any of the clauses. Offers the best; counting is apart.
    pub fn any(&self, clauses: &mut [ClauseCursor], best: &mut Best) {
        for piece in self.documents.pieces() {
            let mut from = piece.start;
            while from < piece.end {
                if self.order == Order::NewestFirst && best.is_past(self.columns.civil(from)) {
                    return;
                }
                from = self.any_in_blocks(clauses, from, piece.end, best);
            }
        }
    }

    /// Looks at the documents from `from` up to where the first bound of a block ends; gives that end.
    fn any_in_blocks(&self, clauses: &mut [ClauseCursor], from: DocId, end: DocId, best: &mut Best) -> DocId {
        let mut last = end - 1;
        let mut next = TERMINATED;
        for clause in clauses.iter_mut() {
            next = next.min(clause.seek(from));
            last = last.min(clause.bound_last().max(from));
        }
        if next > last {
            // Nothing here: on to the first document of any clause.
            return next.min(end).max(last + 1);
        }
        let threshold = best.threshold();
        let is_ranked = self.order == Order::Relevance;
        // Clauses with the least to give first: those that together stay below the threshold need not lead.
        let mut by_bound: Vec<(f32, usize)> = clauses
            .iter_mut()
            .enumerate()
            .map(|(number, clause)| {
                (if clause.doc() > last { 0.0 } else { clause.bound(&self.lengths) }, number)
            })
            .collect();
        by_bound.sort_by(|left, right| left.0.total_cmp(&right.0));
        let mut sum = 0.0;
        let mut leading = by_bound.as_slice();
        if is_ranked {
            while let [(bound, _), rest @ ..] = leading {
                sum += bound;
                if sum >= threshold {
                    break;
                }
                leading = rest;
            }
        }
        let leading: Vec<usize> = leading.iter().map(|&(_, number)| number).collect();
        loop {
            let lowest = leading.iter().map(|&number| clauses[number].doc()).min();
            let Some(doc) = lowest.filter(|&doc| doc <= last) else { break };
            if self.admits(doc) {
                let score = if is_ranked { self.score(clauses, doc) } else { 0.0 };
                self.offer(best, doc, score);
            }
            for &number in &leading {
                if clauses[number].doc() == doc {
                    clauses[number].advance();
                }
            }
        }
        last + 1
    }

    /// How many documents meet any of the clauses.
    pub fn count_any(&self, clauses: &mut [ClauseCursor]) -> u64 {
        let mut count = 0;
        for piece in self.documents.pieces() {
            let mut held = vec![0_u64; (piece.len()).div_ceil(64)];
            for clause in clauses.iter_mut() {
                clause.mark(&piece, &mut held);
            }
            if self.admits_all {
                count += held.iter().map(|bits| u64::from(bits.count_ones())).sum::<u64>();
                continue;
            }
            for (number, &bits) in held.iter().enumerate() {
                let mut bits = bits;
                while bits != 0 {
                    let doc = piece.start + number as u32 * 64 + bits.trailing_zeros();
                    count += u64::from(self.admits(doc));
                    bits &= bits - 1;
                }
            }
        }
        count
    }

    /// All of the clauses, asked in this order: the rarest first. Gives how many documents meet them.
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
                if self.admits(doc) {
                    count += 1;
                    is_past |= self.order == Order::NewestFirst && best.is_past(self.columns.civil(doc));
                    if !is_past {
                        let ranked = self.order == Order::Relevance;
                        let score = if ranked { self.score(clauses, doc) } else { 0.0 };
                        self.offer(best, doc, score);
                    }
                }
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
            if !self.admits(doc) {
                return;
            }
            count += 1;
            is_past |= self.order == Order::NewestFirst && best.is_past(self.columns.civil(doc));
            if !is_past {
                let score = if self.order == Order::Relevance { self.score(clauses, doc) } else { 0.0 };
                self.offer(best, doc, score);
            }
        });
        count
    }
}
