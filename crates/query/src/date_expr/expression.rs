//! Ranges, comparisons and open ends around the units of the calendar.

use dateline_article::{Day, DaySpan};

use super::numeric::digits;
use super::{DateProblem, DayRange, unit};

/// The days that a date expression names, `today` being the day it is asked on.
///
/// Relative units end today: `last 30 days` are the 30 days up to and with `today`. Weeks begin on Monday.
///
/// # Errors
///
/// Whatever cannot be read in exactly one way, see [`DateProblem`].
pub fn resolve(expression: &str, today: Day) -> Result<DayRange, DateProblem> {
    read(expression, today).map(|read| match read {
        Read::Unit(range) | Read::TwoEnded(range) => range,
    })
}

/// The first day of the unit that bounds an open range, as in `from:2018` and `after:2018`.
///
/// # Errors
///
/// As [`resolve`], and for an expression with two ends or without a first day.
pub fn resolve_from(expression: &str, today: Day) -> Result<Day, DateProblem> {
    let range = one_date(expression, today)?;
    range.first().ok_or_else(|| no_end(expression, "has no first day"))
}

/// The last day of the unit that bounds an open range, as in `to:2019`.
///
/// # Errors
///
/// As [`resolve`], and for an expression with two ends or without a last day.
pub fn resolve_to(expression: &str, today: Day) -> Result<Day, DateProblem> {
    let range = one_date(expression, today)?;
    range.last().ok_or_else(|| no_end(expression, "has no last day"))
}

/// The day before the unit that bounds an open range, as in `before:2019`.
///
/// # Errors
///
/// As [`resolve_from`], and when no day lies before it.
pub fn resolve_before(expression: &str, today: Day) -> Result<Day, DateProblem> {
    let first = resolve_from(expression, today)?;
    day_before(first, expression)
}

/// How many ends the writer gave.
enum Read {
    Unit(DayRange),
    TwoEnded(DayRange),
}

fn one_date(expression: &str, today: Day) -> Result<DayRange, DateProblem> {
    match read(expression, today)? {
        Read::Unit(range) => Ok(range),
        Read::TwoEnded(_) => Err(DateProblem::NotOneDate { text: expression.trim().to_owned() }),
    }
}

fn no_end(expression: &str, what: &str) -> DateProblem {
    let text = expression.trim();
    DateProblem::not_a_date_but(text, &format!("\"{text}\" {what}; write one date, such as 2024-03"))
}

fn read(expression: &str, today: Day) -> Result<Read, DateProblem> {
    let text = expression.trim();
    if let Some(range) = comparison(text, today).or_else(|| words(text, today)) {
        return range.map(Read::Unit);
    }
    if let Some(range) = brackets(text, today) {
        return range.map(Read::TwoEnded);
    }
    if let Some((left, right)) = two_ends(text) {
        let range = ends(left, right, today)?;
        let open = left.is_empty() || right.is_empty();
        return Ok(if open { Read::Unit(range) } else { Read::TwoEnded(range) });
    }
    unit::read(text, today).map(|span| Read::Unit(span.into()))
}

/// `>=2024-03` and its like. `>` and `<` skip the whole unit.
fn comparison(text: &str, today: Day) -> Option<Result<DayRange, DateProblem>> {
    let of = |rest: &str| unit::read(rest, today);
    let range = if let Some(rest) = text.strip_prefix(">=").or_else(|| text.strip_prefix('≥')) {
        of(rest).map(|span| DayRange::from(span.first()))
    } else if let Some(rest) = text.strip_prefix("<=").or_else(|| text.strip_prefix('≤')) {
        of(rest).map(|span| DayRange::to(span.last()))
    } else if let Some(rest) = text.strip_prefix('>') {
        of(rest).and_then(|span| day_after(span.last(), text)).map(DayRange::from)
    } else if let Some(rest) = text.strip_prefix('<') {
        of(rest).and_then(|span| day_before(span.first(), text)).map(DayRange::to)
    } else {
        return None;
    };
    Some(range)
}

fn day_after(day: Day, text: &str) -> Result<Day, DateProblem> {
    if day == Day::LAST {
        let text = text.to_owned();
        return Err(DateProblem::NoDayLeft { text });
    }
    Ok(day.plus(1))
}

fn day_before(day: Day, text: &str) -> Result<Day, DateProblem> {
    if day == Day::FIRST {
        let text = text.to_owned();
        return Err(DateProblem::NoDayLeft { text });
    }
    Ok(day.plus(-1))
}

