//! Which names of the archive a name stands for: those that the user put together, and the forms that articles
//! write.

use std::fs;
use std::io::ErrorKind;

use dateline_article::MentionKind;
use dateline_schema::{ValueField as IndexedValue, caseless, name_form_prefix, split_name_form};
use tantivy::Term;

use super::error::SearchError;
use super::reader::Reader;
use super::values::{indexed_fields, name_test};
use crate::Span;
use crate::aliases::{Aliases, read_lines};
use crate::ast::ValueFilter;

/// The file of an archive in which the user puts names together.
pub const ALIASES_FILE: &str = "aliases.txt";

/// The alias file of an archive, as far as it could be read.
#[derive(Debug, Default)]
pub(crate) struct KnownAliases {
    pub aliases: Aliases,
    /// What is wrong with it, in words for the user.
    pub trouble: Option<String>,
}

/// What the user says of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KnownName<'a> {
    /// Nothing.
    AsWritten,
    /// It is another form of this one.
    PutUnder(&'a str),
    /// It is none.
    NoName,
}

impl KnownAliases {
    /// What is said of a value of a field; nothing where the field holds no names.
    pub fn name_of(&self, field: IndexedValue, written: &str) -> KnownName<'_> {
        let (Some(kind), false) = (kind_of(field), self.aliases.is_empty()) else {
            return KnownName::AsWritten;
        };
        let folded = caseless(written);
        match self.aliases.group_of(kind, &folded) {
            _ if self.aliases.is_banned(kind, &folded) => KnownName::NoName,
            Some(group) => KnownName::PutUnder(&group.name),
            None => KnownName::AsWritten,
        }
    }

    /// All names that count as this one, as they are compared.
    pub fn all_forms<'a>(&'a self, field: IndexedValue, folded: &'a str) -> Vec<&'a str> {
        let group = kind_of(field).and_then(|kind| self.aliases.group_of(kind, folded));
        group.map_or_else(|| vec![folded], |group| group.members.iter().map(String::as_str).collect())
    }

    /// Whether some value of a field is no name.
    pub fn has_no_names(&self, field: IndexedValue) -> bool {
        kind_of(field).is_some_and(|kind| self.aliases.bans_any(kind))
    }

    fn of_text(text: &str) -> KnownAliases {
        let (lines, unread) = read_lines(text);
        let (aliases, conflicts) = Aliases::of_lines(&lines);
        let count = unread.len() + conflicts.len();
        let first = unread.into_iter().chain(conflicts).min_by_key(|problem| problem.line);
        let trouble = first.map(|problem| {
            let left_out = if count == 1 { "1 line is".to_owned() } else { format!("{count} lines are") };
            format!("{ALIASES_FILE}, {problem}; {left_out} left out, see `dateline aliases check`")
        });
        KnownAliases { aliases, trouble }
    }
}

