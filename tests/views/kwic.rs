//! `dateline kwic`

use super::{check, desk};

#[test]
fn every_occurrence_stands_below_the_others() {
    let desk = desk();
    let mut command = desk.command(&["kwic", "storm", "-bridge"]);
    let run = command.env("COLUMNS", "60").output().expect("the binary runs");
    let expect = "read as: storm AND NOT bridge
4 articles

2017-06-01          After the [storm]
2017-06-01     Calm after the [storm] & rain, 100% <dry>.
2017-04      … warning of the [storm] was given.
2017-03-02                    [Storm] warning
2017-03-02                  A [storm] is coming. People wer…
undated               Undated [storm]
undated                     A [storm] without a day.

7 occurrences in 4 of 4 articles
";
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!((text.as_str(), run.status.code()), (expect, Some(0)));
}

#[test]
fn lines_are_sorted_by_what_stands_beside_the_keyword() {
    let desk = desk();
    let keys = |sort: &str, side: &str| {
        let answer = desk.json(&["kwic", "storm", "-bridge", "--sort", sort, "--window", "2"]);
        let lines = answer["occurrences"].as_array().expect("lines").clone();
        let keys = lines.iter().filter_map(|line| line[side].as_str()).map(str::trim);
        keys.collect::<Vec<_>>().join("|")
    };
    assert_eq!(keys("left", "left"), "|A|A|After the|after the|of the|Undated");
    assert_eq!(keys("right", "right"), "||is coming|& rain, 100|warning|was given.|without a");
    assert_eq!(keys("oldest", "date"), "2017-03-02|2017-03-02|2017-04-01..2017-04-30|2017-06-01|2017-06-01");
    assert_eq!(keys("source", "part"), "title|text|text|title|text|title|text");
}

#[test]
fn a_table_holds_whole_contexts_and_no_formulas() {
    let expect = "id,date,source,lang,part,left,keyword,right,title,url\r\n";
    let run = desk().run(&["kwic", "calm", "--window", "3", "--format", "csv", "--quiet"]);
    let mut lines = run.stdout.split_inclusive("\r\n");
    assert_eq!(lines.next(), Some(expect), "{run:?}");
    let line = lines.next().unwrap_or_default();
    assert!(
        line.ends_with(",2017-06-01,GAZETTE,en,text,,Calm, after the storm,After the storm,\r\n"),
        "{line}"
    );
    assert_eq!((lines.next(), run.stderr.as_str(), run.code), (None, "", 0));
}

#[test]
fn of_words_that_must_be_close_only_those_that_are_close_have_lines() {
    let answer = desk().json(&["kwic", "bridge NEAR/3 river", "--window", "1"]);
    let lines = answer["occurrences"].as_array().expect("lines").clone();
    let shown: Vec<&str> = lines.iter().filter_map(|line| line["keyword"].as_str()).collect();
    // The headline `Bridge agreed` is close to no river.
    assert_eq!(shown, ["bridge", "river", "bridge", "river"]);
}

#[test]
fn lines_that_are_left_out_are_told() {
    let run = desk().run(&["kwic", "storm", "--limit", "2", "--format", "jsonl"]);
    assert_eq!((run.stdout.lines().count(), run.code), (2, 0));
    assert_eq!(run.stderr, "read as: storm\n6 articles\n2 occurrences, more are left out: --limit all\n");
}

#[test]
fn a_query_without_words_has_nothing_to_show() {
    let run = desk().run(&["kwic", "date:2017"]);
    let expect = "read as: date 2017-01-01..2017-12-31
3 articles · + 1 undated matched the words
note: the query has no words that could be shown in their context
";
    check(&run, 0, expect, "");
}
