//! Walking the articles of a clause in one segment, block by block.
//!
//! tantivy keeps postings in blocks of 128 articles, each with the best pair of occurrences and length in
//! it: an upper bound of every score inside the block. (Ding and Suel, "Faster Top-k Document Retrieval
//! Using Block-Max Indexes", 2011.)

use std::ops::Range;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::bm25::{K1, Statistics};
use super::clause::Weighed;
use super::term_cursor::TermCursor;

/// More terms than this are added up beforehand instead of being walked side by side.
const MOST_SIDE_BY_SIDE: usize = 16;

/// Rounding must never make a bound too low, however many parts are added up.
const ROUNDING: f32 = 1.0 + 1e-3;

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

/// What a clause gives documents at most.
pub(super) struct Giving<'a> {
    lengths: &'a Lengths,
    statistics: &'a Statistics,
    weight: f32,
    as_if_typed: f32,
}

impl Giving<'_> {
    /// What a document is given at most for so many occurrences of members: as if all of them were typed. Saturation is concave:
    /// what members are given one by one is never below what they are given together.
    #[inline]
    pub fn most(&self, doc: DocId, members: f32) -> f32 {
        self.weight * self.statistics.saturation(members * self.as_if_typed, self.lengths.code(doc))
    }
}

/// The documents of a clause.
#[derive(Clone)]
enum Members {
    /// Few terms, walked side by side; `0` is the smallest of their documents.
    SideBySide(Vec<(TermCursor, f32)>),
    /// Occurrences of many terms, added up for a range of documents.
    AddedUp { start: DocId, occurrences: Arc<Vec<f32>>, doc: DocId },
}

/// The documents of a clause, in ascending order.
#[derive(Clone)]
pub(super) struct ClauseCursor {
    members: Members,
    typed: Option<(TermCursor, f32)>,
    doc: DocId,
    weight: f32,
    /// How many times more the members would count if all their occurrences were typed.
    as_if_typed: f32,
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
            Members::AddedUp { start: range.start, occurrences: Arc::new(occurrences), doc: range.start }
        };
        let typed = match &weighed.clause.typed {
            Some((term, counts)) => TermCursor::open(segment, term)?.map(|cursor| (cursor, *counts)),
            None => None,
        };
        let has_bounds = terms.iter().all(|(term, _)| term.field() == lengths.field);
        let as_if_typed = typed.as_ref().map_or(1.0, |(_, counts)| 1.0 + counts / (1.0 - counts));
        let weight = weighed.weight;
        let mut cursor = ClauseCursor { members, typed, doc: 0, weight, as_if_typed, has_bounds };
        cursor.doc = cursor.lowest();
        cursor.seek(range.start);
        Ok(cursor)
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

    /// Calls `each` with the documents of a range and the weighted occurrences in them, and moves to its end. A document comes once
    /// for each member that holds it.
    pub fn each_in(&mut self, range: &Range<DocId>, mut each: impl FnMut(DocId, f32)) {
        if self.seek(range.start) >= range.end {
            return;
        }
        match &mut self.members {
            Members::SideBySide(cursors) => {
                for (cursor, counts) in cursors {
                    cursor.each_until(range.end, |doc, occurrences| each(doc, *counts * occurrences));
                }
            }
            Members::AddedUp { start, occurrences, doc } => {
                let inside = (*doc..range.end).zip(&occurrences[(*doc - *start) as usize..]);
                inside.filter(|&(_, &sum)| sum > 0.0).for_each(|(doc, &sum)| each(doc, sum));
                *doc = range.end;
            }
        }
        self.doc = self.lowest();
    }

    /// What the clause gives documents.
    pub fn giving<'a>(&self, lengths: &'a Lengths, statistics: &'a Statistics) -> Giving<'a> {
        Giving { lengths, statistics, weight: self.weight * ROUNDING, as_if_typed: self.as_if_typed }
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
        if members > 0.0 { self.giving(lengths, statistics).most(doc, members) } else { 0.0 }
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

    /// A score that no document in a range from the current one to `end` exceeds.
    pub fn bound_until(&mut self, end: DocId, lengths: &Lengths) -> f32 {
        match self.doc {
            doc if doc >= end => 0.0,
            _ if self.bound_last() >= end - 1 => self.bound(lengths),
            _ => self.greatest(),
        }
    }

    /// A score that no document exceeds.
    fn greatest(&self) -> f32 {
        self.weight * (K1 + 1.0) * ROUNDING
    }

    /// A score that no document from the current one to [`ClauseCursor::bound_last`] exceeds.
    pub fn bound(&mut self, lengths: &Lengths) -> f32 {
        let greatest = self.greatest();
        match &mut self.members {
            Members::SideBySide(cursors) if self.has_bounds => {
                // Saturation is concave: the sum of the parts is never below that of the whole.
                let parts: f32 = cursors
                    .iter_mut()
                    .map(|(cursor, _)| {
                        let share = cursor.block_share(&lengths.norms, &lengths.block_weight);
                        (share * lengths.stretch).min(1.0)
                    })
                    .sum();
                greatest * parts.min(1.0)
            }
            _ => greatest,
        }
    }
}
