//! Dates around a text: on lines of their own, in datelines, in the names of files and folders.

use dateline_article::{DaySpan, Origin};

use crate::RawDate;
use crate::date::{self, DayOrder};

/// A longer line is no date.
const LONGEST_DATE: usize = 80;
/// How far into a paragraph a dateline reaches, in bytes.
const DATELINE_BYTES: usize = 160;
/// A dateline of more words is a sentence.
const DATELINE_WORDS: usize = 16;
/// What separates a dateline from the text.
const DASHES: &[&str] = &[" - ", " – ", " — ", "--", "—", " -", " –", "– ", "- "];

/// Whether a line is a date and nothing else.
pub(in crate::format) fn is_date(line: &str, order: Option<DayOrder>) -> bool {
    line.len() <= LONGEST_DATE && may_hold_date(line) && date::read(line, order).is_some()
}

/// The day at the very start of a line, as it stands there, and what follows it.
pub(super) fn leading(line: &str, order: Option<DayOrder>) -> Option<(&str, DaySpan, &str)> {
    if !may_hold_date(line) {
        return None;
    }
    let (reading, end) = date::read_prefix(line, order)?;
    let (date, rest) = line.split_at_checked(end)?;
    let date = date.trim().trim_end_matches(|letter: char| letter == ' ' || "-–—:|,".contains(letter));
    Some((date, reading.span, rest.trim()))
}

/// A date that stands in or above the text.
pub(in crate::format) fn in_text(text: &str) -> RawDate {
    RawDate { text: text.to_owned(), origin: Origin::Dateline }
}

/// The date in the dateline of one of the first two paragraphs: `LONDON, 3 May 1923 (Reuters) - ...`.
pub(in crate::format) fn in_dateline(body: &str, order: Option<DayOrder>) -> Option<RawDate> {
    body.split("\n\n").take(2).find_map(|paragraph| dateline(paragraph, order))
}

fn dateline(paragraph: &str, order: Option<DayOrder>) -> Option<RawDate> {
    let top = &paragraph[..paragraph.floor_char_boundary(DATELINE_BYTES)];
    let top = top.trim_start_matches(['(', '[', '*', ' ']);
    let day = |text| leading(text, order).filter(|(_, span, _)| span.is_single_day());
    if let Some((date, ..)) = day(top) {
        return Some(in_text(date));
    }
    if top.starts_with(char::is_lowercase) {
        return None;
    }
    let (place, after) =
        DASHES.iter().filter_map(|dash| top.split_once(dash)).min_by_key(|(place, _)| place.len())?;
    let word_starts = place
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace() || *letter == '(')
        .map(|(at, letter)| at + letter.len_utf8());
    for start in word_starts.take(DATELINE_WORDS) {
        if let Some((date, ..)) = day(&place[start..]) {
            return Some(in_text(date));
        }
    }
    let (date, ..) = day(after.trim_start_matches(['(', ' ', '-']))?;
    Some(in_text(date))
}

/// The dates in the name of the file and in the names of the folders above it, the nearest first.
pub(in crate::format) fn in_names(name: &str, folders: &[String]) -> Vec<RawDate> {
    let mut found: Vec<String> = Vec::new();
    let file = date::in_name(name).and_then(written);
    // Folders such as `2011/02/09` name a day together.
    let joined = |count: usize| {
        let parts = folders.get(..count)?;
        let are_numbers = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let parts: Vec<&str> = parts.iter().rev().map(String::as_str).collect();
        let path = parts.join("-");
        (are_numbers && parts[0].len() == 4).then(|| date::in_name(&path).and_then(written))?
    };
    let alone = folders.iter().filter_map(|folder| date::in_name(folder).and_then(written));
    for date in file.into_iter().chain(joined(3)).chain(joined(2)).chain(alone) {
        if !found.contains(&date) {
            found.push(date);
        }
    }
    found.into_iter().map(|text| RawDate { text, origin: Origin::Filename }).collect()
}

/// A day, month or year as ISO 8601 writes it.
fn written(span: DaySpan) -> Option<String> {
    let (year, month) = (span.first().year(), span.first().month());
    if span.is_single_day() {
        Some(span.first().to_string())
    } else if DaySpan::month(year, month) == Some(span) {
        Some(format!("{year:04}-{month:02}"))
    } else if DaySpan::year(year) == Some(span) {
        Some(format!("{year:04}"))
    } else {
        None
    }
}

/// Every date has a digit, of whatever script, near its start.
fn may_hold_date(text: &str) -> bool {
    text.chars().take(LONGEST_DATE).any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, expect: Option<&str>) {
        let found = in_dateline(paragraph, None).map(|date| date.text);
        assert_eq!(found.as_deref(), expect);
    }

    #[test]
    fn the_date_of_a_dateline_is_found_before_or_after_the_dash() {
        check("LONDON, 3 May 1923 (Reuters) - Text.", Some("3 May 1923"));
        check("WASHINGTON, D.C. – (May 3, 2007) - Text.", Some("May 3, 2007"));
        check("By the way.\n\nParis, 2017-03-02 — Text.", Some("2017-03-02"));
        check("May 3, 2007 Washington Text.", Some("May 3, 2007"));
    }

    #[test]
    fn a_date_in_a_sentence_is_no_dateline() {
        check("The strike of 3 May 1923 was long.", None);
        check("LONDON - The strike of 3 May 1923 was long.", None);
        check("in 1923 - or on 3 May 1924 - it ended.", None);
    }

    #[test]
    fn names_give_days_months_and_years() {
        let texts = |name: &str, folders: &[&str]| {
            let folders: Vec<String> = folders.iter().map(|&folder| folder.to_owned()).collect();
            let dates = in_names(name, &folders).into_iter();
            dates.map(|date| date.text).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(texts("01Feb2007Akaka10.txt", &["Akaka", "raw"]), "2007-02-01");
        assert_eq!(texts("ext_108.txt", &["2011-02-09", "egypt"]), "2011-02-09");
        assert_eq!(texts("a.txt", &["2017-03", "2017"]), "2017-03 2017");
        assert_eq!(texts("a.txt", &["09", "02", "2011"]), "2011-02-09 2011");
        assert_eq!(texts("a.txt", &[]), "");
    }
}
