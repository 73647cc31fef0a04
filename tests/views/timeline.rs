//! `dateline timeline`

use super::{check, desk};
use crate::program::Desk;

#[test]
fn bars_mark_where_the_archive_holds_nothing_and_add_up_to_the_total() {
    let desk = desk();
    let mut command = desk.command(&["timeline", "storm", "--step", "month"]);
    let run = command.env("COLUMNS", "60").output().expect("the binary runs");
    let expect = "read as: storm
6 articles
by month, 2017-03 to 2019-04

2017-03          1 ████████████████████▌
2017-04          1 ████████████████████▌
2017-05          0 ·
2017-06          1 ████████████████████▌
2017-07    · nothing in the archive until 2019-03
2019-04          2 █████████████████████████████████████████
undated          1
total            6
";
    assert_eq!((String::from_utf8_lossy(&run.stdout).as_ref(), run.status.code()), (expect, Some(0)));
}

#[test]
fn the_step_follows_from_the_days_and_is_told() {
    let desk = desk();
    let run = desk.run(&["timeline", "storm", "--to", "2017-04"]);
    let line = run.stdout.lines().nth(2).unwrap_or_default();
    assert_eq!(line, "by day, 2017-03-02 to 2017-03-02 (--step: the shortest of at most 60 rows)", "{run:?}");
    assert!(run.stdout.contains("\nimprecise         1\n"), "{run:?}");
    assert!(
        run.stdout.ends_with("total             2\nimprecise: dated only by days that lie in no one day\n"),
        "{run:?}"
    );
    assert_eq!(desk.json(&["timeline", "storm"])["step"], "month");
}

#[test]
fn queries_are_compared_side_by_side_with_their_shares() {
    let run = desk().run(&["timeline", "storm", "--vs", "teachers OR strike", "--step", "year", "--share"]);
    let expect = "read as: storm
6 articles
read as: teachers OR strike
2 articles
by year, 2017 to 2019

           storm                                        teachers OR strike
2017             3  100.0 % ██████████████████████████        1   33.3 % ████████▋
2018             0        – ·                                 0        – ·
2019             2   66.7 % █████████████████▍                1   33.3 % ████████▋
undated          1                                            0
total            6                                            2
";
    check(&run, 0, expect, "");
}

#[test]
fn many_rows_stand_below_each_other() {
    let run = desk()
        .run(&["timeline", "storm", "--vs", "warning", "--vs", "vote", "--vs", "zebra", "--step", "year"]);
    let expect = "         articles  2017
storm           5  █·▅
warning         2  ▅·
vote            2   ·▅
zebra           0   ·
█ is 3 articles a year; · nothing in the archive

            total    undated  imprecise
storm           6          1          0
warning         2          0          0
vote            2          0          0
zebra           0          0          0
an article may be in several rows
";
    assert!(run.stdout.ends_with(expect), "{run:?}");
}

#[test]
fn a_row_for_each_source_adds_up() {
    let desk = desk();
    let run =
        desk.run(&["timeline", "storm", "--by", "source", "--step", "year", "--format", "csv", "--quiet"]);
    let expect = "name,label,first_day,last_day,articles,archive,share_of_archive\r\n\
                  Gazette,2017,2017-01-01,2017-12-31,2,2,1.000000\r\n\
                  Gazette,2018,2018-01-01,2018-12-31,0,0,\r\n\
                  Gazette,2019,2019-01-01,2019-12-31,1,2,0.500000\r\n\
                  Gazette,undated,,,0,0,\r\n\
                  Gazette,imprecise,,,0,0,\r\n\
                  Courier,2017,2017-01-01,2017-12-31,1,1,1.000000\r\n\
                  Courier,2018,2018-01-01,2018-12-31,0,0,\r\n\
                  Courier,2019,2019-01-01,2019-12-31,1,1,1.000000\r\n\
                  Courier,undated,,,0,0,\r\n\
                  Courier,imprecise,,,0,0,\r\n\
                  (no source),2017,2017-01-01,2017-12-31,0,0,\r\n\
                  (no source),2018,2018-01-01,2018-12-31,0,0,\r\n\
                  (no source),2019,2019-01-01,2019-12-31,0,0,\r\n\
                  (no source),undated,,,1,1,1.000000\r\n\
                  (no source),imprecise,,,0,0,\r\n";
    check(&run, 0, expect, "");
    let answer = desk.json(&["timeline", "storm", "--by", "source", "--limit", "1"]);
    let names: Vec<&str> =
        answer["lines"].as_array().expect("lines").iter().filter_map(|line| line["name"].as_str()).collect();
    assert_eq!(names, ["Gazette", "1 other", "(no source)"]);
}

#[test]
fn a_picture_is_whole_and_nobody_is_shown_a_ninth_colour() {
    let desk = desk();
    let run = desk.run(&["timeline", "storm", "--vs", "<vote> & co", "--svg", "out.svg"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "out.svg: the picture\n"), "{run:?}");
    let svg = std::fs::read_to_string(desk.path("out.svg")).expect("a picture");
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"), "{svg}");
    assert!(svg.contains("&lt;vote&gt; &amp; co: 0") && svg.contains(">2017-03</text>"), "{svg}");
    let queries = [
        "--vs", "a", "--vs", "b", "--vs", "c", "--vs", "d", "--vs", "e", "--vs", "f", "--vs", "g", "--vs",
        "h",
    ];
    let run = desk.run(&[&["timeline", "storm", "--svg", "no.svg"][..], &queries].concat());
    let expect = "error: --svg: 9 curves cannot be told apart; a picture holds 8\nhint: give --limit 6 with --by, or compare fewer queries\n";
    check(&run, 2, "", expect);
    let run = desk.run(&["timeline", "storm", "--svg", "nosuch/out.svg"]);
    check(&run, 2, "", "error: nosuch/out.svg: could not be written: no such file or folder\n");
    assert!(!desk.path("no.svg").exists() && !desk.path("out.svg.partial").exists());
}

