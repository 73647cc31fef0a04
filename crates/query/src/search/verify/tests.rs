use dateline_testkit::{Draft, TestArchive, generated};

use super::*;
use crate::search::testing::tree_of;

/// Two segments with holes, and articles that are copies.
fn archive() -> TestArchive {
    let mut drafts = generated(11, 80);
    let archive = TestArchive::of(drafts.split_off(40));
    archive.add(drafts.into_iter().map(Draft::article).collect());
    archive.delete(&[Draft::id("g7"), Draft::id("g50")]);
    archive
}

#[test]
fn every_view_agrees_on_every_query() {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("an archive");
    let drawn = reader.drawn_queries(60, 1).expect("queries");
    assert_eq!(drawn.len(), 60);
    let queries =
        ["*", "the", "flood OR storm", "\"of the\"", "date:2012..2014", "zebra", "the -of date:2015-03"];
    for tree in queries.into_iter().map(tree_of).chain(drawn.iter().cloned()) {
        let verification = reader.verify(&tree, &drawn[0]).expect("counts");
        assert!(verification.agrees(), "{verification:?}");
        assert_eq!((verification.counts.len(), verification.distinct.len()), (26, 5));
    }
}

#[test]
fn a_view_that_counts_wrongly_is_caught_whichever_it_is() {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("an archive");
    let (tree, other) = (tree_of("the"), tree_of("flood"));
    let asked = Asked::of(&reader, &tree, &other).expect("matches");
    let views: Vec<View> = View::OF_ALL.into_iter().chain(View::OF_DISTINCT).collect();
    let right: Vec<Vec<ViewCount>> = views.iter().map(|view| view.counts(&asked).expect("counts")).collect();
    let gather = |counts: &[Vec<ViewCount>]| {
        let counts_of = |view: View, _: &Asked<'_>| {
            Ok(counts[views.iter().position(|&known| known == view).expect("a view")].clone())
        };
        gathered(&asked, counts_of).expect("counts")
    };
    assert!(gather(&right).agrees() && right[0][0].articles > 1, "{right:?}");
    for (view, rows) in right.iter().enumerate() {
        for row in 0..rows.len() {
            for wrong in [|articles: u64| articles - 1, |articles: u64| articles + 1] {
                let mut counts = right.clone();
                counts[view][row].articles = wrong(counts[view][row].articles);
                let verification = gather(&counts);
                assert!(!verification.agrees(), "{:?}, row {row}: {verification:?}", views[view]);
            }
        }
    }
}

#[test]
fn copies_never_make_more_articles() {
    let count = |articles| vec![ViewCount { view: "search".to_owned(), articles }];
    let of = |all, distinct| Verification {
        query: "flood".to_owned(),
        counts: count(all),
        distinct: count(distinct),
    };
    assert!(of(3, 2).agrees() && of(3, 3).agrees());
    assert!(!of(3, 4).agrees());
}
