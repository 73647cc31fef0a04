//! Places of a word: those of all its forms.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::sync::Arc;

use dateline_schema::{EXACT_FIELD, standing_position};
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::cursor::Cursor;
use super::joins::Place;
use super::whole_blocks::WholeBlocks;
use super::{Form, Part};
use crate::search::columns::Columns;

/// More forms than this stand in a heap; fewer are looked at one after the other, which takes less time.
const MOST_SIDE_BY_SIDE: usize = 8;

/// The forms of a word that a segment holds, not yet opened.
pub(super) struct FoundForms {
    index: Arc<InvertedIndexReader>,
    /// With the languages in which they count, as numbers of the segment.
    forms: Vec<(TermInfo, Option<Vec<u64>>)>,
    field: Field,
    part: Part,
    columns: Columns,
}

impl FoundForms {
    pub fn find(
        segment: &SegmentReader,
        field: Field,
        words: &[Form],
        part: Part,
        columns: Columns,
    ) -> tantivy::Result<FoundForms> {
        let index = segment.inverted_index(field)?;
        let mut forms = Vec::new();
        for form in words {
            if let Some(info) = index.get_term_info(&Term::from_field_text(field, &form.word))? {
                let langs = form.langs.as_deref().map(|langs| columns.lang_numbers(langs)).transpose()?;
                forms.push((info, langs));
            }
        }
        Ok(FoundForms { index, forms, field, part, columns })
    }

    /// About how many articles hold one.
    pub fn articles(&self) -> u64 {
        self.forms.iter().map(|(info, _)| u64::from(info.doc_freq)).sum()
    }

    /// Opens the forms; about so many articles will be asked for.
    pub fn open(self, segment: &SegmentReader, asked: u64) -> tantivy::Result<AnyWord> {
        // Words behind the text are kept closer to it than they stand, and the file of positions is that of this field.
        let is_exact = segment.schema().get_field_name(self.field) == EXACT_FIELD;
        let articles = self.articles();
        let mut postings = Vec::with_capacity(self.forms.len());
        let mut langs = Vec::with_capacity(self.forms.len());
        for (info, counts_in) in self.forms {
            postings.push(if is_exact && WholeBlocks::pay(u64::from(info.doc_freq), asked) {
                FormPostings::Whole(WholeBlocks::open(&self.index, &info, self.columns.positions(segment)?)?)
            } else {
                let option = IndexRecordOption::WithFreqsAndPositions;
                FormPostings::Skipping(self.index.read_postings_from_terminfo(&info, option)?)
            });
            langs.push(counts_in);
        }
        let docs = postings.iter().map(FormPostings::doc);
        let doc = docs.clone().min().unwrap_or(TERMINATED);
        let walk = if postings.len() <= MOST_SIDE_BY_SIDE {
            Walk::SideBySide(docs.collect())
        } else {
            let standing = docs.enumerate().filter(|(_, doc)| *doc != TERMINATED);
            Walk::Heap(standing.map(|(number, doc)| Reverse((doc, number))).collect())
        };
        Ok(AnyWord {
            postings,
            langs,
            articles,
            walk,
            doc,
            part: self.part,
            has_gap: is_exact,
            columns: self.columns,
            positions: Vec::new(),
            here: Vec::new(),
        })
    }
}

/// The articles of one form.
enum FormPostings {
    /// Passing over what lies between two articles asked for.
    Skipping(SegmentPostings),
    /// Reading everything.
    Whole(WholeBlocks),
}

impl FormPostings {
    fn doc(&self) -> DocId {
        match self {
            FormPostings::Skipping(postings) => postings.doc(),
            FormPostings::Whole(postings) => postings.doc(),
        }
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            FormPostings::Skipping(postings) => postings.seek(target),
            FormPostings::Whole(postings) => postings.seek(target),
        }
    }

    fn append_positions(&mut self, moved_on: u32, found: &mut Vec<u32>) {
        match self {
            FormPostings::Skipping(postings) => postings.append_positions_with_offset(moved_on, found),
            FormPostings::Whole(postings) => postings.append_positions(moved_on, found),
        }
    }
}

/// Any of some words.
pub(super) struct AnyWord {
    postings: Vec<FormPostings>,
    /// For each of them the languages in which it counts, as numbers of the segment.
    langs: Vec<Option<Vec<u64>>>,
    /// About how many hold one.
    articles: u64,
    walk: Walk,
    doc: DocId,
    part: Part,
    /// Whether words behind the text are kept closer to it than they stand.
    has_gap: bool,
    columns: Columns,
    positions: Vec<u32>,
    /// The numbers of the postings that stand at the document.
    here: Vec<usize>,
}

/// Where each of the postings stands.
enum Walk {
    /// The document of each.
    SideBySide(Vec<DocId>),
    /// Those that are not at their end, by document.
    Heap(BinaryHeap<Reverse<(DocId, usize)>>),
}

impl AnyWord {
    /// Finds the postings that stand at the document.
    fn gather(&mut self) {
        let doc = self.doc;
        self.here.clear();
        match &self.walk {
            Walk::SideBySide(docs) => {
                self.here
                    .extend(docs.iter().enumerate().filter(|(_, at)| **at == doc).map(|(number, _)| number));
            }
            Walk::Heap(heap) => {
                let heap = heap.as_slice();
                // They are connected, from the first one on: nothing in a heap goes before what it hangs on, whose
                // number is half its own.
                let is_here =
                    |at: &usize| heap.get(*at).is_some_and(|Reverse((standing, _))| *standing == doc);
                self.here.extend(Some(0).filter(is_here));
                let mut looked_at = 0;
                while let Some(&at) = self.here.get(looked_at) {
                    self.here.extend([2 * at + 1, 2 * at + 2].into_iter().filter(is_here));
                    looked_at += 1;
                }
                for at in &mut self.here {
                    *at = heap[*at].0.1;
                }
            }
        }
    }

