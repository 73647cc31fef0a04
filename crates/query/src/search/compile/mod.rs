//! From a tree to queries of tantivy.
//!
//! What matches and what ranks are two things. Every clause matches exactly what it says; the order of
//! hits comes from BM25 over all positive words. Where both are the same (words joined by AND or OR,
//! nothing else) the query is a flat union or intersection of its words, and the ranking finds the matches itself.

mod articles;
mod case;
mod filters;
mod forms;
mod marks;
mod names;
mod word_forms;
mod words;

pub(super) use self::articles::COPIES_NOT_COUNTED;
use dateline_schema::ValueField as IndexedValue;
use dateline_schema::words::{Stemmers, for_each_word, stem_term};
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;

use super::columns::Grounds;
use super::columns_query::ColumnTest;
use super::effort::Effort;
use super::error::SearchError;
use super::highlight::{Pattern, WordTest};
use super::places::Demand;
use super::rank::{Clause, Matching, OTHER_FORM, Shape, each_once};
use super::reader::Reader;
use super::window::Window;
use crate::ast::{Case, Scope, Word, WordKind};
use crate::{Code, DateField, Node, NodeKind, NumberField, Problem, Span};

/// A query, ready to run.
pub(crate) struct Compiled {
    /// What matches and what ranks.
    pub matching: Matching,
    /// What to mark in the text.
    pub patterns: Vec<Pattern>,
    /// What the reader of the answer should know.
    pub notes: Vec<String>,
    /// The words of the archive that a pattern was taken for.
    pub forms: Vec<Forms>,
}

/// The words of the archive that a word of the query stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// The clause, as a query.
    pub written: String,
    /// The words, sorted; names and other values with the commonest first.
    pub words: Vec<String>,
    /// How many articles hold each of the values, deleted ones included; empty for words.
    pub articles: Vec<u64>,
}

impl Reader {
    /// Compiles a tree for this archive.
    ///
    /// # Errors
    ///
    /// Every clause that this archive cannot answer, as problems of the query.
    pub(crate) fn compile(&self, tree: &Node) -> Result<Compiled, SearchError> {
        let mut window = Window::default();
        let rest = take_days(tree, &mut window);
        let mut compiler = Compiler {
            reader: self,
            grounds: self.grounds(&window, Effort::of(tree.span))?,
            stemmers: Stemmers::default(),
            problems: Vec::new(),
            notes: Vec::new(),
            forms: Vec::new(),
            clauses: Vec::new(),
            flat_words: 0,
            patterns: Vec::new(),
        };
        let query = match &rest {
            None => Box::new(AllQuery) as Box<dyn Query>,
            Some(rest) => compiler.node(rest, Sign::Positive, 1.0)?,
        };
        let shape = rest.as_ref().map_or(Shape::General, |rest| compiler.shape(rest));
        if !compiler.problems.is_empty() {
            return Err(SearchError::Query(compiler.problems));
        }
        let clauses = each_once(compiler.clauses);
        Ok(Compiled {
            matching: Matching { query, clauses, shape, window, effort: compiler.grounds.effort },
            patterns: compiler.patterns,
            notes: compiler.notes,
            forms: compiler.forms,
        })
    }
}

/// Moves the days that stand beside everything else into the window; returns what is left.
fn take_days(tree: &Node, window: &mut Window) -> Option<Node> {
    match &tree.kind {
        NodeKind::Date(date) if date.field == DateField::Published => {
            window.add(date.range, date.matching);
            None
        }
        NodeKind::And(nodes) => {
            let rest: Vec<Node> = nodes.iter().filter_map(|node| take_days(node, window)).collect();
            let boost = tree.boost;
            NodeKind::and(rest, tree.span).map(|node| Node { boost: node.boost * boost, ..node })
        }
        _ => Some(tree.clone()),
    }
}

/// Whether a clause adds to the score and is marked in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Positive,
    Negative,
}

