use dateline_article::Day;
use dateline_testkit::{Draft, TestArchive};

use super::*;
use crate::Reader;
use crate::search::matches::Distinct;
use crate::search::testing::tree_of;

/// Thirty days of a strike, with two days on which a bridge falls in; and other news.
fn archive() -> TestArchive {
    let mut drafts = Vec::new();
    for day in 1..=30 {
        let on = format!("2019-04-{day:02}");
        for copy in 0..2 {
            let (title, text) = match day {
                10 | 11 => {
                    ("Strike after collapse", "The strike goes on. The Bridge fell, and bridges were closed.")
                }
                _ => ("Strike goes on", "The strike goes on, the union said."),
            };
            let draft = Draft::new(&format!("s{day}-{copy}"), title, text).on(&on);
            drafts.push(match day {
                10 | 11 => draft.names(MentionKind::Person, "Ann Lee").names(MentionKind::Place, "Hull"),
                _ => draft.names(MentionKind::Place, "Hull"),
            });
            let calm = Draft::new(&format!("c{day}-{copy}"), "Weather", "No wind, the office said.");
            drafts.push(calm.on(&on).names(MentionKind::Person, "Bo Ek"));
        }
    }
    TestArchive::of(drafts)
}

/// Shows what sets one period apart: words, then names.
#[track_caller]
fn check(query: &str, (first, last): (u32, u32), expect: &str) {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("an archive");
    let matches = reader.matches(&tree_of(query), Distinct::No).expect("an answer");
    let day = |day| Day::from_ymd(2019, 4, day).expect("a day");
    let period = DaySpan::new(day(first), day(last)).expect("days");
    let apart = matches.set_apart(&[period], 10).expect("words").remove(0);
    let shown = |telling: &Telling| format!("{} {}:{}", telling.text, telling.articles, telling.others);
    let words: Vec<String> = apart.words.iter().map(shown).collect();
    let names: Vec<String> =
        apart.names.iter().map(|name| format!("{} {}", name.kind, shown(&name.name))).collect();
    let Apart { articles, others, compared_with, .. } = apart;
    let compared = compared_with.name();
    assert_eq!(
        format!("{articles} with {others} {compared}: {} | {}", words.join(", "), names.join(", ")),
        expect
    );
}

#[test]
fn the_words_of_a_period_are_those_that_the_other_matches_lack() {
    check(
        "strike",
        (10, 11),
        "4 with 56 other matches: after 4:0, and 4:0, Bridge 4:0, closed 4:0, collapse 4:0, fell 4:0, were 4:0 \
         | person Ann Lee 4:0",
    );
}

#[test]
fn a_period_with_nothing_of_its_own_has_no_words() {
    check("strike", (20, 21), "4 with 56 other matches:  | ");
}

#[test]
fn with_few_other_matches_the_archive_is_compared_and_the_words_of_the_query_say_nothing() {
    check(
        "bridge",
        (10, 11),
        "4 with 116 archive: after 4:0, and 4:0, closed 4:0, collapse 4:0, fell 4:0, were 4:0 | person Ann Lee 4:0",
    );
}

#[test]
fn every_period_is_compared_with_all_other_matches() {
    let archive = archive();
    archive.add(vec![
        Draft::new("later", "Strike", "The bridge is open. The strike is over.").on("2019-06-01").article(),
    ]);
    let reader = Reader::open(archive.archive()).expect("an archive");
    let matches = reader.matches(&tree_of("strike"), Distinct::No).expect("an answer");
    let day = |day| DaySpan::day(Day::from_ymd(2019, 4, day).expect("a day"));
    let apart = matches.set_apart(&[day(10), day(11)], 1).expect("words");
    for apart in apart {
        assert_eq!((apart.articles, apart.others), (2, 59));
        let word = &apart.words[0];
        assert_eq!((word.text.as_str(), word.articles, word.others), ("after", 2, 2));
    }
}
