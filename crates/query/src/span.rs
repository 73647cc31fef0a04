//! Where in the query something stands.

use std::ops::Range;

/// A run of bytes of the query text, `start..end`, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// From the start of the one to the end of the other.
    #[must_use]
    pub fn to(self, later: Span) -> Span {
        Span::new(self.start.min(later.start), self.end.max(later.end))
    }

    /// The text of the span; empty when it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same span counted in characters, as other languages count text.
    pub fn in_characters(self, text: &str) -> Range<usize> {
        let count = |bytes: usize| text.char_indices().take_while(|&(at, _)| at < bytes).count();
        count(self.start)..count(self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, part: &str, expect: Range<usize>) {
        let start = text.find(part).expect("the part stands in the text");
        let span = Span::new(start, start + part.len());
        assert_eq!((span.of(text), span.in_characters(text)), (part, expect));
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        check("flood", "flood", 0..5);
        check("Zürich OR Köln", "Köln", 10..14);
        check("洪水 警報", "警報", 3..5);
    }
}
