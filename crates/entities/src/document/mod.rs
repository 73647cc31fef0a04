//! What the article as a whole says of its names: their kinds, and which are the same.

mod acronym;
mod dateline;
mod headline;
mod link;
mod speech;
mod surface;
mod votes;

use std::ops::Range;

use dateline_article::MentionKind;

use crate::recognizer::{ArticleText, Part, Tagged};
use crate::tagger::features::Style;
use crate::tagger::label::Class;

/// A stretch of capitalised words, as the model sees it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it stands.
    pub part: Part,
    /// Its bytes.
    pub span: Range<usize>,
    /// What the model takes it for; `None`: for no name.
    pub class: Option<Class>,
    /// How its sentence is written.
    pub style: Style,
    /// Whether its first word is the first of a sentence.
    pub opens: bool,
    /// The lists that it stands in, if it is a single word; see `model::lexicon::bits`.
    pub lists: u16,
}

/// What the model says of an article.
#[derive(Default)]
pub struct Draft {
    /// Names and other capitalised words, in the order of the article.
    pub found: Vec<Found>,
    /// Runs in headlines: their part and bytes.
    pub headlines: Vec<(Part, Range<usize>)>,
}

/// The text of a part.
pub fn text_of<'a>(article: &ArticleText<'a>, part: Part) -> &'a str {
    match part {
        Part::Title => article.title,
        Part::Text => article.text,
    }
}

/// Settles the names of an article.
pub fn settle(article: &ArticleText<'_>, draft: Draft) -> Vec<Tagged> {
    let Draft { mut found, headlines } = draft;
    dateline::read(article, &mut found);
    surface::strip_titles(article, &mut found);
    votes::settle(article, &mut found);
    headline::confirm(article, &headlines, &mut found);
    let names = link::names(article, &found);
    found
        .into_iter()
        .zip(names)
        .filter_map(|(found, name)| {
            let kind = match found.class? {
                Class::Person => MentionKind::Person,
                Class::Org => MentionKind::Org,
                Class::Place => MentionKind::Place,
                Class::Other => return None,
            };
            Some(Tagged { kind, name, part: found.part, span: found.span })
        })
        .collect()
}
