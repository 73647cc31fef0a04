//! Names of months and weekdays, and the parts of the calendar that recur.

use chrono::Weekday;

use super::DateProblem;
use super::numeric::digits;
use crate::ast::Calendar;
use crate::field::CalendarField;

/// English names, as used in messages.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days a month can have at most.
const LONGEST: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Lower-case names and usual short forms in English, German, French, Spanish, Italian, Portuguese and Dutch.
///
/// A form stands here only when it means the same month in all of them.
const MONTH_WORDS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "janv", "enero", "gennaio", "janeiro", "januari"],
    &[
        "february",
        "feb",
        "februar",
        "février",
        "fevrier",
        "févr",
        "febrero",
        "febbraio",
        "fevereiro",
        "februari",
    ],
    &["march", "mar", "märz", "maerz", "mars", "marzo", "março", "marco", "maart", "mrz"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "julho"],
    &["august", "aug", "août", "aout", "agosto", "augustus"],
    &["september", "sep", "sept", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// The English name of a month 1..=12.
pub(super) fn month_name(month: u32) -> &'static str {
    (month as usize).checked_sub(1).and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

/// The month that a word names, 1..=12, whatever its case and with or without a point.
pub(super) fn month_named(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let index = MONTH_WORDS.iter().position(|names| names.contains(&word.as_str()))?;
    Some(index as u32 + 1)
}

/// The weekday that an English word names, in full or short.
pub(super) fn weekday_named(word: &str) -> Option<Weekday> {
    let weekday = match word.trim_end_matches('.').to_ascii_lowercase().as_str() {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tue" | "tues" => Weekday::Tue,
        "wednesday" | "wed" | "weds" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" | "sat" => Weekday::Sat,
        "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    };
    Some(weekday)
}

/// Reads the value of `on:`, `month:` or `weekday:`.
pub(crate) fn resolve_calendar(field: CalendarField, text: &str) -> Result<Calendar, DateProblem> {
    let text = text.trim();
    match field {
        CalendarField::Day => day_of_year(text),
        CalendarField::Month => month_of_year(text),
        CalendarField::Weekday => weekday_named(text).map(Calendar::Weekday).ok_or_else(|| {
            DateProblem::not_a_date_but(text, "write a day of the week, such as weekday:sunday")
        }),
    }
}

fn month_of_year(text: &str) -> Result<Calendar, DateProblem> {
    if let Some(month) = month_named(text) {
        return Ok(Calendar::Month(month));
    }
    match digits(text, 1..=2) {
        Some(month @ 1..=12) => Ok(Calendar::Month(month)),
        Some(month) => Err(DateProblem::no_such_day(format!("there is no month {month}"))),
        None => Err(DateProblem::not_a_date_but(
            text,
            "write a month of any year, such as month:12; for one of a certain year write date:2024-12",
        )),
    }
}

fn day_of_year(text: &str) -> Result<Calendar, DateProblem> {
    let wrong = || {
        DateProblem::not_a_date_but(
            text,
            "write month and day, such as on:04-13 for 13 April of any year; for a day of a certain year write date:2024-04-13",
        )
    };
    let parts: Vec<&str> = text.split([' ', '-']).filter(|part| !part.is_empty()).collect();
    let [left, right] = parts.as_slice() else {
        return Err(wrong());
    };
    let day_of =
        |word: &str| digits(word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.'), 1..=2);
    let (month, day) = match (month_named(left), month_named(right)) {
        (Some(month), None) => (month, day_of(right).ok_or_else(wrong)?),
        (None, Some(month)) => (month, day_of(left).ok_or_else(wrong)?),
        (None, None) if text.contains('-') => {
            (digits(left, 1..=2).ok_or_else(wrong)?, digits(right, 1..=2).ok_or_else(wrong)?)
        }
        _ => return Err(wrong()),
    };
    let Some(&longest) = (month as usize).checked_sub(1).and_then(|index| LONGEST.get(index)) else {
        return Err(DateProblem::no_such_day(format!("there is no month {month}")));
    };
    if !(1..=longest).contains(&day) {
        let month = month_name(month);
        return Err(DateProblem::no_such_day(format!("{month} has {longest} days at most")));
    }
    Ok(Calendar::Day { month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: CalendarField, text: &str, expect: Result<Calendar, &str>) {
        let read = resolve_calendar(field, text).map_err(|problem| problem.to_string());
        assert_eq!(read, expect.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn a_day_of_any_year_is_month_and_day() {
        let expect = Ok(Calendar::Day { month: 4, day: 13 });
        for text in ["04-13", "4-13", "13 April", "April 13th", "13-apr"] {
            check(CalendarField::Day, text, expect);
        }
        check(CalendarField::Day, "02-29", Ok(Calendar::Day { month: 2, day: 29 }));
    }

    #[test]
    fn a_day_that_no_year_has_is_refused() {
        check(CalendarField::Day, "02-30", Err("February has 29 days at most"));
        check(CalendarField::Day, "13-04", Err("there is no month 13"));
        check(CalendarField::Day, "04-00", Err("April has 30 days at most"));
        check(CalendarField::Day, "2024-04-13", Err("\"2024-04-13\" is not a date"));
    }

    #[test]
    fn a_month_of_any_year_is_a_number_or_a_name() {
        check(CalendarField::Month, "12", Ok(Calendar::Month(12)));
        check(CalendarField::Month, "Dezember", Ok(Calendar::Month(12)));
        check(CalendarField::Month, "MÄRZ", Ok(Calendar::Month(3)));
        check(CalendarField::Month, "13", Err("there is no month 13"));
        check(CalendarField::Month, "2024-12", Err("\"2024-12\" is not a date"));
    }

    #[test]
    fn a_weekday_is_an_english_name() {
        check(CalendarField::Weekday, "sun", Ok(Calendar::Weekday(Weekday::Sun)));
        check(CalendarField::Weekday, "Thursday", Ok(Calendar::Weekday(Weekday::Thu)));
        check(CalendarField::Weekday, "7", Err("\"7\" is not a date"));
    }
}
