//! The formats. Each is one file; a format that is not listed in [`ALL`] does not exist.

mod blocks;
mod columns;
mod csv;
#[cfg(test)]
mod damage;
mod document;
mod excerpt;
mod gathered;
mod hash_marks;
mod html;
mod json;
mod jsonl;
mod labelled_lines;
mod lines;
mod mail;
mod markdown;
mod nodes;
mod ocr;
mod paragraphs;
mod parquet;
mod pdf;
mod press;
mod smart;
mod text;
pub(crate) mod web;
mod whole;
mod wire;
mod xml;

use std::io::{self, BufRead};
use std::ops::ControlFlow;

pub(crate) use markdown::states_date;
pub(crate) use ocr::{
    MOST_DESCRIPTION_BYTES, is_description, may_belong_to_issue, may_have_pages, named_in, pages_of,
};

pub use columns::{Columns, Field, FieldMap, FieldMapError};

use crate::{FileContext, Limits, Piece, RawRecord, Reject, RejectReason};

/// What a file looks like to a format, from its name and its first bytes.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The name of the file, without folders and without `.gz` or `.zst`.
    pub name: &'a str,
    /// The first bytes of the content, up to 64 KiB; UTF-16 is already turned into UTF-8.
    pub bytes: &'a [u8],
    /// Whether `bytes` is the whole file.
    pub complete: bool,
}

impl Head<'_> {
    /// Whether the name ends in one of these extensions, in any case.
    fn is_named(&self, extensions: &[&str]) -> bool {
        let extension = self.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    }
}

/// How surely a file is of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It cannot be.
    No,
    /// Nothing speaks against it: what plain text says of every text.
    Fallback,
    /// The content is of this shape.
    Content,
    /// The content is of this shape, and the name says so.
    ContentAndName,
}

/// A record that could not be cut out: its place and the reason.
#[derive(Debug)]
pub struct BrokenPiece {
    /// The number of the record in the file, from 1.
    pub record: u64,
    /// Where the record starts, in bytes of the decompressed file.
    pub byte: u64,
    /// Why it could not be cut out.
    pub reason: RejectReason,
}

/// Receives what a format finds, in the order of the file. Breaking ends the reading of the file.
pub type Sink<'a> = dyn FnMut(Result<Piece, BrokenPiece>) -> ControlFlow<()> + 'a;

/// One way of writing articles into a file.
pub trait Format: Sync {
    /// The name used on the command line and in the `format` field.
    fn name(&self) -> &'static str;

    /// Whether a file that begins like this is of this format.
    fn fit(&self, head: Head<'_>) -> Fit;

    /// What the columns or keys of a file that begins like this mean; empty for formats without any.
    fn columns(&self, _head: Head<'_>, _map: &FieldMap) -> Columns {
        Columns::default()
    }

    /// Whether the dates of a file are all written by one hand: then one of them proves for all whether the
    /// day or the month stands first.
    fn is_of_one_hand(&self) -> bool {
        true
    }

    /// Whether any text is an article in this format, so that what is none must be told by other signs.
    fn takes_any_text(&self) -> bool {
        false
    }

    /// Cuts a file into records, one after the other, with memory bounded by one record.
    ///
    /// A record that cannot be cut out is handed over as a [`BrokenPiece`], and reading goes on.
    fn split(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()>;

    /// Reads the fields of one piece. Pure: pieces of a file may be parsed in any order, on any thread.
    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject>;
}

/// Every format, the most particular first.
pub static ALL: &[&dyn Format] = &[
    &web::Warc,
    &web::Arc,
    &jsonl::JsonLines,
    &json::Json,
    &mail::Mbox,
    &mail::SavedPage,
    &mail::Mail,
    &smart::Smart,
    &labelled_lines::LabelledLines,
    &hash_marks::HashMarks,
    &parquet::Parquet,
    &document::Word,
    &document::OpenDocument,
    &document::Epub,
    &pdf::Pdf,
    &ocr::Mets,
    &ocr::Didl,
    &ocr::Alto,
    &press::Nexis,
    &press::NexisText,
    &press::Europresse,
    &press::Factiva,
    &wire::Iptc7901,
    &wire::Anpa,
    &xml::REUTERS,
    &xml::RCV1,
    &xml::NEWSML_G2,
    &xml::NEWSML,
    &xml::NITF,
    &xml::OLIVE,
    &xml::WORDPRESS,
    &xml::RSS,
    &xml::ATOM,
    &xml::TREC,
    &markdown::Markdown,
    &csv::Table,
    &html::Html,
    &xml::UnknownXml,
    &text::PlainText,
];

/// The names of all formats.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|format| format.name())
}

/// The format of this name.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    ALL.iter().copied().find(|format| format.name() == name)
}

/// The format that fits best; of equals, the first in [`ALL`].
pub fn detect(head: Head<'_>) -> Option<&'static dyn Format> {
    let mut best: Option<(Fit, &'static dyn Format)> = None;
    for &format in ALL {
        let fit = format.fit(head);
        if fit > best.map_or(Fit::No, |(fit, _)| fit) {
            best = Some((fit, format));
        }
    }
    best.map(|(_, format)| format)
}

/// The fields of a record, one a line, as far as they are filled; paragraphs end at ` // `.
#[cfg(test)]
fn shown(record: &RawRecord) -> Vec<String> {
    let mut found = Vec::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            found.push(format!("{name}: {}", value.replace("\n\n", " // ").replace('\n', "/")));
        }
    };
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    line("id", &text(&record.id));
    line("title", &text(&record.title));
    line("lead", &text(&record.lead));
    line("byline", &text(&record.byline));
    line("source", &text(&record.source));
    line("section", &text(&record.section));
    line("page", &text(&record.page));
    line("edition", &text(&record.edition));
    line("lang", &text(&record.lang));
    line("url", &text(&record.url));
    line("genre", &text(&record.genre));
    line("tags", &record.tags.join(" + "));
    for mention in &record.mentions {
        line(&mention.kind.to_string(), &mention.name);
    }
    for date in &record.published {
        line(date.origin.name(), &date.text);
    }
    line("updated", &record.updated.as_ref().map(|date| date.text.clone()).unwrap_or_default());
    line("captions", &record.captions.join(" // "));
    line("body", &record.body);
    found
}
