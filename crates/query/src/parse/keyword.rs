//! The words that are operators and functions.

use super::token::{Function, TokenKind};
use crate::ast::{Case, Proximity};
use crate::limits::MAX_DISTANCE;

/// `AND`, `OR` or `NOT`, in capitals.
pub(super) fn operator(word: &str) -> Option<TokenKind> {
    match word {
        "AND" => Some(TokenKind::And),
        "OR" => Some(TokenKind::Or),
        "NOT" => Some(TokenKind::Not),
        _ => None,
    }
}

/// A proximity such as `NEAR/5`; without its value when it lacks a number that makes sense.
///
/// In lower case it is one only with its number, since `near` and `w/` are words.
pub(super) fn proximity(word: &str) -> Option<TokenKind> {
    const BROKEN: Option<TokenKind> = Some(TokenKind::Near(None));
    let Some((name, number)) = word.split_once('/') else {
        return if word == "NEAR" { BROKEN } else { None };
    };
    if name.is_empty() {
        return match number {
            "S" | "s" => Some(TokenKind::Near(Some(Proximity::Sentence))),
            "P" | "p" => Some(TokenKind::Near(Some(Proximity::Paragraph))),
            _ => None,
        };
    }
    let make = match name.to_ascii_uppercase().as_str() {
        "NEAR" | "W" => Proximity::Near,
        "PRE" => Proximity::Before,
        _ => return None,
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return Some(TokenKind::Near(in_range(number).map(make).ok()));
    }
    // `W/Thomas` is text, `NEAR/five` is a slip.
    let is_slip = name == "NEAR" || (number.is_empty() && name != name.to_ascii_lowercase());
    if is_slip { BROKEN } else { None }
}

/// A function by its name, caselessly.
pub(super) fn function(name: &str) -> Option<Function> {
    let case = match name.to_ascii_lowercase().as_str() {
        "caps" => Case::Capital,
        "allcaps" => Case::AllCapital,
        "nocaps" => Case::NoCapital,
        "atleast" => return Some(Function::AtLeast(None)),
        name => {
            let at_least = numbered(name, "atleast").map(|number| Function::AtLeast(number.ok()));
            return at_least.or_else(|| numbered(name, "first").map(|number| Function::First(number.ok())));
        }
    };
    Some(Function::Case(case))
}

/// A number of words that is 0 or above the limit.
#[derive(Debug)]
pub(crate) struct OutOfRange;

/// The number after `prefix`, caselessly; `None` when the name is no such prefix with a number.
pub(crate) fn numbered(name: &str, prefix: &str) -> Option<Result<u32, OutOfRange>> {
    let head = name.get(..prefix.len())?;
    let number = &name[prefix.len()..];
    let fits = head.eq_ignore_ascii_case(prefix) && !number.is_empty();
    (fits && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| in_range(number))
}

/// A number of words, from 1 to the limit.
pub(crate) fn in_range(digits: &str) -> Result<u32, OutOfRange> {
    let number = digits.parse().map_err(|_| OutOfRange)?;
    if (1..=MAX_DISTANCE).contains(&number) { Ok(number) } else { Err(OutOfRange) }
}

/// Names of functions elsewhere that are fields here, with the field.
pub(super) fn function_elsewhere(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "hlead" | "lead" => Some("lead"),
        "headline" | "title" | "ti" => Some("title"),
        "byline" | "author" | "au" => Some("byline"),
        "body" => Some("body"),
        "publication" | "source" => Some("source"),
        "section" => Some("section"),
        "person" => Some("person"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expect: Option<TokenKind>) {
        assert_eq!(proximity(word), expect, "{word}");
    }

    #[test]
    fn a_proximity_has_a_number_from_one_on() {
        check("NEAR/1", Some(TokenKind::Near(Some(Proximity::Near(1)))));
        check("w/1000", Some(TokenKind::Near(Some(Proximity::Near(1_000)))));
        check("Pre/3", Some(TokenKind::Near(Some(Proximity::Before(3)))));
        check("NEAR/0", Some(TokenKind::Near(None)));
        check("NEAR/100001", Some(TokenKind::Near(None)));
        check("W/99999999999999999999", Some(TokenKind::Near(None)));
    }

    #[test]
    fn a_word_that_only_looks_like_one_is_text() {
        check("w/", None);
        check("near", None);
        check("W/Thomas", None);
        check("and/or", None);
        check("/Sx", None);
    }

    #[test]
    fn functions_carry_their_number() {
        assert_eq!(function("ATLEAST5"), Some(Function::AtLeast(Some(5))));
        assert_eq!(function("first0"), Some(Function::First(None)));
        assert_eq!(function("first"), None);
        assert_eq!(function("Caps"), Some(Function::Case(Case::Capital)));
    }
}
