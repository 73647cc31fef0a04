//! Where the paragraphs of a text end.
//!
//! Sources mark them in three ways: by blank lines, by one line a paragraph, or, in text wrapped at a
//! fixed width, by a short last line or an indented first one. Everything here hands over the first.

/// A wider line was not wrapped by anything that wraps.
const WIDEST_WRAP: usize = 120;
/// A narrower column than this is no column of running text.
const NARROWEST_WRAP: usize = 30;
/// How many lines at the top tell the layout of all.
const LINES_TOLD_BY: usize = 2_000;
/// Fewer line ends than this say nothing about the text as a whole.
const FEW_LINE_ENDS: usize = 3;

/// How the lines of a text relate to its paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Each line is a paragraph.
    Lines,
    /// Paragraphs are wrapped at a width.
    Wrapped {
        /// The width, in letters.
        width: usize,
    },
}

impl Layout {
    /// Tells the layout by a property that only wrapping gives: lines end where the next word would no
    /// longer have fitted.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Layout {
        let lines: Vec<&str> = lines.take(LINES_TOLD_BY).collect();
        let ends: Vec<(&str, &str)> = lines
            .windows(2)
            .map(|pair| (pair[0].trim(), pair[1].trim()))
            .filter(|(line, next)| !line.is_empty() && !next.is_empty())
            .collect();
        let mut lengths: Vec<usize> = ends.iter().map(|(line, _)| letters(line)).collect();
        lengths.sort_unstable();
        // One line in twenty may stick out: an address, a table.
        let Some(&width) = lengths.get((lengths.len().saturating_sub(1)) * 19 / 20) else {
            return Layout::Lines;
        };
        let layout = Layout::Wrapped { width };
        let filled = ends.iter().filter(|(line, next)| layout.is_full(line, next)).count();
        let unfinished = ends.iter().filter(|(line, _)| !ends_sentence(line)).count();
        let wrapped = (NARROWEST_WRAP..=WIDEST_WRAP).contains(&width)
            && filled * 10 >= ends.len() * 6
            && unfinished * 2 >= ends.len()
            && (ends.len() >= FEW_LINE_ENDS || unfinished == ends.len() && width > NARROWEST_WRAP * 2);
        if wrapped { layout } else { Layout::Lines }
    }

    /// Whether the first word of `next` would not have fitted on `line`.
    pub fn is_full(self, line: &str, next: &str) -> bool {
        let Layout::Wrapped { width } = self else {
            return false;
        };
        let word = next.split_whitespace().next().unwrap_or_default();
        letters(line.trim()) + 1 + letters(word) > width
    }

    /// Whether `line` is so short that it must be the last of its paragraph.
    fn is_last(self, line: &str, next: &str) -> bool {
        let Layout::Wrapped { width } = self else {
            return true;
        };
        let length = letters(line.trim());
        !self.is_full(line, next)
            && (ends_sentence(line) && length * 10 < width * 9 || length * 10 < width * 6)
    }
}

/// The same text with one blank line between paragraphs and none inside. HTML is left as it is: its
/// paragraphs are marked by tags.
pub(super) fn separated(text: &str) -> String {
    if is_html(text) {
        return text.to_owned();
    }
    join(lines(text), Layout::of(lines(text)))
}

/// The lines of a text, whatever ends them, with their indents.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    rest: Option<&'a str>,
}

pub(super) fn lines(text: &str) -> Lines<'_> {
    Lines { rest: Some(text) }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        const ENDS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
        let text = self.rest?;
        let Some(end) = text.find(ENDS) else {
            self.rest = None;
            return Some(text);
        };
        let (line, rest) = text.split_at(end);
        let after = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(ENDS));
        self.rest = Some(after.unwrap_or_default());
        Some(line)
    }
}

