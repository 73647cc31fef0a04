//! Names beside words: `person:merkel PRE/5 "wir schaffen das"`.

use dateline_schema::words::for_each_word;
use tantivy::schema::Field as IndexField;

use super::{Compiler, Sign};
use crate::Span;
use crate::ast::{ValueFilter, ValueForm};
use crate::search::error::SearchError;
use crate::search::places::{Form, Part, Places};

impl Compiler<'_> {
    /// Where names are written, in the articles that name them: the name as the archive has it, and the word
    /// that was typed when it is only a part of the name.
    pub(super) fn name_places(
        &mut self,
        filter: &ValueFilter,
        span: Span,
        place: (IndexField, Part),
        sign: Sign,
        boost: f32,
    ) -> Result<Option<Places>, SearchError> {
        let values = self.values(filter, span)?;
        if values.is_empty() {
            return Ok(None);
        }
        let mut written: Vec<&str> = values.iter().map(|(_, name)| name.as_str()).collect();
        if filter.form == ValueForm::Word {
            written.push(&filter.text);
        }
        written.sort_unstable();
        written.dedup();
        let rows: Vec<Places> = written.into_iter().filter_map(|name| row_of(name, place)).collect();
        if sign == Sign::Positive {
            for row in &rows {
                self.mark(Some(row), None);
            }
            let mut words = Vec::new();
            for_each_word(&filter.text, |word| words.push(word.folded.to_owned()));
            for word in words {
                let clause = self.forms_clause(&word, [(word.as_str(), 1.0)].into_iter(), place.0, boost);
                self.clauses.push(clause);
            }
        }
        let holding = values.into_iter().map(|(term, _)| term).collect();
        Ok(Some(Places::Named { of: Box::new(Places::Any(rows)), holding }))
    }
}

/// The words of a name next to each other; `None` for a name without words.
fn row_of(name: &str, (field, part): (IndexField, Part)) -> Option<Places> {
    let mut row = Vec::new();
    for_each_word(name, |word| {
        let words = vec![Form::any(word.folded.to_owned())];
        row.push(Some(Places::Words { field, words, part }));
    });
    if row.len() > 1 { Some(Places::Row(row)) } else { row.pop().flatten() }
}
