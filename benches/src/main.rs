//! How fast dateline reads, indexes and searches a large archive of real articles.
//!
//!     cargo build --release -p dateline -p dateline-benches
//!     target/release/dateline-bench FOLDER-OF-TEXT-ARTICLES [ARTICLES]
//!     target/release/dateline-bench ranking ARCHIVE
//!     target/release/dateline-bench execution ARCHIVE
//!     target/release/dateline-bench views ARCHIVE
//!     target/release/dateline-bench reading JSONL ARTICLES
//!     target/release/dateline-bench web-archive FOLDER-OF-PAGES
//!     target/release/dateline-bench copies FOLDER PAIRS...
//!     target/release/dateline-bench extraction FOLDER-OF-ARTICLE-EXTRACTION-BENCHMARK
//!     target/release/dateline-bench page-dates FOLDER-OF-HTMLDATE-PAGES
//!     target/release/dateline-bench languages LANGUAGE PATH...
//!     target/release/dateline-bench corpus PATH ARTICLES FILE [BYTES-OF-A-BODY]
//!     target/release/dateline-bench peer ARCHIVE QUERIES ROUNDS
//!     target/release/dateline-bench bursts FOLDER-OF-TIMELINES
//!
//! Question: MB of text a second for reading alone and for the whole `index` command, its peak memory,
//! the size of the index, the time of a search inside a process and of a whole cold command.
//!
//! Corpus: [`corpus`] deals the sentences of the given articles into as many new articles as wanted
//! (100,000 unless said otherwise), from a fixed seed. Every answer that is timed is first compared with
//! [`brute_force`], which reads all articles.

mod articles;
mod brute_force;
mod bursts;
mod copies;
mod corpus;
mod execution;
mod extraction;
mod languages;
mod measure;
mod page_dates;
mod pages;
mod peer;
mod query;
mod ranking;
mod reading;
mod views;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use dateline_article::Day;
use dateline_query::{Order, ParseOptions, Reader, SearchOptions, parse};
use dateline_schema::Archive;

use crate::brute_force::Facts;

const DEFAULT_ARTICLES: usize = 100_000;
const SEED: u64 = 20_170_302;
/// Rounds over all queries of a kind.
const ROUNDS: usize = 25;

