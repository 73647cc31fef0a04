//! Dates written in words: months, seasons, centuries, and parts of them.

use chrono::Weekday;
use dateline_article::{Day, DaySpan};

use super::DateProblem;
use super::calendar::{month_name, month_named, weekday_named};
use super::numeric::{self, day_span, digits, month_span, months_span, quarter_span, years};

/// Reads words such as `5 March 2017` or `19th century`. `text` is what was typed.
pub(super) fn read(words: &[&str], text: &str) -> Option<Result<DaySpan, DateProblem>> {
    match *words {
        [part @ ("early" | "mid" | "late"), ref whole @ ..] => {
            let whole = whole_unit(whole, text)?;
            Some(whole.and_then(|whole| third(part, whole).ok_or_else(|| DateProblem::not_a_date(text))))
        }
        ref whole => whole_unit(whole, text),
    }
}

fn whole_unit(words: &[&str], text: &str) -> Option<Result<DaySpan, DateProblem>> {
    match *words {
        [word] => numeric::read(word).or_else(|| incomplete(word, text)),
        [nth, "century"] => century(nth),
        [season, year] if is_season(season) => season_span(season, year, text),
        [quarter, year] | [year, quarter] if quarter.starts_with('q') => {
            Some(quarter_span(digits(year, 4..=4)?, digits(&quarter[1..], 1..=1)?))
        }
        _ => month_and_day(words, text),
    }
}

/// A month or season without its year says too little.
fn incomplete(word: &str, text: &str) -> Option<Result<DaySpan, DateProblem>> {
    let hint = match month_named(word) {
        Some(month) => {
            let name = month_name(month);
            format!("write the year too, such as \"{name} 2024\"; in any year: month:{month}")
        }
        None if is_season(word) => format!("write the year too, such as \"{word} 2017\""),
        None if digits(word, 1..=3).is_some() => {
            format!("write the year with four digits, such as {word:0>4}")
        }
        None => return None,
    };
    Some(Err(DateProblem::not_a_date_but(text, &hint)))
}

/// The first, second or last third of a unit: `early 2017` is January to April.
///
/// Decades divide into 4, 3 and 3 years, centuries into 33, 33 and 34, months into 10, 10 and the other days.
fn third(part: &str, whole: DaySpan) -> Option<DaySpan> {
    let (first, last) = (whole.first(), whole.last());
    let pick = |[one, two, three]: [Option<DaySpan>; 3]| match part {
        "early" => one,
        "mid" => two,
        _ => three,
    };
    let (from, to) = (first.year(), last.year());
    if to - from == 9 {
        return pick([
            DaySpan::years(from, from + 3),
            DaySpan::years(from + 4, from + 6),
            DaySpan::years(from + 7, to),
        ]);
    }
    if to > from {
        let step = (to - from + 1) / 3;
        return pick([
            DaySpan::years(from, from + step - 1),
            DaySpan::years(from + step, to - step - 1),
            DaySpan::years(to - step, to),
        ]);
    }
    if first.month() != last.month() {
        let months = |one: u32, two: u32| months_span(from as u32, one, two).ok();
        return if Some(whole) == DaySpan::year(from) {
            pick([months(1, 4), months(5, 8), months(9, 12)])
        } else {
            None
        };
    }
    if whole.is_single_day() {
        return None;
    }
    pick([
        DaySpan::new(first, first.plus(9)),
        DaySpan::new(first.plus(10), first.plus(19)),
        DaySpan::new(first.plus(20), last),
    ])
}

/// `19th century` runs from 1801 to 1900: there was no year 0.
fn century(nth: &str) -> Option<Result<DaySpan, DateProblem>> {
    const WORDS: [(&str, u32); 6] = [
        ("sixteenth", 16),
        ("seventeenth", 17),
        ("eighteenth", 18),
        ("nineteenth", 19),
        ("twentieth", 20),
        ("twenty-first", 21),
    ];
    let named = WORDS.iter().find(|(word, _)| *word == nth).map(|&(_, number)| number);
    let number = named.or_else(|| ordinal(nth))?;
    let last = number * 100;
    // The hundredth century ends with the year 10000, one past the last day there is.
    Some(years(last.checked_sub(99)?, last.min(9999)))
}

