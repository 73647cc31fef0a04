//! The articles of a commit, as the writer reads them back.

use std::sync::Arc;

use dateline_article::{Article, ArticleId, Day};
use dateline_schema::{Archive, DayField, Records};
use tantivy::collector::DocSetCollector;
use tantivy::columnar::Column;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, Term};

use crate::IndexError;

/// The articles of one commit.
pub(crate) struct Stored<'a> {
    archive: &'a Archive,
    records: Arc<Records>,
    /// What is told when they cannot be read.
    action: &'static str,
}

impl<'a> Stored<'a> {
    /// Those of the last commit.
    pub fn open(archive: &'a Archive, action: &'static str) -> Result<Stored<'a>, IndexError> {
        let reader = archive.index().reader();
        let reader = reader.map_err(|error| IndexError::engine(archive.dir(), action, &error))?;
        let records = Arc::new(Records::open(archive, reader.searcher())?);
        Ok(Stored { archive, records, action })
    }

    /// Those that a searcher sees.
    pub fn of(archive: &'a Archive, records: Arc<Records>) -> Stored<'a> {
        Stored { archive, records, action: "could not be read" }
    }

    pub fn searcher(&self) -> &Searcher {
        self.records.searcher()
    }

    /// The record at an address.
    pub fn record_at(&self, at: DocAddress) -> Result<String, IndexError> {
        self.records.record_at(at).map_err(|found| no_article(self.archive, &found))
    }

    /// The article at an address.
    pub fn article_at(&self, at: DocAddress) -> Result<Article, IndexError> {
        self.records.article_at(at).map_err(|found| no_article(self.archive, &found))
    }

    /// Where articles of this id stand: one, and while it is being replaced another.
    pub fn with_id(&self, id: ArticleId) -> Result<impl IntoIterator<Item = DocAddress> + use<>, IndexError> {
        let query = TermQuery::new(id_term(self.archive, id), IndexRecordOption::Basic);
        self.searcher().search(&query, &DocSetCollector).map_err(|error| self.refuse(&error))
    }

    /// When the articles of a segment came into the archive.
    pub fn indexed(&self, segment: &SegmentReader) -> Result<Indexed, IndexError> {
        Indexed::open(segment).map_err(|error| self.refuse(&error))
    }

    pub fn refuse(&self, error: &tantivy::TantivyError) -> IndexError {
        IndexError::engine(self.archive.dir(), self.action, error)
    }
}

/// The days of indexing of a segment.
pub(crate) struct Indexed(Column<i64>);

impl Indexed {
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Indexed> {
        segment.fast_fields().i64(DayField::Indexed.names().0).map(Indexed)
    }

    pub fn of(&self, doc: DocId) -> Option<Day> {
        Day::from_epoch_days(i32::try_from(self.0.first(doc)?).ok()?)
    }
}

/// The term that finds an article by its id.
pub(crate) fn id_term(archive: &Archive, id: ArticleId) -> Term {
    Term::from_field_text(archive.fields().id, &id.to_string())
}

/// A record is something else than an article.
pub(crate) fn no_article(archive: &Archive, found: &str) -> IndexError {
    IndexError::Engine {
        dir: archive.dir().to_owned(),
        action: "expected an article",
        cause: format!("found {found}"),
    }
}
