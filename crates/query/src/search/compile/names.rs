//! Names: which articles write them in one form, and where: `person:merkel PRE/5 "wir schaffen das"`.

use dateline_schema::caseless;
use dateline_schema::words::for_each_word;
use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::schema::Field as IndexField;

use super::filters::MeantValue;
use super::{Compiler, Sign, any_term, without};
use crate::ast::{ValueFilter, ValueForm};
use crate::search::error::SearchError;
use crate::search::places::{Form, Part, Places};
use crate::search::values::indexed_fields;
use crate::{Code, Problem, Span, ValueField};

impl Compiler<'_> {
    /// Whether the archive has names at all: an archive without them is a problem, never 0 hits.
    pub(super) fn has_names(&mut self, filter: &ValueFilter, span: Span) -> Result<bool, SearchError> {
        if let Some(trouble) = &self.reader.known_aliases().trouble
            && !self.notes.contains(trouble)
        {
            self.notes.push(trouble.clone());
        }
        if !self.reader.has_no_values(indexed_fields(filter.field))? {
            return Ok(true);
        }
        let what = match filter.field {
            ValueField::Person => "person names",
            ValueField::Org => "names of organisations",
            ValueField::Place => "place names",
            _ => "names",
        };
        let problem = Problem::new(Code::NoEntities, span, format!("this archive has no {what}")).with_hint(
            "`dateline retag` looks for names in the texts; records bring them in columns such as persons or places",
        );
        self.problems.push(problem);
        Ok(false)
    }

    /// The articles that write a name in this very form: `person:="A. Merkel"`.
    pub(super) fn names_written_as(
        &mut self,
        filter: &ValueFilter,
        span: Span,
    ) -> Result<Box<dyn Query>, SearchError> {
        if !self.has_names(filter, span)? {
            return Ok(any_term(Vec::new()));
        }
        let form = caseless(&filter.text);
        let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for &field in indexed_fields(filter.field) {
            let written = self.reader.written_as(field, &form)?;
            if let Some(named) = written.named {
                let named = any_term(vec![named]);
                let query: Box<dyn Query> = match written.unwritten {
                    None => named,
                    Some(unwritten) => Box::new(BooleanQuery::new(vec![
                        (Occur::Must, named),
                        (Occur::Must, without(any_term(vec![unwritten]))),
                    ])),
                };
                any.push((Occur::Should, query));
            }
            if !written.forms.is_empty() {
                any.push((Occur::Should, any_term(written.forms)));
            }
        }
        if any.is_empty() {
            self.notes.push(self.reader.note_on_unknown_value(filter)?);
        }
        Ok(Box::new(BooleanQuery::new(any)))
    }

    /// Marks these names where they are written, in full and in the forms that articles have for them. Of more than a
    /// few, and of names by their form, only what was typed is marked: it is part of each.
    pub(super) fn mark_names(
        &mut self,
        filter: &ValueFilter,
        values: &[MeantValue],
    ) -> Result<(), SearchError> {
        /// Each is looked for in every text that is shown.
        const MOST_NAMES: usize = 16;
        let mut forms = vec![filter.text.clone()];
        if values.len() <= MOST_NAMES {
            for value in values {
                forms.push(value.value.clone());
                forms.extend(
                    self.reader.forms_of_name(value.field, &value.value)?.into_iter().map(|form| form.1),
                );
            }
        }
        let place = (self.reader.fields().exact, Part::Whole);
        for row in forms.iter().flat_map(|form| rows_of(form, place)) {
            self.mark(Some(&row), None);
        }
        Ok(())
    }

    /// Where names are written, in the articles that name them: in full, in the forms that the article has for
    /// them, and as the word that was typed when it is only a part of the name.
    pub(super) fn name_places(
        &mut self,
        filter: &ValueFilter,
        span: Span,
        place: (IndexField, Part),
        sign: Sign,
        boost: f32,
    ) -> Result<Option<Places>, SearchError> {
        let mut written = Vec::new();
        if filter.form == ValueForm::Surface {
            if !self.has_names(filter, span)? {
                return Ok(None);
            }
            let form = caseless(&filter.text);
            for &field in indexed_fields(filter.field) {
                written.push((form.clone(), self.reader.written_as(field, &form)?.terms()));
            }
            written.retain(|(_, holding)| !holding.is_empty());
            if written.is_empty() {
                self.notes.push(self.reader.note_on_unknown_value(filter)?);
            }
        } else {
            let values = self.values(filter, span)?;
            for value in &values {
                written.push((value.value.clone(), vec![value.term.clone()]));
                for (term, form) in self.reader.forms_of_name(value.field, &value.value)? {
                    written.push((form, vec![term]));
                }
            }
            if filter.form == ValueForm::Word && !values.is_empty() {
                written.push((filter.text.clone(), values.into_iter().map(|value| value.term).collect()));
            }
        }
        let mut places = Vec::new();
        for (form, holding) in written {
            let rows = rows_of(&form, place);
            if sign == Sign::Positive {
                for row in &rows {
                    self.mark(Some(row), None);
                }
            }
            if !rows.is_empty() {
                places.push(Places::Named { of: Box::new(Places::Any(rows)), holding });
            }
        }
        if places.is_empty() {
            return Ok(None);
        }
        if sign == Sign::Positive {
            let mut words = Vec::new();
            for_each_word(&filter.text, |word| words.push(word.folded.to_owned()));
            for word in words {
                let clause = self.forms_clause(&word, [(word.as_str(), 1.0)].into_iter(), place.0, boost);
                self.clauses.push(clause);
            }
        }
        Ok(Some(Places::Any(places)))
    }
}

/// The words of a name next to each other, in every way that they may be cut; empty for a name without words.
fn rows_of(name: &str, place: (IndexField, Part)) -> Vec<Places> {
    // Names are kept folded, and `u.s.` is one word in capitals only.
    let mut rows: Vec<Places> = Vec::new();
    for written in [name.to_owned(), name.to_uppercase()] {
        rows.extend(row_of(&written, place).filter(|row| !rows.contains(row)));
    }
    rows
}

fn row_of(name: &str, (field, part): (IndexField, Part)) -> Option<Places> {
    let mut row = Vec::new();
    for_each_word(name, |word| {
        let words = vec![Form::any(word.folded.to_owned())];
        row.push(Some(Places::Words { field, words, part }));
    });
    if row.len() > 1 { Some(Places::Row(row)) } else { row.pop().flatten() }
}
