//! Walking the articles of a segment in which something may stand.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::sync::Arc;

use dateline_schema::{EXACT_FIELD, PARAGRAPH_MARK, SENTENCE_MARK, standing_position};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::case::Cased;
use super::joins::{Place, Sides, Wanted, keep_apart, pairs, rows, same_unit, windows};
use super::named::Named;
use super::together::Together;
use super::{Form, Part, Places, Unit};
use crate::search::columns::Columns;
use crate::search::effort::Effort;

/// Walks the articles of a segment that may hold a place.
pub(super) trait Cursor: Send {
    /// The current candidate.
    fn doc(&self) -> DocId;

    /// Moves to the first candidate at or behind `target`, which lies behind the current one.
    fn seek(&mut self, target: DocId);

    /// About how many candidates there are.
    fn cost(&self) -> u64;

    /// Adds the places in the current candidate, in no order, each once.
    fn places(&mut self, found: &mut Vec<Place>);

    /// Whether there is a place in the current candidate; `room` is for what has to be listed on the way.
    fn has_place(&mut self, room: &mut Vec<Place>) -> bool {
        room.clear();
        self.places(room);
        !room.is_empty()
    }
}

impl Places {
    pub(super) fn cursor(
        &self,
        segment: &SegmentReader,
        columns: &Columns,
        effort: &Arc<Effort>,
    ) -> tantivy::Result<Box<dyn Cursor>> {
        let joined = |together, join| Box::new(Joined { together, join, effort: Arc::clone(effort) });
        let all = |operands: &[&Places]| -> tantivy::Result<Together> {
            let cursors: tantivy::Result<Vec<_>> =
                operands.iter().map(|operand| operand.cursor(segment, columns, effort)).collect();
            Ok(Together::new(cursors?))
        };
        Ok(match self {
            Places::Words { field, words, part } => {
                Box::new(AnyWord::open(segment, *field, words, *part, columns.clone())?)
            }
            Places::Any(operands) => {
                let cursors: tantivy::Result<Vec<_>> =
                    operands.iter().map(|operand| operand.cursor(segment, columns, effort)).collect();
                Box::new(Either::new(cursors?))
            }
            Places::Apart(one, other) => {
                let (one, other) =
                    (one.cursor(segment, columns, effort)?, other.cursor(segment, columns, effort)?);
                Box::new(Either::new(vec![one, Box::new(Elsewhere(other))]))
            }
            Places::Row(parts) => {
                let words: Vec<&Places> = parts.iter().flatten().collect();
                let offsets = parts
                    .iter()
                    .enumerate()
                    .filter_map(|(offset, part)| part.as_ref().map(|_| offset as u32))
                    .collect();
                joined(all(&words)?, Join::Row(offsets))
            }
            Places::Cased { of, tests, written } => {
                let of = of.cursor(segment, columns, effort)?;
                Box::new(Cased::open(of, tests.clone(), *written, segment, columns)?)
            }
            Places::Named { of, holding } => {
                Box::new(Named::open(of.cursor(segment, columns, effort)?, holding, segment)?)
            }
            Places::Window(operands, others) => {
                let (distinct, needed) = Places::with_multiplicity(operands);
                joined(all(&distinct)?, Join::Window { needed, others: *others })
            }
            Places::Near(left, right, steps) => joined(all(&[left, right])?, Join::Near(*steps)),
            Places::Before(left, right, steps) => joined(all(&[left, right])?, Join::Before(*steps)),
            Places::NotNear(left, right, steps) => Box::new(NotNear {
                left: left.cursor(segment, columns, effort)?,
                right: right.cursor(segment, columns, effort)?,
                steps: *steps,
                close: Vec::new(),
                effort: Arc::clone(effort),
            }),
            Places::Within(left, right, field, unit) => {
                let mark = match unit {
                    Unit::Sentence => SENTENCE_MARK,
                    Unit::Paragraph => PARAGRAPH_MARK,
                };
                let marks = Places::Words {
                    field: *field,
                    words: vec![Form::any(mark.to_owned())],
                    part: Part::Whole,
                };
                joined(all(&[left, right, &marks])?, Join::Within)
            }
        })
    }
}

