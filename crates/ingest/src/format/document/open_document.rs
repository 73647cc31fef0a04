//! OpenDocument text: ODT.
//!
//! Format: <https://docs.oasis-open.org/office/OpenDocument/v1.3/>

use std::collections::HashMap;
use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};

use super::properties::Properties;
use super::prose::{Prose, Role};
use super::{Parts, main_text, malformed, take_apart, text_of, written};
use crate::format::nodes::{Node, attribute, walk};
use crate::format::{Fit, Format, Head, Sink, whole};
use crate::source::package::Kind;
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

/// One article a document: its text with footnotes and endnotes, without comments and deleted text.
pub struct OpenDocument;

/// What is handed from cutting to parsing: the parts as they stand in the document.
#[derive(Serialize, Deserialize)]
struct Cut {
    content: String,
    properties: String,
}

impl Format for OpenDocument {
    fn name(&self) -> &'static str {
        "odt"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        match Kind::of(head.bytes) {
            Some(Kind::OpenDocument) if head.is_named(&["odt", "ott"]) => Fit::ContentAndName,
            Some(Kind::OpenDocument) => Fit::Content,
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
        let wanted =
            |name: &str| matches!(name, "mimetype" | "content.xml" | "meta.xml" | "META-INF/manifest.xml");
        whole::hand_over(take_apart(input, limits, &wanted)?.and_then(cut), sink);
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let refuse = |reason| Reject { locator: locator.clone(), reason };
        let cut: Cut = serde_json::from_slice(&bytes)
            .map_err(|error| refuse(malformed("the parts of a document", &error.to_string())))?;
        let mut prose = Prose::default();
        read(&cut.content, &mut prose)
            .map_err(|error| refuse(malformed("the text of a document", &error)))?;
        let properties = Properties::read(cut.properties.as_bytes());
        Ok(written::record(prose.into_paragraphs(), properties, locator.clone(), context))
    }
}

fn cut(mut parts: Parts) -> Result<Piece, RejectReason> {
    let media_type = parts.remove("mimetype").and_then(Result::ok).unwrap_or_default();
    let kind = text_of(&media_type).rsplit('.').next().unwrap_or_default().trim().to_owned();
    if !kind.starts_with("text") {
        return Err(RejectReason::OtherKind { kind });
    }
    let manifest = parts.remove("META-INF/manifest.xml").and_then(Result::ok).unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(RejectReason::Encrypted);
    }
    let content = main_text(&mut parts, "content.xml")?;
    // Damaged properties do not keep the text from being read.
    let properties = parts.remove("meta.xml").and_then(Result::ok).unwrap_or_default();
    let cut = Cut { content, properties: text_of(&properties) };
    let content = PieceContent::Bytes(serde_json::to_vec(&cut).expect("strings always serialise"));
    Ok(Piece { record: 1, byte: 0, content })
}

fn read(text: &str, prose: &mut Prose) -> Result<(), String> {
    let mut parents: HashMap<String, String> = HashMap::new();
    // Elements that lie in one that does not count.
    let mut skipped = 0_usize;
    walk(text, |node| match node {
        Node::Start("annotation" | "tracked-changes" | "note-citation", _) => skipped += 1,
        Node::End("annotation" | "tracked-changes" | "note-citation") => skipped = skipped.saturating_sub(1),
        _ if skipped > 0 => {}
        Node::Start("style", start) => {
            if let (Some(name), Some(parent)) =
                (attribute(start, "name"), attribute(start, "parent-style-name"))
            {
                parents.insert(name, parent);
            }
        }
        Node::Start(name @ ("p" | "h"), start) => {
            prose.begin_paragraph();
            let style = attribute(start, "style-name").unwrap_or_default();
            let is_highest = || attribute(start, "outline-level").is_none_or(|level| level == "1");
            match parents.get(&style).map_or(style.as_str(), String::as_str) {
                "Title" => prose.set_role(Role::Title),
                "Subtitle" => prose.set_role(Role::Subtitle),
                "Caption" | "Illustration" | "Figure" => prose.set_role(Role::Caption),
                _ if name == "h" && is_highest() => prose.set_role(Role::Heading),
                _ => {}
            }
        }
        Node::End("p" | "h") => prose.end_paragraph(),
        Node::Text(text) => prose.add(text),
        Node::Start("s" | "tab", _) => prose.add(" "),
        Node::Start("line-break", _) => prose.add("\n"),
        Node::Start("table-row", _) => prose.begin_row(),
        Node::Start("table-cell", _) => prose.begin_cell(),
        Node::End("table-row") => prose.end_row(),
        _ => {}
    })
}

#[cfg(test)]
mod tests {
    use super::super::word::tests::check;
    use super::*;
    use crate::source::sample::{Sizes, zip};

    fn document(kind: &str, text: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content><style:style style:name=\"P1\" style:parent-style-name=\"Title\"/>\
             <office:text>{text}</office:text></office:document-content>"
        );
        zip(
            &[
                ("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes()),
                ("content.xml", content.as_bytes()),
                ("meta.xml", b"<m><meta:initial-creator>Ann Lee</meta:initial-creator><dc:creator>Bo Chu</dc:creator><dc:language>en-GB</dc:language></m>"),
            ],
            Sizes::InFront,
        )
    }

    #[test]
    fn a_document_gives_its_text_with_notes_and_without_comments() {
        let text = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\
            <text:p text:style-name=\"P1\">Dock<text:s/>strike</text:p>\n<text:p>One<text:note><text:note-citation>1</text:note-citation>\
            <text:note-body><text:p>A note.</text:p></text:note-body></text:note> two.<office:annotation><text:p>Really?</text:p>\
            </office:annotation></text:p>";
        check(
            &OpenDocument,
            &document("text", text),
            "title: Dock strike
            byline: Ann Lee
            lang: en-GB
            body: A note. // One two.",
        );
    }

    #[test]
    fn what_is_no_text_is_told() {
        check(&OpenDocument, &document("spreadsheet", ""), "1: ! expected an article, but found spreadsheet");
    }
}
