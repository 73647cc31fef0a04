//! News agencies' markup and feeds.

use std::path::Path;

use super::{index_whole, shared, unpack};
use crate::program::Desk;

#[test]
fn all_of_reuters_21578_is_indexed_or_rejected() {
    let Some(archive) = shared("03-reuters-21578.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("reuters"));
    let report = index_whole(&desk, "reuters/reuters21578");
    // One article is empty.
    assert_eq!(
        (&report["read"], &report["rejected"], &report["undated"]),
        (&21_578.into(), &1.into(), &0.into()),
        "{report}"
    );
    let newest = desk.json(&["search", "*", "--sort", "newest", "--limit", "1"]);
    let oldest = desk.json(&["search", "date:..1987-02-26"]);
    assert!(newest.to_string().contains("1987-10-20"), "{newest}");
    assert!(oldest["total"].as_u64().expect("a total") > 100, "{oldest}");
}

/// One record as `index --preview` shows it.
fn previewed(desk: &Desk, file: &Path) -> Vec<serde_json::Value> {
    let file = file.to_str().expect("a path in UTF-8");
    let output = desk.run(&["index", file, "--preview", "1000", "--format", "jsonl"]);
    let lines = output.stdout.lines();
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A text without tags and entities, as far as the titles of feeds have them.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    for (entity, letter) in
        [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")]
    {
        out = out.replace(entity, letter);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn titles_dates_and_links_of_all_feeds_are_those_another_reader_found() {
    let Some(archive) = shared("14-formats.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("formats"));
    let mut wrong = Vec::new();
    let mut entries = 0;
    for kind in ["atom", "jsonfeed", "rss0", "rss1", "rss2"] {
        let folder = desk.path(&format!("formats/formats/feeds-feed-rs/{kind}"));
        for file in std::fs::read_dir(folder).expect("a folder") {
            let truth = file.expect("an entry").path();
            let name = truth.file_name().expect("a name").to_string_lossy().into_owned();
            let Some(stem) = name.strip_suffix(".serde.json") else { continue };
            let extension = if kind == "jsonfeed" { "json" } else { "xml" };
            let feed = truth.with_file_name(format!("{stem}.{extension}"));
            let truth: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&truth).expect("read")).expect("JSON");
            let expected = truth["entries"].as_array().expect("a list");
            let found = previewed(&desk, &feed);
            if found.len() != expected.len() {
                wrong.push(format!("{stem}: {} entries, not {}", found.len(), expected.len()));
            }
            for (found, expected) in found.iter().zip(expected) {
                entries += 1;
                wrong.extend(differences(found, expected).into_iter().map(|what| format!("{stem}: {what}")));
            }
        }
    }
    assert!(entries > 70, "{entries} entries");
    // Where we know more than the other reader does: relative links are completed, a permanent id is a link,
    // names of hosts stay as written, and `Sat, Dec 16 2023 02:02:33 PM` is a date.
    wrong.retain(|what| {
        ![
            "rss_1.0_example_1: link",
            "rss_2.0_spec_1: link",
            "rss_0.91_encoding_1: link",
            "jsonfeed_elastic_1.1: link",
            "rss_2.0_nbcny: date",
            "atom_relative: link",
        ]
        .iter()
        .any(|known| what.starts_with(known))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn differences(found: &serde_json::Value, expected: &serde_json::Value) -> Vec<String> {
    let article = &found["article"];
    let mut wrong = Vec::new();
    let mut check = |what: &str, found: String, expected: String| {
        if found != expected {
            wrong.push(format!("{what} {found}, not {expected}"));
        }
    };
    let title = bare(expected["title"]["content"].as_str().unwrap_or_default());
    if !title.is_empty() {
        check("title", bare(article["title"].as_str().unwrap_or_default()), title);
    }
    let links = expected["links"].as_array().expect("a list").iter();
    let link =
        links.filter(|link| link["rel"].is_null() || link["rel"] == "alternate").map(|link| &link["href"]);
    check(
        "link",
        article["url"].to_string(),
        link.clone().next().map_or("null".to_owned(), ToString::to_string),
    );
    // A date that is only in the address is none of the feed.
    let found = article["date"].as_str().filter(|_| article["date_origin"] != "url").map(utc);
    let expected = expected["published"].as_str().or(expected["updated"].as_str());
    check(
        "date",
        found.unwrap_or_else(|| "none".to_owned()),
        expected.map_or("none".to_owned(), |date| date[..19].to_owned()),
    );
    wrong
}

/// `2021-02-25T10:15:00` of a day, which may have a time, which may say how far it is from UTC.
fn utc(date: &str) -> String {
    let (day, time) = date.split_once('T').unwrap_or((date, "00:00:00"));
    let zone = if time.ends_with('Z') || time.contains(['+', '-']) { "" } else { "Z" };
    let moment = chrono::DateTime::parse_from_rfc3339(&format!("{day}T{time}{zone}")).expect("a moment");
    moment.to_utc().format("%Y-%m-%dT%H:%M:%S").to_string()
}
