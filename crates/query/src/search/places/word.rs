//! Places of a word: those of all its forms.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use dateline_schema::{EXACT_FIELD, standing_position};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::cursor::Cursor;
use super::joins::Place;
use super::{Form, Part};
use crate::search::columns::Columns;

/// Any of some words.
pub(super) struct AnyWord {
    postings: Vec<SegmentPostings>,
    // For each of them the languages in which it counts, as numbers of the segment.
    langs: Vec<Option<Vec<u64>>>,
    // The postings that are not at their end, by document.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    part: Part,
    /// Whether words behind the text are kept closer to it than they stand.
    has_gap: bool,
    columns: Columns,
    positions: Vec<u32>,
    here: Vec<usize>,
}

impl AnyWord {
    pub fn open(
        segment: &SegmentReader,
        field: Field,
        words: &[Form],
        part: Part,
        columns: Columns,
    ) -> tantivy::Result<AnyWord> {
        let index = segment.inverted_index(field)?;
        let mut postings = Vec::new();
        let mut langs = Vec::new();
        for form in words {
            let term = Term::from_field_text(field, &form.word);
            if let Some(found) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? {
                postings.push(found);
                langs.push(form.langs.as_deref().map(|langs| columns.lang_numbers(langs)).transpose()?);
            }
        }
        let heap = postings
            .iter()
            .enumerate()
            .filter(|(_, postings)| postings.doc() != TERMINATED)
            .map(|(number, postings)| Reverse((postings.doc(), number)))
            .collect();
        let has_gap = segment.schema().get_field_name(field) == EXACT_FIELD;
        Ok(AnyWord { postings, langs, heap, part, has_gap, columns, positions: Vec::new(), here: Vec::new() })
    }
}

impl Cursor for AnyWord {
    fn doc(&self) -> DocId {
        self.heap.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc)
    }

    fn seek(&mut self, target: DocId) {
        while let Some(mut first) = self.heap.peek_mut()
            && first.0.0 < target
        {
            let doc = self.postings[first.0.1].seek(target);
            if doc == TERMINATED {
                PeekMut::pop(first);
            } else {
                first.0.0 = doc;
            }
        }
    }

    fn cost(&self) -> u64 {
        self.postings.iter().map(|postings| u64::from(postings.size_hint())).sum()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let doc = self.doc();
        let end = self.part.end(&self.columns, doc);
        let text_end = if self.has_gap { self.columns.text_end(doc) } else { u32::MAX };
        let heap = self.heap.as_slice();
        // Those that stand at the document are connected, from the first one on: nothing in a heap goes before what it
        // hangs on, whose number is half its own.
        self.here.clear();
        self.here.extend((!heap.is_empty()).then_some(0));
        while let Some(at) = self.here.pop() {
            let Reverse((_, number)) = heap[at];
            let below = [2 * at + 1, 2 * at + 2];
            self.here.extend(
                below.into_iter().filter(|&at| heap.get(at).is_some_and(|Reverse((at, _))| *at == doc)),
            );
            let counts = self.langs[number]
                .as_ref()
                .is_none_or(|langs| self.columns.lang(doc).is_some_and(|lang| langs.contains(&lang)));
            if !counts {
                continue;
            }
            self.postings[number].positions(&mut self.positions);
            let standing = self.positions.iter().map(|&kept| standing_position(kept, text_end));
            found.extend(standing.filter(|&position| u64::from(position) < end).map(Place::word));
        }
    }
}
