//! A format written in markup: what the vocabularies of agencies and feeds have in common.

use std::collections::HashSet;
use std::io::{self, BufRead};

use dateline_article::{Locator, Origin};

use super::charset::decoded;
use super::cutter::{PREAMBLE_BYTES, Rule, cut};
use super::root::Root;
use super::tree::{Element, Nesting};
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawDate, RawRecord, Reject, RejectReason};

/// A vocabulary of markup.
pub struct Vocabulary {
    /// The name of the format.
    pub(super) name: &'static str,
    /// What the names of its files often end in.
    pub(super) extensions: &'static [&'static str],
    /// Whether a file with this first element is written in it.
    pub(super) fits: fn(&Root<'_>) -> bool,
    pub(super) rule: Rule,
    pub(super) nesting: Nesting,
    /// Why a record is no article, if it is none.
    pub(super) why_not: fn(&Element<'_>) -> Option<RejectReason>,
    /// Fills the fields of a record.
    pub(super) read: fn(&Entry<'_, '_>, &mut RawRecord),
}

/// One record, opened.
pub(super) struct Entry<'e, 't> {
    /// The element that is the record.
    pub element: &'e Element<'t>,
    /// What stands around it and before the first record of the file.
    pub around: &'e Element<'t>,
}

impl Format for Vocabulary {
    fn name(&self) -> &'static str {
        self.name
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        match Root::of(head) {
            Some(root) if (self.fits)(&root) => {
                if head.is_named(self.extensions) {
                    Fit::ContentAndName
                } else {
                    Fit::Content
                }
            }
            _ => Fit::No,
        }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        cut(input, self.rule, limits.line_bytes, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let locator =
            Locator { file: context.label.clone(), member: None, record: piece.record, byte: piece.byte };
        let mut record = RawRecord::new(locator);
        match self.fill(piece.content, context, &mut record) {
            Ok(()) => Ok(record),
            Err(reason) => Err(Reject { locator: record.locator, reason }),
        }
    }
}

impl Vocabulary {
    fn fill(
        &self,
        content: PieceContent,
        context: &FileContext,
        record: &mut RawRecord,
    ) -> Result<(), RejectReason> {
        let PieceContent::Bytes(bytes) = content else {
            return Err(RejectReason::Malformed {
                expected: "markup".to_owned(),
                found: "a row of a table".to_owned(),
            });
        };
        let decoded = decoded(&bytes, context.encoding);
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        let around = Element::read(&decoded.text, self.nesting)?;
        refuse_own_entities(&decoded.text)?;
        let mut found = Vec::new();
        let mut is_record = |element: &Element<'_>| self.rule.records.iter().any(|name| element.is(name));
        around.collect(&mut is_record, &mut found);
        let Some(&element) = found.first() else {
            return Err(RejectReason::NoText);
        };
        if let Some(reason) = (self.why_not)(element) {
            return Err(reason);
        }
        (self.read)(&Entry { element, around: &around }, record);
        drop_repeated_byline(record);
        Ok(())
    }
}

/// Refuses a document that declares entities of its own and uses one: what they stand for is never looked
/// up, be it a bomb or a letter.
fn refuse_own_entities(text: &str) -> Result<(), RejectReason> {
    const DECLARATION: &str = "<!ENTITY";
    // Declarations stand before the first record.
    let start = &text[..text.floor_char_boundary(PREAMBLE_BYTES as usize)];
    // Those that begin with `%` are for use in declarations only.
    let is_name = |name: &&str| name.starts_with(|letter: char| letter.is_alphabetic());
    let names = start.split(DECLARATION).skip(1).filter_map(|rest| rest.split_whitespace().next());
    let names: HashSet<&str> = names.filter(is_name).collect();
    if names.is_empty() {
        return Ok(());
    }
    for rest in text.split('&').skip(1) {
        let Some((name, _)) = rest.split_once(';').filter(|(name, _)| names.contains(name)) else {
            continue;
        };
        let entity = format!("&{name};");
        // Old feeds declare the letters of HTML, which mean what they always mean.
        if htmlize::unescape(entity.as_str()) == entity {
            return Err(no_article("text without entities of its own", format!("`{entity}`")));
        }
    }
    Ok(())
}

/// Removes the first paragraph when it only says who wrote the text, as the byline does.
fn drop_repeated_byline(record: &mut RawRecord) {
    if let (Some(byline), Some((first, rest))) = (&record.byline, record.body.split_once("\n\n"))
        && first.trim() == byline.trim()
    {
        record.body = rest.to_owned();
    }
}

/// For vocabularies in which every record is an article.
pub(super) fn never(_: &Element<'_>) -> Option<RejectReason> {
    None
}

/// A date that the source states.
pub(super) fn stated(text: impl Into<String>) -> RawDate {
    RawDate { text: text.into(), origin: Origin::Metadata }
}

/// Why a record of this kind is no article.
pub(super) fn no_article(expected: &str, found: impl Into<String>) -> RejectReason {
    RejectReason::Malformed { expected: expected.to_owned(), found: found.into() }
}
