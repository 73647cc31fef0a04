//! The answers by reading everything: slow, simple, and written apart from the search.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;

use dateline_article::{Day, Lang};
use dateline_query::ast::{NodeKind, PhrasePart, Proximity, WordKind};
use dateline_query::{DateField, Node};
use dateline_schema::words::{Stemmers, for_each_word};

/// All articles, as words.
pub struct Facts {
    articles: Vec<Words>,
}

struct Words {
    day: Day,
    /// Headline and text apart: nothing reaches from one into the other.
    folded: [Vec<String>; 2],
    stems: [Vec<String>; 2],
    all_stems: HashSet<String>,
}

impl Facts {
    pub fn of_file(file: &Path) -> Facts {
        let mut stemmers = Stemmers::default();
        let input = BufReader::new(std::fs::File::open(file).expect("the corpus"));
        let articles = input
            .lines()
            .map(|line| {
                let line: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
                let text = |key: &str| line[key].as_str().expect("a text").to_owned();
                let mut words = Words {
                    day: day(&text("date")),
                    folded: [Vec::new(), Vec::new()],
                    stems: [Vec::new(), Vec::new()],
                    all_stems: HashSet::new(),
                };
                for (part, key) in ["title", "body"].into_iter().enumerate() {
                    for_each_word(&text(key), |word| {
                        let stem = stemmers.stem(Lang::EN, word.lower).unwrap_or(word.folded).to_owned();
                        words.folded[part].push(word.folded.to_owned());
                        words.all_stems.insert(stem.clone());
                        words.stems[part].push(stem);
                    });
                }
                words
            })
            .collect();
        Facts { articles }
    }

    /// How many articles a query matches.
    pub fn count(&self, tree: &Node) -> u64 {
        let mut stemmers = Stemmers::default();
        self.articles.iter().filter(|article| matches(tree, article, &mut stemmers)).count() as u64
    }
}

fn day(text: &str) -> Day {
    let parts: Vec<u32> = text.split('-').map(|part| part.parse().expect("a number")).collect();
    Day::from_ymd(parts[0] as i32, parts[1], parts[2]).expect("a day")
}

fn matches(node: &Node, article: &Words, stemmers: &mut Stemmers) -> bool {
    match &node.kind {
        NodeKind::And(nodes) => nodes.iter().all(|node| matches(node, article, stemmers)),
        NodeKind::Or(nodes) => nodes.iter().any(|node| matches(node, article, stemmers)),
        NodeKind::Not(node) => !matches(node, article, stemmers),
        NodeKind::Word(_, word) if word.kind == WordKind::Plain => {
            article.all_stems.contains(&stem(&word.text, stemmers))
        }
        NodeKind::Phrase(_, phrase) => {
            let wanted: Vec<String> = phrase
                .parts
                .iter()
                .map(|part| match part {
                    PhrasePart::Word(word) => word.text.to_lowercase(),
                    PhrasePart::Gap => panic!("no gaps in this benchmark"),
                })
                .collect();
            article.folded.iter().any(|words| words.windows(wanted.len()).any(|run| run == wanted))
        }
        NodeKind::Near(near) => {
            let Proximity::Near(steps) = near.proximity else { panic!("NEAR only in this benchmark") };
            let wanted: Vec<String> = near
                .operands
                .iter()
                .map(|operand| match &operand.kind {
                    NodeKind::Word(_, word) => stem(&word.text, stemmers),
                    other => panic!("words only in this benchmark, not {other:?}"),
                })
                .collect();
            article.stems.iter().any(|words| {
                let places = |stem: &String| {
                    words
                        .iter()
                        .enumerate()
                        .filter(|(_, word)| *word == stem)
                        .map(|(at, _)| at)
                        .collect::<Vec<_>>()
                };
                let (left, right) = (places(&wanted[0]), places(&wanted[1]));
                left.iter().any(|l| right.iter().any(|r| l != r && l.abs_diff(*r) <= steps as usize))
            })
        }
        NodeKind::Date(filter) if filter.field == DateField::Published => {
            filter.range.first().is_none_or(|first| first <= article.day)
                && filter.range.last().is_none_or(|last| article.day <= last)
        }
        other => panic!("not part of this benchmark: {other:?}"),
    }
}

fn stem(word: &str, stemmers: &mut Stemmers) -> String {
    let lower = word.to_lowercase();
    stemmers.stem(Lang::EN, &lower).unwrap_or(&lower).to_owned()
}