/// Joins lines into paragraphs with a blank line between them.
pub(super) fn join<'a>(lines: impl Iterator<Item = &'a str>, layout: Layout) -> String {
    let mut text = String::new();
    let mut before: Option<&str> = None;
    for line in lines {
        let words = line.trim();
        if words.is_empty() {
            before = None;
            continue;
        }
        match before {
            Some(before) if !layout.is_last(before, words) && !starts_deeper(line, before) => {
                // `self-` and `made` on the next line are one word.
                let split_word = before.trim_end().ends_with('-')
                    && !before.trim_end().ends_with("--")
                    && words.starts_with(char::is_lowercase);
                if !split_word {
                    text.push(' ');
                }
            }
            _ if text.is_empty() => {}
            _ => text.push_str("\n\n"),
        }
        text.push_str(words);
        before = Some(line);
    }
    text
}

/// Whether a line ends the way sentences do.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end();
    let bare = line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』']);
    match bare.chars().next_back() {
        Some('.') => {
            // `U.S.` or `John F.` ends no sentence for sure.
            let word = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
            let inner = &word[..word.len() - 1];
            letters(inner) > 1 && !inner.contains('.')
        }
        Some(last) => matches!(last, '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '．'),
        None => false,
    }
}

fn starts_deeper(line: &str, before: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    indent(line) >= indent(before) + 2
}

fn is_html(text: &str) -> bool {
    text.contains("</") || text.contains("<p") || text.contains("<br") || text.contains("<BR")
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(separated(text), expect);
    }

    #[test]
    fn wrapped_lines_are_joined_until_the_short_last_one() {
        check(
            "THE ALLIES AFTER NASSAU IN DECEMBER 1960, THE U.S. FIRST\n\
             PROPOSED TO HELP NATO DEVELOP ITS OWN NUCLEAR STRIKE FORCE. BUT\n\
             EUROPE MADE NO ATTEMPT TO DEVISE A PLAN.\n\
             LAST WEEK, AS THEY STUDIED THE NASSAU ACCORD BETWEEN PRESIDENT\n\
             KENNEDY AND PRIME MINISTER MACMILLAN, EUROPEANS SAW EMERGING\n\
             THE FIRST OUTLINES.",
            "THE ALLIES AFTER NASSAU IN DECEMBER 1960, THE U.S. FIRST PROPOSED TO HELP NATO DEVELOP ITS OWN \
             NUCLEAR STRIKE FORCE. BUT EUROPE MADE NO ATTEMPT TO DEVISE A PLAN.\n\n\
             LAST WEEK, AS THEY STUDIED THE NASSAU ACCORD BETWEEN PRESIDENT KENNEDY AND PRIME MINISTER \
             MACMILLAN, EUROPEANS SAW EMERGING THE FIRST OUTLINES.",
        );
    }

    #[test]
    fn an_indented_line_starts_a_paragraph_of_wrapped_text() {
        check(
            "Wheat prices rose in Chicago on Friday after the government\n\
             said that winter crops had suffered from an unusual drought in\n\
             \x20  Traders said that the market had expected a smaller change of\n\
             the forecast, and that prices might well go on rising until the\n\
             end of March.",
            "Wheat prices rose in Chicago on Friday after the government said that winter crops had suffered \
             from an unusual drought in\n\n\
             Traders said that the market had expected a smaller change of the forecast, and that prices \
             might well go on rising until the end of March.",
        );
    }

    #[test]
    fn long_lines_are_a_paragraph_each() {
        check("One.\r\nTwo.\r\n \r\nThree.\r", "One.\n\nTwo.\n\nThree.");
        let long = "word ".repeat(60);
        let long = long.trim();
        check(&format!("{long}\n{long}\n{long}\n{long}"), &format!("{long}\n\n{long}\n\n{long}\n\n{long}"));
    }

    #[test]
    fn a_list_is_not_taken_for_wrapped_text() {
        check(
            "* Beardsley Fire Department - $43,700\n* Benson Fire Department - $99,540\n* Winger Fire - $1",
            "* Beardsley Fire Department - $43,700\n\n* Benson Fire Department - $99,540\n\n* Winger Fire - $1",
        );
    }

    #[test]
    fn html_is_left_alone() {
        check("<p>One\ntwo</p>", "<p>One\ntwo</p>");
    }

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        assert!(!ends_sentence("a visit to the U.S."));
        assert!(!ends_sentence("signed by John F."));
        assert!(ends_sentence("He said: “I will go.”"));
    }
}
