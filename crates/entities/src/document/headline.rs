//! Headlines write every word with a capital: which of them are names, the text says.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::surface::{hash, is_single, surname};
use super::{Found, text_of};
use crate::recognizer::{ArticleText, Part};
use crate::tagger::features::Style;
use crate::tagger::label::Class;

/// The longest name looked for, in words.
const LONGEST: usize = 6;

/// Puts names that the text confirms in place of what the model made of the same words of a headline.
pub fn confirm(article: &ArticleText<'_>, headlines: &[(Part, Range<usize>)], found: &mut Vec<Found>) {
    if headlines.is_empty() {
        return;
    }
    let confirmed = confirmed(article, found);
    if confirmed.is_empty() {
        return;
    }
    let mut matches = Vec::new();
    for (part, run) in headlines {
        let text = text_of(article, *part);
        let words: Vec<Range<usize>> = words(text, run);
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=LONGEST.min(words.len() - at)).rev().find_map(|len| {
                let span = words[at].start..words[at + len - 1].end;
                let class = *confirmed.get(&hash(&text[span.clone()]))?;
                Some((len, span, class))
            });
            match longest {
                Some((len, span, class)) => {
                    matches.push(Found {
                        part: *part,
                        span,
                        class: Some(class),
                        style: Style::Title,
                        opens: false,
                        lists: 0,
                    });
                    at += len;
                }
                None => at += 1,
            }
        }
    }
    // In the text, a full name is more than the surname in it: that sentence only names many.
    let full = full_names(article, found);
    matches
        .retain(|surname| !full.contains(&(surname.part, surname.span.end)) || !is_surname(article, surname));
    // Names of the model that the text confirms no part of stay as they are.
    let mut kept = Vec::with_capacity(found.len() + matches.len());
    let mut next = 0;
    for found in found.drain(..) {
        while next < matches.len() && is_before(&matches[next], &found) {
            kept.push(matches[next].clone());
            next += 1;
        }
        let overlaps = |other: &Found| {
            other.part == found.part && other.span.start < found.span.end && found.span.start < other.span.end
        };
        if !(next > 0 && overlaps(&matches[next - 1]) || matches.get(next).is_some_and(overlaps)) {
            kept.push(found);
        }
    }
    kept.extend(matches.into_iter().skip(next));
    *found = kept;
}

/// Where persons of the text are named in full: the part, and the end of the name.
fn full_names(article: &ArticleText<'_>, found: &[Found]) -> FxHashSet<(Part, usize)> {
    found
        .iter()
        .filter(|found| found.part == Part::Text && found.class == Some(Class::Person))
        .filter(|found| !is_single(&article.text[found.span.clone()]))
        .map(|found| (found.part, found.span.end))
        .collect()
}

/// Whether a name is that of a person, in one word.
fn is_surname(article: &ArticleText<'_>, found: &Found) -> bool {
    found.class == Some(Class::Person) && is_single(&text_of(article, found.part)[found.span.clone()])
}

fn is_before(one: &Found, other: &Found) -> bool {
    (one.part, one.span.start) < (other.part, other.span.start)
}

/// The names that stand in prose, and the surnames of persons.
fn confirmed(article: &ArticleText<'_>, found: &[Found]) -> FxHashMap<u64, Class> {
    let mut confirmed = FxHashMap::default();
    for found in found {
        let Some(class) = found.class else { continue };
        if found.part != Part::Text || found.style != Style::Prose {
            continue;
        }
        let name = &article.text[found.span.clone()];
        if class == Class::Person && !is_single(name) {
            confirmed.entry(hash(surname(name))).or_insert(class);
        }
        if !found.opens || !is_single(name) {
            confirmed.insert(hash(name), class);
        }
    }
    confirmed
}

/// The words of a run.
fn words(text: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text[run.clone()].char_indices() {
        match (letter.is_whitespace(), start) {
            (true, Some(first)) => {
                words.push(run.start + first..run.start + at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words.extend(start.map(|first| run.start + first..run.end));
    words
}
