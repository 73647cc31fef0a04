//! Places of a name, in the articles that are known to name it.

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::cursor::Cursor;
use super::joins::Place;

/// Places in the articles that hold one of some values.
pub(super) struct Named {
    of: Box<dyn Cursor>,
    holding: Vec<SegmentPostings>,
    doc: DocId,
}

impl Named {
    pub fn open(of: Box<dyn Cursor>, holding: &[Term], segment: &SegmentReader) -> tantivy::Result<Named> {
        let mut postings = Vec::with_capacity(holding.len());
        for term in holding {
            let index = segment.inverted_index(term.field())?;
            postings.extend(index.read_postings(term, IndexRecordOption::Basic)?);
        }
        let mut named = Named { of, holding: postings, doc: 0 };
        named.align();
        Ok(named)
    }

    /// Moves on to an article that both hold.
    fn align(&mut self) {
        loop {
            self.doc = self.of.doc();
            if self.doc == TERMINATED {
                return;
            }
            let target = self.doc;
            let held = self
                .holding
                .iter_mut()
                .map(|postings| if postings.doc() < target { postings.seek(target) } else { postings.doc() });
            let next = held.min().unwrap_or(TERMINATED);
            if next == target {
                return;
            }
            if next == TERMINATED {
                self.doc = TERMINATED;
                return;
            }
            self.of.seek(next);
        }
    }
}

impl Cursor for Named {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) {
        if self.doc < target {
            self.of.seek(target);
            self.align();
        }
    }

    fn cost(&self) -> u64 {
        self.of.cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        self.of.places(found);
    }
}
