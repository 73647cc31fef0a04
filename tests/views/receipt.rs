//! `search --receipt` and `dateline receipt`

use serde_json::Value;

use super::{Desk, check, desk};

fn receipt(desk: &Desk, file: &str) -> Value {
    let text = std::fs::read_to_string(desk.path(file)).expect("a receipt");
    serde_json::from_str(&text).expect("JSON")
}

fn write_receipt(desk: &Desk, arguments: &[&str]) {
    let mut all = arguments.to_vec();
    all.extend(["--receipt", "r.json", "--quiet"]);
    let run = desk.run(&all);
    assert!(run.code == 0 && run.stderr.is_empty(), "{run:?}");
}

#[test]
fn a_receipt_says_what_was_asked_how_it_was_read_and_what_was_found() {
    let desk = desk();
    let run = desk.run(&[
        "search",
        "storm",
        "warn*",
        "-dry",
        "--to",
        "2017-04",
        "--receipt",
        "r.json",
        "--limit",
        "1",
    ]);
    assert!(run.code == 0 && run.stderr == "r.json: receipt of 2 articles\n", "{run:?}");
    let receipt = receipt(&desk, "r.json");
    assert_eq!(receipt["receipt"], 1);
    assert_eq!(receipt["command"][1], "storm");
    assert_eq!(receipt["query"].to_string(), r#"{"text":"storm warn* -dry","to":"2017-04"}"#);
    assert_eq!(receipt["read"], "storm AND warn* AND NOT dry AND date:..2017-04-30");
    assert_eq!(receipt["days"][0]["last"], "2017-04-30");
    assert_eq!(receipt["forms"][2]["clause"], "warn*");
    assert_eq!(receipt["forms"][2]["words"].to_string(), r#"["warned","warning"]"#);
    assert_eq!((&receipt["matches"], &receipt["undated"]), (&Value::from(2), &Value::from(0)));
    assert_eq!((&receipt["archive"]["name"], &receipt["archive"]["articles"]), (&"main".into(), &7.into()));
    let answer = desk.json(&["search", "storm", "warn*", "-dry", "--to", "2017-04"]);
    let hits = answer["hits"].as_array().expect("hits");
    let mut found: Vec<&Value> = hits.iter().map(|hit| &hit["id"]).collect();
    found.sort_by_key(ToString::to_string);
    assert_eq!(receipt["ids"].as_array().expect("ids").iter().collect::<Vec<_>>(), found);
}

#[test]
fn the_same_answer_is_the_same_also_where_the_archive_grew_elsewhere() {
    let desk = desk();
    write_receipt(&desk, &["search", "storm", "warn*"]);
    let same = "read as: storm AND warn*\nthe same answer as on 2026-11-23: 2 articles\n";
    let archive = "archive main: its 7 articles are the same\n";
    check(&desk.run(&["receipt", "check", "r.json"]), 0, &format!("{same}{archive}"), "");
    desk.write("b.jsonl", r#"{"id":"8","title":"Calm","body":"They warn of nothing."}"#);
    assert_eq!(desk.run(&["index", "b.jsonl", "--quiet", "--entities", "none"]).code, 0);
    let archive = "archive main: its articles have changed, 7 articles then, 8 now\nwarn*: now also warn\n";
    check(&desk.run(&["receipt", "check", "r.json"]), 0, &format!("{same}{archive}"), "");
    let found = desk.json(&["receipt", "check", "r.json"]);
    assert_eq!((&found["same"], &found["archive_changed"]), (&true.into(), &true.into()));
    assert_eq!(found["forms"].to_string(), r#"[{"came":["warn"],"clause":"warn*","went":[]}]"#);
}

#[test]
fn articles_that_came_and_went_are_named() {
    let desk = desk();
    write_receipt(&desk, &["search", "storm", "warn*"]);
    let ids = receipt(&desk, "r.json")["ids"].clone();
    desk.write(
        "b.jsonl",
        r#"{"id":"8","title":"Storm again","body":"They were warned.","date":"2020-01-31","source":"Gazette"}"#,
    );
    assert_eq!(desk.run(&["index", "b.jsonl", "--quiet", "--entities", "none"]).code, 0);
    assert_eq!(desk.run(&["delete", "title:\"Storm warning\"", "--yes"]).code, 0);
    let run = desk.run(&["receipt", "check", "r.json"]);
    let found = desk.json(&["receipt", "check", "r.json"]);
    let (came, went) = (&found["came"][0], &found["went"][0]);
    let (came_id, went_id) = (came["id"].as_str().expect("an id"), went["id"].as_str().expect("an id"));
    let expect = format!(
        "read as: storm AND warn*\n\
         another answer than on 2026-11-23: 2 articles then, 2 now; 1 came, 1 went\n\
         archive main: its articles have changed, 7 articles then, 7 now\n\
         came:\n    2020-01-31 · Gazette · Storm again · {came_id}\n\
         went:\n    {went_id} · no longer in the archive\n"
    );
    check(&run, 1, &expect, "");
    assert!(
        ids.as_array().expect("ids").contains(&went["id"])
            && !ids.as_array().expect("ids").contains(&came["id"])
    );
    assert_eq!((&came["title"], &went["in_archive"]), (&"Storm again".into(), &false.into()));
    let run = desk.run(&["receipt", "check", "r.json", "--limit", "0"]);
    assert!(
        run.stdout.ends_with("came:\n    and 1 more (--limit all)\nwent:\n    and 1 more (--limit all)\n"),
        "{run:?}"
    );
}

#[test]
fn names_that_are_put_together_since_are_told() {
    let desk = Desk::new();
    let records = [
        r#"{"id":"1","title":"One","body":"x","persons":["Ann Lee"]}"#,
        r#"{"id":"2","title":"Two","body":"y","persons":["A. Lee"]}"#,
    ];
    desk.write("a.jsonl", records.join("\n"));
    assert_eq!(desk.run(&["index", "a.jsonl", "--quiet", "--entities", "none"]).code, 0);
    write_receipt(&desk, &["search", "--person", "Ann Lee"]);
    desk.write("data/main/aliases.txt", "Ann Lee [person]: A. Lee\n");
    let run = desk.run(&["receipt", "check", "r.json"]);
    for line in [
        "another answer than on 2026-11-23: 1 article then, 2 now; 1 came, 0 went\n",
        "archive main: its 2 articles are the same\n",
        "person:\"Ann Lee\": now also a. lee, ann lee\n",
        "aliases.txt now says: Ann Lee [person]: a. lee, ann lee\n",
    ] {
        assert!(run.stdout.contains(line) && run.code == 1, "{line}{run:?}");
    }
}

#[test]
fn relative_dates_are_checked_as_of_the_day_of_the_receipt() {
    let desk = desk();
    write_receipt(&desk, &["search", "storm", "date:last-30d", "--today", "2017-03-10"]);
    assert_eq!(receipt(&desk, "r.json")["days"][0]["written"], "last-30d");
    let run = desk.run(&["receipt", "check", "r.json", "--today", "2017-03-10"]);
    assert!(run.stdout.contains("the same answer as on 2017-03-10: 1 article\n") && run.code == 0, "{run:?}");
    let expect = "error: --today: expected the day of the receipt, 2017-03-10, but found `2026-11-23`\n\
                  hint: leave out --today: a search is checked as of its own day\n";
    check(&desk.run(&["receipt", "check", "r.json"]), 2, "", expect);
}

#[test]
fn the_receipt_of_an_export_without_copies_is_of_what_was_exported() {
    let desk = desk();
    write_receipt(&desk, &["export", "storm", "--distinct", "--out", "found.csv"]);
    let receipt = receipt(&desk, "r.json");
    assert_eq!((&receipt["matches"], &receipt["distinct"]), (&5.into(), &true.into()));
    assert_eq!(desk.run(&["receipt", "check", "r.json"]).code, 0);
}

#[test]
fn a_file_that_is_no_whole_receipt_is_refused() {
    let desk = desk();
    write_receipt(&desk, &["search", "storm"]);
    let text = std::fs::read_to_string(desk.path("r.json")).expect("a receipt");
    let first = receipt(&desk, "r.json")["ids"][0].to_string();
    desk.write("less.json", text.replacen(&format!("{first},"), "", 1));
    let expect = "error: less.json: expected the 6 ids that `ids_sha256` was made of, but found others: the file was changed\n\
                  hint: ask for the file as it was written\n";
    check(&desk.run(&["receipt", "check", "less.json"]), 2, "", expect);
    desk.write("form.json", text.replace("\"receipt\": 1", "\"receipt\": 9"));
    let expect = "error: form.json: expected a receipt of form 1, but found form 9\n\
                  hint: another dateline wrote this receipt; use that version\n";
    check(&desk.run(&["receipt", "check", "form.json"]), 2, "", expect);
    let expect =
        "error: a.jsonl: expected a receipt of a search, but found missing field `receipt` at line 1 column ";
    let run = desk.run(&["receipt", "check", "a.jsonl"]);
    assert!(run.stderr.starts_with(expect) && run.code == 2, "{run:?}");
    check(
        &desk.run(&["receipt", "check", "no.json"]),
        2,
        "",
        "error: no.json: could not be read: no such file or folder\n",
    );
    let run = desk.run(&["search", "storm", "--receipt", "nosuch/r.json"]);
    check(&run, 2, "", "error: nosuch/r.json: could not be written: no such file or folder\n");
}

#[test]
fn the_archive_is_the_one_of_the_receipt_or_the_one_named() {
    let desk = desk();
    assert_eq!(desk.run(&["index", "a.jsonl", "--archive", "copy", "--quiet", "--entities", "none"]).code, 0);
    write_receipt(&desk, &["search", "storm", "--archive", "main"]);
    assert_eq!(desk.run(&["receipt", "check", "r.json"]).code, 0);
    let run = desk.run(&["receipt", "check", "r.json", "--archive", "copy"]);
    let expect = "archive copy: its 7 articles are the same\narchive: main then, copy now\n";
    assert!(run.stdout.ends_with(expect) && run.code == 0, "{run:?}");
}
