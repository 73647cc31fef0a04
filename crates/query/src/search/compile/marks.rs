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

/// The words of forms, sorted as [`WordTest::AnyOf`] wants them: forms begin with the word as it was typed.
fn names(forms: &[Form]) -> Vec<String> {
    let mut names: Vec<String> = forms.iter().map(|form| form.word.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use dateline_article::Lang;
    use dateline_testkit::{Draft, TestArchive};

    use crate::Reader;
    use crate::search::matches::Distinct;
    use crate::search::testing::tree_of;

    #[track_caller]
    fn check(query: &str, text: &str, expect: &str) {
        let archive = TestArchive::of([Draft::new("a", "No title", text)]);
        let reader = Reader::open(archive.archive()).expect("an archive");
        let matches = reader.matches(&tree_of(query), Distinct::No).expect("an answer");
        let marked = matches.highlighter().mark(text, Some(Lang::EN));
        let shown: Vec<&str> = marked.marks.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(shown.join("|"), expect);
    }

    #[test]
    fn every_form_of_a_word_is_marked_however_it_was_typed() {
        let text = "Flood warnings for the docks. They flooded. A warning: floods.";
        check("warnings NEAR/3 floods", text, "Flood|warnings|flooded|warning|floods");
        check("warning NEAR/1 flood", text, "Flood|warnings|warning|floods");
        check("floods /S docks", text, "Flood|docks|flooded|floods");
    }
}
