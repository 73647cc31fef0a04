//! Conditions on columns that are no range of documents.

use chrono::Datelike;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::columns::{Columns, Grounds};
use super::window::meets;
use crate::DayRange;
use crate::ast::{Calendar, DateMatch};

/// A condition on one article's columns.
#[derive(Clone, Debug)]
pub(crate) enum ColumnTest {
    /// The publication date meets a range.
    Days(DayRange, DateMatch),
    /// The publication date lies on such a day of any year.
    Calendar(Calendar),
    /// So many words, both ends included.
    Words { first: Option<u64>, last: Option<u64> },
}

/// Matches the articles that pass a test; every match scores the same.
#[derive(Clone, Debug)]
pub(crate) struct ColumnsQuery {
    pub test: ColumnTest,
    pub grounds: Grounds,
}

impl ColumnTest {
    fn passes(&self, columns: &Columns, doc: DocId) -> bool {
        match self {
            ColumnTest::Days(range, matching) => {
                columns.days(doc).is_some_and(|days| meets(days, *range, *matching))
            }
            ColumnTest::Calendar(calendar) => columns.days(doc).is_some_and(|days| match *calendar {
                Calendar::Day { month, day } => {
                    days.is_single_day()
                        && days.first().month() == month
                        && days.first().day_of_month() == day
                }
                Calendar::Month(month) => {
                    let (first, last) = (days.first(), days.last());
                    first.month() == month && last.month() == month && first.year() == last.year()
                }
                Calendar::Weekday(weekday) => {
                    days.is_single_day() && days.first().to_naive().weekday() == weekday
                }
            }),
            ColumnTest::Words { first, last } => {
                let words = columns.words(doc);
                first.is_none_or(|first| first <= words) && last.is_none_or(|last| words <= last)
            }
        }
    }
}

impl Query for ColumnsQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ColumnsWeight(self.clone())))
    }
}

struct ColumnsWeight(ColumnsQuery);

impl Weight for ColumnsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let (columns, start) = self.0.grounds.of(segment)?;
        let mut matches = Matches { columns, test: self.0.test.clone(), doc: start };
        matches.settle(start);
        Ok(Box::new(ConstScorer::new(matches, boost)))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let passes = self.0.test.passes(&self.0.grounds.of(segment)?.0, doc);
        Ok(Explanation::new("columns", if passes { 1.0 } else { 0.0 }))
    }
}

struct Matches {
    columns: Columns,
    test: ColumnTest,
    doc: DocId,
}

impl Matches {
    fn settle(&mut self, from: DocId) -> DocId {
        let passes = |doc: &DocId| self.test.passes(&self.columns, *doc);
        self.doc = (from..self.columns.docs()).find(passes).unwrap_or(TERMINATED);
        self.doc
    }
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
        self.columns.docs()
    }
}
