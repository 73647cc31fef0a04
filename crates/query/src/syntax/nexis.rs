//! Terms and connectors of Lexis and Nexis.
//!
//! Order: `OR`; `W/n`, `PRE/n`, `NOT W/n`, the smallest number first; `W/S`; `W/P`; `AND`; `AND NOT`.
//! Source: <http://support.lexis-nexis.com/glossary/record.asp?ArticleID=GS_Connectors>
//!
//! Words side by side are a phrase and find their plurals, quoted ones do not
//! (<https://support.lexisnexis.com/app/answers/answer_view/a_id/1102036>). Segments:
//! <http://support.lexis.com/lexiscom/record.asp?ArticleID=lexiscom_segments>

use super::dialect::{Beside, Bound, Dialect, Kind, Operator, Piece, Place, Section, TIGHTEST};
use super::lexer::{conditions, proximity};
use crate::ast::{Case, NodeKind, Proximity, Scope, WordKind};
use crate::field::{DateField, ValueField};
use crate::limits::MAX_DISTANCE;
use crate::parse::keyword::numbered;

pub(super) struct Nexis;

/// The words for bounds.
const BOUNDS: &[(&str, Bound)] = &[
    ("is", Bound::Is),
    ("eq", Bound::Is),
    ("equ", Bound::Is),
    ("aft", Bound::Above),
    ("gtr", Bound::Above),
    ("bef", Bound::Below),
    ("lss", Bound::Below),
    ("geq", Bound::AtLeast),
    ("leq", Bound::AtMost),
];

const NO_SEGMENT: &str =
    "the parts of an article here are hlead(…), headline(…), body(…), byline(…), publication(…), section(…)";

impl Dialect for Nexis {
    fn name(&self) -> &'static str {
        "Nexis"
    }

    fn token(&self, place: Place<'_>) -> Option<(Kind, usize)> {
        let run = place.run();
        let lower = run.to_ascii_lowercase();
        let behind = &place.rest()[run.len()..];
        if let Some(kind) = connector(&lower) {
            return Some((kind, run.len()));
        }
        match lower.as_str() {
            "and" | "but" | "not" => {
                let next = place.after(run.len());
                let second = next.run().to_ascii_lowercase();
                let two = next.at + second.len() - place.at;
                return match (lower.as_str(), second.as_str(), connector(&second)) {
                    ("and" | "but", "not", _) => Some((Kind::Not, two)),
                    ("not", _, Some(Kind::Near(Some(Proximity::Near(words))))) => {
                        Some((Kind::Near(Some(Proximity::NotNear(words))), two))
                    }
                    ("not", _, Some(Kind::Near(_) | Kind::NoConnector(_))) => {
                        Some((Kind::NoConnector("write not w/n with a number of words"), two))
                    }
                    ("and", ..) => Some((Kind::And, run.len())),
                    ("not", ..) => Some((Kind::Not, run.len())),
                    _ => None,
                };
            }
            "or" => return Some((Kind::Or, run.len())),
            "date" | "length" => {
                let (found, end) = conditions(place.after(run.len()), BOUNDS, false)?;
                let kind = match lower.as_str() {
                    "date" => Kind::Days(DateField::Published, found),
                    _ => Kind::Length(found),
                };
                return Some((kind, end - place.at));
            }
            _ => {}
        }
        // `length>1200` is one run.
        for name in ["date", "length"] {
            if lower.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', '<', '='])) {
                let at = Place { at: place.at + name.len(), ..place };
                let (found, end) = conditions(at, BOUNDS, false)?;
                let kind = if name == "date" {
                    Kind::Days(DateField::Published, found)
                } else {
                    Kind::Length(found)
                };
                return Some((kind, end - place.at));
            }
        }
        if behind.starts_with('(') && !run.is_empty() {
            return function(&lower).map(|kind| (kind, run.len()));
        }
        None
    }

    fn strength(&self, operator: Operator) -> u32 {
        match operator {
            Operator::Or => 10_000,
            Operator::Near(Proximity::Near(words) | Proximity::Before(words) | Proximity::NotNear(words)) => {
                5_000 - words.min(MAX_DISTANCE)
            }
            Operator::Near(Proximity::Sentence) => 3_000,
            Operator::Near(Proximity::Paragraph) => 2_900,
            Operator::Not | Operator::Minus => 2_500,
            Operator::And => 2_000,
            Operator::AndNot => 1_000,
            _ => TIGHTEST,
        }
    }

    fn beside(&self) -> Beside {
        Beside::Phrase(WordKind::Plain, None)
    }

    /// `!` is any ending, `*` and `?` one letter; a `*` at the end may also stand for none.
    fn pieces(&self, word: &str) -> Vec<Piece> {
        let stars = word.trim_end_matches('*').len();
        word.char_indices()
            .map(|(at, c)| match c {
                '!' => Piece::Any,
                '*' if at >= stars => Piece::UpTo(1),
                '*' | '?' => Piece::One,
                c => Piece::Letter(c),
            })
            .collect()
    }

    fn remark_field(&self, name: &str) -> Option<&'static str> {
        match name {
            "lead" => Some("lead: is the headline too here"),
            "person" | "company" | "organization" | "geographic" => {
                Some("Nexis looks into its index terms; here names found in the text are compared")
            }
            _ => None,
        }
    }

    fn remark(&self, piece: Piece) -> Option<&'static str> {
        matches!(piece, Piece::UpTo(_)).then_some(
            "* at the end of a word is one letter or none, as in Nexis; where Lexis takes it for any ending, write !",
        )
    }

    fn remark_order(
        &self,
        operator: Operator,
        left: Option<&NodeKind>,
        right: Option<&NodeKind>,
    ) -> Option<&'static str> {
        match (operator, left, right) {
            (Operator::AndNot, _, Some(NodeKind::And(_))) => {
                Some("AND NOT is read last, as in Nexis: it leaves out the articles with all that follows")
            }
            _ => None,
        }
    }
}

