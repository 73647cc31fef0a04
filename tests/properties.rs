//! What must hold for every archive.

use dateline_article::Day;
use dateline_query::{Order, ParseOptions, Reader, SearchOptions, parse};
use dateline_testkit::{Draft, TestArchive, generated};

fn today() -> Day {
    Day::from_ymd(2026, 11, 23).expect("a day")
}

fn ids(archive: &TestArchive, query: &str, order: Order) -> Vec<String> {
    let tree = parse(query, &ParseOptions { today: today() }).tree.expect("a query");
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let answer = reader
        .search(&tree, SearchOptions { order, limit: usize::MAX, offset: 0, ..SearchOptions::default() })
        .expect("an answer");
    assert_eq!(answer.total, answer.hits.len() as u64, "total and list differ for `{query}`");
    let counted = reader.ids(&tree).expect("ids").len() as u64;
    assert_eq!(answer.total, counted, "total and ids differ for `{query}`");
    answer.hits.iter().map(|hit| hit.article.id.to_string()).collect()
}

const QUERIES: &[&str] = &[
    "flood",
    "flood warning",
    "flood OR strike",
    "\"of the\"",
    "the -minister",
    "minister NEAR/3 vote",
    "date:2014",
    "harbour date:2012..2015-06",
    "title:storm",
    "source:gazette",
    "missing:date",
    "vot* OR pric*",
    "*",
];

#[test]
fn count_list_and_ids_agree_and_both_orders_hold_the_same() {
    let archive = TestArchive::of(generated(1, 600));
    for query in QUERIES {
        let mut best = ids(&archive, query, Order::Relevance);
        let mut newest = ids(&archive, query, Order::NewestFirst);
        let mut oldest = ids(&archive, query, Order::OldestFirst);
        best.sort();
        newest.sort();
        oldest.sort();
        assert!(!best.is_empty(), "`{query}` finds something");
        assert_eq!(best, newest, "{query}");
        assert_eq!(best, oldest, "{query}");
    }
}

#[test]
fn the_same_articles_give_the_same_order_every_time() {
    let (one, two) = (TestArchive::of(generated(2, 300)), TestArchive::of(generated(2, 300)));
    for query in QUERIES {
        assert_eq!(ids(&one, query, Order::Relevance), ids(&two, query, Order::Relevance), "{query}");
    }
}

#[test]
fn a_short_list_is_the_start_of_the_long_one() {
    // Several segments, each of several blocks of postings, so that blocks are passed over.
    let mut articles: Vec<_> = generated(4, 2_400).into_iter().map(Draft::article).collect();
    let archive = TestArchive::of_articles(articles.split_off(800));
    archive.add(articles.split_off(500));
    archive.add(articles);
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let queries = ["flood strike OR vote", "flood OR minister OR the", "the", "the flood", "flood^3 OR vot*"];
    let dated = queries.map(|query| format!("({query}) date:2013-03..2016"));
    for query in QUERIES.iter().copied().chain(queries).chain(dated.iter().map(String::as_str)) {
        for order in [Order::Relevance, Order::NewestFirst, Order::OldestFirst] {
            let all = hits(&reader, query, order, usize::MAX);
            for limit in [1, 10, 100] {
                assert_eq!(hits(&reader, query, order, limit), all[..limit.min(all.len())], "{query}");
            }
        }
    }
}

/// Ids and scores.
fn hits(reader: &Reader, query: &str, order: Order, limit: usize) -> Vec<(String, f32)> {
    let tree = parse(query, &ParseOptions { today: today() }).tree.expect("a query");
    let options = SearchOptions { order, limit, ..SearchOptions::default() };
    let answer = reader.search(&tree, options).expect("an answer");
    answer.hits.iter().map(|hit| (hit.article.id.to_string(), hit.score)).collect()
}

#[test]
fn a_is_a_and_b_with_a_without_b() {
    let archive = TestArchive::of(generated(3, 500));
    let count = |query: &str| ids(&archive, query, Order::NewestFirst).len();
    for a in QUERIES {
        for b in ["flood", "\"the minister\"", "date:2013..2016", "source:courier", "minister NEAR/5 council"]
        {
            let (with, without) = (format!("({a}) AND ({b})"), format!("({a}) AND NOT ({b})"));
            assert_eq!(count(a), count(&with) + count(&without), "{a} and {b}");
        }
    }
}
