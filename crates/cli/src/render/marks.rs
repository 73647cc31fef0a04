//! Text with marked words, for a terminal.

use std::ops::Range;

use dateline_query::Marked;

use super::out::Style;

/// Replaces what a terminal would take for a command: an archive is not trusted.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() && letter != '\n' { '\u{fffd}' } else { letter })
        .collect()
}

/// The text with its marks: in colour, or between `[` and `]` where there is none.
pub fn styled(marked: &Marked, style: Style, base: &str) -> String {
    styled_with_names(marked, &[], style, base)
}

/// The same with the names in it, where there is colour: sorted byte ranges, each with its colour. A name that
/// overlaps a mark is left as the mark has it.
pub fn styled_with_names(
    marked: &Marked,
    names: &[(Range<usize>, &'static str)],
    style: Style,
    base: &str,
) -> String {
    let mut spans: Vec<(Range<usize>, &str)> =
        marked.marks.iter().map(|mark| (mark.clone(), style.mark())).collect();
    if style.is_on() {
        let is_free = |name: &Range<usize>| {
            marked.text.get(name.clone()).is_some()
                && !marked.marks.iter().any(|mark| mark.start < name.end && name.start < mark.end)
        };
        spans.extend(names.iter().filter(|(name, _)| is_free(name)).cloned());
        spans.sort_by_key(|(span, _)| span.start);
    }
    let mut out = String::from(base);
    let mut at = 0;
    for (span, open) in spans.into_iter().filter(|(span, _)| !span.is_empty()) {
        if span.start < at {
            continue;
        }
        out.push_str(&printable(&marked.text[at..span.start]));
        let text = &marked.text[span.clone()];
        if style.is_on() {
            let close = format!("{}{base}", style.off());
            // A mark that ran over several words would lose its colour where the line breaks.
            let words: Vec<String> =
                text.split(' ').map(|word| format!("{open}{}{close}", printable(word))).collect();
            out.push_str(&words.join(" "));
        } else {
            out.push_str(&format!("[{}]", printable(text)));
        }
        at = span.end;
    }
    out.push_str(&printable(&marked.text[at..]));
    out
}

/// Breaks text into lines of at most `width` columns, each behind an indent.
pub fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let options =
        textwrap::Options::new(width).initial_indent(indent).subsequent_indent(indent).break_words(false);
    textwrap::fill(text, options)
}
