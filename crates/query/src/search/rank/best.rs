//! The best hits so far.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use dateline_schema::UNDATED_CIVIL;
use tantivy::{DocAddress, Score};

use crate::search::columns::Columns;
use crate::search::hits::Order;

/// Places reserved for hits before any is found.
const RESERVED: usize = 4_096;

/// Where a hit stands among others: the greatest comes first. Total, so that the same archive always
/// gives the same order: by score, then newest, then by id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rank {
    key: Key,
    pub address: DocAddress,
}

/// Compared in this order.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    score: Score,
    civil: i64,
    id_order: Reverse<u64>,
}

impl Rank {
    pub fn score(&self) -> Score {
        self.key.score
    }
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

/// The best so many hits of those offered.
pub(crate) struct Best {
    heap: BinaryHeap<Reverse<Rank>>,
    keep: usize,
    order: Order,
}

impl Best {
    pub fn new(keep: usize, order: Order) -> Best {
        Best { heap: BinaryHeap::with_capacity(keep.min(RESERVED) + 1), keep, order }
    }

    /// Whether any hit is wanted.
    pub fn keeps_any(&self) -> bool {
        self.keep > 0
    }

    /// The score below which no hit can enter.
    pub fn threshold(&self) -> Score {
        match self.heap.peek() {
            _ if self.keep == 0 => f32::INFINITY,
            Some(Reverse(worst)) if self.heap.len() >= self.keep => worst.key.score,
            _ => f32::NEG_INFINITY,
        }
    }

    /// Whether an article of this second and those that follow it in its segment are too old to enter.
    pub fn is_past(&self, civil: i64) -> bool {
        self.order == Order::NewestFirst
            && self.heap.len() >= self.keep
            && self.heap.peek().is_none_or(|Reverse(worst)| civil < worst.key.civil)
    }

    /// Offers a hit; its score is 0 in the orders by date.
    pub fn offer(&mut self, address: DocAddress, score: Score, columns: &Columns) {
        // Most documents fall behind by their score alone; only the others cost a look into columns.
        if score < self.threshold() || self.keep == 0 {
            return;
        }
        let civil = columns.civil(address.doc_id);
        let civil = if self.order == Order::OldestFirst { oldest_first(civil) } else { civil };
        let worst = if self.heap.len() >= self.keep { self.heap.peek() } else { None };
        // Of equals the id decides: only they cost a second look.
        if worst.is_some_and(|Reverse(worst)| (score, civil) < (worst.key.score, worst.key.civil)) {
            return;
        }
        let key = Key { score, civil, id_order: Reverse(columns.id_order(address.doc_id)) };
        if worst.is_some_and(|Reverse(worst)| key < worst.key) {
            return;
        }
        self.heap.push(Reverse(Rank { key, address }));
        if self.heap.len() > self.keep {
            self.heap.pop();
        }
    }

    /// The hits, best first.
    pub fn into_ranks(self) -> Vec<Rank> {
        // `Reverse` turns the heap's ascending order into best first.
        self.heap.into_sorted_vec().into_iter().map(|Reverse(rank)| rank).collect()
    }
}

/// Undated articles come last in both directions.
fn oldest_first(civil: i64) -> i64 {
    if civil == UNDATED_CIVIL { i64::MIN } else { -civil }
}
