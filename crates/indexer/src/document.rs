//! An article as the index takes it in.

use std::sync::Arc;

use dateline_article::{Article, Day, DaySpan, Lang, MentionKind, Precision};
use dateline_schema::{
    DATE_NONE, DayField, Fields, INTERVAL_MARK, UNDATED_CIVIL, ValueField, encode_record, name_forms,
    presence_mark,
};
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};

use crate::analysis::{Analyzer, Words};
use crate::copies::Sketch;
use crate::credits::Permit;
use crate::occurrences::Occurrences;
use crate::terms::SharedTerms;

/// What making a document takes besides the article.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    pub fields: &'a Fields,
    /// The day of the run.
    pub today: Day,
}

/// The fields of one article, ready for the index. As a document of tantivy it is its columns.
pub struct IndexDocument {
    fields: Fields,
    words: Words,
    values: Vec<(Field, Content)>,
    record: StoredRecord,
    sketch: Sketch,
    /// Some runs of the text.
    sample: Box<[u16]>,
    /// Given back when the segment has taken the article in.
    _permit: Option<Permit>,
}

/// What is stored of an article, until its segment is written.
pub(crate) struct StoredRecord {
    pub bytes: Vec<u8>,
    pub is_packed: bool,
    pub lang: Option<Lang>,
    /// By what the segment is sorted.
    pub civil: i64,
}

impl StoredRecord {
    pub fn memory_bytes(&self) -> usize {
        size_of::<StoredRecord>() + self.bytes.len()
    }
}

/// One value of a field.
#[derive(Debug)]
pub(crate) enum Content {
    Text(String),
    Unsigned(u64),
    Signed(i64),
}

impl IndexDocument {
    pub(crate) fn of_article(
        article: &mut Article,
        making: Making<'_>,
        analyzer: &mut Analyzer,
        permit: Option<Permit>,
    ) -> IndexDocument {
        let Making { fields, today } = making;
        let words = analyzer.words(article);
        let (sketch, sample) = analyzer.take_sketch(article.id.first_64_bits());
        let civil = article.dates.published.map_or(UNDATED_CIVIL, |date| date.civil_seconds());
        let (text_words, lead_words) = (words.text_words, words.lead_words);
        let mut document = IndexDocument {
            fields: *fields,
            words,
            values: Vec::with_capacity(32),
            record: StoredRecord { bytes: Vec::new(), is_packed: false, lang: article.lang, civil },
            sketch,
            sample,
            _permit: permit,
        };
        document.number(fields.words, u64::from(text_words));
        document.number(fields.lead_words, u64::from(lead_words));
        document.dates(article, fields);
        document.other_dates(article, fields, today);
        document.values(article, fields);
        document.presence(article, fields);
        document.identity(article, fields);
        // Last: it takes the article apart.
        document.record.bytes = encode_record(article).into_bytes();
        document
    }

    /// The values of one field.
    pub(crate) fn values_of(&self, field: Field) -> impl Iterator<Item = &Content> {
        self.values.iter().filter(move |(known, _)| *known == field).map(|(_, content)| content)
    }

    /// The file it was read from.
    pub(crate) fn file(&self) -> &str {
        let file = self.values_of(self.fields.file).next();
        if let Some(Content::Text(file)) = file { file } else { "" }
    }

    /// The table of its terms, its words field by field, and what is stored of it.
    pub(crate) fn into_parts(self) -> (Arc<SharedTerms>, [(Field, Occurrences); 4], StoredRecord) {
        let IndexDocument { fields, words, record, .. } = self;
        let words_of = [
            (fields.exact, words.exact),
            (fields.stem, words.stem),
            (fields.title, words.title),
            (fields.byline, words.byline),
        ];
        (words.terms, words_of, record)
    }

    /// By which copies of the article are found.
    pub(crate) fn sketch(&self) -> Sketch {
        self.sketch
    }

    /// A sample of the text's runs, ascending; given once.
    pub(crate) fn take_sample(&mut self) -> Box<[u16]> {
        std::mem::take(&mut self.sample)
    }

    fn dates(&mut self, article: &Article, fields: &Fields) {
        let (origin, confidence, precision) = match article.dates.published {
            None => (DATE_NONE, DATE_NONE, DATE_NONE),
            Some(date) => {
                if date.precision() != Precision::Day {
                    self.text(fields.mark, INTERVAL_MARK.to_owned());
                    let last = i64::from(date.span.last().epoch_days());
                    self.values.push((fields.day_last, Content::Signed(last)));
                }
                (date.origin.name(), date.confidence.name(), date.precision().name())
            }
        };
        self.values.push((fields.civil, Content::Signed(self.record.civil)));
        self.text(fields.date_origin, origin.to_owned());
        self.text(fields.date_confidence, confidence.to_owned());
        self.text(fields.date_precision, precision.to_owned());
    }

