//! What tells one query language from another, and the tokens that they share.

use dateline_article::Day;

use crate::Span;
use crate::ast::{Case, NodeKind, Proximity, Scope, WordKind};
use crate::field::{DateField, Field, ValueField};
use crate::parse::token::{self, Quoted, is_blank};

/// One token with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    /// Without what follows; between two clauses, the first without the second.
    Not,
    /// `None` when the number is missing or out of range.
    Near(Option<Proximity>),
    /// `+` right before a clause.
    Plus,
    /// `-` or `!` right before a clause.
    Minus,
    Word,
    Phrase(Quoted),
    /// Exactly one word, any.
    Gap,
    /// `/…/`
    Regex,
    /// A word without its mark, and how many letters it may differ in.
    Fuzzy(Span, u8),
    /// Every article.
    All,
    /// A part of the article that the next clause must be in.
    Field(Section),
    /// So many matches; `None` when the number is missing or out of range.
    AtLeast(Option<u32>),
    /// Behind a clause: among so many words of the body.
    First(Option<u32>),
    Case(Case),
    /// No other forms of the words.
    Exact,
    /// The words between the quotes, all of them so close.
    Together(Option<u32>, Quoted),
    /// Days, by one or two conditions; with none, the condition cannot be read.
    Days(DateField, Conditions),
    /// The number of words of the body, likewise.
    Length(Conditions),
    /// A field of ours, its name, and its value.
    Ours(Field, Span, token::Token),
    /// A weight right behind a clause.
    Boost,
    /// There is nothing like it here; the way out.
    NoEqual(&'static str),
    /// The same of a connector between two clauses.
    NoConnector(&'static str),
    /// The words between the quotes so many times; `None` when the number is missing or out of range.
    Repeated(Option<u32>, Quoted),
    /// It does not change which articles match; what to do instead.
    Aside(&'static str),
}

/// A part of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Words in any of these parts.
    Text([Option<Scope>; 3]),
    /// Whole values.
    Value(ValueField),
}

impl Section {
    pub const fn text(scope: Scope) -> Section {
        Section::Text([Some(scope), None, None])
    }
}

/// How a value bounds a number or a date, and where the value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub bound: Bound,
    pub value: Span,
}

/// One or two conditions.
pub(super) type Conditions = [Option<Condition>; 2];

/// How a value bounds a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Is,
    AtLeast,
    Above,
    AtMost,
    Below,
}

impl Bound {
    /// As our dates write it.
    pub fn sign(self) -> &'static str {
        match self {
            Bound::Is => "",
            Bound::AtLeast => ">=",
            Bound::Above => ">",
            Bound::AtMost => "<=",
            Bound::Below => "<",
        }
    }
}

/// What joins clauses, as the dialects rank it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    /// The left one without the right one.
    AndNot,
    /// All without the next one.
    Not,
    /// The same, right before a clause.
    Minus,
    Near(Proximity),
    Field(Section),
    AtLeast(Option<u32>),
    First(Option<u32>),
    Case(Case),
    Exact,
}

impl Operator {
    /// Whether it stands before its one clause.
    pub fn is_prefix(self) -> bool {
        !matches!(self, Operator::Or | Operator::And | Operator::AndNot | Operator::Near(_))
    }
}

/// Binds the next clause and no more.
pub(super) const TIGHTEST: u32 = u32::MAX;

/// What two clauses mean that stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// Both.
    And,
    /// Words are a phrase of this kind of words; with `Some`, other clauses stand close in that way.
    Phrase(WordKind, Option<Proximity>),
}

/// A letter of a word, or what stands for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Letter(char),
    /// One letter.
    One,
    /// Any letters or none.
    Any,
    /// So many letters or fewer.
    UpTo(u32),
}

/// A query language other than ours.
pub(super) trait Dialect {
    /// Its name in messages.
    fn name(&self) -> &'static str;

    /// Its token at this place, with its bytes; `None` where every language has a word, quotes or parentheses.
    fn token(&self, place: Place<'_>) -> Option<(Kind, usize)>;

    /// Whether a word ends where `rest` begins, besides at a blank, quote or parenthesis.
    fn ends_word(&self, _rest: &str) -> bool {
        false
    }

    /// How tightly an operator binds.
    fn strength(&self, operator: Operator) -> u32;

    fn beside(&self) -> Beside {
        Beside::And
    }

    /// The letters of a word and what stands for some.
    fn pieces(&self, word: &str) -> Vec<Piece>;

    /// The same inside quotes.
    fn quoted_pieces(&self, word: &str) -> Vec<Piece> {
        self.pieces(word)
    }

    /// How a field of this name, in small letters, differs from the part of an article that it is read as.
    fn remark_field(&self, _name: &str) -> Option<&'static str> {
        None
    }

    /// Something that holds for a kind of piece and is worth a note.
    fn remark(&self, _piece: Piece) -> Option<&'static str> {
        None
    }

    /// Whether words join by `+` and `-` instead of by an order of operators.
    fn has_signs(&self) -> bool {
        false
    }

    /// Whether `OR` needs parentheses around it.
    fn needs_group_around_or(&self) -> bool {
        false
    }

    /// A note on an operator between `left` and `right`, which stand without parentheses.
    fn remark_order(
        &self,
        _operator: Operator,
        _left: Option<&NodeKind>,
        _right: Option<&NodeKind>,
    ) -> Option<&'static str> {
        None
    }

    /// A date as our dates are written, or the way out; `None` when it is written like ours.
    fn date(&self, _text: &str, _today: Day) -> Option<Result<String, String>> {
        None
    }
}

/// A place in a query.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub at: usize,
    pub previous: Option<Kind>,
}

impl<'a> Place<'a> {
    pub fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    /// What stands here up to a blank, quote or parenthesis.
    pub fn run(self) -> &'a str {
        let rest = self.rest();
        &rest[..run_bytes(rest)]
    }

    /// The place so many bytes later, blanks skipped.
    pub fn after(self, bytes: usize) -> Place<'a> {
        let rest = &self.text[self.at + bytes..];
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        Place { at: self.at + bytes + blanks, ..self }
    }

    /// Whether a clause can begin here: not inside what looks like one word.
    pub fn opens(self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        before.is_none_or(|before| is_blank(before) || "([|+-!:".contains(before))
    }

    pub fn span(self, bytes: usize) -> Span {
        Span::new(self.at, self.at + bytes)
    }
}

/// The bytes up to a blank, quote or parenthesis.
pub(super) fn run_bytes(text: &str) -> usize {
    let ends = |c: char| is_blank(c) || "()".contains(c) || !token::closing_quotes(c).is_empty();
    text.find(ends).unwrap_or(text.len())
}

/// The letters of a word in which these characters stand for others.
pub(super) fn with_marks(word: &str, one: &[char], any: &[char]) -> Vec<Piece> {
    let piece = |c: char| match c {
        c if one.contains(&c) => Piece::One,
        c if any.contains(&c) => Piece::Any,
        c => Piece::Letter(c),
    };
    word.chars().map(piece).collect()
}
