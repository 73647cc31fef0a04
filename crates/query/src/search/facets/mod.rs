//! How the matches of a query spread over publications, sections, names and other values.
//!
//! Counts are exact and complete: every value is counted by its number in the column of its segment
//! ([`column`]), and numbers become words only at the end ([`values`]). Values are told apart as filters
//! tell them, so that a row's count is what the query finds with that value beside it.

mod archive;
mod byline;
mod column;
mod values;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline_article::MentionKind;
use dateline_schema::ValueField as IndexedValue;

use self::byline::BylineCounter;
use self::column::ColumnCounter;
pub(crate) use self::values::Values;
use super::error::SearchError;
use super::matches::Matches;

/// What matches can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named like its field")]
pub enum FacetField {
    Source,
    Section,
    Lang,
    /// The author line as printed. It has no column: every match is read.
    Byline,
    Tag,
    Site,
    Type,
    DateOrigin,
    DatePrecision,
    DateConfidence,
    Person,
    Org,
    Place,
    Page,
    Edition,
    /// The format the article was read from.
    Format,
}

impl FacetField {
    /// Every field, in order.
    pub const ALL: [FacetField; 16] = [
        FacetField::Source,
        FacetField::Section,
        FacetField::Lang,
        FacetField::Byline,
        FacetField::Tag,
        FacetField::Site,
        FacetField::Type,
        FacetField::DateOrigin,
        FacetField::DatePrecision,
        FacetField::DateConfidence,
        FacetField::Person,
        FacetField::Org,
        FacetField::Place,
        FacetField::Page,
        FacetField::Edition,
        FacetField::Format,
    ];

    /// The name that people write.
    pub fn name(self) -> &'static str {
        match self {
            FacetField::Source => "source",
            FacetField::Section => "section",
            FacetField::Lang => "lang",
            FacetField::Byline => "byline",
            FacetField::Tag => "tag",
            FacetField::Site => "site",
            FacetField::Type => "type",
            FacetField::DateOrigin => "date-origin",
            FacetField::DatePrecision => "date-precision",
            FacetField::DateConfidence => "date-confidence",
            FacetField::Person => "person",
            FacetField::Org => "org",
            FacetField::Place => "place",
            FacetField::Page => "page",
            FacetField::Edition => "edition",
            FacetField::Format => "format",
        }
    }

    /// The field of names of a kind.
    pub fn of_names(kind: MentionKind) -> FacetField {
        match kind {
            MentionKind::Person => FacetField::Person,
            MentionKind::Org => FacetField::Org,
            MentionKind::Place => FacetField::Place,
        }
    }

    /// The column that holds it.
    pub(crate) fn column(self) -> Option<IndexedValue> {
        Some(match self {
            FacetField::Byline => return None,
            FacetField::Source => IndexedValue::Source,
            FacetField::Section => IndexedValue::Section,
            FacetField::Lang => IndexedValue::Lang,
            FacetField::Tag => IndexedValue::Tag,
            FacetField::Site => IndexedValue::Site,
            FacetField::Type => IndexedValue::Genre,
            FacetField::DateOrigin => IndexedValue::DateOrigin,
            FacetField::DatePrecision => IndexedValue::DatePrecision,
            FacetField::DateConfidence => IndexedValue::DateConfidence,
            FacetField::Person => IndexedValue::Person,
            FacetField::Org => IndexedValue::Org,
            FacetField::Place => IndexedValue::Place,
            FacetField::Page => IndexedValue::Page,
            FacetField::Edition => IndexedValue::Edition,
            FacetField::Format => IndexedValue::Format,
        })
    }
}

/// How the matches spread over the values of some fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// How many articles match.
    pub total: u64,
    /// How many articles the archive holds.
    pub archive: u64,
    /// One for each field asked for, in that order.
    pub facets: Vec<Facet>,
}

/// How the matches spread over the values of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The field.
    pub field: FacetField,
    /// The commonest values, as many as were asked for; of equals, the alphabet's first.
    pub rows: Vec<FacetRow>,
    /// How many different values the matches have.
    pub values: u64,
    /// The articles that have no value.
    pub without: FacetCount,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    /// As most of the matches write it.
    pub value: String,
    /// The articles that have it.
    pub count: FacetCount,
}

/// A number of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// Among the matches.
    pub articles: u64,
    /// In the whole archive, where that is known without reading it: not for single author lines, and not for
    /// articles without a name when the user says of some that they are none.
    pub archive: Option<u64>,
}

