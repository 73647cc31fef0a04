//! The query language through the real binary, in the order of its manual.
//!
//! What matches is data, in `tests/suite/query-language-*.txt`: shape, text, fields, dates, examples. Here is what only the
//! program does: [`errors`] and notes as they are printed, [`days`] of `--from`, `--to` and `date:"…"`,
//! the languages of other programs ([`foreign`]), the flags that go with a query ([`flags`]), and
//! the measuring of rankings ([`measuring`]).

mod days;
mod errors;
mod flags;
mod foreign;
mod measuring;
mod notes;

use crate::program::Desk;

/// A desk with an archive of these records, a JSON object each.
fn desk(records: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.write("a.jsonl", records.join("\n"));
    let run = desk.run(&["index", "a.jsonl", "--quiet"]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

/// The headlines of the hits, in order.
#[track_caller]
fn hits(desk: &Desk, arguments: &[&str]) -> String {
    let answer = desk.json(&[&["search"], arguments].concat());
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["title"].as_str().expect("a headline")).collect::<Vec<_>>().join(" | ")
}
