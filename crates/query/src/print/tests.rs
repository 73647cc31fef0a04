//! A printed tree parses back to itself, for trees and for queries drawn at random from a fixed seed.

use chrono::Weekday;
use dateline_article::{Day, Origin, Precision};

use super::*;
use crate::ast::{ArticleRef, DateFilter, Near, NumberFilter};
use crate::field::{DateField, NumberField, Presence, ValueField};
use crate::limits::{MAX_CLAUSES, MAX_QUERY_BYTES};
use crate::testing::Seeded;
use crate::{ParseOptions, Span, parse};

const TREES: usize = 4000;
const QUERIES: usize = 6000;

fn options() -> ParseOptions {
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    ParseOptions { today }
}

impl Seeded {
    fn several(&mut self, one: fn(&mut Seeded, usize) -> Node, depth: usize) -> Vec<Node> {
        (0..2 + self.below(3)).map(|_| one(self, depth)).collect()
    }

    fn weighted(&mut self, kind: NodeKind) -> Node {
        let mut node = Node::new(kind, Span::default());
        node.boost = self.pick(&[1.0, 1.0, 1.0, 1.0, 2.0, 0.5]);
        node
    }
}

/// Any clause.
fn clause(rng: &mut Seeded, depth: usize) -> Node {
    if depth == 0 {
        return leaf(rng);
    }
    match rng.below(8) {
        0 => NodeKind::and(rng.several(clause, depth - 1), Span::default()).expect("several clauses"),
        1 => NodeKind::or(rng.several(clause, depth - 1), Span::default()).expect("several clauses"),
        2 => {
            let inner = Box::new(clause(rng, depth - 1));
            rng.weighted(NodeKind::Not(inner))
        }
        3 => near(rng, depth),
        4 => {
            let of = Box::new(placed(rng, depth - 1));
            let count = rng.below(60) as u32 + 1;
            let kind = if rng.below(2) == 0 {
                NodeKind::AtLeast { times: count, of }
            } else {
                NodeKind::First { words: count, of }
            };
            rng.weighted(kind)
        }
        _ => leaf(rng),
    }
}

/// A clause with places in the text.
fn placed(rng: &mut Seeded, depth: usize) -> Node {
    match rng.below(if depth == 0 { 3 } else { 5 }) {
        0 => phrase(rng),
        1 => {
            let field = rng.pick(&[ValueField::Person, ValueField::Entity]);
            let kind = value(rng, field);
            rng.weighted(kind)
        }
        2 => word(rng),
        3 => near(rng, depth),
        _ => NodeKind::or(rng.several(placed, depth - 1), Span::default()).expect("several clauses"),
    }
}

fn near(rng: &mut Seeded, depth: usize) -> Node {
    let words = rng.below(30) as u32 + 1;
    let proximity = rng.pick(&[
        Proximity::Near(words),
        Proximity::Before(words),
        Proximity::NotNear(words),
        Proximity::Sentence,
        Proximity::Paragraph,
    ]);
    let operands = rng.several(placed, depth.saturating_sub(1));
    rng.weighted(NodeKind::Near(Near { proximity, operands }))
}

fn scope(rng: &mut Seeded) -> Scope {
    rng.pick(&[Scope::Text, Scope::Text, Scope::Title, Scope::Lead, Scope::Body])
}

fn case(rng: &mut Seeded) -> Case {
    rng.pick(&[Case::Any, Case::Any, Case::Any, Case::Capital, Case::AllCapital, Case::NoCapital])
}

const WORDS: &[&str] = &[
    "flood", "anti-war", "don't", "Köln", "12:30", "AT&T", "洪水", "AND", "or", "=x", "U.S.", "w/5", "NEAR",
    "a^b", "-x", "caps",
];

fn word(rng: &mut Seeded) -> Node {
    let (text, kind) = match rng.below(5) {
        0 => (rng.pick(WORDS), WordKind::Plain),
        1 => (rng.pick(WORDS), WordKind::Exact),
        2 => (rng.pick(&["warn*", "wom?n", "*burg", "a:b*"]), WordKind::Wildcard),
        3 => {
            let distance = rng.pick(&[1, 2]);
            (rng.pick(&["merkel", "AT&T"]), WordKind::Fuzzy { distance })
        }
        _ => (rng.pick(&["colou?r", "a(b|c)\\/d", "[ab]+"]), WordKind::Regex),
    };
    let word = Word { text: text.to_owned(), kind, case: case(rng) };
    let kind = NodeKind::Word(scope(rng), word);
    rng.weighted(kind)
}

