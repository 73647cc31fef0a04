//! The lines of a text, read from the top.

use super::super::paragraphs::{Layout, Lines, lines};

/// A line at least this long may be a page whose line ends were lost.
const FLATTENED_BYTES: usize = 400;
/// Blanks that stand where a flattened page had line ends. Between sentences stand fewer.
const GAP: usize = 8;

/// How many lines may stand above a text, blank ones aside.
const TOP_LINES: usize = 500;

/// A text with a mark at the line that is read next. Lines are given without the blanks around them.
///
/// Only the lines at the top can be looked at one by one; the text below them is never copied.
pub(super) struct Page<'a> {
    top: Vec<&'a str>,
    /// What comes after the top.
    tail: Parts<'a>,
    /// The line of the top that is read next.
    at: usize,
    aside: Vec<String>,
    flattened: bool,
}

impl<'a> Page<'a> {
    /// Lines of a page that was copied without its line ends are told apart by the gaps between them.
    pub fn new(text: &'a str) -> Page<'a> {
        let mut tail = Parts { lines: lines(text), line: None, after_gap: false, flattened: false };
        let is_blank = |line: &&str| line.trim().is_empty();
        let top: Vec<&str> = tail.by_ref().skip_while(is_blank).take(TOP_LINES).collect();
        Page { top, at: 0, aside: Vec::new(), flattened: tail.flattened, tail }
    }

    /// Whether lines are only guessed from gaps.
    pub fn is_flattened(&self) -> bool {
        self.flattened
    }

    /// The lines not yet read, as they stand in the text.
    pub fn rest(&self) -> impl Iterator<Item = &'a str> {
        let top = self.top.get(self.at..).unwrap_or_default();
        top.iter().copied().chain(self.tail.clone())
    }

    /// How the lines not yet read relate to paragraphs.
    pub fn layout(&self) -> Layout {
        Layout::of(self.rest())
    }

    /// The line `ahead` lines further on; empty past the end.
    pub fn line(&self, ahead: usize) -> &'a str {
        self.top.get(self.at + ahead).map_or("", |line| line.trim())
    }

    /// The indent of the line `ahead` lines further on, in bytes.
    pub fn indent(&self, ahead: usize) -> usize {
        let line = self.top.get(self.at + ahead).copied().unwrap_or_default();
        line.len() - line.trim_start().len()
    }

    /// Goes on by some lines and past the blank ones that follow.
    pub fn take(&mut self, lines: usize) {
        self.at += lines;
        self.skip_blank();
    }

    /// Goes on past the present line and keeps it for the start of the text.
    pub fn set_aside(&mut self) {
        self.keep_aside(self.line(0).to_owned());
        self.take(1);
    }

    /// Keeps a paragraph for the start of the text.
    pub fn keep_aside(&mut self, paragraph: String) {
        self.aside.push(paragraph);
    }

    /// The paragraphs kept for the start of the text.
    pub fn into_aside(self) -> Vec<String> {
        self.aside
    }

    /// Whether a line follows `ahead` lines further on or later.
    pub fn has_text(&self, ahead: usize) -> bool {
        self.rest().skip(ahead).any(|line| !line.trim().is_empty())
    }

    fn skip_blank(&mut self) {
        while self.top.get(self.at).is_some_and(|line| line.trim().is_empty()) {
            self.at += 1;
        }
    }
}

/// The lines of a text, those of flattened pages cut at their gaps, with a blank line at each.
#[derive(Clone)]
struct Parts<'a> {
    lines: Lines<'a>,
    /// What is left of a long line.
    line: Option<&'a str>,
    after_gap: bool,
    flattened: bool,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.after_gap {
            self.after_gap = false;
            return Some("");
        }
        let line = match self.line.take() {
            Some(rest) => rest,
            None => match self.lines.next()? {
                line if line.len() < FLATTENED_BYTES => return Some(line),
                line => line,
            },
        };
        let Some((part, rest)) = split_at_gap(line) else {
            return Some(line);
        };
        self.line = Some(rest);
        self.after_gap = true;
        self.flattened |= !part.trim().is_empty();
        Some(part)
    }
}

/// Splits at the first run of blanks that is wide enough for a gap.
fn split_at_gap(text: &str) -> Option<(&str, &str)> {
    let is_blank = |letter: char| letter == ' ' || letter == '\t' || letter == '\u{a0}';
    let mut run: Option<(usize, usize)> = None;
    for (at, letter) in text.char_indices() {
        if !is_blank(letter) {
            if let Some((start, width)) = run
                && width >= GAP
            {
                return Some((&text[..start], &text[at..]));
            }
            run = None;
        } else if let Some((_, width)) = &mut run {
            *width += 1;
        } else {
            run = Some((at, 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flattened_page_is_cut_at_its_gaps() {
        let text = format!("{0}HEADLINE{0}May 3  2007{0}{1}", " ".repeat(GAP), "Text.   ".repeat(80));
        let mut page = Page::new(&text);
        assert!(page.is_flattened());
        assert_eq!(page.line(0), "HEADLINE");
        page.take(1);
        assert_eq!(page.line(0), "May 3  2007");
        page.take(1);
        assert_eq!(page.rest().count(), 1);
    }

    #[test]
    fn a_short_line_is_not_cut() {
        let text = format!("Leeds{}2:0", " ".repeat(GAP));
        assert_eq!(Page::new(&text).line(0), text);
    }
}
