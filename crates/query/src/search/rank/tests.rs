//! Every way through the documents finds what the way of general queries finds, to the last bit of the scores.

use dateline_article::Day;
use dateline_testkit::{Draft, TestArchive, generated};
use tantivy::DocAddress;

use super::*;
use crate::Reader;
use crate::search::hits::Order;
use crate::search::testing::tree_of;

/// More articles than a window holds, in two segments; few of them have the word `zeppelin`.
fn archive() -> TestArchive {
    let mut drafts = generated(11, 4_500);
    let later = drafts.split_off(4_300);
    let rare = (0..9).map(|number| {
        let day = format!("2014-0{}-11", 1 + number);
        Draft::new(&format!("z{number}"), "The zeppelin", "The zeppelin was in the harbour.").on(&day)
    });
    let archive = TestArchive::of(drafts);
    archive.add(later.into_iter().chain(rare).map(Draft::article).collect());
    archive
}

/// What a way finds: places with the bits of their scores, and the count.
fn found(
    reader: &Reader,
    matching: &Matching,
    order: Order,
    decay: Option<Decay>,
    keep: usize,
) -> (Vec<(DocAddress, u32)>, u64) {
    let top = reader.top(matching, order, decay, keep).expect("an answer");
    (top.ranks.iter().map(|rank| (rank.address, rank.score().to_bits())).collect(), top.total)
}

#[track_caller]
fn check_matching(reader: &Reader, mut matching: Matching, named: &str) {
    let own = matching.shape;
    assert_ne!(own, Shape::General, "{named}");
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    let decay = Decay::parse("400d@2016-06-01", today).expect("a decay");
    for (order, decay) in [
        (Order::Relevance, None),
        (Order::Relevance, Some(decay)),
        (Order::NewestFirst, None),
        (Order::OldestFirst, None),
    ] {
        matching.shape = Shape::General;
        // Where every article is kept, no bound is asked.
        let (every, total) = found(reader, &matching, order, decay, usize::MAX);
        assert!(total > 0 && total == every.len() as u64, "{total} of {named}");
        for (shape, keeps) in [(own, &[0, 1, 10, usize::MAX][..]), (Shape::General, &[10])] {
            matching.shape = shape;
            for &keep in keeps {
                let expect = (every[..keep.min(every.len())].to_vec(), total);
                assert_eq!(
                    found(reader, &matching, order, decay, keep),
                    expect,
                    "{order:?} {keep} of {named}"
                );
            }
        }
    }
}

#[track_caller]
fn check(reader: &Reader, query: &str) {
    check_matching(reader, reader.compile(&tree_of(query)).expect("a query").matching, query);
}

const QUERIES: &[&str] = &[
    "flood",
    "flood OR storm",
    "the OR harbour^3 OR floods OR zeppelin",
    "votes OR zeppelin^0.1",
    "flood^0 OR storm^0",
    "the said",
    "flood prices voting^2",
    "zeppelin the",
    "(the OR floods) date:2013..2015",
    "(zeppelin OR floods) date.certain:2014-03..2014-05",
    "the flood date:2013-04",
    "the said date.certain:2015",
];

#[test]
fn windows_find_what_a_general_walk_finds() {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("an archive");
    for query in QUERIES {
        check(&reader, query);
    }
}

#[test]
fn windows_pass_over_what_is_deleted() {
    let archive = archive();
    let gone: Vec<_> = (0..4_500).step_by(7).map(|number| Draft::id(&format!("g{number}"))).collect();
    archive.delete(&gone);
    let reader = Reader::open(archive.archive()).expect("an archive");
    assert_eq!(reader.articles(), 4_509 - gone.len() as u64);
    for query in QUERIES {
        check(&reader, query);
    }
}

#[test]
fn a_clause_of_many_words_is_added_up_in_windows() {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("an archive");
    let words = "harbour strike minister flood warning council vote budget river bridge police court judge school teacher market";
    let words = format!("{words} price storm coast zeppelin").replace(' ', " OR ");
    let mut matching = reader.compile(&tree_of(&words)).expect("a query").matching;
    let members = |from: usize, clauses: &[Clause]| -> Vec<_> {
        clauses[from..].iter().flat_map(|clause| clause.members.clone()).collect()
    };
    // One clause of twenty words beside one of two.
    let mut clauses = vec![matching.clauses[0].clone(), matching.clauses[1].clone()];
    clauses[0].members = members(0, &matching.clauses);
    clauses[1].members = members(18, &matching.clauses);
    assert!(clauses[0].members.len() > 16 && clauses[1].members.len() > 1);
    matching.clauses = clauses;
    check_matching(&reader, matching, "many words");
}
