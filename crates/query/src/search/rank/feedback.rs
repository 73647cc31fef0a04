//! Words of the best hits join the ranking: RM3 (Abdul-Jaleel et al., "UMass at TREC 2004: Novelty and
//! HARD"), with the settings that Anserini has by default.

use std::collections::HashMap;

use dateline_article::Article;
use dateline_schema::words::{Stemmers, for_each_word, stem_term};
use serde::Serialize;
use tantivy::Term;

use super::clause::Clause;
use super::top::{Matching, Shape};
use crate::search::error::SearchError;
use crate::search::hits::Order;
use crate::search::reader::Reader;

/// So many of the best hits are read.
const BEST_HITS: usize = 10;
/// So many of their words join.
const WORDS: usize = 10;
/// What the words that join weigh together, the words of the query weighing the rest.
const SHARE: f32 = 0.5;
/// Words in more of the articles than one in so many tell nothing.
const COMMON: u64 = 10;
/// Words of so many letters can tell something.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=20;

/// A word that joined the ranking.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeedbackTerm {
    /// Its commonest form in the best hits.
    pub word: String,
    /// What it weighs, a word of the query weighing 1.
    pub weight: f32,
}

/// A word of the best hits, all forms of a stem together.
#[derive(Default)]
struct Candidate {
    likelihood: f32,
    forms: HashMap<String, u32>,
}

impl Reader {
    /// Adds the telling words of the best hits to the clauses that rank. What matches stays the same.
    pub(crate) fn expand_by_best_hits(
        &self,
        matching: &mut Matching,
    ) -> Result<Vec<FeedbackTerm>, SearchError> {
        let best = self.top(matching, Order::Relevance, None, BEST_HITS)?.ranks;
        let scores: f32 = best.iter().map(super::best::Rank::score).sum();
        if scores <= 0.0 {
            return Ok(Vec::new());
        }
        let mut stemmers = Stemmers::default();
        let mut candidates: HashMap<Term, Candidate> = HashMap::new();
        for rank in best {
            let article = self.article_at(rank.address)?;
            self.gather(&article, rank.score() / scores, &mut stemmers, &mut candidates);
        }

        let most = self.statistics()?.articles / COMMON;
        let mut telling = Vec::new();
        for (term, candidate) in candidates {
            if self.articles_with(&term)? <= most {
                telling.push((term, candidate));
            }
        }
        telling.sort_by(|(left, one), (right, other)| {
            other.likelihood.total_cmp(&one.likelihood).then_with(|| left.cmp(right))
        });
        telling.truncate(WORDS);

        let all: f32 = telling.iter().map(|(_, candidate)| candidate.likelihood).sum();
        let query: f32 = matching.clauses.iter().map(|clause| clause.boost).sum();
        let mut joined = Vec::new();
        for (term, candidate) in telling {
            let boost = query * SHARE / (1.0 - SHARE) * candidate.likelihood / all;
            let word = commonest(&candidate.forms);
            joined.push(FeedbackTerm { word: word.clone(), weight: boost });
            add(
                &mut matching.clauses,
                Clause { label: word, boost, members: vec![(term, 1.0)], typed: None },
            );
        }
        if !joined.is_empty() {
            matching.shape = Shape::General;
        }
        Ok(joined)
    }

    /// Adds the words of one hit, which matters so much among the hits.
    fn gather(
        &self,
        article: &Article,
        share: f32,
        stemmers: &mut Stemmers,
        candidates: &mut HashMap<Term, Candidate>,
    ) {
        let mut words: Vec<(Term, String)> = Vec::new();
        for text in std::iter::once(article.title.as_str()).chain(article.paragraphs()) {
            for_each_word(text, |word| {
                let stem = article
                    .lang
                    .and_then(|lang| stemmers.stem(lang, word.lower).map(|stem| stem_term(lang, stem)));
                let stem = stem.unwrap_or_else(|| word.folded.to_owned());
                words.push((Term::from_field_text(self.fields().stem, &stem), word.lower.to_owned()));
            });
        }
        let length = words.len() as f32;
        for (term, form) in words {
            if can_tell(&form) {
                let candidate = candidates.entry(term).or_default();
                candidate.likelihood += share / length;
                *candidate.forms.entry(form).or_default() += 1;
            }
        }
    }
}

/// Whether a word can tell something: numbers alone, letters alone and runs of data do not.
pub(crate) fn can_tell(word: &str) -> bool {
    LETTERS.contains(&word.chars().count()) && word.chars().any(char::is_alphabetic)
}

/// Adds a word to the ranking; one that the query holds already only weighs more.
fn add(clauses: &mut Vec<Clause>, joining: Clause) {
    let (term, _) = &joining.members[0];
    match clauses.iter_mut().find(|clause| clause.members.iter().any(|(member, _)| member == term)) {
        Some(known) => known.boost += joining.boost,
        None => clauses.push(joining),
    }
}

fn commonest(forms: &HashMap<String, u32>) -> String {
    let best = forms.iter().max_by_key(|&(form, &count)| (count, std::cmp::Reverse(form)));
    best.map(|(form, _)| form.clone()).unwrap_or_default()
}
