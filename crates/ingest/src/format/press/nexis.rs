//! LexisNexis: downloads as HTML and as text.
//!
//! An article is a row of blocks: `2 of 10 DOCUMENTS`, the publication, the date with the edition, the
//! headline, then blocks with labels (`BYLINE:`, `SECTION:`, `LENGTH:`), the text, and more labels.

use std::io::{self, BufRead};

use dateline_article::Origin;

use super::super::blocks::{self, Mark};
use super::{holds, line_of};
use crate::decode::decode;
use crate::format::{Fit, Format, Head, Sink, paragraphs};
use crate::{FileContext, Limits, Piece, RawDate, RawRecord, Reject, date};

/// A download of LexisNexis as HTML.
pub struct Nexis;

/// A download of LexisNexis as text.
pub struct NexisText;

impl Format for Nexis {
    fn name(&self) -> &'static str {
        "nexis-html"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let is_nexis = holds(head.bytes, "<DOCFULL>") && holds(head.bytes, "<DOC NUMBER=");
        if is_nexis { Fit::Content } else { Fit::No }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        // What stands above the first article and below each is the page around them.
        let mut is_inside = false;
        let mark = |line: &[u8], _: &[u8]| {
            if line.starts_with(b"<DOC NUMBER=") {
                is_inside = true;
                Mark::Begins
            } else if !is_inside || line.starts_with(b"</DOCFULL>") {
                is_inside = false;
                Mark::Ends
            } else {
                Mark::Inside
            }
        };
        blocks::split(input, limits, "`<DOC NUMBER=`", mark, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        // Each block is a `<DIV>`; its paragraphs are `<P>`.
        let html = decoded.text.split_once("-->").map_or(decoded.text.as_ref(), |(_, html)| html);
        let blocks = html.split("<DIV").skip(1).map(|block| {
            let block = block.split_once('>').map_or("", |(_, block)| block);
            let block = block.split("</DIV>").next().unwrap_or_default();
            let paragraphs = block.split("<P").map(|part| part.split_once('>').map_or("", |(_, part)| part));
            paragraphs.map(line_of).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
        });
        read(blocks.filter(|block| !block.is_empty()), context, &mut record);
        Ok(record)
    }
}

impl Format for NexisText {
    fn name(&self) -> &'static str {
        "nexis-text"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let first =
            head.bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).find(|line| !line.is_empty());
        if first.is_some_and(is_count) { Fit::Content } else { Fit::No }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mark =
            |line: &[u8], _: &[u8]| if is_count(line.trim_ascii()) { Mark::Begins } else { Mark::Inside };
        blocks::split(input, limits, "a line such as `1 of 10 DOCUMENTS`", mark, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        let mut blocks: Vec<String> = Vec::new();
        let mut block: Vec<&str> = Vec::new();
        for line in paragraphs::lines(&decoded.text).chain([""]) {
            if line.trim().is_empty() {
                if !block.is_empty() {
                    blocks.push(block.drain(..).map(str::trim).collect::<Vec<_>>().join(" "));
                }
            } else {
                block.push(line);
            }
        }
        read(blocks.into_iter(), context, &mut record);
        Ok(record)
    }
}

/// Whether a line is `2 of 10 DOCUMENTS`.
fn is_count(line: &[u8]) -> bool {
    let Some(numbers) = line.strip_suffix(b"DOCUMENTS").or_else(|| line.strip_suffix(b"DOCUMENT")) else {
        return false;
    };
    let mut words = numbers.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let is_number = |word: Option<&[u8]>| word.is_some_and(|word| word.iter().all(u8::is_ascii_digit));
    is_number(words.next())
        && words.next() == Some(b"of")
        && is_number(words.next())
        && words.next().is_none()
}

/// Fills the fields of an article from its blocks.
fn read(blocks: impl Iterator<Item = String>, context: &FileContext, record: &mut RawRecord) {
    let mut text: Vec<String> = Vec::new();
    for block in blocks {
        if is_count(block.as_bytes()) {
            continue;
        }
        match label(&block) {
            Some((label, value)) => labelled(label, value, &mut text, record),
            None if block.starts_with("Copyright ") || block.starts_with('©') => {}
            None if record.published.is_empty() && text.is_empty() => {
                // Publication, then date.
                match date::read_prefix(&block, context.day_order) {
                    Some((_, end)) if record.source.is_some() || end == block.len() => {
                        let (day, rest) = block.split_at(end);
                        record.published = vec![RawDate {
                            text: day.trim_matches([' ', ',']).to_owned(),
                            origin: Origin::Metadata,
                        }];
                        record.edition = edition(rest);
                    }
                    _ if record.source.is_none() => record.source = Some(block),
                    // What stands between publication and text without being a date is text.
                    _ => text.push(block),
                }
            }
            None if record.title.is_none() && text.is_empty() => record.title = Some(block),
            None => text.push(block),
        }
    }
    record.body = text.join("\n\n");
}

