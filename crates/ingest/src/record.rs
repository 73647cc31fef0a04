//! What a format hands over: first a piece of the file, then the fields found in it.

use dateline_article::{Locator, Mention};

use crate::{FileContext, Reject, RejectReason};

/// One record's worth of a file, cut out but not yet understood.
#[derive(Debug)]
pub struct Piece {
    /// The number of the record in the file, from 1.
    pub record: u64,
    /// Where the record starts, in bytes of the decompressed file.
    pub byte: u64,
    /// The bytes.
    pub content: PieceContent,
}

/// The bytes of a [`Piece`].
#[derive(Debug)]
pub enum PieceContent {
    /// The record as it stands in the file.
    Bytes(Vec<u8>),
    /// One row of a table; [`FileContext::columns`](crate::FileContext) says what the cells mean.
    Row(csv::ByteRecord),
}

/// The fields of one record as its source states them: decoded to Unicode, otherwise untouched.
/// Paragraphs of `body` end at a blank line.
///
/// An empty string and an absent field mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawRecord {
    /// Where it stands.
    pub locator: Locator,
    /// The source's own id.
    pub id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Standfirst, when the source keeps it apart from the text.
    pub lead: Option<String>,
    /// The text.
    pub body: String,
    /// What `<` and `&` mean in all these texts.
    pub markup: Markup,
    /// Picture captions.
    pub captions: Vec<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Publication.
    pub source: Option<String>,
    /// Section or desk.
    pub section: Option<String>,
    /// Printed page.
    pub page: Option<String>,
    /// Edition.
    pub edition: Option<String>,
    /// Language, as a code or a name.
    pub lang: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// What kind of article it is, such as `editorial`, `letter` or `obituary`.
    pub genre: Option<String>,
    /// What the source says of the article's standing, such as `canceled` or `embargoed`; `None` for what is
    /// out and stands.
    pub status: Option<String>,
    /// Keywords.
    pub tags: Vec<String>,
    /// How sure the character recognition was, in percent; `None` for texts that were never printed.
    pub ocr_confidence: Option<u8>,
    /// Everything that may be the publication date, the most trustworthy first.
    pub published: Vec<RawDate>,
    /// The date of the last change.
    pub updated: Option<RawDate>,
    /// The date a crawler fetched it.
    pub crawled: Option<RawDate>,
    /// The date printed on the edition, when it is not the day of publication.
    pub edition_date: Option<RawDate>,
    /// Names that the source itself brings.
    pub mentions: Vec<Mention>,
    /// The encoding, when some bytes could not be decoded.
    pub undecodable_in: Option<String>,
}

impl RawRecord {
    /// A record without any field.
    pub fn new(locator: Locator) -> RawRecord {
        RawRecord {
            locator,
            id: None,
            title: None,
            lead: None,
            body: String::new(),
            markup: Markup::Html,
            captions: Vec::new(),
            byline: None,
            source: None,
            section: None,
            page: None,
            edition: None,
            lang: None,
            url: None,
            genre: None,
            status: None,
            tags: Vec::new(),
            ocr_confidence: None,
            published: Vec::new(),
            updated: None,
            crawled: None,
            edition_date: None,
            mentions: Vec::new(),
            undecodable_in: None,
        }
    }
}

/// What letters such as `<` and `&` mean in the texts of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Tags and entities, where they look like such: normalising removes the ones and resolves the others.
    Html,
    /// Themselves: the format has no HTML in its texts, and `<P>` is the ticker symbol of a company.
    None,
}

/// A date as the source writes it, with where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawDate {
    /// The text, such as `Fri Oct 20, 2006 6:15pm EDT`.
    pub text: String,
    /// Where it stood.
    pub origin: dateline_article::Origin,
}

impl Piece {
    /// Where the piece stands, in a file that is no container.
    pub(crate) fn locator(&self, context: &FileContext) -> Locator {
        Locator { file: context.label.clone(), member: None, record: self.record, byte: self.byte }
    }

    /// The place and the bytes of a piece of a format that has no tables.
    pub(crate) fn into_bytes(self, context: &FileContext) -> Result<(Locator, Vec<u8>), Reject> {
        let locator = self.locator(context);
        match self.content {
            PieceContent::Bytes(bytes) => Ok((locator, bytes)),
            PieceContent::Row(_) => {
                let (expected, found) = ("a text".to_owned(), "a row of a table".to_owned());
                Err(Reject { locator, reason: RejectReason::Malformed { expected, found } })
            }
        }
    }
}

impl PieceContent {
    /// About how many bytes of memory the piece holds.
    pub fn bytes(&self) -> usize {
        match self {
            PieceContent::Bytes(bytes) => bytes.len(),
            PieceContent::Row(row) => row.as_slice().len(),
        }
    }
}
