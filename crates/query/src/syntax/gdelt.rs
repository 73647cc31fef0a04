//! The DOC 2.0 API of GDELT.
//!
//! Words side by side are all wanted; `OR` stands in parentheses; a hyphen leaves out what follows. The parameters
//! of its address (`timespan=3d`, `&mode=artlist`) may stand in the query.
//! Source: <https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/>

use dateline_article::Day;

use super::dialect::{Bound, Condition, Dialect, Kind, Operator, Piece, Place, Section, TIGHTEST};
use super::lexer::{name_before, phrase};
use crate::field::{DateField, ValueField};
use crate::parse::keyword::numbered;
use crate::parse::scan::leading_digits;
use crate::parse::token::is_blank;

pub(super) struct Gdelt;

const NO_TONE: &str = "articles have no tone here; leave it out";
const NO_IMAGE: &str = "images are not searched here; leave it out";

impl Dialect for Gdelt {
    fn name(&self) -> &'static str {
        "GDELT"
    }

    fn token(&self, place: Place<'_>) -> Option<(Kind, usize)> {
        let rest = place.rest();
        let next = rest.chars().nth(1);
        if rest.starts_with('-') && place.opens() && next.is_some_and(|next| !is_blank(next) && next != ')') {
            return Some((Kind::Minus, 1));
        }
        let run = place.run();
        // Parameters of an address are joined by `&`.
        let run = run.char_indices().skip(1).find(|&(_, c)| c == '&').map_or(run, |(end, _)| &run[..end]);
        match run {
            "OR" => return Some((Kind::Or, 2)),
            "AND" => return Some((Kind::And, 3)),
            _ => {}
        }
        let skipped = usize::from(rest.starts_with(['&', '?']));
        let bare = run.get(skipped..).unwrap_or_default();
        let lower = bare.to_ascii_lowercase();
        if let Some(name) = name_before(&lower, '=') {
            let value = Place { at: place.at + skipped + name.len() + 1, ..place };
            return parameter(name, value, bare.len() - name.len() - 1)
                .map(|(kind, bytes)| (kind, skipped + bytes));
        }
        if let Some(name) = name_before(&lower, ':') {
            return field(
                name,
                Place { at: place.at + name.len() + 1, ..place },
                lower.len() - name.len() - 1,
            );
        }
        let name = lower.split(['<', '>']).next().unwrap_or_default();
        let is_bound = name.len() < lower.len();
        match name {
            "tone" | "toneabs" if is_bound => Some((Kind::NoEqual(NO_TONE), run.len())),
            name if is_bound && name.starts_with("image") => Some((Kind::NoEqual(NO_IMAGE), run.len())),
            _ => None,
        }
    }

    fn ends_word(&self, rest: &str) -> bool {
        rest.strip_prefix('&').is_some_and(|rest| {
            let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            name > 0 && rest[name..].starts_with('=')
        })
    }

    fn strength(&self, operator: Operator) -> u32 {
        match operator {
            Operator::And => 20,
            Operator::Or => 10,
            _ => TIGHTEST,
        }
    }

    /// GDELT has no wildcards.
    fn pieces(&self, word: &str) -> Vec<Piece> {
        word.chars().map(Piece::Letter).collect()
    }

    fn remark_field(&self, name: &str) -> Option<&'static str> {
        (name == "domainis").then_some("site: takes the subdomains in, which domainis: leaves out")
    }

    fn needs_group_around_or(&self) -> bool {
        true
    }

    /// `3d`, `2weeks` and `20200131235959`.
    fn date(&self, text: &str, _today: Day) -> Option<Result<String, String>> {
        let digits = leading_digits(text);
        let (number, unit) = text.split_at(digits);
        if unit.is_empty() && digits == 14 {
            return Some(Ok(number[..8].to_owned()));
        }
        let letter = match unit.to_ascii_lowercase().as_str() {
            "d" | "day" | "days" => "d",
            "w" | "week" | "weeks" => "w",
            "m" | "month" | "months" => "m",
            "y" | "year" | "years" => "y",
            "h" | "hour" | "hours" | "min" | "mins" | "minutes" => {
                return Some(Err("dates are whole days here; write timespan=1d for today".to_owned()));
            }
            _ => return None,
        };
        Some(Ok(format!("last-{number}{letter}")))
    }
}

/// `near5:"a b"`, `domainis:un.org`, with the place of the value.
fn field(name: &str, value: Place<'_>, run_bytes: usize) -> Option<(Kind, usize)> {
    let bytes = name.len() + 1;
    let in_quotes = value.rest().starts_with('"');
    if value.rest().chars().next().is_none_or(is_blank) {
        return None;
    }
    if let Some(words) = numbered(name, "near").filter(|_| in_quotes) {
        let (quoted, quoted_bytes) = phrase(value);
        return Some((Kind::Together(words.ok(), quoted), bytes + quoted_bytes));
    }
    if let Some(times) = numbered(name, "repeat").filter(|_| in_quotes) {
        let (quoted, quoted_bytes) = phrase(value);
        return Some((Kind::Repeated(times.ok(), quoted), bytes + quoted_bytes));
    }
    let kind = match name {
        "domain" | "domainis" => Kind::Field(Section::Value(ValueField::Site)),
        "sourcelang" => Kind::Field(Section::Value(ValueField::Lang)),
        "timespan" | "startdatetime" | "enddatetime" => {
            return parameter(name, value, run_bytes);
        }
        "sourcecountry" => {
            Kind::NoEqual("the countries of publications are not known here; name them by domain:")
        }
        "theme" => Kind::NoEqual("themes are not known here; write the words"),
        "tone" | "toneabs" => Kind::NoEqual(NO_TONE),
        name if name.starts_with("image") => Kind::NoEqual(NO_IMAGE),
        name => Kind::AtLeast(numbered(name, "repeat")?.ok()),
    };
    Some((kind, bytes))
}

/// `timespan=3d`, with the place of the value.
fn parameter(name: &str, value: Place<'_>, run_bytes: usize) -> Option<(Kind, usize)> {
    let bytes = name.len() + 1;
    let bound = match name {
        "timespan" => Bound::Is,
        "startdatetime" => Bound::AtLeast,
        "enddatetime" => Bound::AtMost,
        "query" => return Some((Kind::Aside("the query is what follows"), bytes)),
        "maxrecords" => return Some((Kind::Aside("use --limit"), bytes + run_bytes)),
        "sort" => return Some((Kind::Aside("use --sort"), bytes + run_bytes)),
        "mode" | "format" | "timelinesmooth" | "trans" | "datanorm" | "timezoom" => {
            return Some((Kind::Aside("it is about how GDELT shows the articles"), bytes + run_bytes));
        }
        _ => return None,
    };
    let condition = Condition { bound, value: value.span(run_bytes) };
    Some((Kind::Days(DateField::Published, [Some(condition), None]), bytes + run_bytes))
}
