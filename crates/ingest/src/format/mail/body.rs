//! Paragraphs of a message in plain text, in which `>` marks what is quoted.

use super::super::paragraphs::{self, Layout};

/// The text with a blank line between paragraphs. Lines are joined within one depth of quotation only; a
/// quoted paragraph begins with its marks.
pub(super) fn paragraphs(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let (mut depth, mut block) = (0, Vec::new());
    for line in paragraphs::lines(text) {
        let (line_depth, words) = unquoted(line);
        if line_depth != depth && !(words.trim().is_empty() && line_depth == 0 && depth == 0) {
            out.extend(joined(depth, &block));
            block.clear();
            depth = line_depth;
        }
        block.push(words);
    }
    out.extend(joined(depth, &block));
    out.join("\n\n")
}

/// How often a line is quoted, and the line.
fn unquoted(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(inner) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >")) {
        depth += 1;
        rest = inner;
    }
    (depth, rest)
}

fn joined(depth: usize, lines: &[&str]) -> Option<String> {
    let layout = Layout::of(lines.iter().copied());
    let text = paragraphs::join(lines.iter().copied(), layout);
    if text.is_empty() {
        return None;
    }
    let marks = ">".repeat(depth.min(MOST_MARKS));
    if depth == 0 {
        return Some(text);
    }
    let quoted: Vec<String> = text.split("\n\n").map(|paragraph| format!("{marks} {paragraph}")).collect();
    Some(quoted.join("\n\n"))
}

/// Deeper quotations are marked no more.
const MOST_MARKS: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        assert_eq!(paragraphs(text).split("\n\n").collect::<Vec<_>>(), expect);
    }

    #[test]
    fn wrapped_lines_are_joined_within_a_quotation() {
        let wrapped = "> The dockers of Hull went back to work on Monday after a\n\
                       > strike of three weeks that had cost the port more than a\n\
                       > million pounds, and the city much more than that was worth to\n\
                       > those who owned it.\nI doubt it.\n";
        check(
            wrapped,
            &[
                "> The dockers of Hull went back to work on Monday after a strike of three weeks that had cost the port more than a million pounds, and the city much more than that was worth to those who owned it.",
                "I doubt it.",
            ],
        );
    }

    #[test]
    fn quotations_inside_of_quotations_keep_their_marks() {
        check(">> One.\n> Two.\n\nThree.", &[">> One.", "> Two.", "Three."]);
        check("> > One.\n>\n> Two.", &[">> One.", "> Two."]);
    }

    #[test]
    fn marks_without_end_cost_no_more_than_the_line() {
        check(&format!("{} One.", ">".repeat(100_000)), &[">>>>>>>>> One."]);
    }
}
