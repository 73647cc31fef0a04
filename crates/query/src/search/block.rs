//! Blocks of postings, as tantivy keeps them.

use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

/// Documents in a full block. The last one is filled up with [`TERMINATED`].
pub(super) const BLOCK: usize = 128;

/// The last document the current block speaks of.
#[inline]
pub(super) fn last_of_block(postings: &BlockSegmentPostings) -> DocId {
    let docs = postings.docs();
    if docs.len() == BLOCK { docs[BLOCK - 1] } else { TERMINATED }
}
