//! Joins clauses by the operators between them, each binding as tightly as the dialect says.
//!
//! Clauses and operators are kept on two piles. An operator waits until one comes that binds less tightly, so
//! reading is linear.

use super::dialect::{Beside, Kind, Operator, Section, Token};
use super::leaf::{self, Mark};
use super::reader::{Operand, Reader};
use crate::ast::{Near, NodeKind, Proximity};
use crate::limits::MAX_DISTANCE;
use crate::parse::near::{Chain, has_places, not_in_function};
use crate::parse::{explain, token};
use crate::{Code, Node, Problem, Span};

/// An operator on its pile.
struct Pending {
    operator: Operator,
    span: Span,
    /// Whether it was typed.
    typed: bool,
    strength: u32,
}

/// The two piles.
#[derive(Default)]
struct Piles {
    operands: Vec<Operand>,
    operators: Vec<Pending>,
    /// Whether the last thing read was a clause.
    ends_clause: bool,
}

impl Reader<'_> {
    /// Reads up to the end of the query or the parenthesis that ends the group.
    pub(super) fn body(&mut self) -> Option<Node> {
        if self.dialect.has_signs() {
            return self.signed_body();
        }
        let mut piles = Piles::default();
        while let Some(token) = self.peek().filter(|token| token.kind != Kind::Close) {
            let infix = match token.kind {
                Kind::And => Some(Operator::And),
                Kind::Or => Some(Operator::Or),
                Kind::Not if piles.ends_clause => Some(Operator::AndNot),
                Kind::Near(proximity) => {
                    if proximity.is_none() {
                        self.problem(no_distance(self.text, token.span));
                    }
                    Some(Operator::Near(proximity.unwrap_or(Proximity::Near(1))))
                }
                Kind::NoConnector(hint) => {
                    self.no_equal(token.span, hint);
                    Some(Operator::And)
                }
                _ => None,
            };
            if let Some(operator) = infix {
                self.next();
                self.infix(&mut piles, operator, token.span);
            } else if let Some(operator) = prefix(token.kind) {
                self.next();
                self.join_implicitly(&mut piles, token.span);
                self.remark_field(operator, token.span);
                self.push(&mut piles, operator, token.span, true);
            } else if let Kind::First(_) | Kind::Boost | Kind::Aside(_) = token.kind {
                self.next();
                self.postfix(&mut piles, token);
            } else {
                self.join_implicitly(&mut piles, token.span);
                // The field that the last operator names decides how its value is read.
                let section = piles.operators.last().and_then(|last| match last.operator {
                    Operator::Field(Section::Value(field)) => Some((field, last.span)),
                    _ => None,
                });
                let operand = match section {
                    Some((field, name)) => self.value(field, name),
                    None => self.operand(),
                };
                piles.operands.push(operand);
                piles.ends_clause = true;
            }
        }
        if !piles.ends_clause
            && let Some(last) = piles.operators.pop()
        {
            self.problem(missing(self.text, last.span, last.operator, "right"));
        }
        while !piles.operators.is_empty() {
            self.apply(&mut piles);
        }
        piles.operands.pop().and_then(|operand| operand.node)
    }

    fn infix(&mut self, piles: &mut Piles, operator: Operator, span: Span) {
        if !piles.ends_clause {
            self.problem(missing(self.text, span, operator, "left"));
            return;
        }
        if operator == Operator::Or && self.depth == 0 && self.dialect.needs_group_around_or() {
            let name = self.dialect.name();
            let hint = "write ( before the first and ) behind the last of the words that OR joins";
            self.foreign(span, format!("{name} takes OR in parentheses only"), hint);
        }
        self.push(piles, operator, span, true);
    }

    fn push(&mut self, piles: &mut Piles, operator: Operator, span: Span, typed: bool) {
        let strength = self.dialect.strength(operator);
        if !operator.is_prefix() {
            self.apply_down_to(piles, strength);
        }
        piles.operators.push(Pending { operator, span, typed, strength });
        piles.ends_clause = false;
    }

    fn apply_down_to(&mut self, piles: &mut Piles, strength: u32) {
        while piles.operators.last().is_some_and(|top| top.strength >= strength) {
            self.apply(piles);
        }
    }

    /// Two clauses side by side.
    fn join_implicitly(&mut self, piles: &mut Piles, next: Span) {
        if !piles.ends_clause {
            return;
        }
        let end = piles.operands.last().map_or(next.start, |operand| operand.span.end);
        let between = Span::new(end.min(next.start), next.start);
        let operator = match self.dialect.beside() {
            Beside::And => Operator::And,
            Beside::Phrase(_, Some(proximity)) => Operator::Near(proximity),
            Beside::Phrase(_, None) => {
                self.no_connector(next);
                Operator::And
            }
        };
        self.push(piles, operator, between, false);
    }

    fn no_connector(&mut self, next: Span) {
        let shown = match next.of(self.text) {
            "(" => "(…)",
            shown => shown,
        };
        self.foreign(
            next,
            format!("there is no connector before \"{shown}\""),
            format!("write and, or, or a distance before it, for example: and {shown}"),
        );
    }

    /// What stands behind a clause.
    fn postfix(&mut self, piles: &mut Piles, token: Token) {
        match token.kind {
            Kind::Aside(instead) => {
                let shown = token.span.of(self.text);
                self.note(token.span, format!("\"{shown}\" was left out: {instead}"));
            }
            _ if !piles.ends_clause => {
                self.problem(missing(self.text, token.span, Operator::First(None), "left"));
            }
            Kind::First(words) => {
                // It applies to all that is this close.
                self.apply_down_to(piles, self.dialect.strength(Operator::Near(Proximity::Before(1))));
                self.apply_prefix(piles, Operator::First(words), token.span);
            }
            _ => self.weigh(piles.operands.last_mut(), token.span),
        }
    }

    pub fn weigh(&mut self, operand: Option<&mut Operand>, span: Span) {
        let weight = span.of(self.text).trim_start_matches('^').parse::<f32>().ok();
        let node = operand.and_then(|operand| operand.node.as_mut());
        let weight = weight.map(|weight| weight * node.as_ref().map_or(1.0, |node| node.boost));
        match (weight, node) {
            (Some(weight), Some(node)) if weight > 0.0 && weight.is_finite() => node.boost = weight,
            (Some(weight), None) if weight > 0.0 && weight.is_finite() => {}
            _ => self.problem(explain::bad_boost(span)),
        }
    }

    /// Joins what the last operator stands for.
    fn apply(&mut self, piles: &mut Piles) {
        let Some(pending) = piles.operators.pop() else { return };
        if pending.operator.is_prefix() {
            self.apply_prefix(piles, pending.operator, pending.span);
            return;
        }
        let (Some(right), Some(left)) = (piles.operands.pop(), piles.operands.pop()) else {
            return;
        };
        let span = left.span.to(right.span);
        let (left_kind, right_kind) = (loose_kind(&left), loose_kind(&right));
        if let Some(message) = self.dialect.remark_order(pending.operator, left_kind, right_kind) {
            self.note(pending.span, message);
        }
        let node = match pending.operator {
            Operator::Or => NodeKind::or(both(left.node, right.node), span),
            Operator::AndNot => {
                let right = right.node.map(|node| {
                    let span = pending.span.to(node.span);
                    Node::new(NodeKind::Not(Box::new(node)), span)
                });
                NodeKind::and(both(left.node, right), span)
            }
            Operator::Near(proximity) => self.near(left, &pending, proximity, right),
            _ => NodeKind::and(both(left.node, right.node), span),
        };
        piles.operands.push(Operand { node, span, grouped: false });
    }

    fn apply_prefix(&mut self, piles: &mut Piles, operator: Operator, name: Span) {
        let Some(operand) = piles.operands.pop() else { return };
        piles.operands.push(self.prefixed(operator, name, operand));
    }

    /// A clause with what stands before it.
    pub fn prefixed(&mut self, operator: Operator, name: Span, operand: Operand) -> Operand {
        let span = name.to(operand.span);
        let operand_node = operand.node;
        let node = operand_node.and_then(|mut node| match operator {
            Operator::Not | Operator::Minus => Some(Node::new(NodeKind::Not(Box::new(node)), span)),
            Operator::AtLeast(number) | Operator::First(number) => {
                self.counted(operator, number, name, node, span)
            }
            Operator::Field(Section::Text(scopes)) => {
                let mut scopes = scopes.into_iter().flatten().map(|scope| {
                    let mut node = node.clone();
                    leaf::mark(&mut node, Mark::Scope(scope));
                    node.span = span;
                    node
                });
                NodeKind::or(scopes.by_ref().collect(), span)
            }
            Operator::Case(case) => {
                leaf::mark(&mut node, Mark::Case(case));
                Some(node)
            }
            Operator::Exact => {
                leaf::mark(&mut node, Mark::Exact);
                Some(node)
            }
            _ => {
                node.span = span;
                Some(node)
            }
        });
        Operand::new(node, span)
    }

    pub fn counted(
        &mut self,
        operator: Operator,
        number: Option<u32>,
        name: Span,
        node: Node,
        span: Span,
    ) -> Option<Node> {
        let Some(number) = number else {
            let shown = name.of(self.text);
            let message = format!("\"{shown}\" needs a number from 1 to {MAX_DISTANCE}");
            self.problem(Problem::new(Code::BadNumber, name, message));
            return None;
        };
        if let Some(problem) = not_in_function(self.text, &node, name) {
            self.problem(problem);
            return None;
        }
        let of = Box::new(node);
        let kind = match operator {
            Operator::First(_) => NodeKind::First { words: number, of },
            _ => NodeKind::AtLeast { times: number, of },
        };
        Some(Node::new(kind, span))
    }

    fn near(
        &mut self,
        left: Operand,
        pending: &Pending,
        proximity: Proximity,
        right: Operand,
    ) -> Option<Node> {
        let span = left.span.to(right.span);
        if !pending.typed
            && [&left, &right].iter().any(|side| side.node.as_ref().is_some_and(|node| !has_places(node)))
        {
            self.no_connector(right.span);
            return None;
        }
        let chained = !left.grouped
            && left.node.as_ref().is_some_and(|node| {
                node.is_unweighted()
                    && matches!(&node.kind, NodeKind::Near(near) if near.proximity == proximity)
            });
        let operator = token::Token { kind: token::TokenKind::Near(Some(proximity)), span: pending.span };
        let mut chain = Chain::begin(left.node);
        chain.link(operator, right.node);
        let (node, problems) = chain.finish(self.text, span);
        for problem in problems {
            self.problem(problem);
        }
        let node = node?;
        if !chained {
            return Some(node);
        }
        // `a w/5 b w/5 c` is one chain, as in our language.
        let NodeKind::Near(near) = node.kind else { return Some(node) };
        let mut operands = Vec::new();
        for (index, operand) in near.operands.into_iter().enumerate() {
            match operand.kind {
                NodeKind::Near(inner) if index == 0 => operands.extend(inner.operands),
                _ => operands.push(operand),
            }
        }
        Some(Node::new(NodeKind::Near(Near { proximity, operands }), span))
    }
}