/// A connector in small letters, other than those of two words.
fn connector(run: &str) -> Option<Kind> {
    let kind = match run {
        "/s" | "w/s" | "w/sent" | "/sent" => Kind::Near(Some(Proximity::Sentence)),
        "/p" | "w/p" | "w/para" | "/para" => Kind::Near(Some(Proximity::Paragraph)),
        "w/seg" | "/seg" | "not/seg" => {
            Kind::NoConnector("put both words into the same part, as in headline(a and b)")
        }
        "w/" | "pre/" | "near/" | "onear/" => Kind::Near(None),
        _ => {
            return ["w/", "/", "near/"]
                .iter()
                .find_map(|prefix| proximity(run, prefix, Proximity::Near))
                .or_else(|| {
                    ["pre/", "onear/", "+"]
                        .iter()
                        .find_map(|prefix| proximity(run, prefix, Proximity::Before))
                })
                .or_else(|| proximity(run, "not/", Proximity::NotNear));
        }
    };
    Some(kind)
}

/// What stands right before a parenthesis, in small letters.
fn function(name: &str) -> Option<Kind> {
    let kind = match name {
        "hlead" | "lead" => Kind::Field(Section::text(Scope::Lead)),
        "headline" | "title" => Kind::Field(Section::text(Scope::Title)),
        "body" | "text" => Kind::Field(Section::text(Scope::Body)),
        "byline" | "author" => Kind::Field(Section::text(Scope::Byline)),
        "publication" | "pub" | "source" => Kind::Field(Section::Value(ValueField::Source)),
        "section" => Kind::Field(Section::Value(ValueField::Section)),
        "language" => Kind::Field(Section::Value(ValueField::Lang)),
        "person" => Kind::Field(Section::Value(ValueField::Person)),
        "company" | "organization" => Kind::Field(Section::Value(ValueField::Org)),
        "geographic" => Kind::Field(Section::Value(ValueField::Place)),
        "caps" => Kind::Case(Case::Capital),
        "allcaps" => Kind::Case(Case::AllCapital),
        "nocaps" => Kind::Case(Case::NoCapital),
        "singular" | "plural" => Kind::NoEqual("quote the word to find this form only"),
        "atleast" => Kind::AtLeast(None),
        name => match numbered(name, "atleast") {
            Some(number) => Kind::AtLeast(number.ok()),
            None if name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') => {
                Kind::NoEqual(NO_SEGMENT)
            }
            None => return None,
        },
    };
    Some(kind)
}
