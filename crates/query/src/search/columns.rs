//! The columns of a segment that every search needs, opened once.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use dateline_article::{Day, DaySpan, Lang};
use dateline_schema::{EXACT_FIELD, UNDATED_CIVIL, day_of_civil};
use tantivy::columnar::{Cardinality, Column, StrColumn};
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::{DocId, SegmentReader};

use super::effort::Effort;

/// The columns of every segment, and where the days of a query begin in it: clauses that look at articles
/// one by one need not look at those before.
#[derive(Clone, Debug)]
pub(crate) struct Grounds {
    segments: Arc<HashMap<SegmentId, (Columns, DocId)>>,
    /// What the clauses of the query may do together.
    pub effort: Arc<Effort>,
}

impl Grounds {
    pub fn new(segments: impl Iterator<Item = (SegmentId, Columns, DocId)>, effort: Effort) -> Grounds {
        let segments = segments.map(|(id, columns, start)| (id, (columns, start))).collect();
        Grounds { segments: Arc::new(segments), effort: Arc::new(effort) }
    }

    /// The columns of a segment, and the first document that matters.
    pub fn of(&self, segment: &SegmentReader) -> tantivy::Result<(Columns, DocId)> {
        match self.segments.get(&segment.segment_id()) {
            Some(known) => Ok(known.clone()),
            None => Ok((Columns::open(segment)?, 0)),
        }
    }
}

/// Handles on the columns of one segment, and on the positions of its words.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    civil: Column<i64>,
    day_last: Column<i64>,
    id_order: Column<u64>,
    words: Column<u64>,
    lead_words: Column<u64>,
    lang: Option<StrColumn>,
    /// Opened when it is first asked for: most searches never do.
    positions: Arc<OnceLock<FileSlice>>,
    docs: DocId,
}

impl Columns {
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        Ok(Columns {
            civil: fast.i64("civil")?,
            day_last: fast.i64("day_last")?,
            id_order: fast.u64("id_order")?,
            words: fast.u64("words")?,
            lead_words: fast.u64("lead_words")?,
            lang: fast.str("lang")?,
            positions: Arc::default(),
            docs: segment.max_doc(),
        })
    }

    /// Seconds of the article's own clock, [`UNDATED_CIVIL`] without a date.
    pub fn civil(&self, doc: DocId) -> i64 {
        self.civil.first(doc).unwrap_or(UNDATED_CIVIL)
    }

    /// Reads [`Columns::civil`] of many documents.
    pub fn read_civil(&self, docs: &[DocId], read: &mut Vec<i64>) {
        read.resize(docs.len(), UNDATED_CIVIL);
        if self.civil.get_cardinality() == Cardinality::Full {
            self.civil.values.get_vals(docs, read);
        } else {
            read.iter_mut().zip(docs).for_each(|(civil, &doc)| *civil = self.civil(doc));
        }
    }

    /// Whether any article of the segment is dated by an interval.
    pub fn has_intervals(&self) -> bool {
        self.day_last.values.num_vals() > 0
    }

    /// The days the article may have been published on.
    pub fn days(&self, doc: DocId) -> Option<DaySpan> {
        let first = day_of_civil(self.civil(doc))?;
        let last = self.day_last.first(doc).and_then(|days| Day::from_epoch_days(i32::try_from(days).ok()?));
        DaySpan::new(first, last.unwrap_or(first))
    }

    /// Breaks ties between articles of one second.
    pub fn id_order(&self, doc: DocId) -> u64 {
        self.id_order.first(doc).unwrap_or_default()
    }

    /// Words of the text.
    pub fn words(&self, doc: DocId) -> u64 {
        self.words.first(doc).unwrap_or_default()
    }

    /// The position of `exact` at which the text ends.
    pub fn text_end(&self, doc: DocId) -> u32 {
        u32::try_from(self.words(doc)).unwrap_or(u32::MAX)
    }

    /// Words of the lead.
    pub fn lead_words(&self, doc: DocId) -> u64 {
        self.lead_words.first(doc).unwrap_or_default()
    }

    /// The number that the segment has for the article's language.
    pub fn lang(&self, doc: DocId) -> Option<u64> {
        self.lang.as_ref()?.ords().first(doc)
    }

    /// The numbers that the segment has for some languages, as far as it knows them.
    pub fn lang_numbers(&self, langs: &[Lang]) -> tantivy::Result<Vec<u64>> {
        let Some(column) = &self.lang else { return Ok(Vec::new()) };
        let mut numbers = Vec::new();
        for lang in langs {
            numbers.extend(column.dictionary().term_ord(lang.code())?);
        }
        Ok(numbers)
    }

    /// Where the positions of the field `exact` are kept, all its words behind each other.
    pub fn positions(&self, segment: &SegmentReader) -> tantivy::Result<&FileSlice> {
        if let Some(known) = self.positions.get() {
            return Ok(known);
        }
        let exact = segment.schema().get_field(EXACT_FIELD)?;
        let file = CompositeFile::open(&segment.open_read(SegmentComponent::Positions)?)?;
        Ok(self.positions.get_or_init(|| file.open_read(exact).unwrap_or_else(FileSlice::empty)))
    }

    /// Document numbers in the segment, deleted ones included.
    pub fn docs(&self) -> DocId {
        self.docs
    }

    /// The first document whose article is older than this second. The segment is sorted newest first,
    /// so that a range of days is a range of documents.
    pub fn first_older_than(&self, civil: i64) -> DocId {
        let (mut low, mut high) = (0, self.docs);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.civil(middle) < civil { high = middle } else { low = middle + 1 }
        }
        low
    }
}
