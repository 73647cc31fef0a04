//! The problems of the grammar, put in words.
//!
//! Every problem says what to write instead, in terms of the query at hand.

use super::keyword;
use super::parser::Parser;
use super::token::{Token, TokenKind, is_blank};
use crate::field::Field;
use crate::limits::MAX_DISTANCE;
use crate::{Code, Problem, Span};

/// Where an operator lacks its operand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// The query with one part of it replaced.
pub(crate) fn replaced(text: &str, span: Span, by: &str) -> String {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    format!("{before}{by}{after}")
}

pub(crate) fn stray_parenthesis(span: Span) -> Problem {
    Problem::new(Code::StrayParenthesis, span, "this parenthesis closes nothing")
        .with_hint("leave it out, or open it with \"(\" before the first word that belongs to it")
}

pub(crate) fn empty_query(whole: Span) -> Problem {
    Problem::new(Code::Empty, whole, "there is nothing to search for in this query")
        .with_hint("write a word, or * for all articles")
}

pub(crate) fn empty_group(span: Span) -> Problem {
    Problem::new(Code::Empty, span, "there is nothing in these parentheses")
        .with_hint("write a word between them, or leave them out")
}

pub(crate) fn bad_boost(span: Span) -> Problem {
    Problem::new(Code::BadNumber, span, "a weight is one number above 0")
        .with_hint("write flood^3 or flood^0.5")
}

pub(super) fn function_number(text: &str, name_span: Span) -> Problem {
    let name = name_span.of(text).trim_end_matches(|c: char| c.is_ascii_digit());
    let message = format!("{name} needs a number from 1 to {MAX_DISTANCE}");
    Problem::new(Code::BadNumber, name_span, message).with_hint(format!("write {name}5(…)"))
}

/// A parenthesis, the token `open`, that the query never closes.
pub(super) fn unclosed_group(parser: &Parser<'_>, open: usize) -> Problem {
    let (tokens, end) = parser.place();
    let inside = tokens.get(open + 1..end).unwrap_or_default();
    let at = parenthesis_place(inside).unwrap_or_else(|| parser.text.trim_end().len());
    let suggestion = replaced(parser.text, Span::new(at, at), ")");
    let span = tokens.get(open).map_or(Span::default(), |token| token.span);
    Problem::new(Code::UnclosedGroup, span, "this parenthesis is never closed")
        .with_hint(format!("add \")\" , for example: {}", suggestion.trim()))
        .with_suggestion(suggestion)
}

/// A filter after words was most likely meant to stand behind the group.
fn parenthesis_place(inside: &[Token]) -> Option<usize> {
    let mut open = 0_usize;
    for (index, token) in inside.iter().enumerate() {
        match token.kind {
            TokenKind::Open => open += 1,
            TokenKind::Close => open = open.saturating_sub(1),
            TokenKind::Field(field) if open == 0 && !matches!(field, Field::Text(_)) => {
                let before = inside.get(..index)?.iter().rev();
                let mut before = before.skip_while(|token| !token.kind.ends_clause());
                return before.next().map(|token| token.span.end);
            }
            _ => {}
        }
    }
    None
}

/// The operator at index `at` lacks its operand.
pub(super) fn missing_operand(parser: &Parser<'_>, at: usize, side: Side) -> Problem {
    let (tokens, _) = parser.place();
    let text = parser.text;
    let Some(operator) = tokens.get(at) else {
        return empty_query(Span::new(0, text.len()));
    };
    let name = operator.span.of(text);
    let side_name = match side {
        Side::Left => "left",
        Side::Right => "right",
    };
    let problem = Problem::new(
        Code::MissingOperand,
        operator.span,
        format!("\"{name}\" has nothing on its {side_name}"),
    );
    match operator.kind {
        TokenKind::Near(_) => problem.with_hint(format!("write a word on each side: bank {name} robbery")),
        TokenKind::Or if name.starts_with('|') => {
            problem.with_hint("write a word on each side: flood | storm")
        }
        _ => {
            let is_word = |token: &&Token| token.kind == TokenKind::Run;
            let (first, last) = match side {
                Side::Right => (tokens[..at].iter().rev().take_while(is_word).last(), Some(operator)),
                Side::Left => (Some(operator), tokens[at + 1..].iter().take_while(is_word).last()),
            };
            let quoted = first.unwrap_or(operator).span.to(last.unwrap_or(operator).span);
            problem.with_hint(format!("to search the word itself, quote it: \"{}\"", quoted.of(text)))
        }
    }
}

