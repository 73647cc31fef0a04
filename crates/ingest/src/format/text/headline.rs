//! A headline on a line for itself, with the author and the date above or below it.

use dateline_article::Origin;

use super::super::columns::Field;
use super::super::paragraphs::{Layout, ends_sentence};
use super::page::Page;
use super::{dates, header};
use crate::date::DayOrder;
use crate::{RawDate, RawRecord};

/// A longer line is no headline.
pub(super) const HEADLINE_LETTERS: usize = 200;
/// A headline is printed on no more lines.
const HEADLINE_LINES: usize = 3;
/// How many lines around a headline may be about the article instead of being its text.
const MARKS: usize = 12;
/// A line of this many letters below a headline is text.
const TEXT_LETTERS: usize = 80;
/// Of several short lines above a text, the first with this many words is the headline.
const HEADLINE_WORDS: usize = 6;
/// A longer line is no byline.
const BYLINE_LETTERS: usize = 100;

/// Lines that say what kind of text follows. They stay in the text.
const LABELS: &[&str] = &[
    "press release",
    "press releases",
    "news release",
    "news releases",
    "media release",
    "press room",
    "press office",
    "for immediate release",
    "for release",
    "latest news",
    "news",
    "releases",
    "contact",
    "press contact",
    "media contact",
    "comunicado de prensa",
    "pressemitteilung",
    "communiqué de presse",
];

/// Words that begin a byline, with the blank that follows.
const BY: &[&str] = &["by ", "por ", "par ", "von ", "text: ", "di ", "door ", "af ", "av "];

/// Small words inside a byline.
const SMALL_WORDS: &[&str] = &[
    "and", "y", "e", "et", "und", "en", "og", "och", "of", "the", "for", "in", "with", "de", "del", "della",
    "di", "da", "do", "dos", "du", "la", "le", "van", "von", "der", "den", "ter", "al", "el", "bin", "ibn",
    "d", "at",
];

/// Reads a headline, unless there is one, and the lines with author and date around it.
pub(super) fn read(page: &mut Page<'_>, order: Option<DayOrder>, record: &mut RawRecord) {
    read_marks(page, order, record);
    if record.title.is_some() {
        return;
    }
    let found = if page.is_flattened() {
        skip_to_headline(page, order)
    } else {
        headline_lines(page, order).or_else(|| skip_to_headline(page, order))
    };
    let Some(lines) = found else { return };
    let title: Vec<&str> = (0..lines).map(|line| page.line(line)).collect();
    let title = title.join(" ");
    let stamped = Stamped::of(&title, order);
    if is_like_headline(stamped.rest) {
        record.published.extend(stamped.date.map(dates::in_text));
        record.title = Some(stamped.rest.to_owned());
        if let Some(label) = stamped.label {
            page.keep_aside(label.to_owned());
        }
    } else {
        record.title = Some(title);
    }
    page.take(lines);
    read_marks(page, order, record);
}

/// Whether a text reads like a headline: short, with letters, not ending like a sentence.
pub(super) fn is_like_headline(text: &str) -> bool {
    let letters = text.chars().count();
    (2..=HEADLINE_LETTERS).contains(&letters)
        && text.chars().any(char::is_alphabetic)
        && !text.starts_with(['*', '•', '-', '–', '—', '<', '(', '[', '©'])
        && !text.starts_with("http")
        // Headlines ask and shout, but do not state.
        && (!ends_sentence(text) || text.ends_with(['?', '!', '？', '！', '؟']))
        && !text.ends_with([',', ';', ':', '-'])
        && !is_label(text)
}

/// Whether a line names an author: `By Ann Lee and Bo Day`.
pub(super) fn is_byline(line: &str) -> bool {
    let Some(names) = BY.iter().find_map(|by| {
        let start = line.get(..by.len())?;
        start.eq_ignore_ascii_case(by).then(|| line[by.len()..].trim())
    }) else {
        return false;
    };
    line.chars().count() <= BYLINE_LETTERS
        && names.starts_with(char::is_uppercase)
        && !ends_sentence(names)
        && !names.contains(|letter: char| letter.is_ascii_digit())
        && names
            .split([' ', ',', '/', '|', '-', '&', '\u{a0}'])
            .filter(|word| !word.is_empty())
            .all(|word| !word.starts_with(char::is_lowercase) || SMALL_WORDS.contains(&word))
        // `By Wednesday` and `By The Sea` have a capital, too; a name has at least two words, and the
        // verb of a sentence is caught by its small letter.
        && names.split_whitespace().count() >= 2
}

fn read_marks(page: &mut Page<'_>, order: Option<DayOrder>, record: &mut RawRecord) {
    for _ in 0..MARKS {
        let line = page.line(0);
        if line.is_empty() {
            return;
        }
        if dates::is_date(line, order) {
            record.published.push(dates::in_text(line));
            page.take(1);
        } else if record.byline.is_none() && is_byline(line) {
            record.byline = Some(line.to_owned());
            page.take(1);
        } else if read_known(line, order, record) {
            page.take(1);
        } else {
            match label(line, order) {
                Some(Label::Dated(date)) => record.published.push(dates::in_text(date)),
                Some(Label::Plain) if record.title.is_none() && page.has_text(1) => {}
                _ => return,
            }
            page.set_aside();
        }
    }
}

