//! Counting author lines, which have no column.

use tantivy::{DocAddress, DocId};

use super::Values;
use crate::search::error::SearchError;
use crate::search::reader::Reader;

/// Counts author lines by reading every match.
#[derive(Default)]
pub(super) struct BylineCounter {
    values: Values,
    with_value: u64,
}

impl BylineCounter {
    pub fn add(&mut self, reader: &Reader, segment: usize, docs: &[DocId]) -> Result<(), SearchError> {
        for &doc in docs {
            let article = reader.article_at(DocAddress::new(segment as u32, doc))?;
            if let Some(byline) = article.byline {
                let number = self.values.number_of(&byline, 1);
                self.values.add(number, 1);
                self.with_value += 1;
            }
        }
        Ok(())
    }

    pub fn finish(self) -> (Values, u64) {
        (self.values, self.with_value)
    }
}
