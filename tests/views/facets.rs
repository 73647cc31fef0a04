//! `dateline facets`, and facets beside hits.

use super::{check, desk};

#[test]
fn values_are_counted_with_their_shares_and_those_without_one() {
    let run = desk().run(&["facets", "storm", "--by", "source,tag,org", "--limit", "1"]);
    let expect = "read as: storm
6 articles

source                                              articles  of matches  of archive
Gazette                                                    3      50.0 %      75.0 %
and 1 more value (--limit all)
(none)                                                     1      16.7 %     100.0 %

tag                                                 articles  of matches  of archive
Weather                                                    2      33.3 %     100.0 %
and 1 more value (--limit all)
(none)                                                     4      66.7 %      80.0 %
an article may have several

org: no article of this archive has one
";
    check(&run, 0, expect, "");
}

#[test]
fn a_table_is_for_spreadsheets_and_none_of_its_cells_is_a_formula() {
    let desk = desk();
    let expect = "field,value,articles,share_of_matches,archive,share_of_archive\r\n\
                  byline,'=HYPERLINK(1),1,0.500000,,\r\n\
                  byline,Jane Roe,1,0.500000,,\r\n\
                  byline,,0,0.000000,5,0.000000\r\n";
    let arguments = ["facets", "warning", "--by", "byline", "--format", "csv"];
    check(&desk.run(&arguments), 0, expect, "read as: warning\n2 articles\n");
    let run = desk.run(&[&arguments[..], &["--raw-cells", "--quiet"]].concat());
    check(&run, 0, &expect.replace('\'', ""), "");
}

#[test]
fn json_counts_every_value_of_every_field() {
    let desk = desk();
    let answer =
        desk.json(&["facets", "storm", "--by", "date-origin,source", "--limit", "all", "--distinct"]);
    assert_eq!((&answer["total"], &answer["archive"]), (&5.into(), &7.into()));
    assert_eq!(answer["facets"][0]["without"]["articles"], 1);
    let rows = answer["facets"][1]["rows"].as_array().expect("rows");
    let counts: Vec<String> =
        rows.iter().map(|row| format!("{} {}", row["value"], row["articles"])).collect();
    assert_eq!(counts, ["\"Gazette\" 3", "\"Courier\" 1"]);
    let run = desk.run(&["facets", "storm", "--by", "lang", "--format", "jsonl", "--quiet"]);
    assert_eq!(run.stdout.lines().count(), 2, "{run:?}");
}

#[test]
fn facets_stand_beside_hits() {
    let desk = desk();
    let run = desk.run(&["search", "storm", "--limit", "1", "--facets", "source"]);
    assert!(run.stdout.ends_with("Courier                                                    2      33.3 %     100.0 %\n(none)                                                     1      16.7 %     100.0 %\n"), "{run:?}");
    let answer = desk.json(&["search", "storm", "--limit", "1", "--facets", "source,lang"]);
    assert_eq!(answer["facets"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["facets"][0]["rows"][0]["articles"], 3);
    let run = desk.run(&["search", "storm", "--facets", "source", "--format", "jsonl"]);
    let expect = "{\"errors\":[{\"hint\":\"`dateline facets QUERY --format jsonl` prints a value a line\",\"message\":\"--facets: json lines hold hits only\"}],\"version\":1}\n";
    check(&run, 2, "", expect);
}

#[test]
fn nothing_found_is_helped_as_by_a_search() {
    let run = desk().run(&["facets", "strom"]);
    let expect = "read as: strom
0 articles
note: 0 articles. By clause: strom 0 (nearest: \"storm\" 6)
try: storm   (6 articles)
";
    check(&run, 1, expect, "");
}

#[test]
fn flags_that_cannot_be_meant_are_refused() {
    let desk = desk();
    let expect = "error: invalid value 'x' for '--limit <N|all>': expected a number or `all`, but found `x`\n\nFor more information, try '--help'.\n";
    check(&desk.run(&["facets", "storm", "--limit", "x"]), 2, "", expect);
    let expect = "error: --format csv: this command prints text, json or jsonl\nhint: `facets`, `timeline`, `kwic`, `entities`, `export` and `stats --coverage` print tables\n";
    check(&desk.run(&["stats", "--format", "csv"]), 2, "", expect);
}
