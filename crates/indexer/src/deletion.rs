//! Deleting what the index holds so far, and nothing that comes later.
//!
//! tantivy knows of every document of its own when it was added. Of a whole segment it does not: a deletion may
//! still be applied to one that is added after it. Here each deletion knows the segments that came later.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

/// The order of deletions and new segments since the last commit.
#[derive(Default)]
pub(crate) struct Deletions {
    added: Arc<RwLock<Added>>,
    /// Deletions so far.
    count: u64,
}

/// How many deletions came before each new segment.
type Added = HashMap<SegmentId, u64>;

impl Deletions {
    /// A segment that is going to be added now.
    pub fn before(&self, segment: SegmentId) {
        self.added.write().unwrap_or_else(PoisonError::into_inner).insert(segment, self.count);
    }

    /// Matches the articles with a term in all segments added so far; also where these are merged meanwhile.
    pub fn of(&mut self, term: Term) -> Box<dyn Query> {
        let number = self.count;
        self.count += 1;
        let term = TermQuery::new(term, IndexRecordOption::Basic);
        Box::new(Earlier { term, number, added: Arc::clone(&self.added) })
    }

    /// All deletions were carried out.
    pub fn committed(&mut self) {
        self.added.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// The articles with a term, but for those of segments added after so many deletions and this one.
#[derive(Clone, Debug)]
struct Earlier {
    term: TermQuery,
    number: u64,
    added: Arc<RwLock<Added>>,
}

impl Query for Earlier {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let term = self.term.weight(scoring)?;
        Ok(Box::new(EarlierWeight { term, number: self.number, added: Arc::clone(&self.added) }))
    }
}

struct EarlierWeight {
    term: Box<dyn Weight>,
    number: u64,
    added: Arc<RwLock<Added>>,
}

impl EarlierWeight {
    fn came_later(&self, segment: SegmentId) -> bool {
        let added = self.added.read().unwrap_or_else(PoisonError::into_inner);
        added.get(&segment).is_some_and(|&deletions_before| deletions_before > self.number)
    }
}

impl Weight for EarlierWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if self.came_later(reader.segment_id()) {
            return Ok(Box::new(EmptyScorer));
        }
        self.term.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.term.explain(reader, doc)
    }
}
