//! What must hold for every archive.

use dateline_article::Day;
use dateline_query::{Order, ParseOptions, Reader, SearchOptions, parse};
use dateline_testkit::{TestArchive, generated};

fn ids(archive: &TestArchive, query: &str, order: Order) -> Vec<String> {
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    let tree = parse(query, &ParseOptions { today }).tree.expect("a query");
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let answer =
        reader.search(&tree, SearchOptions { order, limit: usize::MAX, offset: 0 }).expect("an answer");
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
