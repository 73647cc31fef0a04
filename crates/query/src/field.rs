//! The fields a query can name, with all their spellings.

use crate::ast::Scope;

/// What stands before the `:` of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// A part of the text, searched by words.
    Text(Scope),
    /// A whole value, compared caselessly.
    Value(ValueField),
    /// A number.
    Number(NumberField),
    /// One of the dates of an article, and how the value bounds it.
    Date(DateField, DateBound),
    /// A part of the publication date that recurs.
    Calendar(CalendarField),
    /// Where the publication date was found: `date.from:`.
    DateOrigin,
    /// How much of the calendar the publication date covers: `date.precision:`.
    DatePrecision,
    /// Whether an article has something at all.
    Presence(Presence),
    /// Other articles, by name of one.
    Article(ArticleKey),
}

/// Fields that hold whole values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named like its field")]
pub enum ValueField {
    Source,
    Section,
    /// The host of the article's address; `bbc.co.uk` includes `news.bbc.co.uk`.
    Site,
    Lang,
    Type,
    Tag,
    Page,
    Edition,
    Person,
    Org,
    Place,
    /// A name of any of the three kinds.
    Entity,
}

impl ValueField {
    /// Whether the values are names found in the text, which have places there.
    pub fn is_entity(self) -> bool {
        matches!(self, ValueField::Person | ValueField::Org | ValueField::Place | ValueField::Entity)
    }
}

/// Fields that hold a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberField {
    /// The words of the body.
    Words,
    /// The copies of the article in the archive.
    Dups,
}

/// The dates of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateField {
    /// When it was published: the primary date.
    Published,
    /// When it was last changed.
    Updated,
    /// When it was fetched.
    Crawled,
    /// When it was added to the index.
    Indexed,
    /// The day of the issue it was printed in.
    Edition,
}

/// How a date clause turns its value into a range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateBound {
    /// The days of the value; a vague date matches when it overlaps them.
    Overlapping,
    /// The days of the value; a vague date must lie inside them.
    Inside,
    /// From the first day of the value on: `from:`, `after:`.
    From,
    /// Up to the last day of the value: `to:`.
    To,
    /// Up to the day before the value: `before:`.
    Before,
}

/// Parts of the calendar that come back every year or week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarField {
    /// A day of a month: `on:04-13`.
    Day,
    /// A month: `month:12`.
    Month,
    /// A day of the week: `weekday:sun`.
    Weekday,
}

/// Whether something must be there or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `has:`
    Has,
    /// `missing:`
    Missing,
}

/// Ways to name one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArticleKey {
    /// The article with this id.
    Id,
    /// The article at this address.
    Url,
    /// The copies of an article.
    Cluster,
    /// Articles similar to one.
    Like,
}

/// Every spelling of every field; the first one of a field is its name.
const SPELLINGS: &[(&str, Field)] = &[
    ("title", Field::Text(Scope::Title)),
    ("headline", Field::Text(Scope::Title)),
    ("lead", Field::Text(Scope::Lead)),
    ("hlead", Field::Text(Scope::Lead)),
    ("body", Field::Text(Scope::Body)),
    ("byline", Field::Text(Scope::Byline)),
    ("author", Field::Text(Scope::Byline)),
    ("source", Field::Value(ValueField::Source)),
    ("pub", Field::Value(ValueField::Source)),
    ("section", Field::Value(ValueField::Section)),
    ("site", Field::Value(ValueField::Site)),
    ("domain", Field::Value(ValueField::Site)),
    ("lang", Field::Value(ValueField::Lang)),
    ("type", Field::Value(ValueField::Type)),
    ("tag", Field::Value(ValueField::Tag)),
    ("page", Field::Value(ValueField::Page)),
    ("edition", Field::Value(ValueField::Edition)),
    ("person", Field::Value(ValueField::Person)),
    ("org", Field::Value(ValueField::Org)),
    ("place", Field::Value(ValueField::Place)),
    ("entity", Field::Value(ValueField::Entity)),
    ("words", Field::Number(NumberField::Words)),
    ("dups", Field::Number(NumberField::Dups)),
    ("date", Field::Date(DateField::Published, DateBound::Overlapping)),
    ("from", Field::Date(DateField::Published, DateBound::From)),
    ("after", Field::Date(DateField::Published, DateBound::From)),
    ("to", Field::Date(DateField::Published, DateBound::To)),
    ("before", Field::Date(DateField::Published, DateBound::Before)),
    ("date.certain", Field::Date(DateField::Published, DateBound::Inside)),
    ("updated", Field::Date(DateField::Updated, DateBound::Overlapping)),
    ("crawled", Field::Date(DateField::Crawled, DateBound::Overlapping)),
    ("indexed", Field::Date(DateField::Indexed, DateBound::Overlapping)),
    ("edition-date", Field::Date(DateField::Edition, DateBound::Overlapping)),
    ("on", Field::Calendar(CalendarField::Day)),
    ("month", Field::Calendar(CalendarField::Month)),
    ("weekday", Field::Calendar(CalendarField::Weekday)),
    ("date.from", Field::DateOrigin),
    ("date.precision", Field::DatePrecision),
    ("has", Field::Presence(Presence::Has)),
    ("missing", Field::Presence(Presence::Missing)),
    ("id", Field::Article(ArticleKey::Id)),
    ("url", Field::Article(ArticleKey::Url)),
    ("cluster", Field::Article(ArticleKey::Cluster)),
    ("like", Field::Article(ArticleKey::Like)),
];

