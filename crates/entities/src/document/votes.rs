//! One kind for each form of a name: what most of the places where it stands say.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::speech::is_speaker;
use super::surface::{hash, is_single, surname, word_before};
use super::{Found, text_of};
use crate::model::lexicon::bits;
use crate::names::title::makes_person;
use crate::recognizer::{ArticleText, Part};
use crate::tagger::features::Style;
use crate::tagger::label::Class;

/// The votes for a form.
#[derive(Clone, Copy, Default)]
struct Votes {
    classes: [u32; 4],
    none: u32,
}

/// What a place in prose is worth, and one in a headline, where capitals say nothing.
const PROSE: u32 = 2;
const HEADLINE: u32 = 1;
/// What it is worth that the article names somebody in full with this surname, or first name.
const SURNAME: u32 = 4;
const FIRST_NAME: u32 = 2;
/// What it is worth that the form says something or follows a title, or is the name of a country.
const SPEAKER: u32 = 3;
const COUNTRY: u32 = 3;

/// Gives each name the kind that its form has in most places, and makes names of words that are one
/// elsewhere in the article.
pub fn settle(article: &ArticleText<'_>, found: &mut [Found]) {
    let mut votes: FxHashMap<u64, Votes> = FxHashMap::with_capacity_and_hasher(found.len(), FxBuildHasher);
    let hashes: Vec<u64> =
        found.iter().map(|found| hash(&text_of(article, found.part)[found.span.clone()])).collect();
    for (found, &form) in found.iter().zip(&hashes) {
        let name = &text_of(article, found.part)[found.span.clone()];
        let is_prose = found.part == Part::Text && found.style == Style::Prose;
        let weight = if is_prose { PROSE } else { HEADLINE };
        let form = votes.entry(form).or_default();
        let text = text_of(article, found.part);
        let is_addressed = || word_before(text, found.span.start).is_some_and(makes_person);
        if is_speaker(text, found) || found.class == Some(Class::Person) && is_addressed() {
            form.classes[Class::Person as usize] += SPEAKER;
        }
        if found.lists & bits::COUNTRY != 0 && name != "Us" {
            form.classes[Class::Place as usize] += COUNTRY;
        }
        match found.class {
            Some(class) => form.classes[class as usize] += weight,
            None if found.part == Part::Text && !found.opens => form.none += weight,
            None => {}
        }
        if found.class == Some(Class::Person) && found.part == Part::Text && !is_single(name) {
            let (first, last) = (name.split_whitespace().next().unwrap_or(name), surname(name));
            votes.entry(hash(last)).or_default().classes[Class::Person as usize] += SURNAME;
            if first.len() > 2 {
                votes.entry(hash(first)).or_default().classes[Class::Person as usize] += FIRST_NAME;
            }
        }
    }
    for (found, form) in found.iter_mut().zip(&hashes) {
        let Some(votes) = votes.get(form) else { continue };
        let (best, most) = best(votes, found.class);
        match found.class {
            Some(_) => found.class = Some(best),
            None if most > votes.none => found.class = Some(best),
            None => {}
        }
    }
}

/// The class with most votes; of several, the one it has, or the first.
fn best(votes: &Votes, own: Option<Class>) -> (Class, u32) {
    let mut best = own.unwrap_or(Class::Person);
    for class in Class::ALL {
        if votes.classes[class as usize] > votes.classes[best as usize] {
            best = class;
        }
    }
    (best, votes.classes[best as usize])
}
