//! Clauses that are told by whole values, numbers, days and presence.

use dateline_schema::{DATE_NONE, ValueField as IndexedValue, caseless, presence_mark};
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, ExistsQuery, Occur, Query};

use super::{Compiler, Forms, any_term};
use crate::ast::{ArticleRef, DateFilter, Scope, ValueFilter, ValueForm};
use crate::search::columns_query::{ColumnTest, ColumnsQuery};
use crate::search::error::SearchError;
use crate::search::values::indexed_fields;
use crate::{ArticleKey, Code, DateField, Field, NumberField, Presence, Problem, Span, ValueField};

impl Compiler<'_> {
    pub(super) fn value(&mut self, filter: &ValueFilter, span: Span) -> Result<Box<dyn Query>, SearchError> {
        let kinds = indexed_fields(filter.field);
        if kinds.is_empty() {
            return Ok(self.unanswerable(span, "this archive does not keep types of articles"));
        }
        let is_name = filter.field.is_entity();
        if is_name && self.reader.has_no_values(kinds)? {
            let what = match filter.field {
                ValueField::Person => "person names",
                ValueField::Org => "names of organisations",
                ValueField::Place => "place names",
                _ => "names",
            };
            let problem = Problem::new(Code::NoEntities, span, format!("this archive has no {what}"))
                .with_hint(
                    "names are searched where the records bring them, in columns such as persons or places",
                );
            self.problems.push(problem);
            return Ok(Box::new(EmptyQuery));
        }
        let mut terms = Vec::new();
        for kind in kinds {
            let field = self.reader.fields().value(*kind);
            let values = self.reader.values_that_fit(*kind, filter)?;
            terms.extend(values.iter().map(|value| Term::from_field_text(field, value)));
            if filter.form != ValueForm::Whole && !values.is_empty() && values != [caseless(&filter.text)] {
                self.forms.push(Forms { written: filter.text.clone(), words: values });
            }
        }
        if terms.is_empty() {
            self.notes.push(self.reader.note_on_unknown_value(filter)?);
        }
        Ok(any_term(terms))
    }

    pub(super) fn exact_value(&self, field: IndexedValue, value: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.reader.fields().value(field), value);
        any_term(vec![term])
    }

    /// The articles whose columns pass a test.
    pub(super) fn columns(&self, test: ColumnTest) -> Box<dyn Query> {
        Box::new(ColumnsQuery { test, grounds: self.grounds.clone() })
    }

    pub(super) fn date(&mut self, filter: &DateFilter, span: Span) -> Box<dyn Query> {
        if filter.field == DateField::Published {
            return self.columns(ColumnTest::Days(filter.range, filter.matching));
        }
        self.unanswerable(span, "only the publication date can be searched by days in this archive")
    }

    pub(super) fn presence(&mut self, presence: Presence, field: Field, span: Span) -> Box<dyn Query> {
        let fields = self.reader.fields();
        let mark = |part: &str| any_term(vec![Term::from_field_text(fields.mark, &presence_mark(part))]);
        let any_value = |kinds: &[IndexedValue]| -> Box<dyn Query> {
            let clauses = kinds.iter().map(|kind| {
                let exists: Box<dyn Query> = Box::new(ExistsQuery::new(kind.name().to_owned(), false));
                (Occur::Should, exists)
            });
            Box::new(BooleanQuery::new(clauses.collect()))
        };
        let has: Box<dyn Query> = match field {
            // No article is without them.
            Field::Text(Scope::Title | Scope::Text) | Field::Article(ArticleKey::Id) => Box::new(AllQuery),
            Field::Text(Scope::Lead) => mark("lead"),
            Field::Text(Scope::Body) => mark("body"),
            Field::Text(Scope::Byline) => mark("byline"),
            Field::Article(ArticleKey::Url) => mark("url"),
            Field::Date(DateField::Published, _) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, self.exact_value(IndexedValue::DatePrecision, DATE_NONE)),
            ])),
            Field::Date(DateField::Updated, _) => mark("updated"),
            Field::Date(DateField::Crawled, _) => mark("crawled"),
            Field::Number(NumberField::Words) => {
                self.columns(ColumnTest::Words { first: Some(1), last: None })
            }
            Field::Value(ValueField::Type) => {
                return self.unanswerable(span, "this archive does not keep types of articles");
            }
            Field::Value(value) => any_value(indexed_fields(value)),
            _ => return self.unanswerable(span, "this archive does not keep that"),
        };
        match presence {
            Presence::Has => has,
            Presence::Missing => {
                Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, has)]))
            }
        }
    }

    pub(super) fn article(&mut self, article: &ArticleRef, span: Span) -> Box<dyn Query> {
        let fields = self.reader.fields();
        match article.key {
            ArticleKey::Id => {
                any_term(vec![Term::from_field_text(fields.id, &article.value.trim().to_lowercase())])
            }
            ArticleKey::Url => any_term(vec![Term::from_field_text(fields.url, article.value.trim())]),
            ArticleKey::Cluster => self.unanswerable(span, "this archive does not keep copies together"),
            ArticleKey::Like => self.unanswerable(span, "this build cannot look for similar articles"),
        }
    }
}
