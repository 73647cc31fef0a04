//! Every field of the index, named once.

use dateline_article::{Day, MentionKind};
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::words::fold;

/// The name of the field the index is sorted by.
pub const SORT_FIELD: &str = "civil";

/// The name of the field of whose words some are kept closer to each other than they stand: see
/// [`kept_position`](crate::kept_position).
pub const EXACT_FIELD: &str = "exact";

/// The name of the field that holds the article itself, before schema 4.
pub(crate) const RECORD_FIELD: &str = "record";

/// Stands in the `civil` column of articles without a date: one day before the calendar of
/// [`Day`] begins, so that they sort behind all others and match no range.
pub const UNDATED_CIVIL: i64 = (Day::FIRST.epoch_days() as i64 - 1) * 86_400;

/// The indexed mark of articles dated by an interval.
pub const INTERVAL_MARK: &str = "interval";

/// The indexed mark of articles that have the part of this name: `has-byline`, `has-url` …
pub fn presence_mark(part: &str) -> String {
    format!("has-{part}")
}

/// What `date_origin`, `date_confidence` and `date_precision` hold for articles without a date.
pub const DATE_NONE: &str = "none";

/// The analyzer of fields of words. It cuts nothing: the writer hands words over.
const WORD_TOKENIZER: &str = "words";
/// The analyzer of fields whose values are compared as they are written.
pub const RAW_TOKENIZER: &str = "raw";
/// The analyzer of fields whose values are compared as [`caseless`] makes them.
pub const CASELESS_TOKENIZER: &str = "caseless";

/// The handles of all fields.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Folded words with positions: lead and body from 0 on, then behind gaps the title and the
    /// captions. (The text comes first so that `first50()` is a range of positions and positions stay
    /// small.)
    pub exact: Field,
    /// Folded stems without positions, the title repeated: the field that ranks.
    pub stem: Field,
    /// Folded words of the headline.
    pub title: Field,
    /// Folded words of the author line.
    pub byline: Field,
    /// Seconds of the article's own wall clock since 1970-01-01. The index is sorted by it.
    pub civil: Field,
    /// The last day of an interval, in days since 1970-01-01; absent on articles of one day.
    pub day_last: Field,
    /// Rare properties, such as [`INTERVAL_MARK`].
    pub mark: Field,
    /// The other dates, first and last day, in the order of [`DayField::ALL`].
    pub(crate) days: [(Field, Field); 4],
    /// Where the date comes from.
    pub date_origin: Field,
    /// How far the date can be trusted.
    pub date_confidence: Field,
    /// How much of the calendar the date covers.
    pub date_precision: Field,
    /// Publication.
    pub source: Field,
    /// Section.
    pub section: Field,
    /// Language code.
    pub lang: Field,
    /// Printed page.
    pub page: Field,
    /// Edition.
    pub edition: Field,
    /// Kind of article.
    pub genre: Field,
    /// Host of the address, without `www.`.
    pub site: Field,
    /// Keywords of the publisher.
    pub tag: Field,
    /// The format it was read from.
    pub format: Field,
    /// Persons named.
    pub person: Field,
    /// Organisations named.
    pub org: Field,
    /// Places named.
    pub place: Field,
    /// Which recogniser found names in the text; absent when none has seen it.
    pub recogniser: Field,
    /// In which forms names are written, see [`crate::name_form`].
    pub name_form: Field,
    /// Words of the text.
    pub words: Field,
    /// Words of the lead: what stands before this position of `exact` is the lead.
    pub lead_words: Field,
    /// The id in its written form.
    pub id: Field,
    /// The first 64 bits of the id: breaks ties between articles of one second.
    pub id_order: Field,
    /// The address.
    pub url: Field,
    /// The fingerprint of the content.
    pub content_hash: Field,
    /// The file it was read from.
    pub file: Field,
    /// The article itself, before schema 4. Since then it is all that is stored of a document, and no field.
    pub record: Option<Field>,
}

/// A date beside that of publication: a column of first days and one of last days, both in days since
/// 1970-01-01. An article without that date is in neither; a single day is in the first only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayField {
    /// The last change.
    Updated,
    /// The visit of a crawler.
    Crawled,
    /// Printed on the edition.
    Edition,
    /// The run that brought the article into the archive.
    Indexed,
}

impl DayField {
    /// Every date, in order.
    pub const ALL: [DayField; 4] =
        [DayField::Updated, DayField::Crawled, DayField::Edition, DayField::Indexed];

    /// The names of the columns of first and of last days.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            DayField::Updated => ("updated", "updated_last"),
            DayField::Crawled => ("crawled", "crawled_last"),
            DayField::Edition => ("edition_date", "edition_date_last"),
            DayField::Indexed => ("indexed", "indexed_last"),
        }
    }
}

/// A field of whole values: indexed caseless, shown as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueField {
    /// Publication.
    Source,
    /// Section.
    Section,
    /// Language.
    Lang,
    /// Printed page.
    Page,
    /// Edition.
    Edition,
    /// Kind of article.
    Genre,
    /// Host of the address.
    Site,
    /// Keyword.
    Tag,
    /// Format.
    Format,
    /// Origin of the date.
    DateOrigin,
    /// Confidence of the date.
    DateConfidence,
    /// Precision of the date.
    DatePrecision,
    /// Person.
    Person,
    /// Organisation.
    Org,
    /// Place.
    Place,
    /// Which recogniser found names.
    Recogniser,
}

