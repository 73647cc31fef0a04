//! Articles like one: those that share enough of its telling words.

use std::collections::{BTreeMap, HashSet};

use dateline_article::Article;
use dateline_schema::words::{Stemmers, for_each_word, stem_term};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::docs_query::DocsQuery;
use super::error::SearchError;
use super::reader::Reader;

/// How many of an article's words stand for it.
const TELLING_WORDS: usize = 25;
/// The share of their weight that an article of `like:` must hold, in percent.
pub(crate) const LEAST_WEIGHT_PERCENT: u32 = 30;
/// BM25's bound on repetition; no length norm, since all words are of one article.
const K1: f64 = 1.2;
/// How often a word of the headline counts, as in the index.
const TITLE_TIMES: u32 = dateline_schema::TITLE_WEIGHT as u32;

/// A word that tells what an article is about.
#[derive(Clone, Debug)]
pub(crate) struct TellingWord {
    /// In the field of stems.
    pub term: Term,
    /// As it first stands in the article: lower case with accents, and folded.
    pub lower: String,
    pub folded: String,
    /// Inverse document frequency times its saturated count; above 0.
    pub weight: f64,
}

struct Counted {
    lower: String,
    folded: String,
    times: u32,
}

impl Reader {
    /// The words that tell most of an article, by BM25's weight of each in it; the heaviest first.
    ///
    /// Only words that some article holds beside this one and its copies, and numbers not at all.
    pub(crate) fn telling_words(
        &self,
        article: &Article,
        stemmers: &mut Stemmers,
    ) -> Result<Vec<TellingWord>, SearchError> {
        let mut counts: BTreeMap<String, Counted> = BTreeMap::new();
        let texts = [(&article.title, TITLE_TIMES), (&article.lead, 1), (&article.body, 1)];
        for (text, times) in texts {
            for_each_word(text, |word| {
                let is_number = word.folded.bytes().all(|byte| byte.is_ascii_digit());
                if is_number || word.folded.chars().nth(1).is_none() {
                    return;
                }
                let lang = article.lang.filter(|_| !word.is_pair);
                let stem = lang.and_then(|lang| Some(stem_term(lang, stemmers.stem(lang, word.lower)?)));
                let stem = stem.unwrap_or_else(|| word.folded.to_owned());
                let new =
                    || Counted { lower: word.lower.to_owned(), folded: word.folded.to_owned(), times: 0 };
                counts.entry(stem).or_insert_with(new).times += times;
            });
        }
        let articles = self.searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc()));
        let articles = articles.sum::<u64>() as f64;
        let alone = 1 + self.copies_of(article.id)?;
        let mut words = Vec::new();
        for (stem, counted) in counts {
            let term = Term::from_field_text(self.fields().stem, &stem);
            let held =
                self.searcher.doc_freq(&term).map_err(|error| SearchError::engine(self.dir(), &error))?;
            if held <= alone {
                continue;
            }
            let held = held as f64;
            // Robertson and Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.
            let idf = (1.0 + (articles - held + 0.5) / (held + 0.5)).ln();
            let times = f64::from(counted.times);
            let weight = idf * times * (K1 + 1.0) / (times + K1);
            words.push(TellingWord { term, lower: counted.lower, folded: counted.folded, weight });
        }
        // A stable sort: of equal weights, the first in the alphabet of stems.
        words.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        words.truncate(TELLING_WORDS);
        Ok(words)
    }

    /// The articles that hold words of at least so much of the weight.
    pub(crate) fn sharing(
        &self,
        words: &[TellingWord],
        least_percent: u32,
    ) -> Result<DocsQuery, SearchError> {
        let refuse = |error: tantivy::TantivyError| SearchError::engine(self.dir(), &error);
        // Whole numbers add up to the same in every order.
        let weights: Vec<u64> = words.iter().map(|word| (word.weight * 1_000.0).round() as u64).collect();
        let least = weights.iter().sum::<u64>() * u64::from(least_percent);
        let mut lists = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields().stem).map_err(refuse)?;
            let mut shared = vec![0_u32; segment.max_doc() as usize];
            for (word, weight) in words.iter().zip(&weights) {
                let postings = index
                    .read_postings(&word.term, IndexRecordOption::Basic)
                    .map_err(|error| self.refuse_io(&error))?;
                let Some(mut postings) = postings else { continue };
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    shared[doc as usize] += *weight as u32;
                    doc = postings.advance();
                }
            }
            let enough = |weight: u32| weight > 0 && u64::from(weight) * 100 >= least;
            let docs = (0_u32..).zip(&shared).filter(|&(_, &weight)| enough(weight)).map(|(doc, _)| doc);
            lists.push((segment.segment_id(), docs.collect()));
        }
        Ok(DocsQuery::new(lists))
    }
}

/// The words as they stand in the article, each once, the most telling first.
pub(crate) fn shown(words: &[TellingWord]) -> Vec<String> {
    let mut seen = HashSet::new();
    words.iter().map(|word| word.lower.clone()).filter(|word| seen.insert(word.clone())).collect()
}
