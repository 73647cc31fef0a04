//! The search statements of Factiva.
//!
//! Order: `same`, `adjN`, `w/N`, `nearN`, `/Nn/`, `/Fn/` from left to right; `atleastN` and field tags; `not`; `and`; `or`.
//! Words side by side are joined by `adj1`, which is a phrase. `adj` and `w` keep the order of the words.
//! Source: <http://factiva.com/CP_Developer/ProductHelp/FDK/FDK38/search_factiva/query_expressions/search_statement_operators.htm>
//! and, for dates, `range_searches.htm` beside it: `from … to` takes its days in, `after` and `before` do not.

use dateline_article::Day;

use super::dialect::{Beside, Bound, Condition, Dialect, Kind, Operator, Piece, Place, Section, with_marks};
use super::lexer::{conditions, name_before, proximity};
use crate::ast::{Proximity, Scope, WordKind};
use crate::field::{DateField, ValueField};
use crate::parse::keyword::{in_range, numbered};
use crate::parse::scan::leading_digits;

pub(super) struct Factiva;

const NO_FIELD: &str =
    "the field tags that have an equal are hd=, hlp=, lp=, td=, by=, sn=, la=, se= and wc>";

impl Dialect for Factiva {
    fn name(&self) -> &'static str {
        "Factiva"
    }

    fn token(&self, place: Place<'_>) -> Option<(Kind, usize)> {
        let rest = place.rest();
        match rest.chars().next()? {
            '[' => return Some((Kind::Open, 1)),
            ']' => return Some((Kind::Close, 1)),
            '%' => return Some((Kind::Gap, 1)),
            _ => {}
        }
        if let Some(found) = slashed(rest) {
            return Some(found);
        }
        let run = place.run();
        let run = run.find(['[', ']']).map_or(run, |end| &run[..end]);
        // `5%` is a number; in a word the sign is reserved, and its meaning there is not documented.
        if run.contains('%') && run.starts_with(char::is_alphabetic) {
            return Some((Kind::NoEqual("write % between blanks, where any one word may stand"), run.len()));
        }
        let lower = run.to_ascii_lowercase();
        let kind = match lower.as_str() {
            "and" => Kind::And,
            "or" => Kind::Or,
            "not" => Kind::Not,
            "same" => Kind::Near(Some(Proximity::Paragraph)),
            "adj" => Kind::Near(Some(Proximity::Before(1))),
            "near" | "w/" => Kind::Near(None),
            "atleast" => Kind::AtLeast(None),
            "date" => return dates(place, place.after(run.len())),
            lower => {
                if let Some(rest) = lower.strip_prefix("wc") {
                    let length = rest.starts_with(['>', '<', '=']);
                    let at = Place { at: place.at + 2, ..place };
                    let found = conditions(at, &[], false).filter(|_| length);
                    if let Some((found, end)) = found {
                        return Some((Kind::Length(found), end - place.at));
                    }
                }
                let near = proximity(lower, "near", Proximity::Near)
                    .or_else(|| proximity(lower, "n", Proximity::Near))
                    .or_else(|| proximity(lower, "adj", Proximity::Before))
                    .or_else(|| proximity(lower, "w/", Proximity::Before))
                    .or_else(|| numbered(lower, "atleast").map(|times| Kind::AtLeast(times.ok())));
                match near {
                    Some(kind) => kind,
                    None => {
                        return name_before(lower, '=')
                            .and_then(|name| field(name).map(|kind| (kind, name.len() + 1)));
                    }
                }
            }
        };
        Some((kind, run.len()))
    }

    fn ends_word(&self, rest: &str) -> bool {
        rest.starts_with(['[', ']']) || slashed(rest).is_some()
    }

    fn strength(&self, operator: Operator) -> u32 {
        match operator {
            Operator::Near(_) | Operator::First(_) => 50,
            Operator::Not | Operator::Minus | Operator::AndNot => 30,
            Operator::And => 20,
            Operator::Or => 10,
            _ => 40,
        }
    }

    fn beside(&self) -> Beside {
        Beside::Phrase(WordKind::Exact, Some(Proximity::Before(1)))
    }

    /// `$3` is up to three letters, `*` and a bare `$` any ending, `?` one letter.
    fn pieces(&self, word: &str) -> Vec<Piece> {
        let Some((stem, letters)) = word.rsplit_once('$') else {
            return with_marks(word, &['?'], &['*']);
        };
        let mut pieces = with_marks(stem, &['?'], &['*', '$']);
        if let Ok(letters @ 1..=9) = letters.parse::<u32>() {
            pieces.push(Piece::UpTo(letters));
        } else {
            pieces.push(Piece::Any);
            pieces.extend(with_marks(letters, &['?'], &['*']));
        }
        pieces
    }

    fn remark_field(&self, name: &str) -> Option<&'static str> {
        (name == "lp").then_some("lead: is the headline too here")
    }

    /// `-30` and `+2` count days from today.
    fn date(&self, text: &str, today: Day) -> Option<Result<String, String>> {
        let (sign, digits) = text.split_at_checked(1)?;
        let days =
            match (sign, digits.parse::<i32>().ok().filter(|_| leading_digits(digits) == digits.len())?) {
                ("-", days) => -days,
                ("+", days) => days,
                _ => return None,
            };
        Some(Ok(today.plus(days).to_string()))
    }
}

