//! Clean text out of what sources write: no tags or entities, ordinary blanks, composed letters.
//!
//! Most text is clean already and is borrowed, not copied: one look at each byte tells.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr3, memmem};

use crate::Markup;
use crate::markup::{self, Plain};

mod letters;

use letters::{Kind, tidy};

/// One line of text: tags removed, entities resolved, blanks collapsed, NFC.
pub(crate) fn line(text: &str, markup: Markup) -> Cow<'_, str> {
    match plain(text, markup).text {
        Cow::Borrowed(text) => tidy(text),
        Cow::Owned(text) => Cow::Owned(tidy(&text).into_owned()),
    }
}

/// Running text: the paragraphs, each as clean as a [`line`]; none is empty.
///
/// A paragraph ends at a blank line, or where the next line is indented. Other line breaks are wrapping
/// and become blanks, unless most of the text stands in lines too long to have been wrapped: then every
/// line is a paragraph.
pub(crate) fn paragraphs(text: &str, markup: Markup) -> Vec<Cow<'_, str>> {
    let plain = plain(text, markup);
    let tagged = plain.tagged_paragraphs.then_some(Breaks::Wrapping);
    match plain_breaks(plain.text) {
        Cow::Borrowed(text) => split(text, tagged.unwrap_or_else(|| Breaks::of(text))),
        Cow::Owned(text) => split(&text, tagged.unwrap_or_else(|| Breaks::of(&text)))
            .into_iter()
            .map(|paragraph| Cow::Owned(paragraph.into_owned()))
            .collect(),
    }
}

/// The text without its markup, if it may have any.
fn plain(text: &str, markup: Markup) -> Plain<'_> {
    match markup {
        Markup::Html => markup::plain(text),
        Markup::None => Plain { text: Cow::Borrowed(text), tagged_paragraphs: false },
    }
}

/// What a single line break means in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Breaks {
    /// The line was full.
    Wrapping,
    /// The paragraph is over.
    Paragraphs,
}

impl Breaks {
    fn of(text: &str) -> Breaks {
        /// 80 columns of the scripts that take three bytes a letter.
        const LONGEST_WRAPPED_LINE_BYTES: usize = 250;
        let mut bytes_in_long_lines = 0;
        let mut start = 0;
        for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            if end - start > LONGEST_WRAPPED_LINE_BYTES {
                bytes_in_long_lines += end - start;
            }
            start = end + 1;
        }
        if bytes_in_long_lines * 2 > text.len() { Breaks::Paragraphs } else { Breaks::Wrapping }
    }
}

/// Every kind of line break as `\n`.
fn plain_breaks(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let has = |wide: &str| memmem::find(bytes, wide.as_bytes()).is_some();
    let is_plain = memchr3(b'\r', 0x0B, 0x0C, bytes).is_none()
        && (text.is_ascii() || !(has("\u{85}") || has("\u{2028}") || has("\u{2029}")));
    if is_plain {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for letter in text.chars() {
        match letter {
            '\n' if before == '\r' => {}
            // Form feeds stand between the pages of a print, often in the middle of a sentence.
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' => out.push('\n'),
            '\u{2029}' => out.push_str("\n\n"),
            _ => out.push(letter),
        }
        before = letter;
    }
    Cow::Owned(out)
}

fn split(text: &str, breaks: Breaks) -> Vec<Cow<'_, str>> {
    let mut paragraphs = Vec::new();
    let mut end_paragraph = |first: usize, end: usize| {
        let paragraph = tidy(&text[first..end]);
        if !paragraph.is_empty() {
            paragraphs.push(paragraph);
        }
    };
    let mut first = 0;
    let mut indent_above = Indent::Deep;
    let mut start = 0;
    while start < text.len() {
        let end = memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |len| start + len);
        let indent = Indent::of(&text[start..end]);
        let begins = match (indent, indent_above) {
            (Indent::BlankLine | Indent::Ideographic, _) | (Indent::Deep, Indent::None) => true,
            _ => breaks == Breaks::Paragraphs,
        };
        if begins {
            end_paragraph(first, start);
            first = start;
        }
        indent_above = indent;
        start = end + 1;
    }
    end_paragraph(first, text.len());
    paragraphs
}

