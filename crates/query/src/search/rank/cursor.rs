//! Walking the articles of a clause in one segment, block by block.
//!
//! tantivy keeps postings in blocks of 128 articles, each with the best pair of occurrences and length in
//! it: an upper bound of every score inside the block. (Ding and Suel, "Faster Top-k Document Retrieval
//! Using Block-Max Indexes", 2011.)

use std::ops::Range;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::bm25::{K1, Statistics};
use super::clause::Weighed;
use crate::search::block::{BLOCK, last_of_block};

/// A document so few places ahead in its block is found by going there.
const CLOSE_BY: usize = 8;

/// More terms than this are added up beforehand instead of being walked side by side.
const MOST_SIDE_BY_SIDE: usize = 16;

/// Rounding must never make a bound too low.
const ROUNDING: f32 = 1.0 + 1e-5;

/// The documents of one term.
struct TermCursor {
    postings: BlockSegmentPostings,
    /// Where in the block.
    at: usize,
}

impl TermCursor {
    fn open(segment: &SegmentReader, term: &Term) -> tantivy::Result<Option<TermCursor>> {
        let index = segment.inverted_index(term.field())?;
        let postings = index.read_block_postings(term, IndexRecordOption::WithFreqs)?;
        Ok(postings.map(|postings| TermCursor { postings, at: 0 }))
    }

    fn doc(&self) -> DocId {
        // The last block is filled up with `TERMINATED`.
        self.postings.doc(self.at)
    }

    fn occurrences(&self) -> f32 {
        self.postings.freq(self.at) as f32
    }

    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at == BLOCK {
            self.postings.advance();
            self.at = 0;
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at = self.postings.seek(target);
        }
        self.doc()
    }

    /// As [`TermCursor::seek`], for one that is mostly close by.
    fn seek_close(&mut self, target: DocId) -> DocId {
        let docs = self.postings.docs();
        if docs.get(self.at + CLOSE_BY).is_some_and(|&doc| doc >= target) {
            self.at += docs[self.at..].iter().take_while(|&&doc| doc < target).count();
            return self.doc();
        }
        self.seek(target)
    }

    /// Calls `each` with the documents up to the end of a range, and moves behind them.
    fn each_until(&mut self, end: DocId, mut each: impl FnMut(DocId)) {
        while self.doc() < end {
            let docs = self.postings.docs();
            let ahead = docs.get(self.at..).unwrap_or_default();
            let inside =
                if self.block_last() < end { ahead.len() } else { ahead.partition_point(|&doc| doc < end) };
            ahead[..inside].iter().for_each(|&doc| each(doc));
            self.at += inside;
            if self.at == BLOCK {
                self.postings.advance();
                self.at = 0;
            }
        }
    }

    /// The last document the current block speaks of.
    fn block_last(&self) -> DocId {
        last_of_block(&self.postings)
    }
}

/// The lengths of the articles of a segment, and how its block bounds are to be read.
pub(super) struct Lengths {
    field: Field,
    norms: FieldNormReader,
    /// Weighs 1 at most: reads the bounds of blocks with the average length they were made with.
    block_weight: Bm25Weight,
    /// How much greater than a block says a score can be, because lengths are compared with the average of
    /// the whole archive.
    stretch: f32,
}

impl Lengths {
    pub fn open(segment: &SegmentReader, field: Field, statistics: &Statistics) -> tantivy::Result<Lengths> {
        let norms = segment
            .fieldnorms_readers()
            .get_field(field)?
            .unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1));
        let words = segment.inverted_index(field)?.total_num_tokens();
        let average = (words as f32 / segment.max_doc().max(1) as f32).max(f32::MIN_POSITIVE);
        let unit = Bm25Weight::for_one_term_without_explain(1, 1, average);
        // Its greatest score is the rarity of a term that every article holds, times `k1 + 1`.
        let block_weight = unit.boost_by(1.0 / unit.max_score());
        let stretch = (statistics.average_words / average).max(1.0) * ROUNDING;
        Ok(Lengths { field, norms, block_weight, stretch })
    }

    pub fn code(&self, doc: DocId) -> u8 {
        self.norms.fieldnorm_id(doc)
    }
}

