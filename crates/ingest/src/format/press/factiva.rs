//! Factiva: answers of its interface as XML, each article in an element `ppsarticle`.

use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::holds;
use crate::format::columns::{Claim, Field};
use crate::format::gathered::{Form, Gathered};
use crate::format::{BrokenPiece, Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

/// The element that holds an article.
const ARTICLE: &str = "ppsarticle";
/// XML is nested no deeper.
const DEEPEST: usize = 256;

/// Elements and what they mean; those inside of `paragraph` and `name` belong to the element above.
const MEANINGS: &[(&str, Field)] = &[
    ("accessionNo", Field::Id),
    ("baseLanguage", Field::Lang),
    ("headline", Field::Title),
    ("leadParagraph", Field::Body),
    ("tailParagraphs", Field::Body),
    ("byline", Field::Byline),
    ("pages", Field::Page),
    ("sectionName", Field::Section),
    ("columnName", Field::Section),
    ("edition", Field::Edition),
    ("publicationDate", Field::Published),
    ("modificationDate", Field::Updated),
    ("sourceName", Field::Source),
    ("newsSubject", Field::Tags),
    ("industry", Field::Tags),
    ("region", Field::Places),
    ("company", Field::Orgs),
    ("artWork", Field::Caption),
];

/// Answers of Factiva as XML.
pub struct Factiva;

impl Format for Factiva {
    fn name(&self) -> &'static str {
        "factiva"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        if holds(head.bytes, "<ppsarticle>") && holds(head.bytes, "<accessionNo>") {
            Fit::Content
        } else {
            Fit::No
        }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut reader = Reader::from_reader(input);
        reader.config_mut().check_end_names = false;
        let mut buffer = Vec::new();
        let mut open: Option<(u64, Vec<u8>)> = None;
        let (mut record, mut depth) = (0, 0_usize);
        loop {
            buffer.clear();
            let before = reader.buffer_position();
            let event = match reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(quick_xml::Error::Io(error)) => {
                    return Err(io::Error::new(error.kind(), error.to_string()));
                }
                Err(error) => {
                    let (expected, found) = ("well-formed XML".to_owned(), error.to_string());
                    let reason = RejectReason::Malformed { expected, found };
                    let byte = open.as_ref().map_or(before, |(byte, _)| *byte);
                    let _ = sink(Err(BrokenPiece { record: record + 1, byte, reason }));
                    return Ok(());
                }
            };
            match &event {
                Event::Eof => {
                    if let Some((byte, _)) = open {
                        let (expected, found) =
                            ("`</ppsarticle>`".to_owned(), "the end of the file".to_owned());
                        let reason = RejectReason::Malformed { expected, found };
                        let _ = sink(Err(BrokenPiece { record: record + 1, byte, reason }));
                    }
                    return Ok(());
                }
                Event::Start(start) => {
                    depth += 1;
                    if start.local_name().as_ref() == ARTICLE {
                        open = Some((before, Vec::new()));
                    }
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_end = matches!(&event, Event::End(end) if end.local_name().as_ref() == ARTICLE);
            let Some((byte, bytes)) = &mut open else {
                continue;
            };
            write_event(&event, bytes);
            if bytes.len() > limits.record_bytes || depth > DEEPEST {
                let limit_bytes = limits.record_bytes as u64;
                let reason = RejectReason::TooLong { limit_bytes };
                let _ = sink(Err(BrokenPiece { record: record + 1, byte: *byte, reason }));
                return Ok(());
            }
            if is_end {
                record += 1;
                let (byte, content) = (*byte, PieceContent::Bytes(std::mem::take(bytes)));
                open = None;
                if sink(Ok(Piece { record, byte, content })).is_break() {
                    return Ok(());
                }
            }
        }
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let text = crate::decode::decode(&bytes, context.encoding);
        let malformed = |found: String| Reject {
            locator: locator.clone(),
            reason: RejectReason::Malformed { expected: "well-formed XML".to_owned(), found },
        };
        let mut reader = Reader::from_str(&text.text);
        reader.config_mut().check_end_names = false;
        let mut gathered = Gathered::default();
        // The element that means something and the text in it so far.
        let mut open: Option<(usize, Field, String)> = None;
        let mut depth = 0;
        loop {
            match reader.read_event().map_err(|error| malformed(error.to_string()))? {
                Event::Eof => break,
                Event::Start(start) => {
                    depth += 1;
                    if let (None, Some(field)) = (&open, meaning(&start)) {
                        open = Some((depth, field, String::new()));
                    }
                }
                Event::End(end) => {
                    if let Some((_, _, text)) = &mut open
                        && end.local_name().as_ref() == "paragraph"
                    {
                        text.push_str("\n\n");
                    }
                    if let Some((_, field, text)) = open.take_if(|(start, ..)| *start == depth) {
                        gathered.add(Claim { field, rank: 0 }, Form::Item, text.trim());
                    }
                    depth = depth.saturating_sub(1);
                }
                Event::Text(words) => {
                    if let Some((_, _, text)) = &mut open {
                        text.push_str(&words);
                    }
                }
                Event::GeneralRef(name) => {
                    if let Some((_, _, text)) = &mut open {
                        text.push_str(&htmlize::unescape(format!("&{};", &*name).as_str()));
                    }
                }
                Event::CData(words) => {
                    if let Some((_, _, text)) = &mut open {
                        text.push_str(&words);
                    }
                }
                _ => {}
            }
        }
        gathered.into_record(locator)
    }
}

fn meaning(start: &BytesStart<'_>) -> Option<Field> {
    let name = start.local_name();
    MEANINGS.iter().find(|(known, _)| *known == name.as_ref()).map(|(_, field)| *field)
}

/// Writes an event as it stood in the file.
fn write_event(event: &Event<'_>, out: &mut Vec<u8>) {
    // Writing into memory cannot fail.
    let _ = quick_xml::Writer::new(out).write_event(event.borrow());
}

#[cfg(test)]
mod tests {
    use super::super::super::json::{context, pieces};
    use super::*;

    const ANSWER: &str = "<?xml version=\"1.0\"?>\n<r><ppsarticle><article><accessionNo>TEST0000020120109e5</accessionNo>\
        <baseLanguage>EN</baseLanguage><headline><paragraph><hlt>Dock</hlt> &amp; strike</paragraph></headline>\
        <leadParagraph><paragraph>One.</paragraph></leadParagraph><pages>1</pages>\
        <publicationDate><dateTime>2012-01-09T01:35:58Z</dateTime></publicationDate><sourceName>The Hull Times</sourceName>\
        <region code=\"usa\"><name>United States</name></region><newsSubject code=\"c21\"><name>Ports</name></newsSubject>\
        <tailParagraphs><paragraph>Two.</paragraph><paragraph>Three.</paragraph></tailParagraphs></article></ppsarticle>";

    #[test]
    fn articles_of_an_answer_are_read() {
        let found = pieces(
            &Factiva,
            format!("{ANSWER}<ppsarticle><a/></ppsarticle></r>").as_bytes(),
            &Limits::default(),
        );
        assert_eq!(found.len(), 2, "{found:?}");
        let bytes = found[0].split_once(": ").expect("a piece").1.as_bytes().to_vec();
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(bytes) };
        let record = Factiva.parse(piece, &context("t")).expect("a record");
        assert_eq!(
            crate::format::shown(&record),
            [
                "id: TEST0000020120109e5",
                "title: Dock & strike",
                "source: The Hull Times",
                "page: 1",
                "lang: EN",
                "tags: Ports",
                "place: United States",
                "metadata: 2012-01-09T01:35:58Z",
                "body: One. // Two. // Three.",
            ]
        );
    }

    #[test]
    fn a_cut_answer_tells_where_it_breaks_off() {
        let found = pieces(&Factiva, format!("{ANSWER}<ppsarticle><article>").as_bytes(), &Limits::default());
        assert_eq!(
            found[1],
            format!("2@{}: expected `</ppsarticle>`, but found the end of the file", ANSWER.len())
        );
    }
}