fn phrase(rng: &mut Seeded) -> Node {
    let (case, kind) = (case(rng), rng.pick(&[WordKind::Plain, WordKind::Exact]));
    let mut parts = Vec::new();
    for _ in 0..2 + rng.below(3) {
        if rng.below(4) == 0 {
            parts.push(PhrasePart::Gap);
        }
        let (text, kind) = match rng.below(5) {
            0 => (rng.pick(&["emerg*", "a:b?"]), WordKind::Wildcard),
            _ => (rng.pick(WORDS), kind),
        };
        let text = text.to_owned();
        parts.push(PhrasePart::Word(Word { text, kind, case }));
    }
    let slop = rng.pick(&[None, None, Some(0), Some(4)]);
    let kind = NodeKind::Phrase(scope(rng), Phrase { parts, slop });
    rng.weighted(kind)
}

fn value(rng: &mut Seeded, field: ValueField) -> NodeKind {
    let (text, form) = rng.pick(&[
        ("Guardian", ValueForm::Word),
        ("bbc.co.uk", ValueForm::Word),
        ("a:b/c", ValueForm::Word),
        ("The Times", ValueForm::Whole),
        ("Guardian", ValueForm::Whole),
        ("A. Merkel", ValueForm::Surface),
        ("pol*", ValueForm::Wildcard),
        ("The T?mes*", ValueForm::Wildcard),
    ]);
    let text = text.to_owned();
    NodeKind::Value(ValueFilter { field, text, form })
}

fn date(rng: &mut Seeded) -> NodeKind {
    // Open ranges never contradict each other: those that begin do so before those that end.
    let early = Day::from_ymd(1900 + rng.below(50) as i32, 1 + rng.below(12) as u32, 1).expect("a day");
    let late = early.plus(36_500 + rng.below(1000) as i32);
    let range = rng.pick(&[
        DayRange::from(early),
        DayRange::to(late),
        DayRange::new(Some(early), Some(late)).expect("a range"),
        DayRange::new(Some(early), Some(early)).expect("a range"),
    ]);
    let field = rng.pick(&[DateField::Published, DateField::Updated, DateField::Edition]);
    let matching = match field {
        DateField::Published => rng.pick(&[DateMatch::Overlapping, DateMatch::Inside]),
        _ => DateMatch::Overlapping,
    };
    NodeKind::Date(DateFilter { field, range, matching, written: String::new() })
}

fn leaf(rng: &mut Seeded) -> Node {
    let kind = match rng.below(12) {
        0..4 => return word(rng),
        4 => return phrase(rng),
        5 => {
            let field =
                rng.pick(&[ValueField::Source, ValueField::Site, ValueField::Tag, ValueField::Person]);
            value(rng, field)
        }
        6 => date(rng),
        7 => {
            let field = rng.pick(&[NumberField::Words, NumberField::Dups]);
            let (first, last) =
                rng.pick(&[(Some(5), None), (None, Some(9)), (Some(5), Some(9)), (Some(7), Some(7))]);
            NodeKind::Number(NumberFilter { field, first, last })
        }
        8 => NodeKind::Calendar(rng.pick(&[
            Calendar::Day { month: 4, day: 13 },
            Calendar::Month(12),
            Calendar::Weekday(Weekday::Sun),
        ])),
        9 => {
            let presence = rng.pick(&[Presence::Has, Presence::Missing]);
            let field = rng.pick(&[
                Field::Text(Scope::Byline),
                Field::Date(DateField::Published, DateBound::Overlapping),
                Field::Value(ValueField::Lang),
            ]);
            NodeKind::Presence(presence, field)
        }
        10 => {
            let key = rng.pick(&[ArticleKey::Id, ArticleKey::Url, ArticleKey::Cluster, ArticleKey::Like]);
            let value = rng.pick(&["gdn-2019-0412-a3", "http://x.org/a_(b)?c=1^2", "a|b"]).to_owned();
            NodeKind::Article(ArticleRef { key, value })
        }
        _ => match rng.below(3) {
            0 => NodeKind::All,
            1 => NodeKind::DateOrigin(Origin::JsonLd),
            _ => NodeKind::DatePrecision(Precision::Year),
        },
    };
    rng.weighted(kind)
}

