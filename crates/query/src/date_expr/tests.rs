//! The tables of expressions, with today being Monday, 23 November 2026.

use dateline_article::Day;

use super::*;

fn today() -> Day {
    Day::from_ymd(2026, 11, 23).expect("a Monday")
}

#[track_caller]
fn check(expression: &str, expect: &str) {
    let read = match resolve(expression, today()) {
        Ok(range) => range.to_string(),
        Err(problem) => match problem.hint() {
            Some(hint) => format!("{problem} | {hint}"),
            None => problem.to_string(),
        },
    };
    assert_eq!(read, expect, "{expression}");
}

#[test]
fn the_expressions_of_the_query_language_name_their_days() {
    for (expression, expect) in [
        ("2024", "2024-01-01..2024-12-31"),
        ("2024-03", "2024-03-01..2024-03-31"),
        ("2024-03-11", "2024-03-11"),
        ("1910s", "1910-01-01..1919-12-31"),
        ("191X", "1910-01-01..1919-12-31"),
        ("2024-01..2024-03", "2024-01-01..2024-03-31"),
        ("..1999", "..1999-12-31"),
        ("2001..", "2001-01-01.."),
        (">=2024-03", "2024-03-01.."),
        (">2024-03", "2024-04-01.."),
        ("<=2024-03", "..2024-03-31"),
        ("<2024-03", "..2024-02-29"),
        ("[2024-01-01 TO 2024-03]", "2024-01-01..2024-03-31"),
        ("{2024-01 TO 2024-03}", "2024-02-01..2024-02-29"),
        ("[2024-01 TO 2024-03}", "2024-01-01..2024-02-29"),
        ("{2024-01 TO 2024-03]", "2024-02-01..2024-03-31"),
        ("[* TO 1914]", "..1914-12-31"),
        ("[1914 to *]", "1914-01-01.."),
        ("last-6m", "2026-05-24..2026-11-23"),
        ("4 March 1923", "1923-03-04"),
        ("Mar 1923", "1923-03-01..1923-03-31"),
    ] {
        check(expression, expect);
    }
}

#[test]
fn expressions_in_words_name_their_days() {
    for (expressions, expect) in [
        ("today", "2026-11-23"),
        ("yesterday", "2026-11-22"),
        ("last 30 days, last-30d", "2026-10-25..2026-11-23"),
        ("past 7 days, last-7d", "2026-11-17..2026-11-23"),
        ("last week, last-week", "2026-11-16..2026-11-22"),
        ("this week", "2026-11-23..2026-11-29"),
        ("last month", "2026-10-01..2026-10-31"),
        ("this month, this-month", "2026-11-01..2026-11-30"),
        ("last year, last-year", "2025-01-01..2025-12-31"),
        ("this year", "2026-01-01..2026-12-31"),
        ("2017", "2017-01-01..2017-12-31"),
        ("2017-03, March 2017, mar 2017", "2017-03-01..2017-03-31"),
        ("3 days ago", "2026-11-20"),
        ("2 weeks ago, two weeks ago", "2026-11-09"),
        ("6 months ago", "2026-05-23"),
        ("since 2016", "2016-01-01..2026-11-23"),
        ("since March 2017", "2017-03-01..2026-11-23"),
        ("since yesterday", "2026-11-22..2026-11-23"),
        ("from 2016 to 2018, 2016-2018, 2016–2018, 2016 - 2018", "2016-01-01..2018-12-31"),
        ("between March 2017 and May 2017", "2017-03-01..2017-05-31"),
        ("March 2017 through May 2017", "2017-03-01..2017-05-31"),
        ("2017-03-01..2017-05-31", "2017-03-01..2017-05-31"),
        ("2017-Q1, Q1 2017, 2017 Q1, 2017q1", "2017-01-01..2017-03-31"),
        ("1990s, the 1990s", "1990-01-01..1999-12-31"),
        ("summer 2017", "2017-06-01..2017-08-31"),
        ("last friday, friday", "2026-11-20"),
        ("monday", "2026-11-23"),
        ("last monday", "2026-11-16"),
        ("last 90 days", "2026-08-26..2026-11-23"),
        ("early 2017", "2017-01-01..2017-04-30"),
        ("mid-2017, mid 2017", "2017-05-01..2017-08-31"),
        ("2017-W10", "2017-03-06..2017-03-12"),
        ("sept 11 2001", "2001-09-11"),
        ("7 Dec 1941", "1941-12-07"),
        ("a year ago", "2025-11-23"),
        ("last 2 years", "2024-11-24..2026-11-23"),
        ("19th century", "1801-01-01..1900-12-31"),
        ("before 2016", "..2015-12-31"),
        ("after 2016", "2017-01-01.."),
        ("until March 2017", "..2017-03-31"),
    ] {
        for expression in expressions.split(", ") {
            check(expression, expect);
        }
    }
}

#[test]
fn one_day_can_be_written_in_many_ways() {
    for expression in [
        "2017-03-05",
        "2017-3-5",
        "2017/03/05",
        "2017.03.05",
        "20170305",
        "2017-064",
        "March 5, 2017",
        "Mar. 5, 2017",
        "March 5th, 2017",
        "MARCH 5 2017",
        "5 March 2017",
        "5th of March 2017",
        "5-Mar-2017",
        "Sunday, March 5, 2017",
        "5. März 2017",
        "5 mars 2017",
        "2017 March 5",
    ] {
        check(expression, "2017-03-05");
    }
    check("13/03/2017", "2017-03-13");
    check("03/13/2017", "2017-03-13");
    check("3/3/2017", "2017-03-03");
    check("0001-01-01", "0001-01-01");
}

