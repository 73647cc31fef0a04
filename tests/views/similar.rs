//! `dateline similar`

use super::{Desk, check};

fn desk() -> Desk {
    let desk = Desk::new();
    let mut records = vec![
        r#"{"id":"gdn-2019-0412","title":"Bridge agreed","body":"The council of the harbour voted for the new bridge over the river. Fishermen had asked for a ferry instead.","date":"2019-04-12"}"#.to_owned(),
        r#"{"id":"b","title":"Ferry wanted","body":"Fishermen of the harbour marched against the bridge over the river and for a ferry.","date":"2019-04-20"}"#.to_owned(),
    ];
    for number in 0..12 {
        records.push(format!(
            r#"{{"id":"x{number}","title":"Walk-out","body":"Teachers of school {number} walked out.","date":"2019-05-01"}}"#
        ));
    }
    desk.write("a.jsonl", records.join("\n"));
    assert_eq!(desk.run(&["index", "a.jsonl", "--quiet"]).code, 0);
    desk
}

#[test]
fn articles_like_one_say_which_words_they_share() {
    let desk = desk();
    let run = desk.run(&["similar", "gdn-2019-0412"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("like: Bridge agreed (2019-04-12 · "), "{run:?}");
    assert!(lines[1] == "1 article" && lines[2].starts_with("by its telling words: "), "{run:?}");
    let why = lines.last().expect("a line");
    assert!(why.starts_with("    shares ") && why.contains("bridge") && why.contains("ferry"), "{run:?}");
    assert_eq!(run.code, 0);
    let answer = desk.json(&["similar", "gdn-2019-0412"]);
    assert_eq!(answer["hits"][0]["title"], "Ferry wanted");
    assert!(answer["hits"][0]["shared_words"].as_array().is_some_and(|words| words.len() > 3), "{answer}");
}

#[test]
fn days_and_words_narrow_what_is_like_an_article() {
    let desk = desk();
    let run =
        desk.run(&["similar", "gdn-2019-0412", "-marched", "--from", "2019-04-15", "--format", "jsonl"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", 1));
    assert!(run.stderr.ends_with("read as: NOT marched AND date 2019-04-15..\n0 articles\n"), "{run:?}");
}

#[test]
fn an_id_that_nobody_has_is_told() {
    let expect = "error: expected the id of an article, or the start of one, but no id of this archive begins with `nosuch`\n\
                  hint: ids stand below each hit of `dateline search`\n";
    check(&desk().run(&["similar", "nosuch"]), 2, "", expect);
}
