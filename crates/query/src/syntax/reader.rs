//! A query of a dialect while it is read: its tokens, its groups, and what was found so far.
//!
//! Recursion goes only through parentheses, which are counted. What they hold is joined in `join`.

use dateline_article::Day;

use super::dialect::{Dialect, Kind, Operator, Token};
use super::lexer::tokens;
use crate::ast::NodeKind;
use crate::limits::{MAX_CLAUSES, MAX_DEPTH};
use crate::parse::{explain, value};
use crate::{Code, Node, Note, Parsed, Problem, Span};

/// A query of a dialect while it is read.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub today: Day,
    pub dialect: &'a dyn Dialect,
    tokens: Vec<Token>,
    at: usize,
    pub depth: usize,
    too_deep: bool,
    problems: Vec<Problem>,
    notes: Vec<Note>,
}

/// A clause on its pile; without its node when that could not be read.
pub(super) struct Operand {
    pub node: Option<Node>,
    pub span: Span,
    /// Whether parentheses keep it apart.
    pub grouped: bool,
}

impl Operand {
    /// A clause that stands for itself.
    pub fn new(node: Option<Node>, span: Span) -> Operand {
        Operand { node, span, grouped: true }
    }
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, today: Day, dialect: &'a dyn Dialect) -> Reader<'a> {
        let tokens = tokens(text, dialect);
        Reader {
            text,
            today,
            dialect,
            tokens,
            at: 0,
            depth: 0,
            too_deep: false,
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Reads the whole query.
    pub fn query(mut self) -> Parsed {
        let whole = Span::new(0, self.text.len());
        let mut nodes = Vec::new();
        while self.at < self.tokens.len() {
            nodes.extend(self.body());
            if let Some(token) = self.next() {
                // Only a parenthesis ends a query before its end.
                self.problem(explain::stray_parenthesis(token.span));
            }
        }
        let tree = NodeKind::and(nodes, whole);
        if let Some(tree) = &tree {
            self.check_size(tree);
            self.check_days(tree);
        } else if self.problems.is_empty() {
            self.problem(explain::empty_query(whole));
        }
        Parsed { tree, problems: self.problems, notes: self.notes }
    }

    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A problem with what has no equal here.
    pub fn foreign(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.problem(Problem::new(Code::ForeignSyntax, span, message).with_hint(hint));
    }

    /// A problem with a name that nothing here is like.
    pub fn no_equal(&mut self, span: Span, hint: &str) {
        let message = format!("\"{}\" of {} has no equal here", span.of(self.text), self.dialect.name());
        self.foreign(span, message, hint);
    }

    pub fn remark_field(&mut self, operator: Operator, span: Span) {
        let name = span.of(self.text).trim_end_matches([':', '=']).to_ascii_lowercase();
        if let Operator::Field(_) = operator
            && let Some(message) = self.dialect.remark_field(&name)
        {
            self.note(span, message);
        }
    }

    /// A note, once for all that it holds for.
    pub fn note(&mut self, span: Span, message: impl Into<String>) {
        let note = Note::new(span, message);
        if self.notes.iter().all(|earlier| earlier.message != note.message) {
            self.notes.push(note);
        }
    }

    pub fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// Where the next token begins.
    pub fn here(&self) -> usize {
        self.peek().map_or(self.text.len(), |token| token.span.start)
    }

    /// Reads one clause, which begins with the next token.
    pub fn operand(&mut self) -> Operand {
        let Some(token) = self.peek() else {
            return Operand { node: None, span: Span::new(self.text.len(), self.text.len()), grouped: false };
        };
        if token.kind == Kind::Open {
            return self.group();
        }
        let from = self.at;
        let node = self.leaf(token);
        let last = self.at.checked_sub(1).filter(|&last| last >= from).and_then(|last| self.tokens.get(last));
        let span = last.map_or(token.span, |last| token.span.to(last.span));
        Operand { node, span, grouped: false }
    }

    /// Reads `( … )`, the opening parenthesis being next.
    fn group(&mut self) -> Operand {
        let from = self.at;
        let open = self.next().map_or(Span::default(), |token| token.span);
        let mut node = None;
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            node = self.body();
            self.depth -= 1;
        } else {
            self.report_too_deep(open);
            self.skip_group();
        }
        let close = match self.peek() {
            Some(token) if token.kind == Kind::Close => {
                self.at += 1;
                token.span
            }
            _ => {
                if !self.too_deep {
                    self.problem(unclosed_group(self.text, open));
                }
                open
            }
        };
        let span = open.to(close);
        if self.at == from + 2 && close != open {
            self.problem(explain::empty_group(span));
        }
        if let Some(node) = &mut node {
            node.span = span;
        }
        Operand { node, span, grouped: true }
    }

    /// Skips to the parenthesis that closes the one just read.
    pub fn skip_group(&mut self) {
        let mut open = 1_usize;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Open => open += 1,
                Kind::Close => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
            self.at += 1;
        }
    }

    fn report_too_deep(&mut self, span: Span) {
        if !self.too_deep {
            self.too_deep = true;
            let message = format!("the query is nested deeper than {MAX_DEPTH} levels");
            self.problem(Problem::new(Code::TooDeep, span, message));
        }
    }

    /// Dialects nest without parentheses (`a w/1 b w/2 c`), so the tree is measured as it will be written.
    fn check_size(&mut self, tree: &Node) {
        let mut clauses = 0;
        let mut too_many = None;
        tree.visit(&mut |node| {
            clauses += usize::from(node.children().is_empty());
            if clauses > MAX_CLAUSES {
                too_many.get_or_insert(node.span);
            }
        });
        if let Some(span) = too_many {
            let message = format!("the query has more than {MAX_CLAUSES} words, phrases and filters");
            self.problem(Problem::new(Code::TooManyClauses, span, message));
        }
        if depth(tree) > MAX_DEPTH {
            self.report_too_deep(tree.span);
        }
    }

    /// Two open ranges that share no day.
    fn check_days(&mut self, tree: &Node) {
        let mut problems = Vec::new();
        tree.visit(&mut |node| {
            if let NodeKind::And(nodes) = &node.kind {
                problems.extend(value::contradicting_days(nodes).map(|(lower, upper)| {
                    Problem::new(Code::ReversedRange, lower.to(upper), "the range runs backwards")
                        .with_hint("no day fits both dates")
                }));
            }
        });
        self.problems.extend(problems);
    }
}

/// How many parentheses and `NOT`s stand around the innermost clause at most.
fn depth(node: &Node) -> usize {
    let own = match &node.kind {
        NodeKind::Not(_) => 2,
        NodeKind::Word(..) | NodeKind::Phrase(..) => 1,
        _ => usize::from(!node.children().is_empty()),
    };
    own + node.children().iter().map(depth).max().unwrap_or(0)
}

fn unclosed_group(text: &str, open: Span) -> Problem {
    let suggestion = format!("{})", text.trim_end());
    Problem::new(Code::UnclosedGroup, open, "this parenthesis is never closed")
        .with_hint(format!("add \")\" , for example: {}", suggestion.trim_start()))
        .with_suggestion(suggestion)
}
