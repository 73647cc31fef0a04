//! Words and phrases: what stands at the ends of the tree.

use super::explain::{self, replaced};
use super::keyword;
use super::parser::{Context, Parser, Target};
use super::token::{Quoted, Token, TokenKind, is_blank};
use super::value;
use crate::ast::{Case, NodeKind, Phrase, PhrasePart, Scope, Word, WordKind};
use crate::field::Field;
use crate::limits::{MAX_DISTANCE, MAX_FUZZY_DISTANCE, MAX_FUZZY_LETTERS, MIN_FIXED_LETTERS};
use crate::{Code, Node, Problem, Span};

impl Parser<'_> {
    /// Reads a token that is a clause by itself.
    pub(super) fn leaf(&mut self, token: Token, context: Context) -> Option<Node> {
        if let TokenKind::Phrase(quoted) = token.kind
            && let Some(quote) = quoted.missing
        {
            self.problem(unclosed_phrase(self.text, token.span, quoted, quote));
            return None;
        }
        let kind = match context.target {
            Target::Words(scope) => match token.kind {
                TokenKind::Phrase(quoted) => self.phrase(token.span, quoted, scope, context.case),
                TokenKind::Run => self.word(token.span, scope, context.case),
                TokenKind::Regex => {
                    let inner = Span::new(token.span.start + 1, token.span.end - 1);
                    let text = inner.of(self.text).to_owned();
                    let kind = WordKind::Regex;
                    let case = context.case;
                    Some(NodeKind::Word(scope, Word { text, kind, case }))
                }
                TokenKind::Address => {
                    self.problem(pasted_address(self.text, token.span));
                    None
                }
                _ => {
                    let problem =
                        Problem::new(Code::BadValue, token.span, "a range of words cannot be searched")
                            .with_hint("ranges are for dates and numbers, such as date:[2024 TO 2025]");
                    self.problem(problem);
                    None
                }
            },
            Target::Value(field, name) => {
                match value::read(self.text, self.options.today, field, name, token) {
                    Ok(kind) => Some(kind),
                    Err(problem) => {
                        self.problem(problem);
                        None
                    }
                }
            }
        };
        kind.map(|kind| Node::new(kind, token.span))
    }

    /// Reads a word without quotes.
    fn word(&mut self, span: Span, scope: Scope, case: Case) -> Option<NodeKind> {
        let typed = span.of(self.text);
        if typed == "*" {
            if scope == Scope::Text {
                return Some(NodeKind::All);
            }
            let field = Field::Text(scope);
            self.problem(explain::any_value(self.text, field, span));
            return None;
        }
        if !typed.contains(char::is_alphanumeric) {
            if typed.contains('*') {
                self.problem(too_many_forms(span, typed));
            } else {
                self.note(span, format!("\"{typed}\" holds no letter or digit and was left out"));
            }
            return None;
        }
        if self.is_call(span) {
            return None;
        }
        let mut text = typed.trim_end_matches([',', ';', ':']);
        if typed.ends_with(':') {
            self.remark_blank_after_colon(span, text);
        }
        if let Some(word) = text.strip_prefix('+') {
            text = word;
            let way_out = "all words must occur anyway; the + was left out";
            self.note(span, format!("\"{typed}\": {way_out}"));
        }
        let is_exact = text.starts_with('=');
        text = text.trim_start_matches('=');
        let nexis = text.trim_end_matches('!');
        if nexis.len() < text.len() {
            let from = span.start + typed.find(text).unwrap_or(0) + nexis.len();
            let marks = Span::new(from, from + text.len() - nexis.len());
            self.problem(nexis_mark(self.text, span, marks, nexis));
            return None;
        }
        self.remark_comparison(span, text);
        let (text, kind) = match fuzzy(span, text) {
            Ok(Some(read)) => read,
            Ok(None) if is_wildcard(text) => (text, WordKind::Wildcard),
            Ok(None) if is_exact => (text, WordKind::Exact),
            Ok(None) => (text, WordKind::Plain),
            Err(problem) => {
                self.problem(problem);
                return None;
            }
        };
        if kind == WordKind::Wildcard && !self.is_narrow(span, text) {
            return None;
        }
        let text = text.to_owned();
        Some(NodeKind::Word(scope, Word { text, kind, case }))
    }

    /// Checks a wildcard word, and says what a question mark does.
    fn is_narrow(&mut self, span: Span, text: &str) -> bool {
        if text.chars().filter(|c| c.is_alphanumeric()).count() < MIN_FIXED_LETTERS {
            self.problem(too_many_forms(span, text));
            return false;
        }
        if let Some(word) = text.strip_suffix('?')
            && !is_wildcard(word)
        {
            self.note(
                span,
                format!("\"{text}\" asks for one more letter; leave the ? out to search \"{word}\""),
            );
        }
        true
    }

    /// A name right before a parenthesis, though it is no function here.
    fn is_call(&mut self, span: Span) -> bool {
        let name = span.of(self.text);
        let next_is_group =
            self.peek().is_some_and(|next| next.kind == TokenKind::Open && next.span.start == span.end);
        if !next_is_group {
            return false;
        }
        if keyword::function(name).is_some() {
            let problem =
                Problem::new(Code::BadValue, span, format!("{name}(…) cannot be the value of a field"))
                    .with_hint(format!("put the field inside: {name}(title:…)"));
            self.problem(problem);
            return true;
        }
        if let Some(field) = keyword::function_elsewhere(name) {
            self.problem(explain::foreign_function(self.text, span, field));
            return true;
        }
        self.note(
            span,
            format!(
                "\"{name}\" is searched as a word beside the parentheses; there is no function of this name"
            ),
        );
        false
    }

    fn remark_blank_after_colon(&mut self, span: Span, name: &str) {
        let typed = span.of(self.text);
        let message = match Field::named(name) {
            Some(_) => format!(
                "\"{typed}\" is searched as text here; a field needs its value at once, as in {name}:x"
            ),
            None => format!("\"{typed}\" is searched as text"),
        };
        self.note(span, message);
    }

    /// `words>800` is text; say so when a field was probably meant.
    fn remark_comparison(&mut self, span: Span, text: &str) {
        let Some(at) = text.find(['>', '<', '=']) else {
            return;
        };
        let (name, value) = text.split_at(at);
        let field = Field::named(name)
            .map(|_| name)
            .or_else(|| if Field::is_known_elsewhere(name) { Field::nearest(name) } else { None });
        if let Some(field) = field {
            let value = value.trim_start_matches('=');
            self.note(span, format!("\"{text}\" is searched as text; a field is written {field}:{value}"));
        }
    }

    /// Reads the text between quotes.
    fn phrase(&mut self, span: Span, quoted: Quoted, scope: Scope, case: Case) -> Option<NodeKind> {
        let whole = self.text;
        let trimmed = quoted.inner.of(whole).trim();
        let braced = trimmed.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let kind = if braced.is_some() { WordKind::Plain } else { WordKind::Exact };
        let mut parts = Vec::new();
        let mut words = 0;
        for text in braced.unwrap_or(trimmed).split(is_blank) {
            let text = text.trim_end_matches([',', ';', ':']);
            if text == "*" {
                parts.push(PhrasePart::Gap);
                continue;
            }
            if !text.contains(char::is_alphanumeric) {
                continue;
            }
            let kind = if is_wildcard(text) { WordKind::Wildcard } else { kind };
            let place = Span::new(offset_in(whole, text), offset_in(whole, text) + text.len());
            if kind == WordKind::Wildcard && !self.is_narrow(place, text) {
                return None;
            }
            let text = text.to_owned();
            parts.push(PhrasePart::Word(Word { text, kind, case }));
            words += 1;
        }
        if words == 0 {
            let problem = Problem::new(Code::Empty, span, "there is no word in this phrase")
                .with_hint("write words between the quotes, or leave them out");
            self.problem(problem);
            return None;
        }
        let slop = match quoted.slop.map(|slop| slop.of(whole)[1..].parse::<u32>().ok()) {
            None => None,
            Some(Some(slop)) if slop <= MAX_DISTANCE => Some(slop),
            Some(_) => {
                let phrase = quoted.inner.of(whole);
                let message = format!("~ after a phrase needs a number from 0 to {MAX_DISTANCE}");
                let problem = Problem::new(Code::BadNumber, quoted.slop.unwrap_or(span), message);
                self.problem(
                    problem.with_hint(format!("write \"{phrase}\"~4 for at most 4 words among these")),
                );
                return None;
            }
        };
        match parts.as_slice() {
            [PhrasePart::Word(word)] => Some(NodeKind::Word(scope, word.clone())),
            _ => Some(NodeKind::Phrase(scope, Phrase { parts, slop })),
        }
    }
}

