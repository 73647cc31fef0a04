//! What to mark in a text: the words that a clause told by places is about.

use super::Compiler;
use crate::ast::Proximity;
use crate::search::highlight::{Pattern, Sequence, WordTest};
use crate::search::places::{Form, Places};

impl Compiler<'_> {
    /// Marks what was looked for, in the snippets.
    pub(super) fn mark(&mut self, places: Option<&Places>, others: Option<u32>) {
        self.patterns.extend(places.and_then(|places| pattern_of(places, others)));
    }

    /// Marks of the two sides of a pair only what is close to the other side. The patterns from `before` on are
    /// those of the left side, those from `of_left` on of the right.
    pub(super) fn mark_pair(&mut self, proximity: Proximity, before: usize, of_left: usize) {
        let (steps, sequence) = match proximity {
            Proximity::Near(steps) => (steps, Sequence::Any),
            Proximity::Before(steps) => (steps, Sequence::AsWritten),
            Proximity::NotNear(_) | Proximity::Sentence | Proximity::Paragraph => return,
        };
        if before < of_left && of_left < self.patterns.len() {
            let right = self.patterns.split_off(of_left);
            let left = self.patterns.split_off(before);
            self.patterns.push(Pattern::Near { sides: [left, right], steps, sequence });
        }
    }
}

/// How a word, a row or a window of words is found in a text.
fn pattern_of(places: &Places, others: Option<u32>) -> Option<Pattern> {
    let test_of = |places: &Places| match places {
        Places::Words { words, .. } => Some(WordTest::AnyOf(names(words))),
        _ => None,
    };
    match places {
        Places::Words { words, .. } => Some(Pattern::word(WordTest::AnyOf(names(words)))),
        Places::Row(parts) => {
            let tests =
                parts.iter().map(|part| part.as_ref().and_then(test_of).unwrap_or(WordTest::Anything));
            Some(Pattern::Row(tests.collect()))
        }
        Places::Window(parts, _) => {
            let (mut words, mut cases) = (Vec::new(), Vec::new());
            for part in parts {
                let (bare, tests) = match part {
                    Places::Cased { of, tests, .. } => (&**of, tests.as_slice()),
                    bare => (bare, [].as_slice()),
                };
                if let Some(test) = test_of(bare) {
                    cases.extend(tests.iter().map(|test| test.moved(words.len())));
                    words.push(test);
                }
            }
            Some(Pattern::Window(words, others.unwrap_or_default()).in_case(cases))
        }
        Places::Cased { of, tests, .. } => Some(pattern_of(of, others)?.in_case(tests.clone())),
        _ => None,
    }
}

fn names(forms: &[Form]) -> Vec<String> {
    forms.iter().map(|form| form.word.clone()).collect()
}
