//! Which names are the same: each gets the full name that the article gives somewhere.

use std::borrow::Cow;

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
            let name = || tidy(&text_of(article, mention.part)[mention.span.clone()]);
            match mention.class {
                Some(Class::Person) => persons.full(index, name()),
                Some(Class::Org) => orgs.full(name()),
                Some(Class::Place) => {
                    let name = name();
                    known::place(&plain(&name)).map_or_else(|| name.into_owned(), str::to_owned)
                }
                Some(Class::Other) | None => String::new(),
            }
        })
        .collect()
}

/// A name on one line, without an article before it.
fn tidy(name: &str) -> Cow<'_, str> {
    // Nearly every name stands on one line, with single spaces between its words.
    let is_plain = name.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let name = if is_plain && !name.contains("  ") && name.trim_ascii().len() == name.len() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let without = name.strip_prefix("The ").or_else(|| name.strip_prefix("the "));
    let Some(article) = without.filter(|rest| !rest.is_empty()).map(|rest| name.len() - rest.len()) else {
        return name;
    };
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(&name[article..]),
        Cow::Owned(name) => Cow::Owned(name[article..].to_owned()),
    }
}

/// The persons that an article names in full.
struct Persons<'t> {
    /// The best form of each full name.
    forms: Vec<Form<'t>>,
    /// Which of the forms has a key.
    by_key: FxHashMap<String, usize>,
    /// Who has this surname, or this name as another part: the mentions in full, in order, and which form they are.
    by_part: FxHashMap<u64, Vec<(usize, usize)>>,
    /// Who is meant by a surname that no full name of the article has, by its hash.
    holders: FxHashMap<u64, &'static str>,
}

/// A form of a name, and how often it was written so.
#[derive(Default)]
struct Form<'t> {
    name: Cow<'t, str>,
    /// How often it was written as `name`.
    count: usize,
    counts: FxHashMap<Cow<'t, str>, usize>,
}

impl<'t> Form<'t> {
    fn add(&mut self, name: Cow<'t, str>) {
        let count = self.counts.entry(name.clone()).or_default();
        *count += 1;
        if name == self.name {
            self.count = *count;
        } else if (*count, name.len(), &name) > (self.count, self.name.len(), &self.name) {
            (self.name, self.count) = (name, *count);
        }
    }
}

impl<'t> Persons<'t> {
    fn read(article: &ArticleText<'t>, found: &[Found]) -> Persons<'t> {
        let mut persons = Persons {
            forms: Vec::new(),
            by_key: FxHashMap::default(),
            by_part: FxHashMap::default(),
            holders: FxHashMap::default(),
        };
        for given in article.given.iter().filter(|given| given.kind == MentionKind::Person) {
            persons.add_full(usize::MAX, tidy(&given.name));
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
                persons.add_full(index, name);
            }
        }
        persons
    }

    fn add_full(&mut self, index: usize, name: Cow<'t, str>) {
        let key = normal::key(MentionKind::Person, &name);
        let form = *self.by_key.entry(key).or_insert(self.forms.len());
        let last = surname(&name);
        self.by_part.entry(hash(last)).or_default().push((index, form));
        for word in name.split_whitespace() {
            if word != last && word.len() > 2 {
                // Marked apart, so that a surname always goes before.
                self.by_part.entry(!hash(word)).or_default().push((index, form));
            }
        }
        if form == self.forms.len() {
            self.forms.push(Form::default());
        }
        self.forms[form].add(name);
    }

    /// The full name of a mention: of those with this surname the last one named before it, or else the
    /// first behind it; or else somebody who has it as another name.
    fn full(&self, index: usize, name: Cow<'_, str>) -> String {
        let form = |form: usize| self.forms[form].name.to_string();
        if !is_single(&name) {
            let known = self.by_key.get(&normal::key(MentionKind::Person, &name));
            return known.map_or_else(|| name.into_owned(), |&known| form(known));
        }
        let part = hash(&name);
        if let Some(full) = self.nearest(part, index) {
            return form(full);
        }
        if let Some(full) = self.holders.get(&part) {
            return (*full).to_owned();
        }
        self.nearest(!part, index).map_or_else(|| name.into_owned(), form)
    }

    /// The form of the mention in full that is meant.
    fn nearest(&self, part: u64, index: usize) -> Option<usize> {
        let named = self.by_part.get(&part)?;
        let given = named.first().filter(|(at, _)| *at == usize::MAX);
        let in_article = &named[usize::from(given.is_some())..];
        let behind = in_article.partition_point(|(at, _)| *at < index);
        let nearest = behind.checked_sub(1).and_then(|at| in_article.get(at)).or(in_article.first());
        nearest.or(given).map(|&(_, form)| form)
    }
}

/// The organisations that an article names with long names.
struct Orgs<'t> {
    long: Vec<Cow<'t, str>>,
    /// The long name of each acronym of the article.
    acronyms: FxHashMap<Cow<'t, str>, Cow<'t, str>>,
}

impl<'t> Orgs<'t> {
    fn read(article: &ArticleText<'t>, found: &[Found]) -> Orgs<'t> {
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

    fn full(&self, name: Cow<'_, str>) -> String {
        if let Some(long) = self.acronyms.get(&name) {
            return long.to_string();
        }
        known::org(&plain(&name)).map_or_else(|| name.into_owned(), str::to_owned)
    }
}

fn is_acronym(name: &str) -> bool {
    name.len() < 12
        && name.chars().all(|letter| letter.is_uppercase() || letter == '.' || letter.is_numeric())
}
