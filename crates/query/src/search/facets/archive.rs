//! What the whole archive holds of a value: what the counts of matches are measured by.

use dateline_schema::{DATE_NONE, ValueField as IndexedValue, presence_mark};
use tantivy::collector::Count;
use tantivy::columnar::ColumnIndex;
use tantivy::columnar::column_index::MultiValueIndex;
use tantivy::postings::TermInfo;
use tantivy::query::TermSetQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

use super::FacetField;
use crate::search::error::SearchError;
use crate::search::reader::Reader;

/// Looking a term up takes as long as going so many terms on in a dictionary.
const TERMS_A_LOOK_UP: usize = 4;

impl Reader {
    /// How many articles of the archive have each of some values, given as they are compared.
    pub(super) fn living_with_each(
        &self,
        field: IndexedValue,
        folded: &[&str],
    ) -> Result<Vec<u64>, SearchError> {
        let mut living = vec![0; folded.len()];
        let mut alone = Vec::with_capacity(folded.len());
        for (number, &value) in folded.iter().enumerate() {
            match self.known_aliases().all_forms(field, value)[..] {
                [form] => alone.push((form, number)),
                ref forms => living[number] = self.living_with_any(field, forms)?,
            }
        }
        alone.sort_unstable();
        for segment in self.searcher.segment_readers() {
            self.add_living(segment, self.fields().value(field), &alone, &mut living)?;
        }
        Ok(living)
    }

    /// How many articles of the archive have a value, given as it is compared.
    pub(super) fn living_with(&self, field: IndexedValue, folded: &str) -> Result<u64, SearchError> {
        Ok(self.living_with_each(field, &[folded])?[0])
    }

    /// How many articles have one of several values; one that has two of them counts once.
    fn living_with_any(&self, field: IndexedValue, forms: &[&str]) -> Result<u64, SearchError> {
        let handle = self.fields().value(field);
        let terms: Vec<Term> = forms.iter().map(|form| Term::from_field_text(handle, form)).collect();
        let articles = self
            .searcher
            .search(&TermSetQuery::new(terms), &Count)
            .map_err(|error| SearchError::engine(self.dir(), &error))?;
        Ok(articles as u64)
    }

    /// Adds the articles of a segment that hold each of some terms, which are sorted, deleted ones left out.
    fn add_living(
        &self,
        segment: &SegmentReader,
        field: Field,
        terms: &[(&str, usize)],
        living: &mut [u64],
    ) -> Result<(), SearchError> {
        let index = segment.inverted_index(field).map_err(|error| SearchError::engine(self.dir(), &error))?;
        let refuse = |error: std::io::Error| self.refuse_io(&error);
        let dictionary = index.terms();
        if terms.len().saturating_mul(TERMS_A_LOOK_UP) < dictionary.num_terms() {
            for &(term, number) in terms {
                if let Some(info) = dictionary.get(term).map_err(refuse)? {
                    living[number] += living_in(segment, &index, &info).map_err(refuse)?;
                }
            }
            return Ok(());
        }
        let mut wanted = terms.iter().peekable();
        let mut stream = dictionary.stream().map_err(refuse)?;
        while let Some((held, info)) = stream.next() {
            while wanted.next_if(|(term, _)| term.as_bytes() < held).is_some() {}
            let Some(&&(term, number)) = wanted.peek() else { break };
            if term.as_bytes() == held {
                living[number] += living_in(segment, &index, info).map_err(refuse)?;
            }
        }
        Ok(())
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
                let with = self.living_of(self.fields().mark, &presence_mark("byline"))?;
                return Ok(self.articles() - with);
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
    fn living_of(&self, field: Field, term: &str) -> Result<u64, SearchError> {
        let mut articles = [0];
        for segment in self.searcher.segment_readers() {
            self.add_living(segment, field, &[(term, 0)], &mut articles)?;
        }
        Ok(articles[0])
    }
}

/// The articles of a segment that hold a term, deleted ones left out.
fn living_in(segment: &SegmentReader, index: &InvertedIndexReader, info: &TermInfo) -> std::io::Result<u64> {
    let Some(alive) = segment.alive_bitset() else { return Ok(u64::from(info.doc_freq)) };
    let mut articles = 0;
    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let mut doc = postings.doc();
    while doc != TERMINATED {
        articles += u64::from(alive.is_alive(doc));
        doc = postings.advance();
    }
    Ok(articles)
}
