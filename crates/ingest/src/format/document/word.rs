//! Word documents: DOCX.
//!
//! Format: <https://ecma-international.org/publications-and-standards/standards/ecma-376/>

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

const RELATIONS: &str = "_rels/.rels";
const MAIN: &str = "word/document.xml";
const PROPERTIES: &str = "docProps/core.xml";

/// One article a document: its text with footnotes and endnotes. Headers, footers and comments are not the
/// article's, nor is what tracked changes have deleted.
pub struct Word;

/// What is handed from cutting to parsing: the parts as they stand in the document.
#[derive(Serialize, Deserialize, Default)]
struct Cut {
    main: String,
    notes: Vec<String>,
    styles: String,
    properties: String,
}

impl Format for Word {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        match Kind::of(head.bytes) {
            Some(Kind::Office) if head.is_named(&["docx", "docm", "dotx"]) => Fit::ContentAndName,
            Some(Kind::Office) => Fit::Content,
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
        let wanted = |name: &str| {
            let is_text = name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")).is_some();
            is_text || matches!(name, RELATIONS | PROPERTIES)
                // What it is when it is no text.
                || matches!(name, "xl/workbook.xml" | "ppt/presentation.xml")
        };
        let outcome = take_apart(input, limits, &wanted)?.and_then(cut);
        whole::hand_over(outcome, sink);
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let refuse = |reason| Reject { locator: locator.clone(), reason };
        let cut: Cut = serde_json::from_slice(&bytes)
            .map_err(|error| refuse(malformed("the parts of a document", &error.to_string())))?;
        let roles = roles(&cut.styles);
        let mut prose = Prose::default();
        for text in std::iter::once(&cut.main).chain(&cut.notes) {
            read(text, &roles, &mut prose)
                .map_err(|error| refuse(malformed("the text of a Word document", &error)))?;
        }
        let properties = Properties::read(cut.properties.as_bytes());
        Ok(written::record(prose.into_paragraphs(), properties, locator.clone(), context))
    }
}

fn cut(mut parts: Parts) -> Result<Piece, RejectReason> {
    for (part, kind) in [("xl/workbook.xml", "spreadsheet"), ("ppt/presentation.xml", "presentation")] {
        if parts.contains_key(part) {
            return Err(RejectReason::OtherKind { kind: kind.to_owned() });
        }
    }
    let main = parts.get(RELATIONS).and_then(|part| main_part(&text_of(part.as_ref().ok()?)));
    let text = |bytes: Result<Vec<u8>, RejectReason>| bytes.map(|bytes| text_of(&bytes));
    let mut optional = |name: &str| parts.remove(name).map_or(Ok(String::new()), text);
    let notes = [optional("word/footnotes.xml")?, optional("word/endnotes.xml")?];
    let styles = optional("word/styles.xml")?;
    // Damaged properties do not keep the text from being read.
    let properties = optional(PROPERTIES).unwrap_or_default();
    let main = main_text(&mut parts, main.as_deref().unwrap_or(MAIN))?;
    let notes = notes.into_iter().filter(|notes| !notes.is_empty()).collect();
    let content = serde_json::to_vec(&Cut { main, notes, styles, properties });
    let content = PieceContent::Bytes(content.expect("strings always serialise"));
    Ok(Piece { record: 1, byte: 0, content })
}

/// The part that holds the text, as the relations of the package name it.
fn main_part(relations: &str) -> Option<String> {
    let mut found = None;
    let _ = walk(relations, |node| {
        if let Node::Start("Relationship", start) = node
            && attribute(start, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            found = found.take().or(attribute(start, "Target"));
        }
    });
    let target = found?;
    Some(target.trim_start_matches('/').to_owned()).filter(|target| target.starts_with("word/"))
}

/// What the styles of the document mean, by their ids. The names are the same in every language of Word.
fn roles(styles: &str) -> HashMap<String, Role> {
    let mut roles = HashMap::new();
    let mut id = None;
    let _ = walk(styles, |node| match node {
        Node::Start("style", start) => id = attribute(start, "styleId"),
        Node::Start("name", start) => {
            let name = attribute(start, "val").unwrap_or_default().to_lowercase();
            let role = match name.as_str() {
                "title" => Role::Title,
                "subtitle" => Role::Subtitle,
                "heading 1" => Role::Heading,
                "caption" => Role::Caption,
                _ => return,
            };
            if let Some(id) = id.take() {
                roles.insert(id, role);
            }
        }
        _ => {}
    });
    roles
}