#[test]
fn coverage_is_a_map_of_every_source() {
    let desk = desk();
    let run = desk.run(&["stats", "--coverage", "--step", "year"]);
    let expect = "main: 7 articles

            articles  2017 … 2019
Gazette            4  ▒·▒
Courier            2  ░·░
(no source)        0  ···

· none  ░ 1  ▒ 2–3  articles a year
undated            1
total              7
";
    check(&run, 0, expect, "");
    let run = desk.run(&["stats", "--coverage", "--svg", "c.svg", "--png", "c.png", "--quiet"]);
    check(&run, 0, &run.stdout, "");
    let svg = std::fs::read_to_string(desk.path("c.svg")).expect("a picture");
    assert!(
        svg.contains("<title>Gazette: 2017-03: 1</title>") && svg.contains(">(no source)</text>"),
        "{svg}"
    );
    assert!(std::fs::read(desk.path("c.png")).expect("a picture").starts_with(b"\x89PNG"));
    let run = desk.run(&["stats", "--png", "c.png"]);
    let expect = "error: --png: `stats` draws only with --coverage\nhint: write `dateline stats --coverage --png FILE`\n";
    check(&run, 2, "", expect);
    let run = desk.run(&["stats", "--coverage", "--format", "csv"]);
    assert!(run.stdout.contains("Gazette,2017-03,2017-03-01,2017-03-31,1,1,1.000000\r\n"), "{run:?}");
}

#[test]
fn names_have_a_row_each_and_tables_of_their_own() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        [
            r#"{"id":"1","title":"Talks","body":"A storm.","date":"2017-03-02","persons":["Ann Lee","Bo Ek"]}"#,
            r#"{"id":"2","title":"Talks","body":"No storm.","date":"2018-04-01","persons":["Ann Lee"]}"#,
            r#"{"id":"3","title":"Talks","body":"No wind.","date":"2018-04-02"}"#,
        ]
        .join("\n"),
    );
    desk.run(&["index", "a.jsonl", "--quiet", "--entities", "given"]);
    let over = ["entities", "talks", "--kind", "person", "--over", "year"];
    check(
        &desk.run(&[&over[..], &["--format", "csv", "--limit", "1"]].concat()),
        0,
        "name,label,first_day,last_day,articles,archive,share_of_archive\r\n\
         Ann Lee,2017,2017-01-01,2017-12-31,1,1,1.000000\r\nAnn Lee,2018,2018-01-01,2018-12-31,1,1,1.000000\r\n\
         Ann Lee,undated,,,0,0,\r\nAnn Lee,imprecise,,,0,0,\r\n",
        "read as: talks\n3 articles\n",
    );
    check(
        &desk.run(&[&over[..], &["--sort", "lift"]].concat()),
        2,
        "",
        "error: --sort lift: names over the calendar stand in the order of their articles\n\
         hint: leave out --sort lift, or --over\n",
    );
    check(
        &desk.run(&["entities", "talks", "--at-least", "2"]),
        2,
        "",
        "error: --at-least: only names by lift are left out for their few matches\n\
         hint: add --sort lift, or leave out --at-least\n",
    );
    let none = desk.run(&["entities", "wind", "--kind", "person", "--over", "year"]);
    check(&none, 0, "read as: wind\n1 article\n\nnone of them has a value to count by\n", "");
    check(
        &desk.run(&["entities", "storm", "--kind", "person", "--limit", "1", "--format", "csv"]),
        0,
        "kind,name,articles,share_of_matches,archive,share_of_archive,lift\r\n\
         person,Ann Lee,2,1.000000,2,1.000000,1.5000\r\n",
        "read as: storm\n2 articles\n",
    );
}

#[test]
fn pages_on_which_the_archive_holds_nothing_are_one_line() {
    let desk = desk();
    desk.write(
        "old.jsonl",
        r#"{"id":"9","title":"Old storm","body":"A storm.","date":"1717-03-02","source":"Post"}"#,
    );
    desk.run(&["index", "old.jsonl", "--quiet", "--entities", "none"]);
    let mut command = desk.command(&["timeline", "storm", "--by", "source", "--step", "year"]);
    let run = command.env("COLUMNS", "60").output().expect("the binary runs");
    let stdout = String::from_utf8_lossy(&run.stdout);
    let gaps: Vec<&str> =
        stdout.lines().filter(|line| line.contains("nothing in the archive until")).collect();
    assert_eq!(gaps, ["1754  · nothing in the archive until 2012"], "{stdout}");
}

#[test]
fn the_measure_is_told_of_one_article_and_of_none() {
    let desk = desk();
    let run =
        desk.run(&["timeline", "pay", "--vs", "dock", "--vs", "calm", "--vs", "zebra", "--step", "year"]);
    assert!(run.stdout.contains("\n█ is 1 article a year; · nothing in the archive\n"), "{run:?}");
    let run = desk.run(&[
        "timeline", "dock", "--vs", "zebra", "--vs", "yak", "--vs", "gnu", "--step", "day", "--quiet",
    ]);
    assert!(
        !run.stdout.contains('█') && run.stdout.contains("\ndock            1          0          1\n"),
        "{run:?}"
    );
}
