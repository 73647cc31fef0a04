//! What must hold for every archive.

use dateline_article::Day;
use dateline_query::{Decay, Explain, Node, Order, ParseOptions, Reader, SearchOptions, parse};
use dateline_testkit::{Draft, Random, TestArchive, generated};

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

fn tree(query: &str) -> Node {
    parse(query, &ParseOptions { today: today() }).tree.unwrap_or_else(|| panic!("`{query}` is a query"))
}

/// Segments of long and of short articles in several languages, with holes: the lengths that each segment
/// knows are far from those of the whole archive.
fn uneven_archive() -> TestArchive {
    let drafts: Vec<Draft> = generated(5, 2_400).into_iter().collect();
    let mut articles: Vec<_> = drafts
        .into_iter()
        .enumerate()
        .map(|(number, draft)| draft.lang(["en", "de", "", "fr"][number % 4]).article())
        .collect();
    for (number, article) in articles.iter_mut().enumerate() {
        if number < 700 {
            article.body = [article.body.as_str(); 9].join("\n\n");
        } else if number < 1_500 {
            article.body.clear();
        }
    }
    let dead: Vec<_> = articles.iter().step_by(7).map(|article| article.id).collect();
    let archive = TestArchive::of_articles(articles.split_off(1_500));
    archive.add(articles.split_off(700));
    archive.add(articles);
    archive.delete(&dead[..dead.len() / 2]);
    archive
}

/// A query of words, forms and weights, mostly flat.
fn ranked_query(random: &mut Random) -> String {
    const WORDS: &[&str] = &[
        "the",
        "flood",
        "floods",
        "vote",
        "voted",
        "minister",
        "of",
        "strike",
        "vot*",
        "*es",
        "st*",
        "pric*",
        "=votes",
        "minster~",
        "counsil~2",
        "zzzz",
        "\"of the\"",
        "title:storm",
        "(the harbour)",
        "harbour",
    ];
    const WEIGHTS: &[&str] = &["", "", "", "^3", "^0.2", "^0.01", "^25"];
    const DAYS: &[&str] = &["", "", " date:2013-03..2016", " date:2014-05", " date.certain:2012..2015"];
    let clauses: Vec<String> = (0..=random.below(5))
        .map(|_| format!("{}{}", WORDS[random.below(WORDS.len())], WEIGHTS[random.below(WEIGHTS.len())]))
        .collect();
    let joined = clauses.join([" OR ", " OR ", " "][random.below(3)]);
    format!("({joined}){}{}", WEIGHTS[random.below(WEIGHTS.len())], DAYS[random.below(DAYS.len())])
}

#[test]
fn whatever_ways_lead_through_the_documents_the_best_hits_are_the_same() {
    let archive = uneven_archive();
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let mut random = Random::new(77);
    for number in 0..100 {
        let query = ranked_query(&mut random);
        let decay = (number % 3 == 0).then(|| Decay::parse("900d@2016", today()).expect("a decay"));
        let answer = |tree: &Node, offset, limit| {
            let options = SearchOptions { offset, limit, decay, ..SearchOptions::default() };
            let answer = reader.search(tree, options).expect("an answer");
            let hits: Vec<_> = answer.hits.iter().map(|hit| (hit.article.id, hit.score)).collect();
            (answer.total, hits)
        };
        let plain = tree(&query);
        // What no article holds makes the query a general one, which scores every match.
        let (total, all) = answer(&tree(&format!("{query} -zzzz")), 0, usize::MAX);
        assert_eq!(total, all.len() as u64, "{query}");
        assert!(all.iter().all(|(_, score)| score.is_finite()), "{query}");
        for limit in [1, 3, 40] {
            assert_eq!(answer(&plain, 0, limit), (total, all[..limit.min(all.len())].to_vec()), "{query}");
        }
        let page = all.iter().skip(7).take(5).copied().collect();
        assert_eq!(answer(&plain, 7, 5), (total, page), "{query}");
    }
}

