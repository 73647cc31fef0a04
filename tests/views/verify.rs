//! `dateline verify`

use super::{check, desk};

#[test]
fn every_view_agrees_on_queries_given_and_drawn() {
    let desk = desk();
    let run = desk.run(&["verify", "storm", "--from", "2017"]);
    let expect = "storm AND date:2017-01-01..: 5 articles by all 26 ways of counting, 4 distinct by all 5\n1 query: every view agrees\n";
    check(&run, 0, expect, "");
    let run = desk.run(&["verify", "--draw", "6", "--seed", "3", "--format", "jsonl"]);
    assert_eq!(
        (run.stdout.lines().count(), run.stderr.as_str(), run.code),
        (7, "7 queries: every view agrees\n", 0)
    );
}
