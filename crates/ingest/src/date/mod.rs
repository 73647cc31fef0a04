//! Dates as newspapers, agencies and databases write them.
//!
//! Reading is strict: what is not a whole date in a known form is refused, and what reads as two days
//! says so. Nothing here knows the clock.
//!
//! The path: `token` splits a text into numbers, words and marks; `numeric` and `named` read days from
//! them, `clock` and `zone` times; `stamp` puts these together. [`read`] wants a stamp to fill its text,
//! `line` and `dateline` look for one at the start of a line; `name` and `url` have rules of their own.

mod clock;
mod dateline;
mod days;
mod line;
mod name;
mod named;
mod numeric;
mod stamp;
mod token;
mod url;
mod words;
mod zone;

#[cfg(test)]
mod acceptance;

pub use dateline::read_in_dateline;
pub use line::read_prefix;
pub use name::in_name;
pub use url::in_url;

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
///
/// A label such as `Published:` may stand in front; anything else around the date makes it no date.
/// A month, week or decade is the span of its days. A bare year is refused: see [`read_field`].
pub fn read(text: &str, order: Option<DayOrder>) -> Option<Reading> {
    line::whole(text, order).map(stamp::Stamp::reading)
}

/// Reads a field that is known to hold dates: as [`read`], and a bare year from 1400 to 2100 or an interval as its span.
pub fn read_field(text: &str, order: Option<DayOrder>) -> Option<Reading> {
    let of_span = |span| Reading { span, time: None, certainty: Certainty::OneReading };
    read(text, order).or_else(|| name::bare_year(text).or_else(|| interval(text)).map(of_span))
}

/// The days of `2017-03-02/2017-03-05`, as ISO 8601-1:2019 (5.5) writes them: both ends in full, or two months.
fn interval(text: &str) -> Option<DaySpan> {
    let (first, last) = text.trim().split_once('/')?;
    let end = |text: &str| {
        let is_iso = matches!(text.len(), 7 | 10) && text.as_bytes()[4] == b'-';
        is_iso.then(|| read(text, None)).flatten()
    };
    DaySpan::new(end(first)?.span.first(), end(last)?.span.last())
}

/// The order that a string proves: `13/03/2017` can only have the day first.
pub fn proves_order(text: &str) -> Option<DayOrder> {
    line::whole(text, None)?.days.proves
}
