//! Dates as people write them, through `date:"…"`, `--from` and `--to`; today is Monday, 2026-11-23.

use super::desk;
use crate::program::Desk;

fn archive() -> Desk {
    desk(&[r#"{"id":"1","title":"Nothing","body":"Nothing.","date":"2020-01-01"}"#])
}

/// The table of expressions: what is written, the first and the last day; `open` for no end.
const EXPRESSIONS: &[(&str, &str, &str)] = &[
    ("today", "2026-11-23", "2026-11-23"),
    ("yesterday", "2026-11-22", "2026-11-22"),
    ("last 30 days", "2026-10-25", "2026-11-23"),
    ("last-30d", "2026-10-25", "2026-11-23"),
    ("past 7 days", "2026-11-17", "2026-11-23"),
    ("last-7d", "2026-11-17", "2026-11-23"),
    ("last week", "2026-11-16", "2026-11-22"),
    ("this week", "2026-11-23", "2026-11-29"),
    ("last month", "2026-10-01", "2026-10-31"),
    ("this month", "2026-11-01", "2026-11-30"),
    ("last year", "2025-01-01", "2025-12-31"),
    ("this year", "2026-01-01", "2026-12-31"),
    ("2017", "2017-01-01", "2017-12-31"),
    ("2017-03", "2017-03-01", "2017-03-31"),
    ("March 2017", "2017-03-01", "2017-03-31"),
    ("mar 2017", "2017-03-01", "2017-03-31"),
    ("2017-03-05", "2017-03-05", "2017-03-05"),
    ("March 5, 2017", "2017-03-05", "2017-03-05"),
    ("5 March 2017", "2017-03-05", "2017-03-05"),
    ("3 days ago", "2026-11-20", "2026-11-20"),
    ("2 weeks ago", "2026-11-09", "2026-11-09"),
    ("two weeks ago", "2026-11-09", "2026-11-09"),
    ("6 months ago", "2026-05-23", "2026-05-23"),
    ("since 2016", "2016-01-01", "2026-11-23"),
    ("since March 2017", "2017-03-01", "2026-11-23"),
    ("since yesterday", "2026-11-22", "2026-11-23"),
    ("from 2016 to 2018", "2016-01-01", "2018-12-31"),
    ("2016-2018", "2016-01-01", "2018-12-31"),
    ("between March 2017 and May 2017", "2017-03-01", "2017-05-31"),
    ("March 2017 through May 2017", "2017-03-01", "2017-05-31"),
    ("2017-03-01..2017-05-31", "2017-03-01", "2017-05-31"),
    ("2017-Q1", "2017-01-01", "2017-03-31"),
    ("Q1 2017", "2017-01-01", "2017-03-31"),
    ("1990s", "1990-01-01", "1999-12-31"),
    ("summer 2017", "2017-06-01", "2017-08-31"),
    ("last friday", "2026-11-20", "2026-11-20"),
    ("friday", "2026-11-20", "2026-11-20"),
    ("monday", "2026-11-23", "2026-11-23"),
    ("last 90 days", "2026-08-26", "2026-11-23"),
    ("early 2017", "2017-01-01", "2017-04-30"),
    ("mid-2017", "2017-05-01", "2017-08-31"),
    ("2017-W10", "2017-03-06", "2017-03-12"),
    ("sept 11 2001", "2001-09-11", "2001-09-11"),
    ("7 Dec 1941", "1941-12-07", "1941-12-07"),
    ("a year ago", "2025-11-23", "2025-11-23"),
    ("last 2 years", "2024-11-24", "2026-11-23"),
    ("19th century", "1801-01-01", "1900-12-31"),
    ("before 2016", "open", "2015-12-31"),
    ("after 2016", "2017-01-01", "open"),
    ("until March 2017", "open", "2017-03-31"),
];

/// A range as the answer names it.
fn named(first: &str, last: &str) -> String {
    if first == last {
        first.to_owned()
    } else {
        format!("{}..{}", first.replace("open", ""), last.replace("open", ""))
    }
}

#[test]
fn every_expression_names_its_days_in_a_query() {
    let queries: String = EXPRESSIONS.iter().map(|(text, ..)| format!("date:\"{text}\"\n")).collect();
    let desk = archive();
    desk.write("queries.txt", queries);
    let answer = desk.json(&["search", "--queries", "queries.txt"]);
    let rows = answer["queries"].as_array().expect("a row for each query");
    assert_eq!(rows.len(), EXPRESSIONS.len());
    for ((text, first, last), row) in EXPRESSIONS.iter().zip(rows) {
        assert_eq!(row["read_as"], format!("date {}", named(first, last)), "{text}");
    }
}

/// `--from` takes the first day of what is written, `--to` the last; a range has two ends and is no end of another.
#[test]
fn every_expression_is_an_end_of_the_flags() {
    let desk = archive();
    for (text, first, last) in EXPRESSIONS {
        let is_range = text.contains("..")
            || ["from ", "between "].iter().any(|start| text.starts_with(start))
            || text.contains(" through ")
            || *text == "2016-2018";
        for (flag, day) in [("--from", first), ("--to", last)] {
            let run = desk.run(&["search", flag, text]);
            let read = run.stdout.lines().next().unwrap_or_default();
            let expect = match flag {
                "--from" => format!("read as: date {day}.."),
                _ => format!("read as: date ..{day}"),
            };
            if is_range {
                let told = format!("error: {flag}: \"{text}\" has two ends, but one date is wanted here\n");
                assert!(run.stderr.starts_with(&told) && run.code == 2, "{flag} {text}: {run:?}");
            } else if *day == "open" {
                assert!(
                    run.stderr.starts_with(&format!("error: {flag}: ")) && run.code == 2,
                    "{flag} {text}: {run:?}"
                );
            } else {
                assert_eq!(read, expect, "{flag} {text}: {run:?}");
            }
        }
    }
}

#[test]
fn both_flags_make_one_range_and_join_that_of_the_query() {
    let read = |arguments: &[&str]| {
        let run = archive().run(&[&["search"], arguments].concat());
        run.stdout.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(read(&["--from", "March 2017", "--to", "May 2017"]), "read as: date 2017-03-01..2017-05-31");
    assert_eq!(read(&["--from", "2017", "x"]), "read as: x AND date 2017-01-01..");
    assert_eq!(
        read(&["--from", "2017", "x date:2018..2019"]),
        "read as: x AND date 2018-01-01..2019-12-31 AND date 2017-01-01.."
    );
}

/// A date in the query and one in a flag, with all that is printed.
#[track_caller]
fn check_error(expression: &str, message: &str, hint: Option<&str>) {
    let query = format!("date:\"{expression}\"");
    let run = Desk::new().run(&["search", &query]);
    let place = format!("  {query}\n        {}\n", "^".repeat(expression.chars().count()));
    let help = hint.map_or(String::new(), |hint| format!("help: {hint}\n"));
    let (cause, rest) = run.stderr.split_once('\n').expect("several lines");
    assert_eq!(cause.split_once(": ").map(|(_, cause)| cause), Some(message), "{expression}");
    assert_eq!((rest, run.code), (format!("{place}{help}").as_str(), 2), "{expression}");
}

#[test]
fn dates_that_cannot_be_taken_name_the_way_out() {
    check_error(
        "9/11/2001",
        "\"9/11/2001\" can be read two ways",
        Some("write 2001-11-09 (9 November) or 2001-09-11 (11 September)"),
    );
    check_error("2020..2018", "the range runs backwards", Some("did you mean date:2018..2020 ?"));
    check_error("31 February 2017", "February 2017 has 28 days", None);
    check_error("2023-13", "there is no month 13", None);
    check_error(
        "soon",
        "\"soon\" is not a date",
        Some("write a date like 2024, 2024-03, 2024-03-11, \"4 March 1923\" or last-30d"),
    );
}

#[test]
fn the_same_dates_in_flags_are_errors_that_name_the_flag() {
    let desk = Desk::new();
    for (flags, expect) in [
        (
            &["--from", "9/11/2001"][..],
            "error: --from: \"9/11/2001\" can be read two ways\n\
             hint: write 2001-11-09 (9 November) or 2001-09-11 (11 September)\n",
        ),
        (
            &["--from", "2020", "--to", "2018"],
            "error: --to: the range runs backwards\nhint: did you mean --from 2018 --to 2020 ?\n",
        ),
        (&["--to", "31 February 2017"], "error: --to: February 2017 has 28 days\n"),
        (
            &["--to", "soon"],
            "error: --to: \"soon\" is not a date\n\
             hint: write a date like 2024, 2024-03, 2024-03-11, \"4 March 1923\" or last-30d\n",
        ),
    ] {
        let run = desk.run(&[&["search", "x"], flags].concat());
        assert_eq!((run.stderr.as_str(), run.stdout.as_str(), run.code), (expect, "", 2), "{flags:?}");
    }
}