/// The documents of a clause.
enum Members {
    /// Few terms, walked side by side; `0` is the smallest of their documents.
    SideBySide(Vec<(TermCursor, f32)>),
    /// Occurrences of many terms, added up for a range of documents.
    AddedUp { start: DocId, occurrences: Vec<f32>, doc: DocId },
}

/// The documents of a clause, in ascending order.
pub(super) struct ClauseCursor {
    members: Members,
    typed: Option<(TermCursor, f32)>,
    doc: DocId,
    weight: f32,
    /// Whether the blocks of the members carry bounds: only those of the ranking field do.
    has_bounds: bool,
}

impl ClauseCursor {
    /// Opens a clause for the documents of a range, which must not be left.
    pub fn open(
        segment: &SegmentReader,
        weighed: &Weighed,
        lengths: &Lengths,
        range: Range<DocId>,
    ) -> tantivy::Result<ClauseCursor> {
        let mut cursors = Vec::new();
        let terms = &weighed.clause.members;
        let members = if terms.len() <= MOST_SIDE_BY_SIDE {
            for (term, counts) in terms {
                cursors.extend(TermCursor::open(segment, term)?.map(|cursor| (cursor, *counts)));
            }
            Members::SideBySide(cursors)
        } else {
            let mut occurrences = vec![0.0; range.len()];
            for (term, counts) in terms {
                let Some(mut cursor) = TermCursor::open(segment, term)? else { continue };
                let mut doc = cursor.seek(range.start);
                while doc < range.end {
                    occurrences[(doc - range.start) as usize] += counts * cursor.occurrences();
                    doc = cursor.advance();
                }
            }
            Members::AddedUp { start: range.start, occurrences, doc: range.start }
        };
        let typed = match &weighed.clause.typed {
            Some((term, counts)) => TermCursor::open(segment, term)?.map(|cursor| (cursor, *counts)),
            None => None,
        };
        let has_bounds = terms.iter().all(|(term, _)| term.field() == lengths.field);
        let mut cursor = ClauseCursor { members, typed, doc: 0, weight: weighed.weight, has_bounds };
        cursor.doc = cursor.lowest();
        cursor.seek(range.start);
        Ok(cursor)
    }

    pub fn doc(&self) -> DocId {
        self.doc
    }

    fn lowest(&mut self) -> DocId {
        match &mut self.members {
            Members::SideBySide(cursors) => {
                cursors.iter().map(|(cursor, _)| cursor.doc()).min().unwrap_or(TERMINATED)
            }
            Members::AddedUp { start, occurrences, doc } => {
                let from = (*doc).saturating_sub(*start) as usize;
                let held = occurrences.get(from..).unwrap_or_default();
                *doc = held
                    .iter()
                    .position(|&occurrences| occurrences > 0.0)
                    .map_or(TERMINATED, |ahead| *start + (from + ahead) as DocId);
                *doc
            }
        }
    }