/// Reads a single line such as `Published: 3 May 2007`. Others of that form may as well be text.
fn read_known(line: &str, order: Option<DayOrder>, record: &mut RawRecord) -> bool {
    match header::known(line) {
        Some((Field::Published, date)) if dates::is_date(date, order) => {
            record.published.push(RawDate { text: date.to_owned(), origin: Origin::Metadata });
            true
        }
        Some((Field::Byline, name)) if record.byline.is_none() && is_byline(&format!("by {name}")) => {
            record.byline = Some(name.to_owned());
            true
        }
        _ => false,
    }
}

/// A line that says what kind of text follows.
enum Label<'a> {
    Plain,
    /// One with a date beside it.
    Dated(&'a str),
}

fn label(line: &str, order: Option<DayOrder>) -> Option<Label<'_>> {
    if is_label(line) || is_contact(&line.to_lowercase()) {
        return Some(Label::Plain);
    }
    let stamped = Stamped::of(line, order);
    match stamped.date {
        Some(date) if stamped.rest.is_empty() || is_label(stamped.rest) => Some(Label::Dated(date)),
        _ => None,
    }
}

fn is_label(line: &str) -> bool {
    let lower = line.to_lowercase();
    LABELS.contains(&lower.trim_matches(|letter: char| !letter.is_alphanumeric()))
}

/// A line with what may stand before a headline on it: `FOR IMMEDIATE RELEASE  May 3, 2007  Headline`.
struct Stamped<'a> {
    label: Option<&'a str>,
    date: Option<&'a str>,
    /// What is left.
    rest: &'a str,
}

impl Stamped<'_> {
    fn of(line: &str, order: Option<DayOrder>) -> Stamped<'_> {
        const BETWEEN: [char; 6] = [':', '-', '–', '|', ' ', '\t'];
        let split = LABELS.iter().find_map(|label| {
            let (start, rest) = line.split_at_checked(label.len())?;
            let ends = rest.starts_with(':') || rest.starts_with("  ") || rest.starts_with(" -");
            (start.eq_ignore_ascii_case(label) && ends).then_some((start, rest.trim_start_matches(BETWEEN)))
        });
        let (label, rest) = split.map_or((None, line), |(label, rest)| (Some(label), rest));
        let day = dates::leading(rest, order).filter(|(_, span, _)| span.is_single_day());
        let (date, rest) = day.map_or((None, rest), |(date, _, rest)| (Some(date), rest));
        Stamped { label, date, rest: rest.trim_start_matches(BETWEEN) }
    }
}

fn is_contact(lower: &str) -> bool {
    lower.strip_prefix("contact").is_some_and(|rest| rest.starts_with([' ', ':', 's']))
}

/// How many lines the headline at the present line takes; `None` when there is none.
fn headline_lines(page: &Page<'_>, order: Option<DayOrder>) -> Option<usize> {
    let line = page.line(0);
    let next = page.line(1);
    if !page.has_text(1) {
        return None;
    }
    let layout = page.layout();
    if next.is_empty() || is_byline(next) || dates::is_date(next, order) {
        return is_like_headline(Stamped::of(line, order).rest).then_some(1);
    }
    let lines = (1..=HEADLINE_LINES + 1).find(|&ahead| page.line(ahead).is_empty());
    match (layout, lines) {
        // Two or three lines for themselves above wrapped text.
        (Layout::Wrapped { .. }, Some(lines)) if lines <= HEADLINE_LINES && page.has_text(lines) => {
            let title: Vec<&str> = (0..lines).map(|ahead| page.line(ahead)).collect();
            let is_headline = title[..lines - 1].iter().all(|line| !ends_sentence(line))
                && is_like_headline(&title.join(" "));
            is_headline.then_some(lines)
        }
        // A line that was ended before it was full.
        (Layout::Wrapped { .. }, _) => (is_like_headline(line) && !layout.is_full(line, next)).then_some(1),
        // The first of lines that are paragraphs.
        (Layout::Lines, _) => {
            let next_letters = next.chars().count();
            let is_text = next_letters > TEXT_LETTERS || ends_sentence(next);
            (is_like_headline(line) && is_text && line.chars().count() < next_letters.max(TEXT_LETTERS))
                .then_some(1)
        }
    }
}

/// Finds the headline among short lines above a long one, and sets aside what stands above it: a
/// letterhead, the name of the section.
fn skip_to_headline(page: &mut Page<'_>, order: Option<DayOrder>) -> Option<usize> {
    let mut headline = None;
    let mut fallback = None;
    let mut above = 0;
    let mut ahead = 0;
    loop {
        let line = page.line(ahead);
        ahead += 1;
        if !line.is_empty() {
            let line = Stamped::of(line, order).rest;
            if line.chars().count() > HEADLINE_LETTERS {
                break;
            }
            let is_candidate = is_like_headline(line) && !is_contact(&line.to_lowercase());
            let words = line.split_whitespace().count();
            if is_candidate && words >= HEADLINE_WORDS {
                headline = headline.or(Some(above));
            } else if is_candidate && words > 1 && above == 0 {
                fallback = Some(0);
            }
            above += 1;
        }
        if above > MARKS || !page.has_text(ahead) {
            return None;
        }
    }
    for _ in 0..headline.or(fallback)? {
        page.set_aside();
    }
    Some(1)
}
