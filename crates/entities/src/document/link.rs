//! Which names are the same: each gets the full name that the article gives somewhere.

use dateline_article::MentionKind;
use rustc_hash::FxHashMap;

use super::acronym::stands_for;
use super::surface::{hash, is_single, kind, surname, word_before};
use super::{Found, text_of};
use crate::names::known;
use crate::names::normal::{self, plain};
use crate::recognizer::{ArticleText, Part};
use crate::tagger::label::Class;

/// At most this many long names of an article are tried for an acronym: its first ones.
const MOST_LONG_NAMES: usize = 256;

/// The full name of each mention; empty for what is none.
pub fn names(article: &ArticleText<'_>, found: &[Found]) -> Vec<String> {
    let persons = Persons::read(article, found);
    let orgs = Orgs::read(article, found);
    found
        .iter()
        .enumerate()
        .map(|(index, mention)| {
            let name = tidy(&text_of(article, mention.part)[mention.span.clone()]);
            match mention.class {
                Some(Class::Person) => persons.full(index, name),
                Some(Class::Org) => orgs.full(name),
                Some(Class::Place) => known::place(&plain(&name)).map_or(name, str::to_owned),
                Some(Class::Other) | None => String::new(),
            }
        })
        .collect()
}

/// A name on one line, without an article before it.
fn tidy(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => name,
    }
}

/// The persons that an article names in full.
struct Persons {
    /// The best form of each full name, by its key.
    forms: FxHashMap<String, Form>,
    /// Who has this surname, or this name as another part: the mentions in full, in order.
    by_part: FxHashMap<u64, Vec<(usize, String)>>,
    /// Who is meant by a surname that no full name of the article has, by its hash.
    holders: FxHashMap<u64, &'static str>,
}

/// A form of a name, and how often it was written so.
struct Form {
    name: String,
    counts: FxHashMap<String, usize>,
}

impl Form {
    fn add(&mut self, name: &str) {
        let count = self.counts.entry(name.to_owned()).or_default();
        *count += 1;
        let best = self.counts.get(&self.name).copied().unwrap_or(0);
        let count = self.counts[name];
        if (count, name.len(), name) > (best, self.name.len(), self.name.as_str()) {
            name.clone_into(&mut self.name);
        }
    }
}

impl Persons {
    fn read(article: &ArticleText<'_>, found: &[Found]) -> Persons {
        let mut persons = Persons {
            forms: FxHashMap::default(),
            by_part: FxHashMap::default(),
            holders: FxHashMap::default(),
        };
        for given in article.given.iter().filter(|given| given.kind == MentionKind::Person) {
            persons.add_full(usize::MAX, &tidy(&given.name));
        }
        for (index, mention) in found.iter().enumerate() {
            if mention.class != Some(Class::Person) {
                continue;
            }
            let text = text_of(article, mention.part);
            let name = tidy(&text[mention.span.clone()]);
            if is_single(&name) {
                let office = word_before(text, mention.span.start).unwrap_or_default();
                if let Some(full) = known::holder(office, &name) {
                    persons.holders.entry(hash(&name)).or_insert(full);
                }
            } else if mention.part == Part::Text || !mention.style.is_capitals() {
                persons.add_full(index, &name);
            }
        }
        persons
    }

    fn add_full(&mut self, index: usize, name: &str) {
        let key = normal::key(MentionKind::Person, name);
        let form = self.forms.entry(key.clone());
        form.or_insert_with(|| Form { name: name.to_owned(), counts: FxHashMap::default() }).add(name);
        let last = surname(name);
        self.by_part.entry(hash(last)).or_default().push((index, key.clone()));
        for word in name.split_whitespace() {
            if word != last && word.len() > 2 {
                // Marked apart, so that a surname always goes before.
                self.by_part.entry(!hash(word)).or_default().push((index, key.clone()));
            }
        }
    }

    /// The full name of a mention: of those with this surname the last one named before it, or else the
    /// first behind it; or else somebody who has it as another name.
    fn full(&self, index: usize, name: String) -> String {
        let form = |key: &str| self.forms.get(key).map(|form| form.name.clone());
        if !is_single(&name) {
            return form(&normal::key(MentionKind::Person, &name)).unwrap_or(name);
        }
        let part = hash(&name);
        if let Some(full) = self.nearest(part, index).and_then(form) {
            return full;
        }
        if let Some(full) = self.holders.get(&part) {
            return (*full).to_owned();
        }
        self.nearest(!part, index).and_then(form).unwrap_or(name)
    }

    fn nearest(&self, part: u64, index: usize) -> Option<&str> {
        let named = self.by_part.get(&part)?;
        let given = named.first().filter(|(at, _)| *at == usize::MAX);
        let in_article = &named[usize::from(given.is_some())..];
        let behind = in_article.partition_point(|(at, _)| *at < index);
        let nearest = behind.checked_sub(1).and_then(|at| in_article.get(at)).or(in_article.first());
        nearest.or(given).map(|(_, key)| key.as_str())
    }
}

/// The organisations that an article names with long names.
struct Orgs {
    long: Vec<String>,
    /// The long name of each acronym of the article.
    acronyms: FxHashMap<String, String>,
}

impl Orgs {
    fn read(article: &ArticleText<'_>, found: &[Found]) -> Orgs {
        let mut orgs = Orgs { long: Vec::new(), acronyms: FxHashMap::default() };
        let mut short = Vec::new();
        for mention in found {
            if mention.class.and_then(kind) != Some(MentionKind::Org) {
                continue;
            }
            let name = tidy(&text_of(article, mention.part)[mention.span.clone()]);
            if is_single(&name) {
                if is_acronym(&name) && !short.contains(&name) && short.len() < MOST_LONG_NAMES {
                    short.push(name);
                }
            } else if orgs.long.len() < MOST_LONG_NAMES && !orgs.long.contains(&name) {
                orgs.long.push(name);
            }
        }
        for acronym in short {
            if let Some(long) = orgs.long.iter().find(|long| stands_for(&acronym, long)) {
                orgs.acronyms.insert(acronym, long.clone());
            }
        }
        orgs
    }

    fn full(&self, name: String) -> String {
        if let Some(long) = self.acronyms.get(&name) {
            return long.clone();
        }
        known::org(&plain(&name)).map_or(name, str::to_owned)
    }
}

fn is_acronym(name: &str) -> bool {
    name.len() < 12
        && name.chars().all(|letter| letter.is_uppercase() || letter == '.' || letter.is_numeric())
}
