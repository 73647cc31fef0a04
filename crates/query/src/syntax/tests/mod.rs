//! The dialects as tables: what is typed there, and what it is here.

mod any_text;
mod problems;
mod reading;

use dateline_article::Day;

use super::*;
use crate::print;

/// Monday, 23 November 2026.
fn options() -> ParseOptions {
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    ParseOptions { today }
}

fn problems_of(parsed: &Parsed, query: &str) -> Vec<String> {
    parsed.problems.iter().map(|problem| problem.render(query)).collect()
}

/// The query as it was read, without problems.
#[track_caller]
fn check(syntax: Syntax, query: &str, expect: &str) {
    let parsed = parse_as(query, syntax, &options());
    assert_eq!(problems_of(&parsed, query), Vec::<String>::new(), "{query}");
    assert_eq!(parsed.tree.map(|tree| print(&tree)).as_deref(), Some(expect), "{query}");
}

/// All notes of the query, which has no problems.
#[track_caller]
fn check_notes(syntax: Syntax, query: &str, expect: &[&str]) {
    let parsed = parse_as(query, syntax, &options());
    assert_eq!(problems_of(&parsed, query), Vec::<String>::new(), "{query}");
    let notes: Vec<&str> = parsed.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(notes, expect, "{query}");
}

/// All problems of the query, as shown.
#[track_caller]
fn check_problems(syntax: Syntax, query: &str, expect: &[&str]) {
    let parsed = parse_as(query, syntax, &options());
    assert_eq!(problems_of(&parsed, query), expect);
}
