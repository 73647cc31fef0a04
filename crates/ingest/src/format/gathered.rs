//! From claimed values to the fields of a record: what tables and JSON have in common.

use std::collections::HashSet;

use dateline_article::{Locator, Mention, MentionKind, Origin};

use super::columns::{Claim, Field};
use super::paragraphs;
use crate::{RawDate, RawRecord, Reject, RejectReason};

/// No article has more values, names or keywords; a few bytes each of a long line would fill the memory.
const MOST_VALUES: usize = 100_000;

/// Whether a value is one of a list, or may be a list written as one string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The whole value of a cell or key.
    Whole,
    /// An element of an array.
    Item,
}

/// The values of one record with the fields they claim.
#[derive(Default)]
pub(super) struct Gathered {
    values: Vec<Value>,
    /// There were more values than are kept.
    overfull: bool,
}

struct Value {
    claim: Claim,
    form: Form,
    text: String,
}

impl Gathered {
    /// Adds a value; a blank one counts as absent.
    pub fn add(&mut self, claim: Claim, form: Form, text: impl Into<String>) {
        let text = text.into();
        if text.trim().is_empty() {
            return;
        }
        if self.values.len() == MOST_VALUES {
            self.overfull = true;
        } else {
            self.values.push(Value { claim, form, text });
        }
    }

    /// Gives each field the values of its best claim.
    ///
    /// # Errors
    ///
    /// A record with more values than any article has is malformed.
    pub fn into_record(mut self, locator: Locator) -> Result<RawRecord, Reject> {
        let mut record = RawRecord::new(locator);
        record.id = self.joined(Field::Id, " ");
        record.title = self.joined(Field::Title, " ");
        record.lead = self.joined(Field::Lead, "\n\n");
        let body: Vec<String> =
            self.best(Field::Body).into_iter().map(|value| paragraphs::separated(&value.text)).collect();
        record.body = body.join("\n\n");
        record.captions = self.every(Field::Caption);
        record.byline = self.joined(Field::Byline, ", ");
        record.source = self.joined(Field::Source, ", ");
        record.section = self.joined(Field::Section, ", ");
        record.page = self.joined(Field::Page, ", ");
        record.edition = self.joined(Field::Edition, ", ");
        record.genre = self.joined(Field::Genre, ", ");
        record.lang = self.joined(Field::Lang, ", ");
        record.url = self.best(Field::Url).into_iter().next().map(|value| value.text);
        record.tags = self
            .best(Field::Tags)
            .into_iter()
            .flat_map(|value| listed(&value, &[';', '|', ',', '،', '、']))
            .take(MOST_VALUES + 1)
            .collect();
        record.published = self.every(Field::Published).into_iter().map(stated).collect();
        record.updated = self.best(Field::Updated).into_iter().next().map(|value| stated(value.text));
        record.crawled = self.best(Field::Crawled).into_iter().next().map(|value| stated(value.text));
        record.edition_date =
            self.best(Field::EditionDate).into_iter().next().map(|value| stated(value.text));
        record.ocr_confidence =
            self.best(Field::OcrConfidence).first().and_then(|value| percent(&value.text));
        for (field, kind) in [
            (Field::Persons, MentionKind::Person),
            (Field::Orgs, MentionKind::Org),
            (Field::Places, MentionKind::Place),
        ] {
            let mut seen = HashSet::new();
            let values = self.take(|claim| claim.field == field);
            // `Last, First` is one name: a comma does not separate names.
            let names = values.into_iter().flat_map(|value| listed(&value, &[';', '|']));
            let new_names = names.filter(|name| seen.insert(name.clone()));
            record.mentions.extend(new_names.take(MOST_VALUES + 1).map(|name| Mention { kind, name }));
        }
        let is_overfull = self.overfull || record.tags.len().max(record.mentions.len()) > MOST_VALUES;
        if is_overfull {
            return Err(Reject {
                locator: record.locator,
                reason: RejectReason::Malformed {
                    expected: format!("at most {MOST_VALUES} values in a record"),
                    found: "more".to_owned(),
                },
            });
        }
        Ok(record)
    }

    fn take(&mut self, wanted: impl Fn(Claim) -> bool) -> Vec<Value> {
        self.values.extract_if(.., |value| wanted(value.claim)).collect()
    }

    /// The values of the best claim to a field, in the order of the record.
    fn best(&mut self, field: Field) -> Vec<Value> {
        let claims = self.values.iter().map(|value| value.claim);
        let best = claims.filter(|claim| claim.field == field).min_by_key(|claim| claim.rank);
        best.map_or_else(Vec::new, |best| self.take(|claim| claim == best))
    }

    /// All values of a field, those of the best claim first.
    fn every(&mut self, field: Field) -> Vec<String> {
        let mut values = self.take(|claim| claim.field == field);
        values.sort_by_key(|value| value.claim.rank);
        values.into_iter().map(|value| value.text.trim().to_owned()).collect()
    }

    fn joined(&mut self, field: Field, between: &str) -> Option<String> {
        let parts: Vec<String> = self.best(field).into_iter().flat_map(|value| listed(&value, &[])).collect();
        (!parts.is_empty()).then(|| parts.join(between))
    }
}

fn stated(text: String) -> RawDate {
    RawDate { text, origin: Origin::Metadata }
}

/// A share as percent: `93`, `93.4 %` and `0.934` are the same. `None` for what is no share.
fn percent(text: &str) -> Option<u8> {
    let text = text.trim();
    let (number, is_percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, false),
    };
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let percent = if number <= 1.0 && !is_percent { number * 100.0 } else { number };
    (0.0..=100.0).contains(&percent).then(|| percent.round() as u8)
}

