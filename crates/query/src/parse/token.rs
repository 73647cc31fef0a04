//! The tokens of a query. They are read with their surroundings in mind: what follows a field at once is
//! its value, whatever it looks like elsewhere.

use crate::Span;
use crate::ast::{Case, Proximity};
use crate::field::Field;

/// One token with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// What a token is. The text of it is that of its span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`, `|`
    Or,
    /// `NOT`
    Not,
    /// `-` or `!` right before a clause.
    Minus,
    /// `NEAR/5` and its kin; `None` when the number is missing or out of range.
    Near(Option<Proximity>),
    /// The name of a field; the `:` follows, then its value.
    Field(Field),
    /// A name that is no field; the `:` follows, then a value.
    UnknownField,
    /// The name of a function; what it applies to follows.
    Function(Function),
    /// Text in quotes.
    Phrase(Quoted),
    /// `/…/`
    Regex,
    /// `[a TO b]` as the value of a field.
    Range,
    /// `http://…`
    Address,
    /// Anything else between blanks.
    Run,
    /// `^3` right after a clause.
    Boost,
}

/// The parts of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// The text between the quotes.
    pub inner: Span,
    /// The quote that was expected at the end, when it is missing.
    pub missing: Option<char>,
    /// Whether a `=` stood before it.
    pub surface: bool,
    /// The `~4` after it.
    pub slop: Option<Span>,
}

/// What a function does to the clause it applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    /// `caps(…)` and its kin.
    Case(Case),
    /// `atleast5(…)`, `repeat5:"…"`; `None` when the number is missing or out of range.
    AtLeast(Option<u32>),
    /// `first50(…)`
    First(Option<u32>),
}

impl TokenKind {
    /// Whether a clause can begin with this token.
    pub fn begins_clause(self) -> bool {
        !matches!(
            self,
            TokenKind::Close | TokenKind::And | TokenKind::Or | TokenKind::Near(_) | TokenKind::Boost
        )
    }

    /// Whether a clause can end with this token.
    pub fn ends_clause(self) -> bool {
        matches!(
            self,
            TokenKind::Close
                | TokenKind::Phrase(_)
                | TokenKind::Regex
                | TokenKind::Range
                | TokenKind::Address
                | TokenKind::Run
                | TokenKind::Boost
        )
    }
}

/// Whether a character parts two clauses. Pasted text brings invisible ones.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// The quotes that close what `open` opens; empty when it is no quote.
///
/// Languages close with what others open with, and typing mixes straight and curly ones.
pub(crate) fn closing_quotes(open: char) -> &'static [char] {
    match open {
        '"' | '“' | '”' | '„' | '‟' => &['"', '“', '”', '‟'],
        '«' => &['»'],
        '»' => &['«'],
        _ => &[],
    }
}

/// The quote to ask for when one of `open` is never closed.
pub(crate) fn usual_closing_quote(open: char) -> char {
    match open {
        '“' | '”' => '”',
        '„' => '“',
        '«' => '»',
        '»' => '«',
        _ => '"',
    }
}
