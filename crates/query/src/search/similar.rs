//! Articles like one, with why.

use std::collections::{HashMap, HashSet};

use dateline_article::{Article, MentionKind};
use dateline_schema::caseless;
use dateline_schema::words::Stemmers;
use tantivy::query::{BooleanQuery, Occur};

use super::alike::{TellingWord, shown};
use super::compile::COPIES_NOT_COUNTED;
use super::error::SearchError;
use super::highlight::{Highlighter, Pattern, WordTest};
use super::hits::{Hit, Order};
use super::look_up::LookUpError;
use super::matches::Distinct;
use super::rank::{Clause, Shape};
use super::reader::Reader;
use crate::Node;

/// The share of the weight of its telling words that an article must hold, in percent: far less than for
/// `like:`, since here the best come first.
const LEAST_WEIGHT_PERCENT: u32 = 10;

/// The articles like one.
#[derive(Debug)]
pub struct Similar {
    /// The article they are like.
    pub article: Article,
    /// The words that tell most of it, the most telling first.
    pub words: Vec<String>,
    /// How many articles are like it, copies of each other counted each.
    pub total: u64,
    /// How many match all but the days, because they have no date; `None` without days.
    pub undated: Option<u64>,
    /// The best of them, best first.
    pub hits: Vec<SimilarHit>,
    /// What the reader of the answer should know.
    pub notes: Vec<String>,
}

/// An article like another, with why.
#[derive(Debug)]
pub struct SimilarHit {
    /// The article, its telling words marked.
    pub hit: Hit,
    /// The telling words that both hold, the weightiest here first.
    pub words: Vec<String>,
    /// The names that both hold.
    pub names: Vec<String>,
    /// The copies of it that are like the article as well and left out.
    pub copies: u64,
}

impl Reader {
    /// The articles that hold enough of what tells most of one, itself and its copies left out.
    ///
    /// `beside` narrows them and does not rank: a query, days, values. With [`Distinct::Yes`], of copies only the best is a hit.
    pub fn similar(
        &self,
        id: &str,
        beside: &Node,
        distinct: Distinct,
        limit: usize,
    ) -> Result<Result<Similar, LookUpError>, SearchError> {
        let article = match self.look_up(id)? {
            Ok(article) => article,
            Err(problem) => return Ok(Err(problem)),
        };
        let telling = self.telling_words(&article, &mut Stemmers::default())?;
        let words = shown(&telling);
        let mut compiled = self.compile(beside)?;
        let copies = self.copies()?;
        let mut notes = std::mem::take(&mut compiled.notes);
        if !copies.is_current {
            notes.push(COPIES_NOT_COUNTED.to_owned());
        }
        let mut matching = compiled.matching;
        matching.query = Box::new(BooleanQuery::new(vec![
            (Occur::Must, matching.query),
            (Occur::Must, Box::new(self.sharing(&telling, LEAST_WEIGHT_PERCENT)?)),
            (Occur::MustNot, self.the_article(article.id)),
            (Occur::MustNot, Box::new(copies.cluster_of(article.id))),
        ]));
        matching.shape = Shape::General;
        // The article alone ranks: what stands beside it narrows.
        matching.clauses = telling.iter().map(clause_of).collect();
        let mut patterns: Vec<Pattern> = telling.into_iter().map(pattern_of).collect();
        patterns.append(&mut compiled.patterns);
        let undated =
            if matching.window.is_everything() { None } else { Some(self.count_undated(&matching)?) };
        // As many as are wanted often suffice; where copies crowd in, more are asked for.
        let mut keep = limit;
        let (ranks, folded, total) = loop {
            let top = self.top(&matching, Order::Relevance, None, keep)?;
            let found = top.ranks.len();
            let mut place_of_cluster = HashMap::new();
            let (mut ranks, mut folded) = (Vec::new(), Vec::new());
            for rank in top.ranks {
                let cluster = copies.cluster_at(rank.address).filter(|_| distinct == Distinct::Yes);
                let place = cluster.map(|cluster| *place_of_cluster.entry(cluster).or_insert(ranks.len()));
                if let Some(place) = place.filter(|&place| place < ranks.len()) {
                    folded[place] += 1;
                } else {
                    ranks.push(rank);
                    folded.push(0_u64);
                }
            }
            if ranks.len() >= limit || found < keep {
                break (ranks, folded, top.total);
            }
            keep = keep.saturating_mul(2).max(1);
        };
        let mut highlighter = Highlighter::new(patterns);
        let mut hits = Vec::new();
        for (rank, copies) in ranks.iter().zip(folded).take(limit) {
            let hit = self.hit_at(rank, &mut highlighter)?;
            let mut parts = self.score_parts(matching.clauses.clone(), rank.address)?;
            parts.retain(|part| part.score > 0.0);
            parts.sort_by(|one, other| other.score.total_cmp(&one.score));
            let names = shared_names(&article, &hit.article);
            let words = parts.into_iter().map(|part| part.word).collect();
            hits.push(SimilarHit { hit, words, names, copies });
        }
        Ok(Ok(Similar { article, words, total, undated, hits, notes }))
    }
}

