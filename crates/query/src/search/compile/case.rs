//! Words that must be written in some letter case.

use tantivy::schema::Field as IndexField;

use super::{Compiler, analyse};
use crate::ast::{Case, Word, WordKind};
use crate::search::places::{CaseTest, Places, Written};

impl Compiler<'_> {
    /// The letter case that a word of the query asks for, when it stands so far behind the start of its
    /// phrase.
    ///
    /// What has no case in the query (`2017`, `北京`) is found as it is, with a note: `caps("Boeing 747")`.
    /// A pattern is asked about the words that it finds, whatever it is written with.
    pub(super) fn case_test(&mut self, word: &Word, offset: usize) -> Option<CaseTest> {
        let function = match word.case {
            Case::Any => return None,
            Case::Capital => "caps",
            Case::AllCapital => "allcaps",
            Case::NoCapital => "nocaps",
        };
        let offsets: Vec<usize> = match word.kind {
            WordKind::Plain | WordKind::Exact => {
                let parts = analyse(&word.text).into_iter().enumerate();
                parts.filter(|(_, part)| has_case(&part.lower)).map(|(at, _)| offset + at).collect()
            }
            WordKind::Wildcard | WordKind::Fuzzy { .. } | WordKind::Regex => vec![offset],
        };
        if offsets.is_empty() {
            let note = format!(
                "`{}` has neither capitals nor small letters, so {function}(…) makes no difference to it",
                word.text
            );
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            return None;
        }
        Some(CaseTest { case: word.case, offsets })
    }

    /// The places that pass tests of letter case.
    pub(super) fn cased(&self, places: Places, tests: Vec<CaseTest>, field: IndexField) -> Places {
        if tests.is_empty() {
            return places;
        }
        let fields = self.reader.fields();
        let written = if field == fields.byline {
            Written::Byline(field)
        } else if field == fields.title {
            Written::Title { text: fields.exact }
        } else {
            Written::Text(field)
        };
        Places::Cased { of: Box::new(places), tests, written }
    }

    /// The words of a row, each for itself. Parts of one word (`anti-War`) are words of their own there.
    pub(super) fn each_cased(
        &self,
        row: Vec<Option<Places>>,
        tests: &[CaseTest],
        field: IndexField,
    ) -> Vec<Places> {
        let words = row.into_iter().enumerate().filter_map(|(at, word)| Some((at, word?)));
        words
            .map(|(at, word)| {
                let test = tests.iter().find(|test| test.offsets.contains(&at));
                let own = test.map(|test| CaseTest { case: test.case, offsets: vec![0] });
                self.cased(word, own.into_iter().collect(), field)
            })
            .collect()
    }
}

fn has_case(word: &str) -> bool {
    word.chars().any(|letter| letter.is_lowercase() || letter.is_uppercase())
}