impl Matches<'_> {
    /// Counts the matches by the values of some fields; `limit` bounds the rows of each, not what is counted.
    pub fn facets(&self, fields: &[FacetField], limit: Option<usize>) -> Result<Facets, SearchError> {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(fields.len());
        let next = AtomicUsize::new(0);
        // Each thread takes the next field that is left, as some cost ten times as much as others.
        let count = || -> Result<Vec<(usize, u64, Facet)>, SearchError> {
            let mut counted = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(&field) = fields.get(number) else { return Ok(counted) };
                let (total, facet) = self.counted_by_field(field, limit)?;
                counted.push((number, total, facet));
            }
        };
        let mut counted = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(count)).collect();
            let mut counted = count()?;
            for other in others {
                counted.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            Ok::<_, SearchError>(counted)
        })?;
        counted.sort_by_key(|&(number, ..)| number);
        let total = match counted.first() {
            Some(&(_, total, _)) => total,
            None => self.total()?,
        };
        let facets = counted.into_iter().map(|(.., facet)| facet).collect();
        Ok(Facets { total, archive: self.reader.articles(), facets })
    }

    /// How many articles match, and how they spread over the values of a field.
    fn counted_by_field(&self, field: FacetField, limit: Option<usize>) -> Result<(u64, Facet), SearchError> {
        let mut counter = Counter::new(field);
        let mut total = 0;
        let mut block = Vec::new();
        for number in 0..self.reader.columns.len() {
            counter.open(self, number)?;
            let mut cursor = self.in_segment(number)?;
            while cursor.fill(&mut block)? {
                total += block.len() as u64;
                counter.add(self, number, &block)?;
            }
            counter.close(self, number)?;
        }
        Ok((total, self.facet(counter, total, limit)?))
    }

    fn facet(&self, counter: Counter, total: u64, limit: Option<usize>) -> Result<Facet, SearchError> {
        let field = counter.field();
        let (values, with_value) = counter.finish();
        let (values, counted) = values.into_commonest(limit);
        let archive = match field.column() {
            Some(column) => {
                let folded: Vec<&str> = counted.iter().map(|value| value.folded.as_str()).collect();
                let living = self.reader.living_with_each(column, &folded)?;
                living.into_iter().map(Some).collect()
            }
            None => vec![None; counted.len()],
        };
        let rows = counted.into_iter().zip(archive).map(|(value, archive)| FacetRow {
            value: value.shown,
            count: FacetCount { articles: value.articles, archive },
        });
        let rows = rows.collect();
        let archive = self.reader.living_without(field)?;
        Ok(Facet { field, rows, values, without: FacetCount { articles: total - with_value, archive } })
    }
}

/// Counts the values of one field.
enum Counter {
    Column(ColumnCounter),
    Byline(BylineCounter),
}

impl Counter {
    fn new(field: FacetField) -> Counter {
        match field.column() {
            Some(column) => Counter::Column(ColumnCounter::new(field, column)),
            None => Counter::Byline(BylineCounter::default()),
        }
    }

    fn field(&self) -> FacetField {
        match self {
            Counter::Column(counter) => counter.field,
            Counter::Byline(_) => FacetField::Byline,
        }
    }

    fn open(&mut self, matches: &Matches<'_>, segment: usize) -> Result<(), SearchError> {
        match self {
            Counter::Column(counter) => counter.open(matches.reader, segment),
            Counter::Byline(_) => Ok(()),
        }
    }

    fn add(
        &mut self,
        matches: &Matches<'_>,
        segment: usize,
        docs: &[tantivy::DocId],
    ) -> Result<(), SearchError> {
        match self {
            Counter::Column(counter) => {
                counter.add(docs);
                Ok(())
            }
            Counter::Byline(counter) => counter.add(matches.reader, segment, docs),
        }
    }

    fn close(&mut self, matches: &Matches<'_>, segment: usize) -> Result<(), SearchError> {
        match self {
            Counter::Column(counter) => counter.close(matches, segment),
            Counter::Byline(_) => Ok(()),
        }
    }

    /// The values, and how many articles have one.
    fn finish(self) -> (Values, u64) {
        match self {
            Counter::Column(counter) => counter.finish(),
            Counter::Byline(counter) => counter.finish(),
        }
    }
}

#[cfg(test)]
mod tests;
