//! Matches with the values they have of a field.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use dateline_schema::ValueField as IndexedValue;
use tantivy::DocId;

use super::Matches;
use crate::search::error::SearchError;
use crate::search::facets::Values;
use crate::search::known_names::KnownName;

impl Matches<'_> {
    /// Calls `each` with every matching document, its segment, and the numbers of its values, each once; gives what the
    /// numbers stand for. Spellings of one value are one, and names are those that the user's file puts them under.
    pub(crate) fn each_with_values(
        &self,
        field: IndexedValue,
        mut each: impl FnMut(usize, DocId, &[usize]),
    ) -> Result<Values, SearchError> {
        let names = self.reader.known_aliases();
        let mut values = Values::default();
        let mut block = Vec::new();
        let mut own: Vec<usize> = Vec::new();
        for number in 0..self.reader.columns.len() {
            let column = self.reader.value_column(field, number)?;
            let spelled = |ord: u64| -> Result<Option<String>, SearchError> {
                let mut written = String::new();
                if let Some(column) = &column {
                    column.ord_to_str(ord, &mut written).map_err(|error| self.reader.refuse_io(&error))?;
                }
                Ok(match names.name_of(field, &written) {
                    KnownName::AsWritten => Some(written),
                    KnownName::PutUnder(name) => Some(name.to_owned()),
                    KnownName::NoName => None,
                })
            };
            // The number of each value met, `None` for what is no name, and how often it was met.
            let mut met: HashMap<u64, (Option<usize>, u64)> = HashMap::new();
            let mut cursor = self.in_segment(number)?;
            while cursor.fill(&mut block)? {
                for &doc in &block {
                    own.clear();
                    for ord in column.iter().flat_map(|column| column.ords().values_for_doc(doc)) {
                        let (value, times) = match met.entry(ord) {
                            Entry::Occupied(known) => known.into_mut(),
                            Entry::Vacant(unknown) => {
                                let value = spelled(ord)?.map(|spelling| values.number_of(&spelling, 0));
                                unknown.insert((value, 0))
                            }
                        };
                        *times += 1;
                        own.extend(*value);
                    }
                    // An article may write one value in two ways.
                    own.sort_unstable();
                    own.dedup();
                    each(number, doc, &own);
                }
            }
            for (ord, (_, times)) in met {
                if let Some(spelling) = spelled(ord)? {
                    values.number_of(&spelling, times);
                }
            }
        }
        Ok(values)
    }
}
