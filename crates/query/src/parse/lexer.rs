//! Splits a query into tokens, in one pass and without judging them.

use super::keyword;
use super::scan::{address_bytes, leading_digits, regex_bytes, weight_bytes};
use super::token::{Function, Quoted, Token, TokenKind, closing_quotes, is_blank, usual_closing_quote};
use crate::Span;
use crate::ast::Proximity;
use crate::field::Field;

/// The tokens of a query, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, value_of: None, tokens: Vec::new() };
    while let Some(c) = lexer.peek() {
        lexer.token(c);
    }
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    /// The next byte to read.
    at: usize,
    /// Set right after the `:` of a field.
    value_of: Option<ValueOf>,
    tokens: Vec<Token>,
}

/// How the value that comes next is delimited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ValueOf {
    /// Words, phrases and names.
    Words,
    /// Dates and numbers: one run of anything.
    Literal,
    /// Addresses and ids: one run of anything, in which `|` and `^` are ordinary.
    Address,
}

impl ValueOf {
    fn field(field: Field) -> ValueOf {
        match field {
            Field::Article(_) => ValueOf::Address,
            Field::Number(_) | Field::Date(..) | Field::Calendar(_) => ValueOf::Literal,
            _ => ValueOf::Words,
        }
    }
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, kind: TokenKind, bytes: usize) {
        let span = Span::new(self.at, self.at + bytes);
        self.tokens.push(Token { kind, span });
        self.at = span.end;
    }

    fn token(&mut self, c: char) {
        let value_of = self.value_of.take();
        let next = self.rest().chars().nth(1);
        match c {
            c if is_blank(c) => self.at += c.len_utf8(),
            '(' => self.push(TokenKind::Open, 1),
            ')' => {
                self.push(TokenKind::Close, 1);
                self.boost();
            }
            '|' => {
                let bytes = if next == Some('|') { 2 } else { 1 };
                self.push(TokenKind::Or, bytes);
            }
            c if !closing_quotes(c).is_empty() => self.phrase(0),
            '=' if next.is_some_and(|next| !closing_quotes(next).is_empty()) => self.phrase(1),
            '-' | '!' if self.is_minus(c, next, value_of) => self.push(TokenKind::Minus, 1),
            '[' | '{' if matches!(value_of, Some(ValueOf::Words | ValueOf::Literal)) => {
                match self.rest().find([']', '}']) {
                    Some(close) => {
                        self.push(TokenKind::Range, close + 1);
                        self.boost();
                    }
                    None => self.run(value_of),
                }
            }
            '/' if value_of.is_none_or(|value| value == ValueOf::Words) => match regex_bytes(self.rest()) {
                Some(bytes) => {
                    self.push(TokenKind::Regex, bytes);
                    self.boost();
                }
                None => self.run(value_of),
            },
            _ => self.run(value_of),
        }
    }

    /// A `-` negates at the start of a clause only, and not as part of a dash.
    fn is_minus(&self, sign: char, next: Option<char>, value_of: Option<ValueOf>) -> bool {
        let before = self.text[..self.at].chars().next_back();
        let opens = before.is_none_or(|before| is_blank(before) || "(|:".contains(before));
        let follows = next.is_some_and(|next| !is_blank(next) && next != ')' && next != sign && next != '|');
        opens && follows && matches!(value_of, None | Some(ValueOf::Words))
    }

    /// A phrase whose opening quote stands `skip` bytes from here.
    fn phrase(&mut self, skip: usize) {
        let start = self.at + skip;
        let Some(open) = self.text[start..].chars().next() else {
            return;
        };
        let inner_start = start + open.len_utf8();
        let rest = &self.text[inner_start..];
        let close = rest.char_indices().find(|(_, c)| closing_quotes(open).contains(c));
        let inner_end = inner_start + close.map_or(rest.len(), |(at, _)| at);
        let mut end = inner_end + close.map_or(0, |(_, c)| c.len_utf8());
        let mut slop = None;
        if close.is_some() && self.text[end..].starts_with('~') {
            let digits = leading_digits(&self.text[end + 1..]);
            slop = Some(Span::new(end, end + 1 + digits));
            end += 1 + digits;
        }
        let quoted = Quoted {
            inner: Span::new(inner_start, inner_end),
            missing: close.is_none().then(|| usual_closing_quote(open)),
            surface: skip > 0,
            slop,
        };
        self.push(TokenKind::Phrase(quoted), end - self.at);
        self.boost();
    }

    /// `^3` right here.
    fn boost(&mut self) {
        let bytes = weight_bytes(self.rest());
        if bytes > 0 {
            self.push(TokenKind::Boost, bytes);
        }
    }

    /// Everything up to the next blank, quote or parenthesis.
    fn run(&mut self, value_of: Option<ValueOf>) {
        let start = self.at;
        let is_address = value_of == Some(ValueOf::Address);
        let literal = is_address || value_of == Some(ValueOf::Literal);
        let mut open = 0_usize;
        let mut before_colon = value_of.is_none();
        let mut end = self.text.len();
        for (offset, c) in self.text[start..].char_indices() {
            let at = start + offset;
            let ends = match c {
                '(' if literal => {
                    open += 1;
                    false
                }
                ')' if open > 0 => {
                    open -= 1;
                    false
                }
                '(' | ')' => true,
                '|' => !is_address,
                ':' if before_colon => {
                    if self.field(start, at) {
                        return;
                    }
                    before_colon = false;
                    false
                }
                c => is_blank(c) || !closing_quotes(c).is_empty(),
            };
            if ends {
                end = at;
                break;
            }
        }
        if end == start {
            end += self.peek().map_or(0, char::len_utf8);
        }
        self.classify(Span::new(start, end), value_of);
    }

    /// Tells operators, functions and weights from words.
    fn classify(&mut self, span: Span, value_of: Option<ValueOf>) {
        let text = span.of(self.text);
        if value_of.is_none() {
            // What follows a minus at once is a clause: `-OR` leaves out the word.
            let negated = self.tokens.last().is_some_and(|last| last.kind == TokenKind::Minus);
            if let Some(TokenKind::Near(proximity)) = keyword::proximity(text).filter(|_| !negated) {
                self.near(proximity, span);
                return;
            }
            if let Some(kind) = keyword::operator(text).filter(|_| !negated) {
                self.push(kind, text.len());
                return;
            }
            if self.text[span.end..].starts_with('(')
                && let Some(function) = keyword::function(text)
            {
                self.push(TokenKind::Function(function), text.len());
                return;
            }
        }
        let is_address = value_of == Some(ValueOf::Address);
        let weight = text.match_indices('^').find(|&(at, _)| {
            let weight = weight_bytes(&text[at..]);
            at > 0 && weight > 0 && at + weight == text.len()
        });
        let word_bytes = weight.filter(|_| !is_address).map_or(text.len(), |(at, _)| at);
        let all_bytes = text.len();
        self.push(TokenKind::Run, word_bytes);
        if word_bytes < all_bytes {
            self.push(TokenKind::Boost, all_bytes - word_bytes);
        }
    }

    /// A proximity; a `NOT` right before it is part of it.
    fn near(&mut self, proximity: Option<Proximity>, span: Span) {
        let mut token = Token { kind: TokenKind::Near(proximity), span };
        self.at = span.end;
        if let Some(previous) = self.tokens.last().copied()
            && let Some(Proximity::Near(words)) = proximity
        {
            let negates = match previous.kind {
                TokenKind::Not => true,
                // `a not w/5 b`, as typed elsewhere: here "not" cannot be a word.
                TokenKind::Run => {
                    let mut before = self.tokens.iter().rev().skip(1);
                    previous.span.of(self.text) == "not"
                        && before.next().is_some_and(|token| token.kind.ends_clause())
                }
                _ => false,
            };
            if negates {
                self.tokens.pop();
                token.kind = TokenKind::Near(Some(Proximity::NotNear(words)));
                token.span = previous.span.to(span);
            }
        }
        self.tokens.push(token);
    }

    /// Reads `start..colon` as the name of a field, if it is one and a value follows at once.
    fn field(&mut self, start: usize, colon: usize) -> bool {
        let name = &self.text[start..colon];
        let value = &self.text[colon + 1..];
        if value.chars().next().is_none_or(|next| is_blank(next) || next == ')') {
            return false;
        }
        let (kind, value_of) = if let Some(field) = Field::named(name) {
            (TokenKind::Field(field), Some(ValueOf::field(field)))
        } else if is_letters(name) && value.starts_with("//") {
            let bytes = address_bytes(&self.text[start..]);
            self.push(TokenKind::Address, bytes);
            return true;
        } else if let Some(times) = keyword::numbered(name, "repeat") {
            (TokenKind::Function(Function::AtLeast(times.ok())), None)
        } else if is_letters(name)
            || Field::is_known_elsewhere(name)
            || keyword::numbered(name, "near").is_some()
        {
            (TokenKind::UnknownField, Some(ValueOf::Words))
        } else {
            return false;
        };
        self.push(kind, name.len());
        self.at += 1;
        self.value_of = value_of;
        true
    }
}

