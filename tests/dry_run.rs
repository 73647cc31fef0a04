//! `dateline index --dry-run` from outside: it says what `index` would do, and does nothing.

use crate::program::Desk;

/// Three files: two articles and a broken line, a copy of one of them with another text, a picture.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(
        "news/a.jsonl",
        "{\"id\":\"urn:x:1\",\"title\":\"A storm\",\"body\":\"The storm came in the night and broke the doors.\",\"source\":\"Gazette\",\"date\":\"1923-05-04\"}\n\
         {\"id\":\n\
         {\"id\":\"urn:x:2\",\"title\":\"A strike\",\"body\":\"The men at the docks began it and the owners ended it.\",\"source\":\"Mercury\",\"date\":\"99/99/1923\"}\n",
    );
    desk.write("news/b.jsonl", "{\"id\":\"urn:x:1\",\"title\":\"A storm\",\"body\":\"Another text.\"}\n");
    desk.write("news/c.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0");
    desk
}

#[test]
fn a_dry_run_tells_trouble_before_it_is_in_the_index() {
    let desk = desk();
    let run = desk.run(&["index", "news", "--dry-run"]);
    let place = desk.path("news/a.jsonl");
    let place = std::fs::canonicalize(&place).unwrap_or(place);
    let expect = format!(
        "4 records in 3 files: 2 would be indexed, 1 duplicates, 1 rejected
1 of the duplicates have another text than the article that comes first
left out, being no articles: 1 image/png

rejected
          1  malformed
             {0}: record 2 (byte 132): expected a JSON object, but found `{{\"id\":` (line ends inside the object)

format
          2  jsonl, 1923-05-04, 1 undated

source
          1  Gazette, 1923-05-04
          1  Mercury, 1 undated

date from
          1  metadata, 1 certain
          1  (undated)
dated 1923-05-04 to 1923-05-04

language: en 2

remarks
          1  unreadable-date
             {0}: record 3 (byte 139): `99/99/1923`

0.0 MB of text; nothing was written
",
        place.display()
    );
    assert_eq!(run.stdout, expect, "{run:?}");
    assert_eq!(run.code, 1);
    assert!(!desk.path("data").exists(), "a dry run writes nothing");
}

#[test]
fn a_dry_run_and_a_run_count_the_same() {
    let desk = desk();
    let dry = desk.json(&["index", "news", "--dry-run"]);
    let report = desk.json(&["index", "news"]);
    for (dry_key, key) in [
        ("read", "read"),
        ("would_index", "indexed"),
        ("duplicates", "duplicates"),
        ("conflicting", "conflicting"),
        ("rejected", "rejected"),
        ("undated", "undated"),
        ("text_bytes", "text_bytes"),
        ("files", "files_read"),
    ] {
        assert_eq!(dry[dry_key], report["report"][key], "{dry_key}: {dry} {report}");
    }
    assert_eq!(dry["left_out"], report["left_out"]);
    // What the archive holds already makes no difference.
    assert_eq!(desk.json(&["index", "news", "--dry-run"]), dry);
}

#[test]
fn the_largest_sources_have_a_line_each_and_the_others_one() {
    let desk = Desk::new();
    let lines = (0..25).map(|number| {
        format!("{{\"title\":\"Storm {number}\",\"body\":\"It came.\",\"source\":\"Paper {number:02}\"}}\n")
    });
    desk.write("a.jsonl", lines.collect::<String>());
    let run = desk.run(&["index", "a.jsonl", "--dry-run"]);
    assert!(run.stdout.contains("          1  Paper 19, 1 undated\n          5  of 5 others\n"), "{run:?}");
    assert_eq!(run.code, 0);
    let sources = &desk.json(&["index", "a.jsonl", "--dry-run"])["sources"];
    assert_eq!(sources.as_array().map(Vec::len), Some(25));
}