impl Reader {
    /// The alias file of the archive, read once. An archive without one has no aliases.
    pub(crate) fn known_aliases(&self) -> &KnownAliases {
        self.known_aliases.get_or_init(|| match fs::read_to_string(self.dir().join(ALIASES_FILE)) {
            Ok(text) => KnownAliases::of_text(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => KnownAliases::default(),
            Err(error) => KnownAliases {
                aliases: Aliases::default(),
                trouble: Some(format!("{ALIASES_FILE} is left out: {error}")),
            },
        })
    }

    /// How many articles have a name, deleted ones included.
    pub fn articles_named(&self, kind: MentionKind, name: &str) -> Result<u64, SearchError> {
        let field = self.fields().value(IndexedValue::of_mention(kind));
        self.articles_with(&Term::from_field_text(field, &caseless(name)))
    }

    /// The names that a filter means, with those that the user put together with them, and without those that
    /// are none. Gives how many articles hold each (deleted ones included); the commonest first.
    pub(crate) fn with_aliases(
        &self,
        field: IndexedValue,
        filter: &ValueFilter,
        span: Span,
        mut names: Vec<(String, u64)>,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let aliases = &self.known_aliases().aliases;
        let (Some(kind), false) = (kind_of(field), aliases.is_empty()) else { return Ok(names) };
        names.retain(|(name, _)| !aliases.is_banned(kind, name));
        // Also by a name that no article has, if it is put together with one that some has.
        let is_meant = name_test(filter, span)?;
        let met = aliases.grouped(kind).filter(|name| is_meant(name));
        let met = met.chain(names.iter().map(|(name, _)| name.as_str()));
        let mut others: Vec<&String> = met
            .filter_map(|name| aliases.group_of(kind, name))
            .flat_map(|group| &group.members)
            .filter(|member| !names.iter().any(|(name, _)| name == *member))
            .collect();
        others.sort_unstable();
        others.dedup();
        let mut added = Vec::new();
        for name in others {
            let held = self.articles_with(&Term::from_field_text(self.fields().value(field), name))?;
            if held > 0 {
                added.push((name.clone(), held));
            }
        }
        names.extend(added);
        names.sort_by_key(|&(_, articles)| std::cmp::Reverse(articles));
        Ok(names)
    }

    /// Whether the user says that what a filter names in full is no name, of any kind that it asks for.
    pub(crate) fn says_no_name(&self, filter: &ValueFilter) -> bool {
        let typed = caseless(&filter.text);
        let kinds = indexed_fields(filter.field);
        kinds.iter().all(|&kind| self.known_aliases().name_of(kind, &typed) == KnownName::NoName)
    }

    /// The articles that write a name in this very form: the terms that tell them, and those of articles that
    /// are known by it but never write it.
    pub(crate) fn written_as(&self, field: IndexedValue, form: &str) -> Result<Written, SearchError> {
        let mut written = Written::default();
        let Some(kind) = kind_of(field) else { return Ok(written) };
        let own = Term::from_field_text(self.fields().value(field), form);
        if self.articles_with(&own)? > 0 {
            written.named = Some(own);
        }
        let kind = kind.to_string();
        self.each_term(self.fields().name_form, |term, _| match split_name_form(term) {
            Some((of, name, "")) if of == kind && name == form => {
                written.unwritten = Some(Term::from_field_text(self.fields().name_form, term));
            }
            Some((of, _, other)) if of == kind && other == form => {
                written.forms.push(Term::from_field_text(self.fields().name_form, term));
            }
            _ => {}
        })?;
        // Several segments hold the same terms.
        written.forms.sort_unstable();
        written.forms.dedup();
        Ok(written)
    }

    /// The other forms in which articles write a name, with the term of those that do.
    pub(crate) fn forms_of_name(
        &self,
        field: IndexedValue,
        name: &str,
    ) -> Result<Vec<(Term, String)>, SearchError> {
        let Some(kind) = kind_of(field) else { return Ok(Vec::new()) };
        let prefix = name_form_prefix(kind, name);
        let mut forms = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment
                .inverted_index(self.fields().name_form)
                .map_err(|error| SearchError::engine(self.dir(), &error))?;
            let mut stream = index
                .terms()
                .range()
                .ge(prefix.as_bytes())
                .into_stream()
                .map_err(|error| self.refuse_io(&error))?;
            while let Some((term, _)) = stream.next() {
                let Some(form) = term.strip_prefix(prefix.as_bytes()) else { break };
                let (Ok(term), Ok(form)) = (std::str::from_utf8(term), std::str::from_utf8(form)) else {
                    continue;
                };
                if !form.is_empty() {
                    forms.push((Term::from_field_text(self.fields().name_form, term), form.to_owned()));
                }
            }
        }
        forms.sort_unstable();
        forms.dedup();
        Ok(forms)
    }
}

/// Which articles write a name in one form.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// Known by the form itself.
    pub named: Option<Term>,
    /// Of these, the ones that never write it.
    pub unwritten: Option<Term>,
    /// Known by another name, and writing the form.
    pub forms: Vec<Term>,
}

impl Written {
    /// The terms of articles that do, or may.
    pub fn terms(&self) -> Vec<Term> {
        self.named.iter().chain(&self.forms).cloned().collect()
    }
}

