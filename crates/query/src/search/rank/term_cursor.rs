//! Walking the articles of a term in one segment, block by block.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, Term};

use crate::search::block::{BLOCK, last_of_block};

/// A document so few places ahead in its block is found by going there.
const CLOSE_BY: usize = 8;

/// What a block of a field without frequencies would hold.
const ONCE: [u32; BLOCK] = [1; BLOCK];

/// The documents of one term.
#[derive(Clone)]
pub(super) struct TermCursor {
    postings: BlockSegmentPostings,
    /// Where in the block.
    at: usize,
}

impl TermCursor {
    pub fn open(segment: &SegmentReader, term: &Term) -> tantivy::Result<Option<TermCursor>> {
        let index = segment.inverted_index(term.field())?;
        let postings = index.read_block_postings(term, IndexRecordOption::WithFreqs)?;
        Ok(postings.map(|postings| TermCursor { postings, at: 0 }))
    }

    pub fn doc(&self) -> DocId {
        // The last block is filled up with `TERMINATED`.
        self.postings.doc(self.at)
    }

    pub fn occurrences(&self) -> f32 {
        self.postings.freq(self.at) as f32
    }

    pub fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at == BLOCK {
            self.postings.advance();
            self.at = 0;
        }
        self.doc()
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at = self.postings.seek(target);
        }
        self.doc()
    }

    /// As [`TermCursor::seek`], for one that is mostly close by.
    pub fn seek_close(&mut self, target: DocId) -> DocId {
        let docs = self.postings.docs();
        if docs.get(self.at + CLOSE_BY).is_some_and(|&doc| doc >= target) {
            self.at += docs[self.at..].iter().take_while(|&&doc| doc < target).count();
            return self.doc();
        }
        self.seek(target)
    }

    /// Calls `each` with the documents up to the end of a range and the occurrences in them, and moves behind them.
    pub fn each_until(&mut self, end: DocId, mut each: impl FnMut(DocId, f32)) {
        while self.doc() < end {
            let ahead = self.postings.docs().get(self.at..).unwrap_or_default();
            let inside =
                if self.block_last() < end { ahead.len() } else { ahead.partition_point(|&doc| doc < end) };
            // A field that keeps no frequencies decodes none: its words occur once.
            let frequencies = match self.postings.freqs() {
                [] => &ONCE,
                frequencies => frequencies,
            };
            for (&doc, &frequency) in ahead[..inside].iter().zip(&frequencies[self.at..]) {
                each(doc, frequency as f32);
            }
            self.at += inside;
            if self.at == BLOCK {
                self.postings.advance();
                self.at = 0;
            }
        }
    }

    /// The last document the current block speaks of.
    pub fn block_last(&self) -> DocId {
        last_of_block(&self.postings)
    }

    /// The greatest share of its greatest score that the current block says a document of it can have.
    pub fn block_share(&mut self, norms: &FieldNormReader, block_weight: &Bm25Weight) -> f32 {
        self.postings.block_max_score(norms, block_weight)
    }
}
