//! The classic query parser of Lucene, which Solr and Elasticsearch share.
//!
//! A clause is wanted (`+`), unwanted (`-`) or neither. `AND` makes the clauses on both its sides wanted. Where one
//! clause is wanted, those that are neither only raise articles in the order of hits; else one of them must match.
//! Source: <https://lucene.apache.org/core/4_0_0/queryparser/org/apache/lucene/queryparser/classic/package-summary.html>

use super::dialect::{Dialect, Kind, Operator, Piece, Place, Section, TIGHTEST, run_bytes, with_marks};
use super::lexer::{name_before, phrase};
use super::reader::{Operand, Reader};
use crate::ast::{NodeKind, Scope};
use crate::field::{Field, Presence};
use crate::parse::scan::{leading_digits, regex_bytes};
use crate::parse::token::{Token, TokenKind, is_blank};
use crate::{Node, Span};

pub(super) struct Lucene;

impl Dialect for Lucene {
    fn name(&self) -> &'static str {
        "Lucene"
    }

    fn token(&self, place: Place<'_>) -> Option<(Kind, usize)> {
        let rest = place.rest();
        let mut letters = rest.chars();
        let (first, second) = (letters.next()?, letters.next());
        let before_clause = second.is_some_and(|next| !is_blank(next) && next != ')');
        match first {
            '+' if place.opens() && before_clause => return Some((Kind::Plus, 1)),
            '-' | '!' if place.opens() && before_clause => return Some((Kind::Minus, 1)),
            '"' => {
                let (mut quoted, mut bytes) = phrase(place);
                let behind = &rest[bytes..];
                if behind.starts_with('~') && quoted.missing.is_none() {
                    let slop = 1 + leading_digits(&behind[1..]);
                    quoted.slop = Some(Span::new(place.at + bytes, place.at + bytes + slop));
                    bytes += slop;
                }
                return Some((Kind::Phrase(quoted), bytes));
            }
            '^' => {
                let number = rest[1..]
                    .find(|c: char| !c.is_ascii_digit() && !".^".contains(c))
                    .unwrap_or(rest.len() - 1);
                let ends = matches!(
                    place.previous,
                    Some(
                        Kind::Close
                            | Kind::Phrase(_)
                            | Kind::Word
                            | Kind::Fuzzy(..)
                            | Kind::Regex
                            | Kind::Ours(..)
                    )
                );
                return (number > 0 && ends).then_some((Kind::Boost, number + 1));
            }
            '/' => return regex_bytes(rest).map(|bytes| (Kind::Regex, bytes)),
            _ => {}
        }
        for (sign, kind) in [("&&", Kind::And), ("||", Kind::Or), ("*:*", Kind::All)] {
            if rest.starts_with(sign) {
                return Some((kind, sign.len()));
            }
        }
        let run = &rest[..word_bytes(rest)];
        match run {
            "AND" => return Some((Kind::And, 3)),
            "OR" => return Some((Kind::Or, 2)),
            "NOT" => return Some((Kind::Not, 3)),
            "*" => return Some((Kind::All, 1)),
            _ => {}
        }
        if let Some(name) = name_before(run, ':') {
            return field(place, name);
        }
        if let Some((word, edits)) = run.rsplit_once('~')
            && !word.is_empty()
            && edits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            let span = place.span(word.len());
            return match edits {
                "1" => Some((Kind::Fuzzy(span, 1), run.len())),
                "" | "2" => Some((Kind::Fuzzy(span, 2), run.len())),
                _ => Some((Kind::NoEqual("write ~1 or ~2 for the letters that may differ"), run.len())),
            };
        }
        None
    }

    fn ends_word(&self, rest: &str) -> bool {
        rest.starts_with("&&") || rest.starts_with("||") || weight(rest)
    }

    fn strength(&self, _operator: Operator) -> u32 {
        TIGHTEST
    }

    /// A backslash takes the next character for what it is.
    fn pieces(&self, word: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut letters = word.chars();
        while let Some(c) = letters.next() {
            if c == '\\' {
                pieces.extend(letters.next().map(Piece::Letter));
            } else {
                pieces.extend(with_marks(c.encode_utf8(&mut [0; 4]), &['?'], &['*']));
            }
        }
        pieces
    }

    /// Inside quotes, `*` and `?` are no wildcards.
    fn quoted_pieces(&self, word: &str) -> Vec<Piece> {
        word.chars().filter(|c| *c != '\\').map(Piece::Letter).collect()
    }

    fn has_signs(&self) -> bool {
        true
    }
}

