//! Question: how long do the queries of `benches/peers` take inside a process? Counts go along, so that engines can be
//! compared with each other; the answer is JSON, for `peers.py`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use dateline_query::{Distinct, Expand, RankedLists, Reader, Step, Timeline};
use dateline_schema::Archive;
use serde_json::{Value, json};

use crate::measure::median;
use crate::query::tree;
use crate::say;

const HITS: usize = 10;

#[derive(Default)]
struct Kind {
    micros: Vec<f64>,
    counts: Vec<u64>,
}

/// Times the queries of a file over an archive.
pub fn run(archive: &Path, queries: &Path, rounds: usize) {
    let archive = Archive::open(archive).expect("an archive");
    let reader = Reader::open(&archive).expect("the archive opens");
    let mut lists = reader.ranked_lists();
    let text = std::fs::read_to_string(queries).expect("a file of queries");
    let queries: Vec<Value> = serde_json::from_str(&text).expect("a list of queries");
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    for query in &queries {
        let name = query["kind"].as_str().expect("a kind");
        let written = written(query);
        let mut times = Vec::with_capacity(rounds);
        for _ in 0..rounds {
            let started = Instant::now();
            answer(&reader, &mut lists, name, &written);
            times.push(started.elapsed());
        }
        let kind = kinds.entry(name.to_owned()).or_default();
        kind.micros.push(median(&times) * 1e6);
        kind.counts.push(reader.count(&tree(&written)).expect("a count"));
    }
    let kinds: BTreeMap<_, _> = kinds
        .into_iter()
        .map(|(name, kind)| (name, json!({"micros": kind.micros, "counts": kind.counts})))
        .collect();
    say(&json!({ "kinds": kinds }).to_string());
}

/// The query in our language.
fn written(query: &Value) -> String {
    let words: Vec<&str> =
        query["words"].as_array().expect("words").iter().map(|word| word.as_str().expect("a word")).collect();
    let kind = query["kind"].as_str().unwrap_or_default();
    let text = match kind {
        // Braces keep the stems of the words, as the other engines do.
        "phrase" => format!("\"{{{}}}\"", words.join(" ")),
        _ if kind.starts_with("or") => words.join(" OR "),
        _ => words.join(" "),
    };
    match (query["from"].as_str(), query["to"].as_str()) {
        (Some(from), Some(to)) => format!("({text}) date:{from}..{to}"),
        _ => text,
    }
}

fn answer(reader: &Reader, lists: &mut RankedLists<'_>, kind: &str, written: &str) {
    let tree = tree(written);
    match kind {
        "newest" => {
            lists.newest(&tree, HITS).expect("a list");
        }
        "histogram" => {
            let matches = reader.matches(&tree, Distinct::No).expect("matches");
            let counted = matches.counted(written).expect("counts");
            Timeline::new(vec![counted], Some(Step::Month), usize::MAX);
        }
        _ => {
            lists.ranked(&tree, Expand::No, HITS).expect("a ranking");
        }
    }
}
