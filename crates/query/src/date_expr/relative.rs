//! Dates that depend on today.

use chrono::{Datelike, Months};
use dateline_article::{Day, DaySpan};

use super::DateProblem;
use super::calendar::weekday_named;
use super::numeric::{months_span, quarter_span, year_span, years};

/// A unit of the calendar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// Reads lower-case words such as `last 30 days` or `yesterday`. `None` when they are no such expression.
pub(super) fn read(words: &[&str], today: Day) -> Option<Result<DaySpan, DateProblem>> {
    let span = match *words {
        ["today"] => DaySpan::day(today),
        ["yesterday"] => DaySpan::day(today.plus(-1)),
        ["tomorrow"] => DaySpan::day(today.plus(1)),
        [weekday] => DaySpan::day(last_weekday(weekday, today)?),
        ["last", weekday] if weekday_named(weekday).is_some() => {
            DaySpan::day(last_weekday(weekday, today.plus(-1))?)
        }
        ["this", unit] => return calendar_unit(Unit::named(unit)?, today, 0),
        ["last", unit] if Unit::named(unit).is_some() => return calendar_unit(Unit::named(unit)?, today, 1),
        ["past", unit] if Unit::named(unit).is_some() => ending_today(1, Unit::named(unit)?, today)?,
        ["last" | "past", compact] => {
            let (count, unit) = split_compact(compact)?;
            ending_today(count, unit, today)?
        }
        ["last" | "past", number, unit] => ending_today(count(number)?, Unit::named(unit)?, today)?,
        [number, unit, "ago"] => {
            let (number, unit) = (count(number)?, Unit::named(unit)?);
            DaySpan::day(before(today, number, unit))
        }
        _ => return None,
    };
    Some(Ok(span))
}

impl Unit {
    fn named(word: &str) -> Option<Unit> {
        let unit = match word.strip_suffix('s').unwrap_or(word) {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            _ => return None,
        };
        Some(unit)
    }

    fn abbreviated(letter: &str) -> Option<Unit> {
        let unit = match letter {
            "d" => Unit::Day,
            "w" => Unit::Week,
            "m" => Unit::Month,
            "q" => Unit::Quarter,
            "y" => Unit::Year,
            other => return Unit::named(other),
        };
        Some(unit)
    }
}

/// `30d`
fn split_compact(word: &str) -> Option<(u32, Unit)> {
    let letters = word.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = word.split_at(letters);
    Some((count(digits)?, Unit::abbreviated(unit)?))
}

/// A number from 1 on, in digits or as a word up to twelve.
fn count(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if let Some(index) = WORDS.iter().position(|&name| name == word) {
        return Some(index as u32 + 1);
    }
    word.parse().ok().filter(|&number| number >= 1)
}

/// The day so many units earlier, no earlier than the first day there is.
fn before(today: Day, count: u32, unit: Unit) -> Day {
    let months = match unit {
        Unit::Day => return today.plus(0_i32.saturating_sub_unsigned(count)),
        Unit::Week => return today.plus(0_i32.saturating_sub_unsigned(count.saturating_mul(7))),
        Unit::Month => 1,
        Unit::Quarter => 3,
        Unit::Year => 12,
        Unit::Decade => 120,
    };
    let earlier = today.to_naive().checked_sub_months(Months::new(count.saturating_mul(months)));
    earlier.map_or(Day::FIRST, Day::from_naive)
}

/// So many units, the last of which ends today.
fn ending_today(count: u32, unit: Unit, today: Day) -> Option<DaySpan> {
    let first = before(today, count, unit);
    let first = if first == Day::FIRST { first } else { first.plus(1) };
    DaySpan::new(first, today)
}

/// The unit of the calendar that holds today, or the one before it.
fn calendar_unit(unit: Unit, today: Day, back: u32) -> Option<Result<DaySpan, DateProblem>> {
    let day = before(today, back, unit);
    let (year, month) = (day.year() as u32, day.month());
    Some(match unit {
        Unit::Day if back == 0 => Ok(DaySpan::day(today)),
        // The last day may be yesterday or the day that ends now.
        Unit::Day => return None,
        Unit::Week => {
            let monday = day.plus(-(day.weekday().num_days_from_monday() as i32));
            return DaySpan::new(monday, monday.plus(6)).map(Ok);
        }
        Unit::Month => months_span(year, month, month),
        Unit::Quarter => quarter_span(year, month.div_ceil(3)),
        Unit::Year => year_span(year),
        Unit::Decade => years(year - year % 10, year - year % 10 + 9),
    })
}

/// The latest such day, `until` included.
fn last_weekday(name: &str, until: Day) -> Option<Day> {
    let wanted = weekday_named(name)?;
    let back = until.to_naive().weekday().days_since(wanted);
    Some(until.plus(-(back as i32)))
}
