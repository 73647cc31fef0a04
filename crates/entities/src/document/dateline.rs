//! The dateline: `PARIS, May 3 (Reuters) -` names a place and an agency.

use super::Found;
use crate::recognizer::{ArticleText, Part};
use crate::tagger::label::Class;

/// The longest dateline, in bytes.
const LONGEST: usize = 80;

/// What parts a dateline from the text.
const DASHES: &[&str] = &[" - ", " -- ", "--", " – ", " — ", "—", "–"];

const AGENCIES: &[&str] = &[
    "AAP",
    "AFP",
    "ANI",
    "ANSA",
    "AP",
    "Associated Press",
    "Bloomberg",
    "CNS",
    "DPA",
    "EFE",
    "IANS",
    "INS",
    "IPS",
    "IRNA",
    "Interfax",
    "Kyodo",
    "PTI",
    "Press Association",
    "Reuter",
    "Reuters",
    "TASS",
    "UPI",
    "VOA",
    "Xinhua",
];

/// In which of its first paragraphs a dateline may stand: others are bylines and standfirsts.
const PARAGRAPHS: usize = 4;

/// Makes places and agencies of the words of a dateline.
pub fn read(article: &ArticleText<'_>, found: &mut [Found]) {
    let mut start = 0;
    for _ in 0..PARAGRAPHS {
        let text = &article.text[start..];
        start += text.len() - text.trim_start().len();
        if read_paragraph(article.text, start, found) {
            return;
        }
        match article.text[start..].find('\n') {
            Some(len) => start += len,
            None => return,
        }
    }
}

/// Whether the line at `start` begins with a dateline.
fn read_paragraph(text: &str, start: usize, found: &mut [Found]) -> bool {
    let limit = text.floor_char_boundary((start + LONGEST).min(text.len()));
    let line = text[start..limit].split('\n').next().unwrap_or_default();
    let Some(len) = DASHES.iter().filter_map(|dash| line.find(dash)).min() else { return false };
    let dateline = &line[..len];
    let first = dateline.split([' ', ',', '(']).next().unwrap_or_default();
    let is_capitals = first.chars().count() > 2 && !first.chars().any(char::is_lowercase);
    let paren = dateline.find('(');
    let is_agency_last = paren.is_some() && dateline.ends_with(')');
    if !is_capitals && !is_agency_last {
        return false;
    }
    let from = found.partition_point(|found| (found.part, found.span.start) < (Part::Text, start));
    let inside = found[from..].iter_mut().take_while(|found| found.span.end <= start + len);
    for found in inside {
        let name = &text[found.span.clone()];
        if AGENCIES.contains(&name) || paren.is_some_and(|paren| found.span.start > start + paren) {
            found.class = Some(Class::Org);
        } else if found.span.start == start {
            found.class = Some(Class::Place);
        }
    }
    true
}
