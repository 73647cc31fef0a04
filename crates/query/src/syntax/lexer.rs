//! Splits a query of any dialect into tokens, and reads the conditions that dialects share.

use super::dialect::{Bound, Condition, Conditions, Dialect, Kind, Place, Token, run_bytes};
use crate::Span;
use crate::ast::Proximity;
use crate::parse::keyword::numbered;
use crate::parse::scan::leading_digits;
use crate::parse::token::{Quoted, closing_quotes, is_blank, usual_closing_quote};

/// The tokens of a query, in order.
pub(super) fn tokens(text: &str, dialect: &dyn Dialect) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if is_blank(c) {
            at += c.len_utf8();
            continue;
        }
        let previous = tokens.last().map(|token| token.kind);
        let place = Place { text, at, previous };
        let (kind, bytes) = dialect.token(place).unwrap_or_else(|| match c {
            '(' => (Kind::Open, 1),
            ')' => (Kind::Close, 1),
            c if !closing_quotes(c).is_empty() => {
                let (quoted, bytes) = phrase(place);
                (Kind::Phrase(quoted), bytes)
            }
            _ => (Kind::Word, word_bytes(place.rest(), dialect)),
        });
        let span = Span::new(at, at + bytes.max(c.len_utf8()));
        tokens.push(Token { kind, span });
        at = span.end;
    }
    tokens
}

/// The bytes of a word, at least its first character.
fn word_bytes(rest: &str, dialect: &dyn Dialect) -> usize {
    let longest = run_bytes(rest);
    let ends =
        rest[..longest].char_indices().skip(1).map(|(at, _)| at).find(|&at| dialect.ends_word(&rest[at..]));
    ends.unwrap_or(longest)
}

/// The phrase whose opening quote stands here, with its bytes.
pub(super) fn phrase(place: Place<'_>) -> (Quoted, usize) {
    let open = place.rest().chars().next().unwrap_or('"');
    let inner_start = place.at + open.len_utf8();
    let rest = &place.text[inner_start..];
    let close = rest.char_indices().find(|(_, c)| closing_quotes(open).contains(c));
    let inner_end = inner_start + close.map_or(rest.len(), |(at, _)| at);
    let end = inner_end + close.map_or(0, |(_, c)| c.len_utf8());
    let quoted = Quoted {
        inner: Span::new(inner_start, inner_end),
        missing: close.is_none().then(|| usual_closing_quote(open)),
        surface: false,
        slop: None,
    };
    (quoted, end - place.at)
}

/// The proximity `prefix` with a number of words, caselessly.
pub(super) fn proximity(run: &str, prefix: &str, make: fn(u32) -> Proximity) -> Option<Kind> {
    numbered(run, prefix).map(|words| Kind::Near(words.ok().map(make)))
}

/// `>5`, `>= 5`, `(geq(5) and leq(9))`: one or two conditions, with the byte behind them.
///
/// `words` are the words for the bounds. With `bare`, a value without a bound will do outside parentheses too.
/// Conditions in parentheses that cannot be read are none at all.
pub(super) fn conditions(
    place: Place<'_>,
    words: &[(&str, Bound)],
    bare: bool,
) -> Option<(Conditions, usize)> {
    if !place.rest().starts_with('(') {
        let (bound, place) = bound(place, words).or(bare.then_some((Bound::Is, place)))?;
        let (value, end) = value(place, place.text.len())?;
        return Some(([Some(Condition { bound, value }), None], end));
    }
    let end = closing(place)?;
    Some((in_parentheses(place.after(1), end - 1, words).unwrap_or_default(), end))
}

fn in_parentheses(mut place: Place<'_>, end: usize, words: &[(&str, Bound)]) -> Option<Conditions> {
    let mut conditions = [None, None];
    for slot in &mut conditions {
        let (bound, at) = bound(place, words).unwrap_or((Bound::Is, place));
        let (value, behind) = value(at, end)?;
        *slot = Some(Condition { bound, value });
        place = place.after(behind - place.at);
        if place.at >= end {
            return Some(conditions);
        }
        let and = place.run();
        if !and.eq_ignore_ascii_case("and") {
            return None;
        }
        place = place.after(and.len());
    }
    None
}

/// The bound written here, and the place behind it.
fn bound<'a>(place: Place<'a>, words: &[(&str, Bound)]) -> Option<(Bound, Place<'a>)> {
    const SIGNS: &[(&str, Bound)] = &[
        (">=", Bound::AtLeast),
        ("<=", Bound::AtMost),
        (">", Bound::Above),
        ("<", Bound::Below),
        ("=", Bound::Is),
    ];
    let sign = SIGNS.iter().find(|(sign, _)| place.rest().starts_with(sign));
    let word = || words.iter().find(|(word, _)| place.run().eq_ignore_ascii_case(word));
    let (written, bound) = sign.or_else(word)?;
    Some((*bound, place.after(written.len())))
}

/// A value that ends before `limit`: in parentheses, or a word, or a date in words such as `January 5, 2020`.
fn value(place: Place<'_>, limit: usize) -> Option<(Span, usize)> {
    if place.rest().starts_with('(') {
        let end = closing(place).filter(|&end| end <= limit)?;
        return Some((Span::new(place.at + 1, end - 1), end));
    }
    let mut end = place.at + place.run().len();
    if place.run().starts_with(char::is_alphabetic) {
        loop {
            let next = Place { at: end, ..place }.after(0);
            if next.at >= limit || !next.run().starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            end = next.at + next.run().len();
        }
    }
    let end = end.min(limit);
    (end > place.at).then_some((Span::new(place.at, end), end))
}

/// The byte behind the parenthesis that closes the one here.
fn closing(place: Place<'_>) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in place.rest().char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(place.at + at + 1);
        }
    }
    None
}

/// The name before `sign`, when it is letters and something follows at once.
pub(super) fn name_before(run: &str, sign: char) -> Option<&str> {
    let (name, _) = run.split_once(sign)?;
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    (is_name && name.len() > leading_digits(name)).then_some(name)
}