    /// Moves to the next document.
    pub fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    /// Moves to the first document at or behind `target`; never back.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target || self.doc == TERMINATED {
            return self.doc;
        }
        match &mut self.members {
            // Most words are one term: nothing need be compared.
            Members::SideBySide(cursors) if cursors.len() == 1 => {
                let cursor = &mut cursors[0].0;
                self.doc = if self.doc + 1 == target { cursor.advance() } else { cursor.seek(target) };
            }
            Members::SideBySide(cursors) => {
                let mut lowest = TERMINATED;
                for (cursor, _) in cursors {
                    let doc = match cursor.doc() {
                        doc if doc >= target => doc,
                        doc if doc + 1 == target => cursor.advance(),
                        _ => cursor.seek(target),
                    };
                    lowest = lowest.min(doc);
                }
                self.doc = lowest;
            }
            Members::AddedUp { doc, .. } => {
                *doc = (*doc).max(target);
                self.doc = self.lowest();
            }
        }
        self.doc
    }

    /// Sets the bits of the documents in a range, the first bit being that of its start. Moves to its end.
    pub fn mark(&mut self, range: &Range<DocId>, bits: &mut [u64]) {
        let mut mark = |doc: DocId| {
            let at = (doc - range.start) as usize;
            bits[at / 64] |= 1 << (at % 64);
        };
        match &mut self.members {
            Members::SideBySide(cursors) => {
                for (cursor, _) in cursors {
                    cursor.seek(range.start);
                    cursor.each_until(range.end, &mut mark);
                }
                self.doc = self.lowest();
            }
            Members::AddedUp { .. } => {
                let mut doc = self.seek(range.start);
                while doc < range.end {
                    mark(doc);
                    doc = self.advance();
                }
            }
        }
    }

    /// Occurrences of the members in a document, weighted; 0 when the clause does not stand on it.
    fn occurrences_of_members(&self, doc: DocId) -> f32 {
        if self.doc != doc {
            return 0.0;
        }
        match &self.members {
            Members::SideBySide(cursors) => match cursors.as_slice() {
                [(cursor, counts)] => counts * cursor.occurrences(),
                cursors => cursors
                    .iter()
                    .filter(|(cursor, _)| cursor.doc() == doc)
                    .map(|(cursor, counts)| counts * cursor.occurrences())
                    .sum(),
            },
            Members::AddedUp { start, occurrences, .. } => occurrences[(doc - start) as usize],
        }
    }

    /// Occurrences in a document, weighted; 0 when the clause does not stand on it.
    pub fn occurrences(&mut self, doc: DocId) -> f32 {
        let members = self.occurrences_of_members(doc);
        if members == 0.0 {
            return 0.0;
        }
        match &mut self.typed {
            // Accents make words fall together in one field and not in the other: a bound must hold anyway.
            None => members,
            Some((cursor, counts)) => {
                let is_there = cursor.seek_close(doc) == doc;
                let typed = if is_there { *counts * cursor.occurrences() } else { 0.0 };
                members + typed.min(members * *counts / (1.0 - *counts))
            }
        }
    }

    /// What a document adds to its score at most: as if all its occurrences were typed. It is told from the members alone.
    pub fn greatest_score(&self, doc: DocId, lengths: &Lengths, statistics: &Statistics) -> f32 {
        let members = self.occurrences_of_members(doc);
        if members == 0.0 {
            return 0.0;
        }
        let typed = self.typed.as_ref().map_or(0.0, |(_, counts)| members * counts / (1.0 - counts));
        self.weight * statistics.saturation(members + typed, lengths.code(doc)) * ROUNDING
    }

    /// What a document adds to its score.
    pub fn score(&mut self, doc: DocId, lengths: &Lengths, statistics: &Statistics) -> f32 {
        let occurrences = self.occurrences(doc);
        if occurrences > 0.0 {
            self.weight * statistics.saturation(occurrences, lengths.code(doc))
        } else {
            0.0
        }
    }

    /// The last document of which [`ClauseCursor::bound`] speaks.
    pub fn bound_last(&self) -> DocId {
        match &self.members {
            Members::SideBySide(cursors) if self.has_bounds => {
                cursors.iter().map(|(cursor, _)| cursor.block_last()).min().unwrap_or(TERMINATED)
            }
            _ => TERMINATED,
        }
    }

    /// A score that no document from the current one to [`ClauseCursor::bound_last`] exceeds.
    pub fn bound(&mut self, lengths: &Lengths) -> f32 {
        let greatest = self.weight * (K1 + 1.0) * ROUNDING;
        match &mut self.members {
            Members::SideBySide(cursors) if self.has_bounds => {
                // Saturation is concave: the sum of the parts is never below that of the whole.
                let parts: f32 = cursors
                    .iter_mut()
                    .map(|(cursor, _)| {
                        let share = cursor.postings.block_max_score(&lengths.norms, &lengths.block_weight);
                        (share * lengths.stretch).min(1.0)
                    })
                    .sum();
                greatest * parts.min(1.0)
            }
            _ => greatest,
        }
    }
}