fn is_season(word: &str) -> bool {
    matches!(word, "spring" | "summer" | "autumn" | "fall" | "winter")
}

/// Three whole months, as meteorologists of the northern half count them.
fn season_span(season: &str, year: &str, text: &str) -> Option<Result<DaySpan, DateProblem>> {
    let whole_year = digits(year, 4..=4);
    let span = match season {
        "spring" => months_span(whole_year?, 3, 5),
        "summer" => months_span(whole_year?, 6, 8),
        "autumn" | "fall" => months_span(whole_year?, 9, 11),
        _ => return winter_named(year, text),
    };
    Some(span)
}

/// A winter belongs to two years, so one of them alone does not name it; `2016-17` does.
fn winter_named(year: &str, text: &str) -> Option<Result<DaySpan, DateProblem>> {
    let wrong = || DateProblem::not_a_date(text);
    if let Some(year) = digits(year, 4..=4) {
        let winters = (winter(year.checked_sub(1)?), winter(year));
        let (Some(before), Some(after)) = winters else {
            return Some(Err(wrong()));
        };
        return Some(Err(DateProblem::two_readings(text, [before, after])));
    }
    let (first, second) = year.split_once(['-', '/'])?;
    let (first, second) = (digits(first, 4..=4)?, digits(second, 2..=4)?);
    let follows = second == first + 1 || second == (first + 1) % 100;
    follows.then(|| winter(first).ok_or_else(wrong))
}

/// December of the year to the end of the next February.
fn winter(year: u32) -> Option<DaySpan> {
    let year = year as i32;
    DaySpan::new(Day::from_ymd(year, 12, 1)?, DaySpan::month(year + 1, 2)?.last())
}

/// `March 2017`, `5 March 2017`, `Sunday, March 5th, 2017`, in any order that is clear.
fn month_and_day(words: &[&str], text: &str) -> Option<Result<DaySpan, DateProblem>> {
    let (mut year, mut month, mut day, mut weekday) = (None, None, None, None);
    for &word in words {
        let taken = if let Some(number) = month_named(word) {
            month.replace(number).is_some()
        } else if let Some(name) = weekday_named(word) {
            weekday.replace(name).is_some()
        } else if let Some(number) = digits(word, 4..=4) {
            year.replace(number).is_some()
        } else if let Some(number) = digits(word, 1..=2).or_else(|| ordinal(word)) {
            day.replace(number).is_some()
        } else {
            word != "of"
        };
        if taken {
            return None;
        }
    }
    match (year, month?, day, weekday) {
        (Some(year), month, None, None) => Some(month_span(year, month)),
        (Some(year), month, Some(day), weekday) => {
            Some(day_span(year, month, day, text).and_then(|span| match weekday {
                Some(weekday) if span.first().weekday() != weekday => Err(wrong_weekday(span.first(), text)),
                _ => Ok(span),
            }))
        }
        (None, month, Some(day), None) => {
            let hint = format!("write the year too; in any year: on:{month:02}-{day:02}");
            Some(Err(DateProblem::not_a_date_but(text, &hint)))
        }
        _ => None,
    }
}

fn wrong_weekday(day: Day, text: &str) -> DateProblem {
    let name = match day.weekday() {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    };
    DateProblem::NoSuchDay {
        message: format!("{day} is a {name}, so \"{text}\" does not exist"),
        meant: Some(day.to_string()),
    }
}

/// `5th`, `1st`, and the `5.` of German.
fn ordinal(word: &str) -> Option<u32> {
    let digits_end = word.find(|c: char| !c.is_ascii_digit())?;
    let (number, suffix) = word.split_at(digits_end);
    let fits = matches!(suffix, "st" | "nd" | "rd" | "th" | "." | "er");
    digits(number, 1..=3).filter(|_| fits)
}