/// Names that other archives use, with ours. They are suggested, never accepted.
const ELSEWHERE: &[(&str, &str)] = &[
    ("_exists_", "has"),
    ("by", "byline"),
    ("category", "section"),
    ("domainis", "site"),
    ("from-date", "from"),
    ("hd", "title"),
    ("hlp", "lead"),
    ("language", "lang"),
    ("length", "words"),
    ("newspaper", "source"),
    ("organisation", "org"),
    ("organization", "org"),
    ("publication", "source"),
    ("since", "from"),
    ("sn", "source"),
    ("sourcelang", "lang"),
    ("to-date", "to"),
    ("until", "to"),
    ("wc", "words"),
];

impl Field {
    /// The field of this name or other spelling, caselessly.
    pub fn named(name: &str) -> Option<Field> {
        let found = SPELLINGS.iter().find(|(spelling, _)| spelling.eq_ignore_ascii_case(name));
        found.map(|&(_, field)| field)
    }

    /// The first of its spellings.
    pub fn name(self) -> &'static str {
        let found = SPELLINGS.iter().find(|&&(_, field)| field == self);
        // Only the whole text has no spelling, and it is never named.
        found.map_or("", |&(spelling, _)| spelling)
    }

    /// The spelling that a mistyped or foreign name was probably meant to be.
    pub fn nearest(name: &str) -> Option<&'static str> {
        let name = name.to_lowercase();
        if let Some(&(_, ours)) = ELSEWHERE.iter().find(|(theirs, _)| *theirs == name) {
            return Some(ours);
        }
        nearest(&name, SPELLINGS.iter().map(|&(spelling, _)| spelling))
    }

    /// Whether other search programs use this name for a field of theirs.
    pub(crate) fn is_known_elsewhere(name: &str) -> bool {
        ELSEWHERE.iter().any(|(theirs, _)| theirs.eq_ignore_ascii_case(name))
    }

    /// Whether other search programs look for a word as written, without its other forms, in a field of this name.
    pub(crate) fn means_exact(name: &str) -> bool {
        ["text", "exact"].iter().any(|theirs| theirs.eq_ignore_ascii_case(name))
    }

    /// The field that `has:` and `missing:` can ask for under this name.
    pub(crate) fn of_presence(name: &str) -> Option<Field> {
        Field::named(name).filter(|&field| Field::can_be_missing(field))
    }

    /// The nearest name that `has:` and `missing:` take.
    pub(crate) fn nearest_of_presence(name: &str) -> Option<&'static str> {
        let names = SPELLINGS.iter().filter(|&&(_, field)| Field::can_be_missing(field));
        nearest(&name.to_lowercase(), names.map(|&(spelling, _)| spelling))
    }

    fn can_be_missing(field: Field) -> bool {
        match field {
            Field::Text(_) | Field::Value(_) | Field::Number(_) => true,
            Field::Date(_, bound) => bound == DateBound::Overlapping,
            Field::Article(key) => matches!(key, ArticleKey::Id | ArticleKey::Url | ArticleKey::Cluster),
            _ => false,
        }
    }
}

/// The name with the fewest letter edits, if that is few enough to be a slip of the hand.
pub(crate) fn nearest(name: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // The length of a name is bounded first: comparing is quadratic in it.
    let letters = name.chars().count();
    if letters > 20 {
        return None;
    }
    let allowed = if letters < 4 { 1 } else { 2 };
    names
        .map(|candidate| (edits(name, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= allowed && distance < candidate.len())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, in letters.
pub(crate) fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, &r) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(l != r);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expect: Option<&str>) {
        assert_eq!(Field::nearest(typed), expect, "nearest to {typed}");
    }

    #[test]
    fn a_slip_of_the_hand_finds_the_name() {
        check("autor", Some("author"));
        check("sorce", Some("source"));
        check("titel", Some("title"));
        check("dates", Some("date"));
    }

    #[test]
    fn a_name_of_another_archive_finds_ours() {
        check("hlp", Some("lead"));
        check("from-date", Some("from"));
        check("_exists_", Some("has"));
    }

    #[test]
    fn nothing_like_a_field_finds_nothing() {
        check("std", None);
        check("Goethe", None);
        check(&"x".repeat(4000), None);
    }

    #[test]
    fn every_alias_is_the_field_it_stands_for() {
        for (alias, name) in [
            ("headline", "title"),
            ("hlead", "lead"),
            ("author", "byline"),
            ("pub", "source"),
            ("domain", "site"),
            ("AFTER", "from"),
        ] {
            assert_eq!(Field::named(alias).map(Field::name), Some(name), "{alias}");
        }
    }
}
