//! Occurrences, one a line, one below the other.

use std::io::{self, Write};

use dateline_article::{Article, Confidence, Precision, PubDate};
use dateline_query::Occurrence;
use serde_json::{Value, json};
use textwrap::core::display_width;

use super::out::Out;
use super::printable;
use super::table::{Cell, left};

/// Lines as wide as this have room for the publication, and as wide as that for the id.
const WIDE: usize = 110;
const WIDEST: usize = 140;
const DATE: usize = 11;
const SOURCE: usize = 16;
/// A keyword of common length, so that it stands in the middle.
const KEYWORD: usize = 12;

/// The columns of a table of occurrences.
pub const COLUMNS: [&str; 10] =
    ["id", "date", "source", "lang", "part", "left", "keyword", "right", "title", "url"];

/// What is printed of the article around an occurrence.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: String,
    pub date: Option<PubDate>,
    pub source: String,
    pub lang: String,
    pub title: String,
    pub url: String,
}

impl Place {
    pub fn of(article: &Article) -> Place {
        Place {
            id: article.id.to_string(),
            date: article.dates.published,
            source: article.source.clone().unwrap_or_default(),
            lang: article.lang.map(|lang| lang.to_string()).unwrap_or_default(),
            title: article.title.clone(),
            url: article.url.clone().unwrap_or_default(),
        }
    }
}

/// For people: the keywords one below the other.
pub fn write_line(out: &mut Out, place: &Place, found: &Occurrence) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    let mut about = left(&short_date(place.date.as_ref()), DATE);
    if out.columns >= WIDE {
        about = format!("{about} {}", left(&printable(&place.source), SOURCE));
    }
    let id = if out.columns >= WIDEST { format!("  {}", place.id) } else { String::new() };
    let room = out.columns - display_width(&about) - id.len() - 2;
    let before = room.saturating_sub(KEYWORD) / 2;
    let context_left = cut_start(&plain(&found.left), before);
    let keyword = plain(&found.keyword);
    let marks = if out.style.is_on() { 0 } else { 2 };
    let behind = room.saturating_sub(before + display_width(&keyword) + marks);
    let context_right = left(&plain(&found.right), behind);
    let (open, close) = if out.style.is_on() { (out.style.mark(), off) } else { ("[", "]") };
    let isolated =
        |text: &str| if is_right_to_left(text) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() };
    let line = format!(
        "{faint}{about}{off}  {}{}{open}{}{close}{}",
        " ".repeat(before - display_width(&context_left)),
        isolated(&context_left),
        isolated(&keyword),
        isolated(&context_right),
    );
    writeln!(out, "{}", format!("{line}{faint}{id}{off}").trim_end())
}

/// The cells of [`COLUMNS`].
pub fn cells<'a>(place: &'a Place, found: &'a Occurrence) -> [Cell<'a>; 10] {
    [
        Cell::Text(&place.id),
        Cell::Own(days(place)),
        Cell::Text(&place.source),
        Cell::Text(&place.lang),
        Cell::Text(found.part.name()),
        Cell::Text(&found.left),
        Cell::Text(&found.keyword),
        Cell::Text(&found.right),
        Cell::Text(&place.title),
        Cell::Text(&place.url),
    ]
}

pub fn as_json(place: &Place, found: &Occurrence) -> Value {
    let known = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    json!({
        "id": place.id,
        "date": known(&days(place)),
        "source": known(&place.source),
        "lang": known(&place.lang),
        "part": found.part.name(),
        "left": found.left,
        "keyword": found.keyword,
        "right": found.right,
        "title": place.title,
        "url": known(&place.url),
    })
}

/// All days it may have been, or nothing.
fn days(place: &Place) -> String {
    place.date.map(|date| date.span.to_string()).unwrap_or_default()
}

/// The date in ten columns: a month is `2017-04`, a year `2017`; `?` marks a guess, `…` days to come.
fn short_date(date: Option<&PubDate>) -> String {
    let Some(date) = date else { return "undated".to_owned() };
    let first = date.span.first().to_string();
    let shown = match date.precision() {
        Precision::Day => first,
        Precision::Month => first[..first.len() - 3].to_owned(),
        Precision::Year => first[..first.len() - 6].to_owned(),
        Precision::Decade => format!("{}s", &first[..first.len() - 6]),
        Precision::Span => format!("{}…", &first[..first.len() - 3]),
    };
    if date.confidence == Confidence::Guess { format!("{shown}?") } else { shown }
}

/// Text that neither commands the terminal nor turns the direction of what stands beside it.
fn plain(text: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    printable(text).chars().filter(|&letter| !turns(letter)).collect()
}

/// The end of a text, at most so many columns; `…` says that something is missing.
fn cut_start(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut width = 1;
    let mut start = text.len();
    for (at, letter) in text.char_indices().rev() {
        let letter = display_width(letter.encode_utf8(&mut [0; 4]));
        if width + letter > columns {
            break;
        }
        // A mark stays with the letter that it stands on.
        if letter > 0 {
            start = at;
        }
        width += letter;
    }
    if columns == 0 { String::new() } else { format!("…{}", &text[start..]) }
}

/// Whether a text holds letters of a script that runs from right to left.
fn is_right_to_left(text: &str) -> bool {
    text.chars().any(
        |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_is_cut_at_whole_letters() {
        assert_eq!(cut_start("the old harbour", 8), "…harbour");
        assert_eq!(cut_start("人民日报", 6), "…日报");
        assert_eq!(cut_start("xcafe\u{301}s", 3), "…e\u{301}s");
        assert_eq!(cut_start("short", 5), "short");
    }

    #[test]
    fn nothing_turns_the_direction_of_its_neighbours() {
        assert_eq!(plain("a\u{202e}b\u{2069}c\u{1b}"), "abc\u{fffd}");
        assert!(is_right_to_left("خبر") && !is_right_to_left("日报 café"));
    }
}
