//! Clauses that are told by places in the text.

use dateline_schema::words::fold;
use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query};
use tantivy::schema::Field as IndexField;

use super::forms::analysed_pattern;
use super::{Compiler, Forms, Sign, analyse, flip, is_lone_letter, is_plain};
use crate::ast::{Case, Near, Phrase, PhrasePart, Proximity, Scope, Word, WordKind};
use crate::field::edits;
use crate::search::error::SearchError;
use crate::search::places::{Demand, Form, Part, Places, PlacesQuery, Unit};
use crate::search::rank::{Clause, near_miss};
use crate::{Code, Node, NodeKind, Problem, Span, print};

impl Compiler<'_> {
    /// A clause that is told by places in the text.
    pub(super) fn placed(
        &mut self,
        node: &Node,
        demand: Demand,
        sign: Sign,
        boost: f32,
    ) -> Result<Box<dyn Query>, SearchError> {
        let fields = *self.reader.fields();
        let scope = scope_of(node);
        if let (Some(Scope::Title | Scope::Byline), Demand::Among(_)) = (scope, demand) {
            let message = "the first words are those of the body, and this stands outside it";
            let problem = Problem::new(Code::NoPlaceInText, node.span, message)
                .with_hint("leave the field out, or the number");
            self.problems.push(problem);
            return Ok(Box::new(EmptyQuery));
        }
        let place = match scope {
            // Of headline and lead, only the lead belongs to the body.
            Some(Scope::Lead) if matches!(demand, Demand::Among(_)) => (fields.exact, Part::Lead),
            Some(Scope::Lead) if matches!(demand, Demand::AtLeast(_)) => {
                let title = self.places(node, (fields.title, Part::Whole), sign, boost)?;
                let lead = self.places(node, (fields.exact, Part::Lead), sign, boost)?;
                let places = match (lead, title) {
                    (Some(lead), Some(title)) => Some(Places::Apart(Box::new(lead), Box::new(title))),
                    (lead, title) => lead.or(title),
                };
                return Ok(places.map_or_else(
                    || Box::new(EmptyQuery) as Box<dyn Query>,
                    |places| Box::new(PlacesQuery { places, demand, grounds: self.grounds.clone() }),
                ));
            }
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
                let message = "words of different fields have no distance from each other";
                let problem = Problem::new(Code::NoPlaceInText, node.span, message)
                    .with_hint("write the field once, before a group: title:(dock NEAR/5 strike)");
                self.problems.push(problem);
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
        let known = self.clauses.len();
        let found = self.places(node, place, sign, boost)?;
        // One word by its forms: what ranks it is what it matches.
        let is_flat = matches!(&node.kind, NodeKind::Word(Scope::Text, _)) && demand == Demand::Somewhere;
        let Some(places) = found else {
            return Ok(Box::new(EmptyQuery));
        };
        if is_flat && self.clauses.len() == known + 1 && is_union_of(&places, &self.clauses[known]) {
            self.flat_words += 1;
        }
        match (&places, demand) {
            (Places::Words { field, words, part: Part::Whole }, Demand::Somewhere) => {
                Ok(self.any_form(*field, words))
            }
            _ => Ok(Box::new(PlacesQuery { places, demand, grounds: self.grounds.clone() })),
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
            NodeKind::Word(scope, word) => {
                let place = self.narrowed(place, *scope);
                let found = self.word_places(word, node.span, place, sign, boost)?;
                let tests: Vec<_> = self.case_test(word, 0).into_iter().collect();
                let found = found.map(|found| self.cased(found, tests, place.0));
                if sign == Sign::Positive {
                    self.mark(found.as_ref(), None);
                }
                found
            }
            NodeKind::Phrase(scope, phrase) => {
                let place = self.narrowed(place, *scope);
                self.phrase_places(phrase, node.span, place, sign, boost)?
            }
            NodeKind::Or(nodes) => {
                let mut any = Vec::new();
                for node in nodes {
                    any.extend(self.places(node, place, sign, boost)?);
                }
                (!any.is_empty()).then_some(Places::Any(any))
            }
            NodeKind::Near(near) => self.near_places(near, place, sign, boost)?,
            NodeKind::Value(filter) if filter.field.is_entity() => {
                self.name_places(filter, node.span, place, sign, boost)?
            }
            _ => {
                let message = "this cannot stand beside NEAR or inside a function of words";
                self.problems.push(Problem::new(Code::NoPlaceInText, node.span, message));
                None
            }
        })
    }

    /// The place of a leaf inside that of its whole clause: `body:` beside words of the whole text.
    fn narrowed(&self, place: (IndexField, Part), scope: Scope) -> (IndexField, Part) {
        let is_body = scope == Scope::Body && place == (self.reader.fields().exact, Part::Whole);
        if is_body { (place.0, Part::Text) } else { place }
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
        let marks_before = self.patterns.len();
        let mut marks_of_left = marks_before;
        for operand in &near.operands {
            let sign = if is_not && left.is_some() { flip(sign) } else { sign };
            let right = self.places(operand, place, sign, boost)?;
            if left.is_none() {
                marks_of_left = self.patterns.len();
            }
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
                        // A headline or an author line is one sentence: only the text has marks.
                        _ if place.0 != self.reader.fields().exact => Places::Near(left, right, u32::MAX),
                        Proximity::Sentence => Places::Within(left, right, place.0, Unit::Sentence),
                        Proximity::Paragraph => Places::Within(left, right, place.0, Unit::Paragraph),
                    })
                }
            });
        }
        if near.operands.len() == 2 {
            self.mark_pair(near.proximity, marks_before, marks_of_left);
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
        let mut tests = Vec::new();
        for part in &phrase.parts {
            match part {
                // A gap before the first word adds nothing.
                PhrasePart::Gap if row.is_empty() => {}
                PhrasePart::Gap => row.push(None),
                PhrasePart::Word(word) => {
                    let found = self.word_places(word, span, place, sign, boost)?;
                    tests.extend(self.case_test(word, row.len()));
                    match found {
                        None => return Ok(None),
                        // A word of several parts (`anti-war`) is a row inside the row.
                        Some(Places::Row(inner)) => row.extend(inner),
                        Some(places) => row.push(Some(places)),
                    }
                }
            }
        }
        while row.last().is_some_and(Option::is_none) {
            row.pop();
        }
        let places = match (phrase.slop, row.len()) {
            (_, 0) => None,
            (_, 1) => row.pop().flatten().map(|word| self.cased(word, tests, place.0)),
            (None, _) => Some(self.cased(Places::Row(row), tests, place.0)),
            (Some(others), _) => Some(Places::Window(self.each_cased(row, &tests, place.0), others)),
        };
        if sign == Sign::Positive {
            self.mark(places.as_ref(), phrase.slop);
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
        let (field, part) = place;
        let of_words = |words: Vec<Form>| (!words.is_empty()).then_some(Places::Words { field, words, part });
        let (pattern, parts) = match word.kind {
            WordKind::Regex => (word.text.clone(), 1),
            _ => analysed_pattern(&word.text),
        };
        let is_pattern = matches!(word.kind, WordKind::Wildcard | WordKind::Fuzzy { .. });
        if parts == 0 || (is_pattern && parts != 1) {
            let (message, hint) = if parts == 0 {
                (format!("there is no word in `{}`", word.text), "leave it out")
            } else {
                let message = format!("`{}` is several words, and only one can be a pattern", word.text);
                (message, "put them in quotes, the pattern last: \"anti war*\"")
            };
            self.problems.push(Problem::new(Code::BadValue, span, message).with_hint(hint));
            return Ok(None);
        }
        let expansion = match word.kind {
            WordKind::Plain | WordKind::Exact => {
                let parts = analyse(&word.text);
                let mut row = Vec::new();
                for part in &parts {
                    let is_stemmed = is_plain(word) && parts.len() == 1;
                    let words = if is_lone_letter(part) {
                        let pattern = format!(".?{}.?", part.folded);
                        let expansion = self.reader.expand_regex(field, &pattern)?.unwrap_or_default();
                        expansion.into_keys().map(Form::any).collect()
                    } else if is_plain(word) {
                        self.forms_of(part, field)?
                    } else {
                        vec![Form::any(part.folded.clone())]
                    };
                    if sign == Sign::Positive {
                        let clause = if is_stemmed {
                            self.stem_clause(&word.text, part, boost)
                        } else {
                            self.forms_clause(
                                &part.folded,
                                words.iter().map(|form| (form.word.as_str(), 1.0)),
                                field,
                                boost,
                            )
                        };
                        self.clauses.push(clause);
                    }
                    match of_words(words) {
                        None => return Ok(None),
                        Some(places) => row.push(Some(places)),
                    }
                }
                return Ok(if row.len() == 1 { row.pop().flatten() } else { Some(Places::Row(row)) });
            }
            WordKind::Wildcard => self.reader.expand_wildcard(field, &pattern, span)?,
            WordKind::Fuzzy { distance } => self.reader.expand_fuzzy(field, &pattern, distance)?,
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
            let counts = |form: &str| match word.kind {
                WordKind::Fuzzy { .. } => near_miss(edits(&fold(&word.text), form)),
                _ => 1.0,
            };
            let forms = words.iter().map(|form| (form.as_str(), counts(form)));
            let clause = self.forms_clause(&word.text, forms, field, boost);
            self.clauses.push(clause);
        }
        self.show_forms(word, &words);
        Ok(of_words(words.into_iter().map(Form::any).collect()))
    }

    /// What ranks a word that stands for some words as they are written.
    pub(super) fn forms_clause<'f>(
        &self,
        written: &str,
        forms: impl Iterator<Item = (&'f str, f32)>,
        looked_in: IndexField,
        boost: f32,
    ) -> Clause {
        let fields = self.reader.fields();
        // The words of headlines are among those of the whole text.
        let field = if looked_in == fields.title { fields.exact } else { looked_in };
        Clause {
            label: written.to_owned(),
            boost,
            members: forms.map(|(form, counts)| (Term::from_field_text(field, form), counts)).collect(),
            typed: None,
        }
    }

    /// Notes what a pattern was taken for, once for each pattern.
    fn show_forms(&mut self, word: &Word, words: &[String]) {
        // The words found are those of any case and any part of the text.
        let word = Word { case: Case::Any, ..word.clone() };
        let written = print(&Node::new(NodeKind::Word(Scope::Text, word), Span::default()));
        let known = self.forms.iter_mut().find(|forms| forms.written == written);
        if let Some(known) = known {
            known.words.extend_from_slice(words);
            known.words.sort();
            known.words.dedup();
        } else {
            self.forms.push(Forms { written, words: words.to_vec(), articles: Vec::new() });
        }
    }
}

/// Whether places are all the articles of a clause and no others.
fn is_union_of(places: &Places, clause: &Clause) -> bool {
    matches!(places, Places::Words { field, part: Part::Whole, words }
        if words.iter().all(|form| form.langs.is_none()) && clause.members.len() == words.len() && clause.members.iter().all(|(term, _)| term.field() == *field))
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
    scopes.sort();
    scopes.dedup();
    match scopes.as_slice() {
        // The body is a part of the text, at the same places.
        [] | [Scope::Text, Scope::Body] => Some(Scope::Text),
        [one] => Some(*one),
        _ => None,
    }
}
