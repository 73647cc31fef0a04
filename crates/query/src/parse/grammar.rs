//! The grammar: which clause belongs to which operator.
//!
//! ```text
//! query   := or
//! or      := and  { ("OR" | "|") and }
//! and     := not  { ["AND"] not }
//! not     := "NOT" not | near
//! near    := unit { PROX unit }
//! unit    := ["-" | "!"] atom [ "^" number ]
//! atom    := "(" query ")" | field ":" value | function "(" query ")" | phrase | word | "*"
//! ```
//!
//! Recursion goes only through `group`, which counts how deep it is; a run of `NOT`s counts too.

use super::parser::{Context, Parser, Target};
use super::token::{Function, Token, TokenKind};
use super::{explain, near};
use crate::ast::NodeKind;
use crate::field::Field;
use crate::{Code, Node, Problem, Span};

impl Parser<'_> {
    /// Reads up to the end of the query or the parenthesis that ends the group.
    pub(super) fn or(&mut self, context: Context) -> Option<Node> {
        let outer_near = self.bare_near.take();
        let from = self.at;
        let mut branches = Vec::new();
        let mut operator = None;
        loop {
            branches.extend(self.and(context));
            let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Or) else {
                break;
            };
            operator.get_or_insert(token.span);
            self.operator_without_left();
            self.at += 1;
            self.operator_without_right();
        }
        if let (Some(near), Some(_)) = (self.bare_near, operator) {
            self.remark_near_beside_or(near);
        }
        self.bare_near = outer_near;
        NodeKind::or(branches, self.span_since(from))
    }

    fn and(&mut self, context: Context) -> Option<Node> {
        let from = self.at;
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::And => {
                    self.operator_without_left();
                    self.at += 1;
                    self.operator_without_right();
                }
                TokenKind::Near(_) => {
                    // What it stands behind was no clause, or it would have been read with it.
                    self.operator_without_left();
                    self.at += 1;
                }
                TokenKind::Boost => self.at += 1,
                TokenKind::Or | TokenKind::Close => break,
                _ => {
                    self.remark_lower_case(token);
                    parts.extend(self.not(context));
                }
            }
        }
        if let Some(problem) = super::value::contradicting_ends(self.text, &parts) {
            self.problem(problem);
        }
        NodeKind::and(parts, self.span_since(from))
    }

    /// Reports the operator that comes next when nothing stands on its left.
    fn operator_without_left(&mut self) {
        let Some(token) = self.peek() else { return };
        if matches!(self.previous_kind(), None | Some(TokenKind::Open)) {
            let problem = if token.kind == TokenKind::Near(None) {
                explain::near_without_number(self, self.at)
            } else {
                explain::missing_operand(self, self.at, explain::Side::Left)
            };
            self.problem(problem);
        }
    }

    /// Reports the operator that was just read when nothing stands on its right.
    fn operator_without_right(&mut self) {
        if !self.begins_clause() && self.at > 0 {
            let problem = explain::missing_operand(self, self.at - 1, explain::Side::Right);
            self.problem(problem);
        }
    }

    fn not(&mut self, context: Context) -> Option<Node> {
        let from = self.at;
        let outer_depth = self.depth;
        let mut fits = true;
        while let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Not) {
            self.at += 1;
            if let Some(TokenKind::Near(_)) = self.peek_kind() {
                self.problem(explain::not_before_proximity(self, token.span));
                self.at += 1;
            }
            fits &= self.descend(token.span);
        }
        let nots = self.depth - outer_depth;
        let node = if !fits {
            // Its clause is read by the caller: reading it here would go one level too deep.
            None
        } else if nots == 0 || self.begins_clause() {
            self.near(context)
        } else {
            self.operator_without_right();
            None
        };
        self.depth = outer_depth;
        let mut node = node?;
        for _ in 0..nots {
            node = Node::new(NodeKind::Not(Box::new(node)), self.span_since(from));
        }
        Some(node)
    }

    fn near(&mut self, context: Context) -> Option<Node> {
        let from = self.at;
        let first = self.unit(context);
        if !matches!(self.peek_kind(), Some(TokenKind::Near(_))) {
            return first;
        }
        let mut chain = near::Chain::begin(first);
        while let Some(token) = self.peek() {
            let TokenKind::Near(proximity) = token.kind else {
                break;
            };
            self.bare_near.get_or_insert(token.span);
            if proximity.is_none() {
                let problem = explain::near_without_number(self, self.at);
                self.problem(problem);
            }
            self.at += 1;
            let operand = match self.peek_kind() {
                Some(TokenKind::Not) => self.not(context),
                Some(kind) if kind.begins_clause() => self.unit(context),
                _ => {
                    if proximity.is_some() {
                        self.operator_without_right();
                    }
                    None
                }
            };
            chain.link(token, operand);
        }
        let span = self.span_since(from);
        let (node, problems) = chain.finish(self.text, span);
        self.problems.extend(problems);
        node
    }

    fn unit(&mut self, context: Context) -> Option<Node> {
        let from = self.at;
        let is_negated = self.peek_kind() == Some(TokenKind::Minus);
        self.at += usize::from(is_negated);
        let mut node = self.atom(context);
        if let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Boost) {
            self.at += 1;
            let weight = token.span.of(self.text).trim_start_matches('^').parse::<f32>();
            // Weights of nested groups multiply.
            let weight = weight.map(|weight| weight * node.as_ref().map_or(1.0, |node| node.boost));
            match (weight, &mut node) {
                (Ok(weight), node) if weight > 0.0 && weight.is_finite() => {
                    if let Some(node) = node {
                        node.boost = weight;
                    }
                }
                _ => self.problem(explain::bad_boost(token.span)),
            }
        }
        let node = node?;
        if is_negated {
            return Some(Node::new(NodeKind::Not(Box::new(node)), self.span_since(from)));
        }
        Some(node)
    }

    fn atom(&mut self, context: Context) -> Option<Node> {
        let token = self.peek()?;
        match token.kind {
            TokenKind::Open => self.group(context),
            TokenKind::Field(field) => {
                self.at += 1;
                self.field(field, token.span, context)
            }
            TokenKind::UnknownField => {
                self.at += 1;
                let problem = explain::unknown_field(self, token.span);
                self.problem(problem);
                // The value is read for the problems in it only.
                self.value(context);
                None
            }
            TokenKind::Function(function) => {
                self.at += 1;
                self.function(function, token, context)
            }
            _ => {
                self.at += 1;
                self.clause(token.span);
                self.leaf(token, context)
            }
        }
    }

    /// What follows a field: a group or a single leaf.
    fn value(&mut self, context: Context) -> Option<Node> {
        let token = self.peek()?;
        match token.kind {
            TokenKind::Open => self.group(context),
            TokenKind::Phrase(_)
            | TokenKind::Run
            | TokenKind::Regex
            | TokenKind::Range
            | TokenKind::Address => {
                self.at += 1;
                self.clause(token.span);
                self.leaf(token, context)
            }
            _ => None,
        }
    }

    fn field(&mut self, field: Field, name: Span, context: Context) -> Option<Node> {
        let target = match field {
            Field::Text(scope) => Target::Words(scope),
            other => Target::Value(other, name),
        };
        if let Target::Value(..) = context.target {
            let message = format!("{}: cannot stand among the values of another field", name.of(self.text));
            self.problem(Problem::new(Code::BadValue, name, message));
        }
        match self.peek() {
            Some(token) if token.kind == TokenKind::Minus => {
                self.at += 1;
                let problem = explain::minus_after_field(self.text, name, token.span);
                self.problem(problem);
                self.value(Context { target, ..context });
                return None;
            }
            Some(token) if token.kind == TokenKind::Run && token.span.of(self.text) == "*" => {
                self.at += 1;
                self.clause(token.span);
                let problem = explain::any_value(self.text, field, name.to(token.span));
                self.problem(problem);
                return None;
            }
            Some(token) if !token.kind.begins_clause() => {
                let name_text = name.of(self.text);
                self.problem(Problem::new(Code::BadValue, name, format!("{name_text}: needs a value")));
                return None;
            }
            _ => {}
        }
        let from = self.at - 1;
        let grouped = self.peek_kind() == Some(TokenKind::Open);
        let mut node = self.value(Context { target, ..context })?;
        if grouped
            && let Target::Value(..) = target
            && let Some(problem) = super::value::not_alternatives(self.text, &node, name)
        {
            self.problem(problem);
            return None;
        }
        node.span = self.span_since(from);
        Some(node)
    }

    fn function(&mut self, function: Function, name: Token, context: Context) -> Option<Node> {
        let inner = match function {
            Function::Case(case) => Context { case, ..context },
            _ => context,
        };
        let node = self.value(inner);
        let span = Span::new(name.span.start, self.span_since(self.at.saturating_sub(1)).end);
        let number = match function {
            Function::Case(_) => {
                let mut node = node?;
                node.span = span;
                return Some(node);
            }
            Function::AtLeast(number) | Function::First(number) => number,
        };
        let Some(number) = number else {
            let problem = explain::function_number(self.text, name.span);
            self.problem(problem);
            return None;
        };
        let of = node?;
        if let Some(problem) = near::not_in_function(self.text, &of, name.span) {
            self.problem(problem);
            return None;
        }
        let of = Box::new(of);
        let kind = match function {
            Function::First(_) => NodeKind::First { words: number, of },
            _ => NodeKind::AtLeast { times: number, of },
        };
        Some(Node::new(kind, span))
    }

    /// Reads `( … )`, the opening parenthesis being next.
    fn group(&mut self, context: Context) -> Option<Node> {
        let from = self.at;
        let open = self.next()?.span;
        if !self.descend(open) {
            self.skip_group();
            return None;
        }
        let outer_near = self.bare_near.take();
        let mut node = self.or(context);
        self.bare_near = outer_near;
        self.depth -= 1;
        let is_empty = self.at == from + 1;
        match self.peek_kind() {
            Some(TokenKind::Close) => {
                self.at += 1;
                if is_empty {
                    self.problem(explain::empty_group(self.span_since(from)));
                }
            }
            _ if self.too_deep => {}
            _ => {
                let problem = explain::unclosed_group(self, from);
                self.problem(problem);
            }
        }
        if let Some(node) = &mut node {
            node.span = self.span_since(from);
        }
        node
    }
}
