//! Where in an article something stands: phrases, proximity, counts and firsts.
//!
//! A [`Places`] says what to look for; in a segment it becomes a [`Cursor`] that walks the articles
//! holding all its words and lists the places of the current one. Positions are those of the field
//! `exact`: the text from 0 on, title and captions behind gaps, so that no distance reaches across.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use dateline_schema::{PARAGRAPH_MARK, SENTENCE_MARK};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::columns::Columns;

/// What to look for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Places {
    /// Any of these words.
    Words {
        /// In which field.
        field: Field,
        /// Sorted, each once.
        words: Vec<String>,
        /// In which part of the field.
        part: Part,
    },
    /// These in a row, `None` being any one word.
    Row(Vec<Option<Places>>),
    /// All of these in any order, with at most so many other words among them.
    Window(Vec<Places>, u32),
    /// Any of these.
    Any(Vec<Places>),
    /// The second within so many words of the first.
    Near(Box<Places>, Box<Places>, u32),
    /// The second behind the first, within so many words.
    Before(Box<Places>, Box<Places>, u32),
    /// The first where no second is within so many words.
    NotNear(Box<Places>, Box<Places>, u32),
    /// Both in one sentence or paragraph, told by the mark of its first word.
    Within(Box<Places>, Box<Places>, Field, Unit),
}

/// A part of a field. Lead and body stand at its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// Lead and body.
    Text,
    /// The lead.
    Lead,
}

impl Part {
    /// The position at which the part ends.
    fn end(self, columns: &Columns, doc: DocId) -> u64 {
        match self {
            Part::Whole => u64::MAX,
            Part::Text => columns.words(doc),
            Part::Lead => columns.lead_words(doc),
        }
    }
}

/// A unit of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Sentence,
    Paragraph,
}

/// How many places an article needs, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// One anywhere.
    Somewhere,
    /// So many, each apart from the others.
    AtLeast(u32),
    /// One that ends within the first so many words of the body.
    Among(u32),
}

/// Matches the articles in which the places are found; every match scores the same.
#[derive(Clone, Debug)]
pub(crate) struct PlacesQuery {
    pub places: Places,
    pub demand: Demand,
}

impl Query for PlacesQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PlacesWeight(self.clone())))
    }
}

struct PlacesWeight(PlacesQuery);

impl Weight for PlacesWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let columns = Columns::open(segment)?;
        let cursor = self.0.places.cursor(segment, &columns)?;
        let mut matches = Matches {
            cursor,
            demand: self.0.demand,
            columns,
            found: Vec::new(),
            doc: 0,
            segment_docs: segment.max_doc(),
        };
        matches.settle();
        Ok(Box::new(ConstScorer::new(matches, boost)))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let found = scorer.doc() <= doc && scorer.seek(doc) == doc;
        Ok(Explanation::new("places", if found { 1.0 } else { 0.0 }))
    }
}

/// The articles of a segment in which the places are found.
struct Matches {
    cursor: Box<dyn Cursor>,
    demand: Demand,
    columns: Columns,
    found: Vec<Place>,
    doc: DocId,
    segment_docs: DocId,
}

impl Matches {
    /// Moves on from the cursor's candidate to the next match.
    fn settle(&mut self) -> DocId {
        loop {
            self.doc = self.cursor.doc();
            if self.doc == TERMINATED || self.is_match() {
                return self.doc;
            }
            self.cursor.seek(self.doc + 1);
        }
    }

    fn is_match(&mut self) -> bool {
        self.found.clear();
        self.cursor.places(&mut self.found);
        match self.demand {
            Demand::Somewhere => !self.found.is_empty(),
            Demand::AtLeast(times) => count_apart(&mut self.found) >= times as usize,
            Demand::Among(words) => {
                let limit = u64::from(words).min(self.columns.words(self.doc));
                self.found.iter().any(|place| u64::from(place.last) < limit)
            }
        }
    }
}

impl DocSet for Matches {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.cursor.seek(self.doc + 1);
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.cursor.doc() {
            self.cursor.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        // Checking places is dear: other clauses should lead.
        self.segment_docs / 2
    }
}