impl ValueField {
    /// The field that holds names of this kind.
    pub fn of_mention(kind: MentionKind) -> ValueField {
        match kind {
            MentionKind::Person => ValueField::Person,
            MentionKind::Org => ValueField::Org,
            MentionKind::Place => ValueField::Place,
        }
    }

    /// The name in the index.
    pub fn name(self) -> &'static str {
        match self {
            ValueField::Source => "source",
            ValueField::Section => "section",
            ValueField::Lang => "lang",
            ValueField::Page => "page",
            ValueField::Edition => "edition",
            ValueField::Genre => "genre",
            ValueField::Site => "site",
            ValueField::Tag => "tag",
            ValueField::Format => "format",
            ValueField::DateOrigin => "date_origin",
            ValueField::DateConfidence => "date_confidence",
            ValueField::DatePrecision => "date_precision",
            ValueField::Person => "person",
            ValueField::Org => "org",
            ValueField::Place => "place",
            ValueField::Recogniser => "recogniser",
        }
    }
}

impl Fields {
    /// The handle of a field of whole values.
    pub fn value(&self, field: ValueField) -> Field {
        match field {
            ValueField::Source => self.source,
            ValueField::Section => self.section,
            ValueField::Lang => self.lang,
            ValueField::Page => self.page,
            ValueField::Edition => self.edition,
            ValueField::Genre => self.genre,
            ValueField::Site => self.site,
            ValueField::Tag => self.tag,
            ValueField::Format => self.format,
            ValueField::DateOrigin => self.date_origin,
            ValueField::DateConfidence => self.date_confidence,
            ValueField::DatePrecision => self.date_precision,
            ValueField::Person => self.person,
            ValueField::Org => self.org,
            ValueField::Place => self.place,
            ValueField::Recogniser => self.recogniser,
        }
    }

    /// The handles of the columns of first and of last days.
    pub fn days(&self, field: DayField) -> (Field, Field) {
        self.days[field as usize]
    }

    /// Builds a version of the schema and the handles into it.
    pub(crate) fn build(version: u32) -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let positions = words_option(IndexRecordOption::WithFreqsAndPositions, false);
        let ranked = words_option(IndexRecordOption::WithFreqs, true);
        let value = value_option();
        let column = NumericOptions::default().set_fast();
        let fields = Fields {
            exact: schema.add_text_field(EXACT_FIELD, positions.clone()),
            stem: schema.add_text_field("stem", ranked),
            title: schema.add_text_field("title", positions.clone()),
            byline: schema.add_text_field("byline", positions),
            civil: schema.add_i64_field(SORT_FIELD, column.clone()),
            day_last: schema.add_i64_field("day_last", column.clone()),
            mark: schema.add_text_field("mark", STRING),
            days: DayField::ALL.map(DayField::names).map(|(first, last)| {
                let first = schema.add_i64_field(first, column.clone());
                (first, schema.add_i64_field(last, column.clone()))
            }),
            date_origin: schema.add_text_field("date_origin", value.clone()),
            date_confidence: schema.add_text_field("date_confidence", value.clone()),
            date_precision: schema.add_text_field("date_precision", value.clone()),
            source: schema.add_text_field("source", value.clone()),
            section: schema.add_text_field("section", value.clone()),
            lang: schema.add_text_field("lang", value.clone()),
            page: schema.add_text_field("page", value.clone()),
            edition: schema.add_text_field("edition", value.clone()),
            genre: schema.add_text_field("genre", value.clone()),
            site: schema.add_text_field("site", value.clone()),
            tag: schema.add_text_field("tag", value.clone()),
            format: schema.add_text_field("format", value.clone()),
            person: schema.add_text_field("person", value.clone()),
            org: schema.add_text_field("org", value.clone()),
            place: schema.add_text_field("place", value.clone()),
            recogniser: schema.add_text_field("recogniser", value),
            name_form: schema.add_text_field("name_form", STRING),
            words: schema.add_u64_field("words", column.clone()),
            lead_words: schema.add_u64_field("lead_words", column.clone()),
            id: schema.add_text_field("id", STRING),
            id_order: schema.add_u64_field("id_order", column),
            url: schema.add_text_field("url", STRING),
            content_hash: schema.add_u64_field("content_hash", INDEXED),
            file: schema.add_text_field("file", STRING),
            // Packed records are stored as they are.
            record: (version < 4).then(|| schema.add_text_field(RECORD_FIELD, STORED)),
        };
        (schema.build(), fields)
    }
}

fn words_option(record: IndexRecordOption, fieldnorms: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(WORD_TOKENIZER)
        .set_index_option(record)
        .set_fieldnorms(fieldnorms);
    TextOptions::default().set_indexing_options(indexing)
}

fn value_option() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(CASELESS_TOKENIZER)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing).set_fast(RAW_TOKENIZER)
}

/// The form under which whole values are compared.
pub fn caseless(value: &str) -> String {
    fold(value.trim())
}

/// The day of a `civil` value; `None` for [`UNDATED_CIVIL`].
pub fn day_of_civil(civil: i64) -> Option<Day> {
    i32::try_from(civil.div_euclid(86_400)).ok().and_then(Day::from_epoch_days)
}
