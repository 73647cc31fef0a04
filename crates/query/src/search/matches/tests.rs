use dateline_testkit::{Draft, TestArchive, generated};

use super::*;
use crate::search::testing::tree_of;
use crate::{Order, SearchOptions};

fn titles(reader: &Reader, query: &str, distinct: Distinct) -> Vec<String> {
    let matches = reader.matches(&tree_of(query), distinct).expect("an answer");
    let articles = matches.articles().expect("an order");
    let titles: Vec<String> = articles.map(|article| article.expect("an article").title).collect();
    assert_eq!(matches.total().expect("a count"), titles.len() as u64, "{query}");
    titles
}

/// The matches are those of a search, in its order.
#[track_caller]
fn check(reader: &Reader, query: &str) {
    let options = SearchOptions { order: Order::NewestFirst, limit: 1_000, ..SearchOptions::default() };
    let answer = reader.search(&tree_of(query), options).expect("an answer");
    let found: Vec<String> = answer.hits.into_iter().map(|hit| hit.article.title).collect();
    assert!(!found.is_empty(), "{query}");
    assert_eq!(titles(reader, query, Distinct::No), found, "{query}");
}

#[test]
fn every_match_comes_once_in_the_order_of_a_search() {
    // Three segments, some of their articles deleted.
    let mut drafts = generated(7, 150);
    let archive = TestArchive::of(drafts.split_off(100));
    archive.add(drafts.split_off(50).into_iter().map(Draft::article).collect());
    archive.add(drafts.into_iter().map(Draft::article).collect());
    archive.delete(&(0..150).step_by(17).map(|number| Draft::id(&format!("g{number}"))).collect::<Vec<_>>());
    let reader = Reader::open(archive.archive()).expect("an archive");
    for query in [
        "*",
        "flood OR storm",
        "minister NEAR/3 strike",
        "date:2012..2014",
        "the date.certain:2015-03..2015-09",
        "missing:date",
    ] {
        check(&reader, query);
    }
}

#[test]
fn the_earliest_of_the_copies_that_match_stands_for_all() {
    let story = "The council of the harbour voted on Tuesday for the new bridge over the river, which will cost \
                 17 million and open in 2024. Fishermen had asked for a ferry instead, and the mayor called the vote \
                 a victory for everyone who has stood in the queue at the old crossing.";
    let archive = TestArchive::of([
        Draft::new("a", "Copy of May", story).on("2019-05-02"),
        Draft::new("b", "First print", story).on("2019-04-12"),
        Draft::new("c", "Undated copy", story),
        Draft::new("d", "Another story", "Teachers walked out of four schools.").on("2019-04-20"),
    ]);
    let reader = Reader::open(archive.archive()).expect("an archive");
    assert_eq!(titles(&reader, "*", Distinct::Yes), ["Another story", "First print"]);
    assert_eq!(titles(&reader, "from:2019-05", Distinct::Yes), ["Copy of May"]);
    assert_eq!(reader.count_distinct(&tree_of("*")).expect("a count"), 2);
}
