//! Every error text, whole.

use super::*;

#[test]
fn q01_an_unclosed_parenthesis() {
    check_problems(
        "flood AND (warning OR alert date:2024",
        &["error[Q01]: this parenthesis is never closed
  flood AND (warning OR alert date:2024
            ^
help: add \")\" , for example: flood AND (warning OR alert) date:2024"],
    );
    check_suggestion("(flood", Some("(flood)"));
}

#[test]
fn q02_an_unknown_field() {
    check_problems(
        "autor:orwell",
        &["error[Q02]: there is no field \"autor\"
  autor:orwell
  ^^^^^
help: did you mean author: ? To search the text itself, quote it: \"autor:orwell\""],
    );
    check_suggestion("flood autor:orwell", Some("flood author:orwell"));
    check_problems(
        "std::move near5:\"a b\" foo:(a b)",
        &[
            "error[Q02]: there is no field \"std\"
  std::move near5:\"a b\" foo:(a b)
  ^^^
help: to search the text itself, quote it: \"std::move\"",
            "error[Q02]: there is no field \"near5\"
  std::move near5:\"a b\" foo:(a b)
            ^^^^^
help: write a NEAR/5 b",
            "error[Q02]: there is no field \"foo\"
  std::move near5:\"a b\" foo:(a b)
                        ^^^
help: to search the text itself, leave \"foo:\" out",
        ],
    );
}

#[test]
fn q02_a_field_that_switches_stemming_off_elsewhere() {
    check_problems(
        "text:floods",
        &["error[Q02]: there is no field \"text\"
  text:floods
  ^^^^
help: write =floods for this form only, or floods for all its forms"],
    );
    check_suggestion("a exact:floods b", Some("a =floods b"));
}

#[test]
fn q03_a_range_that_runs_backwards() {
    check_problems(
        "date:2020..2018",
        &["error[Q03]: the range runs backwards
  date:2020..2018
       ^^^^^^^^^^
help: did you mean date:2018..2020 ?"],
    );
    check_suggestion("flood date:2020..2018", Some("flood date:2018..2020"));
    check_suggestion("date:“May 2017..March 2017”", Some("date:\"March 2017..May 2017\""));
    check_suggestion("words:900..300", Some("words:300..900"));
    check_problems(
        "from:2020 flood to:2018",
        &["error[Q03]: the range runs backwards
  from:2020 flood to:2018
  ^^^^^^^^^^^^^^^^^^^^^^^
help: did you mean from:2018 to:2020 ?"],
    );
    check_problems(
        "after:2018 before:2018",
        &["error[Q03]: the range runs backwards
  after:2018 before:2018
  ^^^^^^^^^^^^^^^^^^^^^^
help: before: leaves its own date out; write to:2018 to take it in"],
    );
}

#[test]
fn q04_a_date_with_two_readings() {
    check_problems(
        "date:03/04/2024",
        &["error[Q04]: \"03/04/2024\" can be read two ways
  date:03/04/2024
       ^^^^^^^^^^
help: write 2024-04-03 (3 April) or 2024-03-04 (4 March)"],
    );
}

#[test]
fn q05_a_day_that_does_not_exist() {
    check_problems(
        "date:2023-02-29",
        &["error[Q05]: February 2023 has 28 days
  date:2023-02-29
       ^^^^^^^^^^"],
    );
    check_problems(
        "from:2024-13",
        &["error[Q05]: there is no month 13
  from:2024-13
       ^^^^^^^"],
    );
}

#[test]
fn q06_and_inside_near() {
    check_problems(
        "(tax AND fraud) NEAR/5 minister",
        &["error[Q06]: AND cannot be used inside NEAR
  (tax AND fraud) NEAR/5 minister
       ^^^
help: write tax NEAR/5 minister AND fraud NEAR/5 minister, or use OR"],
    );
    check_problems(
        "minister NEAR/5 (tax fraud)",
        &["error[Q06]: several words, which mean AND, cannot be used inside NEAR
  minister NEAR/5 (tax fraud)
                  ^^^^^^^^^^^
help: write minister NEAR/5 tax AND minister NEAR/5 fraud, or use OR"],
    );
    check_problems(
        "(a OR (b AND c)) NEAR/5 d",
        &["error[Q06]: AND cannot be used inside NEAR
  (a OR (b AND c)) NEAR/5 d
           ^^^
help: use OR, or write one NEAR for each word"],
    );
}

#[test]
fn q07_near_without_its_number() {
    check_problems(
        "bank NEAR/ robbery",
        &["error[Q07]: NEAR needs a number and a word on each side
  bank NEAR/ robbery
       ^^^^^
help: bank NEAR/5 robbery"],
    );
    check_problems(
        "NEAR",
        &["error[Q07]: NEAR needs a number and a word on each side
  NEAR
  ^^^^
help: bank NEAR/5 robbery, or quote the word: \"NEAR\""],
    );
    check_problems(
        "a W/0 b",
        &["error[Q07]: W needs a number from 1 to 1000
  a W/0 b
    ^^^
help: a W/1 b"],
    );
}

#[test]
fn q08_an_operator_with_nothing_beside_it() {
    check_problems(
        "NOTRE DAME D OR",
        &["error[Q08]: \"OR\" has nothing on its right
  NOTRE DAME D OR
               ^^
help: to search the word itself, quote it: \"NOTRE DAME D OR\""],
    );
    check_problems(
        "(AND flood) | ",
        &[
            "error[Q08]: \"AND\" has nothing on its left
  (AND flood) |
   ^^^
help: to search the word itself, quote it: \"AND flood\"",
            "error[Q08]: \"|\" has nothing on its right
  (AND flood) |
              ^
help: write a word on each side: flood | storm",
        ],
    );
    check_problems(
        "flood NEAR/5",
        &["error[Q08]: \"NEAR/5\" has nothing on its right
  flood NEAR/5
        ^^^^^^
help: write a word on each side: bank NEAR/5 robbery"],
    );
    check_problems(
        "NEAR/5 flood",
        &["error[Q08]: \"NEAR/5\" has nothing on its left
  NEAR/5 flood
  ^^^^^^
help: write a word on each side: bank NEAR/5 robbery"],
    );
    check_problems(
        "NOT",
        &["error[Q08]: \"NOT\" has nothing on its right
  NOT
  ^^^
help: to search the word itself, quote it: \"NOT\""],
    );
    check_problems(
        "a NOT PRE/5 b",
        &["error[Q08]: \"NOT PRE/5\" is no operator
  a NOT PRE/5 b
    ^^^^^^^^^
help: only NEAR can be negated: bank NOT NEAR/5 robbery"],
    );
}

#[test]
fn q09_a_wildcard_that_fits_too_much() {
    check_problems(
        "a* flood",
        &["error[Q09]: \"a*\" fits too many words (2 letters needed before a wildcard)
  a* flood
  ^^"],
    );
    check_problems(
        "\"the *s\" **",
        &[
            "error[Q09]: \"*s\" fits too many words (2 letters needed before a wildcard)
  \"the *s\" **
       ^^",
            "error[Q09]: \"**\" fits too many words (2 letters needed before a wildcard)
  \"the *s\" **
           ^^",
        ],
    );
}

#[test]
fn q10_proximities_of_different_kinds() {
    check_problems(
        "a NEAR/5 b PRE/3 c",
        &["error[Q10]: different proximity operators need parentheses
  a NEAR/5 b PRE/3 c
             ^^^^^
help: write (a NEAR/5 b) PRE/3 c or a NEAR/5 (b PRE/3 c)"],
    );
}

#[test]
fn q12_syntax_of_nexis() {
    check_problems(
        "resign! AND minister",
        &["error[Q12]: \"!\" at the end of a word is Nexis syntax
  resign! AND minister
        ^
help: write resign* , or run with --syntax nexis"],
    );
    check_suggestion("resign! AND minister", Some("resign* AND minister"));
    check_problems(
        "headline(flood)",
        &["error[Q12]: \"headline(…)\" is Nexis syntax
  headline(flood)
  ^^^^^^^^
help: write title:(…) , or run with --syntax nexis"],
    );
    check_suggestion("headline(flood)", Some("title:(flood)"));
}

#[test]
fn q13_an_unclosed_phrase() {
    check_problems(
        "title:“dock strike",
        &["error[Q13]: expected `”` to close the phrase
  title:“dock strike
        ^
help: add ” where the phrase ends, for example: title:“dock strike”"],
    );
}

#[test]
fn q14_a_parenthesis_too_many() {
    check_problems(
        "flood) warning",
        &["error[Q14]: this parenthesis closes nothing
  flood) warning
       ^
help: leave it out, or open it with \"(\" before the first word that belongs to it"],
    );
}

#[test]
fn q15_nothing_to_search_for() {
    check_problems(
        "",
        &[
            "error[Q15]: there is nothing to search for in this query\nhelp: write a word, or * for all articles",
        ],
    );
    check_problems(
        "flood ()",
        &["error[Q15]: there is nothing in these parentheses
  flood ()
        ^^
help: write a word between them, or leave them out"],
    );
    check_problems(
        "\"\"",
        &["error[Q15]: there is no word in this phrase
  \"\"
  ^^
help: write words between the quotes, or leave them out"],
    );
    for query in [" ", "&", "\u{feff}", "...", "-"] {
        let parsed = parse(query, &options());
        assert_eq!(parsed.problems.first().map(|problem| problem.code), Some(Code::Empty), "{query:?}");
    }
}

#[test]
fn q16_a_negative_side_of_near() {
    check_problems(
        "flood NEAR/5 -warning",
        &["error[Q16]: NEAR cannot look for something that is absent
  flood NEAR/5 -warning
               ^^^^^^^^
help: write flood NOT NEAR/5 warning"],
    );
    check_problems(
        "-flood NEAR/5 warning",
        &["error[Q16]: NEAR cannot look for something that is absent
  -flood NEAR/5 warning
  ^^^^^^
help: write NOT NEAR/5 for words that are far from each other"],
    );
}

#[test]
fn q17_what_has_no_place_in_the_text() {
    check_problems(
        "flood NEAR/5 date:2024 byline:orwell /S animal",
        &[
            "error[Q17]: \"date:2024\" has no place in the text, so nothing is near it
  flood NEAR/5 date:2024 byline:orwell /S animal
               ^^^^^^^^^
help: NEAR takes words, phrases, names, and groups of them with OR",
            "error[Q17]: \"byline:orwell\" stands outside the text, so nothing in the text is near it
  flood NEAR/5 date:2024 byline:orwell /S animal
                         ^^^^^^^^^^^^^
help: use AND",
        ],
    );
    check_problems(
        "atleast5(flood storm)",
        &["error[Q17]: several words, which mean AND, cannot be used inside atleast5
  atleast5(flood storm)
          ^^^^^^^^^^^^^
help: write atleast5(flood) AND atleast5(storm), or use OR"],
    );
}

#[test]
fn q18_values_that_a_field_does_not_take() {
    check_problems(
        "source:(The Times)",
        &["error[Q18]: source: takes one value, or several with OR between them
  source:(The Times)
         ^^^^^^^^^^^
help: write source:\"The Times\" for one value, source:(The OR Times) for either"],
    );
    check_problems(
        "words:many",
        &["error[Q18]: words: takes a number or a range of numbers, but found \"many\"
  words:many
        ^^^^
help: write words:>800, words:300..1200 or words:5"],
    );
    check_problems(
        "has:bylin",
        &["error[Q18]: has: takes the name of a field, but found \"bylin\"
  has:bylin
      ^^^^^
help: did you mean has:byline ?"],
    );
    check_problems(
        "source:*",
        &["error[Q18]: \"source:*\" asks for any value
  source:*
  ^^^^^^^^
help: write has:source"],
    );
    check_problems(
        "title:-flood",
        &["error[Q18]: \"-\" cannot stand between a field and its value
  title:-flood
        ^
help: to leave articles out, write -title:flood"],
    );
}

#[test]
fn q19_what_is_no_date() {
    check_problems(
        "date:soon",
        &["error[Q19]: \"soon\" is not a date
  date:soon
       ^^^^
help: write a date like 2024, 2024-03, 2024-03-11, \"4 March 1923\" or last-30d"],
    );
}

#[test]
fn q20_a_pasted_address() {
    check_problems(
        "https://x.org/a?b=c",
        &["error[Q20]: a web address is not searched as words
  https://x.org/a?b=c
  ^^^^^^^^^^^^^^^^^^^
help: to find the article at this address, write url:\"https://x.org/a?b=c\""],
    );
}

#[test]
fn q24_numbers_out_of_range() {
    for query in [
        "merkel~3",
        "merkel~0.8",
        "\"a b\"~",
        "\"a b\"~999999",
        "atleast0(x)",
        "atleast(x)",
        "first(a) first0(b)",
        "flood^0",
        "flood^2^3",
        "site:bbc.co.uk^0^1",
        "(flood)^2^3",
        "(flood^99999999999999999999)^99999999999999999999",
    ] {
        let parsed = parse(query, &options());
        assert_eq!(parsed.problems.first().map(|problem| problem.code), Some(Code::BadNumber), "{query}");
    }
}

#[test]
fn all_problems_of_a_query_are_reported_in_order() {
    let parsed = parse("autor:x OR date:2020..2018 a* (resign!", &options());
    let codes: Vec<&str> = parsed.problems.iter().map(|problem| problem.code.name()).collect();
    assert_eq!(codes, ["Q02", "Q03", "Q09", "Q01", "Q12"]);
}

#[test]
fn a_query_of_nothing_but_parentheses_or_not_is_one_problem() {
    let nots = "NOT ".repeat(MAX_QUERY_BYTES / 4 - 1);
    for query in ["(".repeat(MAX_QUERY_BYTES), nots.clone(), nots + "x"] {
        let parsed = parse(&query, &options());
        let codes: Vec<Code> = parsed.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::TooDeep], "{query:.9}…");
    }
}
