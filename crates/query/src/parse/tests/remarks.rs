//! Notes, spans and limits.

use super::*;
use crate::limits::{MAX_CLAUSES, MAX_DEPTH, MAX_DISTANCE, MAX_FUZZY_DISTANCE, MAX_FUZZY_LETTERS};

#[test]
fn lower_case_operators_are_words_and_said_to_be_so_once() {
    check_notes(
        "flood or storm or rain",
        &["note: \"or\" is searched as a word here; write OR to mean either"],
    );
    check_notes("or flood not", &[]);
    check_notes(
        "flood and storm not rain near dam",
        &[
            "note: \"and\" is searched as a word here; write AND to mean both, or nothing at all",
            "note: \"not\" is searched as a word here; write NOT to mean without",
            "note: \"near\" is searched as a word here; write NEAR/5 to mean within five words",
        ],
    );
}

#[test]
fn notes_on_text_that_looks_like_something_else() {
    check_notes("Re: fox", &["note: \"Re:\" is searched as text"]);
    check_notes(
        "title: fox",
        &["note: \"title:\" is searched as text here; a field needs its value at once, as in title:x"],
    );
    check_notes("Marks & Spencer", &["note: \"&\" holds no letter or digit and was left out"]);
    check_notes(
        "why Paris?",
        &["note: \"Paris?\" asks for one more letter; leave the ? out to search \"Paris\""],
    );
    check_notes("wc>500 flood", &["note: \"wc>500\" is searched as text; a field is written words:>500"]);
    check_notes(
        "+flood atmost5(dam)",
        &[
            "note: \"+flood\": all words must occur anyway; the + was left out",
            "note: \"atmost5\" is searched as a word beside the parentheses; there is no function of this name",
        ],
    );
}

#[test]
fn proximities_as_spelled_elsewhere_are_noted() {
    check_notes(
        "bank near5 robbery adj3 gang",
        &[
            "note: \"near5\" is searched as a word here; write NEAR/5 for closeness",
            "note: \"adj3\" is searched as a word here; write PRE/3 for closeness",
        ],
    );
}

#[test]
fn a_proximity_beside_a_bare_or_is_noted() {
    let note = "note: NEAR/5 is read before OR here; put parentheses around the words that belong together";
    check_notes("flood OR storm NEAR/5 dam", &[note]);
    check_notes("flood OR (storm NEAR/5 dam)", &[]);
    check_notes("(flood OR storm) NEAR/5 dam", &[]);
    check_notes("(flood OR storm NEAR/5 dam) x NEAR/3 y", &[note]);
}

#[test]
fn spans_cover_what_was_typed() {
    let query = "flood (title:\"dock strike\" OR -x)^2 date:2024";
    let parsed = parse(query, &options());
    let mut spans = Vec::new();
    if let Some(tree) = &parsed.tree {
        tree.visit(&mut |node| spans.push(node.span.of(query)));
    }
    assert_eq!(
        spans,
        [query, "flood", "(title:\"dock strike\" OR -x)", "title:\"dock strike\"", "-x", "x", "date:2024"]
    );
}

#[track_caller]
fn check_code(query: &str, expect: Option<Code>) {
    let parsed = parse(query, &options());
    assert_eq!(parsed.problems.first().map(|problem| problem.code), expect);
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    check_code(&nested(MAX_DEPTH), None);
    check_code(&nested(MAX_DEPTH + 1), Some(Code::TooDeep));
    check_code(&format!("{}a", "NOT ".repeat(MAX_DEPTH)), None);
    check_code(&format!("{}a", "NOT ".repeat(MAX_DEPTH + 1)), Some(Code::TooDeep));
    check_code(&"a ".repeat(MAX_CLAUSES), None);
    check_code(&"a ".repeat(MAX_CLAUSES + 1), Some(Code::TooManyClauses));
    check_code(&"a".repeat(MAX_QUERY_BYTES), None);
    check_code(&"a".repeat(MAX_QUERY_BYTES + 1), Some(Code::TooLong));
    check_code(&format!("{}~", "ß".repeat(MAX_FUZZY_LETTERS)), None);
    check_code(&format!("{}~", "ß".repeat(MAX_FUZZY_LETTERS + 1)), Some(Code::BadNumber));
    check_code(&format!("storm~{MAX_FUZZY_DISTANCE}"), None);
    check_code(&format!("storm~{}", MAX_FUZZY_DISTANCE + 1), Some(Code::BadNumber));
    check_code(&format!("a NEAR/{MAX_DISTANCE} b"), None);
    check_code(&format!("a NEAR/{} b", MAX_DISTANCE + 1), Some(Code::NearWithoutNumber));
}

#[test]
fn hostile_queries_are_answered_with_few_problems() {
    for piece in [
        "(",
        ")",
        "NOT ",
        "-",
        "!",
        "NEAR/5 ",
        "a NEAR/5 NOT ",
        "a NEAR/5 -",
        "OR ",
        "AND ",
        "| ",
        "\"",
        "title:",
        "title:(",
        "caps(",
        "atleast5(",
        "^",
        "~",
        "*",
        "? ",
        "/",
        "[",
        "date:[",
        "date:..",
        "=",
        ":",
        "a:",
        "«",
        "(a OR ",
        "-(",
        "NOT (",
        "from:2020 to:2018 ",
        "http://",
        "NEAR ",
        "\u{301}",
        "𝔘 ",
        "date:\"",
        "repeat5:",
        "repeat5:(",
        "x:(",
    ] {
        let query = piece.repeat(MAX_QUERY_BYTES / piece.len());
        let parsed = parse(&query, &options());
        for problem in &parsed.problems {
            let _ = problem.render(&query);
        }
        assert!(parsed.problems.len() <= MAX_PROBLEMS, "{piece}");
        assert!(parsed.tree.is_some() || !parsed.problems.is_empty(), "{piece}");
    }
}
