//! What is said above an answer: how the query was read, and what to do when nothing was found.

use serde_json::json;

use super::desk;
use crate::program::Desk;

fn archive() -> Desk {
    desk(&[
        r#"{"id":"1","title":"Flood warning","body":"Floods.","date":"1998-01-01","source":"Guardian","lang":"en","persons":["Angela Merkel"]}"#,
        r#"{"id":"2","title":"A warning","body":"Warned or not.","date":"2023-12-31","source":"Guardian","persons":["Angela Merkel","Max Merkel"]}"#,
        r#"{"id":"3","title":"Undated flood","body":"A flood."}"#,
    ])
}

/// The lines above the hits, without the time.
#[track_caller]
fn check(arguments: &[&str], code: i32, expect: &str) {
    let run = archive().run(&[&["search"], arguments].concat());
    let head = run.stdout.split("\n\n").next().unwrap_or_default();
    let lines: Vec<&str> = head
        .lines()
        .map(|line| {
            line.rsplit_once(" · ").filter(|(_, end)| end.ends_with(" s")).map_or(line, |(start, _)| start)
        })
        .collect();
    assert_eq!((lines.join("\n").as_str(), run.stderr.as_str(), run.code), (expect, "", code));
}

#[test]
fn the_echo_names_words_first_then_filters_and_counts_the_undated() {
    check(
        &["flood date:1998..2000 -strike"],
        0,
        "read as: (flood AND NOT strike) AND date 1998-01-01..2000-12-31\n\
         1 article · + 1 undated matched the words",
    );
}

#[test]
fn several_arguments_are_one_query() {
    check(
        &["flood", "-strike", "date:1998"],
        0,
        "read as: (flood AND NOT strike) AND date 1998-01-01..1998-12-31\n1 article · + 1 undated matched the words",
    );
    check(
        &["\"flood warning\"", "OR", "\"a flood\""],
        0,
        "read as: \"flood warning\" OR \"a flood\"\n2 articles",
    );
}

#[test]
fn forms_of_patterns_and_names_are_listed() {
    check(&["warn*"], 0, "read as: warn*\n         warn*: 2 forms: warned, warning\n2 articles");
    check(
        &["wxyz*"],
        1,
        "read as: wxyz*\n         wxyz*: 0 forms\n0 articles\nnote: 0 articles. By clause: wxyz* 0",
    );
    check(
        &["person:merkel"],
        0,
        "read as: person:merkel\n         person:merkel: 2 forms: angela merkel 2, max merkel 1\n2 articles",
    );
}

#[test]
fn a_lower_case_operator_is_said_to_be_a_word() {
    check(
        &["warned or not"],
        0,
        "read as: warned AND or AND not\n1 article\n\
         note: \"or\" is searched as a word here; write OR to mean either",
    );
}

#[test]
fn an_unknown_value_beside_others_is_noted() {
    check(
        &["flood", "-source:Gaurdian"],
        0,
        "read as: flood AND NOT source:Gaurdian\n2 articles\n\
         note: no article has source \"Gaurdian\"; nearest \"Guardian\" (2)",
    );
}

#[test]
fn an_answer_without_hits_shows_the_clause_that_emptied_it_and_offers_a_looser_query() {
    check(
        &["flood warning source:\"Gaurdian\""],
        1,
        "read as: (flood AND warning) AND source:\"Gaurdian\"\n0 articles\n\
         note: 0 articles. By clause: flood 2 · warning 2 · source:\"Gaurdian\" 0 (nearest: \"Guardian\" 2)\n\
         try: flood AND warning AND source:\"Guardian\"   (1 article)",
    );
    check(
        &["flood", "strike"],
        1,
        "read as: flood AND strike\n0 articles\nnote: 0 articles. By clause: flood 2 · strike 0\ntry: flood   (2 articles)",
    );
    check(
        &["flodo OR warnign"],
        1,
        "read as: flodo OR warnign\n0 articles\nnote: 0 articles. By clause: flodo OR warnign 0\n\
         try: flood OR warning   (3 articles)",
    );
}

#[test]
fn explain_says_nothing_twice_of_an_answer_without_hits() {
    check(
        &["flood", "strike", "--explain"],
        1,
        "read as: flood AND strike\n         flood: 2 forms: flood, floods\n         strike: 0 forms\n\
         0 articles, 0 distinct\n\
         note: 0 articles. By clause: flood 2 · strike 0\ntry: flood   (2 articles)",
    );
}

#[test]
fn a_range_outside_the_archive_is_told() {
    let told = |range: &str, read: &str, place: &str, undated: &str| {
        check(
            &["strike", &format!("date:{range}")],
            1,
            &format!(
                "read as: strike AND date {read}\n0 articles{undated}\n\
                 note: 0 articles. By clause: strike 0 · date:{read} {}\n\
                 note: the archive holds 1998-01-01..2023-12-31; this range {place}",
                u8::from(place.starts_with("ends after") || place.starts_with("begins before"))
            ),
        );
    };
    told("2000..2024", "2000-01-01..2024-12-31", "ends after it", "");
    told("2024", "2024-01-01..2024-12-31", "begins after it", "");
    told("1990", "1990-01-01..1990-12-31", "ends before it", "");
    told("1990..1999", "1990-01-01..1999-12-31", "begins before it", "");
}

#[test]
fn the_same_help_is_json_for_programs() {
    let answer = archive().json(&["search", "warning source:\"Gaurdian\" date:2024"]);
    assert_eq!(answer["read_as"], "warning AND source:\"Gaurdian\" AND date 2024-01-01..2024-12-31");
    assert_eq!(
        answer["nothing_found"],
        json!({
            "clauses": [
                { "clause": "warning", "articles": 2, "nearest": null },
                { "clause": "source:\"Gaurdian\"", "articles": 0, "nearest": ["Guardian", 2] },
                { "clause": "date:2024-01-01..2024-12-31", "articles": 0, "nearest": null },
            ],
            "outside": { "archive_holds": "1998-01-01..2023-12-31", "range": "begins after it" },
            "looser": { "query": "warning", "articles": 2 },
        })
    );
}
