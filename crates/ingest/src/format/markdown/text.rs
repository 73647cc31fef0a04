//! The text of Markdown without its marks.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What a text in Markdown says.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The first heading, when it stands above all text and is of the first level.
    pub title: Option<String>,
    /// Paragraphs, headings and items of lists, with a blank line between them. HTML is left as it is.
    pub body: String,
    /// What stands for pictures.
    pub captions: Vec<String>,
}

/// Reads Markdown as CommonMark, with tables, footnotes and lines struck out.
pub(super) fn of(markdown: &str) -> Text {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut text = Text::default();
    let mut block = String::new();
    let (mut pictures, mut caption) = (0_usize, String::new());
    let mut in_title = false;
    for event in Parser::new_ext(markdown, options) {
        let target = if pictures > 0 { &mut caption } else { &mut block };
        match event {
            Event::Text(words) | Event::Code(words) => push_escaped(target, &words),
            Event::Html(html) | Event::InlineHtml(html) => target.push_str(&html),
            Event::SoftBreak | Event::HardBreak => target.push(' '),
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => {
                pictures = pictures.saturating_sub(1);
                if pictures == 0 && !caption.trim().is_empty() {
                    text.captions.push(std::mem::take(&mut caption));
                }
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                text.close(&mut block);
                in_title = text.title.is_none() && text.body.is_empty();
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if in_title => {
                text.title = Some(std::mem::take(&mut block)).filter(|title| !title.trim().is_empty());
                in_title = false;
            }
            Event::End(TagEnd::TableCell) => target.push_str(" | "),
            Event::Start(tag) if is_block(&tag) => text.close(&mut block),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::BlockQuote(_)
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::HtmlBlock
                | TagEnd::FootnoteDefinition,
            )
            | Event::Rule => text.close(&mut block),
            _ => {}
        }
    }
    text.close(&mut block);
    text
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::Item
            | Tag::List(_)
            | Tag::CodeBlock(_)
            | Tag::BlockQuote(_)
            | Tag::TableRow
            | Tag::TableHead
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
    )
}

/// Text that the author wrote as text stays text where tags and entities are removed later.
fn push_escaped(out: &mut String, words: &str) {
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            letter => out.push(letter),
        }
    }
}

impl Text {
    /// Ends a paragraph.
    fn close(&mut self, block: &mut String) {
        let words = block.trim().trim_end_matches(" |");
        if !words.is_empty() {
            if !self.body.is_empty() {
                self.body.push_str("\n\n");
            }
            self.body.push_str(words);
        }
        block.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expect: &str) {
        let text = of(markdown);
        let mut found = text.title.map(|title| format!("# {title} // ")).unwrap_or_default();
        found += &text.body.replace("\n\n", " // ");
        for caption in text.captions {
            found += &format!(" // [{caption}]");
        }
        assert_eq!(found, expect);
    }

    #[test]
    fn marks_are_removed_and_words_stay() {
        check("One *two* **three** `four`\n[five](https://example.org \"six\").", "One two three four five.");
        check("# A\n\n## B\n\nC\n***\nD", "# A // B // C // D");
        check("A\n\n# B", "A // B");
        check("> A\n>\n> B", "A // B");
        check("![Docks](a.png) in Hull", "in Hull // [Docks]");
    }

    #[test]
    fn items_and_rows_are_paragraphs() {
        check("* A\n  * B\n    * C\n* D", "A // B // C // D");
        check("1. A\n\n   B\n2. C", "A // B // C");
        check("| A | B |\n|---|---|\n| C | D |", "A | B // C | D");
    }

    #[test]
    fn html_is_left_and_signs_are_kept_from_becoming_it() {
        check("<p>A</p>", "<p>A</p>");
        check("R&D \\<b> `a < b`", "R&amp;D &lt;b> a &lt; b");
    }

    #[test]
    fn deep_nesting_costs_neither_stack_nor_time() {
        for mark in ["> ", "* ", "[", "**a ", "<b>", "![", "`", "|"] {
            let _ = of(&mark.repeat(20_000));
        }
    }
}
