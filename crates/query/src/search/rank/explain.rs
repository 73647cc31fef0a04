//! Why an article scores what it scores.

use serde::Serialize;
use tantivy::DocAddress;

use super::clause::Clause;
use super::cursor::{ClauseCursor, Lengths};
use crate::search::error::SearchError;
use crate::search::reader::Reader;

/// What one word of the query adds to the score of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScorePart {
    /// The word, as typed.
    pub word: String,
    /// Its occurrences in the headline (which counts several times) and the text; other forms count less.
    pub occurrences: f32,
    /// Articles of the archive that hold it.
    pub articles: u64,
    /// Its weight: how rare it is, times its boost.
    pub weight: f32,
    /// What it adds.
    pub score: f32,
}

impl Reader {
    /// The parts of an article's score, in the order of the query.
    pub(crate) fn score_parts(
        &self,
        clauses: Vec<Clause>,
        address: DocAddress,
    ) -> Result<Vec<ScorePart>, SearchError> {
        let refuse = |error: tantivy::TantivyError| SearchError::engine(self.dir(), &error);
        let statistics = self.statistics()?;
        let segment = self.searcher.segment_reader(address.segment_ord);
        let lengths = Lengths::open(segment, self.fields().stem, &statistics).map_err(refuse)?;
        let doc = address.doc_id;
        let mut parts = Vec::new();
        for weighed in self.weigh(clauses, &statistics)? {
            let mut cursor = ClauseCursor::open(segment, &weighed, &lengths, doc..doc + 1).map_err(refuse)?;
            cursor.seek(doc);
            parts.push(ScorePart {
                occurrences: cursor.occurrences(doc),
                score: cursor.score(doc, &lengths, &statistics),
                word: weighed.clause.label,
                articles: weighed.holding,
                weight: weighed.weight,
            });
        }
        Ok(parts)
    }
}
