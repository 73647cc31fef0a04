//! One article, by its id or the start of it.

use dateline_article::{Article, ArticleId};
use tantivy::collector::DocSetCollector;
use tantivy::query::{Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};
use thiserror::Error;

use super::error::SearchError;
use super::reader::Reader;

/// How many ids an ambiguous start is answered with.
const SHOWN_IDS: usize = 5;

/// What a look-up found.
pub type Found = Result<Article, LookUpError>;

/// No article, or more than one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookUpError {
    /// No article has this id.
    #[error(
        "expected the id of an article, or the start of one, but no id of this archive begins with `{0}`"
    )]
    Missing(String),
    /// Several ids begin like this.
    #[error("expected the id of one article, but {count} ids begin with `{start}`: {shown} …")]
    Ambiguous {
        /// As typed.
        start: String,
        /// How many.
        count: usize,
        /// The first few.
        shown: String,
    },
}

impl Reader {
    /// The article whose id begins with `start`, or that its source calls so.
    pub fn look_up(&self, start: &str) -> Result<Found, SearchError> {
        let wanted = start.trim().to_lowercase();
        let missing = || Ok(Err(LookUpError::Missing(start.to_owned())));
        if wanted.is_empty() {
            return missing();
        }
        let ids = if wanted.len() > ArticleId::TEXT_LEN { Vec::new() } else { self.ids_from(&wanted)? };
        match ids.as_slice() {
            [] => {
                let own = ArticleId::of_own_id(start.trim()).to_string();
                self.article_of(&own)?.map_or_else(missing, |article| Ok(Ok(article)))
            }
            [one] => self.article_of(one)?.map_or_else(missing, |article| Ok(Ok(article))),
            several => Ok(Err(LookUpError::Ambiguous {
                start: start.to_owned(),
                count: several.len(),
                shown: several.iter().take(SHOWN_IDS).cloned().collect::<Vec<_>>().join(", "),
            })),
        }
    }

    /// A few ids that begin like one that does not exist, as far as they agree.
    pub(crate) fn ids_near(&self, id: &str) -> Result<Vec<String>, SearchError> {
        const FEWEST_LETTERS: usize = 3;
        let id = id.trim().to_lowercase();
        let letters = id.chars().count().min(ArticleId::TEXT_LEN);
        for length in (FEWEST_LETTERS..letters).rev() {
            let start: String = id.chars().take(length).collect();
            let mut ids = self.ids_from(&start)?;
            if !ids.is_empty() {
                ids.truncate(SHOWN_IDS);
                return Ok(ids);
            }
        }
        Ok(Vec::new())
    }

    /// Matches one article.
    pub(crate) fn the_article(&self, id: ArticleId) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields().id, &id.to_string());
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// The ids of living articles that begin with `start`, sorted.
    fn ids_from(&self, start: &str) -> Result<Vec<String>, SearchError> {
        let field = self.fields().id;
        let mut ids = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index =
                segment.inverted_index(field).map_err(|error| SearchError::engine(self.dir(), &error))?;
            // No id holds a letter above `z`.
            let range = index.terms().range().ge(start.as_bytes()).lt(format!("{start}{{"));
            let mut stream = range.into_stream().map_err(|error| self.refuse_io(&error))?;
            while let Some((term, _)) = stream.next() {
                ids.push(String::from_utf8_lossy(term).into_owned());
            }
        }
        ids.sort();
        ids.dedup();
        let mut living = Vec::new();
        for id in ids {
            if self.article_of(&id)?.is_some() {
                living.push(id);
            }
        }
        Ok(living)
    }

    /// The article of an id; `None` when the archive does not hold it.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, SearchError> {
        self.article_of(&id.to_string())
    }

    fn article_of(&self, id: &str) -> Result<Option<Article>, SearchError> {
        self.address_of(id)?.map(|address| self.article_at(address)).transpose()
    }

    /// Where the article of an id stands; `None` when the archive does not hold it.
    pub(crate) fn address_of(&self, id: &str) -> Result<Option<DocAddress>, SearchError> {
        let query = TermQuery::new(Term::from_field_text(self.fields().id, id), IndexRecordOption::Basic);
        let found = self
            .searcher
            .search(&query, &DocSetCollector)
            .map_err(|error| SearchError::engine(self.dir(), &error))?;
        Ok(found.into_iter().next())
    }
}