/// Reads the paragraphs of a part.
fn read(text: &str, roles: &HashMap<String, Role>, prose: &mut Prose) -> Result<(), String> {
    let mut is_text = false;
    // Elements that lie in one that does not count.
    let mut skipped = 0_usize;
    walk(text, |node| match node {
        // What was moved away, and the drawing for readers that do not know the one before it.
        Node::Start("moveFrom" | "Fallback", _) => skipped += 1,
        Node::End("moveFrom" | "Fallback") => skipped = skipped.saturating_sub(1),
        _ if skipped > 0 => {}
        Node::Start("p", _) => prose.begin_paragraph(),
        Node::End("p") => prose.end_paragraph(),
        Node::Start("pStyle", start) => {
            if let Some(&role) = attribute(start, "val").and_then(|id| roles.get(&id)) {
                prose.set_role(role);
            }
        }
        Node::Start("t", _) => is_text = true,
        Node::End("t") => is_text = false,
        Node::Text(text) if is_text => prose.add(text),
        Node::Start("tab" | "ptab", _) => prose.add(" "),
        Node::Start("br" | "cr", _) => prose.add("\n"),
        Node::Start("noBreakHyphen", _) => prose.add("\u{2011}"),
        Node::Start("tr", _) => prose.begin_row(),
        Node::Start("tc", _) => prose.begin_cell(),
        Node::End("tr") => prose.end_row(),
        _ => {}
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::format::json::context;
    use crate::source::sample::{Sizes, zip};

    pub(crate) const STYLES: &str = "<w:styles><w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>\
        <w:style w:styleId=\"U\"><w:name w:val=\"Subtitle\"/></w:style>\
        <w:style w:styleId=\"C\"><w:name w:val=\"caption\"/></w:style></w:styles>";

    /// A document with this text in its body.
    pub(crate) fn document(body: &str) -> Vec<u8> {
        let main = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        zip(
            &[
                ("[Content_Types].xml", b"<Types/>"),
                (
                    "_rels/.rels",
                    b"<r><Relationship Type=\"x/officeDocument\" Target=\"/word/document2.xml\"/></r>",
                ),
                (
                    "docProps/core.xml",
                    b"<c><dc:title>Document 1</dc:title><dc:creator>Ann Lee</dc:creator></c>",
                ),
                ("word/document2.xml", main.as_bytes()),
                ("word/styles.xml", STYLES.as_bytes()),
                ("word/footnotes.xml", b"<w:footnotes><w:p><w:t>A note.</w:t></w:p></w:footnotes>"),
            ],
            Sizes::Behind,
        )
    }

    /// The fields of a file, one a line, or why it is broken; paragraphs end at ` // `.
    #[track_caller]
    pub(crate) fn check(format: &dyn Format, bytes: &[u8], expect: &str) {
        let mut found = Vec::new();
        let mut input = bytes;
        let mut sink = |piece: Result<Piece, crate::format::BrokenPiece>| {
            match piece.map(|piece| format.parse(piece, &context("t"))) {
                Ok(Ok(record)) => found.extend(crate::format::shown(&record)),
                Ok(Err(reject)) => found.push(reject.to_string()),
                Err(broken) => found.push(format!("{}: ! {}", broken.record, broken.reason)),
            }
            std::ops::ControlFlow::Continue(())
        };
        format.split(&mut input, &context("t"), &Limits::default(), &mut sink).unwrap();
        let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(found, expect);
    }

    fn p(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn styles_tell_title_standfirst_and_caption_in_every_language() {
        let styled = |id: &str, text: &str| {
            format!("<w:p><w:pPr><w:pStyle w:val=\"{id}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        };
        let body = [
            styled("Titel", "Dock &lt;strike&gt; ends"),
            styled("U", "After weeks."),
            p("One &amp; two."),
            styled("C", "The gate."),
        ];
        check(
            &Word,
            &document(&body.concat()),
            "title: Dock &lt;strike> ends
            lead: After weeks.
            byline: Ann Lee
            captions: The gate.
            body: One &amp; two. // A note.",
        );
    }

    #[test]
    fn a_document_without_styles_is_read_as_plain_text_is() {
        let paragraph = "The dockers of Hull went back to work on Monday after a strike of three weeks.";
        check(
            &Word,
            &document(&[p("Dock strike ends"), p("By Bo Chu"), p("3 May 2017"), p(paragraph)].concat()),
            &format!(
                "title: Dock strike ends
                byline: By Bo Chu
                dateline: 3 May 2017
                body: {paragraph} // A note."
            ),
        );
    }

    #[test]
    fn deleted_text_and_second_versions_of_drawings_are_not_read() {
        let body = format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">One </w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>\
             <w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
             <mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:p>",
            p("In a box."),
            p("In a box.")
        );
        check(&Word, &document(&body), "byline: Ann Lee\n body: In a box. // One two // three // A note.");
    }

    #[test]
    fn a_row_of_a_table_is_a_paragraph_and_a_page_set_in_a_table_is_text() {
        let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
        let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
        let table = row(&[cell(&p("Hull")), cell(&p("2"))]);
        let layout = row(&[cell(&(p("One.") + &p("Two."))), cell(&p("Three."))]);
        check(
            &Word,
            &document(&format!("<w:tbl>{table}{layout}</w:tbl>")),
            "title: Hull  2\n byline: Ann Lee\n body: One. // Two. // Three. // A note.",
        );
    }

    #[test]
    fn what_is_no_text_or_damaged_is_told() {
        check(
            &Word,
            &zip(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")], Sizes::InFront),
            "1: ! expected an article, but found spreadsheet",
        );
        check(
            &Word,
            &zip(&[("[Content_Types].xml", b"")], Sizes::InFront),
            "1: ! expected the part `word/document.xml`, but found none",
        );
        check(
            &Word,
            &document("<w:p><w:t>One"),
            "t: record 1 (byte 0): expected the text of a Word document, but found ill-formed document: expected `</w:t>`, but `</w:body>` was found (byte 45)",
        );
    }

    #[test]
    fn a_text_too_large_to_be_read_is_told() {
        check(&Word, &document(&" ".repeat(64 << 20)), "1: ! expected at most 64 MB, but found more");
    }

    #[test]
    fn damaged_documents_never_panic() {
        let whole = document(&p("Dock strike"));
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x15;
            for bytes in [&damaged[..], &whole[..at]] {
                let mut input = bytes;
                let mut sink = |piece: Result<Piece, crate::format::BrokenPiece>| {
                    let _ = piece.map(|piece| Word.parse(piece, &context("t")));
                    std::ops::ControlFlow::Continue(())
                };
                Word.split(&mut input, &context("t"), &Limits::default(), &mut sink).unwrap();
            }
        }
    }
}
