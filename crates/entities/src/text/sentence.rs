//! Sentences: what one decision of the model looks at.

use super::token::{Kind, Token, read, skip_space};

/// Sentences longer than this many tokens are cut, so that memory stays bounded on any text.
pub const LONGEST_SENTENCE: usize = 512;

/// A line this short that ends without a stop is a line of its own (a heading, a byline), not one that was
/// broken for its width: typewritten and wired texts are 60 to 80 columns wide.
const SHORT_LINE: usize = 45;

/// Goes through the sentences of a text.
pub struct Sentences<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Sentences<'t> {
    /// Begins at the start of the text.
    pub fn new(text: &'t str) -> Sentences<'t> {
        Sentences { text, at: skip_space(text, 0).0 }
    }

    /// Puts the tokens of the next sentence in place of those of the last one; false at the end.
    pub fn next_into(&mut self, tokens: &mut Vec<Token>) -> bool {
        tokens.clear();
        let bytes = self.text.as_bytes();
        let mut line_start = self.at;
        let mut ended = false;
        while self.at < bytes.len() && tokens.len() < LONGEST_SENTENCE {
            let first = tokens.len();
            let end = read(self.text, self.at, tokens);
            let (next, breaks) = skip_space(self.text, end);
            self.at = next;
            if tokens.len() == first {
                continue;
            }
            match bytes[end - 1] {
                b'.' if tokens[first].kind == Kind::Mark => ended = true,
                b'!' | b'?' => ended = true,
                b'"' | b'\'' | b')' | b']' => {}
                _ if tokens[first].kind == Kind::Mark && is_closing(tokens[first].of(self.text)) => {}
                _ => ended = false,
            }
            if breaks > 1 {
                break;
            }
            let starts_lower = bytes.get(next).is_some_and(u8::is_ascii_lowercase);
            if ended && next > end && !starts_lower {
                break;
            }
            if breaks == 1 {
                if !starts_lower && end - line_start < SHORT_LINE {
                    break;
                }
                line_start = next;
            }
        }
        !tokens.is_empty()
    }
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "”" | "’" | "»" | "…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let (mut sentences, mut tokens, mut found) = (Sentences::new(text), Vec::new(), Vec::new());
        while sentences.next_into(&mut tokens) {
            found.push(&text[tokens[0].start..tokens[tokens.len() - 1].end]);
        }
        assert_eq!(found, expect);
    }

    #[test]
    fn a_stop_before_a_capital_ends_a_sentence_and_an_abbreviation_does_not() {
        check("Mr. Lee left. \"Stop!\" He ran.", &["Mr. Lee left.", "\"Stop!\"", "He ran."]);
        check("It rose 3.5 percent in the U.S. market.", &["It rose 3.5 percent in the U.S. market."]);
    }

    #[test]
    fn headings_and_paragraphs_are_sentences_and_wrapped_lines_are_not() {
        check("Storm Warning\n\nRain fell", &["Storm Warning", "Rain fell"]);
        check("By John Lee\nParis", &["By John Lee", "Paris"]);
        let wrapped = "The ministers of the seven countries met in New\nYork today";
        check(wrapped, &[wrapped]);
    }
}