    fn other_dates(&mut self, article: &Article, fields: &Fields, today: Day) {
        let dates = &article.dates;
        let mut days = |field, span: Option<DaySpan>| {
            let Some(span) = span else { return };
            let (first, last) = fields.days(field);
            self.day(first, span.first());
            if !span.is_single_day() {
                self.day(last, span.last());
            }
        };
        days(DayField::Updated, dates.updated.map(|date| date.span));
        days(DayField::Crawled, dates.crawled.map(|date| date.span));
        days(DayField::Edition, dates.edition.map(|date| date.span));
        days(DayField::Indexed, Some(DaySpan::day(today)));
    }

    fn values(&mut self, article: &Article, fields: &Fields) {
        let one = [
            (ValueField::Source, article.source.clone()),
            (ValueField::Section, article.section.clone()),
            (ValueField::Lang, article.lang.map(|lang| lang.code().to_owned())),
            (ValueField::Page, article.page.clone()),
            (ValueField::Edition, article.edition.clone()),
            (ValueField::Genre, article.genre.clone()),
            (ValueField::Site, article.url.as_deref().and_then(site_of)),
            (ValueField::Format, Some(article.format.clone())),
        ];
        for (field, value) in one {
            if let Some(value) = value {
                self.text(fields.value(field), value);
            }
        }
        for tag in &article.tags {
            self.text(fields.tag, tag.clone());
        }
        for kind in MentionKind::ALL {
            // A column value counts articles, not mentions.
            for name in article.names(kind) {
                self.text(fields.value(ValueField::of_mention(kind)), name.to_owned());
            }
        }
        if let Some(recognition) = &article.recognition {
            self.text(fields.recogniser, recognition.by.clone());
            for name in &recognition.names {
                // Places that are none, in a record that was damaged, are nowhere.
                let written = name.at.iter().filter_map(|place| article.written_at(*place));
                for form in name_forms(name, written) {
                    self.text(fields.name_form, form);
                }
            }
        }
    }

    /// Marks for the parts that have no column of their own, so that `has:` and `missing:` are lookups.
    fn presence(&mut self, article: &Article, fields: &Fields) {
        let parts = [
            ("lead", !article.lead.is_empty()),
            ("body", !article.lead.is_empty() || !article.body.is_empty()),
            ("byline", article.byline.is_some()),
            ("url", article.url.is_some()),
        ];
        for (part, present) in parts {
            if present {
                self.text(fields.mark, presence_mark(part));
            }
        }
    }

    fn identity(&mut self, article: &Article, fields: &Fields) {
        self.text(fields.id, article.id.to_string());
        self.number(fields.id_order, article.id.first_64_bits());
        self.number(fields.content_hash, article.content_hash.as_u64());
        self.text(fields.file, article.locator.file.clone());
        if let Some(url) = &article.url {
            self.text(fields.url, url.clone());
        }
    }

    fn text(&mut self, field: Field, text: String) {
        self.values.push((field, Content::Text(text)));
    }

    fn day(&mut self, field: Field, day: Day) {
        self.values.push((field, Content::Signed(i64::from(day.epoch_days()))));
    }

    fn number(&mut self, field: Field, number: u64) {
        self.values.push((field, Content::Unsigned(number)));
    }
}

/// The host of an address, lower case, without user, port and `www.`.
fn site_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

impl Document for IndexDocument {
    type Value<'a> = ContentRef<'a>;
    type FieldsValuesIter<'a> = ContentIter<'a>;

    fn iter_fields_and_values(&self) -> ContentIter<'_> {
        ContentIter { values: self.values.iter() }
    }
}

/// A borrowed value of a document.
#[derive(Clone, Copy, Debug)]
pub struct ContentRef<'a>(&'a Content);

impl<'a> Value<'a> for ContentRef<'a> {
    type ArrayIter = std::iter::Empty<ContentRef<'a>>;
    type ObjectIter = std::iter::Empty<(&'a str, ContentRef<'a>)>;

    fn as_value(&self) -> ReferenceValue<'a, ContentRef<'a>> {
        ReferenceValue::Leaf(match self.0 {
            Content::Text(text) => ReferenceValueLeaf::Str(text),
            Content::Unsigned(number) => ReferenceValueLeaf::U64(*number),
            Content::Signed(number) => ReferenceValueLeaf::I64(*number),
        })
    }
}

/// The fields of a document and their values.
pub struct ContentIter<'a> {
    values: std::slice::Iter<'a, (Field, Content)>,
}

impl<'a> Iterator for ContentIter<'a> {
    type Item = (Field, ContentRef<'a>);

    fn next(&mut self) -> Option<(Field, ContentRef<'a>)> {
        self.values.next().map(|(field, content)| (*field, ContentRef(content)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expect: Option<&str>) {
        assert_eq!(site_of(url).as_deref(), expect);
    }

    #[test]
    fn a_site_is_the_host_without_www() {
        check("https://www.Example.org/a/b?c", Some("example.org"));
        check("http://user@news.example.co.uk:8080", Some("news.example.co.uk"));
        check("not an address", None);
    }
}