/// The kind of names that a field holds; `None` where it holds other values.
pub(crate) fn kind_of(field: IndexedValue) -> Option<MentionKind> {
    match field {
        IndexedValue::Person => Some(MentionKind::Person),
        IndexedValue::Org => Some(MentionKind::Org),
        IndexedValue::Place => Some(MentionKind::Place),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive};

    use super::*;
    use crate::search::facets::FacetField;
    use crate::search::matches::Distinct;
    use crate::search::testing::tree_of;

    const PERSON: MentionKind = MentionKind::Person;

    fn archive(aliases: &str) -> TestArchive {
        let archive = TestArchive::of([
            Draft::new("a", "Talks", "Jeff Sessions met Kislyak. Sessions said nothing.")
                .recognised(PERSON, "Jeff Sessions", &["Jeff Sessions", "Sessions said"])
                .recognised(PERSON, "Kislyak", &["Kislyak"]),
            Draft::new("b", "Talks", "J. Sessions spoke of the U.S. today.")
                .recognised(PERSON, "J. Sessions", &["J. Sessions"])
                .recognised(MentionKind::Place, "United States", &["U.S."]),
            Draft::new("c", "Sessions", "Both sessions, said Pete Sessions, were in the United States.")
                .recognised(PERSON, "Pete Sessions", &["Pete Sessions"])
                .recognised(MentionKind::Place, "United States", &["United States"]),
        ]);
        fs::write(archive.archive().dir().join(ALIASES_FILE), aliases).expect("a file");
        archive
    }

    /// The articles that a query finds, by their names.
    #[track_caller]
    fn check(aliases: &str, query: &str, expect: &str) {
        let archive = archive(aliases);
        let reader = Reader::open(archive.archive()).expect("an archive");
        let ids = reader.ids(&tree_of(query)).expect("an answer");
        let found: Vec<&str> =
            ["a", "b", "c"].into_iter().filter(|name| ids.contains(&Draft::id(name))).collect();
        assert_eq!(found.join(" "), expect, "{query}");
    }

    #[test]
    fn a_form_finds_the_articles_that_write_it() {
        check("", "person:=\"Jeff Sessions\"", "a");
        check("", "person:=\"sessions said\"", "a");
        check("", "person:=Sessions", "");
        check("", "place:\"United States\"", "b c");
        check("", "place:=\"United States\"", "c");
        check("", "place:=\"U.S.\"", "b");
        check("", "entity:=Kislyak", "a");
    }

    #[test]
    fn a_name_stands_where_one_of_its_forms_is_written() {
        check("", "person:\"Jeff Sessions\" PRE/1 nothing", "a");
        check("", "person:\"Pete Sessions\" PRE/2 in", "c");
        check("", "place:\"United States\" PRE/1 today", "b");
        check("", "person:=\"Jeff Sessions\" PRE/1 met", "a");
        check("", "person:=\"Jeff Sessions\" PRE/1 nothing", "");
    }

    #[test]
    fn names_put_together_are_found_by_each_of_them() {
        let aliases = "Jeff Sessions [person]: J. Sessions, Jefferson Sessions";
        check(aliases, "person:\"J. Sessions\"", "a b");
        check(aliases, "person:\"Jefferson Sessions\"", "a b");
        check(aliases, "person:jeff", "a b");
        check(aliases, "person:\"Pete Sessions\"", "c");
        check("Big Jeff [person]: Jeff Sessions", "person:big", "a");
        check("Big Jeff [person]: Jeff Sessions", "person:bi*", "a");
        check("Big Jeff [org]: Jeff Sessions", "person:big", "");
        check(aliases, "person:=\"J. Sessions\"", "b");
        check(aliases, "person:\"Jeff Sessions\" PRE/1 spoke", "b");
        check("Jeff Sessions [org]: J. Sessions", "person:\"J. Sessions\"", "b");
    }

    #[test]
    fn what_is_no_name_is_found_by_its_form_only() {
        check("!Kislyak [person]", "person:kis*", "");
        check("!Kislyak", "person:Kislyak", "");
        check("!Kislyak", "person:=Kislyak", "a");
    }

    #[test]
    fn what_is_no_name_is_told_and_never_offered() {
        let archive = archive("!Kislyak");
        let reader = Reader::open(archive.archive()).expect("an archive");
        let tree = tree_of("person:Kislyak");
        let told = "aliases.txt says that \"Kislyak\" is no name; person:=\"Kislyak\" finds it all the same";
        assert_eq!(reader.matches(&tree, Distinct::No).expect("an answer").notes(), [told]);
        let nothing = reader.nothing_found(&tree).expect("an answer");
        assert_eq!((nothing.clauses[0].nearest.as_ref(), nothing.repeated_notes), (None, Vec::new()));
    }

    #[track_caller]
    fn check_facet(aliases: &str, expect: &str) {
        let archive = archive(aliases);
        let reader = Reader::open(archive.archive()).expect("an archive");
        let matches = reader.matches(&tree_of("*"), Distinct::No).expect("an answer");
        let facets = matches.facets(&[FacetField::Person], None).expect("counts");
        let mut shown: Vec<String> = facets.facets[0]
            .rows
            .iter()
            .map(|row| format!("{} {}/{}", row.value, row.count.articles, row.count.archive.unwrap_or(0)))
            .collect();
        shown.push(format!("none {}", facets.facets[0].without.articles));
        assert_eq!(shown.join(", "), expect);
    }

    #[test]
    fn names_are_counted_as_the_user_puts_them_together() {
        check_facet("", "J. Sessions 1/1, Jeff Sessions 1/1, Kislyak 1/1, Pete Sessions 1/1, none 0");
        check_facet(
            "Mr Sessions [person]: J. Sessions, Jeff Sessions, Kislyak",
            "Mr Sessions 2/2, Pete Sessions 1/1, none 0",
        );
        check_facet("!J. Sessions\n!Kislyak", "Jeff Sessions 1/1, Pete Sessions 1/1, none 1");
    }

    #[test]
    fn lines_that_cannot_be_taken_are_told_and_the_others_hold() {
        let archive = archive("Kislyak\nJeff Sessions: J. Sessions\nPete Sessions: J. Sessions");
        let reader = Reader::open(archive.archive()).expect("an archive");
        let known = reader.known_aliases();
        assert_eq!(
            known.trouble.as_deref(),
            Some(
                "aliases.txt, line 1: expected a name, a colon and its other forms, such as `Angela Merkel [person]: \
                 Merkel A., Frau Merkel`; 2 lines are left out, see `dateline aliases check`"
            )
        );
        assert_eq!(
            reader.matches(&tree_of("person:\"J. Sessions\""), Distinct::No).unwrap().total().unwrap(),
            2
        );
    }
}
