//! Where in an article something stands: phrases, proximity, counts and firsts.
//!
//! A [`Places`] says what to look for; in a segment it becomes a [`Cursor`] that walks the articles
//! holding all its words and lists the places of the current one. Positions are those of the field
//! `exact`: the text from 0 on, title and captions behind gaps, so that no distance reaches across.

mod case;
mod cursor;
mod joined;
mod joins;
mod named;
mod plain_words;
mod together;
mod whole_blocks;
mod word;

use std::sync::Arc;

use dateline_article::Lang;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

pub(crate) use self::case::{CaseTest, Written};
use self::cursor::Cursor;
use self::joins::{Place, count_apart};
use super::columns::{Columns, Grounds};
use super::effort::Effort;

/// What to look for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Places {
    /// Any of these words.
    Words {
        /// In which field.
        field: Field,
        /// Each once.
        words: Vec<Form>,
        /// In which part of the field.
        part: Part,
    },
    /// These in a row, `None` being any one word.
    Row(Vec<Option<Places>>),
    /// The places of a word or a row whose words pass these tests.
    Cased {
        /// A word or a row.
        of: Box<Places>,
        /// All of them must be passed.
        tests: Vec<CaseTest>,
        /// Where the case is told.
        written: Written,
    },
    /// The places in articles that hold one of these terms.
    Named {
        /// Where a name is written.
        of: Box<Places>,
        /// The name, as a whole value.
        holding: Vec<Term>,
    },
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
    /// Those of two fields, which have no distance from each other.
    Apart(Box<Places>, Box<Places>),
}

impl Places {
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
}

/// A word of the index that is looked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    pub word: String,
    /// In articles of these languages only: a stem means something in its own language. `None`: in all.
    pub langs: Option<Vec<Lang>>,
}

impl Form {
    /// A word in articles of any language.
    pub fn any(word: String) -> Form {
        Form { word, langs: None }
    }
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
    pub grounds: Grounds,
}

impl Query for PlacesQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PlacesWeight(self.clone())))
    }
}

struct PlacesWeight(PlacesQuery);

impl Weight for PlacesWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let (columns, start) = self.0.grounds.of(segment)?;
        let effort = &self.0.grounds.effort;
        let mut cursor = self.0.places.cursor(segment, &columns, effort)?;
        if cursor.doc() < start {
            cursor.seek(start);
        }
        let mut matches = Matches {
            cursor,
            demand: self.0.demand,
            columns,
            found: Vec::new(),
            doc: 0,
            segment_docs: segment.max_doc(),
            effort: Arc::clone(effort),
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
    effort: Arc<Effort>,
}

impl Matches {
    /// Moves on from the cursor's candidate to the next match.
    fn settle(&mut self) -> DocId {
        loop {
            // What is not whole is an error: nothing more need be found.
            self.doc = if self.effort.is_exceeded() { TERMINATED } else { self.cursor.doc() };
            if self.doc == TERMINATED || self.is_match() {
                return self.doc;
            }
            self.cursor.seek(self.doc + 1);
        }
    }

    fn is_match(&mut self) -> bool {
        if self.demand == Demand::Somewhere {
            return self.cursor.has_place(&mut self.found);
        }
        self.found.clear();
        self.cursor.places(&mut self.found);
        let least = match self.demand {
            Demand::AtLeast(times) => times as usize,
            Demand::Among(words) => {
                let limit = u64::from(words).min(self.columns.words(self.doc));
                self.found.retain(|place| u64::from(place.last) < limit);
                1
            }
            Demand::Somewhere => 1,
        };
        count_apart(&mut self.found) >= least
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
