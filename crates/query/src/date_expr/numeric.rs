//! Dates written in digits: years, months, days, weeks, quarters, decades.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use dateline_article::{Day, DaySpan, LAST_YEAR};

use super::DateProblem;
use super::calendar::month_name;

/// Reads one word made of digits, such as `2024-03`. `None` when it is no such word.
pub(super) fn read(word: &str) -> Option<Result<DaySpan, DateProblem>> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return quarter_first(word);
    }
    if let Some(year) = digits(word, 4..=4) {
        return Some(year_span(year));
    }
    if word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(day_span(number(&word[..4])?, number(&word[4..6])?, number(&word[6..])?, word));
    }
    decade(word).or_else(|| unit_of_year(word)).or_else(|| separated(word))
}

/// The number written in `text`, when it is nothing but so many ASCII digits.
pub(super) fn digits(text: &str, count: RangeInclusive<usize>) -> Option<u32> {
    let fits = count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn number(text: &str) -> Option<u32> {
    digits(text, 1..=4)
}

/// A whole year.
pub(super) fn year_span(year: u32) -> Result<DaySpan, DateProblem> {
    DaySpan::year(year as i32).ok_or_else(no_such_year)
}

/// A whole month.
pub(super) fn month_span(year: u32, month: u32) -> Result<DaySpan, DateProblem> {
    if !(1..=12).contains(&month) {
        return Err(DateProblem::no_such_day(format!("there is no month {month}")));
    }
    DaySpan::month(year as i32, month).ok_or_else(no_such_year)
}

/// One day. `text` is what was typed.
pub(super) fn day_span(year: u32, month: u32, day: u32, text: &str) -> Result<DaySpan, DateProblem> {
    let whole_month = month_span(year, month)?;
    if let Some(day) = Day::from_ymd(year as i32, month, day) {
        return Ok(DaySpan::day(day));
    }
    if day == 0 {
        return Err(DateProblem::no_such_day(format!("there is no day 0 in \"{text}\"")));
    }
    let (name, days) = (month_name(month), whole_month.last().day_of_month());
    Err(DateProblem::no_such_day(format!("{name} {year} has {days} days")))
}

fn no_such_year() -> DateProblem {
    DateProblem::no_such_day(format!("years run from 0001 to {LAST_YEAR}"))
}

/// Whole months of one year.
pub(super) fn months_span(year: u32, first: u32, last: u32) -> Result<DaySpan, DateProblem> {
    let (first, last) = (month_span(year, first)?, month_span(year, last)?);
    DaySpan::new(first.first(), last.last()).ok_or_else(no_such_year)
}

/// A quarter 1..=4.
pub(super) fn quarter_span(year: u32, quarter: u32) -> Result<DaySpan, DateProblem> {
    if !(1..=4).contains(&quarter) {
        return Err(DateProblem::no_such_day(format!("there is no quarter {quarter}")));
    }
    months_span(year, quarter * 3 - 2, quarter * 3)
}

/// `1910s`, `191X` and, for a century of years, `19XX`.
fn decade(word: &str) -> Option<Result<DaySpan, DateProblem>> {
    if let Some(year) = word.strip_suffix('s').and_then(|year| digits(year, 4..=4)) {
        if !year.is_multiple_of(10) {
            let hint = format!("write {}0s for the decade or {year} for the year", year / 10);
            return Some(Err(DateProblem::not_a_date_but(word, &hint)));
        }
        return Some(years(year, year + 9));
    }
    if word.len() != 4 {
        return None;
    }
    let known = word.trim_end_matches(['x', 'X']);
    match (known.len(), digits(known, 2..=3)?) {
        (3, known) => Some(years(known * 10, known * 10 + 9)),
        (_, known) => Some(years(known * 100, known * 100 + 99)),
    }
}

/// Whole years; the year 0 of a first decade is left out, since it does not exist.
pub(super) fn years(first: u32, last: u32) -> Result<DaySpan, DateProblem> {
    DaySpan::years(first.max(1) as i32, last as i32).ok_or_else(no_such_year)
}

/// `2017-Q1`, `2017Q1`, `2017-W10`, `2017-064` (the 64th day).
fn unit_of_year(word: &str) -> Option<Result<DaySpan, DateProblem>> {
    let year = digits(word.get(..4)?, 4..=4)?;
    let rest = word.get(4..)?;
    let rest_bare = rest.strip_prefix('-').unwrap_or(rest);
    if let Some(quarter) = rest_bare.strip_prefix(['q', 'Q']) {
        return Some(quarter_span(year, digits(quarter, 1..=1)?));
    }
    if let Some(week) = rest_bare.strip_prefix(['w', 'W']) {
        return Some(week_span(year, digits(week, 1..=2)?));
    }
    let ordinal = digits(rest.strip_prefix('-')?, 3..=3)?;
    let day = NaiveDate::from_yo_opt(year as i32, ordinal).filter(|_| year >= 1);
    Some(
        day.map(|day| DaySpan::day(Day::from_naive(day)))
            .ok_or_else(|| DateProblem::no_such_day(format!("the year {year} has no day {ordinal}"))),
    )
}

/// `Q1-2017`, `q12017` is no date.
fn quarter_first(word: &str) -> Option<Result<DaySpan, DateProblem>> {
    let (quarter, year) = word.strip_prefix(['q', 'Q'])?.split_once('-')?;
    Some(quarter_span(digits(year, 4..=4)?, digits(quarter, 1..=1)?))
}

/// A week of ISO 8601, from Monday.
fn week_span(year: u32, week: u32) -> Result<DaySpan, DateProblem> {
    let monday = NaiveDate::from_isoywd_opt(year as i32, week, chrono::Weekday::Mon).filter(|_| year >= 1);
    let monday = monday
        .map(Day::from_naive)
        .ok_or_else(|| DateProblem::no_such_day(format!("the year {year} has no week {week}")))?;
    DaySpan::new(monday, monday.plus(6)).ok_or_else(no_such_year)
}

/// Numbers with one kind of separator between them.
fn separated(word: &str) -> Option<Result<DaySpan, DateProblem>> {
    let separator = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-/.".contains(*c))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| number(part)).collect();
    let read = match (numbers?.as_slice(), parts.first()?.len(), parts.last()?.len()) {
        (&[year, month], 4, 1..=2) => month_span(year, month).map_err(|problem| {
            let next = year % 100 + 1..100;
            if next.contains(&month) {
                let meant = Some(format!("{year}..{}{month:02}", year / 100));
                DateProblem::NoSuchDay { message: problem.to_string(), meant }
            } else {
                problem
            }
        }),
        (&[year, month, day], 4, 1..=2) => day_span(year, month, day, word),
        (&[month, year], 1..=2, 4) => month_span(year, month),
        (&[left, right, year], 1..=2, 4) => day_or_month_first(left, right, year, word),
        (&[_, _, _], 1..=2, 1..=2) => {
            Err(DateProblem::not_a_date_but(word, "write the year with four digits and first: 2017-03-05"))
        }
        _ => return None,
    };
    Some(read)
}

/// `13/03/2017` and `03/13/2017` can be read one way only, `03/04/2017` cannot.
fn day_or_month_first(left: u32, right: u32, year: u32, text: &str) -> Result<DaySpan, DateProblem> {
    let (day_first, month_first) = (day_span(year, right, left, text), day_span(year, left, right, text));
    match (day_first, month_first) {
        (Ok(one), Ok(two)) if one != two => Err(DateProblem::two_readings(text, [one, two])),
        (Ok(one), _) => Ok(one),
        (Err(_), Ok(two)) => Ok(two),
        // Neither holds: explain the reading whose month exists.
        (Err(one), Err(two)) => Err(if (1..=12).contains(&right) { one } else { two }),
    }
}
