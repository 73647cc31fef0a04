//! The words of the archive that one word of the query stands for.

use std::collections::BTreeMap;

use dateline_article::Lang;
use dateline_schema::ValueField as IndexedValue;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::schema::Field as IndexField;

use super::{Analysed, Compiler, analyse, any_term};
use crate::search::error::SearchError;
use crate::search::places::Form;

impl Compiler<'_> {
    /// A word as written, and in the articles of each language every word of the same stem.
    pub(super) fn forms_of(&mut self, word: &Analysed, field: IndexField) -> Result<Vec<Form>, SearchError> {
        let mut langs_of: BTreeMap<String, Vec<Lang>> = BTreeMap::new();
        if !word.is_pair {
            for (lang, words) in self.reader.expand_stem(field, &word.lower, &word.folded)? {
                for form in words {
                    langs_of.entry(form).or_default().push(lang);
                }
            }
        }
        langs_of.remove(&word.folded);
        let mut forms = vec![Form::any(word.folded.clone())];
        forms.extend(langs_of.into_iter().map(|(word, langs)| Form { word, langs: Some(langs) }));
        Ok(forms)
    }

    /// The articles that hold one of some words, wherever it stands.
    pub(super) fn any_form(&self, field: IndexField, forms: &[Form]) -> Box<dyn Query> {
        let mut everywhere = Vec::new();
        let mut by_lang: BTreeMap<Lang, Vec<Term>> = BTreeMap::new();
        for form in forms {
            let term = Term::from_field_text(field, &form.word);
            match &form.langs {
                None => everywhere.push(term),
                Some(langs) => {
                    for &lang in langs {
                        by_lang.entry(lang).or_default().push(term.clone());
                    }
                }
            }
        }
        if by_lang.is_empty() {
            return any_term(everywhere);
        }
        let mut clauses = vec![(Occur::Should, any_term(everywhere))];
        for (lang, terms) in by_lang {
            let clause: Box<dyn Query> = Box::new(BooleanQuery::new(vec![
                (Occur::Must, any_term(terms)),
                (Occur::Must, self.exact_value(IndexedValue::Lang, lang.code())),
            ]));
            clauses.push((Occur::Should, clause));
        }
        Box::new(BooleanQuery::new(clauses))
    }
}

/// A pattern as words are folded, and how many words analysis makes of it.
pub(super) fn analysed_pattern(text: &str) -> (String, usize) {
    // Letters of a script without case or accents stand for the two wildcards.
    const ANY: char = '\u{2d30}';
    const ONE: char = '\u{2d31}';
    let letters = text.chars().map(|letter| match letter {
        '*' => ANY,
        '?' => ONE,
        other => other,
    });
    let parts = analyse(&letters.collect::<String>());
    let pattern = parts.iter().flat_map(|part| part.folded.chars()).map(|letter| match letter {
        ANY => '*',
        ONE => '?',
        other => other,
    });
    (pattern.collect(), parts.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, pattern: &str, parts: usize) {
        assert_eq!(analysed_pattern(text), (pattern.to_owned(), parts));
    }

    #[test]
    fn a_pattern_is_folded_as_words_are() {
        check("Él*", "el*", 1);
        check("d?n't", "d?nt", 1);
        check("*trump's", "*trump", 1);
    }

    #[test]
    fn a_pattern_of_several_words_is_known_by_their_number() {
        check("anti-w*", "antiw*", 2);
        check("\u{640}", "", 0);
    }
}
