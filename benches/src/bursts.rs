//! Whether the days of bursts are the days that people put into timelines.
//!
//!     target/release/dateline-bench bursts FOLDER
//!
//! Question: of the days in bursts, how many are in the timeline of that crisis, and of the days of the timeline, how many
//! are in a burst? The same is asked with a day's grace, as papers print on the day after. Beside it stands what
//! taking every day that has a match would give: no method finds a day without articles.
//!
//! Corpus: the Spanish part of CL-TLS ("Cross-lingual timeline summarization", IEEE AIKE 2021), unpacked: a folder of articles for each
//! crisis, in folders named by day, beside `reference/CRISIS.txt`. Every crisis is asked for twice, in the days that its timeline spans: `*` in an archive of its own,
//! where bursts are measured by articles a day, and its country's name in an archive of all crises, where they are measured by the archive.

use std::collections::BTreeSet;
use std::path::Path;

use dateline_article::{Article, Day, DaySpan};
use dateline_query::{Distinct, ParseOptions, Reader, Step, Timeline, parse};
use dateline_testkit::TestArchive;

use crate::{articles, say};

/// Crises, and how the articles call the country.
const CRISES: [(&str, &str); 4] =
    [("egypt", "egipto"), ("libya", "libia"), ("syria", "siria"), ("yemen", "yemen")];

/// Compares bursts of days with reference timelines.
pub fn run(folder: &Path) {
    let mut all: Vec<Article> = Vec::new();
    for (crisis, _) in CRISES {
        let truth = timeline_days(&folder.join("reference").join(format!("{crisis}.txt")));
        let own = read(&folder.join(crisis));
        all.extend(own.iter().cloned());
        measure(crisis, "*", &TestArchive::of_articles(own), &truth);
    }
    let all = TestArchive::of_articles(all);
    for (crisis, word) in CRISES {
        let truth = timeline_days(&folder.join("reference").join(format!("{crisis}.txt")));
        measure(crisis, word, &all, &truth);
    }
}

fn measure(crisis: &str, query: &str, archive: &TestArchive, truth: &BTreeSet<Day>) {
    let reader = Reader::open(archive.archive()).expect("the archive opens");
    let options = ParseOptions { today: Day::from_ymd(2026, 11, 29).expect("a day") };
    let (first, last) = (truth.first().expect("a day"), truth.last().expect("a day"));
    let tree = parse(&format!("{query} date:{first}..{last}"), &options).tree.expect("a query");
    let matches = reader.matches(&tree, Distinct::No).expect("matches");
    let timeline = Timeline::new(vec![matches.counted(query).expect("counts")], Some(Step::Day), 1);
    let line = &timeline.lines[0];
    let bursts = line.bursts(&timeline.units);
    let days = |units: &mut dyn Iterator<Item = usize>| -> BTreeSet<Day> {
        units.map(|unit| timeline.units[unit].first()).collect()
    };
    let in_bursts = days(&mut bursts.bursts.iter().flat_map(|burst| burst.units.clone()));
    let with_match = days(&mut (0..timeline.units.len()).filter(|&unit| line.matches.units[unit] > 0));
    say(&format!(
        "{crisis} `{query}`: {} articles, {} days of the timeline, {} bursts of {} days: {}; every day with a match: {} days: {}",
        line.matches.total,
        truth.len(),
        bursts.bursts.len(),
        in_bursts.len(),
        scores(&in_bursts, truth),
        with_match.len(),
        scores(&with_match, truth)
    ));
}

/// Precision and recall, exact and with a day's grace.
fn scores(found: &BTreeSet<Day>, truth: &BTreeSet<Day>) -> String {
    let near = |day: &Day, days: &BTreeSet<Day>, grace: i32| {
        (-grace..=grace).any(|days_away| days.contains(&day.plus(days_away)))
    };
    let share = |of: &BTreeSet<Day>, among: &BTreeSet<Day>, grace: i32| {
        let count = of.iter().filter(|day| near(day, among, grace)).count();
        count as f64 / of.len().max(1) as f64
    };
    let score = |grace| format!("{:.2} / {:.2}", share(found, truth, grace), share(truth, found, grace));
    format!("{}, within a day {}", score(0), score(1))
}

/// The days of a reference timeline: lines that are a day; what happened stands below each.
fn timeline_days(file: &Path) -> BTreeSet<Day> {
    let text = std::fs::read_to_string(file).expect("the reference timeline is there");
    let day = |line: &str| {
        let mut parts = line.trim().split('-');
        let mut number = || parts.next().filter(|part| part.len() >= 2)?.parse::<u32>().ok();
        let (year, month, day) = (number()?, number()?, number()?);
        Day::from_ymd(i32::try_from(year).ok()?, month, day)
    };
    let days: BTreeSet<Day> = text.lines().filter_map(day).collect();
    assert!(!days.is_empty(), "a timeline has days");
    days
}

/// The articles of a folder; the names of its folders date them.
fn read(folder: &Path) -> Vec<Article> {
    let mut read = Vec::new();
    articles::each(&[folder.display().to_string()], &mut |article| read.push(article));
    let dated =
        |article: &&Article| article.dates.published.is_some_and(|date| DaySpan::is_single_day(date.span));
    assert!(read.iter().filter(dated).count() * 10 > read.len() * 9, "nearly all are dated by a day");
    read
}
