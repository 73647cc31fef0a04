//! Dates written in numbers only: ISO 8601 in all its forms, `03/05/2017`, `2017年3月13日`, epoch seconds.

use std::ops::RangeInclusive;

use dateline_article::{Day, DaySpan};

use super::DayOrder;
use super::clock::{Clock, packed_clock};
use super::days::{Days, year_of_two_digits};
use super::token::Cursor;

/// Reads the days that a date in numbers names, without time.
pub(super) fn days(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<Days> {
    cursor
        .attempt(han)
        .or_else(|| cursor.attempt(iso_week))
        .or_else(|| cursor.attempt(iso_ordinal))
        .or_else(|| cursor.attempt(year_first))
        .or_else(|| cursor.attempt(|cursor| year_last(cursor, order)))
        .or_else(|| cursor.attempt(packed_day))
        .or_else(|| cursor.attempt(month_of_year))
        .or_else(|| cursor.attempt(decade))
}

/// Reads a single number that holds day and time: packed, or counted from 1970 in UTC.
pub(super) fn instant(cursor: &mut Cursor<'_>) -> Option<(Days, Clock)> {
    cursor.attempt(|cursor| {
        let (value, digits) = cursor.any_number()?;
        match digits {
            12 => packed(value / 10_000, value % 10_000, 4),
            14 => packed(value / 1_000_000, value % 1_000_000, 6),
            10 => {
                // Parts of a second, as programs print them.
                cursor.attempt(|cursor| {
                    cursor.glued_mark(".")?;
                    if cursor.is_glued() { cursor.any_number() } else { None }
                });
                epoch(value)
            }
            13 => epoch(value / 1000),
            _ => None,
        }
    })
}

/// The day that 8, 12 or 14 digits name; the time behind it must be one.
pub(super) fn day_of_digits_and_clock(value: u64, digits: usize) -> Option<Day> {
    let (day, time_digits) = match digits {
        8 => return day_of_digits(value),
        12 => (value / 10_000, 4),
        14 => (value / 1_000_000, 6),
        _ => return None,
    };
    packed_clock(value % 10_u64.pow(time_digits), time_digits as usize)?;
    day_of_digits(day)
}

/// The day that eight digits `yyyymmdd` name.
fn day_of_digits(value: u64) -> Option<Day> {
    let value = u32::try_from(value).ok()?;
    Day::from_ymd((value / 10_000).cast_signed(), value / 100 % 100, value % 100)
}

fn packed(day: u64, time: u64, time_digits: usize) -> Option<(Days, Clock)> {
    let days = Days::day(day_of_digits(day)?);
    Some((days, packed_clock(time, time_digits)?))
}

fn epoch(seconds: u64) -> Option<(Days, Clock)> {
    const SECONDS_OF_A_DAY: u64 = 86_400;
    let day = Day::from_epoch_days(i32::try_from(seconds / SECONDS_OF_A_DAY).ok()?)?;
    let clock = Clock { seconds: (seconds % SECONDS_OF_A_DAY) as u32, utc_offset_seconds: Some(0) };
    Some((Days::day(day).terse(), clock))
}

/// A four-digit year.
pub(super) fn year(cursor: &mut Cursor<'_>) -> Option<i32> {
    cursor.number(4..=4).map(u32::cast_signed)
}

/// Three numbers with the same mark between them.
struct Triple {
    numbers: [u32; 3],
    digits: [usize; 3],
    mark: char,
}

/// After a dot a blank may stand, as in `13. 3. 2017`; otherwise the parts are glued together.
fn triple(cursor: &mut Cursor<'_>) -> Option<Triple> {
    let mut numbers = [0; 3];
    let mut digits = [0; 3];
    let mut mark = None;
    for part in 0..3 {
        if part > 0 {
            let found = cursor.glued_mark("-/.")?;
            if *mark.get_or_insert(found) != found || (found != '.' && !cursor.is_glued()) {
                return None;
            }
        }
        let (value, count) = cursor.any_number()?;
        numbers[part] = u32::try_from(value).ok()?;
        digits[part] = count;
    }
    Some(Triple { numbers, digits, mark: mark? })
}

const SHORT: RangeInclusive<usize> = 1..=2;

/// `2017-03-05`, `2017/3/5`, `2017.03.05`.
fn year_first(cursor: &mut Cursor<'_>) -> Option<Days> {
    let Triple { numbers, digits, .. } = triple(cursor)?;
    if digits[0] != 4 || !SHORT.contains(&digits[1]) || !SHORT.contains(&digits[2]) {
        return None;
    }
    Day::from_ymd(numbers[0].cast_signed(), numbers[1], numbers[2]).map(Days::day)
}

/// `03/05/2017`, `3/5/17`, `13.03.2017`.
///
/// With dots the day stands first all over the world, unless the source is known to do otherwise.
/// With two-digit years and hyphens the year may also stand first.
fn year_last(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<Days> {
    let Triple { numbers: [a, b, c], digits, mark } = triple(cursor)?;
    if !SHORT.contains(&digits[0]) || !SHORT.contains(&digits[1]) {
        return None;
    }
    let year = match digits[2] {
        4 => c.cast_signed(),
        2 => year_of_two_digits(c),
        _ => return None,
    };
    let day_first = Day::from_ymd(year, b, a);
    let month_first = Day::from_ymd(year, a, b);
    // A first number above 31 can only be a year; a smaller one only in the manner of ISO 8601.
    let year_first = if digits == [2, 2, 2] && (mark == '-' || a > 31) {
        Day::from_ymd(year_of_two_digits(a), b, c)
    } else {
        None
    };
    if let (Some(day), '.') = (day_first, mark)
        && order != Some(DayOrder::MonthFirst)
    {
        let days = Days { proves: month_first.is_none().then_some(DayOrder::DayFirst), ..Days::day(day) };
        // `1.2.13` is a version or a section as easily as a day.
        let versioned = digits[2] == 2 && digits != [2, 2, 2];
        return Some(if versioned { days.terse() } else { days });
    }
    Days::of_readings(day_first, month_first, year_first, order)
}

/// `20170305`.
fn packed_day(cursor: &mut Cursor<'_>) -> Option<Days> {
    let (value, digits) = cursor.any_number()?;
    if digits == 8 { day_of_digits(value).map(Days::day) } else { None }
}

/// `2017-064`, the 64th day of the year.
fn iso_ordinal(cursor: &mut Cursor<'_>) -> Option<Days> {
    let year = year(cursor)?;
    cursor.glued_mark("-")?;
    let ordinal = cursor.glued_number(3..=3)?;
    let first = Day::from_ymd(year, 1, 1)?;
    let day = first.plus(ordinal.checked_sub(1)?.cast_signed());
    (day.year() == year).then(|| Days::day(day).terse())
}

/// `2017-W10-3`, and `2017-W10` as all its days.
fn iso_week(cursor: &mut Cursor<'_>) -> Option<Days> {
    let year = year(cursor)?;
    cursor.glued_mark("-");
    cursor.word(&["w"])?;
    let (value, digits) = if cursor.is_glued() {
        cursor.any_number()?
    } else {
        return None;
    };
    // The first week of a year is the one with 4 January; a week lies where its Thursday lies.
    let fourth = Day::from_ymd(year, 1, 4)?;
    let first_monday = fourth.plus(-fourth.weekday().num_days_from_monday().cast_signed());
    let day_of = |week: u64, weekday: u64| {
        let monday = first_monday.plus(7 * (i32::try_from(week).ok()? - 1));
        let is_week = week > 0 && monday.plus(3).year() == year;
        let is_weekday = (1..=7).contains(&weekday);
        (is_week && is_weekday).then(|| monday.plus(weekday as i32 - 1))
    };
    match digits {
        3 => day_of(value / 10, value % 10).map(Days::day),
        2 => match cursor.attempt(|cursor| {
            cursor.glued_mark("-")?;
            cursor.glued_number(1..=1)
        }) {
            Some(weekday) => day_of(value, u64::from(weekday)).map(Days::day),
            None => DaySpan::new(day_of(value, 1)?, day_of(value, 7)?).map(Days::coarse),
        },
        _ => None,
    }
}

/// `2017年3月13日`, `2017年3月` and `2017年`, also in Korean letters.
fn han(cursor: &mut Cursor<'_>) -> Option<Days> {
    let year = year(cursor)?;
    cursor.word(&["年", "년"])?;
    let month = cursor.attempt(|cursor| {
        let month = cursor.number(SHORT)?;
        cursor.word(&["月", "월"])?;
        Some(month)
    });
    let Some(month) = month else {
        return DaySpan::year(year).map(Days::coarse);
    };
    let day = cursor.attempt(|cursor| {
        let day = cursor.number(SHORT)?;
        cursor.word(&["日", "号", "號", "일"])?;
        Some(day)
    });
    match day {
        Some(day) => Day::from_ymd(year, month, day).map(Days::day),
        None => DaySpan::month(year, month).map(Days::coarse),
    }
}

/// `2017-03`, `2017/03`, `03/2017`.
fn month_of_year(cursor: &mut Cursor<'_>) -> Option<Days> {
    let (year, month) = cursor
        .attempt(|cursor| {
            let year = year(cursor)?;
            cursor.glued_mark("-/")?;
            Some((year, cursor.glued_number(2..=2)?))
        })
        .or_else(|| {
            let month = cursor.number(SHORT)?;
            cursor.glued_mark("/")?;
            Some((cursor.glued_number(4..=4)?.cast_signed(), month))
        })?;
    DaySpan::month(year, month).map(Days::coarse)
}

/// `1920s`, `1920's`.
fn decade(cursor: &mut Cursor<'_>) -> Option<Days> {
    let year = year(cursor).filter(|year| year % 10 == 0)?;
    cursor.glued_mark("'");
    if !cursor.is_glued() {
        return None;
    }
    cursor.word(&["s"])?;
    DaySpan::years(year, year + 9).map(Days::coarse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Certainty;
    use crate::date::token::tokens;

    #[track_caller]
    fn check(text: &str, order: Option<DayOrder>, expect: &str) {
        let (tokens, _) = tokens(text, 32);
        let mut cursor = Cursor::new(&tokens);
        let found = days(&mut cursor, order).filter(|_| cursor.is_done()).map(|days| {
            let mark = match days.certainty {
                Certainty::OneReading => "",
                Certainty::OrderGiven => " by order",
                Certainty::Ambiguous => " or so",
            };
            format!("{}{mark}", days.span)
        });
        assert_eq!(found.as_deref().unwrap_or("none"), expect, "{text}");
    }

    #[test]
    fn iso_counts_days_and_weeks_of_the_year() {
        check("2017-064", None, "2017-03-05");
        check("2017-366", None, "none");
        check("2016-366", None, "2016-12-31");
        check("2017-000", None, "none");
        check("2017-W10-3", None, "2017-03-08");
        check("2017W103", None, "2017-03-08");
        check("2017-W10", None, "2017-03-06..2017-03-12");
        check("2020-W53-7", None, "2021-01-03");
        check("2017-W53", None, "none");
    }

    #[test]
    fn day_and_month_that_could_be_swapped_are_decided_by_order_only() {
        check("03/05/2017", None, "2017-03-05..2017-05-03 or so");
        check("03/05/2017", Some(DayOrder::MonthFirst), "2017-03-05 by order");
        check("03/05/2017", Some(DayOrder::DayFirst), "2017-05-03 by order");
        check("5/5/2017", None, "2017-05-05");
        check("13/03/2017", Some(DayOrder::MonthFirst), "2017-03-13");
    }

    #[test]
    fn dots_put_the_day_first() {
        check("05.03.2017", None, "2017-03-05");
        check("5. 3. 2017", None, "2017-03-05");
        check("5.3.17", None, "2017-03-05");
        check("03.13.2017", None, "2017-03-13");
        check("05.03.2017", Some(DayOrder::MonthFirst), "2017-05-03 by order");
    }

    #[test]
    fn two_digit_years_never_lie_in_a_far_future() {
        check("01/14/63", None, "1963-01-14");
        check("14/01/30", None, "2030-01-14");
        check("14/01/31", None, "1931-01-14");
        check("87/02/26", None, "1987-02-26");
    }

    #[test]
    fn readings_in_different_years_are_no_date() {
        check("23-08-10", None, "none");
        check("23-08-10", Some(DayOrder::DayFirst), "2010-08-23 by order");
        check("31-12-87", None, "1987-12-31");
    }

    #[test]
    fn longer_units_are_spans() {
        check("2017-03", None, "2017-03-01..2017-03-31");
        check("03/2017", None, "2017-03-01..2017-03-31");
        check("2017年3月", None, "2017-03-01..2017-03-31");
        check("2017年", None, "2017-01-01..2017-12-31");
        check("1920s", None, "1920-01-01..1929-12-31");
        check("1925s", None, "none");
        check("9990s", None, "9990-01-01..9999-12-31");
    }

    #[test]
    fn what_the_calendar_lacks_is_no_date() {
        check("2017-13-45", None, "none");
        check("2017-02-29", None, "none");
        check("0000-00-00", None, "none");
        check("12345678", None, "none");
    }
}
