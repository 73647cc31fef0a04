//! An archive as of its last commit.

use std::path::Path;
use std::sync::OnceLock;

use dateline_article::Lang;
use dateline_schema::words::has_stemmer;
use dateline_schema::{Archive, Fields, Records};
use tantivy::schema::Field;
use tantivy::{IndexReader, ReloadPolicy, Searcher};

use super::columns::Columns;
use super::copies::Copies;
use super::error::SearchError;
use super::known_forms::KnownForms;
use super::known_names::KnownAliases;
use super::timeline::{Calendar, DayCounts};

/// An archive as of its last commit at opening. Later commits do not change its answers.
pub struct Reader {
    pub(crate) archive: Archive,
    pub(crate) searcher: Searcher,
    pub(crate) records: Records,
    pub(crate) columns: Vec<Columns>,
    /// The languages of the archive that have a stemmer, by code.
    pub(crate) languages: Vec<Lang>,
    /// Which articles are copies, once it was asked for.
    pub(crate) known_copies: OnceLock<Copies>,
    /// Which names are one, once it was asked for.
    pub(crate) known_aliases: OnceLock<KnownAliases>,
    /// The dates of all articles, once they were asked for.
    pub(crate) known_calendar: OnceLock<Calendar>,
    /// What words stand for, while it is to be remembered.
    pub(crate) known_forms: KnownForms,
    /// When all articles were published, once it was asked for.
    pub(crate) known_days: OnceLock<DayCounts>,
    // Keeps the files of the commit from being removed by a writer.
    _reader: IndexReader,
}

impl Reader {
    /// Opens the last commit of an archive.
    pub fn open(archive: &Archive) -> Result<Reader, SearchError> {
        let refuse = |error: tantivy::TantivyError| SearchError::engine(archive.dir(), &error);
        let reader: IndexReader = archive
            .index()
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            // Articles are read by `records`.
            .doc_store_cache_num_blocks(0)
            .try_into()
            .map_err(refuse)?;
        let searcher = reader.searcher();
        let columns: Vec<Columns> =
            searcher.segment_readers().iter().map(Columns::open).collect::<Result<_, _>>().map_err(refuse)?;
        let mut reader = Reader {
            archive: archive.clone(),
            records: Records::open(archive, searcher.clone())?,
            searcher,
            columns,
            languages: Vec::new(),
            known_copies: OnceLock::new(),
            known_aliases: OnceLock::new(),
            known_calendar: OnceLock::new(),
            known_forms: KnownForms::default(),
            known_days: OnceLock::new(),
            _reader: reader,
        };
        let codes = reader.terms_of(reader.fields().lang)?;
        reader.languages =
            codes.iter().filter_map(|code| code.parse().ok()).filter(|&lang| has_stemmer(lang)).collect();
        Ok(reader)
    }

    /// Articles in the archive.
    pub fn articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The archive.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    pub(crate) fn dir(&self) -> &Path {
        self.archive.dir()
    }

    pub(crate) fn fields(&self) -> &Fields {
        self.archive.fields()
    }

    /// Every term of a field, sorted, each once. For fields of few values.
    pub(crate) fn terms_of(&self, field: Field) -> Result<Vec<String>, SearchError> {
        let mut terms = Vec::new();
        self.each_term(field, |term, _| terms.push(term.to_owned()))?;
        terms.sort();
        terms.dedup();
        Ok(terms)
    }

    /// Calls `each` with every term of a field and its documents, segment by segment.
    pub(crate) fn each_term(&self, field: Field, mut each: impl FnMut(&str, u32)) -> Result<(), SearchError> {
        for segment in self.searcher.segment_readers() {
            let index =
                segment.inverted_index(field).map_err(|error| SearchError::engine(self.dir(), &error))?;
            let mut stream = index.terms().stream().map_err(|error| self.refuse_io(&error))?;
            while let Some((term, info)) = stream.next() {
                if let Ok(term) = std::str::from_utf8(term) {
                    each(term, info.doc_freq);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn refuse_io(&self, error: &std::io::Error) -> SearchError {
        SearchError::Engine { dir: self.dir().to_owned(), cause: error.to_string() }
    }
}
