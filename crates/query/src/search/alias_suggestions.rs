//! Names of an archive that are likely one, each with the evidence for it.
//!
//! Three kinds of evidence are taken, and no others: articles that write one name for the other; names that differ in
//! signs only; and a first name that is an initial of the one other name with that surname. A bare surname is never
//! put under a full name: it is another person's in the next article.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use dateline_article::MentionKind;
use dateline_schema::{ValueField as IndexedValue, caseless, split_name_form};

use super::error::SearchError;
use super::reader::Reader;

/// Two names that are likely one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasSuggestion {
    /// What they stand for.
    pub kind: MentionKind,
    /// The name that more articles have, or the fuller one of them.
    pub name: String,
    /// The other, and how many articles have it.
    pub other: (String, u64),
    /// How many articles have the name.
    pub articles: u64,
    /// Why they are likely one.
    pub evidence: Evidence,
}

/// Why two names are likely one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// So many articles that have the name write the other for it, and none writes it for another name.
    WrittenFor(u64),
    /// They differ in hyphens, apostrophes, full stops or blanks only.
    SignsOnly,
    /// One has an initial for the first name of the other, and no further name fits it.
    Initial,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::WrittenFor(1) => f.write_str("1 article writes it for the name"),
            Evidence::WrittenFor(articles) => write!(f, "{articles} articles write it for the name"),
            Evidence::SignsOnly => f.write_str("they differ in signs only"),
            Evidence::Initial => f.write_str("an initial that fits no other name"),
        }
    }
}

/// Fewer articles that write one for the other may be one mistake of one recogniser.
const FEWEST_WITNESSES: u64 = 2;

impl Reader {
    /// Names that are likely one and that the alias file says nothing of: those of most articles first, at most
    /// `limit`. Gives how many there are as well.
    pub fn alias_suggestions(&self, limit: usize) -> Result<(Vec<AliasSuggestion>, u64), SearchError> {
        let mut found = Vec::new();
        for kind in MentionKind::ALL {
            let names = self.names_of(kind)?;
            let written = self.written_for(kind)?;
            let mut pairs = written_for(&names, &written);
            pairs.extend(signs_only(&names));
            if kind == MentionKind::Person {
                pairs.extend(initials(&names));
            }
            let aliases = &self.known_aliases().aliases;
            pairs.retain(|pair| {
                [&pair.name, &pair.other]
                    .iter()
                    .all(|name| !aliases.is_banned(kind, name) && aliases.group_of(kind, name).is_none())
            });
            pairs.sort_by(|one, other| {
                (&one.name, &one.other, one.evidence).cmp(&(&other.name, &other.other, other.evidence))
            });
            pairs.dedup_by(|later, earlier| (&later.name, &later.other) == (&earlier.name, &earlier.other));
            found.extend(pairs.into_iter().map(|Pair { name, other, evidence }| AliasSuggestion {
                kind,
                articles: names[&name],
                other: (other.clone(), names[&other]),
                name,
                evidence,
            }));
        }
        found.sort_by_key(|suggestion| Reverse(suggestion.articles + suggestion.other.1));
        // A name stands under one other, so that all suggestions can be taken.
        let (mut heads, mut others) = (HashSet::new(), HashSet::new());
        found.retain(|AliasSuggestion { kind, name, other, .. }| {
            let (head, other) = ((*kind, name.clone()), (*kind, other.0.clone()));
            let is_free = !others.contains(&head) && !heads.contains(&other) && !others.contains(&other);
            if is_free {
                heads.insert(head);
                others.insert(other);
            }
            is_free
        });
        let all = found.len() as u64;
        found.truncate(limit);
        self.spell(&mut found)?;
        Ok((found, all))
    }

