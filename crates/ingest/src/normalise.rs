//! From the fields of a record to an article.

use dateline_article::{Article, Day};

use crate::{FileContext, Limits, RawRecord, Reject};

/// What normalising depends on besides the record.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of reading: what claims to be published later is not believed.
    pub today: Day,
    /// What one record may cost.
    pub limits: Limits,
}

/// Turns the fields of a record into an article: clean text, dates with evidence, language, id.
pub fn normalise(
    _raw: RawRecord,
    _format: &str,
    _context: &FileContext,
    _settings: &Settings,
) -> Result<Article, Reject> {
    todo!()
}
