//! Postings of a word that is asked for in most of its blocks.
//!
//! tantivy reads the positions of one article at a time, and adds up before each how many stand before them in its
//! block. Where several articles of a block are asked for, it takes less time to read the positions of all.

use tantivy::DocId;
use tantivy::directory::FileSlice;
use tantivy::index::InvertedIndexReader;
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use crate::search::block::{BLOCK, last_of_block};

/// Articles asked for in a block from which on all of it is read.
const FEWEST_IN_BLOCK: u64 = 4;

/// The articles of one word, with every block read as a whole.
pub(super) struct WholeBlocks {
    postings: BlockSegmentPostings,
    /// Where in the block.
    at: usize,
    positions: PositionReader,
    /// More positions than there can be: where a damaged file tells of more, no room is made for them.
    most: usize,
    /// How many positions stand before the block.
    before: u64,
    /// The steps from each position of an article to its next, of all articles of the block.
    steps: Vec<u32>,
    /// Where those of each article begin and those of the last one end; empty until positions of the block are asked
    /// for.
    starts: Vec<usize>,
}

impl WholeBlocks {
    /// Whether this way is worth taking through the articles of a word, when so many are asked for.
    pub fn pay(articles: u64, asked: u64) -> bool {
        articles.div_ceil(BLOCK as u64) * FEWEST_IN_BLOCK <= asked
    }

    pub fn open(
        index: &InvertedIndexReader,
        info: &TermInfo,
        positions: &FileSlice,
    ) -> tantivy::Result<WholeBlocks> {
        let postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let positions = PositionReader::open(positions.read_bytes_slice(info.positions_range.clone())?)?;
        // A full block takes a byte at least.
        let most = (info.positions_range.len() + 1) * BLOCK;
        Ok(WholeBlocks { postings, at: 0, positions, most, before: 0, steps: Vec::new(), starts: Vec::new() })
    }

    pub fn doc(&self) -> DocId {
        // The last block is filled up with `TERMINATED`.
        self.postings.doc(self.at)
    }

    /// Moves to the first article at or behind `target`, which lies behind the current one.
    #[inline]
    pub fn seek(&mut self, target: DocId) -> DocId {
        // Mostly it is the next one of the block.
        let next = self.at + 1;
        if next < BLOCK && self.postings.doc(next) >= target {
            self.at = next;
            return self.doc();
        }
        self.seek_far(target)
    }

    fn seek_far(&mut self, target: DocId) -> DocId {
        while last_of_block(&self.postings) < target {
            self.before += self.postings.freqs().iter().map(|&times| u64::from(times)).sum::<u64>();
            self.postings.advance();
            self.at = 0;
            self.starts.clear();
        }
        self.at += self.postings.docs()[self.at..].partition_point(|&doc| doc < target);
        self.doc()
    }

    /// Adds the positions in the current article, moved on by so many.
    pub fn append_positions(&mut self, moved_on: u32, found: &mut Vec<u32>) {
        if self.starts.is_empty() {
            self.read_block();
        }
        let mut position = moved_on;
        found.extend(self.steps[self.starts[self.at]..self.starts[self.at + 1]].iter().map(|step| {
            position += step;
            position
        }));
    }

    fn read_block(&mut self) {
        let mut end = 0;
        self.starts.push(end);
        for &times in self.postings.freqs() {
            end += times as usize;
            self.starts.push(end);
        }
        self.steps.resize(end.min(self.most), 0);
        self.positions.read(self.before, &mut self.steps);
    }
}
