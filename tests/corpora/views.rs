//! Views of real articles: each agrees with the others on queries made of the articles' own words and names.

use super::{index_whole, shared, unpack};
use crate::program::Desk;

#[test]
fn every_view_agrees_on_queries_drawn_from_real_articles() {
    let Some(archive) = shared("01-time-collection.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("time"));
    index_whole(&desk, "time/time/TIME.ALL");
    let run = desk.run(&["verify", "--draw", "150", "--format", "jsonl"]);
    let differing: Vec<&str> = run.stdout.lines().filter(|line| line.contains("\"agrees\":false")).collect();
    assert_eq!((differing, run.stderr.as_str(), run.code), (vec![], "151 queries: every view agrees\n", 0));
    let is_found = |line: &&str| !line.contains("{\"articles\":0,\"view\":\"search\"}");
    let found = run.stdout.lines().filter(is_found).count();
    assert!(found > 100, "only {found} queries find anything");
}
