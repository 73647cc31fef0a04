//! Names in real articles: every way of counting them gives the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{index_whole, shared, unpack};
use crate::program::Desk;

const KINDS: [&str; 3] = ["person", "org", "place"];
/// Names of each kind that are asked for one by one.
const ASKED: usize = 15;

/// Who is named in how many articles, by reading all articles; names are compared without letter case.
fn by_reading(desk: &Desk) -> BTreeMap<(String, String), u64> {
    let run = desk.run(&["export", "--as", "jsonl", "--quiet"]);
    let mut counts = BTreeMap::new();
    for line in run.stdout.lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("an article a line");
        let recognised = article["names"].as_array().cloned().unwrap_or_default();
        let stated = article["mentions"].as_array().cloned().unwrap_or_default();
        let names: BTreeSet<(String, String)> = recognised
            .iter()
            .chain(&stated)
            .map(|name| {
                let text = |key: &str| name[key].as_str().expect("a text").to_owned();
                (text("kind"), dateline_schema::caseless(&text("name")))
            })
            .collect();
        for name in names {
            *counts.entry(name).or_insert(0) += 1;
        }
    }
    counts
}

fn total(desk: &Desk, query: &str) -> u64 {
    desk.json(&["search", query, "--limit", "0"])["total"].as_u64().expect("a total")
}

#[track_caller]
fn check(desk: &Desk) {
    let mut read = by_reading(desk);
    assert!(read.len() > 100, "only {} names", read.len());
    for kind in KINDS {
        let counted = desk.json(&["entities", "--kind", kind, "--limit", "all"]);
        let rows = counted["names"].as_array().expect("a list of names");
        let mut common = Vec::new();
        for row in rows {
            let name = row["name"].as_str().expect("a name");
            let articles = row["articles"].as_u64().expect("a count");
            let key = (kind.to_owned(), dateline_schema::caseless(name));
            assert_eq!(read.remove(&key), Some(articles), "{kind} {name}");
            if common.len() < ASKED && !name.contains('"') {
                assert_eq!(total(desk, &format!("{kind}:\"{name}\"")), articles, "{kind} {name}");
                common.push((name, articles));
            }
        }
        check_beside(desk, kind, &common);
    }
    assert!(read.is_empty(), "not counted: {read:?}");
}

/// Two names in one article: counted from either side, and asked for.
#[track_caller]
fn check_beside(desk: &Desk, kind: &str, common: &[(&str, u64)]) {
    let Some(&(one, _)) = common.first() else { return };
    let beside = desk.json(&["facets", &format!("{kind}:\"{one}\""), "--by", kind, "--limit", "all"]);
    let rows = beside["facets"][0]["rows"].as_array().expect("rows");
    for &(other, _) in &common[1..] {
        let row = rows
            .iter()
            .find(|row| row["value"].as_str().is_some_and(|value| value.eq_ignore_ascii_case(other)));
        let counted = row.map_or(0, |row| row["articles"].as_u64().expect("a count"));
        assert_eq!(
            total(desk, &format!("{kind}:\"{one}\" {kind}:\"{other}\"")),
            counted,
            "{one} and {other}"
        );
    }
}

#[test]
fn names_are_counted_alike_by_reading_by_counting_and_by_asking() {
    let Some(file) = shared("21-wikinews-ccby.jsonl") else { return };
    let desk = Desk::new();
    desk.write("wikinews.jsonl", std::fs::read(file).expect("read"));
    index_whole(&desk, "wikinews.jsonl");
    check(&desk);

    let Some(archive) = shared("01-time-collection.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("time"));
    index_whole(&desk, "time/time/TIME.ALL");
    check(&desk);
}
