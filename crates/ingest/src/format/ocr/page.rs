//! A page of ALTO: blocks of text with the confidence of the recognition.

use std::collections::HashMap;

use crate::format::nodes::{Node, attribute, walk};

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The number of its picture in the issue, where the file says so.
    pub number: Option<String>,
    /// Its blocks in the order of the file.
    pub blocks: Vec<Block>,
    /// Blocks by the ids of elements: a text block, what it is composed into, or the page.
    by_id: HashMap<String, Vec<usize>>,
}

/// A block of text: a paragraph, a headline, a column of a table.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Block {
    /// The text on one line; words divided at line ends are whole.
    pub text: String,
    /// The sum of the confidences of the words that have one, from 0 to 1 each.
    pub confidence: f64,
    /// How many words have one.
    pub words: u32,
}

impl Page {
    /// Reads a page of ALTO of any version.
    ///
    /// # Errors
    ///
    /// What is wrong with the XML, and a document without any page.
    pub fn read(text: &str) -> Result<Page, String> {
        // Without any blank as an element, words stand apart all the same.
        let has_blanks = text.contains("<SP") || text.contains(":SP");
        let mut page = Page::default();
        let mut line = Line { has_blanks, ..Line::default() };
        // The elements with ids around the current one that text belongs to.
        let mut around: Vec<(String, String)> = Vec::new();
        let mut pages = 0;
        walk(text, |node| match node {
            Node::Start(name @ ("Page" | "PrintSpace" | "ComposedBlock" | "TextBlock"), start) => {
                if name == "Page" {
                    pages += 1;
                    page.number = page.number.take().or_else(|| attribute(start, "PHYSICAL_IMG_NR"));
                }
                around.push((name.to_owned(), attribute(start, "ID").unwrap_or_default()));
                if name == "TextBlock" {
                    page.blocks.push(Block::default());
                    let block = page.blocks.len() - 1;
                    for (_, id) in around.iter().filter(|(_, id)| !id.is_empty()) {
                        page.by_id.entry(id.clone()).or_default().push(block);
                    }
                }
            }
            Node::End(name @ ("Page" | "PrintSpace" | "ComposedBlock" | "TextBlock")) => {
                if around.last().is_some_and(|(open, _)| open == name) {
                    around.pop();
                }
            }
            Node::Start("TextLine", _) => {
                if let Some(block) = page.blocks.last_mut() {
                    line.begin(block);
                }
            }
            Node::Start("String", start) => {
                if let Some(block) = page.blocks.last_mut() {
                    line.word(start, block);
                }
            }
            Node::Start("SP", _) => line.wants_blank = true,
            Node::Start("HYP", _) if line.end == End::Word => line.end = End::Divided,
            Node::Start(..) | Node::End(_) | Node::Text(_) => {}
        })?;
        if pages == 0 {
            return Err("no element `Page`".to_owned());
        }
        Ok(page)
    }

    /// The blocks of an element.
    pub fn blocks_of(&self, id: &str) -> impl Iterator<Item = &Block> {
        self.by_id.get(id).into_iter().flatten().filter_map(|&block| self.blocks.get(block))
    }
}

/// The line being read.
#[derive(Default)]
struct Line {
    /// Whether the document marks the blanks between words.
    has_blanks: bool,
    /// A blank stands before the next word.
    wants_blank: bool,
    end: End,
}

/// How the line ends.
#[derive(Default, PartialEq)]
enum End {
    /// With a word.
    #[default]
    Word,
    /// With a hyphen; the word goes on in the next line.
    Divided,
    /// With the first half of a word that was written as a whole.
    Whole,
}

impl Line {
    fn begin(&mut self, block: &Block) {
        // A word that is divided without saying how it reads is put together.
        self.wants_blank = self.end != End::Divided || block.text.is_empty();
        self.end = End::Word;
    }

