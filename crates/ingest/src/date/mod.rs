//! Dates as newspapers, agencies and databases write them.
//!
//! Reading is strict: what is not a whole date in a known form is refused, and what reads as two days
//! says so. Nothing here knows the clock.

use dateline_article::{ClockTime, DaySpan};

/// Whether the day or the month stands first in `03/05/2017`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// 3 May, as in most of the world.
    DayFirst,
    /// 5 March, as in the United States.
    MonthFirst,
}

/// A date string, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The civil days it names, in its own time zone.
    pub span: DaySpan,
    /// The time of day, when it names one.
    pub time: Option<ClockTime>,
    /// How surely the span is meant.
    pub certainty: Certainty,
}

/// How surely a [`Reading`] is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Only one reading is possible.
    OneReading,
    /// Day and month could be swapped; other evidence decided.
    OrderGiven,
    /// Day and month could be swapped and nothing decides: the span runs from one reading to the other.
    Ambiguous,
}

/// Reads a whole string as a date. `order` decides between day and month where both readings exist.
pub fn read(_text: &str, _order: Option<DayOrder>) -> Option<Reading> {
    todo!()
}

/// The order that a string proves: `13/03/2017` can only have the day first.
pub fn proves_order(_text: &str) -> Option<DayOrder> {
    todo!()
}

/// Reads a date at the very start of a line, and where the rest of the line begins, in bytes.
pub fn read_prefix(_line: &str, _order: Option<DayOrder>) -> Option<(Reading, usize)> {
    todo!()
}

/// The date in the name of a file or folder, such as `01Feb2007Akaka10.txt`, `20061020` or `2017-03`.
pub fn in_name(_name: &str) -> Option<DaySpan> {
    todo!()
}

/// The date in the path of a web address, such as `/2017/03/05/` or `/2017-03-05-title`.
pub fn in_url(_url: &str) -> Option<DaySpan> {
    todo!()
}