struct Compiler<'a> {
    reader: &'a Reader,
    grounds: Grounds,
    stemmers: Stemmers,
    problems: Vec<Problem>,
    notes: Vec<String>,
    forms: Vec<Forms>,
    /// What ranks.
    clauses: Vec<Clause>,
    /// Words of the query whose clause says exactly what they match.
    flat_words: usize,
    patterns: Vec<Pattern>,
}

/// The forms of one word, as analysis sees it.
struct Analysed {
    lower: String,
    folded: String,
    is_pair: bool,
}

impl Compiler<'_> {
    /// Whether the clauses alone say what a compiled tree matches.
    fn shape(&self, tree: &Node) -> Shape {
        let (shape, nodes) = match &tree.kind {
            NodeKind::Or(nodes) => (Shape::Any, nodes.as_slice()),
            NodeKind::And(nodes) => (Shape::All, nodes.as_slice()),
            _ => (Shape::Any, std::slice::from_ref(tree)),
        };
        let are_words = nodes.iter().all(|node| matches!(node.kind, NodeKind::Word(Scope::Text, _)));
        if are_words && nodes.len() == self.flat_words { shape } else { Shape::General }
    }

    /// A query that matches, without score. Collects what scores and what is marked on the way.
    fn node(&mut self, node: &Node, sign: Sign, boost: f32) -> Result<Box<dyn Query>, SearchError> {
        let boost = boost * node.boost;
        Ok(match &node.kind {
            NodeKind::All => Box::new(AllQuery),
            NodeKind::And(nodes) => self.and(nodes, sign, boost)?,
            NodeKind::Or(nodes) => {
                let mut clauses = Vec::new();
                for node in nodes {
                    clauses.push((Occur::Should, self.node(node, sign, boost)?));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            NodeKind::Not(inner) => {
                let inner = self.node(inner, flip(sign), boost)?;
                Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, inner)]))
            }
            NodeKind::Word(scope, word) => self.word(*scope, word, node.span, sign, boost)?,
            // Places weigh their own clause.
            NodeKind::Phrase(..) | NodeKind::Near(_) => {
                self.placed(node, Demand::Somewhere, sign, boost / node.boost)?
            }
            NodeKind::AtLeast { times, of } => self.placed(of, Demand::AtLeast(*times), sign, boost)?,
            NodeKind::First { words, of } => self.placed(of, Demand::Among(*words), sign, boost)?,
            NodeKind::Value(filter) => self.value(filter, node.span, sign)?,
            NodeKind::Number(number) => match number.field {
                NumberField::Words => {
                    self.columns(ColumnTest::Words { first: number.first, last: number.last })
                }
                NumberField::Dups => self.copies_counted(number)?,
            },
            NodeKind::Date(filter) => self.date(filter)?,
            NodeKind::Calendar(calendar) => self.columns(ColumnTest::Calendar(*calendar)),
            NodeKind::DateOrigin(origin) => self.exact_value(IndexedValue::DateOrigin, origin.name()),
            NodeKind::DatePrecision(precision) => {
                self.exact_value(IndexedValue::DatePrecision, precision.name())
            }
            NodeKind::Presence(presence, field) => self.presence(*presence, *field, node.span)?,
            NodeKind::Article(article) => self.article(article, node.span, sign, boost)?,
        })
    }

    fn and(&mut self, nodes: &[Node], sign: Sign, boost: f32) -> Result<Box<dyn Query>, SearchError> {
        let mut clauses = Vec::new();
        for node in nodes {
            if let NodeKind::Not(inner) = &node.kind {
                clauses.push((Occur::MustNot, self.node(inner, flip(sign), boost)?));
            } else {
                clauses.push((Occur::Must, self.node(node, sign, boost)?));
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn word(
        &mut self,
        scope: Scope,
        word: &Word,
        span: Span,
        sign: Sign,
        boost: f32,
    ) -> Result<Box<dyn Query>, SearchError> {
        if let ([one], true, Scope::Text) = (analyse(&word.text).as_slice(), is_plain(word), scope)
            && !is_lone_letter(one)
        {
            let clause = self.stem_clause(&word.text, one, boost);
            let terms = clause.members.iter().map(|(term, _)| term.clone()).collect();
            if sign == Sign::Positive {
                self.clauses.push(clause);
                self.flat_words += 1;
                self.patterns.push(Pattern::word(WordTest::Stem {
                    lower: one.lower.clone(),
                    folded: one.folded.clone(),
                }));
            }
            return Ok(any_term(terms));
        }
        let node = Node::new(NodeKind::Word(scope, word.clone()), span);
        self.placed(&node, Demand::Somewhere, sign, boost)
    }

    /// What ranks a word: its stem in every language, the typed form above the others.
    fn stem_clause(&mut self, written: &str, word: &Analysed, boost: f32) -> Clause {
        let stems = self.stem_terms(word);
        let typed = Term::from_field_text(self.reader.fields().exact, &word.folded);
        let count = |term: &Term| self.reader.articles_with(term).unwrap_or_default();
        // When every article with the stem has the typed form there is nothing to tell apart.
        let (held, with_typed) = (stems.iter().map(count).sum::<u64>(), count(&typed));
        let has_other_forms = with_typed > 0 && with_typed < held;
        let counts = if has_other_forms { OTHER_FORM } else { 1.0 };
        Clause {
            label: written.to_owned(),
            boost,
            members: stems.into_iter().map(|stem| (stem, counts)).collect(),
            typed: has_other_forms.then_some((typed, 1.0 - OTHER_FORM)),
        }
    }

    fn unanswerable(&mut self, span: Span, message: &str) -> Box<dyn Query> {
        self.problems.push(Problem::new(Code::Unanswerable, span, message));
        Box::new(EmptyQuery)
    }

    /// The terms of the ranking field for one word: its stem in every language of the archive, and the
    /// word itself for articles that are not stemmed.
    fn stem_terms(&mut self, word: &Analysed) -> Vec<Term> {
        let field = self.reader.fields().stem;
        let mut terms = Vec::new();
        if !word.is_pair {
            for &lang in &self.reader.languages {
                // As typed, and without its accents: the index holds both.
                for form in [&word.lower, &word.folded] {
                    if let Some(stem) = self.stemmers.stem(lang, form) {
                        terms.push(Term::from_field_text(field, &stem_term(lang, stem)));
                    }
                    if word.lower == word.folded {
                        break;
                    }
                }
            }
        }
        terms.push(Term::from_field_text(field, &word.folded));
        terms.sort();
        terms.dedup();
        // Most words exist in one language of the archive: what it does not hold need not be walked.
        terms.retain(|term| self.reader.articles_with(term).unwrap_or(1) > 0);
        terms
    }
}

/// The words that analysis finds in one word of a query.
fn analyse(text: &str) -> Vec<Analysed> {
    let mut words = Vec::new();
    for_each_word(text, |word| {
        words.push(Analysed {
            lower: word.lower.to_owned(),
            folded: word.folded.to_owned(),
            is_pair: word.is_pair,
        });
    });
    words
}

/// A single letter of a script that is indexed in pairs.
fn is_lone_letter(word: &Analysed) -> bool {
    word.is_pair && word.folded.chars().count() == 1
}

/// Whether a word is looked for by its stem.
fn is_plain(word: &Word) -> bool {
    word.kind == WordKind::Plain && word.case == Case::Any
}

/// Every article that a query does not match.
fn without(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, query)]))
}

fn flip(sign: Sign) -> Sign {
    match sign {
        Sign::Positive => Sign::Negative,
        Sign::Negative => Sign::Positive,
    }
}

/// More terms than this are united as a set of documents instead of one by one.
const FEW_TERMS: usize = 16;

fn any_term(terms: Vec<Term>) -> Box<dyn Query> {
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1..=FEW_TERMS => {
            let mut clauses: Vec<(Occur, Box<dyn Query>)> = terms
                .into_iter()
                .map(|term| {
                    let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
                    (Occur::Should, query)
                })
                .collect();
            if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(clauses)) }
        }
        _ => Box::new(TermSetQuery::new(terms)),
    }
}
