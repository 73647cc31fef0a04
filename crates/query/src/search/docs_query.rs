//! Sets of articles that are known before a query runs.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Matches the documents of a list, sorted for each segment; every match scores the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocsQuery(Arc<HashMap<SegmentId, Arc<[DocId]>>>);

impl DocsQuery {
    /// The documents of each segment, sorted; a segment without an entry has none.
    pub fn new(lists: impl IntoIterator<Item = (SegmentId, Vec<DocId>)>) -> DocsQuery {
        DocsQuery(Arc::new(lists.into_iter().map(|(segment, docs)| (segment, docs.into())).collect()))
    }

    fn list(&self, segment: &SegmentReader) -> Arc<[DocId]> {
        self.0.get(&segment.segment_id()).cloned().unwrap_or_default()
    }
}

impl Query for DocsQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for DocsQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ConstScorer::new(Listed { docs: self.list(segment), at: 0 }, boost)))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let is_listed = self.list(segment).binary_search(&doc).is_ok();
        Ok(Explanation::new("listed", if is_listed { 1.0 } else { 0.0 }))
    }
}

struct Listed {
    docs: Arc<[DocId]>,
    at: usize,
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.docs.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at += self.docs[self.at..].partition_point(|&doc| doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}
