//! The best hits and how many there are, exactly.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocAddress, DocId, Score, TERMINATED};

use super::columns::Columns;
use super::error::SearchError;
use super::hits::Order;
use super::reader::Reader;
use super::window::{Documents, Window};

/// Where a hit stands among others: the greatest comes first. Total, so that the same archive always
/// gives the same order: by score, then newest, then by id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rank {
    key: Key,
    pub score: Score,
    pub address: DocAddress,
}

/// Compared in this order.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    score: Score,
    civil: i64,
    id_order: Reverse<u64>,
}

impl Eq for Key {}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then(self.civil.cmp(&other.civil))
            .then(self.id_order.cmp(&other.id_order))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Rank) -> bool {
        self.key == other.key
    }
}

impl Eq for Rank {}

impl Ord for Rank {
    fn cmp(&self, other: &Rank) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Rank) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best hits, best first, and the number of all.
pub(crate) struct Top {
    pub ranks: Vec<Rank>,
    pub total: u64,
}

impl Reader {
    /// The best `keep` articles of a query inside a window, and the number of all of them.
    pub(crate) fn top(
        &self,
        query: &dyn Query,
        window: &Window,
        order: Order,
        keep: usize,
    ) -> Result<Top, SearchError> {
        let scoring = match order {
            Order::Relevance => EnableScoring::enabled_from_searcher(&self.searcher),
            Order::NewestFirst | Order::OldestFirst => EnableScoring::disabled_from_searcher(&self.searcher),
        };
        let mut best: BinaryHeap<Reverse<Rank>> = BinaryHeap::with_capacity(keep.min(4_096) + 1);
        let mut total = 0;
        self.each_in_window(query, window, scoring, |address, columns, scorer| {
            total += 1;
            if keep == 0 {
                return;
            }
            let score = if order == Order::Relevance { scorer.score() } else { 0.0 };
            // Most documents fall behind by their score alone; only the others cost a look into columns.
            let worst = if best.len() >= keep { best.peek() } else { None };
            if worst.is_some_and(|Reverse(worst)| score < worst.key.score) {
                return;
            }
            let civil = columns.civil(address.doc_id);
            let key = Key {
                score,
                civil: if order == Order::OldestFirst { oldest_first(civil) } else { civil },
                id_order: Reverse(columns.id_order(address.doc_id)),
            };
            if worst.is_some_and(|Reverse(worst)| key < worst.key) {
                return;
            }
            best.push(Reverse(Rank { key, score, address }));
            if best.len() > keep {
                best.pop();
            }
        })?;
        // `Reverse` turns the heap's ascending order into best first.
        let ranks = best.into_sorted_vec().into_iter().map(|Reverse(rank)| rank).collect();
        Ok(Top { ranks, total })
    }

    /// How many articles of a query have no date.
    pub(crate) fn count_undated(&self, query: &dyn Query) -> Result<u64, SearchError> {
        // Mostly there are none, and then nothing need be asked.
        let starts: Vec<DocId> = self
            .columns
            .iter()
            .map(|columns| columns.first_older_than(dateline_schema::UNDATED_CIVIL + 1))
            .collect();
        if starts.iter().zip(&self.columns).all(|(start, columns)| *start == columns.docs()) {
            return Ok(0);
        }
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        // The undated sort behind all others.
        let documents = |number: usize| {
            let range = starts[number]..self.columns[number].docs();
            Ok(Documents { range, early_intervals: Vec::new() })
        };
        let mut total = 0;
        self.each_living(query, scoring, documents, |_, _, _| total += 1)?;
        Ok(total)
    }

    /// Calls `each` with every article of a query inside a window, in the order of the index.
    pub(crate) fn each_match(
        &self,
        query: &dyn Query,
        window: &Window,
        mut each: impl FnMut(DocAddress),
    ) -> Result<(), SearchError> {
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        self.each_in_window(query, window, scoring, |address, _, _| each(address))
    }

    fn each_in_window(
        &self,
        query: &dyn Query,
        window: &Window,
        scoring: EnableScoring<'_>,
        mut each: impl FnMut(DocAddress, &Columns, &mut dyn Scorer),
    ) -> Result<(), SearchError> {
        let documents = |number: usize| {
            window.documents(
                self.searcher.segment_reader(number as u32),
                &self.columns[number],
                self.fields().mark,
            )
        };
        self.each_living(query, scoring, documents, |address, columns, scorer| {
            // Only articles dated by an interval can lie in the range and still miss the window.
            if !window.tests_each() || window.admits(columns.days(address.doc_id)) {
                each(address, columns, scorer);
            }
        })
    }

    /// Walks the matches of a query that are not deleted and lie in the documents given for each segment.
    fn each_living(
        &self,
        query: &dyn Query,
        scoring: EnableScoring<'_>,
        documents: impl Fn(usize) -> tantivy::Result<Documents>,
        mut each: impl FnMut(DocAddress, &Columns, &mut dyn Scorer),
    ) -> Result<(), SearchError> {
        let refuse = |error: tantivy::TantivyError| SearchError::engine(self.dir(), &error);
        let weight = query.weight(scoring).map_err(refuse)?;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let columns = &self.columns[number];
            let documents = documents(number).map_err(refuse)?;
            if documents.is_empty() {
                continue;
            }
            let alive = segment.alive_bitset();
            let mut scorer = weight.scorer(segment, 1.0).map_err(refuse)?;
            each_document(scorer.as_mut(), &documents, |doc, scorer| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    each(DocAddress::new(number as u32, doc), columns, scorer);
                }
            });
        }
        Ok(())
    }
}

/// Undated articles come last in both directions.
fn oldest_first(civil: i64) -> i64 {
    if civil == dateline_schema::UNDATED_CIVIL { i64::MIN } else { -civil }
}

/// Walks the matches of a scorer that lie in the given documents, in ascending order.
fn each_document(
    scorer: &mut dyn Scorer,
    documents: &Documents,
    mut each: impl FnMut(DocId, &mut dyn Scorer),
) {
    let (range, intervals) = (&documents.range, &documents.early_intervals);
    let (before, behind) = intervals.split_at(intervals.partition_point(|&doc| doc < range.start));
    look_up(scorer, before, &mut each);
    if !range.is_empty() {
        let mut doc = seek(scorer, range.start);
        while doc < range.end {
            each(doc, scorer);
            doc = scorer.advance();
        }
    }
    look_up(scorer, behind, &mut each);
}

/// Those of some documents that a scorer matches.
fn look_up(scorer: &mut dyn Scorer, documents: &[DocId], each: &mut impl FnMut(DocId, &mut dyn Scorer)) {
    for &doc in documents {
        if seek(scorer, doc) == doc {
            each(doc, scorer);
        }
    }
}

/// Moves a scorer to a document or the next behind it; a scorer never moves back.
fn seek(scorer: &mut dyn Scorer, doc: DocId) -> DocId {
    let here = scorer.doc();
    if here >= doc || here == TERMINATED { here } else { scorer.seek(doc) }
}