/// `/F50/` and `/N30/`, which need no blank around them.
fn slashed(rest: &str) -> Option<(Kind, usize)> {
    let inner = rest.strip_prefix('/')?;
    let letter = inner.chars().next().filter(char::is_ascii_alphabetic)?;
    let digits = leading_digits(&inner[1..]);
    if digits == 0 || !inner[1 + digits..].starts_with('/') {
        return None;
    }
    let number = in_range(&inner[1..=digits]).ok();
    let kind = match letter {
        'F' | 'f' => Kind::First(number),
        'N' | 'n' => Kind::Near(number.map(Proximity::Near)),
        _ => return None,
    };
    Some((kind, digits + 3))
}

/// `date from 20200101 to 20201231`, `date after -30`; the word alone is a word.
fn dates(start: Place<'_>, place: Place<'_>) -> Option<(Kind, usize)> {
    let word = place.run().to_ascii_lowercase();
    let bound = match word.as_str() {
        "from" => Bound::AtLeast,
        "after" => Bound::Above,
        "before" => Bound::Below,
        "to" => Bound::AtMost,
        "on" => Bound::Is,
        _ => return None,
    };
    let first = place.after(word.len());
    let value = first.span(first.run().len());
    if first.run().is_empty() {
        return None;
    }
    let mut found = [Some(Condition { bound, value }), None];
    let mut end = value.end;
    let to = first.after(first.run().len());
    if word == "from" && to.run().eq_ignore_ascii_case("to") {
        let last = to.after(2);
        if !last.run().is_empty() {
            let value = last.span(last.run().len());
            found[1] = Some(Condition { bound: Bound::AtMost, value });
            end = value.end;
        }
    }
    Some((Kind::Days(DateField::Published, found), end - start.at))
}

fn field(name: &str) -> Option<Kind> {
    let kind = match name {
        "hd" => Kind::Field(Section::text(Scope::Title)),
        "hlp" | "lp" => Kind::Field(Section::text(Scope::Lead)),
        "td" => Kind::Field(Section::text(Scope::Body)),
        "by" | "au" => Kind::Field(Section::text(Scope::Byline)),
        "sn" => Kind::Field(Section::Value(ValueField::Source)),
        "la" => Kind::Field(Section::Value(ValueField::Lang)),
        "se" => Kind::Field(Section::Value(ValueField::Section)),
        name if (2..=5).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Kind::NoEqual(NO_FIELD)
        }
        _ => return None,
    };
    Some(kind)
}
