//! Proximities: what may stand beside them, and how a chain of them is read.

use super::token::{Token, TokenKind};
use crate::ast::{Near, NodeKind, Proximity, Scope};
use crate::{Code, Node, Problem, Span};

/// Clauses with proximities between them, as they are read.
pub(crate) struct Chain {
    operands: Vec<Option<Node>>,
    operators: Vec<Token>,
}

impl Chain {
    pub fn begin(first: Option<Node>) -> Chain {
        Chain { operands: vec![first], operators: Vec::new() }
    }

    pub fn link(&mut self, operator: Token, operand: Option<Node>) {
        self.operators.push(operator);
        self.operands.push(operand);
    }

    /// The proximity of all of them; none when something about it cannot be read.
    ///
    /// An operand or operator that is missing here was reported where it was read.
    pub fn finish(self, text: &str, span: Span) -> (Option<Node>, Vec<Problem>) {
        let mut problems = Vec::new();
        let proximities: Option<Vec<Proximity>> = self.operators.iter().map(Token::proximity).collect();
        if let Some(proximities) = &proximities {
            let other = proximities.iter().position(|proximity| *proximity != proximities[0]);
            if let Some(index) = other {
                problems.push(self.mixed(text, index));
            }
        }
        for (index, operand) in self.operands.iter().enumerate() {
            let Some(operand) = operand else { continue };
            if let Some((culprit, flaw)) = no_place(operand) {
                problems.push(self.explain(text, index, culprit, flaw));
            }
        }
        if problems.is_empty()
            && let Some(problem) = self.apart_from_text(text)
        {
            problems.push(problem);
        }
        let operands: Option<Vec<Node>> = self.operands.into_iter().collect();
        match (proximities, operands) {
            (Some(proximities), Some(operands)) if problems.is_empty() => {
                let near = Near { proximity: proximities[0], operands };
                (Some(Node::new(NodeKind::Near(near), span)), problems)
            }
            _ => (None, problems),
        }
    }

    fn mixed(&self, text: &str, index: usize) -> Problem {
        let operator = self.operators[index];
        let problem = Problem::new(
            Code::MixedProximity,
            operator.span,
            "different proximity operators need parentheses",
        );
        let (Some(first), Some(left), Some(right)) =
            (self.operands[0].as_ref(), self.operands[index].as_ref(), self.operands[index + 1].as_ref())
        else {
            return problem;
        };
        let before = first.span.to(left.span).of(text);
        let until_left = text.get(first.span.start..left.span.start).unwrap_or_default();
        let (left, right, name) = (left.span.of(text), right.span.of(text), operator.span.of(text));
        problem.with_hint(format!("write ({before}) {name} {right} or {until_left}({left} {name} {right})"))
    }

    fn explain(&self, text: &str, index: usize, culprit: &Node, flaw: Flaw) -> Problem {
        // The operator beside the operand, and the operand on its other side.
        let (operator, other) = match index {
            0 => (self.operators[0], self.operands[1].as_ref()),
            _ => (self.operators[index - 1], self.operands[index - 1].as_ref()),
        };
        let name = operator.span.of(text);
        let other_text = other.map_or("…", |other| other.span.of(text));
        let operand = self.operands[index].as_ref();
        let whole = operand.is_some_and(|operand| operand.span == culprit.span);
        match flaw {
            Flaw::And => {
                let parts: Vec<&str> = culprit.children().iter().map(|part| part.span.of(text)).collect();
                let (span, what) = and_span(text, culprit);
                let problem =
                    Problem::new(Code::AndInNear, span, format!("{what} cannot be used inside NEAR"));
                if !whole || self.operators.len() > 1 {
                    return problem.with_hint("use OR, or write one NEAR for each word");
                }
                let pairs: Vec<String> = parts
                    .iter()
                    .map(|part| {
                        if index == 0 {
                            format!("{part} {name} {other_text}")
                        } else {
                            format!("{other_text} {name} {part}")
                        }
                    })
                    .collect();
                problem.with_hint(format!("write {}, or use OR", pairs.join(" AND ")))
            }
            Flaw::Not => {
                let problem = Problem::new(
                    Code::NegativeNear,
                    culprit.span,
                    "NEAR cannot look for something that is absent",
                );
                let Proximity::Near(words) = operator.proximity().unwrap_or(Proximity::Sentence) else {
                    return problem.with_hint("write NOT NEAR/5 for words that are far from each other");
                };
                let (Some(absent), true, 1) =
                    (culprit.children().first(), whole && index == 1, self.operators.len())
                else {
                    return problem
                        .with_hint(format!("write NOT NEAR/{words} for words that are far from each other"));
                };
                let way_out = format!("{other_text} NOT NEAR/{words} {}", absent.span.of(text));
                problem.with_hint(format!("write {way_out}"))
            }
            Flaw::NoPlace => Problem::new(
                Code::NoPlaceInText,
                culprit.span,
                format!("\"{}\" has no place in the text, so nothing is near it", culprit.span.of(text)),
            )
            .with_hint("NEAR takes words, phrases, names, and groups of them with OR"),
        }
    }

