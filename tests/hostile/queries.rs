//! Queries as costly as the language allows, asked of articles as long as they come.

use std::io::Write;
use std::time::{Duration, Instant};

use dateline_article::Day;
use dateline_query::{
    Distinct, MAX_QUERY_BYTES, ParseOptions, Parsed, Reader, SearchError, SearchOptions, parse,
};
use dateline_testkit::{Draft, Random, TestArchive, generated};

const QUERIES: usize = 200;
const MORE_QUERIES: &str = "DATELINE_HOSTILE_QUERIES";

/// Far more than any takes where nothing else runs, for a program that is not optimised.
const LONGEST: Duration = Duration::from_secs(20);

/// Words of the long articles, so frequent that every window is full of them.
const FREQUENT: &[&str] = &["the", "of", "and", "in", "harbour", "strike", "minister"];

/// What makes a query dear.
const DEAR: &[&str] = &[
    "*a*",
    "*e*r*",
    "?*?",
    "a*",
    "s*",
    "*s",
    "harb?ur*",
    "harbour~2",
    "minister~2",
    "the~1",
    "/(a|b|ab)*c/",
    "/(.*)*x/",
    "/[a-z]{1,40}/",
    "/.*.*.*.*.*e/",
    "/(a?){30}a{30}/",
    "/(h|ha|har|harb)*our/",
    "\"the of and\"",
    "\"the the the the\"~50",
    "atleast1000(the)",
    "first1000(the)",
    "title:*a*",
    "person:*a*",
    "source:*",
    "date:1..9999",
    "=the",
    "caps(the)",
    "allcaps(of)",
    "*",
    "missing:date",
    "words:>1",
];

const JOINS: &[&str] = &[" ", " OR ", " -", " AND "];

/// One kind in a query, at any place: chains of proximity take the product of what their parts find.
const PROXIMITY: &[&str] = &[" NEAR/1000 ", " NEAR/1 ", " PRE/1000 ", " /S ", " /P ", " NOT NEAR/1000 "];

fn query(random: &mut Random) -> String {
    let parts = 1 + random.below(24);
    let proximity = PROXIMITY[random.below(PROXIMITY.len())];
    let mut text = String::new();
    for number in 0..parts {
        if number > 0 {
            text += if random.below(4) == 0 { proximity } else { JOINS[random.below(JOINS.len())] };
        }
        let words = if random.below(3) == 0 { DEAR } else { FREQUENT };
        let word = |random: &mut Random| words[random.below(words.len())];
        match random.below(6) {
            0 => text += &format!("({} OR {})", word(random), word(random)),
            _ => text += word(random),
        }
    }
    text.truncate(MAX_QUERY_BYTES);
    text
}

/// Articles of many words beside short ones.
fn archive() -> TestArchive {
    let mut random = Random::new(5);
    let mut drafts = generated(3, 200);
    for number in 0..3 {
        let mut text = String::new();
        for at in 0..60_000 {
            text += FREQUENT[random.below(FREQUENT.len())];
            text += if at % 20 == 19 { ". " } else { " " };
            if at % 400 == 399 {
                text += &format!("x{at}\n\n");
            }
        }
        drafts.push(Draft::new(&format!("long-{number}"), "Long", &text));
    }
    TestArchive::of(drafts)
}

#[test]
fn what_an_article_has_in_too_many_ways_is_an_error_and_not_half_an_answer() {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let options = ParseOptions { today: Day::from_ymd(2026, 11, 23).expect("a day") };
    let tree = |text: &str| parse(text, &options).tree.expect("a query");
    for text in ["the NEAR/1000 of NEAR/1000 and NEAR/1000 in", "atleast9(the NEAR/1000 of NEAR/1000 and)"] {
        let counted = reader.count(&tree(text)).map_err(|error| error.to_string());
        let expect = "in one article the words of a proximity come together in millions of ways";
        assert_eq!(counted, Err(expect.to_owned()), "{text}");
        let matches = reader.matches(&tree(text), Distinct::No).expect("matches");
        assert!(matches.total().is_err(), "{text}");
        assert!(
            matches.articles().is_err() || matches.articles().expect("seen").any(|it| it.is_err()),
            "{text}"
        );
    }
    // The first way there is will do.
    assert_eq!(reader.count(&tree("the NEAR/1000 of")).expect("a count"), 3 + count_of_short(&reader));
}

/// Short articles in which both words stand close.
fn count_of_short(reader: &Reader) -> u64 {
    let options = ParseOptions { today: Day::from_ymd(2026, 11, 23).expect("a day") };
    let tree = parse("(the NEAR/1000 of) words:<1000", &options).tree.expect("a query");
    reader.count(&tree).expect("a count")
}

#[test]
fn the_dearest_queries_end_soon() {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let queries = std::env::var(MORE_QUERIES).ok().and_then(|text| text.parse().ok()).unwrap_or(QUERIES);
    let options = ParseOptions { today: Day::from_ymd(2026, 11, 23).expect("a day") };
    let (mut random, mut answered, mut slowest) = (Random::new(11), 0, (Duration::ZERO, String::new()));
    for _ in 0..queries {
        let text = query(&mut random);
        let start = Instant::now();
        let Parsed { tree, problems, .. } = parse(&text, &options);
        if let Some(tree) = tree.filter(|_| problems.is_empty()) {
            match reader.search(&tree, SearchOptions::default()) {
                Ok(_) => answered += 1,
                Err(SearchError::Query(_)) => {}
                Err(error) => panic!("{text}: {error}"),
            }
        }
        let took = start.elapsed();
        assert!(took < LONGEST, "{text}: {took:?}");
        if took > slowest.0 {
            slowest = (took, text);
        }
    }
    let (took, text) = slowest;
    let line = format!(
        "{answered} of {queries} answered, the slowest in {took:?}: {text}
"
    );
    std::io::stderr().write_all(line.as_bytes()).expect("written");
    assert!(answered > queries / 8, "only {answered} of {queries} are queries");
}
