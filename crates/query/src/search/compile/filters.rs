//! Clauses that are told by whole values, numbers, days and presence.

use dateline_schema::{DATE_NONE, DayField, ValueField as IndexedValue, caseless, presence_mark};
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, ExistsQuery, Occur, Query};

use super::{Compiler, Forms, Sign, any_term, without};
use crate::ast::{ArticleRef, DateFilter, Scope, ValueFilter, ValueForm};
use crate::search::columns_query::{ColumnTest, ColumnsQuery};
use crate::search::days_query::DaysQuery;
use crate::search::error::SearchError;
use crate::search::values::indexed_fields;
use crate::{ArticleKey, DateField, Field, Node, NodeKind, NumberField, Presence, Span, print};

/// A value of the archive.
pub(super) struct MeantValue {
    pub field: IndexedValue,
    pub term: Term,
    /// As it is compared.
    pub value: String,
}

impl Compiler<'_> {
    pub(super) fn value(
        &mut self,
        filter: &ValueFilter,
        span: Span,
        sign: Sign,
    ) -> Result<Box<dyn Query>, SearchError> {
        let is_shown = filter.field.is_entity() && sign == Sign::Positive;
        if filter.field.is_entity() && filter.form == ValueForm::Surface {
            if is_shown {
                self.mark_names(filter, &[])?;
            }
            return self.names_written_as(filter, span);
        }
        let values = self.values(filter, span)?;
        if is_shown {
            self.mark_names(filter, &values)?;
        }
        Ok(any_term(values.into_iter().map(|value| value.term).collect()))
    }

    /// The values of the archive that a filter means. None leaves a problem or a note.
    pub(super) fn values(
        &mut self,
        filter: &ValueFilter,
        span: Span,
    ) -> Result<Vec<MeantValue>, SearchError> {
        let kinds = indexed_fields(filter.field);
        if filter.field.is_entity() && !self.has_names(filter, span)? {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for &kind in kinds {
            let field = self.reader.fields().value(kind);
            let values = self.reader.values_that_fit(kind, filter, span)?;
            let values = self.reader.with_aliases(kind, filter, span, values)?;
            let is_as_typed = values.len() == 1 && values[0].0 == caseless(&filter.text);
            let may_differ = filter.form != ValueForm::Whole || filter.field.is_entity();
            if may_differ && !values.is_empty() && !is_as_typed {
                let written = print(&Node::new(NodeKind::Value(filter.clone()), span));
                let (words, articles) = values.iter().cloned().unzip();
                self.forms.push(Forms { written, words, articles });
            }
            found.extend(values.into_iter().map(|(value, _)| {
                let term = Term::from_field_text(field, &value);
                MeantValue { field: kind, term, value }
            }));
        }
        if found.is_empty() {
            self.notes.push(self.reader.note_on_unknown_value(filter)?);
        }
        Ok(found)
    }

    pub(super) fn exact_value(&self, field: IndexedValue, value: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.reader.fields().value(field), value);
        any_term(vec![term])
    }

    /// The articles whose columns pass a test.
    pub(super) fn columns(&self, test: ColumnTest) -> Box<dyn Query> {
        Box::new(ColumnsQuery { test, grounds: self.grounds.clone() })
    }

    pub(super) fn date(&mut self, filter: &DateFilter) -> Result<Box<dyn Query>, SearchError> {
        let field = match filter.field {
            DateField::Published => {
                return Ok(self.columns(ColumnTest::Days(filter.range, filter.matching)));
            }
            DateField::Updated => DayField::Updated,
            DateField::Crawled => DayField::Crawled,
            DateField::Edition => DayField::Edition,
            DateField::Indexed => DayField::Indexed,
        };
        if let Some(note) = self.reader.note_on_missing_days(field)? {
            self.notes.push(note);
        }
        Ok(Box::new(DaysQuery { field, range: filter.range, matching: filter.matching }))
    }

    pub(super) fn presence(
        &mut self,
        presence: Presence,
        field: Field,
        span: Span,
    ) -> Result<Box<dyn Query>, SearchError> {
        let fields = self.reader.fields();
        let mark = |part: &str| any_term(vec![Term::from_field_text(fields.mark, &presence_mark(part))]);
        let any_value = |kinds: &[IndexedValue]| -> Box<dyn Query> {
            let clauses = kinds.iter().map(|kind| {
                let exists: Box<dyn Query> = Box::new(ExistsQuery::new(kind.name().to_owned(), false));
                (Occur::Should, exists)
            });
            Box::new(BooleanQuery::new(clauses.collect()))
        };
        let any_day = |field: DayField| -> Box<dyn Query> {
            Box::new(ExistsQuery::new(field.names().0.to_owned(), false))
        };
        let has: Box<dyn Query> = match field {
            // No article is without them.
            Field::Text(Scope::Title | Scope::Text) | Field::Article(ArticleKey::Id) => Box::new(AllQuery),
            Field::Text(Scope::Lead) => mark("lead"),
            Field::Text(Scope::Body) => mark("body"),
            Field::Text(Scope::Byline) => mark("byline"),
            Field::Article(ArticleKey::Url) => mark("url"),
            Field::Date(DateField::Published, _) => {
                without(self.exact_value(IndexedValue::DatePrecision, DATE_NONE))
            }
            Field::Date(DateField::Updated, _) => any_day(DayField::Updated),
            Field::Date(DateField::Crawled, _) => any_day(DayField::Crawled),
            Field::Date(DateField::Edition, _) => any_day(DayField::Edition),
            Field::Date(DateField::Indexed, _) => any_day(DayField::Indexed),
            Field::Number(NumberField::Words) => {
                self.columns(ColumnTest::Words { first: Some(1), last: None })
            }
            Field::Value(value) => any_value(indexed_fields(value)),
            Field::Number(NumberField::Dups) | Field::Article(ArticleKey::Cluster) => {
                self.with_copies(1, u64::MAX)?
            }
            _ => return Ok(self.unanswerable(span, "this archive does not keep that")),
        };
        Ok(match presence {
            Presence::Has => has,
            Presence::Missing => without(has),
        })
    }

    pub(super) fn article(
        &mut self,
        article: &ArticleRef,
        span: Span,
        sign: Sign,
        boost: f32,
    ) -> Result<Box<dyn Query>, SearchError> {
        Ok(match article.key {
            ArticleKey::Id => self.by_id(article),
            ArticleKey::Url => self.by_url(article),
            ArticleKey::Cluster => match self.known_article(article, span)? {
                None => Box::new(EmptyQuery),
                Some(known) => self.cluster_of(&known)?,
            },
            ArticleKey::Like => match self.known_article(article, span)? {
                None => Box::new(EmptyQuery),
                Some(known) => self.like(&known, article, sign, boost)?,
            },
        })
    }
}
