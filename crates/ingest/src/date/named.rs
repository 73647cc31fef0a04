//! Dates with the name of the month: `March 5, 2017`, `5th March 2017`, `26-FEB-1987`, `13 de marzo de 2017`.

use dateline_article::{Day, DaySpan};

use super::clock::{Clock, clock};
use super::days::{Days, year_of_two_digits};
use super::numeric::year;
use super::token::Cursor;
use super::words::month;

/// Reads the days that a date with a month's name means, without time.
pub(super) fn days(cursor: &mut Cursor<'_>) -> Option<Days> {
    cursor.attempt(year_last).or_else(|| cursor.attempt(year_first)).or_else(|| cursor.attempt(month_of_year))
}

/// Reads a date with the time in its middle, as C's `asctime` and Unix `date` write it:
/// `Mar  5 14:30:00 UTC 2017`.
pub(super) fn days_around_clock(cursor: &mut Cursor<'_>) -> Option<(Days, Clock)> {
    cursor.attempt(|cursor| {
        let (month, day) = day_of_month(cursor)?;
        cursor.mark(",");
        let clock = clock(cursor)?;
        let day = Day::from_ymd(year(cursor)?, month, day)?;
        Some((Days::day(day), clock))
    })
}

/// Reads month and day, in either order, without a year.
pub(super) fn day_of_month(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    cursor.attempt(month_then_day).or_else(|| cursor.attempt(day_then_month))
}

/// `March 5th`, `Mar. 5`.
fn month_then_day(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let month = month_name(cursor)?;
    joint(cursor);
    let day = cursor.number(1..=2)?;
    ordinal(cursor);
    Some((month, day))
}

/// `5th of March`, `13. März`, `13 de marzo`, `3 d'août`.
fn day_then_month(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let day = cursor.number(1..=2)?;
    ordinal(cursor);
    joint(cursor);
    cursor.word(&["of", "de", "d", "di"]);
    cursor.mark("'");
    Some((month_name(cursor)?, day))
}

/// `March 5, 2017`, `5 March 2017`, `05-Mar-17`, `5 Apr 93`.
///
/// Two digits are a year only behind the month, or behind an apostrophe: `March 5, 17` is no date.
fn year_last(cursor: &mut Cursor<'_>) -> Option<Days> {
    let after_month = cursor.attempt(day_then_month);
    let (month, day) = after_month.or_else(|| cursor.attempt(month_then_day))?;
    let joint = joint(cursor);
    cursor.word(&["de", "del", "of"]);
    if let Some(year) = year(cursor) {
        cursor.word(&["г", "года", "год", "r"]);
        return Day::from_ymd(year, month, day).map(Days::day);
    }
    let apostrophe = cursor.mark("'").is_some();
    let year = year_of_two_digits(cursor.number(2..=2)?);
    if cursor.is_glued() && cursor.clone().mark(":").is_some() {
        // The hour of `5 Mar 14:30:00 2017`.
        return None;
    }
    let days = Days::day(Day::from_ymd(year, month, day)?);
    match joint {
        _ if apostrophe => Some(days),
        Joint::Hyphen if after_month.is_some() => Some(days),
        _ if after_month.is_some() => Some(days.terse()),
        _ => None,
    }
}

/// `2017-Mar-05`, `2017 March 5`.
fn year_first(cursor: &mut Cursor<'_>) -> Option<Days> {
    let year = year(cursor)?;
    joint(cursor);
    let month = month_name(cursor)?;
    joint(cursor);
    let day = cursor.number(1..=2)?;
    ordinal(cursor);
    Day::from_ymd(year, month, day).map(Days::day)
}

/// `March 2017`, `Mar. 2017`, `marzo de 2017`, `2017 March`.
fn month_of_year(cursor: &mut Cursor<'_>) -> Option<Days> {
    let month_first = cursor.attempt(|cursor| {
        let month = month_name(cursor)?;
        joint(cursor);
        cursor.word(&["of", "de", "del"]);
        Some((year(cursor)?, month))
    });
    let (year, month) = month_first.or_else(|| {
        let year = year(cursor)?;
        joint(cursor);
        Some((year, month_name(cursor)?))
    })?;
    DaySpan::month(year, month).map(Days::coarse)
}

fn month_name(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.word_as(month)
}

/// Reads `st`, `nd`, `rd`, `th`, `er` or `º` behind a day.
fn ordinal(cursor: &mut Cursor<'_>) {
    if cursor.is_glued() {
        cursor.word(&["st", "nd", "rd", "th", "er", "e", "º", "ª"]);
    }
}

/// What stands between the parts of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Hyphen,
    Other,
}

/// Reads the marks between two parts, such as the dot and the comma of `Mar., 5`.
fn joint(cursor: &mut Cursor<'_>) -> Joint {
    let first = cursor.mark(".,-/_");
    cursor.mark(",");
    if first == Some('-') { Joint::Hyphen } else { Joint::Other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::token::tokens;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let (tokens, _) = tokens(text, 32);
        let mut cursor = Cursor::new(&tokens);
        let found = days(&mut cursor).filter(|_| cursor.is_done()).map(|days| days.span.to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), expect, "{text}");
    }

    #[test]
    fn a_day_has_its_month_before_or_behind_it() {
        for text in [
            "March 5, 2017",
            "March 5th 2017",
            "Mar. 5, 2017",
            "5th of March, 2017",
            "5 March '17",
            "05-MAR-17",
            "5/Mar/2017",
            "05Mar2017",
            "2017-Mar-05",
            "2017 March 5",
            "5. März 2017",
            "5 de marzo del 2017",
            "5º de março de 2017",
            "5 maart 2017",
            "5 marzo 2017",
            "5 марта 2017 г",
            "5 mars 2017",
        ] {
            check(text, "2017-03-05");
        }
    }

    #[test]
    fn a_month_with_its_year_is_the_whole_month() {
        check("March 2017", "2017-03-01..2017-03-31");
        check("Mar. 2017", "2017-03-01..2017-03-31");
        check("febrero de 2016", "2016-02-01..2016-02-29");
    }

    #[test]
    fn a_day_without_a_year_is_no_date() {
        check("March 5", "none");
        check("March 5, 17", "none");
        check("5 March", "none");
        check("31 February 2017", "none");
    }
}
