//! The flags that go with a query: `--any`, `--expand`, `--decay`, `--explain`, `--queries`, and the other
//! dates and kinships of articles that records bring.

use super::{desk, hits};
use crate::program::Desk;

fn storms() -> Desk {
    let mut records = vec![
        r#"{"id":"1","title":"Storm on the coast","body":"The storm broke the harbour wall. The harbour wall was old.","date":"2024-06-01"}"#.to_owned(),
        r#"{"id":"2","title":"Storm again","body":"A storm took the harbour wall.","date":"2023-06-01"}"#.to_owned(),
        r#"{"id":"3","title":"A storm of letters","body":"Readers wrote.","date":"2022-06-01"}"#.to_owned(),
        r#"{"id":"4","title":"Harbour wall","body":"The harbour wall is rebuilt.","date":"2021-06-01"}"#.to_owned(),
    ];
    // Words tell something only where most articles do without them.
    for number in 0..40 {
        records.push(format!(r#"{{"id":"x{number}","title":"Match {number}","body":"A match ended {number} to nil.","date":"2020-01-01"}}"#));
    }
    desk(&records.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn any_takes_a_pasted_question_with_all_its_marks() {
    let desk = storms();
    let question = "Who (saw the \"storm OR date:2024 of letters?";
    assert_eq!(hits(&desk, &["--any", question, "--limit", "1"]), "A storm of letters");
    let run = desk.run(&["search", "--any", question]);
    assert_eq!(
        run.stdout.lines().next(),
        Some("read as: who OR saw OR the OR storm OR or OR date OR 2024 OR of OR letters")
    );
    assert_eq!(desk.run(&["search", question]).code, 2);
}

#[test]
fn any_goes_with_the_conditions_of_flags() {
    assert_eq!(hits(&storms(), &["--any", "storm wall", "--to", "2021"]), "Harbour wall");
}

#[test]
fn expand_shows_its_words_and_never_changes_what_is_found() {
    let desk = storms();
    let ids = |arguments: &[&str]| {
        let answer = desk.json(&[&["search", "storm", "--limit", "100"], arguments].concat());
        let hits = answer["hits"].as_array().expect("hits");
        let mut ids: Vec<String> = hits.iter().map(|hit| hit["id"].to_string()).collect();
        ids.sort();
        (answer["total"].as_u64(), ids)
    };
    assert_eq!(ids(&["--expand"]), ids(&[]));
    let run = desk.run(&["search", "storm", "--expand"]);
    let line = run.stdout.lines().nth(1).unwrap_or_default();
    assert!(line.starts_with("         ranked also by words of the best hits: "), "{run:?}");
    assert!(line.contains("harbour ") && line.contains("wall "), "{run:?}");
    assert!(!desk.run(&["search", "storm"]).stdout.contains("ranked also"));
    let answer = desk.json(&["search", "storm", "--expand"]);
    let words: Vec<&str> = answer["feedback"]
        .as_array()
        .expect("words")
        .iter()
        .filter_map(|term| term["word"].as_str())
        .collect();
    assert!(words.contains(&"harbour") && words.contains(&"wall"), "{words:?}");
}

#[test]
fn decay_halves_scores_by_age() {
    let desk = storms();
    let score = |decay: &[&str]| {
        let answer = desk.json(&[&["search", "title:coast"], decay].concat());
        answer["hits"][0]["score"].as_f64().expect("a score")
    };
    let full = score(&[]);
    for (decay, share) in [
        ("10d@2024-06-01", 1.0),
        ("10d@2024-06-11", 0.5),
        ("10d@2024-06-21", 0.25),
        ("2w@2024-06-15", 0.5),
        ("1y@2025-06-01", 0.5),
    ] {
        let found = score(&["--decay", decay]) / full;
        assert!((found - share).abs() < 0.002, "{decay}: {found}");
    }
    // Without a day, age is counted from today.
    let found = score(&["--decay", "10d", "--today", "2024-06-11"]) / full;
    assert!((found - 0.5).abs() < 0.002, "{found}");
    let found = desk.json(&["search", "storm", "--decay", "1d"]);
    assert_eq!(found["total"], 3);
    assert_eq!(found["hits"][0]["title"], "Storm on the coast");
}

#[test]
fn a_decay_that_cannot_be_read_says_what_to_write() {
    let run = storms().run(&["search", "storm", "--decay", "soon"]);
    let expect = "error: --decay: expected a time like `90d` or `90d@2024-06-01`, but found `soon`\n";
    assert_eq!((run.stderr.as_str(), run.stdout.as_str(), run.code), (expect, "", 2));
}

#[test]
fn explain_shows_what_each_clause_matches_and_what_scores_are_made_of() {
    let desk = storms();
    let run = desk.run(&["search", "storm", "harbour", "date:2024", "--explain"]);
    assert!(
        run.stdout.contains("\nby clause: storm 3 · harbour 3 · date:2024-01-01..2024-12-31 1\n"),
        "{run:?}"
    );
    assert!(
        run.stdout.contains("\nscores: BM25 with k1 1.2 and b 0.75, over headline and text\n"),
        "{run:?}"
    );
    let answer = desk.json(&["search", "storm", "harbour", "--explain"]);
    for hit in answer["hits"].as_array().expect("hits") {
        let parts = hit["score_parts"].as_array().expect("parts");
        let sum: f64 = parts.iter().map(|part| part["score"].as_f64().expect("a score")).sum();
        let score = hit["score"].as_f64().expect("a score");
        assert!(parts.len() == 2 && (sum - score).abs() < 1e-4, "{hit}");
    }
    let run = desk.run(&["search", "letters", "--explain", "--decay", "1y@2023-06-01"]);
    let lines: Vec<&str> = run.stdout.lines().rev().take(2).collect();
    assert!(lines[1].starts_with("    score ") && lines[1].ends_with(" × 0.500 for its age"), "{run:?}");
    assert!(lines[0].contains(" letters: ") && lines[0].ends_with("(1 article holds it)"), "{run:?}");
}

#[test]
fn explain_lists_the_forms_of_plain_words_and_counts_copies_once() {
    let run = records().run(&["search", "bridges", "-vote", "-ferry~", "date:2019", "--explain"]);
    let head: Vec<&str> = run.stdout.lines().take(4).collect();
    assert_eq!(
        head,
        [
            "read as: (bridges AND NOT vote AND NOT ferry~) AND date 2019-01-01..2019-12-31",
            "         bridges: 1 form: bridge",
            "         vote: 3 forms: vote, voted, votes",
            "         ferry~: 1 form: ferry",
        ]
    );
    let run = records().run(&["search", "bridges", "--explain"]);
    assert!(run.stdout.contains("\n3 articles, 2 distinct · "), "{run:?}");
    let answer = records().json(&["search", "bridges", "--explain"]);
    assert_eq!(answer["distinct"], 2);
    assert_eq!(
        answer["forms"],
        serde_json::json!([{ "written": "bridges", "words": ["bridge"], "articles": [] }])
    );
    assert_eq!(records().json(&["search", "bridges"])["distinct"], serde_json::Value::Null);
}

#[test]
fn a_file_of_queries_is_answered_line_by_line() {
    let desk = storms();
    desk.write("queries.txt", "storm\n\n(wall\nharbour date:2021..2023\nzebra\nautor:x\n");
    let run = desk.run(&["search", "--queries", "queries.txt"]);
    let expect = "    articles    undated  first day  last day    query
           3          -  2022-06-01 2024-06-01  storm
           2          0  2021-06-01 2023-06-01  harbour date:2021..2023
           0          -  -          -           zebra
";
    assert_eq!((run.stdout.as_str(), run.code), (expect, 2));
    let expect = "queries.txt: line 3
error[Q01]: this parenthesis is never closed
  (wall
  ^
help: add \")\" , for example: (wall)
queries.txt: line 6
error[Q02]: there is no field \"autor\"
  autor:x
  ^^^^^
help: did you mean author: ? To search the text itself, quote it: \"autor:x\"
";
    assert_eq!(run.stderr, expect);
}

#[test]
fn a_file_of_queries_takes_the_other_flags_and_standard_input() {
    let desk = storms();
    let run = desk.run_with(
        &["search", "--queries", "-", "--from", "2023", "--format", "jsonl"],
        b"storm\nzebra wall\n",
    );
    let expect = "{\"articles\":2,\"first_day\":\"2023-06-01\",\"last_day\":\"2024-06-01\",\"line\":1,\"notes\":[],\"query\":\"storm\",\"read_as\":\"storm AND date 2023-01-01..\",\"undated\":0}\n\
                  {\"articles\":0,\"first_day\":null,\"last_day\":null,\"line\":2,\"notes\":[],\"query\":\"zebra wall\",\"read_as\":\"(zebra AND wall) AND date 2023-01-01..\",\"undated\":0}\n";
    assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), (expect, "", 0));
}

#[test]
fn a_missing_file_of_queries_is_named() {
    let run = storms().run(&["search", "--queries", "nosuch.txt"]);
    assert!(run.stderr.starts_with("error: nosuch.txt: ") && run.code == 2, "{run:?}");
}

fn records() -> Desk {
    desk(&[
        r#"{"id":"gdn-2019-0412-a3","title":"Bridge agreed","body":"The council of the harbour voted on Tuesday for the new bridge over the river, which will cost 17 million and open in 2024. Fishermen had asked for a ferry instead. The mayor called the vote a victory for everyone who has stood in the queue at the old crossing.","date":"2019-04-12","type":"news","updated":"2019-04-14","crawled":"2020-02-01","edition_date":"2019-04-13"}"#,
        r#"{"id":"agency-2019-77","title":"Harbour council votes","body":"The council of the harbour voted on Tuesday for the new bridge over the river, which will cost 17 million and open in 2024. Fishermen had asked for a ferry instead. The mayor called the vote a victory for everyone who has stood in the queue at the old crossing.","date":"2019-04-13","type":"agency"}"#,
        r#"{"id":"gdn-2019-0420-b1","title":"Ferry wanted","body":"Fishermen of the harbour marched against the bridge over the river. They say that a ferry would have been cheaper, and that nobody on the council asked them before the vote.","date":"2019-04-20","type":"opinion"}"#,
        r#"{"id":"gdn-2019-0502-c1","title":"Teachers walk out","body":"Teachers of four schools in the north walked out over pay.","date":"2019-05-02","type":"news"}"#,
    ])
}

#[test]
fn copies_and_articles_alike_are_found_by_the_id_of_the_source() {
    let desk = records();
    assert_eq!(hits(&desk, &["dups:1", "--sort", "oldest"]), "Bridge agreed | Harbour council votes");
    assert_eq!(hits(&desk, &["dups:0", "--sort", "oldest"]), "Ferry wanted | Teachers walk out");
    assert_eq!(
        hits(&desk, &["cluster:agency-2019-77", "--sort", "oldest"]),
        "Bridge agreed | Harbour council votes"
    );
    assert_eq!(hits(&desk, &["like:gdn-2019-0412-a3"]), "Ferry wanted");
    assert_eq!(hits(&desk, &["like:gdn-2019-0412-a3", "after:2019-04-21"]), "");
    assert_eq!(hits(&desk, &["id:gdn-2019-0412-a3"]), "Bridge agreed");
    let shown = desk.run(&["show", "gdn-2019-0502-c1"]);
    assert!(shown.stdout.starts_with("Teachers walk out\n"), "{shown:?}");
}

#[test]
fn articles_are_found_by_the_id_that_hits_show() {
    let desk = records();
    let id = desk.json(&["search", "teachers"])["hits"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(hits(&desk, &[&format!("id:{id}")]), "Teachers walk out");
    assert_eq!(hits(&desk, &[&format!("cluster:{}", &id[..6])]), "Teachers walk out");
    let run = desk.run(&["search", "teachers OR id:nosuch"]);
    assert!(run.stdout.contains("\nnote: no article has id \"nosuch\"\n"), "{run:?}");
}

#[test]
fn kinds_and_other_dates_come_from_the_records() {
    let desk = records();
    for (query, expect) in [
        ("type:opinion", "Ferry wanted"),
        ("bridge -type:news -type:agency", "Ferry wanted"),
        ("updated:2019-04-14", "Bridge agreed"),
        ("updated:<2019-04-14", ""),
        ("crawled:2020", "Bridge agreed"),
        ("edition-date:2019-04", "Bridge agreed"),
        ("has:edition-date", "Bridge agreed"),
        ("indexed:today teachers", "Teachers walk out"),
        ("indexed:..yesterday", ""),
    ] {
        assert_eq!(hits(&desk, &[query]), expect, "{query}");
    }
}
