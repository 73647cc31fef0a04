//! Windows of documents, gone through clause by clause.

use std::ops::Range;

use tantivy::DocId;

/// Documents in a window: what is noted of them stays in the nearest caches.
pub(super) const WINDOW: usize = 4_096;

/// Places that are looked at together.
const PIECE: usize = 128;

/// Which documents of a window clauses hold, and what those give them at most.
///
/// What is noted of a document depends on no decision, because what holds for one tells nothing of the next.
pub(super) struct Tally {
    range: Range<DocId>,
    /// How many clauses hold each document, as far as they were counted.
    held: Box<[u8; WINDOW]>,
    /// What clauses give it at most.
    most: Box<[f32; WINDOW]>,
}

impl Tally {
    /// The most clauses that can be counted.
    pub const MOST_CLAUSES: usize = u8::MAX as usize;

    pub fn new() -> Tally {
        Tally { range: 0..0, held: Box::new([0; WINDOW]), most: Box::new([0.0; WINDOW]) }
    }

    /// Forgets everything, for another window.
    pub fn begin(&mut self, range: Range<DocId>) {
        self.held[..range.len()].fill(0);
        self.range = range;
    }

    /// Lets clauses give. Before that, what documents are given means nothing.
    pub fn begin_giving(&mut self) {
        self.most[..self.range.len()].fill(0.0);
    }

    /// The documents of the window.
    pub fn range(&self) -> Range<DocId> {
        self.range.clone()
    }

    #[inline]
    fn place(&self, doc: DocId) -> usize {
        // Tells the compiler that no place is behind the end.
        (doc - self.range.start) as usize % WINDOW
    }

    /// Notes that some clause holds a document.
    #[inline]
    pub fn hold(&mut self, doc: DocId) {
        let place = self.place(doc);
        self.held[place] = 1;
    }

    /// Counts a clause for a document that all clauses before it hold, however often it comes.
    #[inline]
    pub fn hold_after(&mut self, doc: DocId, before: u8) {
        let place = self.place(doc);
        self.held[place] += u8::from(self.held[place] == before);
    }

    /// Adds to what a document is given at most; gives the sum.
    #[inline]
    pub fn give(&mut self, doc: DocId, gift: f32) -> f32 {
        let place = self.place(doc);
        self.most[place] += gift;
        self.most[place]
    }

    /// What a document is given at most, so far.
    #[inline]
    pub fn most(&self, doc: DocId) -> f32 {
        self.most[self.place(doc)]
    }

    /// Calls `each` with the documents that so many clauses hold and that are given so much, ascending, and with what those are
    /// given at most.
    pub fn each_given(&self, held_by: u8, threshold: f32, mut each: impl FnMut(DocId, f32)) {
        let inside = self.range.len();
        let pieces = self.held[..inside].chunks(PIECE).zip(self.most[..inside].chunks(PIECE));
        for (number, (held, most)) in pieces.enumerate() {
            // Most pieces have none. Asked of all places of a piece, many are answered at once; up to the first, they would not be.
            let given: u8 = most.iter().map(|&most| u8::from(most >= threshold)).sum();
            if given == 0 {
                continue;
            }
            let start = self.range.start + (number * PIECE) as DocId;
            for (doc, (&held, &most)) in (start..).zip(held.iter().zip(most)) {
                if held == held_by && most >= threshold {
                    each(doc, most);
                }
            }
        }
    }

    /// How many documents so many clauses hold.
    pub fn count(&self, held_by: u8) -> u64 {
        let pieces = self.held[..self.range.len()].chunks(PIECE);
        // A byte is enough for each piece, so that many are counted at once.
        pieces.map(|piece| u64::from(piece.iter().map(|&held| u8::from(held == held_by)).sum::<u8>())).sum()
    }

    /// The documents that so many clauses hold.
    pub fn held_by(&self, held_by: u8) -> impl Iterator<Item = DocId> + '_ {
        self.range
            .clone()
            .zip(self.held.iter())
            .filter(move |&(_, &held)| held == held_by)
            .map(|(doc, _)| doc)
    }
}
