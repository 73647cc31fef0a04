//! Dates in the names of files and folders.
//!
//! Names are full of numbers. A date is believed only where all of it is written out, and only when the
//! name holds no second, different one.

use std::ops::RangeInclusive;

use dateline_article::{Day, DaySpan};

use super::numeric::day_of_digits_and_clock;
use super::token::{Cursor, Kind, Token, tokens};
use super::words::month;

/// The years that a number in a name can mean: printing to the end of this century.
pub(super) const YEARS: RangeInclusive<i32> = 1400..=2100;

/// The most tokens of a name that are looked at.
pub(super) const LONGEST_NAME: usize = 256;

const SEPARATORS: &str = "-_. ";

/// The date in the name of a file or folder, such as `01Feb2007Akaka10.txt`, `20061020` or `2017-03`.
///
/// A month is given when the name says no day, a year only when it is the whole name. Day and month
/// that could be swapped, and two different dates, are no date.
pub fn in_name(name: &str) -> Option<DaySpan> {
    let (tokens, _) = tokens(name, LONGEST_NAME);
    if let Some(year) = whole_year(&tokens) {
        return Some(year);
    }
    match the_only(&tokens, |_, cursor| day_in_name(cursor)) {
        Found::One(day) => Some(DaySpan::day(day)),
        Found::Several => None,
        Found::Nothing => match the_only(&tokens, month_in_name) {
            Found::One(month) => Some(month),
            Found::Several | Found::Nothing => None,
        },
    }
}

/// The year that a text is, if it is nothing else.
pub(super) fn bare_year(text: &str) -> Option<DaySpan> {
    whole_year(&tokens(text, 2).0)
}

/// The day that a run of 8, 12 or 14 digits names.
pub(super) fn packed_day(cursor: &mut Cursor<'_>) -> Option<Day> {
    cursor.attempt(|cursor| {
        let (value, digits) = cursor.any_number()?;
        plausible(day_of_digits_and_clock(value, digits)?)
    })
}

/// `2017-03-05`, with one of `marks` or a blank twice.
pub(super) fn year_first_day(cursor: &mut Cursor<'_>, marks: &str) -> Option<Day> {
    cursor.attempt(|cursor| {
        let year = cursor.number(4..=4)?;
        let mark = cursor.mark(marks);
        let month = cursor.number(1..=2)?;
        if cursor.mark(marks) != mark {
            return None;
        }
        let day = cursor.number(1..=2)?;
        plausible(Day::from_ymd(year.cast_signed(), month, day)?)
    })
}

fn plausible(day: Day) -> Option<Day> {
    YEARS.contains(&day.year()).then_some(day)
}

/// How many different dates a name holds.
enum Found<T> {
    Nothing,
    One(T),
    Several,
}

/// What `reader` finds in a name, trying every token it has not read yet. The reader also sees the
/// tokens before.
fn the_only<T: PartialEq>(
    tokens: &[Token],
    reader: impl Fn(&[Token], &mut Cursor<'_>) -> Option<T>,
) -> Found<T> {
    let mut found = Found::Nothing;
    let mut at = 0;
    while at < tokens.len() {
        let mut cursor = Cursor::new(&tokens[at..]);
        let Some(next) = reader(&tokens[..at], &mut cursor) else {
            at += 1;
            continue;
        };
        at = tokens.len() - cursor.rest().len();
        match &found {
            Found::Nothing => found = Found::One(next),
            Found::One(first) if *first == next => {}
            Found::One(_) | Found::Several => return Found::Several,
        }
    }
    found
}

fn whole_year(tokens: &[Token]) -> Option<DaySpan> {
    let mut cursor = Cursor::new(tokens);
    let year = cursor.number(4..=4)?.cast_signed();
    if cursor.is_done() && YEARS.contains(&year) { DaySpan::year(year) } else { None }
}

fn day_in_name(cursor: &mut Cursor<'_>) -> Option<Day> {
    packed_day(cursor)
        .or_else(|| year_first_day(cursor, SEPARATORS))
        .or_else(|| cursor.attempt(year_last_day))
        .or_else(|| cursor.attempt(named_day))
}

/// `13-03-2017`; with dots the day stands first.
fn year_last_day(cursor: &mut Cursor<'_>) -> Option<Day> {
    let first = cursor.number(1..=2)?;
    let mark = cursor.mark(SEPARATORS);
    let second = cursor.number(1..=2)?;
    if cursor.mark(SEPARATORS) != mark {
        return None;
    }
    let year = cursor.number(4..=4)?.cast_signed();
    let day_first = Day::from_ymd(year, second, first);
    let month_first = Day::from_ymd(year, first, second);
    match (day_first, month_first) {
        (Some(day), Some(other)) if day == other || mark == Some('.') => plausible(day),
        (Some(day), None) | (None, Some(day)) => plausible(day),
        _ => None,
    }
}

/// `01Feb2007`, `Feb-01-2007`, `2007_Feb_01`.
fn named_day(cursor: &mut Cursor<'_>) -> Option<Day> {
    let day_first = cursor.attempt(|cursor| {
        let day = short_part(cursor)?;
        let month = month_part(cursor)?;
        Some((cursor.number(4..=4)?, month, day))
    });
    let month_first = |cursor: &mut Cursor<'_>| {
        let month = month_part(cursor)?;
        let day = short_part(cursor)?;
        Some((cursor.number(4..=4)?, month, day))
    };
    let year_first = |cursor: &mut Cursor<'_>| {
        let year = cursor.number(4..=4)?;
        cursor.mark(SEPARATORS);
        let month = month_part(cursor)?;
        Some((year, month, cursor.number(1..=2)?))
    };
    let (year, month, day) =
        day_first.or_else(|| cursor.attempt(month_first)).or_else(|| cursor.attempt(year_first))?;
    plausible(Day::from_ymd(year.cast_signed(), month, day)?)
}