    /// Writes names as the archive first has them, not as they are compared.
    fn spell(&self, suggestions: &mut [AliasSuggestion]) -> Result<(), SearchError> {
        let mut spelled: HashMap<(MentionKind, String), Option<String>> = HashMap::new();
        for suggestion in &*suggestions {
            spelled.insert((suggestion.kind, suggestion.name.clone()), None);
            spelled.insert((suggestion.kind, suggestion.other.0.clone()), None);
        }
        for kind in MentionKind::ALL {
            for segment in 0..self.searcher.segment_readers().len() {
                self.each_spelling(IndexedValue::of_mention(kind), segment, |written| {
                    if let Some(none @ None) = spelled.get_mut(&(kind, caseless(written))) {
                        *none = Some(written.to_owned());
                    }
                    true
                })?;
            }
        }
        let spelling = |kind: MentionKind, name: &mut String| {
            if let Some(Some(written)) = spelled.get(&(kind, name.clone())) {
                name.clone_from(written);
            }
        };
        for suggestion in suggestions {
            spelling(suggestion.kind, &mut suggestion.name);
            spelling(suggestion.kind, &mut suggestion.other.0);
        }
        Ok(())
    }

    /// All names of a kind, as they are compared, with how many articles have each (deleted ones included).
    fn names_of(&self, kind: MentionKind) -> Result<Names, SearchError> {
        let mut names = Names::new();
        let field = self.fields().value(IndexedValue::of_mention(kind));
        self.each_term(field, |name, articles| {
            *names.entry(name.to_owned()).or_default() += u64::from(articles);
        })?;
        Ok(names)
    }

    /// For each form that is written, the names it is written for, with how many articles do so.
    fn written_for(&self, kind: MentionKind) -> Result<BTreeMap<String, Names>, SearchError> {
        let kind = kind.to_string();
        let mut forms: BTreeMap<String, Names> = BTreeMap::new();
        self.each_term(self.fields().name_form, |term, articles| {
            if let Some((of, name, form)) = split_name_form(term)
                && of == kind
                && !form.is_empty()
            {
                let names = forms.entry(form.to_owned()).or_default();
                *names.entry(name.to_owned()).or_default() += u64::from(articles);
            }
        })?;
        Ok(forms)
    }
}

/// Names with their articles.
type Names = BTreeMap<String, u64>;

struct Pair {
    name: String,
    other: String,
    evidence: Evidence,
}

/// A form that articles write for one name alone, and that is a name in others.
fn written_for(names: &Names, forms: &BTreeMap<String, Names>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (form, written) in forms.iter().filter(|(form, _)| names.contains_key(*form)) {
        let mut of = written.iter().filter(|(name, _)| names.contains_key(*name));
        let (Some((name, &articles)), None) = (of.next(), of.next()) else { continue };
        if articles >= FEWEST_WITNESSES && !is_part_of(form, name) {
            let evidence = Evidence::WrittenFor(articles);
            pairs.push(Pair { name: name.clone(), other: form.clone(), evidence });
        }
    }
    pairs
}

/// Whether all words of a form are words of the name: a surname, or `the club`.
fn is_part_of(form: &str, name: &str) -> bool {
    form.split_whitespace().all(|word| name.split_whitespace().any(|of| of == word))
}

/// Names of the same letters and digits.
fn signs_only(names: &Names) -> Vec<Pair> {
    let mut by_letters: BTreeMap<String, Vec<(&String, u64)>> = BTreeMap::new();
    for (name, &articles) in names {
        let letters: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
        // `US` and `U.S.` are one; but of two letters little is left to tell names apart.
        if letters.chars().count() > 2 {
            by_letters.entry(letters).or_default().push((name, articles));
        }
    }
    let mut pairs = Vec::new();
    for mut written in by_letters.into_values().filter(|written| written.len() > 1) {
        written.sort_by_key(|&(_, articles)| Reverse(articles));
        let name = written[0].0;
        for (other, _) in &written[1..] {
            pairs.push(Pair { name: name.clone(), other: (*other).clone(), evidence: Evidence::SignsOnly });
        }
    }
    pairs
}

