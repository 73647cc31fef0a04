//! Every article that a query matches: the one way by which all views go over them.
//!
//! Facets, timelines, concordances and exports count and print what [`Matches`] holds, so that their totals
//! agree by construction. Segment by segment, in the order of the index; nothing is kept of what was
//! passed but the blocks of the moment.

mod fold;
mod newest;
mod valued;

use std::sync::Arc;

use dateline_article::Article;
use tantivy::query::{AllQuery, EnableScoring, Scorer, Weight};
use tantivy::{DocAddress, DocId};

pub(crate) use self::newest::Newest;
use super::compile::{Compiled, Forms};
use super::error::SearchError;
use super::highlight::{Highlighter, Pattern};
use super::rank::{Matching, Shape};
use super::reader::Reader;
use super::window::Documents;
use crate::{DayRange, Node};

/// How many documents are handed out at once: their column values are read in bulk.
pub(crate) const BLOCK_DOCS: usize = 4_096;

/// Whether an article and its copies count once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Distinct {
    /// Every article counts.
    #[default]
    No,
    /// An article and its copies count once. Of those that match, the earliest stands for all: it is where the
    /// story began.
    Yes,
}

/// Every article that a query matches.
pub struct Matches<'r> {
    pub(crate) reader: &'r Reader,
    pub(crate) matching: Matching,
    weight: Box<dyn Weight>,
    /// For each segment, the copies that another article stands for; sorted.
    folded: Vec<Vec<DocId>>,
    distinct: Distinct,
    patterns: Vec<Pattern>,
    notes: Vec<String>,
    forms: Vec<Forms>,
}

impl Reader {
    /// Every article that a query matches.
    ///
    /// # Errors
    ///
    /// [`SearchError::Query`] names every clause that this archive cannot answer.
    pub fn matches(&self, tree: &Node, distinct: Distinct) -> Result<Matches<'_>, SearchError> {
        let Compiled { matching, patterns, notes, forms } = self.compile(tree)?;
        Ok(Matches { patterns, notes, forms, ..self.matches_of(matching, distinct)? })
    }

    fn matches_of(&self, matching: Matching, distinct: Distinct) -> Result<Matches<'_>, SearchError> {
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight =
            matching.query.weight(scoring).map_err(|error| SearchError::engine(self.dir(), &error))?;
        let folded = vec![Vec::new(); self.columns.len()];
        let mut matches = Matches {
            reader: self,
            matching,
            weight,
            folded,
            distinct,
            patterns: Vec::new(),
            notes: Vec::new(),
            forms: Vec::new(),
        };
        if distinct == Distinct::Yes {
            matches.folded = matches.copies_to_fold()?;
        }
        Ok(matches)
    }
}

impl<'r> Matches<'r> {
    /// The archive.
    pub fn reader(&self) -> &'r Reader {
        self.reader
    }

    /// Whether an article and its copies count once.
    pub fn distinct(&self) -> Distinct {
        self.distinct
    }
}