/// Asserts that the tree prints to a query that is read as the same tree.
#[track_caller]
fn check(tree: &Node) {
    let printed = print(tree);
    let parsed = parse(&printed, &options());
    assert_eq!(parsed.problems, Vec::new(), "{printed}");
    let read = parsed.tree.expect("a tree without problems").without_spans();
    assert_eq!(read, tree.clone().without_spans(), "{printed}");
}

#[test]
fn a_printed_tree_parses_back_to_itself() {
    let mut rng = Seeded(999);
    let mut checked = 0;
    while checked < TREES {
        let tree = clause(&mut rng, 4);
        let mut leaves = 0;
        tree.visit(&mut |node| leaves += usize::from(node.children().is_empty()));
        if leaves <= MAX_CLAUSES && print(&tree).len() <= MAX_QUERY_BYTES {
            check(&tree);
            checked += 1;
        }
    }
}

#[test]
fn whatever_is_read_without_problems_prints_to_the_same_query() {
    const PIECES: &[&str] = &[
        "flood",
        "a",
        "x*",
        "wom?n",
        "*",
        "?",
        "=may",
        "merkel~2",
        "/ab?/",
        "\"",
        "“",
        "”",
        "«",
        "»",
        "„",
        "(",
        ")",
        " ",
        " ",
        " ",
        " ",
        "-",
        "!",
        "|",
        " AND ",
        " OR ",
        " NOT ",
        " NEAR/5 ",
        " PRE/3 ",
        " w/2 ",
        " /S ",
        " not ",
        "title:",
        "date:",
        "2024",
        "..",
        "2024-03",
        "last-30d",
        "source:",
        "person:",
        "words:",
        ">800",
        "[",
        "]",
        " TO ",
        "{",
        "}",
        "caps(",
        "atleast3(",
        "first9(",
        "repeat2:",
        "^2",
        "^",
        "~4",
        "~",
        "=",
        ":",
        "'",
        "url:",
        "http://x.org",
        "has:byline",
        "on:04-13",
        "洪水",
        "é",
        ",",
        ";",
        "&",
        "+",
        "byline:",
        "from:",
        "to:",
        "\"a b\"",
        "\"{c d}\"",
        "near5:",
        "\\",
        "/",
        ".",
        "weekday:sun",
        "id:",
    ];
    let mut rng = Seeded(999);
    let mut read = 0;
    for _ in 0..QUERIES {
        let query: String = (0..=rng.below(14)).map(|_| rng.pick(PIECES)).collect();
        let parsed = parse(&query, &options());
        for problem in &parsed.problems {
            let _ = (problem.render(&query), problem.report(&query));
        }
        match parsed.tree {
            Some(tree) if parsed.problems.is_empty() => {
                check(&tree);
                read += 1;
            }
            tree => assert!(tree.is_some() || !parsed.problems.is_empty(), "{query}"),
        }
    }
    assert!(read > QUERIES / 20, "the pieces make queries too rarely: {read}");
}

#[track_caller]
fn check_read_as(query: &str, expect: &str) {
    let parsed = parse(query, &options());
    assert_eq!(parsed.problems, Vec::new(), "{query}");
    assert_eq!(read_as(&parsed.tree.expect("a tree")), expect);
}

#[test]
fn the_line_above_an_answer_groups_the_words_and_resolves_the_dates() {
    check_read_as(
        "flood warning date:2024-01..2024-03",
        "(flood AND warning) AND date 2024-01-01..2024-03-31",
    );
    check_read_as("date:..1999 flood", "flood AND date ..1999-12-31");
    check_read_as("from:2018 flood to:2019", "flood AND date 2018-01-01..2019-12-31");
    check_read_as("flood OR storm", "flood OR storm");
    check_read_as(
        "flood -storm -lang:de date:today",
        "(flood AND NOT storm) AND NOT lang:de AND date 2026-11-23",
    );
    check_read_as("date:2024-03-11", "date 2024-03-11");
    check_read_as("source:Guardian date:last-6m", "source:Guardian AND date 2026-05-24..2026-11-23");
}
