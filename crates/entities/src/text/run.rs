//! Runs: the stretches of a sentence that may hold names, and all that the model ever looks at.

use std::ops::Range;

use super::token::{Kind, Token};

/// Runs longer than this many tokens are cut there, so that a text in capitals is tagged in linear time.
pub const LONGEST_RUN: usize = 48;

/// How many connectors in a row may lie between two capitalised tokens: `Bank of the West`.
const MOST_CONNECTORS: usize = 2;

const LONGEST_CONNECTOR: usize = 5;

/// Words that names contain and do not begin or end with.
const CONNECTORS: &[&str] = &[
    "&", "al", "and", "bin", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
    "e", "el", "en", "for", "ibn", "la", "las", "le", "los", "of", "on", "ter", "the", "van", "von", "y",
];

/// Puts the runs of a sentence, as ranges of its tokens, in place of those of the last one.
///
/// A run begins and ends with a capitalised token; between two of them only connectors lie.
pub fn runs_into(text: &str, tokens: &[Token], runs: &mut Vec<Range<usize>>) {
    runs.clear();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].kind != Kind::Capital {
            at += 1;
            continue;
        }
        let (start, mut end) = (at, at + 1);
        let mut ahead = end;
        while ahead < tokens.len() && ahead - start < LONGEST_RUN {
            if tokens[ahead].kind == Kind::Capital {
                end = ahead + 1;
            } else if ahead - end >= MOST_CONNECTORS || !is_connector(&tokens[ahead], text) {
                break;
            }
            ahead += 1;
        }
        runs.push(start..end);
        at = end;
    }
}

fn is_connector(token: &Token, text: &str) -> bool {
    let word = token.of(text);
    word.len() <= LONGEST_CONNECTOR && CONNECTORS.iter().any(|connector| connector.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentence::Sentences;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let (mut tokens, mut runs) = (Vec::new(), Vec::new());
        Sentences::new(text).next_into(&mut tokens);
        runs_into(text, &tokens, &mut runs);
        let found: Vec<&str> =
            runs.iter().map(|run| &text[tokens[run.start].start..tokens[run.end - 1].end]).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn connectors_lie_inside_a_run_and_never_at_its_ends() {
        check("the Bank of the West in Lima and the mayor of Rome", &["Bank of the West", "Lima", "Rome"]);
        check("Vincent van Gogh, Paris's son", &["Vincent van Gogh", "Paris"]);
    }
}
