//! What an archive holds.

use std::collections::BTreeMap;

use dateline_article::Day;
use tantivy::columnar::StrColumn;

use super::error::SearchError;
use super::reader::Reader;

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Articles without a date.
    pub undated: u64,
    /// Articles dated by an interval, such as a month.
    pub imprecise: u64,
    /// Words of all texts.
    pub words: u64,
    /// The first and the last day that an article may have been published on.
    pub days: Option<(Day, Day)>,
    /// For each publication, by name: its articles by year. `None` stands for articles without one.
    pub sources: BTreeMap<Option<String>, Vec<YearCount>>,
    /// Articles by language code; `None` where it is not known.
    pub languages: BTreeMap<Option<String>, u64>,
    /// Articles by the format they were read from.
    pub formats: BTreeMap<Option<String>, u64>,
    /// Articles by where their date comes from.
    pub date_origins: BTreeMap<Option<String>, u64>,
    /// Articles by the recogniser that looked for names in them; `None` where none did.
    pub recognisers: BTreeMap<Option<String>, u64>,
}

/// Articles of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearCount {
    /// The year of the first day an article may have been published on; `None` for the undated.
    pub year: Option<i32>,
    /// Articles.
    pub articles: u64,
}

impl Reader {
    /// Counts what the archive holds.
    pub fn stats(&self) -> Result<Stats, SearchError> {
        let refuse = |error: tantivy::TantivyError| SearchError::engine(self.dir(), &error);
        let mut stats = Stats::default();
        let mut years: BTreeMap<Option<String>, BTreeMap<Option<i32>, u64>> = BTreeMap::new();
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let columns = &self.columns[number];
            let fast = segment.fast_fields();
            let mut by_source: BTreeMap<(Option<u64>, Option<i32>), u64> = BTreeMap::new();
            let source = fast.str("source").map_err(refuse)?;
            for doc in segment.doc_ids_alive() {
                stats.articles += 1;
                stats.words += columns.words(doc);
                let days = columns.days(doc);
                match days {
                    None => stats.undated += 1,
                    Some(days) => {
                        stats.imprecise += u64::from(!days.is_single_day());
                        let (first, last) = stats.days.unwrap_or((days.first(), days.last()));
                        stats.days = Some((first.min(days.first()), last.max(days.last())));
                    }
                }
                let ord = source.as_ref().and_then(|column| column.term_ords(doc).next());
                *by_source.entry((ord, days.map(|days| days.first().year()))).or_default() += 1;
            }
            for ((ord, year), articles) in by_source {
                let name = self.value_at(source.as_ref(), ord)?;
                *years.entry(name).or_default().entry(year).or_default() += articles;
            }
        }
        stats.sources = years
            .into_iter()
            .map(|(source, years)| {
                let counts = years.into_iter().map(|(year, articles)| YearCount { year, articles }).collect();
                (source, counts)
            })
            .collect();
        stats.languages = self.counts_of("lang")?;
        stats.formats = self.counts_of("format")?;
        stats.date_origins = self.counts_of("date_origin")?;
        stats.recognisers = self.recognisers()?;
        Ok(stats)
    }

    /// Articles by the recogniser that looked for names in them; `None` where none did.
    pub fn recognisers(&self) -> Result<BTreeMap<Option<String>, u64>, SearchError> {
        self.counts_of("recogniser")
    }

    /// Articles for each value of a column that holds at most one value an article.
    fn counts_of(&self, column: &str) -> Result<BTreeMap<Option<String>, u64>, SearchError> {
        let mut counts = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let values =
                segment.fast_fields().str(column).map_err(|error| SearchError::engine(self.dir(), &error))?;
            let mut by_ord: BTreeMap<Option<u64>, u64> = BTreeMap::new();
            for doc in segment.doc_ids_alive() {
                let ord = values.as_ref().and_then(|column| column.term_ords(doc).next());
                *by_ord.entry(ord).or_default() += 1;
            }
            for (ord, articles) in by_ord {
                let name = self.value_at(values.as_ref(), ord)?;
                *counts.entry(name).or_default() += articles;
            }
        }
        Ok(counts)
    }

    /// The value of a column at an ordinal.
    fn value_at(&self, column: Option<&StrColumn>, ord: Option<u64>) -> Result<Option<String>, SearchError> {
        let (Some(column), Some(ord)) = (column, ord) else { return Ok(None) };
        let mut value = String::new();
        column.ord_to_str(ord, &mut value).map_err(|error| self.refuse_io(&error))?;
        Ok(Some(value))
    }
}
