//! Walking the articles of a segment in which something may stand.

use std::sync::Arc;

use dateline_schema::{PARAGRAPH_MARK, SENTENCE_MARK};
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::case::Cased;
use super::joined::{Closeness, Join, Joined};
use super::joins::{Place, Sides, each_once, keep_apart};
use super::named::Named;
use super::plain_words::PlainWords;
use super::together::Together;
use super::word::FoundForms;
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
        let all = |operands: &[&Places]| -> tantivy::Result<Together<Box<dyn Cursor>>> {
            let cursors: tantivy::Result<Vec<_>> =
                operands.iter().map(|operand| operand.cursor(segment, columns, effort)).collect();
            Ok(Together::new(cursors?))
        };
        let close = |operands: &[&Places], closeness: Closeness| -> tantivy::Result<Box<dyn Cursor>> {
            let plain = PlainWords::open(operands, &closeness, segment, columns, effort)?;
            Ok(match plain {
                Some(plain) => Box::new(plain),
                None => joined(all(operands)?, Join::Close(closeness)),
            })
        };
        Ok(match self {
            Places::Words { field, words, part } => {
                let forms = FoundForms::find(segment, *field, words, *part, columns.clone())?;
                Box::new(forms.open(segment, 0)?)
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
                close(&words, Closeness::Row(offsets))?
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
            Places::Near(left, right, steps) => close(&[left, right], Closeness::Pair(*steps, Sides::Both))?,
            Places::Before(left, right, steps) => {
                close(&[left, right], Closeness::Pair(*steps, Sides::Right))?
            }
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

impl Cursor for Box<dyn Cursor> {
    fn doc(&self) -> DocId {
        self.as_ref().doc()
    }

    fn seek(&mut self, target: DocId) {
        self.as_mut().seek(target);
    }

    fn cost(&self) -> u64 {
        self.as_ref().cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        self.as_mut().places(found);
    }

    fn has_place(&mut self, room: &mut Vec<Place>) -> bool {
        self.as_mut().has_place(room)
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
        let doc = cursors.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
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
        self.cursors.iter().map(Cursor::cost).sum()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let start = found.len();
        for cursor in &mut self.cursors {
            if cursor.doc() == self.doc {
                cursor.places(found);
            }
        }
        // Two operands may stand in the same place.
        each_once(found, start);
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