#[test]
fn a_segment_of_short_articles_is_not_passed_over_for_one_of_long_ones() {
    let articles = |name: &str, text: &str| -> Vec<_> {
        (0..140).map(|number| Draft::new(&format!("{name}{number}"), "Title", text).article()).collect()
    };
    // Beside its own average a short article is long; beside that of the whole archive it is short.
    let short = format!("Flood {}", "filler ".repeat(15));
    let long = format!("Flood flood {}", "filler ".repeat(100));
    for first_is_short in [true, false] {
        let (one, other) = (articles("short", &short), articles("long", &long));
        let (one, other) = if first_is_short { (one, other) } else { (other, one) };
        let archive = TestArchive::of_articles(one);
        archive.add(other);
        let reader = Reader::open(archive.archive()).expect("the archive opens");
        let all = hits(&reader, "flood -zzzz", Order::Relevance, usize::MAX);
        assert!(all[0].1 > all[140].1, "the short ones come first");
        for limit in [1, 70] {
            assert_eq!(hits(&reader, "flood", Order::Relevance, limit), all[..limit]);
        }
    }
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let archive = uneven_archive();
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let mut random = Random::new(78);
    for _ in 0..60 {
        let query = ranked_query(&mut random);
        let options = SearchOptions { limit: 8, explain: Explain::Yes, ..SearchOptions::default() };
        for hit in reader.search(&tree(&query), options).expect("an answer").hits {
            let sum: f32 = hit.parts.iter().map(|part| part.score).sum();
            assert!((sum - hit.score).abs() <= sum * 1e-5, "{query}: {sum} {}", hit.score);
        }
    }
}

#[test]
fn weights_inside_weights_stay_numbers() {
    let archive = TestArchive::of(generated(6, 50));
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let great = "9".repeat(38);
    let query = format!("((flood^{great} OR the^{great})^{great} OR minister)^{great}");
    let hits = hits(&reader, &query, Order::Relevance, 10);
    assert!(!hits.is_empty());
    assert!(hits.iter().all(|(_, score)| score.is_finite()), "{hits:?}");
}

#[test]
fn undated_articles_are_those_that_meet_everything_but_the_days() {
    let archive = TestArchive::of(generated(7, 300));
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    for query in ["the", "flood OR strike", "the minister", "\"of the\"", "vot*", "*"] {
        let wanted = reader.count(&tree(&format!("({query}) missing:date"))).expect("a count");
        for days in ["date:2014", "date.certain:2012..2015", "from:2012 to:2015", "date:2012 date:2016"] {
            let dated = tree(&format!("({query}) {days}"));
            let answer = reader.search(&dated, SearchOptions::default()).expect("an answer");
            assert_eq!(answer.undated, Some(wanted), "{query} {days}");
            let tally = reader.tally(&dated).expect("a tally");
            assert_eq!((tally.articles, tally.undated), (answer.total, answer.undated), "{query} {days}");
        }
    }
}

#[test]
fn what_is_offered_instead_of_nothing_finds_what_it_says() {
    let archive = TestArchive::of(generated(8, 200));
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let clauses = [
        "zebra",
        "floood",
        "minster~",
        "\"the flood minister\"",
        "source:Gazete",
        "source:\"Evenning Post\"",
        "date:1950",
        "-the",
        "=vvote",
        "title:qqqq",
        "(storm OR zzzz)",
        "vot*",
        "strike^3",
        "lang:xx",
        "zz*",
        "source:Gaz*t",
        "minister NEAR/1 zzzz",
        "updated:2020",
        "caps(flood)",
        "-source:gazette",
        "the",
    ];
    let mut random = Random::new(79);
    let mut offered = 0;
    for _ in 0..300 {
        let query: Vec<&str> =
            (0..2 + random.below(4)).map(|_| clauses[random.below(clauses.len())]).collect();
        let query = query.join(" ");
        let tree_of_query = tree(&query);
        if reader.count(&tree_of_query).expect("a count") > 0 {
            continue;
        }
        let nothing = reader.nothing_found(&tree_of_query).expect("an explanation");
        for clause in &nothing.clauses {
            assert_eq!(reader.count(&tree(&clause.clause)).expect("a count"), clause.articles, "{query}");
        }
        if let Some((looser, articles)) = nothing.looser {
            offered += 1;
            assert_eq!(reader.count(&tree(&looser)).expect("a count"), articles, "{query}: {looser}");
        }
    }
    assert!(offered > 100, "only {offered} queries were offered another");
}
