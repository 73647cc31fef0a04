//! `dateline search --group-by`

use super::desk;
use crate::program::Run;

/// The headings and the lines that say what more there is, without the hits.
#[track_caller]
fn check(run: &Run, expect: &str) {
    let outline: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| !line.is_empty() && (!line.starts_with("    ") || line.contains(" more")))
        .map(|line| {
            line.rsplit_once(" · ").filter(|(_, end)| end.ends_with(" s")).map_or(line, |(start, _)| start)
        })
        .collect();
    assert_eq!(
        (outline.join("\n").as_str(), run.code, run.stderr.as_str()),
        (expect, 0, ""),
        "{}",
        run.stdout
    );
}

#[test]
fn hits_stand_under_headings_with_exact_numbers() {
    let desk = desk();
    let run = desk.run(&["search", "storm", "--group-by", "source", "--per-group", "1", "--sort", "oldest"]);
    let expect = "read as: storm
6 articles in 3 groups
Gazette · 3 articles
  1 [Storm] warning
    2 more: source:\"Gazette\"
Courier · 2 articles
  2 Dock strike
    1 more: source:\"Courier\"
(no source) · 1 article
  6 Undated [storm]";
    check(&run, expect);
}

#[test]
fn the_query_that_a_heading_names_finds_its_articles() {
    let desk = desk();
    for by in ["source", "day", "month"] {
        let answer = desk.json(&["search", "storm", "--group-by", by, "--per-group", "0"]);
        let list = answer["groups"]["list"].as_array().expect("a list of groups");
        let mut sum = 0;
        for group in list {
            let articles = group["articles"].as_u64().expect("a number");
            sum += articles;
            let name = group["name"].as_str().unwrap_or_default();
            let clause = match group["is"].as_str().expect("a kind") {
                "source" => format!("source:\"{name}\""),
                "day" | "month" => format!("date.certain:{name}"),
                "undated" => "missing:date".to_owned(),
                "without" => "missing:source".to_owned(),
                _ => continue,
            };
            let found = desk.json(&["search", &format!("storm {clause}"), "--limit", "0"]);
            assert_eq!(found["total"], articles, "{by} {group}");
        }
        assert_eq!((sum, list.len() as u64), (6, answer["groups"]["total"].as_u64().expect("a number")));
    }
}

#[test]
fn pages_go_over_headings() {
    let desk = desk();
    let page = ["search", "storm", "--group-by", "month", "--sort", "newest", "--limit", "1", "--offset"];
    let run = desk.run(&[&page[..], &["1"]].concat());
    let expect = "read as: storm
6 articles in 5 groups
2017-06 · 1 article
  3 After the [storm]
more groups: --offset 2";
    check(&run, expect);
    let run = desk.run(&[&page[..], &["7"]].concat());
    check(&run, "read as: storm\n6 articles in 5 groups\nno groups from 8 on");
}

#[test]
fn json_lines_say_the_group_of_each_hit() {
    let desk = desk();
    let run = desk.run(&[
        "search",
        "storm",
        "--group-by",
        "month",
        "--limit",
        "1",
        "--format",
        "jsonl",
        "--sort",
        "oldest",
    ]);
    let line: serde_json::Value =
        serde_json::from_str(run.stdout.lines().next().expect("a line")).expect("JSON");
    assert_eq!(line["group"].to_string(), r#"{"articles":1,"is":"month","name":"2017-03"}"#);
    let run = desk.run(&["search", "storm", "--per-group", "2"]);
    assert_eq!((run.code, run.stderr.contains("--group-by <WHAT>")), (2, true), "{}", run.stderr);
}