    fn counts(&self, number: usize) -> bool {
        self.langs[number]
            .as_ref()
            .is_none_or(|langs| self.columns.lang(self.doc).is_some_and(|lang| langs.contains(&lang)))
    }

    /// Where the word is kept in the current document, moved on by so many words: one form after the other, whether
    /// they count or not, and in every part of the field, so that no column is read.
    pub fn kept(&mut self, moved_on: u32, found: &mut Vec<u32>) {
        found.clear();
        if let Walk::SideBySide(docs) = &self.walk {
            for (doc, postings) in docs.iter().zip(&mut self.postings) {
                if *doc == self.doc {
                    postings.append_positions(moved_on, found);
                }
            }
            return;
        }
        self.gather();
        for &number in &self.here {
            self.postings[number].append_positions(moved_on, found);
        }
    }

    /// Whether every form counts that stands in the current document.
    pub fn all_count(&mut self) -> bool {
        self.gather();
        self.here.iter().all(|&number| self.counts(number))
    }

    /// Whether words kept from the one position to the other stand in the part, and as close to each other as they are
    /// kept.
    pub fn stands_as_kept(&self, first: u32, last: u32) -> bool {
        let text_end = self.text_end();
        let end = self.part.end(&self.columns, self.doc);
        (last < text_end || first >= text_end) && u64::from(standing_position(last, text_end)) < end
    }

    fn text_end(&self) -> u32 {
        if self.has_gap { self.columns.text_end(self.doc) } else { u32::MAX }
    }
}

impl Cursor for AnyWord {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) {
        match &mut self.walk {
            Walk::SideBySide(docs) => {
                let mut lowest = TERMINATED;
                for (doc, postings) in docs.iter_mut().zip(&mut self.postings) {
                    if *doc < target {
                        *doc = postings.seek(target);
                    }
                    lowest = lowest.min(*doc);
                }
                self.doc = lowest;
            }
            Walk::Heap(heap) => {
                while let Some(mut first) = heap.peek_mut()
                    && first.0.0 < target
                {
                    let doc = self.postings[first.0.1].seek(target);
                    if doc == TERMINATED {
                        PeekMut::pop(first);
                    } else {
                        first.0.0 = doc;
                    }
                }
                self.doc = heap.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc);
            }
        }
    }

    fn cost(&self) -> u64 {
        self.articles
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        self.gather();
        let end = self.part.end(&self.columns, self.doc);
        let text_end = self.text_end();
        for at in 0..self.here.len() {
            let number = self.here[at];
            if !self.counts(number) {
                continue;
            }
            self.positions.clear();
            self.postings[number].append_positions(0, &mut self.positions);
            let standing = self.positions.iter().map(|&kept| standing_position(kept, text_end));
            found.extend(standing.filter(|&position| u64::from(position) < end).map(Place::word));
        }
    }
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{TestArchive, generated};

    use super::*;
    use crate::search::reader::Reader;

    /// The places in every article from `first` on that is at least `apart` behind the one before.
    fn places(
        reader: &Reader,
        words: &[&str],
        asked: u64,
        first: DocId,
        apart: DocId,
    ) -> Vec<(DocId, Place)> {
        let (segment, columns) = (reader.searcher.segment_reader(0), reader.columns[0].clone());
        let forms: Vec<Form> = words.iter().map(|word| Form::any((*word).to_owned())).collect();
        let found = FoundForms::find(segment, reader.fields().exact, &forms, Part::Whole, columns);
        let mut word = found.and_then(|found| found.open(segment, asked)).expect("postings");
        let mut all = Vec::new();
        let mut target = first;
        while word.doc() != TERMINATED {
            if word.doc() < target {
                word.seek(target);
                continue;
            }
            let mut here = Vec::new();
            word.places(&mut here);
            here.sort();
            all.extend(here.into_iter().map(|place| (word.doc(), place)));
            target = word.doc() + apart;
        }
        all
    }

    #[test]
    fn whole_blocks_give_the_same_places_as_skipping_between_articles() {
        let reader = Reader::open(TestArchive::of(generated(7, 700)).archive()).expect("an archive");
        for words in [&["the"][..], &["flood"], &["flood", "storm"], &["nowhere"]] {
            for (first, apart) in [(0, 1), (0, 2), (5, 7), (100, 129), (300, 1), (600, 50)] {
                let (skipping, whole) =
                    (places(&reader, words, 0, first, apart), places(&reader, words, u64::MAX, first, apart));
                assert_eq!(skipping, whole, "{words:?} {first} {apart}");
                assert_eq!(skipping.is_empty(), words == ["nowhere"], "{words:?} {first} {apart}");
            }
        }
    }

    #[test]
    fn many_forms_in_a_heap_give_the_same_places_as_few() {
        let reader = Reader::open(TestArchive::of(generated(7, 300)).archive()).expect("an archive");
        let many = ["the", "of", "and", "in", "flood", "storm", "minister", "strike", "council", "harbour"];
        let apart = |word: &str| places(&reader, &[word], 0, 0, 1);
        let mut expect: Vec<_> = many.iter().flat_map(|word| apart(word)).collect();
        expect.sort();
        assert_eq!(places(&reader, &many, 0, 0, 1), expect);
    }
}