#[test]
fn parts_of_larger_units() {
    check("late 2017", "2017-09-01..2017-12-31");
    check("early 1990s", "1990-01-01..1993-12-31");
    check("late 19th century", "1867-01-01..1900-12-31");
    check("mid-March 2017", "2017-03-11..2017-03-20");
    check("winter 2016-17", "2016-12-01..2017-02-28");
    check("03/2024", "2024-03-01..2024-03-31");
    check("18XX", "1800-01-01..1899-12-31");
    check("last quarter", "2026-07-01..2026-09-30");
    check("from 2016", "2016-01-01..");
}

#[test]
fn two_readings_are_both_named() {
    check(
        "03/04/2024",
        "\"03/04/2024\" can be read two ways | write 2024-04-03 (3 April) or 2024-03-04 (4 March)",
    );
    check(
        "9/11/2001",
        "\"9/11/2001\" can be read two ways | write 2001-11-09 (9 November) or 2001-09-11 (11 September)",
    );
    check(
        "winter 2017",
        "\"winter 2017\" can be read two ways | write 2016-12-01..2017-02-28 or 2017-12-01..2018-02-28",
    );
}

#[test]
fn a_day_no_calendar_holds_is_refused() {
    check("2023-02-29", "February 2023 has 28 days");
    check("31 February 2017", "February 2017 has 28 days");
    check("2024-04-31", "April 2024 has 30 days");
    check("2024-13", "there is no month 13");
    check("2024-13-01", "there is no month 13");
    check("1914-18", "there is no month 18 | did you mean 1914..1918 ?");
    check("2024-03-00", "there is no day 0 in \"2024-03-00\"");
    check("45/13/2017", "there is no month 45");
    check("32/12/2017", "December 2017 has 31 days");
    check("0000", "years run from 0001 to 9999");
    check("2023-366", "the year 2023 has no day 366");
    check("2021-W53", "the year 2021 has no week 53");
    check("2017-Q5", "there is no quarter 5");
    check(
        "Monday, March 5, 2017",
        "2017-03-05 is a Sunday, so \"Monday, March 5, 2017\" does not exist | did you mean 2017-03-05 ?",
    );
}

#[test]
fn a_range_that_runs_backwards_is_offered_the_other_way_round() {
    check("2020..2018", "the range runs backwards | did you mean 2018..2020 ?");
    check("[2020 TO 2018}", "the range runs backwards | did you mean [2018 TO 2020} ?");
    check(
        "between May 2017 and March 2017",
        "the range runs backwards | did you mean March 2017..May 2017 ?",
    );
    check("{2024-01 TO 2024-02}", "\"{2024-01 TO 2024-02}\" holds no day");
    check(">9999", "\">9999\" holds no day");
    check("<0001", "\"<0001\" holds no day");
    check("since 2030", "\"since 2030\" holds no day");
}

#[test]
fn what_is_no_date_is_refused_with_a_way_out() {
    const EXAMPLES: &str = "write a date like 2024, 2024-03, 2024-03-11, \"4 March 1923\" or last-30d";
    for text in [
        "",
        "soon",
        "hello world",
        "v1.2.3",
        "$12.50",
        "555-1234",
        "10:30",
        "2017-03-05T14:30",
        "the",
        "12345",
        "last-0d",
        "last 99999999999 days",
        "é",
        "..x",
        "2001..2002..2003",
        "q",
        "-",
        "[",
        "5 5 March 2017",
    ] {
        let problem = resolve(text, today()).expect_err(text);
        assert_eq!(problem.code(), crate::Code::NotADate, "{text}");
    }
    check("soon", &format!("\"soon\" is not a date | {EXAMPLES}"));
    check(
        "March",
        "\"March\" is not a date | write the year too, such as \"March 2024\"; in any year: month:3",
    );
    check("5 March", "\"5 March\" is not a date | write the year too; in any year: on:03-05");
    check("800", "\"800\" is not a date | write the year with four digits, such as 0800");
    check("3/5/17", "\"3/5/17\" is not a date | write the year with four digits and first: 2017-03-05");
    check("1916s", "\"1916s\" is not a date | write 1910s for the decade or 1916 for the year");
    check("..", "\"..\" is not a date | write at least one end of the range: 2001.. or ..1999");
}

#[test]
fn one_date_bounds_an_open_range() {
    let text = |day: Result<Day, DateProblem>| match day {
        Ok(day) => day.to_string(),
        Err(problem) => problem.to_string(),
    };
    assert_eq!(text(resolve_from("2018", today())), "2018-01-01");
    assert_eq!(text(resolve_to("2019", today())), "2019-12-31");
    assert_eq!(text(resolve_before("2019", today())), "2018-12-31");
    assert_eq!(text(resolve_from("last 30 days", today())), "2026-10-25");
    assert_eq!(text(resolve_from("since 2016", today())), "2016-01-01");
    assert_eq!(
        text(resolve_from("2018..2019", today())),
        "\"2018..2019\" has two ends, but one date is wanted here"
    );
    assert_eq!(text(resolve_from("..2019", today())), "\"..2019\" is not a date");
}

#[test]
fn a_long_way_back_ends_at_the_first_day() {
    check("last 4000000000 days", "0001-01-01..2026-11-23");
    check("last 4000000000 years", "0001-01-01..2026-11-23");
}
