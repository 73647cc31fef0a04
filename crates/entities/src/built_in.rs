//! The recogniser of the program itself.

use std::ops::Range;

use dateline_article::Lang;

use crate::document::{Draft, Found, settle};
use crate::model::file::{Model, ROW, WEIGHTS_START};
use crate::recognizer::{ArticleText, Part, Recognizer, RecognizerError, Tagged};
use crate::tagger::casing;
use crate::tagger::features::{COUNT, Extractor, Style};
use crate::tagger::label::{Class, LABELS, Label};
use crate::tagger::viterbi::Decoder;
use crate::text::run::runs_into;
use crate::text::sentence::Sentences;
use crate::text::token::{Kind, Token};

static MODEL: Placed<{ include_bytes!("../model/en.ner").len() }> =
    Placed { before: [0; BEFORE], model: *include_bytes!("../model/en.ner") };

/// Puts the rows of weights at multiples of their length, so that none lies across two lines of the processor's cache.
const BEFORE: usize = ROW - WEIGHTS_START % ROW;

/// A model with its place in memory.
#[repr(C, align(64))]
struct Placed<const BYTES: usize> {
    before: [u8; BEFORE],
    model: [u8; BYTES],
}

/// Finds names in English articles with the model that is part of the program; in others it finds none.
pub struct BuiltIn {
    model: Model<'static>,
}

impl BuiltIn {
    /// Takes the model where it lies; nothing is read or computed.
    ///
    /// # Errors
    ///
    /// When the model is not one of this program.
    pub fn new() -> Result<BuiltIn, RecognizerError> {
        BuiltIn::with_model(&MODEL.model)
    }

    /// Takes another model.
    ///
    /// # Errors
    ///
    /// When the model is not one of this program.
    pub fn with_model(model: &'static [u8]) -> Result<BuiltIn, RecognizerError> {
        Ok(BuiltIn { model: Model::open(model).ok_or(RecognizerError::Model)? })
    }
}

impl Recognizer for BuiltIn {
    fn recognize(&self, article: &ArticleText<'_>) -> Result<Vec<Tagged>, RecognizerError> {
        if article.lang.is_some_and(|lang| lang != Lang::EN) {
            return Ok(Vec::new());
        }
        let mut tagger = Tagger::new(self.model);
        let mut draft = Draft::default();
        tagger.tag(Part::Title, article.title, &mut draft);
        tagger.tag(Part::Text, article.text, &mut draft);
        Ok(settle(article, draft))
    }

    fn version(&self) -> String {
        format!("built-in 1 {:016x}", self.model.fingerprint())
    }
}

/// Finds names by the model alone, sentence by sentence; keeps its memory between texts.
pub struct Tagger<'m> {
    model: Model<'m>,
    transitions: [[i32; LABELS]; LABELS],
    extractor: Extractor<'m>,
    decoder: Decoder,
    tokens: Vec<Token>,
    runs: Vec<Range<usize>>,
    scores: Vec<[i32; LABELS]>,
    labels: Vec<Label>,
}

impl<'m> Tagger<'m> {
    /// With a model.
    pub fn new(model: Model<'m>) -> Tagger<'m> {
        Tagger {
            model,
            transitions: model.transitions(),
            extractor: Extractor::new(model.lexicon(), model.coarse()),
            decoder: Decoder::default(),
            tokens: Vec::new(),
            runs: Vec::new(),
            scores: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// Adds what is found in a part of an article, in order.
    pub fn tag(&mut self, part: Part, text: &str, draft: &mut Draft) {
        let mut sentences = Sentences::new(text);
        let mut features = [0; COUNT];
        while sentences.next_into(&mut self.tokens) {
            let style = Style::of(text, &self.tokens);
            casing::settle(text, &mut self.tokens, self.model.lexicon(), style);
            runs_into(text, &self.tokens, &mut self.runs);
            let first_word = self.tokens.iter().position(|token| token.kind != Kind::Mark).unwrap_or(0);
            for run in &self.runs {
                self.extractor.look(text, &self.tokens, run, style);
                self.scores.clear();
                for index in 0..run.len() {
                    self.extractor.features(index, &mut features);
                    self.scores.push(self.model.score(&features));
                }
                self.decoder.decode(&self.scores, &self.transitions, &mut self.labels);
                let tokens = &self.tokens[run.clone()];
                if part == Part::Title || style != Style::Prose {
                    draft.headlines.push((part, tokens[0].start..tokens[tokens.len() - 1].end));
                }
                stretches(tokens, &self.labels, |class, stretch| {
                    let span = tokens[stretch.start].start..tokens[stretch.end - 1].end;
                    let opens = run.start + stretch.start == first_word;
                    let lists = if stretch.len() == 1 { self.extractor.lists(stretch.start) } else { 0 };
                    draft.found.push(Found { part, span, class, style, opens, lists });
                });
            }
        }
    }
}

/// Cuts a run into names and, between them, stretches of capitalised words that are none.
fn stretches(tokens: &[Token], labels: &[Label], mut tell: impl FnMut(Option<Class>, Range<usize>)) {
    let mut at = 0;
    while at < labels.len() {
        let start = at;
        if let Some(class) = labels[at].class() {
            while at + 1 < labels.len() && !labels[at].ends() {
                at += 1;
            }
            at += 1;
            tell(Some(class), start..at);
            continue;
        }
        let mut end = at;
        while at < labels.len() && labels[at] == Label::NONE {
            at += 1;
            if tokens[at - 1].kind == Kind::Capital {
                end = at;
            } else if end == start {
                break;
            }
        }
        if end > start {
            tell(None, start..end);
        }
    }
}
