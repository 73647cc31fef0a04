//! The command line of the `ProQuest` platform.
//!
//! Order: `PRE`, `NEAR`, `AND`, `OR`, `NOT`; words side by side are all wanted. A bare `NEAR` or `PRE` is 4 words.
//! Quotes keep other forms out and `"{…}"` lets them in.
//! Source: <https://proquest.libguides.com/proquestplatform/tips>. The platform before it read `OR` first
//! (<http://proquest.umi.com/i-std/en/npc/precedence.htm>), so mixing without parentheses earns a note.

use super::dialect::{
    Bound, Condition, Conditions, Dialect, Kind, Operator, Piece, Place, Section, TIGHTEST,
};
use super::lexer::{conditions, proximity};
use crate::Span;
use crate::ast::{NodeKind, Proximity, Scope};
use crate::field::{DateField, ValueField};
use crate::parse::scan::leading_digits;

pub(super) struct Proquest;

/// The distance of a proximity without a number.
const DISTANCE: u32 = 4;

const NO_FIELD: &str =
    "the fields that have an equal are TI, AU, FT, PUB, SEC, LA, PER, ORG, LOC, DTYPE, YR and PD";

impl Dialect for Proquest {
    fn name(&self) -> &'static str {
        "ProQuest"
    }

    fn token(&self, place: Place<'_>) -> Option<(Kind, usize)> {
        let run = place.run();
        let lower = run.to_ascii_lowercase();
        let kind = match lower.as_str() {
            "and" => Kind::And,
            "or" => Kind::Or,
            "not" => Kind::Not,
            "--" | "lnk" => Kind::NoEqual("there are no thesaurus terms here; write the words"),
            _ if run == "NEAR" => Kind::Near(Some(Proximity::Near(DISTANCE))),
            _ if run == "PRE" => Kind::Near(Some(Proximity::Before(DISTANCE))),
            "near/" | "n/" | "pre/" | "p/" | "w/" => Kind::Near(None),
            lower => {
                let near =
                    ["near/", "n/", "w/"].iter().find_map(|prefix| proximity(lower, prefix, Proximity::Near));
                let before =
                    || ["pre/", "p/"].iter().find_map(|prefix| proximity(lower, prefix, Proximity::Before));
                match near.or_else(before) {
                    Some(kind) => kind,
                    None if !run.is_empty() && place.rest()[run.len()..].starts_with('(') => {
                        return field(place, lower);
                    }
                    None => return None,
                }
            }
        };
        Some((kind, run.len()))
    }

    fn strength(&self, operator: Operator) -> u32 {
        match operator {
            Operator::Near(Proximity::Before(_)) => 60,
            Operator::Near(_) => 50,
            Operator::Not | Operator::Minus => 40,
            Operator::And => 30,
            Operator::Or => 20,
            Operator::AndNot => 10,
            _ => TIGHTEST,
        }
    }

    /// `*` is any letters, `?` one, `[*3]` and `$3` up to three.
    fn pieces(&self, word: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let open = if rest.starts_with("[*") { 2 } else { usize::from(c == '$') };
            let digits = if open > 0 { leading_digits(&rest[open..]) } else { 0 };
            let close = usize::from(open == 2);
            let closed = close == 0 || rest[open + digits..].starts_with(']');
            if let Ok(letters @ 1..=50) = rest[open..open + digits].parse::<u32>()
                && closed
            {
                pieces.push(Piece::UpTo(letters));
                rest = &rest[open + digits + close..];
                continue;
            }
            pieces.push(match c {
                '*' => Piece::Any,
                '?' => Piece::One,
                c => Piece::Letter(c),
            });
            rest = &rest[c.len_utf8()..];
        }
        pieces
    }

    fn remark_field(&self, name: &str) -> Option<&'static str> {
        let is_abstract = |name: &str| matches!(name, "ab" | "abstract");
        match name.split('.').next().unwrap_or_default() {
            "su" | "mesh" => Some("subject terms are compared with the tags of an article here"),
            "per" | "org" | "co" | "loc" | "pla" => Some("names found in the text are compared here"),
            names if names.split(',').any(is_abstract) => {
                Some("articles have no abstract here: their headline and lead are searched")
            }
            _ => None,
        }
    }

    fn remark(&self, piece: Piece) -> Option<&'static str> {
        (piece == Piece::Any)
            .then_some("* is any number of letters here; ProQuest stops at five, which is written [*5]")
    }

    fn remark_order(
        &self,
        operator: Operator,
        left: Option<&NodeKind>,
        right: Option<&NodeKind>,
    ) -> Option<&'static str> {
        let mixed = |kind: Option<&NodeKind>, want: fn(&NodeKind) -> bool| kind.is_some_and(want);
        let is_and: fn(&NodeKind) -> bool = |kind| matches!(kind, NodeKind::And(_));
        let is_many: fn(&NodeKind) -> bool = |kind| matches!(kind, NodeKind::And(_) | NodeKind::Or(_));
        match operator {
            Operator::Or if mixed(left, is_and) || mixed(right, is_and) => {
                Some("AND is read before OR here; put parentheses around the words that belong together")
            }
            Operator::AndNot if mixed(right, is_many) => {
                Some("NOT is read last here; put parentheses around the words to leave out")
            }
            _ => None,
        }
    }
}