/// The bytes of a word: as everywhere, or up to `&&`, `||` or a weight.
fn word_bytes(rest: &str) -> usize {
    let longest = run_bytes(rest);
    let ends = |at: &usize| Lucene.ends_word(&rest[*at..]);
    rest[..longest].char_indices().skip(1).map(|(at, _)| at).find(ends).unwrap_or(longest)
}

/// `^2` that ends a clause.
fn weight(rest: &str) -> bool {
    rest.strip_prefix('^').is_some_and(|number| {
        let behind = number.trim_start_matches(|c: char| c.is_ascii_digit() || ".^".contains(c));
        behind.len() < number.len() && behind.chars().next().is_none_or(|next| is_blank(next) || next == ')')
    })
}

/// `title:` and the value of a field that takes no words.
fn field(place: Place<'_>, name: &str) -> Option<(Kind, usize)> {
    let value = Place { at: place.at + name.len() + 1, ..place };
    let rest = value.rest();
    if rest.chars().next().is_none_or(|next| is_blank(next) || next == ')') {
        return None;
    }
    let bytes = name.len() + 1;
    let value_bytes = word_bytes(rest);
    let value_token = Token { kind: TokenKind::Run, span: value.span(value_bytes) };
    let name_span = place.span(name.len());
    if name == "_exists_" {
        return Some((
            Kind::Ours(Field::Presence(Presence::Has), name_span, value_token),
            bytes + value_bytes,
        ));
    }
    let Some(field) = known(name) else {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let hint = "the fields here are title, lead, body, byline, source, section, lang, tag, words, date and so on";
        return is_name.then_some((Kind::NoEqual(hint), bytes));
    };
    if &rest[..value_bytes] == "*" {
        let token = Token { kind: TokenKind::Run, span: name_span };
        return Some((Kind::Ours(Field::Presence(Presence::Has), name_span, token), bytes + 1));
    }
    if let Some(end) = rest.starts_with(['[', '{']).then(|| rest.find([']', '}'])).flatten() {
        let token = Token { kind: TokenKind::Range, span: value.span(end + 1) };
        return Some((Kind::Ours(field, name_span, token), bytes + end + 1));
    }
    match field {
        Field::Text(scope) => Some((Kind::Field(Section::text(scope)), bytes)),
        Field::Value(field) => Some((Kind::Field(Section::Value(field)), bytes)),
        _ if rest.starts_with('(') => Some((Kind::NoEqual("write the field before each value"), bytes)),
        _ if rest.starts_with('"') => {
            let (quoted, quoted_bytes) = phrase(value);
            let token = Token { kind: TokenKind::Phrase(quoted), span: value.span(quoted_bytes) };
            let kind = match quoted.missing {
                None => Kind::Ours(field, name_span, token),
                Some(_) => Kind::NoEqual("close the quote"),
            };
            Some((kind, bytes + quoted_bytes))
        }
        _ => Some((Kind::Ours(field, name_span, value_token), bytes + value_bytes)),
    }
}

/// The field of ours, or what indexes usually call it.
fn known(name: &str) -> Option<Field> {
    match name {
        "text" | "content" | "contents" | "_all" => Some(Field::Text(Scope::Text)),
        name => Field::named(name),
    }
}

/// Whether a clause must match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Occurs {
    Must,
    Should,
    MustNot,
}