/// The items of a value: of a written-out list such as `['a', 'b']`, or what stands between separators.
fn listed(value: &Value, separators: &[char]) -> Vec<String> {
    let text = value.text.trim();
    if value.form == Form::Item {
        return vec![text.to_owned()];
    }
    if let Some(items) = list_literal(text) {
        return items;
    }
    // Only the first separator that occurs separates: `a, b; c` is `a, b` and `c`.
    let separator = separators.iter().find(|&&separator| text.contains(separator));
    let Some(&separator) = separator else {
        return vec![text.to_owned()];
    };
    text.split(separator)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .take(MOST_VALUES + 1)
        .map(str::to_owned)
        .collect()
}

/// Reads `['a', "b"]` as Python, JSON and numpy write lists of strings into cells of tables.
fn list_literal(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut rest = inner.trim_start_matches([',', ' ', '\n', '\t']);
    while let Some(first) = rest.chars().next()
        && items.len() <= MOST_VALUES
    {
        let mut item = String::new();
        if first == '\'' || first == '"' {
            let mut letters = rest[1..].char_indices();
            let mut end = None;
            while let Some((at, letter)) = letters.next() {
                if letter == first {
                    end = Some(at + 2);
                    break;
                }
                let escaped = if letter == '\\' { letters.next() } else { None };
                item.push(escaped.map_or(letter, |(_, letter)| letter));
            }
            rest = &rest[end?..];
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            item.push_str(rest[..end].trim());
            rest = &rest[end..];
        }
        if !item.trim().is_empty() && item != "None" {
            items.push(item.trim().to_owned());
        }
        rest = rest.trim_start_matches([',', ' ', '\n', '\t']);
    }
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_list(text: &str, expect: &[&str]) {
        let value = Value { claim: claim(Field::Tags, 0), form: Form::Whole, text: text.to_owned() };
        assert_eq!(listed(&value, &[';', '|', ',']), expect);
    }

    fn claim(field: Field, rank: u16) -> Claim {
        Claim { field, rank }
    }

    fn record(values: &[(Field, u16, &str)]) -> RawRecord {
        let mut gathered = Gathered::default();
        for (field, rank, text) in values {
            gathered.add(claim(*field, *rank), Form::Whole, *text);
        }
        gathered
            .into_record(Locator { file: "f".to_owned(), member: None, record: 1, byte: 0 })
            .expect("few values")
    }

    #[test]
    fn lists_are_read_in_the_ways_they_are_written() {
        check_list("a; b ;c", &["a", "b", "c"]);
        check_list("a, b|c, d", &["a, b", "c, d"]);
        check_list("a, b", &["a", "b"]);
        check_list(r#"['it\'s', "b, c"]"#, &["it's", "b, c"]);
        check_list("['a' 'b']", &["a", "b"]);
        check_list("[a, b]", &["a", "b"]);
        check_list("['a", &["['a"]);
        check_list("['a]", &["['a]"]);
        check_list("[]", &[]);
    }

    #[test]
    fn a_share_is_read_in_the_ways_it_is_written() {
        for (text, expect) in [
            ("93", Some(93)),
            (" 93,4 % ", Some(93)),
            ("0.934", Some(93)),
            ("1", Some(100)),
            ("1 %", Some(1)),
            ("0", Some(0)),
            ("101", None),
            ("-1", None),
            ("nan", None),
            ("high", None),
        ] {
            assert_eq!(percent(text), expect, "{text}");
        }
    }

    #[test]
    fn the_best_claim_that_is_not_blank_fills_a_field() {
        let found = record(&[(Field::Title, 4, "second"), (Field::Title, 0, "  ")]);
        assert_eq!(found.title.as_deref(), Some("second"));
        let found = record(&[(Field::Title, 4, "second"), (Field::Title, 0, "first")]);
        assert_eq!(found.title.as_deref(), Some("first"));
    }

    #[test]
    fn several_dates_stand_in_the_order_of_their_claims() {
        let found = record(&[(Field::Published, 9, "2017"), (Field::Published, 1, "2017-03-02")]);
        let texts: Vec<&str> = found.published.iter().map(|date| date.text.as_str()).collect();
        assert_eq!(texts, ["2017-03-02", "2017"]);
    }

    #[test]
    fn a_comma_does_not_separate_names_and_a_name_is_kept_once() {
        let found = record(&[(Field::Persons, 0, "Putin, Vladimir; May, Theresa; Putin, Vladimir")]);
        let names: Vec<&str> = found.mentions.iter().map(|mention| mention.name.as_str()).collect();
        assert_eq!(names, ["Putin, Vladimir", "May, Theresa"]);
    }

    #[test]
    fn more_values_than_any_article_has_are_refused() {
        let outcome = |names: usize| {
            let mut gathered = Gathered::default();
            gathered.add(claim(Field::Tags, 0), Form::Whole, "a;".repeat(names));
            let record = RawRecord::new(Locator { file: "f".to_owned(), member: None, record: 1, byte: 0 });
            gathered.into_record(record.locator).map_err(|reject| reject.reason.to_string())
        };
        assert!(outcome(MOST_VALUES).is_ok());
        let expect = "expected at most 100000 values in a record, but found more";
        assert_eq!(outcome(MOST_VALUES + 1).expect_err("too many"), expect);
    }

    #[test]
    fn a_python_list_of_authors_becomes_one_byline() {
        let found = record(&[(Field::Byline, 0, "['Ann Lee', 'Bo Day']")]);
        assert_eq!(found.byline.as_deref(), Some("Ann Lee, Bo Day"));
    }
}
