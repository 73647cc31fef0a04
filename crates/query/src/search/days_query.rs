//! Ranges of days for the dates beside that of publication.

use dateline_article::{Day, DaySpan};
use dateline_schema::DayField;
use tantivy::columnar::Column;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::error::SearchError;
use super::reader::Reader;
use super::values::thousands;
use super::window::meets;
use crate::DayRange;
use crate::ast::DateMatch;

/// Matches the articles of which one date meets a range; every match scores the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DaysQuery {
    /// Which date.
    pub field: DayField,
    pub range: DayRange,
    pub matching: DateMatch,
}

impl Query for DaysQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(*self))
    }
}

impl Weight for DaysQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut matches = Matches::open(*self, segment)?;
        matches.settle(0);
        Ok(Box::new(ConstScorer::new(matches, boost)))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let passes = Matches::open(*self, segment)?.passes(doc);
        Ok(Explanation::new("days", if passes { 1.0 } else { 0.0 }))
    }
}

struct Matches {
    query: DaysQuery,
    first: Column<i64>,
    last: Column<i64>,
    docs: DocId,
    doc: DocId,
}

impl Matches {
    fn open(query: DaysQuery, segment: &SegmentReader) -> tantivy::Result<Matches> {
        let (first, last) = query.field.names();
        let fast = segment.fast_fields();
        let (first, last) = (fast.i64(first)?, fast.i64(last)?);
        Ok(Matches { query, first, last, docs: segment.max_doc(), doc: 0 })
    }

    fn passes(&self, doc: DocId) -> bool {
        let Some(first) = self.first.first(doc).and_then(day) else { return false };
        let last = self.last.first(doc).and_then(day).unwrap_or(first);
        DaySpan::new(first, last).is_some_and(|days| meets(days, self.query.range, self.query.matching))
    }

    fn settle(&mut self, from: DocId) -> DocId {
        self.doc = (from..self.docs).find(|&doc| self.passes(doc)).unwrap_or(TERMINATED);
        self.doc
    }
}

fn day(days: i64) -> Option<Day> {
    i32::try_from(days).ok().and_then(Day::from_epoch_days)
}

impl DocSet for Matches {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.docs
    }
}

impl Reader {
    /// Says how many articles of the archive lack a date, if any do: no range holds them.
    pub(crate) fn note_on_missing_days(&self, field: DayField) -> Result<Option<String>, SearchError> {
        let mut missing = 0;
        for segment in self.searcher.segment_readers() {
            let column = segment
                .fast_fields()
                .i64(field.names().0)
                .map_err(|error| SearchError::engine(self.dir(), &error))?;
            missing += if segment.has_deletes() {
                segment.doc_ids_alive().filter(|&doc| column.first(doc).is_none()).count() as u64
            } else {
                u64::from(segment.max_doc() - column.values.num_vals())
            };
        }
        if missing == 0 {
            return Ok(None);
        }
        let what = match field {
            DayField::Updated => "date of a last change",
            DayField::Crawled => "date of a crawl",
            DayField::Edition => "date of an edition",
            DayField::Indexed => "date of indexing",
        };
        if missing == self.articles() {
            return Ok(Some(format!("no article of this archive has a {what}")));
        }
        let (missing, all) = (thousands(missing), thousands(self.articles()));
        Ok(Some(format!(
            "{missing} of the {all} articles of this archive have no {what}; no range holds them"
        )))
    }
}
