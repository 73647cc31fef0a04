//! Lines such as `Title: ...` and `Date: ...` above a text.

use super::super::columns::{Claim, Field};
use super::super::gathered::{Form, Gathered};
use super::page::Page;
use crate::RawRecord;
use crate::format::FieldMap;

/// A longer name before a colon is a part of a sentence.
const KEY_LETTERS: usize = 30;
const KEY_WORDS: usize = 3;
/// A header of more lines is something else.
const MOST_LINES: usize = 200;

/// Names that mean something else in front of a text than over a column.
const KEYS: &[(&str, Field)] = &[
    ("subject", Field::Title),
    ("from", Field::Byline),
    ("for immediate release", Field::Published),
    ("published on", Field::Published),
    ("posted", Field::Published),
    ("posted on", Field::Published),
    ("written by", Field::Byline),
];

/// Reads the lines at the top, up to the first blank one or the first that is none of these, if at least
/// two of their names are known, or one and a blank line follows.
pub(super) fn read(page: &mut Page<'_>, record: &mut RawRecord) -> bool {
    let mut entries: Vec<(Option<Claim>, String)> = Vec::new();
    // How many lines, and entries, there are up to the last known name.
    let (mut lines, mut known_lines, mut known_entries) = (0, 0, 0);
    let mut holds_text = false;
    let indent = page.indent(0);
    loop {
        let line = page.line(lines);
        if line.is_empty() || holds_text || lines == MOST_LINES {
            break;
        }
        if lines > 0 && page.indent(lines) > indent {
            let Some((_, value)) = entries.last_mut() else {
                break;
            };
            value.push(' ');
            value.push_str(line);
        } else {
            let Some((key, value)) = split(line) else { break };
            let claim = claim(key);
            holds_text = claim.is_some_and(|claim| claim.field == Field::Body);
            entries.push((claim, value.to_owned()));
        }
        lines += 1;
        if entries.last().is_some_and(|(claim, _)| claim.is_some()) {
            (known_lines, known_entries) = (lines, entries.len());
        }
    }
    let known = entries.iter().filter(|(claim, _)| claim.is_some()).count();
    let ends_blank = page.line(lines).is_empty();
    let starts_known = entries.first().is_some_and(|(claim, _)| claim.is_some());
    if known < 2 && !(known == 1 && starts_known && ends_blank && lines == known_lines) {
        return false;
    }
    // What follows the last known name may as well be text: `Washington: the president said`.
    lines = known_lines;
    entries.truncate(known_entries);
    let mut gathered = Gathered::default();
    for (claim, value) in entries {
        if let Some(claim) = claim {
            gathered.add(claim, Form::Whole, value);
        }
    }
    let Ok(filled) = gathered.into_record(record.locator.clone()) else {
        return false;
    };
    let undecodable_in = record.undecodable_in.take();
    *record = filled;
    record.undecodable_in = undecodable_in;
    page.keep_aside(std::mem::take(&mut record.body));
    page.take(lines);
    true
}

/// The field and value of a line with a known name.
pub(super) fn known(line: &str) -> Option<(Field, &str)> {
    let (key, value) = split(line)?;
    Some((claim(key)?.field, value))
}

fn claim(key: &str) -> Option<Claim> {
    let own = KEYS.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
    match own {
        Some((_, field)) => Some(Claim { field: *field, rank: u16::MAX }),
        None => FieldMap::default().claim(key),
    }
}

fn split(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once([':', '：'])?;
    let key = key.trim();
    let is_key = key.starts_with(char::is_alphabetic)
        && key.chars().count() <= KEY_LETTERS
        && key.split_whitespace().count() <= KEY_WORDS
        && key
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '\u{200c}'));
    // `http://...` is no name.
    (is_key && !value.starts_with("//")).then_some((key, value.trim()))
}
