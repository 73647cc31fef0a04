//! Large real corpora, on machines that have them beside the project in `../shared/data`.
//!
//! Without them each test prints that it was skipped and passes; the gate refuses a skip where the
//! folder is there.

mod encodings;
mod markup;
mod names;
mod texts;
mod views;
mod web;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Desk, workspace};

#[expect(clippy::print_stdout, reason = "a skipped test must be seen")]
/// A file of the shared corpora; says so when it is not there.
fn shared(name: &str) -> Option<PathBuf> {
    let path = workspace().join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared/data/{name} is not on this machine");
    None
}

fn unpack(archive: &Path, into: &Path) {
    std::fs::create_dir_all(into).expect("created");
    let mut tar = Command::new("tar");
    if archive.extension().is_some_and(|extension| extension == "zst") {
        tar.arg("--use-compress-program=zstd -d --long=27");
    }
    let status = tar.arg("-xf").arg(archive).arg("-C").arg(into).status().expect("tar runs");
    assert!(status.success(), "{} could not be unpacked", archive.display());
}

/// Indexes, and checks that report, `stats` and a search for everything agree. Gives the report's counts.
fn index_whole(desk: &Desk, path: &str) -> serde_json::Value {
    let report = desk.json(&["index", path, "--quiet"])["report"].clone();
    let count = |key: &str| report[key].as_u64().expect("a count");
    assert_eq!(
        count("read"),
        count("indexed") + count("unchanged") + count("duplicates") + count("rejected"),
        "{report}"
    );
    let held = count("articles");
    assert_eq!(held, count("indexed"), "a new archive holds what was indexed: {report}");
    assert_eq!(desk.json(&["stats"])["articles"].as_u64(), Some(held));
    assert_eq!(desk.json(&["search", "*"])["total"].as_u64(), Some(held));
    report
}

#[test]
fn all_senate_releases_are_indexed_or_rejected() {
    let Some(archive) = shared("04-senate-press-2007h1.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("senate"));
    let report = index_whole(&desk, "senate/senate/raw");
    assert_eq!(report["read"], 12_538);
    // Two files hold no text at all, one of them nothing but zeros.
    assert!(report["rejected"].as_u64().expect("a count") <= 3, "{report}");
    let answer = desk.json(&["search", "iraq", "--from", "2007-03", "--to", "2007-03"]);
    assert!(answer["total"].as_u64().expect("a total") > 100, "{answer}");
    assert!(desk.json(&["search", "missing:date"])["total"].as_u64().expect("a total") < 20);
}

#[test]
fn all_wikinews_articles_are_indexed() {
    let Some(file) = shared("21-wikinews-ccby.jsonl") else { return };
    let desk = Desk::new();
    std::fs::copy(file, desk.path("wikinews.jsonl")).expect("copied");
    let report = index_whole(&desk, "wikinews.jsonl");
    assert_eq!((&report["indexed"], &report["undated"]), (&43.into(), &0.into()));
}

#[test]
fn a_table_with_semicolons_and_day_first_dates_is_indexed() {
    let Some(archive) = shared("20-tables-parquet-csv.tar.zst") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("tables"));
    let report = index_whole(&desk, "tables/tables/tabnak-fa.odd.csv");
    assert_eq!((&report["indexed"], &report["undated"]), (&600.into(), &0.into()));
}

#[test]
fn a_hundred_thousand_lines_made_of_real_articles_are_indexed() {
    let Some(file) = shared("21-wikinews-ccby.jsonl") else { return };
    let desk = Desk::new();
    let text = std::fs::read_to_string(file).expect("read");
    let paragraphs: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .flat_map(|article| {
            let body = article["body"].as_str().or(article["text"].as_str()).unwrap_or_default().to_owned();
            body.split("\n\n").filter(|paragraph| paragraph.len() > 80).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert!(paragraphs.len() > 100, "{} paragraphs", paragraphs.len());
    let mut lines = String::new();
    for number in 0..100_000_usize {
        let body = &paragraphs[number % paragraphs.len()];
        let (year, month, day) = (1990 + number % 30, 1 + number % 12, 1 + number % 28);
        let line = serde_json::json!({
            "id": format!("https://example.org/{number}"),
            "title": format!("Story {number}"),
            "body": body,
            "date": format!("{year}-{month:02}-{day:02}"),
        });
        writeln!(lines, "{line}").expect("a string grows");
    }
    desk.write("all.jsonl", lines);
    let report = index_whole(&desk, "all.jsonl");
    assert_eq!(report["indexed"], 100_000);
    let total = |query: &str| desk.json(&["search", query])["total"].as_u64().expect("a total");
    assert_eq!(total("story date:1990..1999") + total("story date:2000..2019"), 100_000);
}
