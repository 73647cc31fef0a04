//! Clauses about other articles: copies of one, and those like one.

use dateline_article::{Article, ArticleId};
use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query};

use super::{Compiler, Forms, Sign, any_term, without};
use crate::ast::{ArticleRef, NumberFilter};
use crate::search::alike::{LEAST_WEIGHT_PERCENT, shown};
use crate::search::error::SearchError;
use crate::search::highlight::{Pattern, WordTest};
use crate::search::rank::Clause;
use crate::{Code, Field, Problem, Span};

/// Said where copies matter and the last run did not look for them.
pub(crate) const COPIES_NOT_COUNTED: &str = "copies among the articles of the last run are not counted yet: it was cut short; \
     run `dateline index` again";

impl Compiler<'_> {
    /// The articles with so many copies, themselves not counted.
    pub(super) fn copies_counted(&mut self, number: &NumberFilter) -> Result<Box<dyn Query>, SearchError> {
        let (first, last) = (number.first.unwrap_or(0), number.last.unwrap_or(u64::MAX));
        if first > 0 {
            return self.with_copies(first, last);
        }
        // Most articles have no copies and stand in no list.
        Ok(match last.checked_add(1) {
            None => without(Box::new(EmptyQuery)),
            Some(more) => without(self.with_copies(more, u64::MAX)?),
        })
    }

    /// The articles with one copy or more.
    pub(super) fn with_copies(&mut self, first: u64, last: u64) -> Result<Box<dyn Query>, SearchError> {
        let copies = self.reader.copies()?;
        let query = Box::new(copies.counted(first, last));
        self.note_on_copies(copies.is_current);
        Ok(query)
    }

    /// An article and its copies.
    pub(super) fn cluster_of(&mut self, article: &Article) -> Result<Box<dyn Query>, SearchError> {
        let copies = self.reader.copies()?;
        self.note_on_copies(copies.is_current);
        // Without copies, an article is a cluster of its own.
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Should, self.reader.the_article(article.id)),
            (Occur::Should, Box::new(copies.cluster_of(article.id))),
        ])))
    }

    /// The articles that share enough of the telling words of one, without itself and its copies.
    pub(super) fn like(
        &mut self,
        article: &Article,
        named: &ArticleRef,
        sign: Sign,
        boost: f32,
    ) -> Result<Box<dyn Query>, SearchError> {
        let words = self.reader.telling_words(article, &mut self.stemmers)?;
        let sharing = self.reader.sharing(&words, LEAST_WEIGHT_PERCENT)?;
        let itself = self.cluster_of(article)?;
        self.forms.push(Forms {
            written: format!("like:{}", named.value),
            words: shown(&words),
            articles: Vec::new(),
        });
        if sign == Sign::Positive {
            for word in words {
                self.clauses.push(Clause {
                    label: word.lower.clone(),
                    boost,
                    members: vec![(word.term, 1.0)],
                    typed: None,
                });
                let test = WordTest::Stem { lower: word.lower, folded: word.folded };
                self.patterns.push(Pattern::word(test));
            }
        }
        Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(sharing)), (Occur::MustNot, itself)])))
    }

    /// The article that a clause names by its id or the start of it; a problem when there is none.
    pub(super) fn known_article(
        &mut self,
        named: &ArticleRef,
        span: Span,
    ) -> Result<Option<Article>, SearchError> {
        let problem = match self.reader.look_up(&named.value)? {
            Ok(article) => return Ok(Some(article)),
            Err(problem) => Problem::new(Code::NoSuchArticle, span, problem.to_string()),
        };
        let near = self.reader.ids_near(&named.value)?;
        self.problems.push(match near.as_slice() {
            [] => problem.with_hint("every hit shows the id of its article"),
            near => problem.with_hint(format!("ids that begin like it: {}", near.join(", "))),
        });
        Ok(None)
    }

    /// The article with this id, the source's own or ours; a note when there is none.
    pub(super) fn by_id(&mut self, named: &ArticleRef) -> Box<dyn Query> {
        let id = self.reader.fields().id;
        let ours = Term::from_field_text(id, &named.value.trim().to_lowercase());
        let theirs = Term::from_field_text(id, &ArticleId::of_own_id(named.value.trim()).to_string());
        self.known_term(named, vec![ours, theirs])
    }

    /// The articles at this address; a note when there is none.
    pub(super) fn by_url(&mut self, named: &ArticleRef) -> Box<dyn Query> {
        self.known_term(named, vec![Term::from_field_text(self.reader.fields().url, named.value.trim())])
    }

    fn known_term(&mut self, named: &ArticleRef, terms: Vec<Term>) -> Box<dyn Query> {
        // What cannot be looked up cannot be searched either, and the search says why.
        let is_held = terms.iter().any(|term| self.reader.searcher.doc_freq(term).unwrap_or(1) > 0);
        if !is_held {
            let field = Field::Article(named.key).name();
            self.notes.push(format!("no article has {field} \"{}\"", named.value));
        }
        any_term(terms)
    }

    fn note_on_copies(&mut self, is_current: bool) {
        if !is_current && !self.notes.iter().any(|note| note == COPIES_NOT_COUNTED) {
            self.notes.push(COPIES_NOT_COUNTED.to_owned());
        }
    }
}
