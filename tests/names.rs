//! Names, from the texts to the answers, by the real binary.

use crate::program::{Desk, Run};

/// Three articles; the last names its people in a column.
fn desk() -> Desk {
    let desk = Desk::new();
    let records = [
        r#"{"id":"1","title":"Kislyak met Bezos","body":"Attorney General Jeff Bezos met the Russian ambassador Sergey Kislyak in Washington. Mr Bezos said nothing of it to Congress.","date":"2017-03-02","lang":"en"}"#,
        r#"{"id":"2","title":"Storm over Hull","body":"The dockers of Hull saw no storm like it since 1953, the harbour master John Rigby said.","date":"2017-04-02","lang":"en"}"#,
        r#"{"id":"3","title":"Talks","body":"Both sides met again, and nothing was said of it.","date":"2017-05-02","persons":["J. Bezos"],"lang":"en"}"#,
    ];
    desk.write("a.jsonl", records.join("\n"));
    assert_eq!(desk.run(&["index", "a.jsonl", "--quiet"]).code, 0);
    desk
}

#[track_caller]
fn check(run: &Run, code: i32, stdout: &str) {
    assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), (stdout, "", code));
}

/// The persons of all articles, with the number of articles.
fn persons(desk: &Desk) -> String {
    let found = desk.json(&["entities", "--kind", "person", "--limit", "all"]);
    let rows = found["names"].as_array().expect("a list of names");
    let mut rows: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {}", row["name"].as_str().unwrap_or_default(), row["articles"]))
        .collect();
    rows.sort();
    rows.join(", ")
}

#[test]
fn names_are_recognised_and_those_of_the_source_kept() {
    let desk = desk();
    assert_eq!(persons(&desk), "J. Bezos 1, Jeff Bezos 1, John Rigby 1, Sergey Kislyak 1");
    let found = desk.json(&["search", "person:\"Jeff Bezos\" PRE/2 nothing"]);
    assert_eq!(found["total"], 1);
    let shown = desk.json(&["show", found["hits"][0]["id"].as_str().expect("an id")]);
    let names = shown["article"]["names"].as_array().expect("a list of names");
    let bezos = names.iter().find(|name| name["name"] == "Jeff Bezos").expect("Jeff Bezos");
    assert_eq!(bezos["at"][0], serde_json::json!({ "part": "title", "start": 12, "end": 17 }));
}

#[test]
fn show_marks_names_in_colour() {
    let desk = desk();
    let found = desk.json(&["search", "title:kislyak"]);
    let id = found["hits"][0]["id"].as_str().expect("an id");
    let shown = desk.run(&["show", id, "--color", "always", "--query", "washington"]).stdout;
    let text = shown.split("\n\n").nth(1).expect("the text");
    let person = |name: &str| format!("\u{1b}[36m{name}\u{1b}[0m");
    assert!(text.contains(&format!("General {} {} met", person("Jeff"), person("Bezos"))), "{text:?}");
    assert!(text.contains("\u{1b}[35mCongress\u{1b}[0m."), "{text:?}");
    // What was asked for is marked as that.
    assert!(text.contains("in \u{1b}[1;4;33mWashington\u{1b}[0m."), "{text:?}");
    assert!(!desk.run(&["show", id]).stdout.contains('\u{1b}'));
}

#[test]
fn retag_changes_articles_where_they_stand() {
    let desk = desk();
    let run = desk.run(&["retag", "--entities", "none"]);
    check(&run, 0, "3 articles looked at\n");
    assert_eq!(persons(&desk), "J. Bezos 1");
    check(&desk.run(&["retag", "--entities", "none"]), 0, "0 articles looked at\n");
    check(&desk.run(&["retag"]), 0, "3 articles looked at\n");
    assert_eq!(persons(&desk), "J. Bezos 1, Jeff Bezos 1, John Rigby 1, Sergey Kislyak 1");
    // Their sources count as read as before.
    assert_eq!(desk.json(&["index", "a.jsonl"])["report"]["unchanged"], 3);
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn another_program_may_find_the_names() {
    let desk = desk();
    let answer = r#"{"names":[{"kind":"org","part":"title","start":0,"end":5}]}"#;
    desk.write("finder.sh", format!("while read -r line; do echo '{answer}'; done\n"));
    assert_eq!(desk.run(&["retag", "--entities", "command:sh finder.sh"]).code, 0);
    let found = desk.json(&["entities", "--kind", "org"]);
    let names: Vec<&str> =
        found["names"].as_array().expect("names").iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["Kisly", "Storm", "Talks"]);

    let run = desk.run(&["retag", "--entities", "command:no-such-program"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: `no-such-program`: could not be started ("), "{}", run.stderr);
    desk.write("broken.sh", "exit 3\n");
    let run = desk.run(&["retag", "--entities", "command:sh broken.sh"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stdout.contains("names could not be looked for in 3 articles: `sh broken.sh`: ended"),
        "{run:?}"
    );
}

#[test]
fn names_that_are_one_are_suggested_checked_and_applied() {
    let desk = desk();
    let suggested = desk.run(&["aliases", "suggest"]);
    check(
        &suggested,
        0,
        "# 1 and 1 articles: an initial that fits no other name\nJeff Bezos [person]: J. Bezos\n",
    );
    let run = desk.run(&["aliases", "check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("aliases.txt: expected names, but found no such file\nhint: write lines such as"),
        "{run:?}"
    );

    let file = "data/main/aliases.txt";
    desk.write(file, format!("{}!Nobody [person]\nKislyak\n", suggested.stdout));
    let run = desk.run(&["aliases", "check"]);
    assert_eq!(run.code, 1, "{run:?}");
    let lines: Vec<&str> = run
        .stdout
        .lines()
        .map(|line| line.rsplit_once("aliases.txt:").map_or(line, |(_, rest)| rest))
        .collect();
    assert_eq!(
        lines,
        [
            "4: expected a name, a colon and its other forms, such as `Angela Merkel [person]: Merkel A., Frau Merkel`",
            "3: no article has the name \"Nobody\"",
            "1 lines put names together, 1 say what is none; 1 cannot be taken",
        ]
    );
    assert_eq!(persons(&desk), "Jeff Bezos 2, John Rigby 1, Sergey Kislyak 1");
    assert_eq!(desk.json(&["search", "person:\"J. Bezos\""])["total"], 2);
}