fn is_letters(name: &str) -> bool {
    !name.is_empty() && name.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the tokens as `Kind<text>`.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let written: Vec<String> = tokens(text)
            .iter()
            .map(|token| {
                let name = format!("{:?}", token.kind);
                let name = name.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
                format!("{name}<{}>", token.span.of(text))
            })
            .collect();
        assert_eq!(written.join(" "), expect);
    }

    #[test]
    fn operators_are_upper_case_words() {
        check("a AND b or c | NOT d", "Run<a> And<AND> Run<b> Run<or> Run<c> Or<|> Not<NOT> Run<d>");
        check("ANDY ORB", "Run<ANDY> Run<ORB>");
    }

    #[test]
    fn proximities_are_known_in_both_cases() {
        check("a NEAR/5 b w/3 c", "Run<a> Near<NEAR/5> Run<b> Near<w/3> Run<c>");
        check("a NOT  NEAR/5 b", "Run<a> Near<NOT  NEAR/5> Run<b>");
        check("a not w/5 b /s c /P d", "Run<a> Near<not w/5> Run<b> Near</s> Run<c> Near</P> Run<d>");
        check("NEAR/ NEAR near", "Near<NEAR/> Near<NEAR> Run<near>");
    }

    #[test]
    fn a_hyphen_negates_at_the_start_of_a_clause_only() {
        check(
            "-a anti-war (-b) - c",
            "Minus<-> Run<a> Run<anti-war> Open<(> Minus<-> Run<b> Close<)> Run<-> Run<c>",
        );
        check("--a !b -\"c d\"", "Run<--a> Minus<!> Run<b> Minus<-> Phrase<\"c d\">");
        check("a|-b", "Run<a> Or<|> Minus<-> Run<b>");
    }

    #[test]
    fn a_field_needs_letters_and_a_value_at_once() {
        check("title:x 12:30 Re: fox", "Field<title> Run<x> Run<12:30> Run<Re:> Run<fox>");
        check("autor:x covid-19:y", "UnknownField<autor> Run<x> Run<covid-19:y>");
        check("title:(a b)", "Field<title> Open<(> Run<a> Run<b> Close<)>");
        check("title:OR AND", "Field<title> Run<OR> And<AND>");
    }

    #[test]
    fn the_value_of_a_field_is_read_as_such() {
        check("date:03/04/2024", "Field<date> Run<03/04/2024>");
        check("date:[2024 TO 2025} x", "Field<date> Range<[2024 TO 2025}> Run<x>");
        check("(url:http://x.org/a_(b)|c^2)", "Open<(> Field<url> Run<http://x.org/a_(b)|c^2> Close<)>");
        check("http://x.org/a_(b) c", "Address<http://x.org/a_(b)> Run<c>");
        check("words:>800^2", "Field<words> Run<>800> Boost<^2>");
    }

    #[test]
    fn every_kind_of_quote_makes_a_phrase() {
        check("\"a b\"c", "Phrase<\"a b\"> Run<c>");
        check("“a b” „c“ «d»", "Phrase<“a b”> Phrase<„c“> Phrase<«d»>");
        check("don't 'a b'", "Run<don't> Run<'a> Run<b'>");
        check("\"a b\"~4^2 \"c", "Phrase<\"a b\"~4> Boost<^2> Phrase<\"c>");
        check("person:=\"A. Merkel\"", "Field<person> Phrase<=\"A. Merkel\">");
    }

    #[test]
    fn a_regular_expression_has_no_blank_and_ends_its_clause() {
        check("/colou?r/ /a(b|c)/^2", "Regex</colou?r/> Regex</a(b|c)/> Boost<^2>");
        check("/home/user (/x\\/y/)", "Run</home/user> Open<(> Regex</x\\/y/> Close<)>");
    }

    #[test]
    fn functions_stand_right_before_a_parenthesis() {
        check(
            "caps(May) caps first50(a)",
            "Function<caps> Open<(> Run<May> Close<)> Run<caps> Function<first50> Open<(> Run<a> Close<)>",
        );
        check("repeat5:\"a b\"", "Function<repeat5> Phrase<\"a b\">");
    }

    #[test]
    fn weights_stand_right_after_a_clause() {
        check(
            "flood^3 (a b)^0.5 x^y",
            "Run<flood> Boost<^3> Open<(> Run<a> Run<b> Close<)> Boost<^0.5> Run<x^y>",
        );
    }
}
