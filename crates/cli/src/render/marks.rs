//! Text with marked words, for a terminal.

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
    let (open, close) =
        if style.is_on() { (style.mark(), format!("{}{base}", style.off())) } else { ("[", "]".into()) };
    let mut out = String::from(base);
    let mut at = 0;
    for mark in &marked.marks {
        out.push_str(&printable(&marked.text[at..mark.start]));
        // A mark that ran over several words would lose its colour where the line breaks.
        let words: Vec<&str> = marked.text[mark.clone()].split(' ').collect();
        let shown: Vec<String> = if style.is_on() {
            words.iter().map(|word| format!("{open}{}{close}", printable(word))).collect()
        } else {
            vec![format!("{open}{}{close}", printable(&words.join(" ")))]
        };
        out.push_str(&shown.join(" "));
        at = mark.end;
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
