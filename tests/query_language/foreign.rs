//! `--syntax`: every row of the manual's table of foreign syntax, as it is read.

use super::{desk, hits};
use crate::program::Desk;

fn archive() -> Desk {
    desk(&[
        r#"{"id":"1","title":"Bank rate","body":"The central bank resigned itself to rates.","date":"2026-11-22","source":"Reuters","lang":"en","byline":"Jane Roe","url":"https://un.org/1","section":"business","tags":["money"]}"#,
    ])
}

/// What a query of another language is read as; `read as:` shows dates in words.
#[track_caller]
fn check(syntax: &str, rows: &[(&str, &str)]) {
    let desk = archive();
    for (query, expect) in rows {
        let run = desk.run(&["search", "--syntax", syntax, query]);
        let read = run.stdout.lines().next().unwrap_or_default();
        assert_eq!(read, format!("read as: {expect}"), "{syntax}: {query}: {run:?}");
    }
}

#[test]
fn lexis_marks_and_connectors() {
    check(
        "nexis",
        &[
            ("resign!", "resign*"),
            ("wom*n", "wom?n"),
            ("a w/5 b", "a NEAR/5 b"),
            ("a pre/5 b", "a PRE/5 b"),
            ("a w/s b", "a /S b"),
            ("a w/p b", "a /P b"),
            ("a not w/5 b", "a NOT NEAR/5 b"),
            ("a and not b", "a AND NOT b"),
        ],
    );
}

#[test]
fn lexis_segments_and_functions() {
    check(
        "nexis",
        &[
            ("hlead(x)", "lead:x"),
            ("atleast5(x)", "atleast5(x)"),
            ("allcaps(x)", "allcaps(x)"),
            ("length>1200", "words:1201.."),
            ("byline(x)", "byline:x"),
            ("headline(x)", "title:x"),
        ],
    );
}

#[test]
fn lexis_reads_or_before_distances() {
    check("nexis", &[("a or b w/5 c", "(a OR b) NEAR/5 c")]);
}

#[test]
fn factiva_words_and_operators() {
    check(
        "factiva",
        &[
            ("central bank", "\"central bank\""),
            ("a adj5 b", "a PRE/5 b"),
            ("a near5 b", "a NEAR/5 b"),
            ("a same b", "a /P b"),
            ("a/F50/", "first50(a)"),
            ("atleast5 a", "atleast5(a)"),
            ("wc>500", "words:501.."),
        ],
    );
}

#[test]
fn factiva_fields_and_marks() {
    check(
        "factiva",
        &[
            ("hd=x", "title:x"),
            ("hlp=x", "lead:x"),
            ("by=x", "byline:x"),
            ("sn=x", "source:x"),
            ("econom$3", "/econom.{0,3}/"),
            ("a % b", "\"a * b\""),
        ],
    );
}

#[test]
fn proquest() {
    check(
        "proquest",
        &[
            ("a NEAR/5 b", "a NEAR/5 b"),
            ("a PRE/5 b", "a PRE/5 b"),
            ("\"{a b}\"", "\"{a b}\""),
            ("TI(x)", "title:x"),
            ("AU(x)", "byline:x"),
        ],
    );
}

#[test]
fn gdelt() {
    check(
        "gdelt",
        &[
            ("near5:\"a b\"", "a NEAR/5 b"),
            ("repeat3:\"x\"", "atleast3(x)"),
            ("domainis:un.org", "site:un.org"),
            ("sourcelang:english", "lang:en"),
            ("timespan=3d", "date 2026-11-21..2026-11-23"),
        ],
    );
}

#[test]
fn lucene() {
    check(
        "lucene",
        &[
            ("+a -b", "a AND NOT b"),
            ("\"a b\"~5", "\"a b\"~5"),
            ("a1b2~1", "a1b2~"),
            ("date:[2014 TO 2018]", "date 2014-01-01..2018-12-31"),
            ("_exists_:byline", "has:byline"),
            ("byline:*", "has:byline"),
        ],
    );
}

/// Of Guardian and Trove there is no dialect: what they write is ours, or answered with what to write.
#[test]
fn guardian_and_trove_are_answered_in_our_own_language() {
    check("dateline", &[("section:business tag:money", "section:business AND tag:money")]);
    check("dateline", &[("date:[1914 TO 1918]", "date 1914-01-01..1918-12-31")]);
    let desk = archive();
    for (query, expect) in [
        (
            "from-date:2014",
            "error[Q02]: there is no field \"from-date\"\n  from-date:2014\n  ^^^^^^^^^\n\
             help: did you mean from: ? To search the text itself, quote it: \"from-date:2014\"\n",
        ),
        (
            "to-date:2014",
            "error[Q02]: there is no field \"to-date\"\n  to-date:2014\n  ^^^^^^^\n\
             help: did you mean to: ? To search the text itself, quote it: \"to-date:2014\"\n",
        ),
        (
            "text:x",
            "error[Q02]: there is no field \"text\"\n  text:x\n  ^^^^\n\
             help: write =x for this form only, or x for all its forms\n",
        ),
    ] {
        let run = desk.run(&["search", query]);
        assert_eq!((run.stderr.as_str(), run.code), (expect, 2));
    }
    let run = desk.run(&["search", "section=business tag=money from-date=2014"]);
    let notes: Vec<&str> = run.stdout.lines().filter(|line| line.contains(" is searched as text")).collect();
    assert_eq!(
        notes,
        [
            "note: \"section=business\" is searched as text; a field is written section:business",
            "note: \"tag=money\" is searched as text; a field is written tag:money",
            "note: \"from-date=2014\" is searched as text; a field is written from:2014",
        ]
    );
}

#[test]
fn each_dialect_finds_what_its_query_means() {
    let desk = archive();
    for (syntax, query) in [
        ("dateline", "\"central bank\" NEAR/5 resign*"),
        ("nexis", "central bank w/5 resign!"),
        ("factiva", "central bank near5 resign*"),
        ("proquest", "\"central bank\" NEAR/5 resign*"),
        ("lucene", "+\"central bank\" +resign*"),
        ("gdelt", "\"central bank\" near5:\"bank itself\""),
    ] {
        assert_eq!(hits(&desk, &["--syntax", syntax, query]), "Bank rate", "{syntax}");
    }
}

#[test]
fn an_error_of_a_dialect_stands_at_the_place_in_its_own_query() {
    let run = archive().run(&["search", "--syntax", "nexis", "Zürich w/seg flood"]);
    let expect = "error[Q26]: \"w/seg\" of Nexis has no equal here\n  Zürich w/seg flood\n         ^^^^^\n\
                  help: put both words into the same part, as in headline(a and b)\n";
    assert_eq!((run.stderr.as_str(), run.stdout.as_str(), run.code), (expect, "", 2));
}
