//! How well copies are found: against pairs that somebody else found or planted.
//!
//!     target/release/dateline-bench copies FOLDER PAIRS...
//!
//! Question: of the pairs in the tables, how many stand in one cluster, and of the pairs of each cluster,
//! how many are in the tables? A table has a pair a line, separated by tabs or blanks; an article is named
//! by the end of its file's name, with or without ending.
//!
//! Clusters join copies of copies, which tables of pairs need not hold: a pair of a cluster also counts as
//! right when the tables connect its articles by a chain.

use std::collections::HashMap;
use std::path::Path;

use dateline_article::Day;
use dateline_query::{Order, ParseOptions, Reader, SearchOptions, parse};
use dateline_schema::Archive;

use crate::{measure, say};

pub fn run(folder: &str, tables: &[String]) {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let data = desk.path().join("data");
    let run = measure::command(&["index", folder, "--quiet", "--format", "json"], &data);
    let archive = Archive::open(&data.join("main")).expect("the archive was built");
    let reader = Reader::open(&archive).expect("the archive opens");
    say(&format!("index command: {:.1} s, {} articles", run.seconds, reader.articles()));
    let articles = Articles::of(&reader);
    let pairs: Vec<(usize, usize)> =
        tables.iter().flat_map(|table| articles.pairs(Path::new(table))).collect();
    assert!(!pairs.is_empty(), "the tables name articles of the folder");

    let found = |&(one, other): &(usize, usize)| articles.clusters[one] == articles.clusters[other];
    let right = pairs.iter().filter(|pair| found(pair)).count();
    let connected = connected(articles.clusters.len(), &pairs);
    let mut by_cluster: HashMap<usize, Vec<usize>> = HashMap::new();
    for (article, &cluster) in articles.clusters.iter().enumerate() {
        by_cluster.entry(cluster).or_default().push(article);
    }
    let (mut given, mut true_pairs) = (0_u64, 0_u64);
    let mut wrong = Vec::new();
    for members in by_cluster.values() {
        for (at, &one) in members.iter().enumerate() {
            for &other in &members[at + 1..] {
                given += 1;
                if connected[one] == connected[other] {
                    true_pairs += 1;
                } else {
                    wrong.push((articles.names[one].as_str(), articles.names[other].as_str()));
                }
            }
        }
    }
    let clusters = by_cluster.values().filter(|members| members.len() > 1).count();
    say(&format!("recall: {right} of {} pairs, {:.3}", pairs.len(), right as f64 / pairs.len() as f64));
    say(&format!(
        "precision: {true_pairs} of {given} pairs in {clusters} clusters, {:.3}",
        true_pairs as f64 / given.max(1) as f64
    ));
    let missed: Vec<_> = pairs.iter().filter(|pair| !found(pair)).collect();
    for &&(one, other) in missed.iter().take(5) {
        say(&format!("  missed: {} {}", articles.names[one], articles.names[other]));
    }
    wrong.sort_unstable();
    for (one, other) in wrong.iter().take(5) {
        say(&format!("  not in the tables: {one} {other}"));
    }
}

/// The articles of an archive by number: their files, and the first article of each one's cluster.
struct Articles {
    names: Vec<String>,
    clusters: Vec<usize>,
    by_end: HashMap<String, usize>,
}

impl Articles {
    fn of(reader: &Reader) -> Articles {
        let options = ParseOptions { today: Day::FIRST };
        let ask = |text: &str| parse(text, &options).tree.expect("a query of ours");
        let everything =
            SearchOptions { order: Order::OldestFirst, limit: usize::MAX, ..SearchOptions::default() };
        let answer = reader.search(&ask("*"), everything).expect("an answer");
        let mut by_id = HashMap::new();
        let (mut names, mut by_end) = (Vec::new(), HashMap::new());
        for (number, hit) in answer.hits.iter().enumerate() {
            by_id.insert(hit.article.id, number);
            let file = &hit.article.locator.file;
            let end: Vec<&str> = file.rsplit('/').take(2).collect();
            for name in [end[0].to_owned(), format!("{}/{}", end[end.len() - 1], end[0])] {
                by_end.insert(name.trim_end_matches(".txt").to_owned(), number);
            }
            names.push(file.clone());
        }
        let mut clusters: Vec<usize> = (0..names.len()).collect();
        for hit in reader.search(&ask("has:dups"), everything).expect("an answer").hits {
            let members = reader.ids(&ask(&format!("cluster:{}", hit.article.id))).expect("a cluster");
            clusters[by_id[&hit.article.id]] = members.iter().map(|id| by_id[id]).min().expect("itself");
        }
        Articles { names, clusters, by_end }
    }

    /// The pairs of a table whose articles are in the archive.
    fn pairs(&self, table: &Path) -> Vec<(usize, usize)> {
        let text = std::fs::read_to_string(table).expect("a table of pairs");
        let number = |name: Option<&str>| self.by_end.get(name?.trim_end_matches(".txt")).copied();
        let pair = |line: &str| {
            let mut names = line.split_whitespace();
            Some((number(names.next())?, number(names.next())?))
        };
        text.lines().filter_map(pair).collect()
    }
}

/// For each article a number that those connected by pairs have in common.
fn connected(articles: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..articles).collect();
    loop {
        let mut is_settled = true;
        for &(one, other) in pairs {
            let least = groups[one].min(groups[other]);
            is_settled &= groups[one] == least && groups[other] == least;
            (groups[one], groups[other]) = (least, least);
        }
        if is_settled {
            return groups;
        }
    }
}
