//! Large real corpora, on machines that have them beside the project in `../shared/data`.
//!
//! Without them each test prints that it was skipped and passes; the gate refuses a skip where the
//! folder is there.

mod markup;
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

/// How many articles a query finds.
fn total(desk: &Desk, query: &str) -> u64 {
    desk.json(&["search", query])["total"].as_u64().expect("a total")
}

#[test]
fn all_posts_of_the_newsgroups_are_indexed_with_their_dates() {
    let Some(archive) = shared("10-mini-newsgroups.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("posts"));
    let report = index_whole(&desk, "posts/mini_newsgroups");
    assert_eq!(
        (&report["read"], &report["rejected"], &report["undated"]),
        (&2_000.into(), &0.into(), &0.into())
    );
    // The same message was posted to several groups.
    assert_eq!(report["duplicates"], 8);
}

#[test]
fn all_articles_of_time_magazine_are_indexed() {
    let Some(archive) = shared("01-time-collection.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("time"));
    let report = index_whole(&desk, "time/time/TIME.ALL");
    assert_eq!((&report["indexed"], &report["undated"]), (&423.into(), &0.into()));
    assert_eq!(total(&desk, "date:1963"), 423);
    // The month stands first, as dates such as 01/18/63 prove.
    assert_eq!(total(&desk, "date:1963-01..1963-06") + total(&desk, "date:1963-07..1963-12"), 423);
}

#[test]
fn collections_in_chinese_and_persian_are_indexed() {
    if let Some(archive) = shared("08-crud-zh-news.tar.xz") {
        let desk = Desk::new();
        unpack(&archive, &desk.path("zh"));
        let report = index_whole(&desk, "zh/crud-zh/documents*");
        assert_eq!((&report["read"], &report["rejected"]), (&11_576.into(), &0.into()));
        // The others state no day, or none with a year.
        assert!(report["undated"].as_u64().expect("a count") < 3_300, "{report}");
    }
    if let Some(archive) = shared("09-persian-news.tar.xz") {
        let desk = Desk::new();
        unpack(&archive, &desk.path("fa"));
        let report = index_whole(&desk, "fa/persian/*.txt");
        assert_eq!((&report["indexed"], &report["undated"]), (&2_415.into(), &0.into()));
    }
}

#[test]
fn all_days_of_the_current_events_are_indexed() {
    let Some(archive) = shared("06-wikipedia-current-events-md.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("events"));
    let report = index_whole(&desk, "events/wp-current-events");
    assert_eq!((&report["indexed"], &report["rejected"]), (&601.into(), &0.into()));
    assert_eq!(report["undated"], 0);
}

#[test]
fn a_table_in_parquet_is_indexed() {
    let Some(archive) = shared("20-tables-parquet-csv.tar.zst") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("tables"));
    let report = index_whole(&desk, "tables/tables/tabnak-fa.snappy.parquet");
    assert_eq!((&report["read"], &report["rejected"]), (&1_712.into(), &0.into()));
}

#[test]
fn articles_of_digitised_newspapers_are_those_of_the_libraries() {
    let Some(archive) = shared("16-ocr-newspapers.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("ocr"));
    // One article for each text that the library has cut itself.
    let report = index_whole(&desk, "ocr/ocr/KB/newspaper");
    assert_eq!((&report["indexed"], &report["undated"]), (&97.into(), &0.into()));
    // The pages that the descriptions name are not read a second time.
    desk.json(&["index", "ocr/ocr/BNF-EN", "ocr/ocr/Luxembourg", "--quiet"]);
    assert_eq!(total(&desk, "*"), 97 + 588);
}
