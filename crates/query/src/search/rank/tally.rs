//! Windows of documents, gone through clause by clause.

use std::ops::Range;

use tantivy::DocId;

/// Documents in a window: what is noted of them stays in the nearest cache.
pub(super) const WINDOW: usize = 4_096;

/// Places that are looked at together.
const PIECE: usize = 128;

/// The document matches.
const MATCHES: u8 = 254;
/// It may be given enough, too.
const HOPEFUL: u8 = 255;

/// How far a document is on its way to a match, and how far a clause takes it that holds it.
#[derive(Clone, Copy)]
pub(super) struct Step {
    before: u8,
    after: u8,
}

impl Step {
    /// Any of the clauses makes a match.
    pub const ANY: Step = Step { before: 0, after: MATCHES };

    /// The most clauses that can be required together.
    pub const MOST: usize = MATCHES as usize;

    /// One of so many clauses, all of which make a match, in the order in which they are asked.
    pub fn of_all(number: usize, clauses: usize) -> Step {
        let after = if number + 1 == clauses { MATCHES } else { number as u8 + 1 };
        Step { before: number as u8, after }
    }
}

/// Which documents of a window match, and what the clauses give those at most that may be given enough.
pub(super) struct Tally {
    range: Range<DocId>,
    /// How far each document is: 0 where nothing holds it.
    reached: Box<[u8; WINDOW]>,
    /// What the clauses give it at most. Means nothing where nothing holds it.
    most: Box<[f32; WINDOW]>,
    /// 1 where any document is hopeful.
    hope: u8,
}

impl Tally {
    pub fn new() -> Tally {
        Tally { range: 0..0, reached: Box::new([0; WINDOW]), most: Box::new([0.0; WINDOW]), hope: 0 }
    }

    /// Forgets everything, for another window.
    pub fn begin(&mut self, range: Range<DocId>) {
        self.reached[..range.len()].fill(0);
        self.hope = 0;
        self.range = range;
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

    /// Notes that a clause holds a document.
    #[inline]
    pub fn mark(&mut self, doc: DocId, step: Step) {
        let place = self.place(doc);
        let reached = self.reached[place];
        self.reached[place] = if reached >= step.before { reached.max(step.after) } else { reached };
    }

    /// Notes that a clause holds a document, and what it gives at most: a match is hopeful from `enough` on.
    #[inline]
    pub fn add(&mut self, doc: DocId, step: Step, gives: f32, enough: f32) {
        let place = self.place(doc);
        let reached = self.reached[place];
        let most = gives + if reached == 0 { 0.0 } else { self.most[place] };
        self.most[place] = most;
        // Without branches: what is held and hopeful changes from one document to the next.
        let is_match = u8::from(step.after == MATCHES) & u8::from(reached >= step.before);
        let hope = is_match & u8::from(most >= enough);
        self.hope |= hope;
        let after = step.after + hope;
        self.reached[place] = if reached >= step.before { reached.max(after) } else { reached };
    }

    /// Notes that a clause of a union holds a document, and what it gives at most if the document is hopeful.
    #[inline]
    pub fn follow(&mut self, doc: DocId, gives: impl FnOnce() -> f32) {
        let place = self.place(doc);
        if self.reached[place] == HOPEFUL {
            self.most[place] += gives();
        } else {
            self.reached[place] = MATCHES;
        }
    }

    /// Whether any document is hopeful.
    pub fn has_hope(&self) -> bool {
        self.hope > 0
    }

    /// Calls `each` with the hopeful documents that are given so much, ascending, and what they are given at most.
    pub fn each_hopeful(&self, threshold: f32, mut each: impl FnMut(DocId, f32)) {
        if !self.has_hope() {
            return;
        }
        let inside = self.range.len();
        let pieces = self.reached[..inside].chunks(PIECE).zip(self.most[..inside].chunks(PIECE));
        for (number, (reached, most)) in pieces.enumerate() {
            // Most pieces have none. Asked of all places of a piece, many are answered at once; up to the first, they would not be.
            let hopeful: u8 = reached.iter().map(|&reached| u8::from(reached == HOPEFUL)).sum();
            if hopeful == 0 {
                continue;
            }
            let given: u8 = most.iter().map(|&most| u8::from(most >= threshold)).sum();
            if given == 0 {
                continue;
            }
            let start = self.range.start + (number * PIECE) as DocId;
            for (doc, (&reached, &most)) in (start..).zip(reached.iter().zip(most)) {
                if reached == HOPEFUL && most >= threshold {
                    each(doc, most);
                }
            }
        }
    }

    /// How many documents match.
    pub fn count(&self) -> u64 {
        let pieces = self.reached[..self.range.len()].chunks(PIECE);
        // A byte is enough for each piece, so that many are counted at once.
        pieces
            .map(|piece| u64::from(piece.iter().map(|&reached| u8::from(reached >= MATCHES)).sum::<u8>()))
            .sum()
    }

    /// The documents that match.
    pub fn matches(&self) -> impl Iterator<Item = DocId> + '_ {
        self.range
            .clone()
            .zip(self.reached.iter())
            .filter(|&(_, &reached)| reached >= MATCHES)
            .map(|(doc, _)| doc)
    }
}