    /// A byline is no part of the text: nothing in the one is near anything in the other.
    fn apart_from_text(&self, text: &str) -> Option<Problem> {
        let mut byline = None;
        let mut elsewhere = false;
        for operand in self.operands.iter().flatten() {
            operand.visit(&mut |node| match &node.kind {
                NodeKind::Word(Scope::Byline, _) | NodeKind::Phrase(Scope::Byline, _) => {
                    byline.get_or_insert(node.span);
                }
                NodeKind::Word(..) | NodeKind::Phrase(..) | NodeKind::Value(_) => elsewhere = true,
                _ => {}
            });
        }
        let span = byline.filter(|_| elsewhere)?;
        let message =
            format!("\"{}\" stands outside the text, so nothing in the text is near it", span.of(text));
        Some(Problem::new(Code::NoPlaceInText, span, message).with_hint("use AND"))
    }
}

impl Token {
    fn proximity(&self) -> Option<Proximity> {
        match self.kind {
            TokenKind::Near(proximity) => proximity,
            _ => None,
        }
    }
}

/// Why a clause has no places in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flaw {
    And,
    Not,
    NoPlace,
}

/// The first part of a clause that has no places in the text.
fn no_place(node: &Node) -> Option<(&Node, Flaw)> {
    match &node.kind {
        NodeKind::Word(..) | NodeKind::Phrase(..) | NodeKind::Near(_) => None,
        NodeKind::Value(value) if value.field.is_entity() => None,
        NodeKind::Or(nodes) => nodes.iter().find_map(no_place),
        NodeKind::And(_) => Some((node, Flaw::And)),
        NodeKind::Not(_) => Some((node, Flaw::Not)),
        _ => Some((node, Flaw::NoPlace)),
    }
}

/// Whether a clause has places in the text, so that something can be near it.
pub(crate) fn has_places(node: &Node) -> bool {
    no_place(node).is_none()
}

/// Where an `And` shows: its first operator, or all of it when its clauses stand side by side.
fn and_span(text: &str, node: &Node) -> (Span, &'static str) {
    for pair in node.children().windows(2) {
        let between = Span::new(pair[0].span.end, pair[1].span.start);
        // Other dialects write it in small letters; here those are a word, and never between two clauses.
        if let Some(at) = between.of(text).to_ascii_uppercase().find("AND") {
            let start = between.start + at;
            return (Span::new(start, start + 3), "AND");
        }
    }
    (node.span, "several words, which mean AND,")
}

/// The problem with what `atleastN` or `firstN` is applied to.
pub(crate) fn not_in_function(text: &str, node: &Node, name: Span) -> Option<Problem> {
    let (culprit, flaw) = no_place(node)?;
    let name = name.of(text);
    let problem = match flaw {
        Flaw::And => {
            let (span, what) = and_span(text, culprit);
            let calls: Vec<String> =
                culprit.children().iter().map(|part| format!("{name}({})", part.span.of(text))).collect();
            Problem::new(Code::NoPlaceInText, span, format!("{what} cannot be used inside {name}"))
                .with_hint(format!("write {}, or use OR", calls.join(" AND ")))
        }
        Flaw::Not => Problem::new(
            Code::NoPlaceInText,
            culprit.span,
            format!("{name} cannot look for something that is absent"),
        )
        .with_hint(format!("put the minus or NOT before it: -{name}(…)")),
        Flaw::NoPlace => Problem::new(
            Code::NoPlaceInText,
            culprit.span,
            format!("\"{}\" has no place in the text", culprit.span.of(text)),
        )
        .with_hint(format!("{name} takes words, phrases, and groups of them with OR")),
    };
    Some(problem)
}