/// Places that do not overlap, counted greedily from the left.
fn count_apart(places: &mut [Place]) -> usize {
    places.sort_unstable_by_key(|place| place.last);
    let mut count = 0;
    let mut free_from = 0;
    for place in places {
        if place.first >= free_from {
            count += 1;
            free_from = place.last + 1;
        }
    }
    count
}

/// A run of positions, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    first: u32,
    last: u32,
}

impl Place {
    /// Steps from the end of the one to the start of the other; `None` when they overlap.
    fn distance(self, other: Place) -> Option<u32> {
        if self.last < other.first {
            Some(other.first - self.last)
        } else if other.last < self.first {
            Some(self.first - other.last)
        } else {
            None
        }
    }

    fn around(self, other: Place) -> Place {
        Place { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// Walks the articles of a segment that may hold a place.
trait Cursor: Send {
    /// The current candidate.
    fn doc(&self) -> DocId;

    /// Moves to the first candidate at or behind `target`, which lies behind the current one.
    fn seek(&mut self, target: DocId);

    /// Adds the places in the current candidate, in no order, each once.
    fn places(&mut self, found: &mut Vec<Place>);
}

impl Places {
    fn cursor(&self, segment: &SegmentReader, columns: &Columns) -> tantivy::Result<Box<dyn Cursor>> {
        let all = |operands: &[&Places]| -> tantivy::Result<Together> {
            let cursors: tantivy::Result<Vec<_>> =
                operands.iter().map(|operand| operand.cursor(segment, columns)).collect();
            Ok(Together::new(cursors?))
        };
        Ok(match self {
            Places::Words { field, words, part } => {
                Box::new(AnyWord::open(segment, *field, words, *part, columns.clone())?)
            }
            Places::Any(operands) => {
                let cursors: tantivy::Result<Vec<_>> =
                    operands.iter().map(|operand| operand.cursor(segment, columns)).collect();
                Box::new(Either::new(cursors?))
            }
            Places::Row(parts) => {
                let words: Vec<&Places> = parts.iter().flatten().collect();
                let offsets = parts
                    .iter()
                    .enumerate()
                    .filter_map(|(offset, part)| part.as_ref().map(|_| offset as u32))
                    .collect();
                Box::new(Joined { together: all(&words)?, join: Join::Row(offsets) })
            }
            Places::Window(operands, others) => {
                let (distinct, needed) = with_multiplicity(operands);
                Box::new(Joined { together: all(&distinct)?, join: Join::Window { needed, others: *others } })
            }
            Places::Near(left, right, steps) => {
                Box::new(Joined { together: all(&[left, right])?, join: Join::Near(*steps) })
            }
            Places::Before(left, right, steps) => {
                Box::new(Joined { together: all(&[left, right])?, join: Join::Before(*steps) })
            }
            Places::NotNear(left, right, steps) => Box::new(NotNear {
                left: left.cursor(segment, columns)?,
                right: right.cursor(segment, columns)?,
                steps: *steps,
                close: Vec::new(),
            }),
            Places::Within(left, right, field, unit) => {
                let mark = match unit {
                    Unit::Sentence => SENTENCE_MARK,
                    Unit::Paragraph => PARAGRAPH_MARK,
                };
                let marks = Places::Words { field: *field, words: vec![mark.to_owned()], part: Part::Whole };
                Box::new(Joined { together: all(&[left, right, &marks])?, join: Join::Within })
            }
        })
    }
}

/// The different operands, with how often each is needed: `"a b a"~3` needs two `a`.
fn with_multiplicity(operands: &[Places]) -> (Vec<&Places>, Vec<usize>) {
    let mut distinct: Vec<&Places> = Vec::new();
    let mut needed = Vec::new();
    for operand in operands {
        if let Some(at) = distinct.iter().position(|known| *known == operand) {
            needed[at] += 1;
        } else {
            distinct.push(operand);
            needed.push(1);
        }
    }
    (distinct, needed)
}

/// Any of some words.
struct AnyWord {
    postings: Vec<SegmentPostings>,
    // The postings that are not at their end, by document.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    part: Part,
    columns: Columns,
    positions: Vec<u32>,
    here: Vec<usize>,
}

impl AnyWord {
    fn open(
        segment: &SegmentReader,
        field: Field,
        words: &[String],
        part: Part,
        columns: Columns,
    ) -> tantivy::Result<AnyWord> {
        let index = segment.inverted_index(field)?;
        let mut postings = Vec::new();
        for word in words {
            let term = Term::from_field_text(field, word);
            postings.extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        let heap = postings
            .iter()
            .enumerate()
            .filter(|(_, postings)| postings.doc() != TERMINATED)
            .map(|(number, postings)| Reverse((postings.doc(), number)))
            .collect();
        Ok(AnyWord { postings, heap, part, columns, positions: Vec::new(), here: Vec::new() })
    }
}

impl Cursor for AnyWord {
    fn doc(&self) -> DocId {
        self.heap.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc)
    }

    fn seek(&mut self, target: DocId) {
        while let Some(&Reverse((doc, number))) = self.heap.peek()
            && doc < target
        {
            self.heap.pop();
            let doc = self.postings[number].seek(target);
            if doc != TERMINATED {
                self.heap.push(Reverse((doc, number)));
            }
        }
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let doc = self.doc();
        let end = self.part.end(&self.columns, doc);
        self.here.clear();
        while let Some(&Reverse((at, number))) = self.heap.peek()
            && at == doc
        {
            self.heap.pop();
            self.here.push(number);
            self.postings[number].positions(&mut self.positions);
            let inside = self.positions.iter().copied().filter(|&position| u64::from(position) < end);
            found.extend(inside.map(|position| Place { first: position, last: position }));
        }
        self.heap.extend(self.here.iter().map(|&number| Reverse((doc, number))));
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

/// The articles that hold something for each of some cursors.
struct Together {
    cursors: Vec<Box<dyn Cursor>>,
    doc: DocId,
}

impl Together {
    fn new(cursors: Vec<Box<dyn Cursor>>) -> Together {
        let mut together = Together { cursors, doc: 0 };
        together.align(0);
        together
    }

    fn align(&mut self, target: DocId) {
        let mut target = target;
        loop {
            let mut agreed = true;
            for cursor in &mut self.cursors {
                if cursor.doc() < target {
                    cursor.seek(target);
                }
                if cursor.doc() > target {
                    target = cursor.doc();
                    agreed = false;
                }
            }
            if agreed || target == TERMINATED {
                self.doc = if self.cursors.is_empty() { TERMINATED } else { target };
                return;
            }
        }
    }

    /// The places of each cursor, sorted.
    fn places(&mut self) -> Vec<Vec<Place>> {
        self.cursors
            .iter_mut()
            .map(|cursor| {
                let mut places = Vec::new();
                cursor.places(&mut places);
                places.sort_unstable();
                places
            })
            .collect()
    }
}

/// Several cursors whose places must stand to each other in some way.
struct Joined {
    together: Together,
    join: Join,
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
        self.together.doc
    }

    fn seek(&mut self, target: DocId) {
        self.together.align(target);
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let lists = self.together.places();
        let start = found.len();
        match &self.join {
            Join::Row(offsets) => rows(&lists, offsets, found),
            Join::Window { needed, others } => windows(&lists, needed, *others, found),
            Join::Near(steps) => pairs(&lists[0], &lists[1], *steps, Sides::Both, found),
            Join::Before(steps) => pairs(&lists[0], &lists[1], *steps, Sides::Right, found),
            Join::Within => same_unit(&lists[0], &lists[1], &lists[2], found),
        }
        found[start..].sort_unstable();
        let mut tail = found.split_off(start);
        tail.dedup();
        found.append(&mut tail);
    }
}

/// Rows of single positions: `lists[i]` at `offsets[i]` behind the first.
fn rows(lists: &[Vec<Place>], offsets: &[u32], found: &mut Vec<Place>) {
    let (Some(first_list), Some((&first_offset, &last_offset))) =
        (lists.first(), offsets.first().zip(offsets.last()))
    else {
        return;
    };
    for place in first_list {
        let start = place.first;
        let fits = lists.iter().zip(offsets).skip(1).all(|(list, offset)| {
            let wanted = start + (offset - first_offset);
            list.binary_search_by_key(&wanted, |place| place.first).is_ok()
        });
        if fits {
            found.push(Place { first: start, last: start + (last_offset - first_offset) });
        }
    }
}

/// The smallest windows that hold every list as often as needed, with few enough other words.
fn windows(lists: &[Vec<Place>], needed: &[usize], others: u32, found: &mut Vec<Place>) {
    let mut events: Vec<(u32, usize)> = lists
        .iter()
        .enumerate()
        .flat_map(|(list, places)| places.iter().map(move |place| (place.first, list)))
        .collect();
    events.sort_unstable();
    let words: usize = needed.iter().sum();
    let mut held = vec![0; lists.len()];
    let mut missing = lists.len();
    let mut left = 0;
    for right in 0..events.len() {
        let (last, list) = events[right];
        held[list] += 1;
        missing -= usize::from(held[list] == needed[list]);
        while missing == 0 {
            let (first, list) = events[left];
            if u64::from(last - first) + 1 <= words as u64 + u64::from(others) {
                found.push(Place { first, last });
            }
            missing += usize::from(held[list] == needed[list]);
            held[list] -= 1;
            left += 1;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sides {
    Both,
    Right,
}

/// Pairs of places at most so many steps apart.
fn pairs(left: &[Place], right: &[Place], steps: u32, sides: Sides, found: &mut Vec<Place>) {
    // Places are sorted by their start; the longest one tells how far back a place may begin that still ends close.
    let longest = right.iter().map(|place| place.last - place.first).max().unwrap_or_default();
    for &place in left {
        let earliest = match sides {
            Sides::Both => place.first.saturating_sub(steps).saturating_sub(longest),
            Sides::Right => place.last,
        };
        let from = right.partition_point(|other| other.first < earliest);
        for &other in &right[from..] {
            if other.first > place.last.saturating_add(steps) {
                break;
            }
            let fits = place.distance(other).is_some_and(|distance| distance <= steps);
            if fits && (sides == Sides::Both || other.first > place.last) {
                found.push(place.around(other));
            }
        }
    }
}

/// Pairs of places in one unit; `marks` are the first words of the units.
fn same_unit(left: &[Place], right: &[Place], marks: &[Place], found: &mut Vec<Place>) {
    let unit_of = |position: u32| marks.partition_point(|mark| mark.first <= position);
    for &place in left {
        let unit = unit_of(place.first);
        let whole = unit_of(place.last) == unit;
        let begins = unit.checked_sub(1).map_or(0, |before| marks[before].first);
        let from = right.partition_point(|other| other.first < begins);
        for &other in &right[from..] {
            if unit_of(other.first) != unit {
                break;
            }
            if whole && unit_of(other.last) == unit && place.distance(other).is_some() {
                found.push(place.around(other));
            }
        }
    }
}

/// Places of the left that have none of the right close by.
struct NotNear {
    left: Box<dyn Cursor>,
    right: Box<dyn Cursor>,
    steps: u32,
    close: Vec<Place>,
}

impl Cursor for NotNear {
    fn doc(&self) -> DocId {
        self.left.doc()
    }

    fn seek(&mut self, target: DocId) {
        self.left.seek(target);
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
        let longest = self.close.iter().map(|place| place.last - place.first).max().unwrap_or_default();
        let (close, steps) = (&self.close, self.steps);
        let mut tail = found.split_off(start);
        tail.retain(|place| {
            let earliest = place.first.saturating_sub(steps).saturating_sub(longest);
            let from = close.partition_point(|other| other.first < earliest);
            !close[from..]
                .iter()
                .take_while(|other| other.first <= place.last.saturating_add(steps))
                .any(|&other| place.distance(other).is_none_or(|distance| distance <= steps))
        });
        found.append(&mut tail);
    }
}
