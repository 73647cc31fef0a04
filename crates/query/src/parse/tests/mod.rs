//! The query language as a table: what is typed, and what it is read as.

mod problems;
mod reading;
mod remarks;

use dateline_article::Day;

use super::*;
use crate::print;

/// Monday, 23 November 2026.
fn options() -> ParseOptions {
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    ParseOptions { today }
}

/// The query as it was read, without problems.
#[track_caller]
fn check(query: &str, expect: &str) {
    let parsed = parse(query, &options());
    let problems: Vec<String> = parsed.problems.iter().map(|problem| problem.render(query)).collect();
    assert_eq!(problems, Vec::<String>::new(), "{query}");
    assert_eq!(parsed.tree.map(|tree| print(&tree)).as_deref(), Some(expect), "{query}");
}

/// All problems of the query, as shown.
#[track_caller]
fn check_problems(query: &str, expect: &[&str]) {
    let parsed = parse(query, &options());
    let problems: Vec<String> = parsed.problems.iter().map(|problem| problem.render(query)).collect();
    assert_eq!(problems, expect);
}

/// All notes of the query, which has no problems.
#[track_caller]
fn check_notes(query: &str, expect: &[&str]) {
    let parsed = parse(query, &options());
    assert_eq!(parsed.problems, Vec::new(), "{query}");
    let notes: Vec<String> = parsed.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, expect, "{query}");
}

#[track_caller]
fn check_suggestion(query: &str, expect: Option<&str>) {
    let parsed = parse(query, &options());
    let problem = parsed.problems.first().expect("a problem");
    assert_eq!(problem.suggestion.as_deref(), expect, "{query}");
}
