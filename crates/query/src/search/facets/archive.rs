//! What the whole archive holds of a value: what the counts of matches are measured by.

use dateline_schema::{DATE_NONE, ValueField as IndexedValue, presence_mark};
use tantivy::collector::Count;
use tantivy::columnar::ColumnIndex;
use tantivy::columnar::column_index::MultiValueIndex;
use tantivy::query::TermSetQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::FacetField;
use crate::search::error::SearchError;
use crate::search::reader::Reader;

impl Reader {
    /// How many articles of the archive have a value, given as it is compared.
    pub(super) fn living_with(&self, field: IndexedValue, folded: &str) -> Result<u64, SearchError> {
        let handle = self.fields().value(field);
        let forms = self.known_aliases().all_forms(field, folded);
        if let [form] = forms[..] {
            return self.living_of(&Term::from_field_text(handle, form));
        }
        // An article that holds several of them counts once.
        let terms: Vec<Term> = forms.iter().map(|form| Term::from_field_text(handle, form)).collect();
        let articles = self
            .searcher
            .search(&TermSetQuery::new(terms), &Count)
            .map_err(|error| SearchError::engine(self.dir(), &error))?;
        Ok(articles as u64)
    }

    /// How many articles of the archive have no value in a field; `None` when the user says of some that they
    /// are no names, so that every article would have to be asked.
    pub(super) fn living_without(&self, field: FacetField) -> Result<Option<u64>, SearchError> {
        match field.column() {
            Some(column) if self.known_aliases().has_no_names(column) => Ok(None),
            _ => self.living_without_column(field).map(Some),
        }
    }

    fn living_without_column(&self, field: FacetField) -> Result<u64, SearchError> {
        let column = match field.column() {
            None => {
                let mark = Term::from_field_text(self.fields().mark, &presence_mark("byline"));
                return Ok(self.articles() - self.living_of(&mark)?);
            }
            Some(IndexedValue::DateOrigin | IndexedValue::DateConfidence | IndexedValue::DatePrecision) => {
                return self.living_with(IndexedValue::DateOrigin, DATE_NONE);
            }
            Some(column) => column,
        };
        let mut with = 0;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let Some(values) = self.value_column(column, number)? else { continue };
            let index = &values.ords().index;
            with += match index {
                _ if segment.has_deletes() => {
                    segment.doc_ids_alive().filter(|&doc| index.has_value(doc)).count() as u64
                }
                ColumnIndex::Empty { .. } => 0,
                ColumnIndex::Full => u64::from(segment.num_docs()),
                ColumnIndex::Optional(index) => u64::from(index.num_non_nulls()),
                ColumnIndex::Multivalued(MultiValueIndex::MultiValueIndexV2(index)) => {
                    u64::from(index.optional_index.num_non_nulls())
                }
                ColumnIndex::Multivalued(index) => index.iter_non_null_docs().count() as u64,
            };
        }
        Ok(self.articles() - with)
    }

    /// The articles that hold a term, deleted ones left out.
    fn living_of(&self, term: &Term) -> Result<u64, SearchError> {
        let mut articles = 0;
        for segment in self.searcher.segment_readers() {
            let index = segment
                .inverted_index(term.field())
                .map_err(|error| SearchError::engine(self.dir(), &error))?;
            let Some(alive) = segment.alive_bitset() else {
                articles += u64::from(index.doc_freq(term).map_err(|error| self.refuse_io(&error))?);
                continue;
            };
            let postings = index
                .read_postings(term, IndexRecordOption::Basic)
                .map_err(|error| self.refuse_io(&error))?;
            let Some(mut postings) = postings else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                articles += u64::from(alive.is_alive(doc));
                doc = postings.advance();
            }
        }
        Ok(articles)
    }
}
