//! The dates of the archive, each with a place, and the place of every article.
//!
//! Segments are sorted newest first, so that the articles of one date mostly are a run of documents: a byte for each says how many
//! runs it lies behind the first of its group. With that, counting by day asks no column and decides nothing.

use std::iter::zip;
use std::sync::Arc;

use dateline_article::{Day, DaySpan};
use dateline_schema::UNDATED_CIVIL;
use tantivy::DocId;

use super::day_counts::{DayCounts, SECONDS_A_DAY};
use crate::search::columns::Columns;
use crate::search::reader::Reader;

/// Documents in a group: every one of them may begin a run, and a byte still tells which.
const GROUP: usize = 256;

/// Every date of the archive. The days have the first places, behind them is that of the undated, then those of dates longer than
/// a day.
#[derive(Debug)]
pub(crate) struct Calendar {
    /// Since 1970-01-01: ascending, each once.
    days: Vec<i32>,
    /// Ascending, each once.
    spans: Vec<(Day, Day)>,
    segments: Vec<Runs>,
}

/// The dates of the documents of one segment.
#[derive(Debug)]
struct Runs {
    /// The first run of each group.
    first: Vec<u32>,
    /// For each document, how many runs behind the first of its group it lies.
    beyond: Vec<u8>,
    /// The place of the date of each run.
    places: Vec<u32>,
}

impl Reader {
    /// The dates of the archive, read when they are first asked for.
    pub(crate) fn calendar(&self) -> &Calendar {
        self.known_calendar.get_or_init(|| Calendar::of(&self.columns))
    }

    /// Every article of the archive by day.
    pub(super) fn every_day(&self) -> DayCounts {
        let mut count = self.calendar().count();
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            match segment.alive_bitset() {
                None => count.add(number, 0..segment.max_doc()),
                Some(alive) => count.add(number, alive.iter_alive()),
            }
        }
        count.into_counts()
    }
}

impl Calendar {
    fn of(columns: &[Columns]) -> Calendar {
        let by_segment: Vec<(Runs, Vec<Date>)> = columns.iter().map(runs_of).collect();
        let (mut days, mut spans) = (Vec::new(), Vec::new());
        for date in by_segment.iter().flat_map(|(_, dates)| dates) {
            match *date {
                Date::None => {}
                Date::Day(day) => days.push(day),
                Date::Span(first, last) => spans.push((first, last)),
            }
        }
        days.sort_unstable();
        days.dedup();
        spans.sort_unstable();
        spans.dedup();
        // Of two runs, the second mostly is of the day before.
        let mut latest = 0;
        let mut place = |date: Date| match date {
            Date::Day(day) => {
                let is_before = latest > 0 && days[latest - 1] == day;
                latest = if is_before { latest - 1 } else { days.partition_point(|&known| known < day) };
                latest
            }
            Date::None => days.len(),
            Date::Span(first, last) => days.len() + 1 + spans.partition_point(|&known| known < (first, last)),
        };
        let segments = by_segment
            .into_iter()
            .map(|(runs, dates)| Runs {
                places: dates.into_iter().map(|date| place(date) as u32).collect(),
                ..runs
            })
            .collect();
        Calendar { days, spans, segments }
    }

    /// Begins to count articles.
    pub(super) fn count(&self) -> CalendarCount<'_> {
        CalendarCount { calendar: self, by_place: vec![0; self.days.len() + 1 + self.spans.len()] }
    }
}

/// The date of a run.
#[derive(Clone, Copy, PartialEq)]
enum Date {
    None,
    /// Since 1970-01-01.
    Day(i32),
    Span(Day, Day),
}

impl Date {
    fn new(civil: i64, interval: Option<DaySpan>) -> Date {
        match interval {
            _ if civil == UNDATED_CIVIL => Date::None,
            Some(days) if !days.is_single_day() => Date::Span(days.first(), days.last()),
            _ => Date::Day(civil.div_euclid(SECONDS_A_DAY) as i32),
        }
    }
}

/// The runs of a segment, and the date of each in place of its place.
fn runs_of(columns: &Columns) -> (Runs, Vec<Date>) {
    let has_intervals = columns.has_intervals();
    let mut runs = Runs { first: Vec::new(), beyond: Vec::new(), places: Vec::new() };
    let (mut dates, mut read) = (Vec::new(), Vec::new());
    // The seconds of the day of the moment.
    let mut seconds = 0..0;
    for start in (0..columns.docs()).step_by(GROUP) {
        let docs: Vec<DocId> = (start..columns.docs().min(start + GROUP as DocId)).collect();
        columns.read_civil(&docs, &mut read);
        let mut first = None;
        for (doc, &civil) in zip(docs, &read) {
            if has_intervals || !seconds.contains(&civil) {
                let date = Date::new(civil, if has_intervals { columns.days(doc) } else { None });
                if dates.last() != Some(&date) {
                    dates.push(date);
                }
                let midnight = civil - civil.rem_euclid(SECONDS_A_DAY);
                seconds = midnight..midnight + SECONDS_A_DAY;
            }
            let run = dates.len() - 1;
            runs.beyond.push((run - *first.get_or_insert(run)) as u8);
        }
        runs.first.extend(first.map(|run| run as u32));
    }
    (runs, dates)
}

impl Runs {
    #[inline]
    fn place(&self, doc: DocId) -> usize {
        let doc = doc as usize;
        let run = self.first[doc / GROUP] as usize + usize::from(self.beyond[doc]);
        self.places[run] as usize
    }
}

/// Counts articles by their place in a calendar.
pub(super) struct CalendarCount<'a> {
    calendar: &'a Calendar,
    by_place: Vec<u64>,
}

impl CalendarCount<'_> {
    /// Counts documents of a segment.
    pub fn add(&mut self, segment: usize, docs: impl IntoIterator<Item = DocId>) {
        let runs = &self.calendar.segments[segment];
        for doc in docs {
            self.by_place[runs.place(doc)] += 1;
        }
    }

    /// The counts, without dates that no article has.
    pub fn into_counts(self) -> DayCounts {
        let Calendar { days, spans, .. } = self.calendar;
        let (by_day, others) = self.by_place.split_at(days.len());
        let (undated, by_span) = others.split_first().expect("the undated have a place");
        let days = zip(days.iter().copied(), by_day.iter().copied());
        let spans = zip(spans.iter().copied(), by_span.iter().copied());
        DayCounts {
            total: self.by_place.iter().sum(),
            undated: *undated,
            days: Arc::new(days.filter(|&(_, articles)| articles > 0).collect()),
            spans: spans.filter(|&(_, articles)| articles > 0).collect(),
        }
    }
}