fn prefix(kind: Kind) -> Option<Operator> {
    let operator = match kind {
        Kind::Not => Operator::Not,
        Kind::Minus => Operator::Minus,
        Kind::Field(section) => Operator::Field(section),
        Kind::AtLeast(number) => Operator::AtLeast(number),
        Kind::Case(case) => Operator::Case(case),
        Kind::Exact => Operator::Exact,
        _ => return None,
    };
    Some(operator)
}

fn both(left: Option<Node>, right: Option<Node>) -> Vec<Node> {
    left.into_iter().chain(right).collect()
}

/// What a clause without parentheses is.
fn loose_kind(operand: &Operand) -> Option<&NodeKind> {
    operand.node.as_ref().filter(|_| !operand.grouped).map(|node| &node.kind)
}

fn missing(text: &str, span: Span, operator: Operator, side: &str) -> Problem {
    let name = span.of(text);
    if let Operator::Field(_) | Operator::AtLeast(_) | Operator::Case(_) | Operator::Exact = operator {
        return Problem::new(Code::BadValue, span, format!("\"{name}\" needs a value"));
    }
    Problem::new(Code::MissingOperand, span, format!("\"{name}\" has nothing on its {side}"))
        .with_hint(format!("to search the word itself, quote it: \"{name}\""))
}

fn no_distance(text: &str, span: Span) -> Problem {
    let name = span.of(text);
    let message = format!("\"{name}\" needs a number of words from 1 to {MAX_DISTANCE}");
    let problem = Problem::new(Code::NearWithoutNumber, span, message);
    if name.starts_with('/') && name.ends_with('/') {
        return problem.with_hint("write for example /N5/");
    }
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    problem.with_hint(format!("write for example {bare}5"))
}