/// The proximity at index `at` lacks its number.
pub(super) fn near_without_number(parser: &Parser<'_>, at: usize) -> Problem {
    let (tokens, _) = parser.place();
    let text = parser.text;
    let span = tokens.get(at).map_or(Span::default(), |token| token.span);
    let typed = span.of(text);
    let (name, number) = typed.split_once('/').unwrap_or((typed, ""));
    let name = name.to_ascii_uppercase();
    let out_of_range = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let message = if out_of_range {
        format!("{name} needs a number from 1 to {MAX_DISTANCE}")
    } else {
        format!("{name} needs a number and a word on each side")
    };
    let word_at = |index: Option<usize>, default: &'static str| {
        let token = index.and_then(|index| tokens.get(index));
        let token = token.filter(|token| matches!(token.kind, TokenKind::Run | TokenKind::Phrase(_)));
        token.map_or(default, |token| token.span.of(text).trim_end_matches([',', ';', ':']))
    };
    let (left, right) = (word_at(at.checked_sub(1), "bank"), word_at(Some(at + 1), "robbery"));
    let number = if number == "0" { "1" } else { "5" };
    let mut hint = format!("{left} {name}/{number} {right}");
    if typed == "NEAR" {
        // Headlines in capitals hold the bare word.
        hint.push_str(", or quote the word: \"NEAR\"");
    }
    Problem::new(Code::NearWithoutNumber, span, message).with_hint(hint)
}

/// `NOT`, just read, before the proximity that comes next.
pub(super) fn not_before_proximity(parser: &Parser<'_>, not: Span) -> Problem {
    let (tokens, at) = parser.place();
    let span = tokens.get(at).map_or(not, |token| not.to(token.span));
    let message = format!("\"{}\" is no operator", span.of(parser.text));
    Problem::new(Code::MissingOperand, span, message)
        .with_hint("only NEAR can be negated: bank NOT NEAR/5 robbery")
}

/// A name before a colon that is no field. Its value comes next.
pub(super) fn unknown_field(parser: &Parser<'_>, name_span: Span) -> Problem {
    let text = parser.text;
    let name = name_span.of(text);
    let value = parser.peek();
    let problem = Problem::new(Code::UnknownField, name_span, format!("there is no field \"{name}\""));
    let inner = match value.map(|token| (token.kind, token.span)) {
        Some((TokenKind::Phrase(quoted), _)) => quoted.inner.of(text),
        Some((TokenKind::Open, _)) | None => "",
        Some((_, span)) => span.of(text),
    };
    if let Some(words) = keyword::numbered(name, "near").and_then(Result::ok)
        && let Some((left, right)) = inner.split_once(is_blank)
    {
        return problem.with_hint(format!("write {left} NEAR/{words} {right}"));
    }
    if let (true, Some(token)) = (Field::means_exact(name), value)
        && token.kind == TokenKind::Run
        && inner.chars().all(char::is_alphanumeric)
    {
        // Trove and Open Semantic Search switch stemming off by a field.
        let whole = Span::new(name_span.start, token.span.end);
        return problem
            .with_hint(format!("write ={inner} for this form only, or {inner} for all its forms"))
            .with_suggestion(replaced(text, whole, &format!("={inner}")));
    }
    let quote = if inner.is_empty() {
        format!("to search the text itself, leave \"{name}:\" out")
    } else {
        format!("to search the text itself, quote it: \"{name}:{inner}\"")
    };
    match Field::nearest(name) {
        None => problem.with_hint(quote),
        Some(nearest) => {
            let quote = quote.replacen('t', "T", 1);
            problem
                .with_hint(format!("did you mean {nearest}: ? {quote}"))
                .with_suggestion(replaced(text, name_span, nearest))
        }
    }
}

/// `source:*`
pub(crate) fn any_value(text: &str, field: Field, span: Span) -> Problem {
    let problem = Problem::new(Code::BadValue, span, format!("\"{}\" asks for any value", span.of(text)));
    match Field::of_presence(field.name()) {
        Some(_) => {
            let has = format!("has:{}", field.name());
            problem.with_hint(format!("write {has}")).with_suggestion(replaced(text, span, &has))
        }
        None => problem.with_hint("write a value"),
    }
}

/// `title:-x`
pub(super) fn minus_after_field(text: &str, name: Span, minus: Span) -> Problem {
    let value = text[minus.end..].split(is_blank).next().unwrap_or_default();
    let name = name.of(text);
    let message = format!("\"{}\" cannot stand between a field and its value", minus.of(text));
    Problem::new(Code::BadValue, minus, message)
        .with_hint(format!("to leave articles out, write -{name}:{value}"))
}

/// `headline(x)` and other names right before a parenthesis that are no function here.
pub(super) fn foreign_function(text: &str, name_span: Span, field: &str) -> Problem {
    let name = name_span.of(text);
    Problem::new(Code::NexisSyntax, name_span, format!("\"{name}(…)\" is Nexis syntax"))
        .with_hint(format!("write {field}:(…) , or run with --syntax nexis"))
        .with_suggestion(replaced(text, name_span, &format!("{field}:")))
}
