//! The search finds exactly what the language says: thousands of queries against a matcher that tries
//! every article and every combination of words.
//!
//! [`text`] cuts articles into words, [`word`] compares words, [`places`] tells phrases and proximity,
//! [`matcher`] everything else. [`corpus`] and [`queries`] are drawn from seeds.

mod corpus;
mod matcher;
mod places;
mod queries;
mod text;
mod word;

use std::collections::BTreeSet;

use dateline_article::{Article, Day};
use dateline_query::{Node, Order, ParseOptions, Reader, SearchOptions, parse, print};
use dateline_testkit::{Random, TestArchive};

use self::corpus::corpus;
use self::matcher::Oracle;

/// How many queries are asked, over how many archives.
const QUERIES: usize = 10_000;
const ARCHIVES: usize = 5;
const ARTICLES: usize = 60;

const ORDERS: [Order; 3] = [Order::Relevance, Order::NewestFirst, Order::OldestFirst];

/// An archive of several segments, with holes, and its living articles.
fn archive(seed: u64) -> (TestArchive, Vec<Article>) {
    let articles = corpus(seed, ARTICLES);
    let mut batches = articles.chunks(ARTICLES / 4);
    let archive = TestArchive::of_articles(batches.next().expect("a batch").to_vec());
    for batch in batches {
        archive.add(batch.to_vec());
    }
    let (dead, living): (Vec<_>, Vec<_>) =
        articles.into_iter().enumerate().partition(|(number, _)| number % 9 == 4);
    let dead: Vec<_> = dead.into_iter().map(|(_, article)| article.id).collect();
    archive.delete(&dead);
    (archive, living.into_iter().map(|(_, article)| article).collect())
}

/// The tree as a user would have typed it.
fn typed(tree: &Node) -> Node {
    let printed = print(tree);
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    let parsed = parse(&printed, &ParseOptions { today });
    assert_eq!(parsed.problems, [], "{printed}");
    let read = parsed.tree.expect("a tree");
    assert_eq!(read.clone().without_spans(), tree.clone().without_spans(), "{printed}");
    read
}

fn found(reader: &Reader, tree: &Node, order: Order) -> Result<BTreeSet<String>, String> {
    let options = |limit, offset| SearchOptions { order, limit, offset, ..SearchOptions::default() };
    let counted = reader.search(tree, options(0, 0)).map_err(|error| error.to_string())?;
    let answer = reader.search(tree, options(usize::MAX, 0)).map_err(|error| error.to_string())?;
    let ids: BTreeSet<String> = answer.hits.iter().map(|hit| hit.article.id.to_string()).collect();
    let listed: BTreeSet<String> =
        reader.ids(tree).map_err(|error| error.to_string())?.iter().map(ToString::to_string).collect();
    if (counted.total, answer.total) != (ids.len() as u64, answer.hits.len() as u64) || ids != listed {
        return Err(format!("count {}, list {}, ids {}", counted.total, ids.len(), listed.len()));
    }
    Ok(ids)
}

/// What a person needs to see why the two differ.
fn difference(
    seed: u64,
    tree: &Node,
    articles: &[Article],
    wanted: &BTreeSet<String>,
    given: &BTreeSet<String>,
) -> String {
    let differing = articles.iter().filter(|article| {
        wanted.contains(&article.id.to_string()) != given.contains(&article.id.to_string())
    });
    let smallest = differing.min_by_key(|article| article.text_bytes()).expect("a difference");
    let verdict = if given.contains(&smallest.id.to_string()) {
        "found, but does not match"
    } else {
        "matches, but not found"
    };
    format!(
        "archive {seed}: `{}`\n  {verdict}: {:?} {:?} | {:?} | {:?} | {:?} | {:?}",
        print(tree),
        smallest.lang,
        smallest.title,
        smallest.lead,
        smallest.body,
        smallest.captions,
        smallest.byline
    )
}

/// The queries of one archive that are answered wrongly, and how many match anything.
fn failures(seed: u64) -> (Vec<String>, usize) {
    let (archive, articles) = archive(seed);
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let mut oracle = Oracle::of(&articles);
    let mut random = Random::new(seed + 1_000);
    let (mut failures, mut matched) = (Vec::new(), 0);
    for number in 0..QUERIES / ARCHIVES {
        let tree = typed(&queries::clause(&mut random, number % 5));
        let wanted: BTreeSet<String> =
            oracle.matches(&tree).iter().map(|article| article.id.to_string()).collect();
        matched += usize::from(!wanted.is_empty());
        match found(&reader, &tree, ORDERS[number % ORDERS.len()]) {
            Err(cause) => failures.push(format!("archive {seed}: `{}`\n  {cause}", print(&tree))),
            Ok(given) if given != wanted => {
                failures.push(difference(seed, &tree, &articles, &wanted, &given));
            }
            Ok(_) => {}
        }
    }
    (failures, matched)
}

#[test]
fn the_search_finds_exactly_what_the_language_says() {
    let (mut failing, mut matched) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..ARCHIVES as u64).map(|seed| scope.spawn(move || failures(seed))).collect();
        for thread in threads {
            let (failures, found) = thread.join().expect("an answer to every query");
            failing.extend(failures);
            matched += found;
        }
    });
    failing.sort_by_key(String::len);
    let shown: Vec<&str> = failing.iter().take(5).map(String::as_str).collect();
    assert!(failing.is_empty(), "{} of {QUERIES} queries differ\n\n{}", failing.len(), shown.join("\n\n"));
    assert!(matched > QUERIES / 2, "only {matched} queries match anything");
}
