//! What the columns of tables and the keys of JSON records mean.

use thiserror::Error;

/// A field of an article that a column can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The source's own id.
    Id,
    /// Headline.
    Title,
    /// Standfirst.
    Lead,
    /// Text.
    Body,
    /// Picture caption.
    Caption,
    /// Author line.
    Byline,
    /// Publication.
    Source,
    /// Section.
    Section,
    /// Printed page.
    Page,
    /// Edition.
    Edition,
    /// Language.
    Lang,
    /// Address.
    Url,
    /// Keywords.
    Tags,
    /// Publication date.
    Published,
    /// Date of the last change.
    Updated,
    /// Date of the crawl.
    Crawled,
    /// Persons named.
    Persons,
    /// Organisations named.
    Orgs,
    /// Places named.
    Places,
}

/// The user's own assignments of columns to fields, from `--map field=column`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    _pairs: Vec<(Field, String)>,
}

/// An assignment that cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldMapError {
    /// No equals sign.
    #[error("--map: expected field=column, but found `{0}`")]
    NotAnAssignment(String),
    /// No field has this name.
    #[error("--map: expected one of {known}, but found `{found}`")]
    UnknownField {
        /// What stood there.
        found: String,
        /// The names of all fields.
        known: String,
    },
}

impl FieldMap {
    /// Reads assignments such as `title=Headline`.
    pub fn parse(_assignments: &[String]) -> Result<FieldMap, FieldMapError> {
        todo!()
    }
}

/// The columns of a file in their order, each with the field it fills, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Name and meaning of each column.
    pub meanings: Vec<(String, Option<Field>)>,
}
