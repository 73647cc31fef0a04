//! Finding names in articles on their way into the archive.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use dateline_article::{Article, NamePlace, RecognisedName, Recognition, TextPart};
use dateline_entities::{ArticleText, BuiltIn, External, Part, Precomputed, Recognizer, Tagged};

use crate::args::Entities;
use crate::failure::Failure;

/// So long another program may think about one article.
const PATIENCE: Duration = Duration::from_mins(1);

/// Between the paragraphs of the text that a recogniser is given.
const GAP: &str = "\n\n";

/// What finds names, or nothing.
pub struct Namer {
    recognizer: Option<Box<dyn Recognizer>>,
    version: String,
    missed: Mutex<Missed>,
}

/// Articles in which names could not be looked for.
#[derive(Clone, Debug, Default)]
pub struct Missed {
    /// How many.
    pub articles: u64,
    /// Why, of the first.
    pub cause: String,
}

impl Namer {
    pub fn open(how: &Entities) -> Result<Namer, Failure> {
        let recognizer: Option<Box<dyn Recognizer>> = match how {
            Entities::None => None,
            Entities::Given => Some(Box::new(Precomputed)),
            Entities::BuiltIn => Some(Box::new(BuiltIn::new().map_err(Failure::told)?)),
            Entities::Command(command) => {
                Some(Box::new(External::start(command, PATIENCE).map_err(Failure::told)?))
            }
        };
        let version = recognizer.as_ref().map_or(String::new(), |recognizer| recognizer.version());
        Ok(Namer { recognizer, version, missed: Mutex::default() })
    }

    /// Under which articles are known that this has seen; empty when it looks for nothing.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Finds the names of an article. One in which they cannot be looked for has none, and is counted.
    pub fn name(&self, article: &mut Article) {
        let Some(recognizer) = &self.recognizer else { return };
        let text = text_of(article);
        let asked =
            ArticleText { title: &article.title, text: &text, lang: article.lang, given: &article.mentions };
        article.recognition = match recognizer.recognize(&asked) {
            Ok(found) => Some(Recognition { by: self.version.clone(), names: gathered(article, found) }),
            Err(error) => {
                let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
                if missed.articles == 0 {
                    missed.cause = error.to_string();
                }
                missed.articles += 1;
                None
            }
        };
    }

    /// The articles in which names could not be looked for.
    pub fn missed(&self) -> Missed {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Lead and body as one text.
fn text_of(article: &Article) -> String {
    match (article.lead.as_str(), article.body.as_str()) {
        (lead, "") => lead.to_owned(),
        ("", body) => body.to_owned(),
        (lead, body) => [lead, body].join(GAP),
    }
}

/// Names with all their places, in the order of the first. What stands at no place of the article is left out.
fn gathered(article: &Article, found: Vec<Tagged>) -> Vec<RecognisedName> {
    let mut names: Vec<RecognisedName> = Vec::new();
    for Tagged { kind, name, part, span } in found {
        let Some(place) = place_of(article, part, span.start, span.end) else { continue };
        match names.iter_mut().find(|known| known.kind == kind && known.name == name) {
            Some(known) => known.at.push(place),
            None => names.push(RecognisedName { kind, name, at: vec![place] }),
        }
    }
    names
}

fn place_of(article: &Article, part: Part, start: usize, end: usize) -> Option<NamePlace> {
    let behind_lead = if article.lead.is_empty() { 0 } else { article.lead.len() + GAP.len() };
    let (part, before) = match part {
        Part::Title => (TextPart::Title, 0),
        Part::Text if end <= article.lead.len() => (TextPart::Lead, 0),
        Part::Text => (TextPart::Body, behind_lead),
    };
    let place = NamePlace {
        part,
        start: u32::try_from(start.checked_sub(before)?).ok()?,
        end: u32::try_from(end.checked_sub(before)?).ok()?,
    };
    article.written_at(place).filter(|written| !written.is_empty()).map(|_| place)
}
