//! The matches of all segments in one order.

use std::cmp::Reverse;

use tantivy::{DocAddress, DocId};

use super::{BLOCK_DOCS, MatchCursor, Matches};
use crate::search::error::SearchError;

/// Walks every match, the newest first, of one second by id, the undated last.
///
/// Every segment is sorted by time, so that they only need be merged; what has one second, such as all
/// that is undated, is held as numbers of documents and sorted by id.
pub(crate) struct Newest<'a> {
    lanes: Vec<Lane<'a>>,
    /// Matches of one second, the next one last.
    ready: Vec<(u64, DocAddress)>,
}

/// The matches of one segment.
struct Lane<'a> {
    cursor: MatchCursor<'a>,
    block: Vec<DocId>,
    at: usize,
}

impl<'a> Newest<'a> {
    pub fn open(matches: &'a Matches<'a>) -> Result<Newest<'a>, SearchError> {
        let mut lanes = Vec::new();
        for number in 0..matches.reader.columns.len() {
            let cursor = matches.in_segment(number)?;
            let mut lane = Lane { cursor, block: Vec::with_capacity(BLOCK_DOCS), at: 0 };
            if lane.cursor.fill(&mut lane.block)? {
                lanes.push(lane);
            }
        }
        Ok(Newest { lanes, ready: Vec::new() })
    }

    /// Takes all matches of the newest second that is left.
    fn gather(&mut self) -> Result<(), SearchError> {
        let Some(newest) = self.lanes.iter().map(Lane::civil).max() else { return Ok(()) };
        for lane in &mut self.lanes {
            while lane.at < lane.block.len() && lane.civil() == newest {
                let address = lane.cursor.address(lane.block[lane.at]);
                let columns = &lane.cursor.matches.reader.columns[lane.cursor.number];
                self.ready.push((columns.id_order(address.doc_id), address));
                lane.at += 1;
                if lane.at == lane.block.len() {
                    lane.at = 0;
                    lane.cursor.fill(&mut lane.block)?;
                }
            }
        }
        self.lanes.retain(|lane| !lane.block.is_empty());
        self.ready.sort_unstable_by_key(|&(id_order, address)| (Reverse(id_order), Reverse(address)));
        Ok(())
    }
}

impl Iterator for Newest<'_> {
    type Item = Result<DocAddress, SearchError>;

    fn next(&mut self) -> Option<Result<DocAddress, SearchError>> {
        if self.ready.is_empty()
            && let Err(error) = self.gather()
        {
            self.lanes.clear();
            return Some(Err(error));
        }
        self.ready.pop().map(|(_, address)| Ok(address))
    }
}

impl Lane<'_> {
    /// The second of the next match; a lane in the list has one.
    fn civil(&self) -> i64 {
        self.cursor.matches.reader.columns[self.cursor.number].civil(self.block[self.at])
    }
}
