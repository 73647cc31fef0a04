//! The ways through the documents of a segment: what matches, how many, and the best of them.
//!
//! Where the words of a query are all there is to it, the documents come from the words' own postings. What can be counted
//! without them skips whole blocks that cannot reach the best hits; other unions, and intersections of words about as common, go
//! through all postings once (`one_pass.rs`). Everything else walks the documents of a general query and scores what it matches.

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

    /// Any of the clauses. Offers the best; counting is apart.
    pub fn any(&self, clauses: &mut [ClauseCursor], best: &mut Best) {
        let mut bounds = Bounds::default();
        for piece in self.documents.pieces() {
            let mut from = piece.start;
            while from < piece.end {
                if self.is_past(from, best) {
                    return;
                }
                from = self.any_in_blocks(clauses, from, piece.end, &mut bounds, best);
            }
        }
    }

    /// Looks at the documents from `from` up to where the first bound of a block ends; gives that end.
    fn any_in_blocks(
        &self,
        clauses: &mut [ClauseCursor],
        from: DocId,
        end: DocId,
        bounds: &mut Bounds,
        best: &mut Best,
    ) -> DocId {
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
        let is_ranked = self.order == Order::Relevance;
        bounds.set(
            clauses.iter_mut().map(
                |clause| {
                    if clause.doc() > last { 0.0 } else { clause.bound(&self.lengths) }
                },
            ),
        );
        if is_ranked {
            bounds.rest_below(best.threshold());
        }
        loop {
            let leading = bounds.leading().iter().map(|&(_, number)| clauses[number].doc());
            let Some(doc) = leading.min().filter(|&doc| doc <= last) else { break };
            if !is_ranked {
                if self.admits(doc) {
                    self.offer(best, doc, 0.0);
                }
            } else if self.may_enter(clauses, doc, bounds, best.threshold()) && self.admits(doc) {
                let score = self.score(clauses, doc);
                self.offer(best, doc, score);
            }
            for &(_, number) in bounds.leading() {
                if clauses[number].doc() == doc {
                    clauses[number].advance();
                }
            }
        }
        last + 1
    }

    /// Whether the score of a document may reach the threshold: first by the bounds of the leading clauses that stand on it,
    /// then by what they give it. The other clauses need not be moved there to tell.
    fn may_enter(&self, clauses: &[ClauseCursor], doc: DocId, bounds: &Bounds, threshold: f32) -> bool {
        let standing = || bounds.leading().iter().filter(|&&(_, number)| clauses[number].doc() == doc);
        let reach = standing().map(|&(bound, _)| bound).sum::<f32>() + bounds.resting;
        if reach < threshold {
            return false;
        }
        let given = standing()
            .map(|&(_, number)| clauses[number].greatest_score(doc, &self.lengths, self.statistics))
            .sum::<f32>();
        given + bounds.resting >= threshold
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

/// What the clauses can give in a stretch of documents.
#[derive(Default)]
pub(super) struct Bounds {
    /// The number of each clause with its bound: first those at rest.
    clauses: Vec<(f32, usize)>,
    first_leading: usize,
    /// What those at rest give together at most.
    pub resting: f32,
}

impl Bounds {
    /// Lets all clauses lead.
    pub fn set(&mut self, bounds: impl Iterator<Item = f32>) {
        self.clauses.clear();
        self.clauses.extend(bounds.enumerate().map(|(number, bound)| (bound, number)));
        self.first_leading = 0;
        self.resting = 0.0;
    }

    /// Lets those rest that have the least to give, as many as stay below the threshold together.
    pub fn rest_below(&mut self, threshold: f32) {
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
    pub fn leading(&self) -> &[(f32, usize)] {
        &self.clauses[self.first_leading..]
    }

    /// The others.
    pub fn at_rest(&self) -> &[(f32, usize)] {
        &self.clauses[..self.first_leading]
    }
}