    fn word(&mut self, start: &quick_xml::events::BytesStart<'_>, block: &mut Block) {
        if let Some(confidence) = attribute(start, "WC").and_then(|value| value.trim().parse::<f64>().ok())
            && (0.0..=1.0).contains(&confidence)
        {
            block.confidence += confidence;
            block.words += 1;
        }
        let (part, whole) = (attribute(start, "SUBS_TYPE"), attribute(start, "SUBS_CONTENT"));
        let word = match (part.as_deref(), whole) {
            (Some("HypPart2"), Some(_)) => return,
            (Some("HypPart1"), Some(whole)) => {
                self.end = End::Whole;
                Some(whole)
            }
            _ => attribute(start, "CONTENT"),
        };
        let word = word.unwrap_or_default();
        if (self.wants_blank || !self.has_blanks) && !block.text.is_empty() && !block.text.ends_with(' ') {
            block.text.push(' ');
        }
        self.wants_blank = false;
        block.text.push_str(word.trim());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(blocks: &str, expect: &[&str]) {
        let page = Page::read(&format!("<alto><Layout><Page ID=\"P\">{blocks}</Page></Layout></alto>"));
        let texts: Vec<String> = page.expect("a page").blocks.into_iter().map(|block| block.text).collect();
        assert_eq!(texts, expect);
    }

    #[test]
    fn words_stand_apart_where_a_blank_does() {
        check(
            "<TextBlock><TextLine><String CONTENT=\"Hull\"/><String CONTENT=\"&amp;\"/><SP/><String CONTENT=\"co\"/></TextLine>\
             <TextLine><String CONTENT=\".\"/></TextLine></TextBlock><TextBlock/>",
            &["Hull& co .", ""],
        );
        check(
            "<TextBlock><TextLine><String CONTENT=\"a\"/><String CONTENT=\"b\"/></TextLine></TextBlock>",
            &["a b"],
        );
    }

    #[test]
    fn words_divided_at_the_end_of_a_line_are_whole() {
        check(
            "<TextBlock><TextLine><String CONTENT=\"a\"/><SP/><String CONTENT=\"uni\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"universal\"/><HYP CONTENT=\"-\"/></TextLine>\
             <TextLine><String CONTENT=\"versal\" SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"universal\"/><SP/><String CONTENT=\"b\"/></TextLine></TextBlock>",
            &["a universal b"],
        );
        check(
            "<TextBlock><TextLine><String CONTENT=\"uni\"/><HYP CONTENT=\"-\"/></TextLine><SP/>\
             <TextLine><String CONTENT=\"versal\"/></TextLine></TextBlock>",
            &["universal"],
        );
    }

    #[test]
    fn blocks_are_found_by_what_they_are_composed_into() {
        let page = Page::read(
            "<Page ID=\"P\" PHYSICAL_IMG_NR=\"3\"><ComposedBlock ID=\"C\"><TextBlock ID=\"A\"><TextLine><String WC=\"0.5\" CONTENT=\"a\"/></TextLine></TextBlock></ComposedBlock>\
             <TextBlock ID=\"B\"><TextLine><String CONTENT=\"b\"/></TextLine></TextBlock></Page>",
        )
        .expect("a page");
        let texts = |id| page.blocks_of(id).map(|block| block.text.as_str()).collect::<Vec<_>>();
        assert_eq!(
            (texts("C"), texts("B"), texts("P"), texts("X")),
            (vec!["a"], vec!["b"], vec!["a", "b"], vec![])
        );
        assert_eq!(page.number.as_deref(), Some("3"));
        assert_eq!((page.blocks[0].confidence, page.blocks[0].words, page.blocks[1].words), (0.5, 1, 0));
    }

    #[test]
    fn what_is_no_page_is_told() {
        let error = |text: &str| Page::read(text).expect_err("an error");
        assert_eq!(error("<alto/>"), "no element `Page`");
        assert_eq!(error("<alto><Page>"), "the end of the file in the middle of it");
        let deep = "<a>".repeat(300);
        assert_eq!(error(&deep), "elements nested deeper than 256 (byte 768)");
    }
}
