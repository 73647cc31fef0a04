//! Passages to what the perceptron learns from: runs with their features and right labels.

use std::ops::Range;

use dateline_entities::training::casing;
use dateline_entities::training::features::{COUNT, Extractor, Style};
use dateline_entities::training::label::{Class, Label, Position};
use dateline_entities::training::lexicon::Lexicon;
use dateline_entities::training::run::runs_into;
use dateline_entities::training::sentence::Sentences;
use dateline_entities::training::title::titles_len;
use dateline_entities::training::token::Token;

use crate::passage::Passage;

/// A run and its right labels.
pub struct Example {
    /// The features of each token.
    pub features: Vec<[u32; COUNT]>,
    /// The right label of each token.
    pub labels: Vec<Label>,
    /// The number of its passage.
    pub passage: usize,
}

/// Makes examples.
pub struct Maker<'w> {
    extractor: Extractor<'w>,
    lexicon: Lexicon<'w>,
}

impl<'w> Maker<'w> {
    /// With the lexicon and the coarse classes of the model to be.
    pub fn new(lexicon: Lexicon<'w>, coarse: &'w [u8]) -> Maker<'w> {
        Maker { extractor: Extractor::new(lexicon, coarse), lexicon }
    }

    /// Adds the runs of a passage. Runs whose names do not begin and end with tokens of the run are left
    /// out: nothing could be learnt from them but mistakes.
    pub fn add(&mut self, number: usize, passage: &Passage, examples: &mut Vec<Example>) {
        let text = &passage.text;
        let names = Maker::names(passage);
        let (mut tokens, mut runs) = (Vec::new(), Vec::new());
        let mut sentences = Sentences::new(text);
        while sentences.next_into(&mut tokens) {
            let style = Style::of(text, &tokens);
            casing::settle(text, &mut tokens, self.lexicon, style);
            runs_into(text, &tokens, &mut runs);
            for run in &runs {
                let Some(labels) = labels(&tokens[run.clone()], &names) else { continue };
                self.extractor.look(text, &tokens, run, style);
                let features = (0..run.len())
                    .map(|index| {
                        let mut row = [0; COUNT];
                        self.extractor.features(index, &mut row);
                        row
                    })
                    .collect();
                examples.push(Example { features, labels, passage: number });
            }
        }
    }

    /// The names of a passage without the titles of persons.
    fn names(passage: &Passage) -> Vec<(Class, Range<usize>)> {
        let mut names = Vec::new();
        for (class, span) in &passage.names {
            let mut span = crate::passage::trimmed(&passage.text, span);
            if *class == Class::Person {
                span.start += titles_len(&passage.text[span.clone()]);
            }
            if !span.is_empty() {
                names.push((*class, span));
            }
        }
        names
    }
}

/// The labels of a run, if all names that touch it lie in it, token by token.
fn labels(tokens: &[Token], names: &[(Class, Range<usize>)]) -> Option<Vec<Label>> {
    let (start, end) = (tokens.first()?.start, tokens.last()?.end);
    let mut labels = vec![Label::NONE; tokens.len()];
    let from = names.partition_point(|(_, span)| span.end <= start);
    for (class, span) in &names[from..] {
        if span.start >= end {
            break;
        }
        let first = tokens.iter().position(|token| token.start == span.start)?;
        let last = tokens.iter().position(|token| token.end == span.end)?;
        if first == last {
            labels[first] = Label::new(*class, Position::Only);
            continue;
        }
        if first > last {
            return None;
        }
        labels[first] = Label::new(*class, Position::First);
        labels[first + 1..last].fill(Label::new(*class, Position::Inside));
        labels[last] = Label::new(*class, Position::Last);
    }
    Some(labels)
}
