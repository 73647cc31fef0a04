//! Whatever is read without problems prints to a query of ours that is the same tree.

use super::*;
use crate::testing::Seeded;

const QUERIES: usize = 5000;

const PIECES: &[&str] = &[
    "flood",
    "a",
    "x*",
    "wom?n",
    "resign!",
    "econom$3",
    "c[*5]",
    "*",
    "?",
    "%",
    "merkel~1",
    "/ab?/",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "(",
    ")",
    " ",
    " ",
    " ",
    " ",
    " ",
    "-",
    "!",
    "+",
    "|",
    "&&",
    "||",
    "&",
    " and ",
    " or ",
    " not ",
    " AND ",
    " OR ",
    " NOT ",
    " and not ",
    " w/5 ",
    " w/2 ",
    " pre/3 ",
    " NEAR/4 ",
    " near5 ",
    " adj2 ",
    " same ",
    " w/s ",
    " not w/3 ",
    "/F50/",
    "/N9/",
    "atleast3 ",
    "atleast4(",
    "allcaps(",
    "headline(",
    "hlead(",
    "publication(",
    "hd=",
    "sn=",
    "la=",
    "wc>500",
    "length>20",
    "length(geq(5) and leq(9))",
    "date > 2010",
    "date(geq (2015) and leq (2020))",
    "date from 2010 to 2012",
    "date after -3",
    "TI(",
    "TI,AB(",
    "PUB(",
    "YR(2010-2012)",
    "EXACT(",
    "title:",
    "source:",
    "words:",
    "date:",
    "[2014 TO 2018]",
    "{5 TO 9]",
    "_exists_:byline",
    "byline:*",
    "near5:\"a b\"",
    "near9:\"a b c\"",
    "repeat3:",
    "domainis:",
    "timespan=3d",
    "theme:X",
    "^2",
    "^",
    "~4",
    "~",
    "=",
    ":",
    "'",
    "洪水",
    "é",
    ",",
    ";",
    "\\",
    "/",
    ".",
    "{",
    "}",
    "[",
    "]",
    "$",
    "2024",
    "\"c d\"",
    "\"{c d}\"",
    "url:\"x|y\"",
    "id:",
];

#[track_caller]
fn check_any(syntax: Syntax) {
    let mut rng = Seeded(999);
    let mut read = 0;
    for _ in 0..QUERIES {
        let query: String = (0..=rng.below(9)).map(|_| rng.pick(PIECES)).collect();
        let parsed = parse_as(&query, syntax, &options());
        for problem in &parsed.problems {
            assert!(query.get(problem.span.start..problem.span.end).is_some(), "{query}: {problem:?}");
            let _ = (problem.render(&query), problem.report(&query));
        }
        let Some(tree) = parsed.tree.filter(|_| parsed.problems.is_empty()) else {
            assert!(!parsed.problems.is_empty(), "{query}");
            continue;
        };
        tree.visit(&mut |node| assert!(query.get(node.span.start..node.span.end).is_some(), "{query}"));
        let printed = print(&tree);
        let again = parse(&printed, &options());
        assert_eq!(again.problems, Vec::new(), "{query} → {printed}");
        let again = again.tree.expect("a tree without problems").without_spans();
        assert_eq!(again, tree.without_spans(), "{query} → {printed}");
        read += 1;
    }
    assert!(read > QUERIES / 50, "the pieces make queries too rarely: {read}");
}

#[test]
fn nexis_prints_to_the_same_query() {
    check_any(Syntax::Nexis);
}

#[test]
fn factiva_prints_to_the_same_query() {
    check_any(Syntax::Factiva);
}

#[test]
fn proquest_prints_to_the_same_query() {
    check_any(Syntax::Proquest);
}

#[test]
fn lucene_prints_to_the_same_query() {
    check_any(Syntax::Lucene);
}

#[test]
fn gdelt_prints_to_the_same_query() {
    check_any(Syntax::Gdelt);
}

/// Deep, long and lopsided queries are answered with problems, not with a crash.
#[test]
fn limits_hold_in_every_dialect() {
    let dialects = [Syntax::Nexis, Syntax::Factiva, Syntax::Proquest, Syntax::Lucene, Syntax::Gdelt];
    let alternating = format!("x{}", " w/1 y w/2 z".repeat(300));
    for text in [
        "(".repeat(3000),
        "not ".repeat(1000),
        "-".repeat(4000),
        "a or ".repeat(800),
        alternating,
        "a ".repeat(5000),
    ] {
        for syntax in dialects {
            let parsed = parse_as(&text, syntax, &options());
            let holds = parsed.problems.len() <= crate::MAX_PROBLEMS;
            assert!(holds && !(parsed.problems.is_empty() && parsed.tree.is_none()), "{syntax:?}");
        }
    }
}