impl Matches<'_> {
    /// How many articles match, exactly.
    pub fn total(&self) -> Result<u64, SearchError> {
        let mut total = 0;
        self.each_block(|_, docs| {
            total += docs.len() as u64;
            Ok(())
        })?;
        Ok(total)
    }

    /// How many articles match all but the days, because they have no date; `None` when the query has no days.
    pub fn undated_beside(&self) -> Result<Option<u64>, SearchError> {
        if self.matching.window.is_everything() {
            return Ok(None);
        }
        self.reader.count_undated(&self.matching).map(Some)
    }

    /// Every article of the archive in the days of the query: what its counts are measured by.
    pub fn in_days_alone(&self) -> Result<Matches<'_>, SearchError> {
        let matching = Matching {
            query: Box::new(AllQuery),
            clauses: Vec::new(),
            shape: Shape::General,
            window: self.matching.window.clone(),
            effort: Arc::default(),
        };
        self.reader.matches_of(matching, self.distinct)
    }

    /// The days that the query asks for.
    pub fn days_asked(&self) -> Option<DayRange> {
        self.matching.window.range()
    }

    /// Whether articles count whenever they were published, and copies too.
    pub(crate) fn counts_any_day_and_copy(&self) -> bool {
        self.matching.window.is_everything() && self.distinct == Distinct::No
    }

    /// What the reader of an answer should know.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The words that patterns stand for in this archive.
    pub fn forms(&self) -> &[Forms] {
        &self.forms
    }

    /// Marks what made the articles match.
    pub fn highlighter(&self) -> Highlighter {
        Highlighter::new(self.patterns.clone())
    }

    /// Every article, the newest first, of one second by id, the undated last: the order of
    /// [`Order::NewestFirst`](super::Order::NewestFirst). Articles are read one at a time.
    pub fn articles(&self) -> Result<impl Iterator<Item = Result<Article, SearchError>> + '_, SearchError> {
        Ok(Newest::open(self)?.map(|address| self.reader.article_at(address?)))
    }

    /// Calls `each` with the number of a segment and a block of matching documents in it, ascending. Later
    /// blocks of one segment are older.
    pub(crate) fn each_block(
        &self,
        mut each: impl FnMut(usize, &[DocId]) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let mut block = Vec::with_capacity(BLOCK_DOCS);
        for number in 0..self.reader.columns.len() {
            let mut cursor = self.in_segment(number)?;
            while cursor.fill(&mut block)? {
                each(number, &block)?;
            }
        }
        Ok(())
    }

    /// The matching documents of a segment.
    pub(crate) fn in_segment(&self, number: usize) -> Result<MatchCursor<'_>, SearchError> {
        let segment = self.reader.searcher.segment_reader(number as u32);
        let documents = self.reader.documents_of(&self.matching.window, number)?;
        let scorer = self
            .weight
            .scorer(segment, 1.0)
            .map_err(|error| SearchError::engine(self.reader.dir(), &error))?;
        Ok(MatchCursor::new(self, number, &documents, scorer))
    }
}

/// Walks the matching documents of one segment, ascending: the newest first.
pub(crate) struct MatchCursor<'a> {
    matches: &'a Matches<'a>,
    number: usize,
    scorer: Box<dyn Scorer>,
    /// Where matches count, the last piece first.
    pieces: Vec<std::ops::Range<DocId>>,
}

impl<'a> MatchCursor<'a> {
    fn new(
        matches: &'a Matches<'a>,
        number: usize,
        documents: &Documents,
        scorer: Box<dyn Scorer>,
    ) -> MatchCursor<'a> {
        let mut pieces: Vec<_> = documents.pieces().collect();
        pieces.reverse();
        MatchCursor { matches, number, scorer, pieces }
    }

    /// Replaces the block by the next documents, up to [`BLOCK_DOCS`]; `false` when there are no more.
    ///
    /// # Errors
    ///
    /// When an article would cost too much: the documents so far are not all.
    pub fn fill(&mut self, block: &mut Vec<DocId>) -> Result<bool, SearchError> {
        block.clear();
        let matches = self.matches;
        let admits = matches.reader.admission(&matches.matching.window, self.number);
        let folded = &matches.folded[self.number];
        while let Some(piece) = self.pieces.last() {
            let mut doc = self.scorer.doc();
            if doc < piece.start {
                doc = self.scorer.seek(piece.start);
            }
            while doc < piece.end {
                if block.len() == BLOCK_DOCS {
                    return Ok(true);
                }
                if admits(doc) && folded.binary_search(&doc).is_err() {
                    block.push(doc);
                }
                doc = self.scorer.advance();
            }
            self.pieces.pop();
        }
        matches.matching.effort.check()?;
        Ok(!block.is_empty())
    }

    fn address(&self, doc: DocId) -> DocAddress {
        DocAddress::new(self.number as u32, doc)
    }
}

#[cfg(test)]
mod tests;
