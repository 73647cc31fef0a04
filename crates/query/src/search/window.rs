//! Days as ranges of document numbers.
//!
//! The index is sorted newest first, so that a range of days is one range of documents in each segment,
//! found by binary search. The few articles dated by an interval are a small indexed set of their own:
//! those that begin before the range may still reach into it.

use std::ops::Range;

use dateline_article::{Day, DaySpan};
use dateline_schema::{INTERVAL_MARK, UNDATED_CIVIL};
use tantivy::query::Scorer;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::columns::Columns;
use crate::ast::DateMatch;
use crate::date_expr::{resolve_from, resolve_to};
use crate::{DateProblem, DayRange};

/// Ranges of days that an article must meet, all of them. Empty means no condition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    conditions: Vec<(DayRange, DateMatch)>,
}

/// The documents of one segment that meet a window.
pub(crate) struct Documents {
    /// Neighbours in time.
    range: Range<DocId>,
    /// Articles outside the range, dated by an interval that reaches into it; sorted.
    intervals: Vec<DocId>,
}

impl Documents {
    /// These documents and no others.
    pub fn range(range: Range<DocId>) -> Documents {
        Documents { range, intervals: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.range.is_empty() && self.intervals.is_empty()
    }

    /// The documents as ranges, in ascending order.
    pub fn pieces(&self) -> impl Iterator<Item = Range<DocId>> + '_ {
        let (before, behind) =
            self.intervals.split_at(self.intervals.partition_point(|&doc| doc < self.range.start));
        let single = |&doc: &DocId| doc..doc + 1;
        let range = Some(self.range.clone()).filter(|range| !range.is_empty());
        before.iter().map(single).chain(range).chain(behind.iter().map(single))
    }

    /// The range from the first document to the last.
    pub fn hull(&self) -> Range<DocId> {
        let start = self.pieces().next().map_or(0, |piece| piece.start);
        let end = self.intervals.last().map_or(self.range.end, |last| self.range.end.max(last + 1));
        start..end.max(start)
    }

    /// Calls `each` with those of the documents that a scorer matches, in ascending order.
    pub fn each_of(&self, scorer: &mut dyn Scorer, mut each: impl FnMut(DocId)) {
        for piece in self.pieces() {
            let mut doc = scorer.doc();
            if doc < piece.start {
                doc = scorer.seek(piece.start);
            }
            while doc < piece.end {
                each(doc);
                doc = scorer.advance();
            }
        }
    }
}

const SECONDS_A_DAY: i64 = 86_400;

impl Window {
    pub fn add(&mut self, range: DayRange, matching: DateMatch) {
        self.conditions.push((range, matching));
    }

    pub fn is_everything(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The days that lie in every condition, when there is one and such days exist.
    pub fn range(&self) -> Option<DayRange> {
        let mut ranges = self.conditions.iter().map(|&(range, _)| range);
        let first = ranges.next()?;
        ranges.try_fold(first, DayRange::intersect)
    }

    /// Whether the documents of a range must be tested one by one as well: an interval that begins inside
    /// may end outside.
    pub fn tests_each(&self) -> bool {
        self.conditions.iter().any(|&(_, matching)| matching == DateMatch::Inside)
    }

    /// Whether an article of these days meets every condition.
    pub fn admits(&self, days: Option<DaySpan>) -> bool {
        self.conditions.is_empty()
            || days.is_some_and(|days| {
                self.conditions.iter().all(|&(range, matching)| meets(days, range, matching))
            })
    }

    /// The documents of a segment that meet every condition.
    pub fn documents(
        &self,
        segment: &SegmentReader,
        columns: &Columns,
        mark: tantivy::schema::Field,
    ) -> tantivy::Result<Documents> {
        if self.is_everything() {
            return Ok(Documents::range(0..columns.docs()));
        }
        let first = self.conditions.iter().filter_map(|(range, _)| range.first()).max();
        let last = self.conditions.iter().filter_map(|(range, _)| range.last()).min();
        let start = last.map_or(0, |last| columns.first_older_than(second_of(last) + SECONDS_A_DAY));
        let end = columns.first_older_than(first.map_or(UNDATED_CIVIL + 1, second_of));
        let mut intervals = Vec::new();
        let term = Term::from_field_text(mark, INTERVAL_MARK);
        let index = segment.inverted_index(mark)?;
        if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !(start..end).contains(&doc) && self.admits(columns.days(doc)) {
                    intervals.push(doc);
                }
                doc = postings.advance();
            }
        }
        Ok(Documents { range: start..end.max(start), intervals })
    }
}

fn second_of(day: Day) -> i64 {
    i64::from(day.epoch_days()) * SECONDS_A_DAY
}

/// Whether days meet a range as the condition wants it.
pub(crate) fn meets(days: DaySpan, range: DayRange, matching: DateMatch) -> bool {
    let (first, last) = (range.first().unwrap_or(Day::FIRST), range.last().unwrap_or(Day::LAST));
    match matching {
        DateMatch::Overlapping => days.first() <= last && first <= days.last(),
        DateMatch::Inside => first <= days.first() && days.last() <= last,
    }
}

/// The range between two optional ends, for `--from` and `--to`.
///
/// # Errors
///
/// When an end cannot be read, or the range would run backwards.
pub fn range_of_flags(
    from: Option<&str>,
    to: Option<&str>,
    today: Day,
) -> Result<Option<DayRange>, (FlagEnd, DateProblem)> {
    let first = from.map(|text| resolve_from(text, today)).transpose();
    let first = first.map_err(|problem| (FlagEnd::From, problem))?;
    let last = to.map(|text| resolve_to(text, today)).transpose();
    let last = last.map_err(|problem| (FlagEnd::To, problem))?;
    if let (Some(first), Some(last), Some(from), Some(to)) = (first, last, from, to)
        && first > last
    {
        // As typed: the first day of one year and the last of another would be other days.
        let swapped = format!("--from {} --to {}", argument(to), argument(from));
        return Err((FlagEnd::To, DateProblem::Reversed { swapped }));
    }
    Ok(DayRange::new(first, last))
}

/// A text as one argument of a command.
fn argument(text: &str) -> String {
    let text = text.trim();
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() }
}

/// Which flag a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagEnd {
    /// `--from`
    From,
    /// `--to`
    To,
}