const USAGE: &str = "usage: dateline-bench FOLDER-OF-TEXT-ARTICLES [ARTICLES]
       dateline-bench ranking ARCHIVE
       dateline-bench execution ARCHIVE
       dateline-bench views ARCHIVE
       dateline-bench reading JSONL ARTICLES
       dateline-bench web-archive FOLDER-OF-PAGES
       dateline-bench copies FOLDER PAIRS...
       dateline-bench extraction FOLDER
       dateline-bench page-dates FOLDER
       dateline-bench languages LANGUAGE PATH...
       dateline-bench corpus PATH ARTICLES FILE [BYTES-OF-A-BODY]
       dateline-bench peer ARCHIVE QUERIES ROUNDS
       dateline-bench bursts FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["copies", folder, _, ..] => copies::run(folder, &arguments[2..]),
        ["reading", file, articles] => {
            let articles = articles.parse().expect("how many articles the file holds");
            let bytes = std::fs::metadata(file).expect("the file is there").len();
            reading::json_lines(Path::new(file), articles, bytes as f64 / 1e6);
        }
        ["web-archive", folder] => reading::pages(Path::new(folder)),
        ["ranking", archive] => ranking::run(Path::new(archive)),
        ["execution", archive] => execution::run(Path::new(archive)),
        ["views", archive] => views::run(Path::new(archive)),
        ["extraction", folder] => extraction::run(Path::new(folder)),
        ["page-dates", folder] => page_dates::run(Path::new(folder)),
        ["corpus", path, articles, file] => write_corpus(path, articles, file, usize::MAX),
        ["corpus", path, articles, file, body_bytes] => {
            write_corpus(path, articles, file, body_bytes.parse().expect("how long a body may be"));
        }
        ["peer", archive, queries, rounds] => {
            peer::run(Path::new(archive), Path::new(queries), rounds.parse().expect("a number of rounds"));
        }
        ["bursts", folder] => bursts::run(Path::new(folder)),
        ["languages", language, _, ..] => languages::run(language, &arguments[2..]),
        [folder] => whole(folder, DEFAULT_ARTICLES),
        [folder, articles] if articles.parse::<usize>().is_ok() => {
            whole(folder, articles.parse().expect("a number, as just seen"));
        }
        _ => {
            say(USAGE);
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn write_corpus(path: &str, articles: &str, file: &str, body_bytes: usize) {
    let articles = articles.parse().expect("how many articles to write");
    let text_bytes = corpus::write(Path::new(path), articles, body_bytes, SEED, Path::new(file));
    say(&format!("corpus: {articles} articles, {:.1} MB of text, seed {SEED}", text_bytes as f64 / 1e6));
}

/// Reads, indexes and searches a corpus of this many articles.
fn whole(folder: &str, articles: usize) {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let file = desk.path().join("corpus.jsonl");
    let text_bytes = corpus::write(Path::new(folder), articles, usize::MAX, SEED, &file);
    let megabytes = text_bytes as f64 / 1e6;
    say(&format!("corpus: {articles} articles, {megabytes:.1} MB of text, seed {SEED}"));

    reading::json_lines(&file, articles, megabytes);
    let data = indexing(desk.path(), &file, articles, megabytes);
    let archive = Archive::open(&data.join("main")).expect("the archive was built");
    searching(&archive, &Facts::of_file(&file));
    whole_commands(&data);
    ranking::run(&data.join("main"));
}

/// The whole `index` command. Gives the data folder.
fn indexing(desk: &Path, file: &Path, articles: usize, megabytes: f64) -> PathBuf {
    let data = desk.join("data");
    let run = measure::command(&["index", &file.display().to_string(), "--quiet", "--format", "json"], &data);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("a report");
    assert_eq!(
        report["report"]["indexed"].as_u64(),
        Some(articles as u64),
        "every article is indexed: {report}"
    );
    let index_bytes = measure::folder_bytes(&data.join("main"));
    say(&format!(
        "index command: {:.1} MB/s ({:.1} s), peak memory {:.0} MB, index {:.2} of the text",
        megabytes / run.seconds,
        run.seconds,
        run.peak_memory_bytes as f64 / 1e6,
        index_bytes as f64 / 1e6 / megabytes
    ));
    data
}

const KINDS: &[(&str, &[&str])] = &[
    ("one word", &["iraq", "veterans", "budget", "energy", "immigration", "the"]),
    ("two words, AND", &["iraq war", "health care", "gas prices", "border security"]),
    ("five words, OR", &["iraq OR veterans OR budget OR energy OR farm"]),
    ("phrase", &["\"health care\"", "\"attorney general\"", "\"war on terror\""]),
    ("NEAR", &["iraq NEAR/5 troops", "health NEAR/5 children"]),
    ("word and month", &["iraq date:2003-04", "budget date:2004-09", "energy date:2001-01"]),
    ("word and ten years", &["iraq date:1995..2004", "budget date:1995..2004"]),
];

fn searching(archive: &Archive, facts: &Facts) {
    let opened = Instant::now();
    let reader = Reader::open(archive).expect("the archive opens");
    say(&format!("open: {:.2} ms", opened.elapsed().as_secs_f64() * 1e3));
    let options = ParseOptions { today: Day::from_ymd(2026, 11, 23).expect("a day") };
    for (kind, queries) in KINDS {
        let mut times = Vec::new();
        for round in 0..ROUNDS {
            for query in *queries {
                let started = Instant::now();
                let tree = parse(query, &options).tree.expect("a query");
                let search = SearchOptions {
                    order: Order::Relevance,
                    limit: 10,
                    offset: 0,
                    ..SearchOptions::default()
                };
                let answer = reader.search(&tree, search).expect("an answer");
                times.push(started.elapsed());
                if round == 0 {
                    assert_eq!(
                        answer.total,
                        facts.count(&tree),
                        "`{query}` against a reading of all articles"
                    );
                }
            }
        }
        say(&format!("{kind}, 10 hits with snippets: {}", measure::percentiles(&mut times)));
    }
}

/// Whole processes, from start to last byte.
fn whole_commands(data: &Path) {
    let arguments = ["search", "iraq war", "--from", "2003", "--to", "2005"];
    let mut warm: Vec<_> = (0..20).map(|_| measure::command(&arguments, data).duration()).collect();
    say(&format!("search command, warm: {}", measure::percentiles(&mut warm)));
    let mut cold = Vec::new();
    for _ in 0..5 {
        if !measure::drop_caches() {
            say("search command, cold: not measured (needs root)");
            return;
        }
        cold.push(measure::command(&arguments, data).duration());
    }
    say(&format!("search command, cold: {}", measure::percentiles(&mut cold)));
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn say(line: &str) {
    println!("{line}");
}