impl Reader<'_> {
    /// Reads clauses with their signs up to the end of the query or group.
    pub(super) fn signed_body(&mut self) -> Option<Node> {
        let mut clauses: Vec<(Occurs, Operand)> = Vec::new();
        let start = self.here();
        let mut joined_by_and = false;
        let mut waiting: Option<(Kind, Span)> = None;
        while let Some(token) = self.peek().filter(|token| token.kind != Kind::Close) {
            if let Kind::And | Kind::Or = token.kind {
                self.next();
                if clauses.is_empty() || waiting.is_some() {
                    self.lonely(token.span, "left");
                }
                if token.kind == Kind::And
                    && let Some((occurs @ Occurs::Should, _)) = clauses.last_mut()
                {
                    *occurs = Occurs::Must;
                }
                joined_by_and = token.kind == Kind::And;
                waiting = Some((token.kind, token.span));
                continue;
            }
            let mut occurs = if joined_by_and { Occurs::Must } else { Occurs::Should };
            joined_by_and = false;
            match token.kind {
                Kind::Plus => occurs = Occurs::Must,
                Kind::Minus | Kind::Not => occurs = Occurs::MustNot,
                Kind::Boost => {
                    self.next();
                    match clauses.last_mut() {
                        Some((_, operand)) => self.weigh(Some(operand), token.span),
                        None => self.lonely(token.span, "left"),
                    }
                    continue;
                }
                _ => {}
            }
            if let Kind::Plus | Kind::Minus | Kind::Not = token.kind {
                self.next();
                waiting = Some((token.kind, token.span));
                if !self.peek().is_some_and(|next| begins_clause(next.kind)) {
                    continue;
                }
            }
            waiting = None;
            let operand = self.signed_unit();
            clauses.push((occurs, operand));
        }
        if let Some((_, span)) = waiting {
            self.lonely(span, "right");
        }
        let end = clauses.last().map_or(start, |(_, operand)| operand.span.end);
        self.joined(clauses, Span::new(start, end.max(start)))
    }

    /// A clause with the field before it.
    fn signed_unit(&mut self) -> Operand {
        let Some(token) = self.peek() else {
            return self.operand();
        };
        let Kind::Field(section) = token.kind else {
            return self.operand();
        };
        self.next();
        match section {
            Section::Value(field) => {
                let operand = self.value(field, token.span);
                self.prefixed(Operator::Field(section), token.span, operand)
            }
            Section::Text(_) => {
                let operand = self.operand();
                self.prefixed(Operator::Field(section), token.span, operand)
            }
        }
    }

    fn lonely(&mut self, span: Span, side: &str) {
        let shown = span.of(self.text);
        let problem = crate::Problem::new(
            crate::Code::MissingOperand,
            span,
            format!("\"{shown}\" has nothing on its {side}"),
        );
        self.problem(problem.with_hint(format!("to search the word itself, quote it: \"{shown}\"")));
    }

    fn joined(&mut self, clauses: Vec<(Occurs, Operand)>, span: Span) -> Option<Node> {
        let (mut must, mut should, mut not) = (Vec::new(), Vec::new(), Vec::new());
        let only_unwanted = clauses.iter().all(|(occurs, _)| *occurs == Occurs::MustNot);
        for (occurs, operand) in clauses {
            let Some(node) = operand.node else { continue };
            match occurs {
                Occurs::Must => must.push(node),
                Occurs::Should => should.push(node),
                Occurs::MustNot => {
                    let span = node.span;
                    not.push(Node::new(NodeKind::Not(Box::new(node)), span));
                }
            }
        }
        if only_unwanted && let Some(first) = not.first() {
            let message =
                "Lucene finds nothing by unwanted words alone; here it is all articles without them";
            self.note(first.span, message);
        }
        if !must.is_empty()
            && let Some(first) = should.first()
        {
            let span = first.span;
            let shown = span.of(self.text);
            let message = format!(
                "\"{shown}\" may be missing, since another word is required: it only raises articles"
            );
            self.note(span, message);
            should.insert(0, Node::new(NodeKind::All, span));
        }
        must.extend(NodeKind::or(should, span));
        must.extend(not);
        NodeKind::and(must, span)
    }
}

fn begins_clause(kind: Kind) -> bool {
    !matches!(kind, Kind::And | Kind::Or | Kind::Close | Kind::Boost | Kind::Plus | Kind::Minus | Kind::Not)
}
