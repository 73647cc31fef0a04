//! How many articles each day has.

use std::collections::BTreeMap;
use std::sync::Arc;

use dateline_article::{Day, DaySpan};
use dateline_schema::{UNDATED_CIVIL, ValueField as IndexedValue};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, Term};

use crate::search::columns::Columns;
use crate::search::error::SearchError;
use crate::search::matches::{Distinct, Matches};
use crate::search::rank::{Clause, Matching, Shape};

pub(super) const SECONDS_A_DAY: i64 = 86_400;

/// Articles by when they were published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// All articles.
    pub total: u64,
    /// Those without a date.
    pub undated: u64,
    /// Those of one day, by day since 1970-01-01: ascending, each day once.
    pub(super) days: Arc<Vec<(i32, u64)>>,
    /// Those dated by an interval.
    pub(super) spans: BTreeMap<(Day, Day), u64>,
}

/// The articles that have one value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DayCountsOf {
    /// As most of them write it; `None` for the articles without a value.
    pub value: Option<String>,
    /// As it is compared.
    pub(super) folded: Option<String>,
    /// When they were published.
    pub counts: DayCounts,
}

impl Matches<'_> {
    /// Counts the matches by when they were published.
    pub fn day_counts(&self) -> Result<DayCounts, SearchError> {
        // For few days, reading those of the whole archive would cost more than it saves.
        if self.matching.window.is_everything() {
            return self.day_counts_by_calendar();
        }
        let mut counts = DayCounts::default();
        let mut read = Vec::new();
        self.each_block(|segment, docs| {
            counts.add_block(&self.reader.columns[segment], docs, &mut read);
            Ok(())
        })?;
        counts.settle();
        Ok(counts)
    }

    fn day_counts_by_calendar(&self) -> Result<DayCounts, SearchError> {
        let mut count = self.reader.calendar().count();
        let Some(term) = self.only_term() else {
            self.each_block(|segment, docs| {
                count.add(segment, docs.iter().copied());
                Ok(())
            })?;
            return Ok(count.into_counts());
        };
        for (number, segment) in self.reader.searcher.segment_readers().iter().enumerate() {
            let postings = self
                .reader
                .index_of(segment, term.field())?
                .read_block_postings(term, IndexRecordOption::Basic)
                .map_err(|error| self.reader.refuse_io(&error))?;
            let Some(mut postings) = postings else { continue };
            while postings.block_len() > 0 {
                count.add(number, postings.docs().iter().copied());
                postings.advance();
            }
        }
        Ok(count.into_counts())
    }

    /// The term whose articles are the matches, if there is one.
    fn only_term(&self) -> Option<&Term> {
        let Matching { shape: Shape::Any, clauses, window, .. } = &self.matching else { return None };
        let [Clause { members, .. }] = clauses.as_slice() else { return None };
        let [(term, _)] = members.as_slice() else { return None };
        let is_everything = window.is_everything() && self.distinct() == Distinct::No;
        let has_deleted = || self.reader.searcher.segment_readers().iter().any(SegmentReader::has_deletes);
        (is_everything && !has_deleted()).then_some(term)
    }

    /// Counts the matches by the values of a field, and by when they were published; the commonest value first,
    /// those without one last. An article of several values is counted with each.
    pub(super) fn day_counts_by(&self, field: IndexedValue) -> Result<Vec<DayCountsOf>, SearchError> {
        let mut by_number: Vec<DayCounts> = Vec::new();
        let mut without = DayCounts::default();
        let mut read = Vec::new();
        let mut values = self.each_with_values(field, |segment, doc, own| {
            let (columns, doc) = (&self.reader.columns[segment], std::slice::from_ref(&doc));
            if own.is_empty() {
                without.add_block(columns, doc, &mut read);
            }
            for &value in own {
                by_number.resize_with(by_number.len().max(value + 1), DayCounts::default);
                by_number[value].add_block(columns, doc, &mut read);
            }
        })?;
        without.settle();
        for (value, counts) in by_number.iter_mut().enumerate() {
            counts.settle();
            values.add(value, counts.total);
        }
        let mut groups: Vec<DayCountsOf> = values
            .into_counted()
            .into_iter()
            .map(|value| DayCountsOf {
                value: Some(value.shown),
                folded: Some(value.folded),
                counts: std::mem::take(&mut by_number[value.number]),
            })
            .collect();
        groups.sort_by(|one, other| {
            other.counts.total.cmp(&one.counts.total).then_with(|| one.folded.cmp(&other.folded))
        });
        if without.total > 0 {
            groups.push(DayCountsOf { value: None, folded: None, counts: without });
        }
        Ok(groups)
    }
}

impl DayCounts {
    /// Adds documents of one segment, the newest first: a day is a run of them. Days stand in no order until they are
    /// settled.
    pub(super) fn add_block(&mut self, columns: &Columns, docs: &[DocId], read: &mut Vec<i64>) {
        self.total += docs.len() as u64;
        columns.read_civil(docs, read);
        let has_intervals = columns.has_intervals();
        // The seconds of the day of the moment, and its articles.
        let (mut day, mut seconds, mut articles) = (0, 0..0, 0);
        for (&doc, &civil) in docs.iter().zip(read.iter()) {
            if civil == UNDATED_CIVIL {
                self.undated += 1;
                continue;
            }
            if has_intervals && let Some(days) = columns.days(doc).filter(|days| !days.is_single_day()) {
                *self.spans.entry((days.first(), days.last())).or_default() += 1;
                continue;
            }
            if !seconds.contains(&civil) {
                self.add_days(day, articles);
                let midnight = civil.div_euclid(SECONDS_A_DAY);
                (day, seconds) = (midnight as i32, midnight * SECONDS_A_DAY..(midnight + 1) * SECONDS_A_DAY);
                articles = 0;
            }
            articles += 1;
        }
        self.add_days(day, articles);
    }

    fn add_days(&mut self, day: i32, articles: u64) {
        let days = Arc::make_mut(&mut self.days);
        match days.last_mut() {
            Some((last, known)) if *last == day => *known += articles,
            _ if articles > 0 => days.push((day, articles)),
            _ => {}
        }
    }

    /// Puts the days in order. Those of a segment descend: there is little to sort.
    pub(super) fn settle(&mut self) {
        let days = Arc::make_mut(&mut self.days);
        days.sort_by_key(|&(day, _)| day);
        days.dedup_by(|(day, articles), (kept, all)| {
            let is_same = day == kept;
            *all += if is_same { *articles } else { 0 };
            is_same
        });
    }

    /// Adds the articles of another count.
    pub(super) fn merge(&mut self, other: &DayCounts) {
        self.total += other.total;
        self.undated += other.undated;
        Arc::make_mut(&mut self.days).extend(other.days.iter());
        self.settle();
        for (&span, &articles) in &other.spans {
            *self.spans.entry(span).or_default() += articles;
        }
    }

    /// From the first day with an article to the last; of intervals only when there is nothing else.
    pub(super) fn extent(&self) -> Option<DaySpan> {
        let day = |entry: Option<&(i32, u64)>| entry.and_then(|&(day, _)| Day::from_epoch_days(day));
        let (first, last) = (day(self.days.first()), day(self.days.last()));
        if let (Some(first), Some(last)) = (first, last) {
            return DaySpan::new(first, last);
        }
        let first = self.spans.keys().map(|span| span.0).min()?;
        let last = self.spans.keys().map(|span| span.1).max()?;
        DaySpan::new(first, last)
    }
}
