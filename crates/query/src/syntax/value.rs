//! Values, dates and lengths of a dialect.

use super::dialect::{Beside, Bound, Condition, Conditions, Kind, Piece, Token};
use super::language;
use super::reader::{Operand, Reader};
use crate::ast::{DateFilter, DateMatch, NodeKind, NumberFilter, ValueFilter, ValueForm};
use crate::date_expr::{DayRange, resolve};
use crate::field::{DateField, NumberField, ValueField};
use crate::{Code, Node, Problem, Span};

impl Reader<'_> {
    /// Reads what a field of values is asked for: one value, or several with `OR` in parentheses.
    pub(super) fn value(&mut self, field: ValueField, name: Span) -> Operand {
        let Some(first) = self.peek() else {
            return Operand::new(None, name);
        };
        if first.kind != Kind::Open {
            let several = matches!(self.dialect.beside(), Beside::Phrase(..));
            let (node, span) = self.one_value(field, name, several);
            return Operand::new(node, span);
        }
        self.next();
        let mut nodes = Vec::new();
        let mut good = true;
        while let Some(token) = self.peek().filter(|token| token.kind != Kind::Close) {
            match token.kind {
                Kind::Or => {
                    self.next();
                }
                Kind::Word | Kind::Phrase(_) => {
                    let (node, _) = self.one_value(field, name, !self.dialect.has_signs());
                    good &= node.is_some();
                    nodes.extend(node);
                }
                _ => {
                    let shown = token.span.of(self.text);
                    let problem = Problem::new(
                        Code::BadValue,
                        token.span,
                        format!("\"{shown}\" cannot stand among the values of \"{}\"", name.of(self.text)),
                    );
                    self.problem(problem.with_hint("write one value, or several with OR between them"));
                    good = false;
                    self.skip_group();
                }
            }
        }
        let span = if let Some(close) = self.next() {
            first.span.to(close.span)
        } else {
            let problem = Problem::new(Code::UnclosedGroup, first.span, "this parenthesis is never closed");
            self.problem(problem.with_hint("add \")\" behind the value"));
            good = false;
            first.span
        };
        if good && nodes.is_empty() {
            let message = format!("\"{}\" needs a value", name.of(self.text));
            self.problem(Problem::new(Code::BadValue, name.to(span), message));
        }
        Operand::new(NodeKind::or(nodes, span).filter(|_| good), span)
    }

    /// Reads one value; with `several`, all the words side by side are one.
    fn one_value(&mut self, field: ValueField, name: Span, several: bool) -> (Option<Node>, Span) {
        let mut text = String::new();
        let mut span = None;
        while let Some(Token { kind, span: place }) = self.peek()
            && matches!(kind, Kind::Word | Kind::Phrase(_))
            && (several || span.is_none())
        {
            self.next();
            span = Some(span.map_or(place, |span: Span| span.to(place)));
            let inner = match kind {
                Kind::Phrase(quoted) => quoted.inner,
                _ => place,
            };
            if let Kind::Phrase(quoted) = kind
                && let Some(quote) = quoted.missing
            {
                let message = format!("expected `{quote}` to close the phrase");
                self.problem(Problem::new(Code::UnclosedPhrase, place, message));
                return (None, place);
            }
            if !text.is_empty() {
                text.push(' ');
            }
            for piece in self.dialect.pieces(inner.of(self.text).trim()) {
                text.push(match piece {
                    Piece::Letter(c) => c,
                    Piece::One => '?',
                    Piece::Any | Piece::UpTo(_) => '*',
                });
            }
        }
        let Some(span) = span else {
            let here = self.peek().map_or(name, |token| token.span);
            let message = format!("\"{}\" needs a value", name.of(self.text));
            self.problem(Problem::new(Code::BadValue, name, message));
            self.next();
            return (None, name.to(here));
        };
        let trimmed = text.trim_matches(|c: char| ",;{}[]".contains(c) || c.is_whitespace()).to_owned();
        if !trimmed.contains(char::is_alphanumeric) {
            let message = format!("\"{}\" needs a value with a letter or digit", name.of(self.text));
            self.problem(Problem::new(Code::BadValue, span, message));
            return (None, span);
        }
        let text = match field {
            ValueField::Lang => language::code(&trimmed).map_or(trimmed, str::to_owned),
            _ => trimmed,
        };
        if matches!(field, ValueField::Source | ValueField::Section) && !text.contains(['*', '?']) {
            self.note(
                name,
                format!(
                    "\"{}\" is compared with whole names here; add wildcards for a part of one",
                    name.of(self.text)
                ),
            );
        }
        let is_word = text.starts_with(char::is_alphanumeric)
            && text.chars().all(|c| c.is_alphanumeric() || "'’-._".contains(c));
        let form = if text.contains(['*', '?']) {
            ValueForm::Wildcard
        } else if is_word {
            ValueForm::Word
        } else {
            ValueForm::Whole
        };
        (Some(Node::new(NodeKind::Value(ValueFilter { field, text, form }), span)), span)
    }

    /// The days that fit all conditions.
    pub(super) fn days(&mut self, span: Span, field: DateField, conditions: Conditions) -> Option<NodeKind> {
        let mut range: Option<DayRange> = None;
        for condition in conditions.into_iter().flatten() {
            let days = self.days_of(condition)?;
            let Some(both) = range.map_or(Some(days), |range| range.intersect(days)) else {
                let problem = Problem::new(Code::ReversedRange, span, "the range runs backwards");
                self.problem(problem.with_hint("no day fits both dates; swap them"));
                return None;
            };
            range = Some(both);
        }
        let Some(range) = range else {
            let message = format!("\"{}\" is not a date", span.of(self.text));
            let problem = Problem::new(Code::NotADate, span, message);
            self.problem(problem.with_hint("write a date like 2024-03-11, or two of them"));
            return None;
        };
        let written = span.of(self.text).to_owned();
        Some(NodeKind::Date(DateFilter { field, range, matching: DateMatch::Overlapping, written }))
    }

    fn days_of(&mut self, condition: Condition) -> Option<DayRange> {
        let text = condition.value.of(self.text).trim().trim_matches(['"', ',', ';']);
        let typed = match self.dialect.date(text, self.today) {
            Some(Ok(typed)) => typed,
            Some(Err(hint)) => {
                let message = format!("\"{text}\" has no equal here");
                self.foreign(condition.value, message, hint);
                return None;
            }
            None => text.to_owned(),
        };
        match resolve(&format!("{}{typed}", condition.bound.sign()), self.today) {
            Ok(range) => Some(range),
            Err(problem) => {
                let described = Problem::new(problem.code(), condition.value, problem.to_string());
                let hint =
                    problem.replacement().map(|meant| format!("did you mean {meant} ?")).or(problem.hint());
                self.problem(match hint {
                    Some(hint) => described.with_hint(hint),
                    None => described,
                });
                None
            }
        }
    }

    /// The lengths that fit all conditions.
    pub(super) fn length(&mut self, span: Span, conditions: Conditions) -> Option<NodeKind> {
        let (mut first, mut last) = (None::<u64>, None::<u64>);
        for condition in conditions.into_iter().flatten() {
            let text = condition.value.of(self.text).trim();
            let number = text.parse::<u64>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
            let bounds = number.and_then(|number| match condition.bound {
                Bound::Is => Some((Some(number), Some(number))),
                Bound::AtLeast => Some((Some(number), None)),
                Bound::Above => number.checked_add(1).map(|number| (Some(number), None)),
                Bound::AtMost => Some((None, Some(number))),
                Bound::Below => number.checked_sub(1).map(|number| (None, Some(number))),
            });
            let Some((lower, upper)) = bounds else {
                let message = format!("expected a number of words, but found \"{text}\"");
                self.problem(Problem::new(Code::BadValue, condition.value, message));
                return None;
            };
            first = first.max(lower);
            last = [last, upper].into_iter().flatten().min();
        }
        if first.is_none() && last.is_none() {
            let message = format!("\"{}\" names no number of words", span.of(self.text));
            self.problem(Problem::new(Code::BadValue, span, message));
            return None;
        }
        if first.zip(last).is_some_and(|(first, last)| first > last) {
            self.problem(Problem::new(Code::ReversedRange, span, "the range runs backwards"));
            return None;
        }
        Some(NodeKind::Number(NumberFilter { field: NumberField::Words, first, last }))
    }
}