/// What stands right before a parenthesis, in small letters.
fn field(place: Place<'_>, name: &str) -> Option<(Kind, usize)> {
    let bytes = name.len();
    let bare = name.strip_suffix(".exact").or_else(|| name.strip_suffix(".x"));
    if let ("yr" | "pd" | "py" | "pub.year", None) = (name, bare) {
        let (found, end) = conditions(place.after(bytes), &[], false)?;
        let found = split_ranges(place.text, found);
        return Some((Kind::Days(DateField::Published, found), end - place.at));
    }
    let value = |field| Kind::Field(Section::Value(field));
    let kind = match bare.unwrap_or(name) {
        "exact" => Kind::Exact,
        "pub" | "pubtitle" => value(ValueField::Source),
        "sec" => value(ValueField::Section),
        "la" => value(ValueField::Lang),
        "per" => value(ValueField::Person),
        "org" | "co" => value(ValueField::Org),
        "loc" | "pla" => value(ValueField::Place),
        "dtype" | "at" | "rtype" => value(ValueField::Type),
        "su" | "mesh" | "tag" => value(ValueField::Tag),
        names => {
            let mut scopes = [None; 3];
            let mut names = names.split(',');
            for slot in &mut scopes {
                *slot = match names.next() {
                    Some(name) => match text_scope(name.trim()) {
                        Some(scope) => Some(scope),
                        None => return unknown(name).map(|kind| (kind, bytes)),
                    },
                    None => None,
                };
            }
            if names.next().is_some() || bare.is_some() {
                Kind::NoEqual("a field of the text is searched by words; quote them to keep other forms out")
            } else {
                Kind::Field(Section::Text(scopes))
            }
        }
    };
    Some((kind, bytes))
}

fn text_scope(name: &str) -> Option<Scope> {
    match name {
        "ti" | "title" => Some(Scope::Title),
        "ab" | "abstract" => Some(Scope::Lead),
        "au" | "author" | "byline" => Some(Scope::Byline),
        "ft" | "text" => Some(Scope::Body),
        _ => None,
    }
}

/// Two to six letters before a parenthesis are a field; anything else is a word beside it.
fn unknown(name: &str) -> Option<Kind> {
    let is_code = (2..=6).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then_some(Kind::NoEqual(NO_FIELD))
}

/// `20200101-20201231` as two conditions.
fn split_ranges(text: &str, found: Conditions) -> Conditions {
    let [Some(Condition { bound: Bound::Is, value }), None] = found else {
        return found;
    };
    let typed = value.of(text);
    let numbers = |text: &str| matches!(text.len(), 4 | 8) && leading_digits(text) == text.len();
    match typed.split_once('-') {
        Some((first, last)) if numbers(first) && numbers(last) => {
            let at = value.start + first.len();
            let condition = |bound, start, end| Some(Condition { bound, value: Span::new(start, end) });
            [condition(Bound::AtLeast, value.start, at), condition(Bound::AtMost, at + 1, value.end)]
        }
        _ => found,
    }
}