/// How a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Indent {
    /// With ink, or with one blank.
    None,
    /// With a tab or several blanks. Only the first such line after others begins a paragraph: verse and
    /// quotations are indented line by line.
    Deep,
    /// With the wide blank that begins a paragraph in Chinese and Japanese.
    Ideographic,
    /// It has no ink at all.
    BlankLine,
}

impl Indent {
    fn of(line: &str) -> Indent {
        match line.as_bytes() {
            [first, ..] if first.is_ascii_graphic() => return Indent::None,
            [] => return Indent::BlankLine,
            _ => {}
        }
        let Some(depth) = line.find(|letter| Kind::of(letter) == Kind::Ink) else {
            return Indent::BlankLine;
        };
        let margin = &line[..depth];
        if margin.contains('\u{3000}') {
            Indent::Ideographic
        } else if margin.contains('\t') || margin.len() > 1 {
            Indent::Deep
        } else {
            Indent::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(line(text, Markup::Html), expect);
    }

    #[track_caller]
    fn check_paragraphs(text: &str, expect: &[&str]) {
        assert_eq!(paragraphs(text, Markup::Html), expect);
    }

    #[track_caller]
    fn check_borrowed(text: &str) {
        assert!(matches!(line(text, Markup::Html), Cow::Borrowed(same) if same == text));
        assert!(matches!(paragraphs(text, Markup::Html).as_slice(), [Cow::Borrowed(same)] if *same == text));
    }

    #[test]
    fn clean_text_is_not_copied() {
        check_borrowed("Dock strike enters third week");
        check_borrowed("“Première” – größer, 你好。и так далее");
        check_borrowed("می\u{200C}شود");
    }

    #[test]
    fn tags_and_entities_are_cleaned_like_anything_else() {
        check("<b>Smith&nbsp;&nbsp;&amp; Sons</b>&#8217;s&shy;", "Smith & Sons’s");
        check("a&#13;&#10;b", "a b");
    }

    #[test]
    fn where_no_markup_can_be_its_signs_are_letters() {
        let text = "Phillips  Petroleum <P> rose; AT&amp;T <T>\n fell";
        assert_eq!(line(text, Markup::None), "Phillips Petroleum <P> rose; AT&amp;T <T> fell");
        assert_eq!(paragraphs("<P>\n\n<T>", Markup::None), ["<P>", "<T>"]);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        check(" \u{200B}\r\n ", "");
        check_paragraphs(" \n\n\u{A0}\n<p></p>", &[]);
    }

    #[test]
    fn a_paragraph_ends_at_a_blank_line_however_written() {
        check_paragraphs("a\nb\n\nc", &["a b", "c"]);
        check_paragraphs("a\r\nb\r\n \t\r\nc\r", &["a b", "c"]);
        check_paragraphs("a\u{2028}b\u{2029}c\u{85}\u{85}d", &["a b", "c", "d"]);
        check_paragraphs("\n\n\na\n\n\n\nb\n\n", &["a", "b"]);
    }

    #[test]
    fn an_indented_line_begins_a_paragraph() {
        check_paragraphs("a\nb\n    c\nd\n\te", &["a b", "c d", "e"]);
        check_paragraphs("　　一\n二\n　　三", &["一二", "三"]);
    }

    #[test]
    fn verse_stays_together() {
        check_paragraphs("He read:\n\n    one\n    two\n    three", &["He read:", "one two three"]);
    }

    #[test]
    fn lines_too_long_to_be_wrapped_are_paragraphs() {
        let long = "word ".repeat(80);
        let long = long.trim_end();
        check_paragraphs(&format!("Short.\n{long}\n{long}"), &["Short.", long, long]);
    }

    #[test]
    fn with_tags_for_paragraphs_line_breaks_are_wrapping() {
        let long = "word ".repeat(80);
        let long = long.trim_end();
        check_paragraphs(
            &format!("<p>{long}\n{long}</p><p>b<br>c<br><br>d"),
            &[&format!("{long} {long}"), "b c", "d"],
        );
    }

    #[test]
    fn chinese_is_joined_without_a_blank() {
        check("人民\n日报", "人民日报");
        check("人民\nDaily", "人民 Daily");
    }

    #[test]
    fn a_million_blanks_take_no_time() {
        for blank in [" ", "\n", "\u{A0}", " \n\u{200B}"] {
            check(&blank.repeat(1_000_000), "");
            check_paragraphs(&format!("a{}b", blank.repeat(1_000_000)).replace('\n', " "), &["a b"]);
        }
    }
}
