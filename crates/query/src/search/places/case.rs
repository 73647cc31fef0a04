//! Places whose words are written in some letter case.

use dateline_schema::{
    CAPITAL_MARK, CAPITALS_MARK, LetterCase, NO_CAPITAL_MARK, SENTENCE_MARK, kept_position,
};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::cursor::Cursor;
use super::joins::Place;
use crate::ast::Case;
use crate::search::columns::Columns;

/// The letter case wanted of one word of a query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CaseTest {
    /// What is wanted.
    pub case: Case,
    /// How far behind the first word of a place its parts stand, of which `anti-War` has two. Parts
    /// without case, as the number in `COVID-19`, are left out; one is always there.
    pub offsets: Vec<usize>,
}

impl CaseTest {
    /// The same test so much further on.
    pub fn moved(&self, offset: usize) -> CaseTest {
        CaseTest { case: self.case, offsets: self.offsets.iter().map(|at| at + offset).collect() }
    }

    /// Whether a word passes, given the case of what stands at an offset. A capital may stand in any of
    /// its parts.
    pub fn passes(&self, mut case_at: impl FnMut(usize) -> LetterCase) -> bool {
        let mut cases = self.offsets.iter().map(|&offset| case_at(offset));
        match self.case {
            Case::Any => true,
            Case::Capital => cases.any(|case| case != LetterCase::NoCapital),
            Case::AllCapital => cases.all(|case| case == LetterCase::Capitals),
            Case::NoCapital => cases.all(|case| case == LetterCase::NoCapital),
        }
    }
}

/// The field in which words are looked for, and the field whose marks tell their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// In the field with text, title and captions.
    Text(Field),
    /// In the field of titles, which has no marks: the title stands in the text field, too.
    Title {
        /// The field with text, title and captions.
        text: Field,
    },
    /// In the field of author lines.
    Byline(Field),
}

/// Places that pass tests of letter case. The marks are read only where there are places.
pub(super) struct Cased {
    of: Box<dyn Cursor>,
    tests: Vec<CaseTest>,
    marks: Marks,
    found: Vec<Place>,
}

impl Cased {
    pub fn open(
        of: Box<dyn Cursor>,
        tests: Vec<CaseTest>,
        written: Written,
        segment: &SegmentReader,
        columns: &Columns,
    ) -> tantivy::Result<Cased> {
        let marks = Marks::open(written, segment, columns.clone())?;
        Ok(Cased { of, tests, marks, found: Vec::new() })
    }
}

impl Cursor for Cased {
    fn doc(&self) -> DocId {
        self.of.doc()
    }

    fn seek(&mut self, target: DocId) {
        self.of.seek(target);
    }

    fn cost(&self) -> u64 {
        self.of.cost()
    }

    fn places(&mut self, found: &mut Vec<Place>) {
        let doc = self.of.doc();
        self.found.clear();
        self.of.places(&mut self.found);
        let (tests, marks) = (&self.tests, &mut self.marks);
        found.extend(self.found.drain(..).filter(|place| {
            tests.iter().all(|test| test.passes(|offset| marks.case(doc, place.first + offset as u32)))
        }));
    }
}

/// The marks of letter case in a segment.
struct Marks {
    written: Written,
    columns: Columns,
    capitals: MarkList,
    capital: MarkList,
    no_capital: MarkList,
    sentence: MarkList,
}

impl Marks {
    fn open(written: Written, segment: &SegmentReader, columns: Columns) -> tantivy::Result<Marks> {
        let (Written::Text(field) | Written::Title { text: field } | Written::Byline(field)) = written;
        let open = |mark: &str| MarkList::open(segment, field, mark);
        Ok(Marks {
            written,
            columns,
            capitals: open(CAPITALS_MARK)?,
            capital: open(CAPITAL_MARK)?,
            no_capital: open(NO_CAPITAL_MARK)?,
            sentence: open(SENTENCE_MARK)?,
        })
    }

    /// The case of the word at a position of an article. Articles are asked for in ascending order.
    fn case(&mut self, doc: DocId, position: u32) -> LetterCase {
        let kept = match self.written {
            Written::Text(_) => kept_position(position, self.columns.text_end(doc)),
            // The title is kept right behind the text.
            Written::Title { .. } => self.columns.text_end(doc).saturating_add(position),
            Written::Byline(_) => position,
        };
        if self.capitals.holds(doc, kept) {
            return LetterCase::Capitals;
        }
        let expects_capital = matches!(self.written, Written::Byline(_)) || self.sentence.holds(doc, kept);
        let has_capital =
            if expects_capital { !self.no_capital.holds(doc, kept) } else { self.capital.holds(doc, kept) };
        if has_capital { LetterCase::Capital } else { LetterCase::NoCapital }
    }
}

/// Where one mark is kept, read article by article.
struct MarkList {
    postings: Option<SegmentPostings>,
    /// Whose positions are held.
    doc: Option<DocId>,
    positions: Vec<u32>,
}

impl MarkList {
    fn open(segment: &SegmentReader, field: Field, mark: &str) -> tantivy::Result<MarkList> {
        let term = Term::from_field_text(field, mark);
        let index = segment.inverted_index(field)?;
        let postings = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(MarkList { postings, doc: None, positions: Vec::new() })
    }

    fn holds(&mut self, doc: DocId, kept: u32) -> bool {
        if self.doc != Some(doc) {
            self.doc = Some(doc);
            self.positions.clear();
            if let Some(postings) = &mut self.postings {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    postings.positions(&mut self.positions);
                }
            }
        }
        self.positions.binary_search(&kept).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(case: Case, offsets: &[usize], words: &[&str], expect: bool) {
        let test = CaseTest { case, offsets: offsets.to_vec() };
        assert_eq!(test.passes(|offset| LetterCase::of(words[offset])), expect, "{words:?}");
    }

    #[test]
    fn a_capital_may_stand_in_any_part_of_a_word() {
        check(Case::Capital, &[0, 1], &["anti", "War"], true);
        check(Case::Capital, &[0, 1], &["anti", "war"], false);
        check(Case::Capital, &[0], &["WHO"], true);
    }

    #[test]
    fn every_part_must_be_in_capitals_or_without() {
        check(Case::AllCapital, &[0, 1], &["ANTI", "WAR"], true);
        check(Case::AllCapital, &[0, 1], &["ANTI", "War"], false);
        check(Case::NoCapital, &[0, 1], &["anti", "war"], true);
        check(Case::NoCapital, &[0, 1], &["anti", "War"], false);
    }

    #[test]
    fn parts_without_case_are_not_asked() {
        check(Case::AllCapital, &[0], &["COVID", "19"], true);
    }
}
