//! Day and time together, in every order they are printed in.

use dateline_article::{ClockTime, DaySpan};

use super::clock::{Clock, basic_clock, clock};
use super::days::{Days, Shape};
use super::token::Cursor;
use super::words::{bracketed_weekday, weekday};
use super::zone::zone_of_day;
use super::{DayOrder, Reading, named, numeric};

/// A date as one run of tokens, with the time that belongs to it.
#[derive(Clone, Copy)]
pub(super) struct Stamp {
    pub days: Days,
    clock: Option<Clock>,
}

impl Stamp {
    /// The date and time this means; `24:00` is the first moment of the next day.
    pub fn reading(self) -> Reading {
        let mut span = self.days.span;
        let mut time = None;
        if let Some(clock) = self.clock {
            let ends_day = clock.seconds == 86_400;
            if ends_day {
                span = DaySpan::new(span.first().plus(1), span.last().plus(1)).unwrap_or(span);
            }
            time = ClockTime::new(clock.seconds % 86_400, clock.utc_offset_seconds);
        }
        Reading { span, time, certainty: self.days.certainty }
    }
}

type Form = fn(&mut Cursor<'_>, Option<DayOrder>) -> Option<Stamp>;

/// Every order of day, time and year.
const FORMS: [Form; 5] = [day_then_clock, day_only, clock_then_day, day_around_clock, single_number];

/// Reads the longest date behind which `may_end` holds. A day of the week in front is passed over.
pub(super) fn stamp(
    cursor: &mut Cursor<'_>,
    order: Option<DayOrder>,
    may_end: impl Fn(&Stamp, Cursor<'_>) -> bool,
) -> Option<Stamp> {
    let mut longest: Option<(Stamp, Cursor<'_>)> = None;
    let mut behind_weekday = *cursor;
    // `mar` and `so` are days of the week and more: both ways are tried.
    let starts = [Some(*cursor), weekday(&mut behind_weekday).map(|()| behind_weekday)];
    for start in starts.into_iter().flatten() {
        for form in FORMS {
            let mut end = start;
            let Some(found) = form(&mut end, order) else {
                continue;
            };
            let longer = longest.as_ref().is_none_or(|(_, best)| end.rest().len() < best.rest().len());
            if longer && may_end(&found, end) {
                longest = Some((found, end));
            }
        }
    }
    let (found, end) = longest?;
    *cursor = end;
    Some(found)
}

fn day(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<Days> {
    numeric::days(cursor, order).or_else(|| named::days(cursor))
}

/// `March 5, 2017`, `2017-03-05Z`, `2017/03/05(日)`.
fn day_only(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<Stamp> {
    let days = day(cursor, order)?;
    zone_of_day(cursor);
    weekday_behind(cursor);
    Some(Stamp { days, clock: None })
}

/// `2017-03-05T14:30:00Z`, `March 5, 2017 at 2:30 p.m. ET`.
fn day_then_clock(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<Stamp> {
    let days = day(cursor, order)?;
    if days.shape == Shape::Coarse {
        return None;
    }
    let clock = cursor
        .attempt(|cursor| {
            cursor.word(&["t"]).filter(|()| cursor.is_glued())?;
            basic_clock(cursor)
        })
        .or_else(|| {
            cursor.attempt(|cursor| {
                weekday_behind(cursor);
                gap(cursor);
                clock(cursor)
            })
        })?;
    Some(Stamp {
        // A time behind it makes any date a plain one.
        days: Days { shape: Shape::Evident, ..days },
        clock: Some(clock),
    })
}

/// `2:30 PM EST, Sun March 5, 2017`.
fn clock_then_day(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<Stamp> {
    let clock = clock(cursor)?;
    gap(cursor);
    let plain = cursor.attempt(|cursor| day(cursor, order));
    let days = plain.or_else(|| {
        weekday(cursor)?;
        day(cursor, order)
    })?;
    (days.shape != Shape::Coarse).then_some(Stamp { days, clock: Some(clock) })
}

/// `Mar  5 14:30:00 2017`.
fn day_around_clock(cursor: &mut Cursor<'_>, _order: Option<DayOrder>) -> Option<Stamp> {
    let (days, clock) = named::days_around_clock(cursor)?;
    Some(Stamp { days, clock: Some(clock) })
}

/// `20170305143000`, `1488724200`.
fn single_number(cursor: &mut Cursor<'_>, _order: Option<DayOrder>) -> Option<Stamp> {
    let (days, clock) = numeric::instant(cursor)?;
    Some(Stamp { days, clock: Some(clock) })
}

/// Reads a day of the week behind the date: `January 28, 1993, Wednesday`.
fn weekday_behind(cursor: &mut Cursor<'_>) {
    if bracketed_weekday(cursor).is_none() {
        cursor.attempt(|cursor| {
            cursor.mark(",");
            weekday(cursor)
        });
    }
}

/// Reads past what stands between a day and its time.
fn gap(cursor: &mut Cursor<'_>) {
    const WORDS: [&str; 19] = [
        "t", "at", "um", "a", "as", "las", "la", "les", "om", "alle", "ore", "ora", "в", "kl", "klo", "on",
        "le", "den", "am",
    ];
    const LONGEST: usize = 3;
    for _ in 0..LONGEST {
        let read = cursor
            .mark(",-—|·•@")
            // As in the logs of web servers: `05/Mar/2017:14:30:00`.
            .or_else(|| cursor.glued_mark(":"))
            .map(|_| ())
            .or_else(|| cursor.word(&WORDS));
        if read.is_none() {
            return;
        }
    }
}
