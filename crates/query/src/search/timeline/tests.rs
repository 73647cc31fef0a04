use dateline_testkit::{Draft, TestArchive, generated};

use super::*;
use crate::Reader;
use crate::search::matches::Distinct;
use crate::search::testing::tree_of;

fn archive() -> TestArchive {
    let archive = TestArchive::of([
        Draft::new("a", "Storm", "A storm.").on("2019-05-02").from("Gazette"),
        Draft::new("b", "Storm", "Storms.").on("2019-05").from("GAZETTE"),
        Draft::new("c", "Calm", "No wind.").on("2019-03-31").from("Gazette"),
        Draft::new("d", "Storm", "A storm.").on("2019-02-02").from("Courier"),
    ]);
    archive.add(vec![
        Draft::new("e", "Storm", "A storm again.").on("2019").from("Gazette").article(),
        Draft::new("f", "Storm", "A storm of letters.").article(),
        Draft::new("g", "Storm", "Old storms.").on("2018-12-31").from("Courier").article(),
    ]);
    archive
}

fn shown(timeline: &Timeline) -> String {
    let lines: Vec<String> = timeline
        .lines
        .iter()
        .map(|line| {
            let counts = line.matches.units.iter().zip(&line.archive.units);
            let counts: Vec<String> =
                counts.map(|(articles, archive)| format!("{articles}/{archive}")).collect();
            let Tallies { total, undated, imprecise, .. } = &line.matches;
            let name = &line.name;
            format!("{name}: {} undated {undated} imprecise {imprecise} of {total}", counts.join(" "))
        })
        .collect();
    let first = timeline.units.first().map_or(String::new(), |unit| timeline.step.label(*unit));
    format!("{} {first} | {}", timeline.step.name(), lines.join(" | "))
}

#[track_caller]
fn check(query: &str, step: Option<Step>, split: Option<Split>, expect: &str) {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("an archive");
    let matches = reader.matches(&tree_of(query), Distinct::No).expect("an answer");
    let counted = match split {
        None => vec![matches.counted(query).expect("counts")],
        Some(split) => matches.counted_by(split).expect("counts"),
    };
    assert_eq!(shown(&Timeline::new(counted, step, 8)), expect);
}

#[test]
fn rows_with_the_undated_and_the_imprecise_add_up() {
    check(
        "storm",
        Some(Step::Month),
        None,
        "month 2018-12 | storm: 1/1 0/0 1/1 0/1 0/0 2/2 undated 1 imprecise 1 of 6",
    );
    check("storm", Some(Step::Year), None, "year 2018 | storm: 1/1 4/5 undated 1 imprecise 0 of 6");
}

#[test]
fn the_step_is_the_shortest_that_fits_into_the_rows() {
    check("storm", None, None, "month 2018-12 | storm: 1/1 0/0 1/1 0/1 0/0 2/2 undated 1 imprecise 1 of 6");
}

#[test]
fn an_old_article_dated_by_a_month_lengthens_the_step_that_nobody_chose() {
    let archive = archive();
    archive.add(vec![Draft::new("h", "Storm", "A storm long ago.").on("1871-03").article()]);
    let reader = Reader::open(archive.archive()).expect("an archive");
    let matches = reader.matches(&tree_of("storm"), Distinct::No).expect("an answer");
    let timeline = Timeline::new(vec![matches.counted("storm").expect("counts")], None, 17);
    assert_eq!((timeline.step, timeline.units.len()), (Step::Decade, 15));
}

#[test]
fn days_that_are_asked_for_are_shown_as_far_as_the_archive_goes() {
    check(
        "(again OR old) from:2018-11 to:2019-03",
        Some(Step::Month),
        None,
        "month 2018-12 | (again OR old) from:2018-11 to:2019-03: 1/1 0/0 0/1 0/1 undated 0 imprecise 1 of 2",
    );
}

#[test]
fn rows_of_values_add_up_to_the_whole() {
    let split = |limit| Some(Split { field: FacetField::Source, limit });
    check(
        "storm",
        Some(Step::Year),
        split(None),
        "year 2018 | Gazette: 0/0 3/4 undated 0 imprecise 0 of 3 | Courier: 1/1 1/1 undated 0 imprecise 0 of 2 \
         | (no source): 0/0 0/0 undated 1 imprecise 0 of 1",
    );
    check(
        "storm",
        Some(Step::Year),
        split(Some(0)),
        "year 2018 | 2 others: 1/1 4/5 undated 0 imprecise 0 of 5 | (no source): 0/0 0/0 undated 1 imprecise 0 of 1",
    );
}