/// `merkel~2`
fn fuzzy(span: Span, text: &str) -> Result<Option<(&str, WordKind)>, Problem> {
    let Some((word, number)) = text.rsplit_once('~') else {
        return Ok(None);
    };
    if !word.contains(char::is_alphanumeric) || number.contains(|c: char| !c.is_ascii_digit() && c != '.') {
        return Ok(None);
    }
    let distance = match number {
        "" => Some(1),
        number => number.parse().ok().filter(|distance| (1..=MAX_FUZZY_DISTANCE).contains(distance)),
    };
    let wrong = |message: String| Problem::new(Code::BadNumber, span, message);
    let Some(distance) = distance else {
        let problem = wrong(format!("a word can be 1 or {MAX_FUZZY_DISTANCE} letter edits away"));
        return Err(problem.with_hint(format!("write {word}~ or {word}~2")));
    };
    if is_wildcard(word) {
        let message = "a word cannot have both a wildcard and letter edits".to_owned();
        return Err(wrong(message).with_hint(format!("write {word} without the ~")));
    }
    if word.chars().count() > MAX_FUZZY_LETTERS {
        return Err(wrong(format!("letter edits are for words of up to {MAX_FUZZY_LETTERS} letters")));
    }
    Ok(Some((word, WordKind::Fuzzy { distance })))
}