fn short_part(cursor: &mut Cursor<'_>) -> Option<u32> {
    let value = cursor.number(1..=2)?;
    cursor.mark(SEPARATORS);
    Some(value)
}

fn month_part(cursor: &mut Cursor<'_>) -> Option<u32> {
    let month = cursor.word_as(month)?;
    cursor.mark(SEPARATORS);
    Some(month)
}

/// `2017-03`, `March2017`, `2017-mar`, but no part of a longer chain of numbers.
fn month_in_name(before: &[Token], cursor: &mut Cursor<'_>) -> Option<DaySpan> {
    if let [.., Token { kind: Kind::Number { .. }, .. }, Token { kind: Kind::Mark('-'), .. }] = before {
        return None;
    }
    let year_first = cursor.attempt(|cursor| {
        let year = cursor.number(4..=4)?;
        let month = match cursor.mark("-") {
            Some(_) => cursor.number(2..=2).or_else(|| cursor.word_as(month))?,
            None => cursor.word_as(month)?,
        };
        let mut ahead = *cursor;
        let goes_on = ahead.mark("-").and_then(|_| ahead.any_number()).is_some();
        (!goes_on).then_some((year, month))
    });
    let (year, month) = year_first.or_else(|| {
        cursor.attempt(|cursor| {
            let month = month_part(cursor)?;
            Some((cursor.number(4..=4)?, month))
        })
    })?;
    let year = year.cast_signed();
    if YEARS.contains(&year) { DaySpan::month(year, month) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<&str>) {
        let found = in_name(name).map(|span| span.to_string());
        assert_eq!(found.as_deref(), expect, "{name}");
    }

    #[test]
    fn a_name_says_its_day_in_many_ways() {
        for name in [
            "05Mar2017Akaka10.txt",
            "20170305",
            "20170305.xml",
            "201703051430",
            "20170305143000_7.warc.gz",
            "article_2017-03-05_x",
            "2017_03_05",
            "2017.3.5",
            "2017 03 05 front page.pdf",
            "2017-03-05-p3",
            "20170305_1",
            "20170305_02_1",
            "2017-03-05-2017.03.05",
            "5-mar-2017",
            "March_5_2017.html",
            "2017Mar05",
            "05.03.2017.csv",
        ] {
            check(name, Some("2017-03-05"));
        }
        check("13-03-2017", Some("2017-03-13"));
        check("03-13-2017", Some("2017-03-13"));
        check("1923-05-17-p3", Some("1923-05-17"));
    }

    #[test]
    fn a_name_may_say_only_a_month_or_a_year() {
        check("2017-03", Some("2017-03-01..2017-03-31"));
        check("gazette-2017-03.jsonl", Some("2017-03-01..2017-03-31"));
        check("March2017", Some("2017-03-01..2017-03-31"));
        check("2017-mar", Some("2017-03-01..2017-03-31"));
        check("1923", Some("1923-01-01..1923-12-31"));
    }

    #[test]
    fn numbers_that_are_no_dates_are_left_alone() {
        for name in [
            "84053",
            "12345678",
            "201703051234567",
            "20171305",
            "201703052561",
            "05-03-2017",
            "05-03-2017-06.pdf",
            "1923.txt",
            "1399",
            "2101",
            "reut2-003.sgm",
            "2017-03-45",
            "555-1234",
            "part_2017_10",
            "2017-03-05_to_2017-03-11",
            "may",
            "",
        ] {
            check(name, None);
        }
    }
}
