//! Copies that another match stands for.

use std::collections::HashMap;

use tantivy::{DocAddress, DocId};

use super::Matches;
use crate::search::error::SearchError;

impl Matches<'_> {
    /// For each segment, the matching copies of a matching article that stands for them; sorted.
    pub(super) fn copies_to_fold(&self) -> Result<Vec<Vec<DocId>>, SearchError> {
        let copies = self.reader.copies()?;
        let mut folded = vec![Vec::new(); self.reader.columns.len()];
        // Of each cluster, the article that stands for it so far.
        let mut standing: HashMap<u32, DocAddress> = HashMap::new();
        self.each_block(|segment, docs| {
            for &doc in docs {
                let address = DocAddress::new(segment as u32, doc);
                let Some(cluster) = copies.cluster_at(address) else { continue };
                let Some(stands) = standing.get_mut(&cluster) else {
                    standing.insert(cluster, address);
                    continue;
                };
                let later = if self.age(address) < self.age(*stands) {
                    std::mem::replace(stands, address)
                } else {
                    address
                };
                folded[later.segment_ord as usize].push(later.doc_id);
            }
            Ok(())
        })?;
        for docs in &mut folded {
            docs.sort_unstable();
        }
        Ok(folded)
    }

    /// The least is the earliest, of equals that with the least id; the undated come last.
    fn age(&self, address: DocAddress) -> (bool, i64, u64) {
        let columns = &self.reader.columns[address.segment_ord as usize];
        let civil = columns.civil(address.doc_id);
        (civil == dateline_schema::UNDATED_CIVIL, civil, columns.id_order(address.doc_id))
    }
}