/// `since 2016`, `before 2016`, `after 2016`, `until March 2017`.
fn words(text: &str, today: Day) -> Option<Result<DayRange, DateProblem>> {
    let (word, rest) = text.split_once(' ')?;
    let of = || unit::read(rest, today);
    let range = match word.to_ascii_lowercase().as_str() {
        "since" => of().and_then(|span| {
            DayRange::new(Some(span.first()), Some(today))
                .ok_or_else(|| DateProblem::NoDayLeft { text: text.to_owned() })
        }),
        "before" => of().and_then(|span| day_before(span.first(), text)).map(DayRange::to),
        "after" => of().and_then(|span| day_after(span.last(), text)).map(DayRange::from),
        "until" | "till" | "through" => of().map(|span| DayRange::to(span.last())),
        _ => return None,
    };
    Some(range)
}

/// `[a TO b]`, `{a TO b}` and mixed: a brace leaves the unit beside it out, `*` is an open end.
fn brackets(text: &str, today: Day) -> Option<Result<DayRange, DateProblem>> {
    let open = text.chars().next().filter(|c| "[{".contains(*c))?;
    Some(bracketed(open, &text[1..], text, today))
}

fn bracketed(open: char, rest: &str, text: &str, today: Day) -> Result<DayRange, DateProblem> {
    let wrong =
        || DateProblem::not_a_date_but(text, "write a range like [2024-01 TO 2024-03] or 2024-01..2024-03");
    let close = rest.chars().last().filter(|c| "]}".contains(*c)).ok_or_else(wrong)?;
    let inner = &rest[..rest.len() - 1];
    let (left, right) = split_word(inner, "to").ok_or_else(wrong)?;
    let end_of = |end: &str| match end {
        "*" => Ok(None),
        end => unit::read(end, today).map(Some),
    };
    let (left_span, right_span) = (end_of(left)?, end_of(right)?);
    if let (Some(one), Some(two)) = (left_span, right_span)
        && one.first() > two.last()
    {
        return Err(DateProblem::Reversed { swapped: format!("{open}{right} TO {left}{close}") });
    }
    let first = match left_span {
        Some(span) if open == '{' => Some(day_after(span.last(), text)?),
        span => span.map(DaySpan::first),
    };
    let last = match right_span {
        Some(span) if close == '}' => Some(day_before(span.first(), text)?),
        span => span.map(DaySpan::last),
    };
    DayRange::new(first, last).ok_or_else(|| {
        let text = text.to_owned();
        DateProblem::NoDayLeft { text }
    })
}

/// The two ends of `a..b`, `between a and b`, `from a to b`, `a through b`, `2016-2018`.
fn two_ends(text: &str) -> Option<(&str, &str)> {
    if let Some((left, right)) = text.split_once("..") {
        return Some((left.trim(), right.trim()));
    }
    if let Some(rest) = strip_word(text, "between") {
        return split_word(rest, "and");
    }
    let rest = strip_word(text, "from").unwrap_or(text);
    for word in ["to", "through", "thru", "until", "till", "-", "–", "—"] {
        if let Some(ends) = split_word(rest, word) {
            return Some(ends);
        }
    }
    if rest.len() < text.len() {
        return Some((rest, ""));
    }
    let (left, right) = text.split_once(['-', '–'])?;
    let years = digits(left, 4..=4).is_some() && digits(right, 4..=4).is_some();
    years.then_some((left, right))
}

fn ends(left: &str, right: &str, today: Day) -> Result<DayRange, DateProblem> {
    let end_of = |end: &str| match end {
        "" => Ok(None),
        end => unit::read(end, today).map(Some),
    };
    let (first, last) = (end_of(left)?, end_of(right)?);
    let (first, last) = (first.map(DaySpan::first), last.map(DaySpan::last));
    if first.is_none() && last.is_none() {
        return Err(DateProblem::not_a_date_but(
            "..",
            "write at least one end of the range: 2001.. or ..1999",
        ));
    }
    DayRange::new(first, last).ok_or_else(|| DateProblem::Reversed { swapped: format!("{right}..{left}") })
}

/// The text after a first word, caselessly.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = text.split_once(' ')?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim())
}

/// The texts before and after a word between blanks, caselessly.
fn split_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for part in text.split(' ') {
        let end = at + part.len();
        if at > 0 && end < text.len() && part.eq_ignore_ascii_case(word) {
            return Some((text[..at].trim(), text[end..].trim()));
        }
        at = end + 1;
    }
    None
}