/// Any of some words.
struct AnyWord {
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
    fn open(
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

/// Another field's places, at positions that no text reaches.
struct Elsewhere(Box<dyn Cursor>);

impl Elsewhere {
    const FROM: u32 = 1 << 31;
}

impl Cursor for Elsewhere {
    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn seek(&mut self, target: DocId) {
        self.0.seek(target);
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let start = found.len();
        self.0.places(found);
        for place in &mut found[start..] {
            place.first = place.first.saturating_add(Elsewhere::FROM);
            place.last = place.last.saturating_add(Elsewhere::FROM);
        }
    }
}

/// Any of some cursors.
struct Either {
    cursors: Vec<Box<dyn Cursor>>,
    doc: DocId,
}

impl Either {
    fn new(cursors: Vec<Box<dyn Cursor>>) -> Either {
        let doc = cursors.iter().map(|cursor| cursor.doc()).min().unwrap_or(TERMINATED);
        Either { cursors, doc }
    }
}

impl Cursor for Either {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) {
        self.doc = TERMINATED;
        for cursor in &mut self.cursors {
            if cursor.doc() < target {
                cursor.seek(target);
            }
            self.doc = self.doc.min(cursor.doc());
        }
    }

    fn cost(&self) -> u64 {
        self.cursors.iter().map(|cursor| cursor.cost()).sum()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let start = found.len();
        for cursor in &mut self.cursors {
            if cursor.doc() == self.doc {
                cursor.places(found);
            }
        }
        // Two operands may stand in the same place.
        found[start..].sort_unstable();
        let mut tail = found.split_off(start);
        tail.dedup();
        found.append(&mut tail);
    }
}

/// Several cursors whose places must stand to each other in some way.
struct Joined {
    together: Together,
    join: Join,
    effort: Arc<Effort>,
}

enum Join {
    /// In a row, at these offsets.
    Row(Vec<u32>),
    Window {
        needed: Vec<usize>,
        others: u32,
    },
    Near(u32),
    Before(u32),
    /// The last cursor gives the marks.
    Within,
}

impl Cursor for Joined {
    fn doc(&self) -> DocId {
        self.together.doc()
    }

    fn seek(&mut self, target: DocId) {
        self.together.align(target);
    }

    fn cost(&self) -> u64 {
        self.together.cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let start = found.len();
        self.join(Wanted::All, found);
        found[start..].sort_unstable();
        let mut tail = found.split_off(start);
        tail.dedup();
        found.append(&mut tail);
    }

    fn has_place(&mut self, room: &mut Vec<Place>) -> bool {
        room.clear();
        self.join(Wanted::First, room);
        !room.is_empty()
    }
}

impl Joined {
    fn join(&mut self, wanted: Wanted, found: &mut Vec<Place>) {
        let (lists, effort) = (self.together.places(), self.effort.as_ref());
        match &self.join {
            Join::Row(offsets) => rows(lists, offsets, wanted, found),
            Join::Window { needed, others } => windows(lists, needed, *others, found),
            Join::Near(steps) => pairs(&lists[0], &lists[1], *steps, Sides::Both, wanted, effort, found),
            Join::Before(steps) => pairs(&lists[0], &lists[1], *steps, Sides::Right, wanted, effort, found),
            Join::Within => same_unit(&lists[0], &lists[1], &lists[2], wanted, effort, found),
        }
    }
}

/// Places of the left that have none of the right close by.
struct NotNear {
    left: Box<dyn Cursor>,
    right: Box<dyn Cursor>,
    steps: u32,
    close: Vec<Place>,
    effort: Arc<Effort>,
}

impl Cursor for NotNear {
    fn doc(&self) -> DocId {
        self.left.doc()
    }

    fn seek(&mut self, target: DocId) {
        self.left.seek(target);
    }

    fn cost(&self) -> u64 {
        self.left.cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let start = found.len();
        self.left.places(found);
        let doc = self.left.doc();
        if self.right.doc() < doc {
            self.right.seek(doc);
        }
        if self.right.doc() != doc {
            return;
        }
        self.close.clear();
        self.right.places(&mut self.close);
        self.close.sort_unstable();
        let mut tail = found.split_off(start);
        keep_apart(&mut tail, &self.close, self.steps, &self.effort);
        found.append(&mut tail);
    }
}