/// Whether a word asks for several forms.
fn is_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Where `part`, a slice of `whole`, begins in it.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

fn too_many_forms(span: Span, text: &str) -> Problem {
    Problem::new(
        Code::TooManyForms,
        span,
        format!("\"{text}\" fits too many words ({MIN_FIXED_LETTERS} letters needed before a wildcard)"),
    )
}

fn unclosed_phrase(text: &str, span: Span, quoted: Quoted, quote: char) -> Problem {
    let open = Span::new(span.start, quoted.inner.start);
    let suggestion = format!("{}{quote}", text.trim_end());
    Problem::new(Code::UnclosedPhrase, open, format!("expected `{quote}` to close the phrase"))
        .with_hint(format!("add {quote} where the phrase ends, for example: {}", suggestion.trim_start()))
        .with_suggestion(suggestion)
}

fn pasted_address(text: &str, span: Span) -> Problem {
    let address = span.of(text);
    let field = format!("url:\"{address}\"");
    Problem::new(Code::PastedAddress, span, "a web address is not searched as words")
        .with_hint(format!("to find the article at this address, write {field}"))
        .with_suggestion(replaced(text, span, &field))
}

fn nexis_mark(text: &str, span: Span, marks: Span, word: &str) -> Problem {
    Problem::new(Code::NexisSyntax, marks, "\"!\" at the end of a word is Nexis syntax")
        .with_hint(format!("write {word}* , or run with --syntax nexis"))
        .with_suggestion(replaced(text, span, &format!("{word}*")))
}
