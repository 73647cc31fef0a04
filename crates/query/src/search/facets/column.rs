//! Counting by the numbers that a segment gives the values of a column.

use std::collections::HashSet;
use std::num::NonZeroUsize;

use dateline_schema::{DATE_NONE, ValueField as IndexedValue};
use tantivy::DocId;
use tantivy::columnar::{Cardinality, StrColumn};

use super::{FacetField, Values};
use crate::search::error::SearchError;
use crate::search::known_names::KnownName;
use crate::search::matches::Matches;
use crate::search::reader::Reader;

/// Counts the values of a column.
pub(super) struct ColumnCounter {
    pub field: FacetField,
    column: IndexedValue,
    values: Values,
    /// Articles that have a value.
    with_value: u64,
    /// The segment of the moment.
    segment: Option<Ordinals>,
}

/// Articles by the number of their value in one segment.
struct Ordinals {
    column: StrColumn,
    counts: Vec<u32>,
    read: Vec<u64>,
}

impl ColumnCounter {
    pub fn new(field: FacetField, column: IndexedValue) -> ColumnCounter {
        ColumnCounter { field, column, values: Values::default(), with_value: 0, segment: None }
    }

    pub fn open(&mut self, reader: &Reader, segment: usize) -> Result<(), SearchError> {
        let column = reader.value_column(self.column, segment)?;
        self.segment =
            column.map(|column| Ordinals { counts: vec![0; column.num_terms()], read: Vec::new(), column });
        Ok(())
    }

    pub fn add(&mut self, docs: &[DocId]) {
        let Some(Ordinals { column, counts, read }) = &mut self.segment else { return };
        let ords = column.ords();
        match ords.get_cardinality() {
            Cardinality::Full => {
                read.resize(docs.len(), 0);
                ords.values.get_vals(docs, read);
                for &ord in read.iter() {
                    counts[ord as usize] += 1;
                }
                self.with_value += docs.len() as u64;
            }
            Cardinality::Optional => {
                for ord in docs.iter().filter_map(|&doc| ords.first(doc)) {
                    counts[ord as usize] += 1;
                    self.with_value += 1;
                }
            }
            Cardinality::Multivalued => {
                for &doc in docs {
                    read.clear();
                    read.extend(ords.values_for_doc(doc));
                    self.with_value += u64::from(!read.is_empty());
                    // A keyword may be given twice.
                    read.sort_unstable();
                    read.dedup();
                    for &ord in read.iter() {
                        counts[ord as usize] += 1;
                    }
                }
            }
        }
    }

    /// Turns the numbers of a segment into values.
    pub fn close(&mut self, matches: &Matches<'_>, segment: usize) -> Result<(), SearchError> {
        let Some(Ordinals { column, counts, .. }) = self.segment.take() else { return Ok(()) };
        let met: Vec<u64> =
            (0_u64..).zip(&counts).filter(|&(_, &count)| count > 0).map(|(ord, _)| ord).collect();
        let mut numbers = Vec::with_capacity(met.len());
        let mut no_names = HashSet::new();
        let (values, field) = (&mut self.values, self.column);
        let names = matches.reader.known_aliases();
        let mut next = met.iter();
        column
            .dictionary()
            .sorted_ords_to_term_cb(&met, |term| {
                let ord = next.next().copied().unwrap_or_default();
                let written = String::from_utf8_lossy(term);
                let number = match names.name_of(field, &written) {
                    KnownName::AsWritten => Some(values.number_of(&written, u64::from(counts[ord as usize]))),
                    KnownName::PutUnder(name) => {
                        Some(values.number_of(name, u64::from(counts[ord as usize])))
                    }
                    KnownName::NoName => {
                        no_names.insert(ord);
                        None
                    }
                };
                numbers.extend(number.map(|number| (ord, number)));
            })
            .map_err(|error| matches.reader.refuse_io(&error))?;
        // Two spellings of one value in one article count once: only then must articles be asked again.
        let mut spellings = vec![0_u32; values.len()];
        for &(_, number) in &numbers {
            spellings[number] += 1;
        }
        let may_repeat = column.ords().get_cardinality() == Cardinality::Multivalued;
        // By the number of the segment: the value, where it is counted again.
        let mut again: Vec<Option<NonZeroUsize>> = Vec::new();
        for (ord, number) in numbers {
            if may_repeat && spellings[number] > 1 {
                again.resize(counts.len(), None);
                again[ord as usize] = NonZeroUsize::new(number + 1);
            } else {
                values.add(number, u64::from(counts[ord as usize]));
            }
        }
        if again.is_empty() && no_names.is_empty() {
            return Ok(());
        }
        let (mut block, mut held) = (Vec::new(), Vec::new());
        let mut cursor = matches.in_segment(segment)?;
        while cursor.fill(&mut block)? {
            for &doc in &block {
                held.clear();
                let (mut has_any, mut has_name) = (false, no_names.is_empty());
                for ord in column.ords().values_for_doc(doc) {
                    held.extend(again.get(ord as usize).copied().flatten());
                    has_any = true;
                    has_name = has_name || !no_names.contains(&ord);
                }
                self.with_value -= u64::from(has_any && !has_name);
                held.sort_unstable();
                held.dedup();
                for number in &held {
                    values.add(number.get() - 1, 1);
                }
            }
        }
        Ok(())
    }

    pub fn finish(mut self) -> (Values, u64) {
        let is_of_date = matches!(
            self.column,
            IndexedValue::DateOrigin | IndexedValue::DateConfidence | IndexedValue::DatePrecision
        );
        if is_of_date {
            self.with_value -= self.values.remove(DATE_NONE);
        }
        (self.values, self.with_value)
    }
}

impl Reader {
    /// The column of a segment; `None` when no article of it has a value.
    pub(crate) fn value_column(
        &self,
        field: IndexedValue,
        segment: usize,
    ) -> Result<Option<StrColumn>, SearchError> {
        let segment = self.searcher.segment_reader(segment as u32);
        let column = segment.fast_fields().str(field.name());
        let column = column.map_err(|error| SearchError::engine(self.dir(), &error))?;
        // Every value of the dictionary is that of an article. Room for more is not asked for.
        if let Some(column) = &column
            && column.num_terms() > column.ords().values.num_vals() as usize
        {
            let cause = format!("the column `{}` of the index is damaged", field.name());
            return Err(SearchError::Engine { dir: self.dir().to_owned(), cause });
        }
        Ok(column)
    }
}
