//! The columns of exported tables.

use dateline_article::{Article, Day, MentionKind};
use serde_json::{Value, json};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    Text,
    Day,
    Number,
    Texts,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Id,
    /// The id that the source itself gives.
    OwnId,
    /// The day it was published on, where it is known.
    Day,
    /// The first day it may have been published on, and the last.
    Date,
    DateLast,
    Time,
    DatePrecision,
    DateOrigin,
    DateConfidence,
    Title,
    Lead,
    Body,
    /// Lead and body.
    Text,
    Captions,
    Source,
    Byline,
    Section,
    Page,
    Edition,
    Type,
    Lang,
    Url,
    Tags,
    Persons,
    Orgs,
    Places,
    Format,
    /// Where it was read from.
    File,
    Member,
    Record,
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Column; 30] = [
        Column::Id,
        Column::OwnId,
        Column::Day,
        Column::Date,
        Column::DateLast,
        Column::Time,
        Column::DatePrecision,
        Column::DateOrigin,
        Column::DateConfidence,
        Column::Title,
        Column::Lead,
        Column::Body,
        Column::Text,
        Column::Captions,
        Column::Source,
        Column::Byline,
        Column::Section,
        Column::Page,
        Column::Edition,
        Column::Type,
        Column::Lang,
        Column::Url,
        Column::Tags,
        Column::Persons,
        Column::Orgs,
        Column::Places,
        Column::Format,
        Column::File,
        Column::Member,
        Column::Record,
    ];

    /// Those of a table for which none were chosen.
    pub const USUAL: [Column; 17] = [
        Column::Id,
        Column::Date,
        Column::DateLast,
        Column::DateOrigin,
        Column::DateConfidence,
        Column::Source,
        Column::Section,
        Column::Byline,
        Column::Title,
        Column::Lang,
        Column::Type,
        Column::Url,
        Column::Tags,
        Column::Persons,
        Column::Orgs,
        Column::Places,
        Column::Text,
    ];

    /// Those of a table with types, for which none were chosen: the usual ones, and the day where it is known.
    pub const TYPED: [Column; 19] = [
        Column::Id,
        Column::Day,
        Column::Date,
        Column::DateLast,
        Column::DatePrecision,
        Column::DateOrigin,
        Column::DateConfidence,
        Column::Source,
        Column::Section,
        Column::Byline,
        Column::Title,
        Column::Lang,
        Column::Type,
        Column::Url,
        Column::Tags,
        Column::Persons,
        Column::Orgs,
        Column::Places,
        Column::Text,
    ];

    /// What it holds.
    pub fn column_type(self) -> ColumnType {
        match self {
            Column::Day | Column::Date | Column::DateLast => ColumnType::Day,
            Column::Record => ColumnType::Number,
            Column::Captions | Column::Tags | Column::Persons | Column::Orgs | Column::Places => {
                ColumnType::Texts
            }
            _ => ColumnType::Text,
        }
    }

    /// The day that an article has in it; `None` in a column of something else.
    pub fn day(self, article: &Article) -> Option<Day> {
        let span = article.dates.published.as_ref()?.span;
        match self {
            Column::Day => span.is_single_day().then(|| span.first()),
            Column::Date => Some(span.first()),
            Column::DateLast => Some(span.last()),
            _ => None,
        }
    }

    /// The name in the head of a table.
    pub fn name(self) -> &'static str {
        match self {
            Column::Id => "id",
            Column::OwnId => "own_id",
            Column::Day => "day",
            Column::Date => "date",
            Column::DateLast => "date_last",
            Column::Time => "time",
            Column::DatePrecision => "date_precision",
            Column::DateOrigin => "date_origin",
            Column::DateConfidence => "date_confidence",
            Column::Title => "title",
            Column::Lead => "lead",
            Column::Body => "body",
            Column::Text => "text",
            Column::Captions => "captions",
            Column::Source => "source",
            Column::Byline => "byline",
            Column::Section => "section",
            Column::Page => "page",
            Column::Edition => "edition",
            Column::Type => "type",
            Column::Lang => "lang",
            Column::Url => "url",
            Column::Tags => "tags",
            Column::Persons => "persons",
            Column::Orgs => "orgs",
            Column::Places => "places",
            Column::Format => "format",
            Column::File => "file",
            Column::Member => "member",
            Column::Record => "record",
        }
    }

    /// What an article has in it: a text, a number, a list of texts, or null.
    pub fn value(self, article: &Article) -> Value {
        let date = article.dates.published.as_ref();
        let text = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
        match self {
            Column::Id => json!(article.id),
            Column::OwnId => json!(article.native_id),
            Column::Day | Column::Date | Column::DateLast => {
                json!(self.day(article).map(|day| day.to_string()))
            }
            Column::Time => json!(date.and_then(|date| date.time).map(|time| time.to_string())),
            Column::DatePrecision => json!(date.map(dateline_article::PubDate::precision)),
            Column::DateOrigin => json!(date.map(|date| date.origin)),
            Column::DateConfidence => json!(date.map(|date| date.confidence)),
            Column::Title => json!(article.title),
            Column::Lead => text(&article.lead),
            Column::Body => text(&article.body),
            Column::Text => text(&article.paragraphs().collect::<Vec<_>>().join("\n\n")),
            Column::Captions => json!(article.captions),
            Column::Source => json!(article.source),
            Column::Byline => json!(article.byline),
            Column::Section => json!(article.section),
            Column::Page => json!(article.page),
            Column::Edition => json!(article.edition),
            Column::Type => json!(article.genre),
            Column::Lang => json!(article.lang.map(|lang| lang.to_string())),
            Column::Url => json!(article.url),
            Column::Tags => json!(article.tags),
            Column::Persons => json!(article.names(MentionKind::Person)),
            Column::Orgs => json!(article.names(MentionKind::Org)),
            Column::Places => json!(article.names(MentionKind::Place)),
            Column::Format => json!(article.format),
            Column::File => json!(article.locator.file),
            Column::Member => json!(article.locator.member),
            Column::Record => json!(article.locator.record),
        }
    }
}