fn clause_of(word: &TellingWord) -> Clause {
    Clause { label: word.lower.clone(), boost: 1.0, members: vec![(word.term.clone(), 1.0)], typed: None }
}

fn pattern_of(word: TellingWord) -> Pattern {
    Pattern::word(WordTest::Stem { lower: word.lower, folded: word.folded })
}

/// The names in both articles, as the second writes them, in its order.
fn shared_names(one: &Article, other: &Article) -> Vec<String> {
    let known: HashSet<(MentionKind, String)> =
        one.mentions.iter().map(|mention| (mention.kind, caseless(&mention.name))).collect();
    let mut seen = HashSet::new();
    let shared =
        other.mentions.iter().filter(|mention| known.contains(&(mention.kind, caseless(&mention.name))));
    shared.map(|mention| mention.name.clone()).filter(|name| seen.insert(name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive};

    use super::*;
    use crate::search::testing::tree_of;

    fn archive() -> TestArchive {
        let bridge = "The council of the harbour voted for the new bridge over the river, which will cost 17 million and \
                      open in spring. Fishermen had asked for a ferry instead, and the mayor called the vote a victory for \
                      everyone who has stood in the queue at the old crossing.";
        let ferry = "Fishermen of the harbour marched against the bridge over the river. They say that a ferry would have been \
                     cheaper, and that nobody on the council asked them before the vote. The march ended at the old crossing.";
        let mut drafts = vec![
            Draft::new("a", "Bridge agreed", bridge).on("2019-04-12").names(MentionKind::Place, "Port Ann"),
            Draft::new("b", "Council votes", bridge).on("2019-04-13"),
            Draft::new("c", "Ferry wanted", ferry).on("2019-04-20").names(MentionKind::Place, "PORT ANN"),
            Draft::new("d", "They want a ferry", ferry).on("2019-04-21"),
        ];
        for number in 0..12 {
            let text =
                format!("Teachers of school {number} walked out over pay and hours, said their union.");
            drafts.push(Draft::new(&format!("x{number}"), "Walk-out", &text).on("2019-05-01"));
        }
        TestArchive::of(drafts)
    }

    #[track_caller]
    fn check(beside: &str, distinct: Distinct, expect: &str) {
        let archive = archive();
        let reader = Reader::open(archive.archive()).expect("an archive");
        let id = Draft::id("a").to_string();
        let similar =
            reader.similar(&id, &tree_of(beside), distinct, 10).expect("an answer").expect("an article");
        let shown: Vec<String> = similar
            .hits
            .iter()
            .map(|found| format!("{} [{}] +{}", found.hit.article.title, found.names.join(","), found.copies))
            .collect();
        assert_eq!(format!("{}: {}", similar.total, shown.join(" | ")), expect);
        assert!(similar.hits.iter().all(|found| found.words.contains(&"bridge".to_owned())));
    }

    #[test]
    fn copies_of_the_article_are_left_out_and_those_of_a_hit_folded() {
        check("*", Distinct::Yes, "2: Ferry wanted [PORT ANN] +1");
        check("*", Distinct::No, "2: Ferry wanted [PORT ANN] +0 | They want a ferry [] +0");
    }

    #[test]
    fn a_query_beside_it_narrows_what_is_like_an_article() {
        check("date:2019-04-21", Distinct::Yes, "1: They want a ferry [] +0");
        check("teachers", Distinct::Yes, "0: ");
    }
}