/// What follows the day: `Sunday, Late Edition - Final`.
fn edition(rest: &str) -> Option<String> {
    const WEEKDAYS: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let parts: Vec<&str> =
        rest.split(',').map(str::trim).filter(|part| !part.is_empty() && !WEEKDAYS.contains(part)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The label of a block in capitals, and what follows it.
fn label(block: &str) -> Option<(&str, &str)> {
    const LONGEST_BYTES: usize = 24;
    let (label, value) = block.split_once(':')?;
    let is_label = (3..=LONGEST_BYTES).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-' || byte == b' ');
    is_label.then_some((label, value.trim()))
}

fn labelled(label: &str, value: &str, text: &mut Vec<String>, record: &mut RawRecord) {
    let value = || Some(value.to_owned()).filter(|value| !value.is_empty());
    match label {
        "HEADLINE" => record.title = value(),
        "BYLINE" => record.byline = value(),
        "SECTION" => {
            record.section = value();
            record.page = record.section.as_deref().and_then(page);
        }
        "LANGUAGE" => record.lang = value(),
        "GRAPHIC" => record.captions.extend(value()),
        "SUBJECT" | "PERSON" | "ORGANIZATION" | "COMPANY" | "GEOGRAPHIC" | "CITY" | "COUNTRY" | "STATE" => {
            let tags = value().unwrap_or_default();
            record
                .tags
                .extend(tags.split(';').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()));
        }
        "URL" => record.url = value(),
        "TYPE" | "PUBLICATION-TYPE" | "DOCUMENT-TYPE" => record.genre = record.genre.take().or_else(value),
        "BODY" => text.extend(value()),
        // The database's own bookkeeping.
        "LENGTH" | "LOAD-DATE" | "JOURNAL-CODE" | "ACC-NO" | "CORRECTION-DATE" | "DATELINE" => {}
        // A label that nobody knows, such as `CORRECTION`, stays readable.
        _ => text.extend(value().map(|value| format!("{label}: {value}"))),
    }
}

/// The page in `Section 5; Part 2; Page 16; Column 2; National Desk`.
fn page(section: &str) -> Option<String> {
    let at = section.find("Page ")?;
    let page = section[at + "Page ".len()..].split([';', ',', ' ']).next()?;
    (!page.is_empty()).then(|| page.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::super::json::{context, pieces};
    use super::*;
    use crate::PieceContent;

    #[track_caller]
    fn check(format: &dyn Format, text: &str, expect: &[&[&str]]) {
        let records: Vec<Vec<String>> = pieces(format, text.as_bytes(), &Limits::default())
            .into_iter()
            .map(|piece| {
                let bytes = piece.split_once(": ").expect("a piece").1.as_bytes().to_vec();
                let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(bytes) };
                crate::format::shown(&format.parse(piece, &context("t")).expect("a record"))
            })
            .collect();
        assert_eq!(records, expect);
    }

    #[test]
    fn articles_of_a_download_as_html_are_read() {
        let page = "<HTML>\n<BODY>\n<A NAME=\"DOC_ID_0_0\"></A><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n\
            <BR><DIV CLASS=\"c0\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">1 of 2 DOCUMENTS</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">The Hull Times</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN CLASS=\"c4\">December</SPAN><SPAN CLASS=\"c2\"> 19, 1991, Sunday, Late Edition - Final</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c7\">Dock Strike<BR>Ends</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">BYLINE: </SPAN><SPAN CLASS=\"c2\">By ANN LEE</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">SECTION: </SPAN><SPAN CLASS=\"c2\">Section 5; Page 16; National Desk</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LENGTH: </SPAN><SPAN CLASS=\"c2\">584 words</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c5\"><P CLASS=\"c9\"><SPAN CLASS=\"c2\">One.</SPAN></P>\n<P CLASS=\"c9\"><SPAN CLASS=\"c2\">Two.</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LOAD-DATE: </SPAN><SPAN CLASS=\"c2\">December 20, 1991</SPAN></P>\n</DIV>\n\
            <BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">Copyright 1991 A Company</SPAN></P>\n</DIV>\n\
            <!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n</BODY></HTML>\n";
        check(
            &Nexis,
            page,
            &[&[
                "title: Dock Strike Ends",
                "byline: By ANN LEE",
                "source: The Hull Times",
                "section: Section 5; Page 16; National Desk",
                "page: 16",
                "edition: Late Edition - Final",
                "metadata: December 19, 1991, Sunday",
                "body: One. // Two.",
            ]],
        );
    }

    #[test]
    fn articles_of_a_download_as_text_are_read() {
        check(
            &NexisText,
            "\n            1 of 2 DOCUMENTS\n\n        The Hull Times\n\n   December 19, 1991 Sunday\n\nDock strike ends\n\n\
             BYLINE: Ann Lee\n\nLENGTH: 12 words\n\nOne\ntwo.\n\nTwo.\n\nSUBJECT: DOCKS (90%); PORTS\n\n\
             CORRECTION: Three.\n\n       2 of 2 DOCUMENTS\n\nThe Hull Times\n\nJanuary 3, 1992\n\nA\n\nB\n",
            &[
                &[
                    "title: Dock strike ends",
                    "byline: Ann Lee",
                    "source: The Hull Times",
                    "tags: DOCKS (90%) + PORTS",
                    "metadata: December 19, 1991 Sunday",
                    "body: One two. // Two. // CORRECTION: Three.",
                ],
                &["title: A", "source: The Hull Times", "metadata: January 3, 1992", "body: B"],
            ],
        );
    }

    #[test]
    fn downloads_are_told_by_their_marks() {
        let fit = |format: &dyn Format, text: &str| {
            format.fit(Head { name: "a", bytes: text.as_bytes(), complete: true })
        };
        assert_eq!(fit(&NexisText, "\n\n   1 of 12 DOCUMENTS\n\nThe Times"), Fit::Content);
        assert_eq!(fit(&NexisText, "One of 12 DOCUMENTS\n"), Fit::No);
        assert_eq!(fit(&Nexis, "<HTML><!-- <DOC NUMBER=1>\n<DOCFULL> -->"), Fit::Content);
        assert_eq!(fit(&Nexis, "<DOC>\n<DOCNO> 1"), Fit::No);
    }
}