#[test]
fn an_article_is_counted_with_each_of_its_names_once() {
    let person = dateline_article::MentionKind::Person;
    let archive = TestArchive::of([
        Draft::new("a", "Talks", "x").on("2018").names(person, "Ann Lee").names(person, "ANN LEE"),
        Draft::new("b", "Talks", "y").on("2019-01").names(person, "Ann Lee").names(person, "Bo Ek"),
        Draft::new("c", "Talks", "z").on("2019-02"),
    ]);
    archive.add(vec![
        Draft::new("d", "Talks", "u").names(person, "A. Lee").names(person, "Ann Lee").article(),
        Draft::new("e", "Calm", "v").on("2019").names(person, "Bo Ek").names(person, "Ms Who").article(),
    ]);
    std::fs::write(archive.dir().join("aliases.txt"), "Ann Lee: A. Lee\n!Ms Who").expect("a file");
    let reader = Reader::open(archive.archive()).expect("an archive");
    let count = |query: &str, limit| {
        let matches = reader.matches(&tree_of(query), Distinct::No).expect("an answer");
        let counted = matches.counted_by(Split { field: FacetField::Person, limit }).expect("counts");
        shown(&Timeline::new(counted, Some(Step::Year), 8))
    };
    let ann = "year 2018 | Ann Lee: 1/1 1/1 undated 1 imprecise 0 of 3";
    assert_eq!(count("talks", None), format!("{ann} | Bo Ek: 0/0 1/2 undated 0 imprecise 0 of 1"));
    assert_eq!(count("talks", Some(1)), ann);
    assert_eq!(count("calm", None), "year 2019 | Bo Ek: 1/2 undated 0 imprecise 0 of 1");
}

#[test]
fn what_has_no_date_has_no_units() {
    check("letters", None, None, "year  | letters:  undated 1 imprecise 0 of 1");
    check("zebra", Some(Step::Day), None, "day  | zebra:  undated 0 imprecise 0 of 0");
}

#[test]
fn every_step_counts_every_article_once() {
    let archive = TestArchive::of(generated(3, 90));
    let reader = Reader::open(archive.archive()).expect("an archive");
    let matches = reader.matches(&tree_of("the OR of"), Distinct::No).expect("an answer");
    let total = matches.total().expect("a count");
    for step in Step::ALL {
        let timeline = Timeline::new(vec![matches.counted("x").expect("counts")], Some(step), 1);
        let Tallies { units, undated, imprecise, .. } = &timeline.lines[0].matches;
        assert_eq!(units.iter().sum::<u64>() + undated + imprecise, total, "{step:?}");
    }
}

/// The counts are those of the dates of the articles, read one by one.
#[track_caller]
fn check_days(reader: &Reader, query: &str, distinct: Distinct) {
    let matches = reader.matches(&tree_of(query), distinct).expect("an answer");
    let mut expect = DayCounts::default();
    matches
        .each_block(|segment, docs| {
            for doc in docs {
                expect.add_block(&reader.columns[segment], &[*doc], &mut Vec::new());
            }
            Ok(())
        })
        .expect("an answer");
    expect.settle();
    assert!(expect.total > 0, "{query}");
    assert_eq!(matches.day_counts().expect("counts"), expect, "{query}");
    assert_eq!(
        matches.archive_counts().expect("counts").total,
        matches.in_days_alone().expect("all").total().expect("all")
    );
}

#[test]
fn days_are_counted_alike_with_and_without_the_calendar() {
    let mut drafts = generated(5, 2_400);
    let archive = TestArchive::of(drafts.split_off(600));
    archive.add(drafts.split_off(300).into_iter().map(Draft::article).collect());
    // No article of this segment is dated by a month.
    let dated = drafts.into_iter().map(|draft| draft.on("2014-03-05").article());
    archive
        .add(dated.chain([Draft::new("old", "Storm", "A zeppelin.").on("1665-11-07").article()]).collect());
    let queries =
        ["flood", "zeppelin", "the OR strike", "the said", "*", "missing:date", "flood date:2013..2014"];
    let check_all = || {
        let reader = Reader::open(archive.archive()).expect("an archive");
        for query in queries {
            check_days(&reader, query, Distinct::No);
            check_days(&reader, query, Distinct::Yes);
        }
    };
    check_all();
    archive.delete(&(0..2_400).step_by(3).map(|number| Draft::id(&format!("g{number}"))).collect::<Vec<_>>());
    check_all();
}
