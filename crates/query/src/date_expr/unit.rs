//! One date without an operator: a unit of the calendar, however it is written.

use dateline_article::{Day, DaySpan};

use super::{DateProblem, named, numeric, relative};

/// The days of one unit, such as `2024-03`, `March 2017` or `last week`.
pub(super) fn read(text: &str, today: Day) -> Result<DaySpan, DateProblem> {
    let text = text.trim();
    let lower = text.to_lowercase().replace(['‐', '‑', '–', '—', '−'], "-");
    let mut words: Vec<&str> =
        lower.split([' ', ',', '\t', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    while let ["the" | "in" | "on" | "during", _, ..] = words.as_slice() {
        words.remove(0);
    }
    if let [word] = words.as_slice()
        && let Some(read) = numeric::read(word)
    {
        return read;
    }
    if let Some(read) = named::read(&words, text) {
        return read;
    }
    // `last-30d`, `mid-2017`, `5-mar-2017`: with letters around, a hyphen is a blank.
    let split: Vec<&str> =
        words.iter().flat_map(|word| word.split('-')).filter(|word| !word.is_empty()).collect();
    relative::read(&split, today)
        .or_else(|| named::read(&split, text))
        .unwrap_or_else(|| Err(DateProblem::not_a_date(text)))
}
