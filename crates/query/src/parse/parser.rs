//! What the grammar works with: the tokens, the place among them, and what was found so far.

use super::lexer::tokens;
use super::token::{Token, TokenKind};
use super::{ParseOptions, Parsed, explain, keyword};
use crate::ast::{Case, NodeKind, Scope};
use crate::field::Field;
use crate::limits::{MAX_CLAUSES, MAX_DEPTH};
use crate::{Code, Note, Problem, Span};

/// What the words around a clause make of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// What a word or phrase is compared with.
    pub target: Target,
    /// The letter case it must have.
    pub case: Case,
}

/// What a word or phrase is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// The words of a part of the text.
    Words(Scope),
    /// The values of a field; `name` is the field as typed.
    Value(Field, Span),
}

/// A query while it is read.
pub(super) struct Parser<'a> {
    pub text: &'a str,
    pub options: ParseOptions,
    tokens: Vec<Token>,
    /// The index of the next token.
    pub at: usize,
    pub depth: usize,
    pub too_deep: bool,
    clauses: usize,
    /// The first proximity since the last parenthesis was opened.
    pub bare_near: Option<Span>,
    /// The lower-case operators that a note was written about.
    remarked: Vec<&'static str>,
    pub problems: Vec<Problem>,
    notes: Vec<Note>,
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a str, options: ParseOptions) -> Parser<'a> {
        Parser {
            text,
            options,
            tokens: tokens(text),
            at: 0,
            depth: 0,
            too_deep: false,
            clauses: 0,
            bare_near: None,
            remarked: Vec::new(),
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Reads the whole query.
    pub fn query(mut self) -> Parsed {
        let whole = Span::new(0, self.text.len());
        let context = Context { target: Target::Words(Scope::Text), case: Case::Any };
        let mut nodes = Vec::new();
        while self.at < self.tokens.len() {
            nodes.extend(self.or(context));
            if let Some(token) = self.peek() {
                // Only a parenthesis ends a query before its end.
                self.at += 1;
                self.problem(explain::stray_parenthesis(token.span));
            }
        }
        let tree = NodeKind::and(nodes, whole);
        if tree.is_none() && self.problems.is_empty() {
            self.problem(explain::empty_query(whole));
        }
        Parsed { tree, problems: self.problems, notes: self.notes }
    }

    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub fn note(&mut self, span: Span, message: impl Into<String>) {
        self.notes.push(Note::new(span, message));
    }

    pub fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub fn peek_kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    pub fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    pub fn previous_kind(&self) -> Option<TokenKind> {
        let index = self.at.checked_sub(1)?;
        self.tokens.get(index).map(|token| token.kind)
    }

    pub fn begins_clause(&self) -> bool {
        self.peek_kind().is_some_and(TokenKind::begins_clause)
    }

    /// All tokens, with the index of the next one.
    pub fn place(&self) -> (&[Token], usize) {
        (&self.tokens, self.at)
    }

    /// The places of the last token read and of everything since the token `from`.
    pub fn span_since(&self, from: usize) -> Span {
        match (self.tokens.get(from), self.at.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.span.start <= last.span.end => first.span.to(last.span),
            _ => Span::new(self.text.len(), self.text.len()),
        }
    }

    /// Goes one level down; `false`, with one problem for the whole query, when that is too deep.
    pub fn descend(&mut self, span: Span) -> bool {
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            return true;
        }
        if !self.too_deep {
            self.too_deep = true;
            let message = format!("the query is nested deeper than {MAX_DEPTH} levels");
            self.problem(Problem::new(Code::TooDeep, span, message));
        }
        false
    }

    /// Skips to behind the parenthesis that closes the one just read.
    pub fn skip_group(&mut self) {
        let mut open = 1_usize;
        while let Some(token) = self.next() {
            match token.kind {
                TokenKind::Open => open += 1,
                TokenKind::Close => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }

    /// Counts a clause; one problem when there are too many.
    pub fn clause(&mut self, span: Span) {
        self.clauses += 1;
        if self.clauses == MAX_CLAUSES + 1 {
            let message = format!("the query has more than {MAX_CLAUSES} words, phrases and filters");
            self.problem(Problem::new(Code::TooManyClauses, span, message));
        }
    }

    pub fn remark_near_beside_or(&mut self, near: Span) {
        let name = near.of(self.text);
        self.note(
            near,
            format!("{name} is read before OR here; put parentheses around the words that belong together"),
        );
    }

    /// Says once that a lower-case operator between two clauses is a word.
    pub fn remark_lower_case(&mut self, token: Token) {
        let between = self.previous_kind().is_some_and(TokenKind::ends_clause)
            && self.tokens.get(self.at + 1).is_some_and(|next| next.kind.begins_clause());
        if token.kind != TokenKind::Run || !between {
            return;
        }
        let (word, way_out) = match token.span.of(self.text) {
            "or" => ("or", "write OR to mean either"),
            "and" => ("and", "write AND to mean both, or nothing at all"),
            "not" => ("not", "write NOT to mean without"),
            "near" => ("near", "write NEAR/5 to mean within five words"),
            word => {
                // The spelling of Factiva and GDELT.
                let near = match keyword::numbered(word, "near") {
                    Some(Ok(words)) => Some(("NEAR", words)),
                    _ => match keyword::numbered(word, "adj") {
                        Some(Ok(words)) => Some(("PRE", words)),
                        _ => None,
                    },
                };
                if let Some((name, words)) = near {
                    let message =
                        format!("\"{word}\" is searched as a word here; write {name}/{words} for closeness");
                    self.note(token.span, message);
                }
                return;
            }
        };
        if !self.remarked.contains(&word) {
            self.remarked.push(word);
            self.note(token.span, format!("\"{word}\" is searched as a word here; {way_out}"));
        }
    }
}
