//! One article, normalised.

use serde::{Deserialize, Serialize};

use crate::{
    ArticleId, ContentHash, Lang, Locator, Mention, MentionKind, NamePlace, PubDate, Recognition, TextPart,
};

/// One article as the archive keeps it: clean text, a date with its evidence, and its place of origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Stable over rebuilds.
    pub id: ArticleId,
    /// The id that the source itself gives it, as written there: what judgements and other tools know it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native_id: Option<String>,
    /// The headline; never empty.
    pub title: String,
    /// The standfirst or first paragraph; not repeated in `body`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// The remaining paragraphs, with one blank line between them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Picture captions, searched like the text but kept apart from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<String>,
    /// Who wrote it, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// The publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The section or desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The printed page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// What kind of article it is, as the source says: `editorial`, `obituary` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// The language, when it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The canonical address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Keywords of the publisher.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Publication and other dates.
    #[serde(default)]
    pub dates: Dates,
    /// The people, organisations and places that the source says it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// The names recognised in its text; `None` when no recogniser has seen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognition: Option<Recognition>,
    /// How sure the character recognition was, in percent; `None` for texts that were never printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocr_confidence: Option<u8>,
    /// The format it was read from, such as `jsonl`.
    pub format: String,
    /// Where it came from.
    pub locator: Locator,
    /// Equal when nothing a reader sees differs.
    pub content_hash: ContentHash,
    /// What a reader should know about how it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Article {
    /// The text of a part.
    pub fn part(&self, part: TextPart) -> &str {
        match part {
            TextPart::Title => &self.title,
            TextPart::Lead => &self.lead,
            TextPart::Body => &self.body,
        }
    }

    /// The names of a kind, from its source and recognised, each once, sorted.
    pub fn names(&self, kind: MentionKind) -> Vec<&str> {
        let stated = self.mentions.iter().map(|mention| (mention.kind, mention.name.as_str()));
        let recognised = self.recognition.iter().flat_map(|found| &found.names);
        let recognised = recognised.map(|name| (name.kind, name.name.as_str()));
        let mut names: Vec<&str> =
            stated.chain(recognised).filter(|(of, _)| *of == kind).map(|(_, name)| name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What is written at a place; `None` when the text has no such place.
    pub fn written_at(&self, place: NamePlace) -> Option<&str> {
        self.part(place.part).get(place.start as usize..place.end as usize)
    }

    /// The paragraphs of the text: lead first, then the body.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.lead.as_str())
            .chain(self.body.split("\n\n"))
            .filter(|paragraph| !paragraph.is_empty())
    }

    /// Bytes of text that a reader sees.
    pub fn text_bytes(&self) -> usize {
        self.title.len()
            + self.lead.len()
            + self.body.len()
            + self.captions.iter().map(String::len).sum::<usize>()
    }
}

/// The dates of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// When it was published; `None` when the source does not say, or not credibly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PubDate>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<PubDate>,
    /// When a crawler fetched it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crawled: Option<PubDate>,
    /// The date printed on the edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<PubDate>,
}

/// A remark on how a record was read, kept with the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Note {
    /// A date was there but could not be read.
    UnreadableDate {
        /// The text of the source.
        text: String,
    },
    /// A date was there but cannot be true: after the day of reading or crawling, or before printing.
    ImplausibleDate {
        /// The text of the source.
        text: String,
    },
    /// A date reads as two different days; the article carries the span between them.
    AmbiguousDate {
        /// The text of the source.
        text: String,
    },
    /// The text was longer than the limit and was cut there.
    TextCut {
        /// Bytes left out.
        bytes: u64,
    },
    /// Some bytes are not text in the encoding of the file; they stand as `U+FFFD`.
    UndecodableBytes {
        /// The name of the encoding.
        encoding: String,
    },
    /// The source has withdrawn the article, or not released it yet.
    Status {
        /// In its words, such as `canceled` or `embargoed`.
        status: String,
    },
    /// The source gave no headline; the first sentence stands in for it.
    TitleFromText,
}

impl Note {
    /// A short name for the kind of remark.
    pub fn name(&self) -> &'static str {
        match self {
            Note::UnreadableDate { .. } => "unreadable-date",
            Note::ImplausibleDate { .. } => "implausible-date",
            Note::AmbiguousDate { .. } => "ambiguous-date",
            Note::TextCut { .. } => "text-cut",
            Note::UndecodableBytes { .. } => "undecodable-bytes",
            Note::Status { .. } => "status",
            Note::TitleFromText => "title-from-text",
        }
    }
}
