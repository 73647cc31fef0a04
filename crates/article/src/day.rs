//! Civil days and spans of them.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The last year a [`Day`] can lie in.
pub const LAST_YEAR: i32 = 9999;

/// One civil day, without time or zone: signed days since 1970-01-01 (proleptic Gregorian).
///
/// Years run 1..=9999; every constructor refuses what lies outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(i32);

impl Day {
    /// 0001-01-01.
    pub const FIRST: Day = Day(-719_162);
    /// 9999-12-31.
    pub const LAST: Day = Day(2_932_896);

    /// The day `year-month-day`, or `None` when the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=LAST_YEAR).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Day::from_naive)
    }

    /// The day this many days after 1970-01-01 (before it, when negative).
    pub fn from_epoch_days(days: i32) -> Option<Day> {
        (Day::FIRST.0..=Day::LAST.0).contains(&days).then_some(Day(days))
    }

    /// The day of a calendar date of `chrono`, held inside the years this type covers.
    pub fn from_naive(date: NaiveDate) -> Day {
        let days = date.signed_duration_since(NaiveDate::default()).num_days();
        Day((days as i32).clamp(Day::FIRST.0, Day::LAST.0))
    }

    /// The same day as a calendar date of `chrono`.
    pub fn to_naive(self) -> NaiveDate {
        NaiveDate::default() + chrono::Duration::days(i64::from(self.0))
    }

    /// Days since 1970-01-01, negative before it.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The calendar year, 1..=9999.
    pub fn year(self) -> i32 {
        self.to_naive().year()
    }

    /// The month, 1..=12.
    pub fn month(self) -> u32 {
        self.to_naive().month()
    }

    /// The day of the month, 1..=31.
    pub fn day_of_month(self) -> u32 {
        self.to_naive().day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.to_naive().weekday()
    }

    /// The day `days` later (earlier, when negative), held inside the years this type covers.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(Day::FIRST.0, Day::LAST.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.to_naive();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

/// A run of civil days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Day, Day)", into = "(Day, Day)")]
pub struct DaySpan {
    // Invariant: `first <= last`.
    first: Day,
    last: Day,
}

impl DaySpan {
    /// `first..=last`, or `None` when it would run backwards.
    pub fn new(first: Day, last: Day) -> Option<DaySpan> {
        (first <= last).then_some(DaySpan { first, last })
    }

    /// A single day.
    pub fn day(day: Day) -> DaySpan {
        DaySpan { first: day, last: day }
    }

    /// A whole month, or `None` when `month` is not 1..=12 or the year is out of range.
    pub fn month(year: i32, month: u32) -> Option<DaySpan> {
        let first = Day::from_ymd(year, month, 1)?;
        let last = if month == 12 {
            Day::from_ymd(year, 12, 31)?
        } else {
            Day::from_ymd(year, month + 1, 1)?.plus(-1)
        };
        Some(DaySpan { first, last })
    }

    /// A whole year, or `None` when it is not 1..=9999.
    pub fn year(year: i32) -> Option<DaySpan> {
        DaySpan::years(year, year)
    }

    /// Whole years `first..=last`.
    pub fn years(first: i32, last: i32) -> Option<DaySpan> {
        DaySpan::new(Day::from_ymd(first, 1, 1)?, Day::from_ymd(last, 12, 31)?)
    }

    /// The first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// The last day.
    pub fn last(self) -> Day {
        self.last
    }

    /// Whether the two spans share a day.
    pub fn overlaps(self, other: DaySpan) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether this is one day only.
    pub fn is_single_day(self) -> bool {
        self.first == self.last
    }
}

impl TryFrom<(Day, Day)> for DaySpan {
    type Error = &'static str;

    fn try_from((first, last): (Day, Day)) -> Result<DaySpan, &'static str> {
        DaySpan::new(first, last).ok_or("expected a span of days that runs forwards")
    }
}

impl From<DaySpan> for (Day, Day) {
    fn from(span: DaySpan) -> (Day, Day) {
        (span.first, span.last)
    }
}

impl fmt::Display for DaySpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_single_day() { self.first.fmt(f) } else { write!(f, "{}..{}", self.first, self.last) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(span: Option<DaySpan>, expect: &str) {
        assert_eq!(span.map(|span| span.to_string()).as_deref(), Some(expect));
    }

    #[test]
    fn a_month_lasts_until_its_last_day() {
        check(DaySpan::month(1924, 2), "1924-02-01..1924-02-29");
        check(DaySpan::month(9999, 12), "9999-12-01..9999-12-31");
    }

    #[test]
    fn the_first_and_last_day_are_those_of_the_years_1_and_9999() {
        assert_eq!(Day::from_ymd(1, 1, 1), Some(Day::FIRST));
        assert_eq!(Day::from_ymd(9999, 12, 31), Some(Day::LAST));
        assert_eq!(Day::LAST.plus(1), Day::LAST);
        assert_eq!(Day::from_ymd(0, 1, 1), None);
    }

    #[test]
    fn a_day_before_1677_prints_as_itself() {
        check(Day::from_ymd(1665, 11, 7).map(DaySpan::day), "1665-11-07");
    }

    #[test]
    fn a_span_never_runs_backwards() {
        let (early, late) = (Day::FIRST, Day::LAST);
        assert_eq!(DaySpan::new(late, early), None);
    }
}
