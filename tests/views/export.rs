//! `dateline export`

use std::io::Read;
use std::process::Stdio;

use super::{check, desk};

#[test]
fn every_match_is_written_in_the_order_of_a_search() {
    let desk = desk();
    let run = desk.run(&["export", "storm"]);
    let titles: Vec<String> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["title"].to_string())
        .collect();
    let answer = desk.json(&["search", "storm", "--sort", "newest"]);
    let hits = answer["hits"].as_array().expect("hits");
    let found: Vec<String> = hits.iter().map(|hit| hit["title"].to_string()).collect();
    assert_eq!((titles.len(), &titles), (6, &found));
    assert_eq!((run.stderr.as_str(), run.code), ("read as: storm\n6 articles\n", 0));
    let run = desk.run(&["export", "storm", "--distinct", "--columns", "title,date", "--quiet"]);
    assert_eq!(
        run.stdout.lines().next(),
        Some(r#"{"date":"2019-04-12","title":"Bridge agreed"}"#),
        "{run:?}"
    );
    assert_eq!(run.stdout.lines().count(), 5);
}

#[test]
fn a_file_is_there_only_when_it_is_complete() {
    let desk = desk();
    let run = desk.run(&[
        "export",
        "storm -bridge",
        "--out",
        "found.csv",
        "--columns",
        "date,date_last,byline,title",
    ]);
    check(&run, 0, "", "read as: storm AND NOT bridge\n4 articles\nfound.csv: 4 articles as csv\n");
    let expect = "date,date_last,byline,title\r\n2017-06-01,2017-06-01,,After the storm\r\n\
                  2017-04-01,2017-04-30,'=HYPERLINK(1),Dock strike\r\n2017-03-02,2017-03-02,Jane Roe,Storm warning\r\n\
                  ,,,Undated storm\r\n";
    assert_eq!(std::fs::read_to_string(desk.path("found.csv")).expect("a file"), expect);
    let run = desk.run(&["export", "storm", "--out", "nosuch/found.csv", "--quiet"]);
    check(&run, 2, "", "error: nosuch/found.csv: could not be written: no such file or folder\n");
    for place in ["data", "/dev/null"] {
        let run = desk.run(&["export", "storm", "--out", place, "--quiet"]);
        check(&run, 2, "", &format!("error: {place}: expected the name of a file, but this is none\n"));
    }
    assert!(!desk.path("data.partial").exists() && desk.path("data").is_dir());
}

#[test]
fn parquet_is_told_by_the_name_of_the_file_and_is_whole() {
    let desk = desk();
    let run = desk.run(&["export", "storm", "--out", "found.parquet", "--quiet"]);
    check(&run, 0, "", "");
    let whole = std::fs::read(desk.path("found.parquet")).expect("a file");
    assert!(whole.starts_with(b"PAR1") && whole.ends_with(b"PAR1"));
    let run = desk.run(&["index", "found.parquet", "--archive", "again", "--quiet", "--entities", "none"]);
    assert_eq!(run.code, 0, "{run:?}");
    let count = |archive: &str| desk.json(&["search", "storm", "--archive", archive])["total"].clone();
    assert_eq!(count("again"), count("main"));
}

#[test]
fn a_disk_that_is_full_is_an_error() {
    if std::path::Path::new("/dev/full").exists() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let desk = desk();
        let output =
            desk.command(&["export", "storm", "--quiet"]).stdout(full).output().expect("the binary runs");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.starts_with("error: standard output: could not be written: "), "{error}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_reader_that_goes_away_makes_an_export_fail() {
    let desk = super::Desk::new();
    let text = "A storm of words. ".repeat(2_000);
    let records: Vec<String> =
        (0..40).map(|number| format!(r#"{{"id":"{number}","title":"T","body":"{text}"}}"#)).collect();
    desk.write("a.jsonl", records.join("\n"));
    assert_eq!(desk.run(&["index", "a.jsonl", "--quiet"]).code, 0);
    let mut command = desk.command(&["export", "storm", "--quiet"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let mut first = [0; 10];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("some bytes");
    let output = child.wait_with_output().expect("the binary ends");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(error, "error: standard output: closed before every article was written\n");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_folder_of_texts_is_read_again_as_the_same_articles() {
    let desk = desk();
    let run = desk.run(&["export", "storm -bridge", "--as", "text", "--out", "texts", "--quiet"]);
    check(&run, 0, "", "");
    let run = desk.run(&["export", "storm", "--as", "text", "--out", "texts", "--quiet"]);
    let expect = "error: texts: expected the name of a new folder, but this is there\nhint: choose another name with --out\n";
    check(&run, 2, "", expect);
    assert_eq!(desk.run(&["index", "texts", "--archive", "again", "--quiet"]).code, 0);
    let rows = |archive: &str| {
        let columns = "title,date,date_last,source,byline,lang,text";
        desk.run(&[
            "export",
            "storm -bridge",
            "--archive",
            archive,
            "--as",
            "csv",
            "--columns",
            columns,
            "--quiet",
        ])
        .stdout
    };
    assert_eq!(rows("again"), rows("main"));
}

#[test]
fn a_run_ranks_every_match() {
    let run = desk().run(&["export", "storm warning", "--as", "trec", "--topic", "7", "--quiet"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("7 Q0 1 1 ") && lines[0].ends_with(" dateline"), "{run:?}");
    assert!(lines.len() == 2 && lines[1].starts_with("7 Q0 2 2 "), "{run:?}");
}

#[test]
fn citations_are_whole_and_flags_that_say_nothing_are_refused() {
    let desk = desk();
    let run = desk.run(&["export", "storm", "--as", "csl-json", "--quiet"]);
    let items: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(items.as_array().map(Vec::len), Some(6));
    let run = desk.run(&["export", "zebra", "--as", "csl-json", "--quiet"]);
    check(&run, 1, "[\n]\n", "");
    assert_eq!(
        desk.run(&["export", "storm", "--as", "bibtex", "--quiet"]).stdout.matches("@article{").count(),
        6
    );
    assert_eq!(desk.run(&["export", "storm", "--as", "ris", "--quiet"]).stdout.matches("ER  - ").count(), 6);
    let expect = "error: --columns: ris has no columns to choose\nhint: write --as csv, jsonl or parquet, or leave out --columns\n";
    check(&desk.run(&["export", "storm", "--as", "ris", "--columns", "title"]), 2, "", expect);
    let expect = "error: --as text: expected the name of a new folder in --out\nhint: write --out FOLDER\n";
    check(&desk.run(&["export", "storm", "--as", "text", "--quiet"]), 2, "", expect);
    let expect = "error: --distinct: a run ranks every article\nhint: leave out --distinct\n";
    check(&desk.run(&["export", "storm", "--as", "trec", "--distinct"]), 2, "", expect);
}
