//! Every error of the manual, whole: on standard error, and as JSON.

use serde_json::json;

use super::desk;
use crate::program::Desk;

fn archive() -> Desk {
    desk(&[r#"{"id":"1","title":"Flood","body":"A flood.","date":"2020-01-01"}"#])
}

/// An error of the query alone: it is told before an archive is looked for.
#[track_caller]
fn check(query: &str, expect: &str) {
    check_in(&Desk::new(), query, expect);
}

#[track_caller]
fn check_in(desk: &Desk, query: &str, expect: &str) {
    let run = desk.run(&["search", query]);
    assert_eq!((run.stderr.as_str(), run.stdout.as_str(), run.code), (expect, "", 2), "{query}");
}

#[test]
fn q01_an_unclosed_parenthesis() {
    check(
        "flood AND (warning OR alert date:2024",
        r#"error[Q01]: this parenthesis is never closed
  flood AND (warning OR alert date:2024
            ^
help: add ")" , for example: flood AND (warning OR alert) date:2024
"#,
    );
}

#[test]
fn q02_an_unknown_field() {
    check(
        "autor:orwell",
        r#"error[Q02]: there is no field "autor"
  autor:orwell
  ^^^^^
help: did you mean author: ? To search the text itself, quote it: "autor:orwell"
"#,
    );
}

#[test]
fn q03_a_range_that_runs_backwards() {
    check(
        "date:2020..2018",
        "error[Q03]: the range runs backwards
  date:2020..2018
       ^^^^^^^^^^
help: did you mean date:2018..2020 ?
",
    );
}

#[test]
fn q04_a_date_with_two_readings() {
    check(
        "date:03/04/2024",
        r#"error[Q04]: "03/04/2024" can be read two ways
  date:03/04/2024
       ^^^^^^^^^^
help: write 2024-04-03 (3 April) or 2024-03-04 (4 March)
"#,
    );
}

#[test]
fn q05_a_day_that_does_not_exist() {
    check(
        "date:2023-02-29",
        "error[Q05]: February 2023 has 28 days
  date:2023-02-29
       ^^^^^^^^^^
",
    );
}

#[test]
fn q06_and_inside_near() {
    check(
        "(tax AND fraud) NEAR/5 minister",
        "error[Q06]: AND cannot be used inside NEAR
  (tax AND fraud) NEAR/5 minister
       ^^^
help: write tax NEAR/5 minister AND fraud NEAR/5 minister, or use OR
",
    );
}

#[test]
fn q07_near_without_its_number() {
    check(
        "bank NEAR/ robbery",
        "error[Q07]: NEAR needs a number and a word on each side
  bank NEAR/ robbery
       ^^^^^
help: bank NEAR/5 robbery
",
    );
}

#[test]
fn q08_an_operator_with_nothing_beside_it() {
    check(
        "NOTRE DAME D OR",
        r#"error[Q08]: "OR" has nothing on its right
  NOTRE DAME D OR
               ^^
help: to search the word itself, quote it: "NOTRE DAME D OR"
"#,
    );
}

#[test]
fn q09_a_wildcard_that_fits_too_much() {
    check(
        "a* flood",
        r#"error[Q09]: "a*" fits too many words (2 letters needed before a wildcard)
  a* flood
  ^^
"#,
    );
}

#[test]
fn q10_proximities_of_different_kinds() {
    check(
        "a NEAR/5 b PRE/3 c",
        "error[Q10]: different proximity operators need parentheses
  a NEAR/5 b PRE/3 c
             ^^^^^
help: write (a NEAR/5 b) PRE/3 c or a NEAR/5 (b PRE/3 c)
",
    );
}

#[test]
fn q11_an_archive_without_names() {
    let desk = archive();
    for (field, what) in [
        ("person", "person names"),
        ("org", "names of organisations"),
        ("place", "place names"),
        ("entity", "names"),
    ] {
        let carets = "^".repeat(field.len() + ":minsk".len());
        check_in(
            &desk,
            &format!("flood {field}:minsk"),
            &format!(
                "error[Q11]: this archive has no {what}
  flood {field}:minsk
        {carets}
help: `dateline retag` looks for names in the texts; records bring them in columns such as persons or places
"
            ),
        );
    }
}

#[test]
fn q12_syntax_of_nexis() {
    check(
        "resign! AND minister",
        r#"error[Q12]: "!" at the end of a word is Nexis syntax
  resign! AND minister
        ^
help: write resign* , or run with --syntax nexis
"#,
    );
}

#[test]
fn q16_something_absent_inside_near() {
    check(
        "flood NEAR/5 -warning",
        "error[Q16]: NEAR cannot look for something that is absent
  flood NEAR/5 -warning
               ^^^^^^^^
help: write flood NOT NEAR/5 warning
",
    );
}

#[test]
fn q20_a_pasted_address() {
    check(
        "https://example.org/a?b=c",
        r#"error[Q20]: a web address is not searched as words
  https://example.org/a?b=c
  ^^^^^^^^^^^^^^^^^^^^^^^^^
help: to find the article at this address, write url:"https://example.org/a?b=c"
"#,
    );
}

#[test]
fn q27_an_article_that_is_not_there() {
    check_in(
        &archive(),
        "like:gdn-2019-0412-a3",
        "error[Q27]: expected the id of an article, or the start of one, but no id of this archive begins with \
         `gdn-2019-0412-a3`
  like:gdn-2019-0412-a3
  ^^^^^^^^^^^^^^^^^^^^^
help: every hit shows the id of its article
",
    );
}

#[test]
fn all_errors_of_a_query_are_reported() {
    check(
        "autor:x date:2020..2018 resign!",
        r#"error[Q02]: there is no field "autor"
  autor:x date:2020..2018 resign!
  ^^^^^
help: did you mean author: ? To search the text itself, quote it: "autor:x"

error[Q03]: the range runs backwards
  autor:x date:2020..2018 resign!
               ^^^^^^^^^^
help: did you mean date:2018..2020 ?

error[Q12]: "!" at the end of a word is Nexis syntax
  autor:x date:2020..2018 resign!
                                ^
help: write resign* , or run with --syntax nexis
"#,
    );
}

#[test]
fn errors_are_json_for_programs_with_places_in_characters() {
    let expect = json!({
        "version": 1,
        "query": "Zürich autor:x a* date:2023-02-29",
        "errors": [
            {
                "code": "Q02",
                "message": "there is no field \"autor\"",
                "start": 7,
                "end": 12,
                "hint": "did you mean author: ? To search the text itself, quote it: \"autor:x\"",
                "suggestion": "Zürich author:x a* date:2023-02-29",
            },
            {
                "code": "Q09",
                "message": "\"a*\" fits too many words (2 letters needed before a wildcard)",
                "start": 15,
                "end": 17,
                "hint": null,
                "suggestion": null,
            },
            {
                "code": "Q05",
                "message": "February 2023 has 28 days",
                "start": 23,
                "end": 33,
                "hint": null,
                "suggestion": null,
            },
        ],
    });
    for format in ["json", "jsonl"] {
        let run =
            archive().run(&["search", "Zürich", "autor:x", "a*", "date:2023-02-29", "--format", format]);
        let found: serde_json::Value = serde_json::from_str(&run.stderr).expect("JSON on standard error");
        assert_eq!((&found, run.stdout.as_str(), run.code), (&expect, "", 2));
    }
}

#[test]
fn errors_that_only_the_archive_knows_are_json_as_well() {
    let run = archive().run(&["search", "person:merkel", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&run.stderr).expect("JSON on standard error");
    let expect = json!({
        "version": 1,
        "query": "person:merkel",
        "errors": [{
            "code": "Q11",
            "message": "this archive has no person names",
            "start": 0,
            "end": 13,
            "hint": "`dateline retag` looks for names in the texts; records bring them in columns such as persons or places",
            "suggestion": null,
        }],
    });
    assert_eq!((found, run.code), (expect, 2));
}
