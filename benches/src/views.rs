//! Question: what do views over all matches of a common word cost: a timeline, facets of three kinds of names,
//! an export.
//!
//! Every answer is first compared with a reading of all articles: each month, each name, each line.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

use dateline_article::{Article, Day, MentionKind};
use dateline_query::{Distinct, FacetField, Node, Reader, Step, Timeline};
use dateline_schema::words::{Stemmers, for_each_word};
use dateline_schema::{Archive, caseless};

use crate::measure::{self, percentiles};
use crate::query::tree;
use crate::say;

const ROUNDS: usize = 25;
/// Rows of each facet, as many as `search --facets` shows.
const ROWS: usize = 10;
/// The word is the one of these that is nearest to so many hits in a million.
const WANTED_IN_A_MILLION: u64 = 100_000;
const WORDS: &[&str] =
    &["iraq", "health", "energy", "committee", "federal", "program", "security", "bill", "support", "act"];

/// Times views over an archive that is already there.
pub fn run(folder: &Path) {
    let archive = Archive::open(folder).expect("an archive");
    let reader = Reader::open(&archive).expect("the archive opens");
    let wanted = reader.articles() * WANTED_IN_A_MILLION / 1_000_000;
    let hits = |word: &&&str| reader.count(&tree(word)).expect("a count");
    let word = WORDS.iter().min_by_key(|word| hits(word).abs_diff(wanted)).expect("a word");
    let facts = Facts::by_reading(&reader, word);
    say(&format!("`{word}`: {} hits of {} articles", facts.hits, reader.articles()));
    let tree = tree(word);

    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let months = months(&reader, &tree);
        times.push(started.elapsed());
        assert_eq!(months, facts.months, "the months of `{word}`");
    }
    say(&format!("timeline by month: {}", percentiles(&mut times)));

    check_names(&reader, &tree, &facts);
    let (fields, mut times) = (MentionKind::ALL.map(FacetField::of_names), Vec::new());
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let matches = reader.matches(&tree, Distinct::No).expect("matches");
        let facets = matches.facets(&fields, Some(ROWS)).expect("facets");
        times.push(started.elapsed());
        assert_eq!(facets.total, facts.hits);
    }
    let names: usize = facts.names.iter().map(HashMap::len).sum();
    say(&format!("facets of persons, organisations, places ({names} names): {}", percentiles(&mut times)));
    export(folder, word, &facts);
}

/// Articles by month, those months left out that have none.
fn months(reader: &Reader, tree: &Node) -> BTreeMap<Day, u64> {
    let matches = reader.matches(tree, Distinct::No).expect("matches");
    let timeline = Timeline::new(vec![matches.counted("").expect("counts")], Some(Step::Month), 0);
    let counts =
        timeline.units.iter().map(|unit| unit.first()).zip(timeline.lines[0].matches.units.iter().copied());
    counts.filter(|&(_, articles)| articles > 0).collect()
}

/// Every name, not only the first ones.
fn check_names(reader: &Reader, tree: &Node, facts: &Facts) {
    let matches = reader.matches(tree, Distinct::No).expect("matches");
    let facets = matches.facets(&MentionKind::ALL.map(FacetField::of_names), None).expect("facets");
    for (facet, names) in facets.facets.iter().zip(&facts.names) {
        let rows = facet.rows.iter().map(|row| (caseless(&row.value), row.count.articles));
        assert_eq!(&rows.collect::<HashMap<String, u64>>(), names, "names by {}", facet.field.name());
    }
}

fn export(folder: &Path, word: &str, facts: &Facts) {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let file = desk.path().join("export.jsonl");
    let data = folder.parent().expect("the folder of archives");
    let name = folder.file_name().and_then(|name| name.to_str()).expect("the name of an archive");
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..3 {
        let arguments = ["export", word, "--archive", name, "--out", &file.display().to_string(), "--quiet"];
        times.push(measure::command(&arguments, data).duration());
    }
    let text = std::fs::read_to_string(&file).expect("the export is there");
    let lines = text.lines().count() as u64;
    assert_eq!(lines, facts.hits, "the export holds every hit");
    let megabytes = text.len() as f64 / 1e6;
    let seconds = measure::median(&times);
    say(&format!("export command: {megabytes:.1} MB in {seconds:.2} s, {:.1} MB/s", megabytes / seconds));
}

/// What all articles say, read one after the other.
struct Facts {
    hits: u64,
    months: BTreeMap<Day, u64>,
    /// Of each kind, the articles by name.
    names: [HashMap<String, u64>; 3],
}

impl Facts {
    fn by_reading(reader: &Reader, word: &str) -> Facts {
        let names = MentionKind::ALL.map(|_| HashMap::new());
        let mut facts = Facts { hits: 0, months: BTreeMap::new(), names };
        let mut stemmers = Stemmers::default();
        reader
            .each_article(|article| facts.add(&article, word, &mut stemmers))
            .expect("every article is read");
        facts
    }

    fn add(&mut self, article: &Article, word: &str, stemmers: &mut Stemmers) {
        let Some(lang) = article.lang else { return };
        let wanted = stemmers.stem(lang, word).unwrap_or(word).to_owned();
        let mut is_hit = false;
        for text in std::iter::once(article.title.as_str()).chain(article.paragraphs()) {
            for_each_word(text, |found| {
                is_hit = is_hit || stemmers.stem(lang, found.lower).unwrap_or(found.folded) == wanted;
            });
        }
        if !is_hit {
            return;
        }
        self.hits += 1;
        if let Some(date) = article.dates.published {
            let first = date.span.first();
            *self.months.entry(Step::Month.around(first).first()).or_default() += 1;
        }
        for (kind, counts) in MentionKind::ALL.into_iter().zip(&mut self.names) {
            let names: HashSet<String> = article.names(kind).into_iter().map(caseless).collect();
            for name in names {
                *counts.entry(name).or_default() += 1;
            }
        }
    }
}
