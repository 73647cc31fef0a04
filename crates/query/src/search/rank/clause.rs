//! What adds to the score of an article: the words a query wants, each with all its forms.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::schema::Field;

use super::bm25::Statistics;
use crate::search::error::SearchError;
use crate::search::reader::Reader;

/// What an occurrence of another form of the same stem counts, the form that was typed counting 1.
pub(crate) const OTHER_FORM: f32 = 0.8;

/// What an occurrence of a word counts that is so many letter edits away.
pub(crate) fn near_miss(edits: usize) -> f32 {
    match edits {
        0 => 1.0,
        1 => 0.5,
        _ => 0.25,
    }
}

/// One word of the query. Occurrences of all its forms are added up before BM25 sees them, so that a word
/// with many forms weighs no more than one with few, and the form that was typed counts most.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// As typed, for people.
    pub label: String,
    /// What the query makes it weigh.
    pub boost: f32,
    /// The terms, and what an occurrence of each counts. Together they are the articles of the clause.
    pub members: Vec<(Term, f32)>,
    /// A term whose occurrences are among those of the members and count more by this.
    pub typed: Option<(Term, f32)>,
}

impl Clause {
    /// Which terms make the clause, whatever it is called: two clauses of the same terms are the same. Words
    /// that no article holds are told apart by their names.
    fn key(&self) -> (Vec<Term>, String) {
        let mut terms: Vec<Term> = self.members.iter().map(|(term, _)| term.clone()).collect();
        terms.sort();
        let name = if terms.is_empty() { self.label.clone() } else { String::new() };
        (terms, name)
    }
}

/// Weights inside weights multiply. Beyond this they are all the same, so that the sum of all clauses stays
/// a number.
const GREATEST_BOOST: f32 = 1e30;

/// Each clause once, with its greatest weight: writing a word twice makes no article better.
pub(crate) fn each_once(clauses: Vec<Clause>) -> Vec<Clause> {
    let mut places: BTreeMap<(Vec<Term>, String), usize> = BTreeMap::new();
    let mut kept: Vec<Clause> = Vec::with_capacity(clauses.len());
    for mut clause in clauses {
        clause.boost = clause.boost.min(GREATEST_BOOST);
        if let Some(&place) = places.get(&clause.key()) {
            let known = &mut kept[place];
            known.boost = known.boost.max(clause.boost);
            if known.typed != clause.typed {
                // `flood OR floods`: both forms were typed, and neither counts more.
                known.typed = None;
                known.members.iter_mut().for_each(|(_, counts)| *counts = 1.0);
            }
        } else {
            places.insert(clause.key(), kept.len());
            kept.push(clause);
        }
    }
    kept
}

/// A clause with its weight in this archive.
#[derive(Clone, Debug)]
pub(crate) struct Weighed {
    pub clause: Clause,
    /// Articles that hold a member; an article with several members may count several times.
    pub holding: u64,
    /// Boost times rarity: the score of an article is the sum of this times its saturation.
    pub weight: f32,
}

impl Reader {
    /// What BM25 knows of the archive.
    pub(crate) fn statistics(&self) -> Result<Statistics, SearchError> {
        let mut words = 0;
        let mut articles = 0;
        for segment in self.searcher.segment_readers() {
            words += self.index_of(segment, self.fields().stem)?.total_num_tokens();
            articles += u64::from(segment.max_doc());
        }
        Ok(Statistics::new(articles, words))
    }

    /// Weighs clauses by how rare their words are.
    pub(crate) fn weigh(
        &self,
        clauses: Vec<Clause>,
        statistics: &Statistics,
    ) -> Result<Vec<Weighed>, SearchError> {
        clauses
            .into_iter()
            .map(|clause| {
                let mut holding = 0;
                for (term, _) in &clause.members {
                    holding += self.articles_with(term)?;
                }
                let holding = holding.min(statistics.articles);
                let weight = clause.boost * statistics.rarity(holding);
                Ok(Weighed { clause, holding, weight })
            })
            .collect()
    }

    /// Articles that hold a term, deleted ones included.
    pub(crate) fn articles_with(&self, term: &Term) -> Result<u64, SearchError> {
        self.searcher.doc_freq(term).map_err(|error| SearchError::engine(self.dir(), &error))
    }

    pub(crate) fn index_of(
        &self,
        segment: &tantivy::SegmentReader,
        field: Field,
    ) -> Result<std::sync::Arc<tantivy::InvertedIndexReader>, SearchError> {
        segment.inverted_index(field).map_err(|error| SearchError::engine(self.dir(), &error))
    }
}
