//! Whole values: which ones a filter means, and what to say when there is none.

use std::collections::BTreeMap;

use dateline_schema::words::for_each_word;
use dateline_schema::{ValueField as IndexedValue, caseless};
use tantivy::Term;
use tantivy_fst::{Automaton, Regex};

use super::error::SearchError;
use super::expand::wildcard;
use super::known_names::{ALIASES_FILE, KnownName};
use super::reader::Reader;
use crate::ast::{ValueFilter, ValueForm};
use crate::field::edits;
use crate::{Span, ValueField};

impl Reader {
    /// Whether the archive holds no value at all in these fields.
    pub(crate) fn has_no_values(&self, fields: &[IndexedValue]) -> Result<bool, SearchError> {
        for field in fields {
            for segment in self.searcher.segment_readers() {
                let index = segment
                    .inverted_index(self.fields().value(*field))
                    .map_err(|error| SearchError::engine(self.dir(), &error))?;
                if index.terms().num_terms() > 0 {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// The values of a field that a filter means, caseless, with how many articles hold each (deleted ones
    /// included); the commonest first.
    pub(crate) fn values_that_fit(
        &self,
        field: IndexedValue,
        filter: &ValueFilter,
        span: Span,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let wanted = caseless(&filter.text);
        let wanted = wanted.strip_prefix("www.").filter(|_| field == IndexedValue::Site).unwrap_or(&wanted);
        let is_scanned = filter.form == ValueForm::Wildcard
            || (filter.form == ValueForm::Word && filter.field.is_entity())
            || filter.field == ValueField::Site;
        if !is_scanned {
            let term = Term::from_field_text(self.fields().value(field), wanted);
            let held =
                self.searcher.doc_freq(&term).map_err(|error| SearchError::engine(self.dir(), &error))?;
            return Ok(if held > 0 { vec![(wanted.to_owned(), held)] } else { Vec::new() });
        }
        let regex = match filter.form {
            ValueForm::Wildcard => Some(wildcard(wanted, span)?),
            _ => None,
        };
        let words = words_of(wanted);
        let mut values = BTreeMap::<String, u64>::new();
        self.each_term(self.fields().value(field), |value, articles| {
            let fits = match (&regex, filter.form) {
                (Some(regex), _) => matches_whole(regex, value),
                (None, ValueForm::Word) if filter.field.is_entity() => holds_row(value, &words),
                (None, _) if filter.field == ValueField::Site => {
                    value == wanted || value.strip_suffix(wanted).is_some_and(|rest| rest.ends_with('.'))
                }
                (None, _) => value == wanted,
            };
            if fits {
                *values.entry(value.to_owned()).or_default() += u64::from(articles);
            }
        })?;
        let mut values: Vec<(String, u64)> = values.into_iter().collect();
        // Of equals, the alphabet's first: the sort is stable.
        values.sort_by_key(|&(_, articles)| std::cmp::Reverse(articles));
        Ok(values)
    }

    /// Says that no article has a value, and which value is nearest.
    pub(crate) fn note_on_unknown_value(&self, filter: &ValueFilter) -> Result<String, SearchError> {
        let name = crate::Field::Value(filter.field).name();
        if self.says_no_name(filter) {
            let (text, file) = (&filter.text, ALIASES_FILE);
            return Ok(format!(
                "{file} says that \"{text}\" is no name; {name}:=\"{text}\" finds it all the same"
            ));
        }
        let told = format!("no article has {name} \"{}\"", filter.text);
        Ok(match self.nearest_value(filter)? {
            None => told,
            Some((value, articles)) => format!("{told}; nearest \"{value}\" ({})", thousands(articles)),
        })
    }

    /// The value of the archive that is nearest to one which no article has, with the number of its articles.
    pub(crate) fn nearest_value(&self, filter: &ValueFilter) -> Result<Option<(String, u64)>, SearchError> {
        let wanted = caseless(&filter.text);
        let fields = indexed_fields(filter.field);
        let mut nearest: Option<(usize, String, u64)> = None;
        for &field in fields {
            let mut counts = BTreeMap::<String, u64>::new();
            self.each_term(self.fields().value(field), |value, articles| {
                *counts.entry(value.to_owned()).or_default() += u64::from(articles);
            })?;
            counts.retain(|value, _| self.known_aliases().name_of(field, value) != KnownName::NoName);
            for (value, articles) in counts {
                let distance = letter_edits(&wanted, &value);
                let allowed = (wanted.chars().count() / 3).max(1);
                let better = nearest.as_ref().is_none_or(|(known, _, held)| {
                    (distance, std::cmp::Reverse(articles)) < (*known, std::cmp::Reverse(*held))
                });
                if distance <= allowed && better {
                    nearest = Some((distance, value, articles));
                }
            }
        }
        let Some((_, value, articles)) = nearest else { return Ok(None) };
        let shown = self.shown_value(fields, &value)?.unwrap_or(value);
        Ok(Some((shown, articles)))
    }

    /// A value as the articles write it.
    fn shown_value(&self, fields: &[IndexedValue], folded: &str) -> Result<Option<String>, SearchError> {
        for segment in 0..self.searcher.segment_readers().len() {
            for &field in fields {
                let mut found = None;
                self.each_spelling(field, segment, |shown| {
                    if caseless(shown) == folded {
                        found = Some(shown.to_owned());
                    }
                    found.is_none()
                })?;
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        Ok(None)
    }

    /// Hands over the values of a field as the articles of a segment write them, while they are wanted.
    pub(crate) fn each_spelling(
        &self,
        field: IndexedValue,
        segment: usize,
        mut is_more_wanted: impl FnMut(&str) -> bool,
    ) -> Result<(), SearchError> {
        let Some(column) = self.value_column(field, segment)? else { return Ok(()) };
        let mut shown = String::new();
        for ord in 0..column.num_terms() as u64 {
            shown.clear();
            let is_known = column.ord_to_str(ord, &mut shown).map_err(|error| self.refuse_io(&error))?;
            if is_known && !is_more_wanted(&shown) {
                break;
            }
        }
        Ok(())
    }
}

/// The fields of the index in which a field of the language is looked up.
pub(crate) fn indexed_fields(field: ValueField) -> &'static [IndexedValue] {
    match field {
        ValueField::Source => &[IndexedValue::Source],
        ValueField::Section => &[IndexedValue::Section],
        ValueField::Site => &[IndexedValue::Site],
        ValueField::Lang => &[IndexedValue::Lang],
        ValueField::Tag => &[IndexedValue::Tag],
        ValueField::Page => &[IndexedValue::Page],
        ValueField::Edition => &[IndexedValue::Edition],
        ValueField::Person => &[IndexedValue::Person],
        ValueField::Org => &[IndexedValue::Org],
        ValueField::Place => &[IndexedValue::Place],
        ValueField::Entity => &[IndexedValue::Person, IndexedValue::Org, IndexedValue::Place],
        ValueField::Type => &[IndexedValue::Genre],
    }
}

/// Tells the names that a filter of names means by how they are written; names are given as they are compared.
pub(crate) fn name_test(filter: &ValueFilter, span: Span) -> Result<impl Fn(&str) -> bool, SearchError> {
    let wanted = caseless(&filter.text);
    let words = words_of(&wanted);
    let form = filter.form;
    let regex = match form {
        ValueForm::Wildcard => Some(wildcard(&wanted, span)?),
        _ => None,
    };
    Ok(move |name: &str| match (&regex, form) {
        (Some(regex), _) => matches_whole(regex, name),
        (None, ValueForm::Word) => holds_row(name, &words),
        (None, _) => name == wanted,
    })
}

/// Whether a name has these words, one directly behind the other.
fn holds_row(name: &str, words: &[String]) -> bool {
    words_of(name).windows(words.len().max(1)).any(|row| row == words)
}

/// The words of a name: `O'Brien` is two, as in the text.
fn words_of(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(name, |word| words.push(word.folded.to_owned()));
    words
}

fn matches_whole(regex: &Regex, text: &str) -> bool {
    let mut state = regex.start();
    for &byte in text.as_bytes() {
        state = regex.accept(&state, byte);
    }
    regex.is_match(&state)
}

/// A count with a comma between thousands.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Values longer than any slip of the hand are far from everything: comparing is quadratic.
const LONGEST_COMPARED: usize = 64;

fn letter_edits(left: &str, right: &str) -> usize {
    let is_long = |text: &str| text.chars().nth(LONGEST_COMPARED).is_some();
    if is_long(left) || is_long(right) { usize::MAX } else { edits(left, right) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1_000, 12_402, 1_234_567].map(thousands).join(" "),
            "0 999 1,000 12,402 1,234,567"
        );
    }

    #[test]
    fn a_slip_of_the_hand_is_two_edits_away() {
        assert_eq!(letter_edits("gaurdian", "guardian"), 2);
    }
}