/// `j. sessions` where `jeff sessions` is the only name that begins so and ends so.
fn initials(names: &Names) -> Vec<Pair> {
    let mut by_ends: BTreeMap<(char, &str), Vec<&String>> = BTreeMap::new();
    let mut short = Vec::new();
    for name in names.keys() {
        let Some((first, last)) = name.split_once(' ') else { continue };
        let Some(initial) = first.chars().next() else { continue };
        let is_initial = first.strip_suffix('.').unwrap_or(first).chars().count() == 1;
        if is_initial {
            short.push((initial, last, name));
        } else {
            by_ends.entry((initial, last)).or_default().push(name);
        }
    }
    short
        .into_iter()
        .filter_map(|(initial, last, other)| match by_ends.get(&(initial, last))?.as_slice() {
            [name] => Some(Pair { name: (*name).clone(), other: other.clone(), evidence: Evidence::Initial }),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive};

    use super::*;

    const PERSON: MentionKind = MentionKind::Person;
    const ORG: MentionKind = MentionKind::Org;

    #[track_caller]
    fn check(aliases: &str, drafts: Vec<Draft>, expect: &[&str]) {
        let archive = TestArchive::of(drafts);
        let file = archive.archive().dir().join(crate::ALIASES_FILE);
        std::fs::write(file, aliases).expect("a file");
        let reader = Reader::open(archive.archive()).expect("an archive");
        let shown: Vec<String> = reader
            .alias_suggestions(10)
            .expect("suggestions")
            .0
            .iter()
            .map(|AliasSuggestion { kind, name, other, articles, evidence }| {
                format!("{name} ({articles}) [{kind}]: {} ({}), {evidence}", other.0, other.1)
            })
            .collect();
        assert_eq!(shown, expect);
    }

    fn named(article: &str, kind: MentionKind, name: &str) -> Draft {
        Draft::new(article, article, name).recognised(kind, name, &[name])
    }

    #[test]
    fn what_articles_write_for_a_name_is_suggested_when_it_is_a_name_elsewhere() {
        let both = |article: &str| {
            let text = "The Federal Bureau of Investigation, the FBI, knew.";
            Draft::new(article, article, text).recognised(
                ORG,
                "Federal Bureau of Investigation",
                &["Federal Bureau of Investigation", "FBI"],
            )
        };
        let told = "Federal Bureau of Investigation (2) [org]: FBI (1), 2 articles write it for the name";
        check("", vec![both("a"), both("b"), named("c", ORG, "FBI")], &[told]);
        check("FBI: Bureau", vec![both("a"), both("b"), named("c", ORG, "FBI")], &[]);
        check("", vec![both("a"), named("c", ORG, "FBI")], &[]);
    }

    #[test]
    fn a_surname_is_never_put_under_a_name() {
        let both = |article: &str| {
            Draft::new(article, article, "Ann Lee spoke. Lee left.").recognised(
                PERSON,
                "Ann Lee",
                &["Ann Lee", "Lee "],
            )
        };
        check("", vec![both("a"), both("b"), named("c", PERSON, "Lee")], &[]);
    }

    #[test]
    fn names_that_differ_in_signs_are_suggested() {
        let drafts =
            vec![named("a", ORG, "Al-Qaeda"), named("b", ORG, "Al Qaeda"), named("c", ORG, "Al Qaeda")];
        check("", drafts, &["Al Qaeda (2) [org]: Al-Qaeda (1), they differ in signs only"]);
    }

    #[test]
    fn an_initial_is_suggested_when_it_fits_one_name() {
        let told = "Jeff Sessions (1) [person]: J. Sessions (1), an initial that fits no other name";
        let drafts = || vec![named("a", PERSON, "Jeff Sessions"), named("b", PERSON, "J. Sessions")];
        check("", drafts(), &[told]);
        let mut more = drafts();
        more.push(named("c", PERSON, "John Sessions"));
        check("", more, &[]);
    }
}
