//! From a tree to queries of tantivy.
//!
//! What matches and what ranks are two things. Every clause matches exactly what it says; the order of
//! hits comes from BM25 over the stems of all positive words. Where both are the same (words joined by
//! AND or OR, nothing else) the query stays a flat union or intersection of terms.

use dateline_article::MentionKind;
use dateline_schema::words::{Stemmers, for_each_word, stem_term};
use dateline_schema::{DATE_NONE, ValueField as IndexedValue, caseless, presence_mark};
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, Query, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::columns_query::{ColumnTest, ColumnsQuery};
use super::error::SearchError;
use super::highlight::{Pattern, WordTest};
use super::places::{Demand, Part, Places, PlacesQuery, Unit};
use super::reader::Reader;
use super::window::Window;
use crate::ast::{
    ArticleRef, Case, DateFilter, Near, Phrase, PhrasePart, Proximity, Scope, ValueFilter, ValueForm, Word,
    WordKind,
};
use crate::{
    ArticleKey, Code, DateField, Field, Node, NodeKind, NumberField, Presence, Problem, Span, ValueField,
};

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
        let mut ranks = std::mem::take(&mut self.ranks);
        ranks.sort_by(|left, right| left.0.cmp(&right.0));
        ranks.dedup_by(|right, left| {
            let same = right.0 == left.0;
            if same {
                left.1 = left.1.max(right.1);
            }
            same
        });
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
            let boost = node.boost * tree.boost;
            clauses.extend(terms.into_iter().map(|term| (occur, ranked(term, boost))));
        }
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
            NodeKind::Phrase(..) | NodeKind::Near(_) => self.placed(node, Demand::Somewhere, sign, boost)?,
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

    /// A clause that is told by places in the text.
    fn placed(
        &mut self,
        node: &Node,
        demand: Demand,
        sign: Sign,
        boost: f32,
    ) -> Result<Box<dyn Query>, SearchError> {
        let fields = *self.reader.fields();
        let place = match scope_of(node) {
            Some(Scope::Lead) => {
                // Headline and lead are two fields: the whole clause must be met in one of them.
                let title = self.placed_in(node, demand, (fields.title, Part::Whole), sign, boost)?;
                let lead = self.placed_in(node, demand, (fields.exact, Part::Lead), sign, boost)?;
                return Ok(Box::new(BooleanQuery::new(vec![(Occur::Should, title), (Occur::Should, lead)])));
            }
            Some(Scope::Title) => (fields.title, Part::Whole),
            Some(Scope::Byline) => (fields.byline, Part::Whole),
            Some(Scope::Body) => (fields.exact, Part::Text),
            Some(Scope::Text) => (fields.exact, Part::Whole),
            None => {
                let message = "NEAR cannot join words of different fields";
                self.problems.push(Problem::new(Code::NoPlaceInText, node.span, message));
                return Ok(Box::new(EmptyQuery));
            }
        };
        self.placed_in(node, demand, place, sign, boost)
    }

    fn placed_in(
        &mut self,
        node: &Node,
        demand: Demand,
        place: (IndexField, Part),
        sign: Sign,
        boost: f32,
    ) -> Result<Box<dyn Query>, SearchError> {
        let Some(places) = self.places(node, place, sign, boost)? else {
            return Ok(Box::new(EmptyQuery));
        };
        match (&places, demand) {
            (Places::Words { field, words, part: Part::Whole }, Demand::Somewhere) => {
                Ok(any_term(words.iter().map(|word| Term::from_field_text(*field, word)).collect()))
            }
            _ => Ok(Box::new(PlacesQuery { places, demand })),
        }
    }

    /// What to look for in the text; `None` when the archive cannot hold it.
    fn places(
        &mut self,
        node: &Node,
        place: (IndexField, Part),
        sign: Sign,
        boost: f32,
    ) -> Result<Option<Places>, SearchError> {
        let boost = boost * node.boost;
        Ok(match &node.kind {
            NodeKind::Word(_, word) => {
                let found = self.word_places(word, node.span, place, sign, boost)?;
                if sign == Sign::Positive {
                    self.mark(&found, None);
                }
                found
            }
            NodeKind::Phrase(_, phrase) => self.phrase_places(phrase, node.span, place, sign, boost)?,
            NodeKind::Or(nodes) => {
                let mut any = Vec::new();
                for node in nodes {
                    any.extend(self.places(node, place, sign, boost)?);
                }
                (!any.is_empty()).then_some(Places::Any(any))
            }
            NodeKind::Near(near) => self.near_places(near, place, sign, boost)?,
            NodeKind::Value(_) => {
                let message = "names have no places in the text of this archive, so NEAR cannot use them";
                self.problems.push(Problem::new(Code::NoPlaceInText, node.span, message));
                None
            }
            _ => {
                let message = "this cannot stand beside NEAR or inside a function of words";
                self.problems.push(Problem::new(Code::NoPlaceInText, node.span, message));
                None
            }
        })
    }

    fn near_places(
        &mut self,
        near: &Near,
        place: (IndexField, Part),
        sign: Sign,
        boost: f32,
    ) -> Result<Option<Places>, SearchError> {
        let is_not = matches!(near.proximity, Proximity::NotNear(_));
        let mut left: Option<Option<Places>> = None;
        for operand in &near.operands {
            let sign = if is_not && left.is_some() { flip(sign) } else { sign };
            let right = self.places(operand, place, sign, boost)?;
            left = Some(match (left, right) {
                (None, right) => right,
                // What is not in the archive is never close.
                (Some(left), None) if is_not => left,
                (Some(None), _) | (Some(_), None) => None,
                (Some(Some(left)), Some(right)) => {
                    let (left, right) = (Box::new(left), Box::new(right));
                    Some(match near.proximity {
                        Proximity::Near(steps) => Places::Near(left, right, steps),
                        Proximity::Before(steps) => Places::Before(left, right, steps),
                        Proximity::NotNear(steps) => Places::NotNear(left, right, steps),
                        Proximity::Sentence => Places::Within(left, right, place.0, Unit::Sentence),
                        Proximity::Paragraph => Places::Within(left, right, place.0, Unit::Paragraph),
                    })
                }
            });
        }
        Ok(left.flatten())
    }

    fn phrase_places(
        &mut self,
        phrase: &Phrase,
        span: Span,
        place: (IndexField, Part),
        sign: Sign,
        boost: f32,
    ) -> Result<Option<Places>, SearchError> {
        let mut row = Vec::new();
        for part in &phrase.parts {
            match part {
                PhrasePart::Gap => row.push(None),
                PhrasePart::Word(word) => match self.word_places(word, span, place, sign, boost)? {
                    None => return Ok(None),
                    // A word of several parts (`anti-war`) is a row inside the row.
                    Some(Places::Row(inner)) => row.extend(inner),
                    Some(places) => row.push(Some(places)),
                },
            }
        }
        while row.last().is_some_and(Option::is_none) {
            row.pop();
        }
        let from = row.iter().position(Option::is_some).unwrap_or(row.len());
        row.drain(..from);
        let places = match (phrase.slop, row.len()) {
            (_, 0) => None,
            (_, 1) => row.pop().flatten(),
            (None, _) => Some(Places::Row(row)),
            (Some(others), _) => Some(Places::Window(row.into_iter().flatten().collect(), others)),
        };
        if sign == Sign::Positive {
            self.mark(&places, phrase.slop);
        }
        Ok(places)
    }

    /// The words of the archive that one word of the query stands for, as places.
    fn word_places(
        &mut self,
        word: &Word,
        span: Span,
        place: (IndexField, Part),
        sign: Sign,
        boost: f32,
    ) -> Result<Option<Places>, SearchError> {
        if word.case != Case::Any {
            self.problems.push(Problem::new(
                Code::Unanswerable,
                span,
                "letter case cannot be searched in this archive yet",
            ));
            return Ok(None);
        }
        let (field, part) = place;
        let of_words =
            |words: Vec<String>| (!words.is_empty()).then_some(Places::Words { field, words, part });
        let expansion = match word.kind {
            WordKind::Plain | WordKind::Exact => {
                let parts = analyse(&word.text);
                let mut row = Vec::new();
                for part in &parts {
                    if sign == Sign::Positive {
                        let terms = self.stem_terms(part);
                        self.ranks.extend(terms.into_iter().map(|term| (term, boost)));
                    }
                    let words = if is_lone_letter(part) {
                        let pattern = format!(".?{}.?", part.folded);
                        self.reader.expand_regex(field, &pattern)?.unwrap_or_default().into_keys().collect()
                    } else if word.kind == WordKind::Plain && parts.len() == 1 {
                        self.reader.expand_stem(field, &part.lower, &part.folded)?.into_keys().collect()
                    } else {
                        vec![part.folded.clone()]
                    };
                    match of_words(words) {
                        None => return Ok(None),
                        Some(places) => row.push(Some(places)),
                    }
                }
                return Ok(if row.len() == 1 { row.pop().flatten() } else { Some(Places::Row(row)) });
            }
            WordKind::Wildcard => self.reader.expand_wildcard(field, &word.text)?,
            WordKind::Fuzzy { distance } => {
                let folded: String = analyse(&word.text).into_iter().map(|part| part.folded).collect();
                self.reader.expand_fuzzy(field, &folded, distance)?
            }
            WordKind::Regex => match self.reader.expand_regex(field, &word.text)? {
                Ok(expansion) => expansion,
                Err(cause) => {
                    let message = format!("this regular expression cannot be read: {cause}");
                    self.problems.push(Problem::new(Code::Unanswerable, span, message));
                    return Ok(None);
                }
            },
        };
        let words: Vec<String> = expansion.into_keys().collect();
        if sign == Sign::Positive {
            for form in &words {
                for part in analyse(form) {
                    let terms = self.stem_terms(&part);
                    self.ranks.extend(terms.into_iter().map(|term| (term, boost)));
                }
            }
        }
        self.forms.push(Forms { written: word.text.clone(), words: words.clone() });
        Ok(of_words(words))
    }

    /// Marks what was looked for, in the snippets.
    fn mark(&mut self, places: &Option<Places>, others: Option<u32>) {
        let words_of = |places: &Places| match places {
            Places::Words { words, .. } => Some(words.clone()),
            _ => None,
        };
        match places {
            Some(Places::Words { words, .. }) => {
                self.patterns.push(Pattern::word(WordTest::AnyOf(words.clone())));
            }
            Some(Places::Row(parts)) => {
                let tests = parts
                    .iter()
                    .map(|part| match part {
                        None => WordTest::Anything,
                        Some(places) => words_of(places).map_or(WordTest::Anything, WordTest::AnyOf),
                    })
                    .collect();
                self.patterns.push(Pattern::Row(tests));
            }
            Some(Places::Window(parts, _)) => {
                let others = others.unwrap_or_default();
                let tests = parts.iter().filter_map(words_of).map(WordTest::AnyOf).collect();
                self.patterns.push(Pattern::Window(tests, others));
            }
            _ => {}
        }
    }

    fn value(&mut self, filter: &ValueFilter, span: Span) -> Result<Box<dyn Query>, SearchError> {
        let kinds = match filter.field {
            ValueField::Source => vec![IndexedValue::Source],
            ValueField::Section => vec![IndexedValue::Section],
            ValueField::Site => vec![IndexedValue::Site],
            ValueField::Lang => vec![IndexedValue::Lang],
            ValueField::Tag => vec![IndexedValue::Tag],
            ValueField::Page => vec![IndexedValue::Page],
            ValueField::Edition => vec![IndexedValue::Edition],
            ValueField::Person => vec![IndexedValue::Person],
            ValueField::Org => vec![IndexedValue::Org],
            ValueField::Place => vec![IndexedValue::Place],
            ValueField::Entity => [MentionKind::Person, MentionKind::Org, MentionKind::Place]
                .map(IndexedValue::of_mention)
                .to_vec(),
            ValueField::Type => {
                return Ok(self.unanswerable(span, "this archive does not keep types of articles"));
            }
        };
        let is_name = filter.field.is_entity();
        if is_name && self.reader.has_no_values(&kinds)? {
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
        for kind in &kinds {
            let field = self.reader.fields().value(*kind);
            let values = self.reader.values_that_fit(*kind, filter)?;
            terms.extend(values.iter().map(|value| Term::from_field_text(field, value)));
            if filter.form != ValueForm::Whole && !values.is_empty() && values != [caseless(&filter.text)] {
                self.forms.push(Forms { written: filter.text.clone(), words: values });
            }
        }
        if terms.is_empty() {
            self.notes.push(self.reader.note_on_unknown_value(filter, &kinds)?);
        }
        Ok(any_term(terms))
    }

    fn exact_value(&self, field: IndexedValue, value: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.reader.fields().value(field), value);
        any_term(vec![term])
    }

    fn date(&mut self, filter: &DateFilter, span: Span) -> Box<dyn Query> {
        if filter.field == DateField::Published {
            return Box::new(ColumnsQuery(ColumnTest::Days(filter.range, filter.matching)));
        }
        self.unanswerable(span, "only the publication date can be searched by days in this archive")
    }

    fn presence(&mut self, presence: Presence, field: Field, span: Span) -> Box<dyn Query> {
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
            Field::Text(Scope::Title | Scope::Text) => Box::new(AllQuery),
            Field::Text(Scope::Lead) => mark("lead"),
            Field::Text(Scope::Body) => mark("body"),
            Field::Text(Scope::Byline) => mark("byline"),
            Field::Article(ArticleKey::Url) => mark("url"),
            Field::Article(ArticleKey::Id) => Box::new(AllQuery),
            Field::Date(DateField::Published, _) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, self.exact_value(IndexedValue::DatePrecision, DATE_NONE)),
            ])),
            Field::Date(DateField::Updated, _) => mark("updated"),
            Field::Date(DateField::Crawled, _) => mark("crawled"),
            Field::Number(NumberField::Words) => {
                Box::new(ColumnsQuery(ColumnTest::Words { first: Some(1), last: None }))
            }
            Field::Value(value) => match value {
                ValueField::Source => any_value(&[IndexedValue::Source]),
                ValueField::Section => any_value(&[IndexedValue::Section]),
                ValueField::Site => any_value(&[IndexedValue::Site]),
                ValueField::Lang => any_value(&[IndexedValue::Lang]),
                ValueField::Tag => any_value(&[IndexedValue::Tag]),
                ValueField::Page => any_value(&[IndexedValue::Page]),
                ValueField::Edition => any_value(&[IndexedValue::Edition]),
                ValueField::Person => any_value(&[IndexedValue::Person]),
                ValueField::Org => any_value(&[IndexedValue::Org]),
                ValueField::Place => any_value(&[IndexedValue::Place]),
                ValueField::Entity => {
                    any_value(&[IndexedValue::Person, IndexedValue::Org, IndexedValue::Place])
                }
                ValueField::Type => {
                    return self.unanswerable(span, "this archive does not keep types of articles");
                }
            },
            _ => return self.unanswerable(span, "this archive does not keep that"),
        };
        match presence {
            Presence::Has => has,
            Presence::Missing => {
                Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, has)]))
            }
        }
    }

    fn article(&mut self, article: &ArticleRef, span: Span) -> Box<dyn Query> {
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

/// The part of the article that a clause is about; `None` when its words are about different ones.
fn scope_of(node: &Node) -> Option<Scope> {
    let mut scopes = Vec::new();
    node.visit(&mut |node| match &node.kind {
        NodeKind::Word(scope, _) | NodeKind::Phrase(scope, _) => {
            scopes.push(*scope);
        }
        _ => {}
    });
    scopes.dedup();
    match scopes.as_slice() {
        [] => Some(Scope::Text),
        [one] => Some(*one),
        _ => None,
    }
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
