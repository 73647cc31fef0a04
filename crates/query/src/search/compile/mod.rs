//! From a tree to queries of tantivy.
//!
//! What matches and what ranks are two things. Every clause matches exactly what it says; the order of
//! hits comes from BM25 over the stems of all positive words. Where both are the same (words joined by
//! AND or OR, nothing else) the query stays a flat union or intersection of terms.

mod filters;
mod words;

use dateline_schema::ValueField as IndexedValue;
use dateline_schema::words::{Stemmers, for_each_word, stem_term};
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use super::columns_query::{ColumnTest, ColumnsQuery};
use super::error::SearchError;
use super::highlight::{Pattern, WordTest};
use super::places::Demand;
use super::reader::Reader;
use super::window::Window;
use crate::ast::{Case, Scope, Word, WordKind};
use crate::{Code, DateField, Node, NodeKind, NumberField, Problem, Span};

/// A query, ready to run.
pub(crate) struct Compiled {
    /// Matches and scores, days aside.
    pub query: Box<dyn Query>,
    /// The days of the publication date that stand beside everything else.
    pub window: Window,
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
    /// As typed.
    pub written: String,
    /// The words, sorted.
    pub words: Vec<String>,
}

impl Reader {
    /// Compiles a tree for this archive.
    ///
    /// # Errors
    ///
    /// Every clause that this archive cannot answer, as problems of the query.
    pub(crate) fn compile(&self, tree: &Node) -> Result<Compiled, SearchError> {
        let mut compiler = Compiler {
            reader: self,
            stemmers: Stemmers::default(),
            problems: Vec::new(),
            notes: Vec::new(),
            forms: Vec::new(),
            ranks: Vec::new(),
            patterns: Vec::new(),
        };
        let mut window = Window::default();
        let rest = take_days(tree, &mut window);
        let query = match &rest {
            None => Box::new(AllQuery) as Box<dyn Query>,
            Some(rest) => compiler.scored(rest)?,
        };
        if !compiler.problems.is_empty() {
            return Err(SearchError::Query(compiler.problems));
        }
        Ok(Compiled {
            query,
            window,
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
    stemmers: Stemmers,
    problems: Vec<Problem>,
    notes: Vec<String>,
    forms: Vec<Forms>,
    /// The terms that score, with their weight.
    ranks: Vec<(Term, f32)>,
    patterns: Vec<Pattern>,
}

/// The forms of one word, as analysis sees it.
struct Analysed {
    lower: String,
    folded: String,
    is_pair: bool,
}

impl Compiler<'_> {
    /// A query that matches and scores.
    fn scored(&mut self, tree: &Node) -> Result<Box<dyn Query>, SearchError> {
        let matching = self.node(tree, Sign::Positive, 1.0)?;
        if let Some(flat) = self.flat(tree) {
            return Ok(flat);
        }
        let ranks = each_once(std::mem::take(&mut self.ranks));
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(ConstScoreQuery::new(matching, 0.0)))];
        clauses.extend(ranks.into_iter().map(|(term, boost)| (Occur::Should, ranked(term, boost))));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The query of a tree that is words joined by AND alone or OR alone, when each word is one term:
    /// there, matching is ranking.
    fn flat(&mut self, tree: &Node) -> Option<Box<dyn Query>> {
        let (occur, nodes) = match &tree.kind {
            NodeKind::Word(..) => (Occur::Should, std::slice::from_ref(tree)),
            NodeKind::Or(nodes) => (Occur::Should, nodes.as_slice()),
            NodeKind::And(nodes) => (Occur::Must, nodes.as_slice()),
            _ => return None,
        };
        let mut clauses = Vec::new();
        for node in nodes {
            let NodeKind::Word(Scope::Text, word) = &node.kind else {
                return None;
            };
            if word.kind != WordKind::Plain || word.case != Case::Any {
                return None;
            }
            let [analysed] = analyse(&word.text).try_into().ok()?;
            if is_lone_letter(&analysed) {
                return None;
            }
            let terms = self.stem_terms(&analysed);
            if occur == Occur::Must && terms.len() != 1 {
                return None;
            }
            // A word alone is its own tree.
            let boost = if std::ptr::eq(node, tree) { node.boost } else { node.boost * tree.boost };
            clauses.extend(terms.into_iter().map(|term| (term, boost)));
        }
        let clauses =
            each_once(clauses).into_iter().map(|(term, boost)| (occur, ranked(term, boost))).collect();
        Some(Box::new(BooleanQuery::new(clauses)))
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
            NodeKind::Value(filter) => self.value(filter, node.span)?,
            NodeKind::Number(number) => match number.field {
                NumberField::Words => {
                    Box::new(ColumnsQuery(ColumnTest::Words { first: number.first, last: number.last }))
                }
                NumberField::Dups => self.unanswerable(node.span, "this archive does not count copies"),
            },
            NodeKind::Date(filter) => self.date(filter, node.span),
            NodeKind::Calendar(calendar) => Box::new(ColumnsQuery(ColumnTest::Calendar(*calendar))),
            NodeKind::DateOrigin(origin) => self.exact_value(IndexedValue::DateOrigin, origin.name()),
            NodeKind::DatePrecision(precision) => {
                self.exact_value(IndexedValue::DatePrecision, precision.name())
            }
            NodeKind::Presence(presence, field) => self.presence(*presence, *field, node.span),
            NodeKind::Article(article) => self.article(article, node.span),
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
        let analysed = analyse(&word.text);
        let is_plain = word.kind == WordKind::Plain && word.case == Case::Any;
        if let ([one], true, Scope::Text) = (analysed.as_slice(), is_plain, scope)
            && !is_lone_letter(one)
        {
            let terms = self.stem_terms(one);
            if sign == Sign::Positive {
                self.ranks.extend(terms.iter().map(|term| (term.clone(), boost)));
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
                if let Some(stem) = self.stemmers.stem(lang, &word.lower) {
                    terms.push(Term::from_field_text(field, &stem_term(lang, stem)));
                }
            }
        }
        terms.push(Term::from_field_text(field, &word.folded));
        // Most words exist in one language of the archive: what it does not hold need not be walked.
        let reader = self.reader;
        let held: Vec<Term> =
            terms.iter().filter(|term| reader.searcher.doc_freq(term).unwrap_or(1) > 0).cloned().collect();
        if held.is_empty() { terms.drain(..1).collect() } else { held }
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

/// Each term once, with its greatest weight: writing a word twice makes no article better.
fn each_once(mut ranks: Vec<(Term, f32)>) -> Vec<(Term, f32)> {
    ranks.sort_by(|left, right| left.0.cmp(&right.0));
    ranks.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 = first.1.max(later.1);
        }
        same
    });
    ranks
}

fn flip(sign: Sign) -> Sign {
    match sign {
        Sign::Positive => Sign::Negative,
        Sign::Negative => Sign::Positive,
    }
}

fn ranked(term: Term, boost: f32) -> Box<dyn Query> {
    let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    if (boost - 1.0).abs() < f32::EPSILON { query } else { Box::new(BoostQuery::new(query, boost)) }
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
