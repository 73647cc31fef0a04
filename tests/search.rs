//! `dateline search` and its neighbours from outside: what they print.

use crate::program::Desk;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        concat!(
            "{\"id\":\"https://example.org/1\",\"title\":\"Storm warning\",\"body\":\"A storm is coming. People were warned.\",\"date\":\"2017-03-02\",\"source\":\"Gazette\",\"byline\":\"Jane Roe\"}\n",
            "{\"id\":\"https://example.org/2\",\"title\":\"Dock strike\",\"body\":\"No warning was given.\",\"date\":\"2017-04\",\"source\":\"Courier\"}\n",
            "{\"id\":\"https://example.org/3\",\"title\":\"Undated storm\",\"body\":\"A storm without a day.\"}\n",
        ),
    );
    assert_eq!(desk.run(&["index", "a.jsonl"]).code, 0);
    desk
}

/// Times differ from run to run.
fn without_seconds(text: &str) -> String {
    text.lines()
        .map(|line| {
            line.rsplit_once(" · ").filter(|(_, end)| end.ends_with(" s")).map_or(line, |(start, _)| start)
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_page_of_hits_shows_how_the_query_was_read() {
    let desk = desk();
    let run = desk.run(&["search", "warned", "--from", "2017-03", "--to", "2017-04", "--limit", "1"]);
    let file = desk.path("a.jsonl").canonicalize().expect("a path").display().to_string();
    let text = without_seconds(&run.stdout);
    assert!(
        text.starts_with(
            "read as: warned AND date 2017-03-01..2017-04-30\n2 articles\n\n  1 Storm [warning]\n"
        ),
        "{text}"
    );
    assert!(text.contains("    2017-03-02 · Gazette · Jane Roe · "), "{text}");
    assert!(text.contains("    People were [warned].\n"), "{text}");
    assert!(text.ends_with("\nmore: --offset 1"), "{text}");
    assert!(text.contains(&file), "{text}");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn undated_articles_are_counted_beside_a_date_filter() {
    let run = desk().run(&["search", "storm", "--from", "2017"]);
    assert!(
        without_seconds(&run.stdout).contains("\n1 article · + 1 undated matched the words\n"),
        "{run:?}"
    );
}

#[test]
fn no_hits_end_with_1_and_a_bad_query_with_2() {
    let desk = desk();
    assert_eq!(desk.run(&["search", "zebra"]).code, 1);
    let run = desk.run(&["search", "flood AND (storm"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let expect = "error[Q01]: this parenthesis is never closed\n  flood AND (storm\n            ^\nhelp: add \")\" , for example: flood AND (storm)\n";
    assert_eq!(run.stderr, expect);
}

#[test]
fn flags_with_bad_dates_say_what_to_write() {
    let run = desk().run(&["search", "storm", "--from", "03/04/2024"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: --from: \"03/04/2024\" can be read two ways\nhint: write 2024-04-03 (3 April) or 2024-03-04 (4 March)\n"
    );
    let run = desk().run(&["search", "storm", "--from", "2018", "--to", "2016"]);
    assert_eq!(
        run.stderr,
        "error: --to: the range runs backwards\nhint: did you mean --from 2016 --to 2018 ?\n"
    );
}

#[test]
fn json_carries_marks_dates_and_places() {
    let answer = desk().json(&["search", "storm", "--sort", "newest"]);
    assert_eq!((&answer["version"], &answer["total"]), (&1.into(), &2.into()));
    let hit = &answer["hits"][0];
    assert_eq!(hit["title_marks"], serde_json::json!([[0, 5]]));
    assert_eq!(hit["date"]["precision"], "day");
    assert_eq!((&hit["record"], &hit["byte"]), (&1.into(), &0.into()));
    assert_eq!(answer["hits"][1]["date"], serde_json::Value::Null);
}

#[test]
fn json_lines_are_one_hit_a_line() {
    let run = desk().run(&["search", "storm", "--format", "jsonl"]);
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(run.stderr, "read as: storm\n");
}

#[test]
fn colour_follows_the_flag() {
    let desk = desk();
    assert!(!desk.run(&["search", "storm"]).stdout.contains('\u{1b}'));
    assert!(
        desk.run(&["search", "storm", "--color", "always"]).stdout.contains("\u{1b}[1;4;33mstorm\u{1b}[0m")
    );
}

#[test]
fn an_article_is_shown_by_the_start_of_its_id() {
    let desk = desk();
    let id = desk.json(&["search", "strike"])["hits"][0]["id"].as_str().expect("an id").to_owned();
    let run = desk.run(&["show", &id[..6], "--query", "warning"]);
    assert!(
        run.stdout.starts_with("Dock strike\n     date  2017-04-01..2017-04-30 (metadata, certain)\n"),
        "{run:?}"
    );
    assert!(run.stdout.ends_with("\nNo [warning] was given.\n"), "{run:?}");
    let run = desk.run(&["show", "nosuch"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: expected the id of an article, or the start of one, but no id of this archive begins with `nosuch`\nhint: ids stand below each hit of `dateline search`\n"
    );
}

#[test]
fn stats_say_what_the_archive_holds_by_source_and_year() {
    let desk = desk();
    let stats = desk.json(&["stats"]);
    assert_eq!(
        (&stats["articles"], &stats["undated"], &stats["imprecise"]),
        (&3.into(), &1.into(), &1.into())
    );
    let run = desk.run(&["stats"]);
    assert!(run.stdout.contains("  Gazette  1\n       2017          1\n"), "{run:?}");
}

#[test]
fn archives_are_listed_and_a_missing_one_is_named() {
    let desk = desk();
    assert_eq!(desk.run(&["archives"]).stdout, "main  3 articles\n");
    let run = desk.run(&["search", "storm", "--archive", "gazette"]);
    assert_eq!(run.code, 2);
    let expect = format!(
        "error: {}: expected an archive, but found none\nhint: choose one with --archive: main\n",
        desk.path("data/gazette").display()
    );
    assert_eq!(run.stderr, expect);
}

#[test]
fn paging_gives_every_hit_once() {
    let desk = desk();
    let all: Vec<String> = (0..3)
        .map(|offset| {
            desk.json(&["search", "*", "--limit", "1", "--offset", &offset.to_string()])["hits"][0]["id"]
                .to_string()
        })
        .collect();
    let mut sorted = all.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 3, "{all:?}");
}

#[test]
fn completions_know_the_commands() {
    let run = Desk::new().run(&["completions", "bash"]);
    assert!(run.stdout.contains("rejects"), "{run:?}");
}

#[test]
fn notes_are_printed_once_and_are_not_lost_without_hits() {
    let desk = desk();
    let notes = |query: &str| {
        let run = desk.run(&["search", query]);
        let notes = run.stdout.lines().filter(|line| line.starts_with("note: ")).map(str::to_owned);
        notes.collect::<Vec<_>>()
    };
    assert_eq!(
        notes("updated:2020 storm"),
        [
            "note: no article of this archive has a date of a last change",
            "note: 0 articles. By clause: updated:2020-01-01..2020-12-31 0 · storm 2"
        ]
    );
    assert_eq!(
        notes("source:gazete storm"),
        ["note: 0 articles. By clause: source:gazete 0 (nearest: \"Gazette\" 1) · storm 2"]
    );
}

#[test]
fn the_help_for_nothing_found_stands_on_standard_error_beside_json_lines() {
    let run = desk().run(&["search", "strom", "--format", "jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let expect = "read as: strom\n\
                  note: 0 articles. By clause: strom 0 (nearest: \"storm\" 2)\n\
                  try: storm   (2 articles)\n";
    assert_eq!(run.stderr, expect);
}

#[test]
fn a_table_of_queries_comes_with_the_notes_on_each() {
    let desk = desk();
    let file = desk.write("queries.txt", "storm\nstorm or updated:2020\n");
    let file = file.display().to_string();
    let run = desk.run(&["search", "--queries", &file]);
    let expect = format!(
        "{file}: line 2: note: \"or\" is searched as a word here; write OR to mean either\n\
         {file}: line 2: note: no article of this archive has a date of a last change\n"
    );
    assert_eq!((run.code, run.stderr), (0, expect));
    let table = desk.json(&["search", "--queries", &file]);
    assert_eq!(table["queries"][0]["notes"], serde_json::json!([]));
    assert_eq!(table["queries"][1]["notes"].as_array().map(Vec::len), Some(2));
}

#[test]
fn no_text_commands_the_terminal() {
    let desk = desk();
    for query in ["source:\"\u{1b}[31mx\"", "stor\u{1b}*", "\u{1b}[2J", "nosuch:\u{1b}x"] {
        for arguments in [&["search", query][..], &["search", query, "--format", "jsonl"]] {
            let run = desk.run(arguments);
            let printed = format!("{}{}", run.stdout, run.stderr.replace("\\u001b", ""));
            assert!(!printed.contains('\u{1b}'), "{query:?}: {run:?}");
        }
    }
}

#[test]
fn a_value_that_begins_with_a_hyphen_is_not_a_word_of_the_query() {
    let run = desk().run(&["search", "storm", "--limit", "-5"]);
    assert_eq!(run.code, 2);
    assert!(!run.stderr.contains('\u{1}') && run.stderr.contains("'-5'"), "{run:?}");
    let run = desk().run(&["search", "--source", "Gazette", "-strike"]);
    assert!(run.stdout.starts_with("read as: NOT strike AND source:\"Gazette\"\n1 article"), "{run:?}");
}

#[test]
fn an_order_by_date_refuses_what_only_changes_relevance() {
    let run = desk().run(&["search", "storm", "--sort", "newest", "--decay", "90d"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: --decay changes the order of relevance, but --sort asks for that of dates\n\
             hint: leave out --sort, or --decay\n"
        )
    );
}

#[test]
fn topics_without_a_question_are_told_and_a_mark_at_the_start_of_a_file_is_none_of_its_text() {
    let desk = desk();
    desk.write("topics.tsv", "\u{feff}1\tstrike\n2\t\n");
    desk.write("answers.txt", "1 0 https://example.org/2 1\n2 0 https://example.org/1 1\n");
    let run = desk.run(&["eval", "topics.tsv", "answers.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "topic 2\nerror: this topic has no question\n"));
    assert!(run.stdout.contains("mean          0.5000"), "{run:?}");
    desk.write("topics.tsv", "\n");
    let run = desk.run(&["eval", "topics.tsv", "answers.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "error: topics.tsv: expected topics, but found none\n"));
}
