//! The running text of an element: its paragraphs, with a blank line between them.

use super::tree::{Child, Element, resolved};
use crate::format::paragraphs;

/// Elements of XHTML, NITF and their kin that stand for themselves; all others are parts of a sentence.
///
/// <https://www.iptc.org/std/NITF/3.6/documentation/nitf-documentation.html>,
/// <https://html.spec.whatwg.org/multipage/indices.html#elements-3>
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "block",
    "body",
    "body.content",
    "body.head",
    "body.end",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl1",
    "hl2",
    "hl3",
    "hedline",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "tr",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "pre",
    "blockquote",
    "bq",
    "hr",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "figure",
    "figcaption",
    "address",
    "center",
    "details",
    "summary",
    "fn",
    "lead",
    "subtitle",
    "paragraph",
    "nitf-table",
    "credit",
    "datasource",
    "tagline",
    "bibliography",
    "byline",
    "abstract",
    "html",
    "title",
];

/// Elements that hold no text of the article, or hold it where it is looked for by itself.
const ASIDE: &[&str] =
    &["media", "script", "style", "head", "template", "object", "nitf-table-metadata", "svg"];

/// The paragraphs of an element. Rows of a table are paragraphs with ` | ` between their cells.
///
/// Pictures are left out; see [`captions`].
pub(super) fn prose(element: &Element<'_>) -> String {
    let mut prose = Prose::default();
    if has_blocks(element) {
        prose.add_children(element);
    } else {
        prose.add_lines(&element.text());
    }
    prose.end_paragraph();
    prose.text
}

/// The texts below the pictures in an element, in NITF and in XHTML.
pub(super) fn captions(element: &Element<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let wanted = |element: &Element<'_>| element.is("media-caption") || element.is("figcaption");
    element.collect(&mut { wanted }, &mut found);
    found.into_iter().filter_map(Element::line).collect()
}

fn is_one_of(element: &Element<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| element.is(name))
}

fn has_blocks(element: &Element<'_>) -> bool {
    element.elements().any(|child| is_one_of(child, BLOCKS) || child.is("br") || has_blocks(child))
}

#[derive(Default)]
struct Prose {
    text: String,
    paragraph: String,
    /// In a table: whether the row has a cell already.
    row_has_cell: bool,
}

impl Prose {
    fn add_children(&mut self, element: &Element<'_>) {
        for child in &element.children {
            match child {
                Child::Text(text) => self.add_words(&resolved(text)),
                Child::Section(text) => self.add_words(text),
                Child::Element(child) => self.add(child),
            }
        }
    }

    fn add(&mut self, element: &Element<'_>) {
        if is_one_of(element, ASIDE) || element.is("figcaption") {
            return;
        }
        if element.is("br") {
            // It may stand in the middle of a sentence, to keep the lines of a wire short.
            self.add_words("\n");
        } else if element.is("pre") {
            self.end_paragraph();
            self.add_lines(&element.text());
        } else if element.is("td") || element.is("th") {
            if self.row_has_cell {
                self.paragraph.push_str(" | ");
            }
            self.row_has_cell = true;
            self.add_words(&element.line().unwrap_or_default());
        } else if is_one_of(element, BLOCKS) {
            self.end_paragraph();
            self.add_children(element);
            self.end_paragraph();
        } else {
            self.add_children(element);
        }
    }

    /// Adds text in which all blanks are alike.
    fn add_words(&mut self, text: &str) {
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end();
            self.paragraph.push_str(word);
            if word.len() < part.len() && !self.paragraph.is_empty() && !self.paragraph.ends_with(' ') {
                self.paragraph.push(' ');
            }
        }
    }

    /// Adds text whose lines tell its paragraphs.
    fn add_lines(&mut self, text: &str) {
        self.end_paragraph();
        self.paragraph = paragraphs::separated(text);
        self.end_paragraph();
    }

    fn end_paragraph(&mut self) {
        let paragraph = self.paragraph.trim();
        if !paragraph.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(paragraph);
        }
        self.paragraph.clear();
        self.row_has_cell = false;
    }
}
