//! In which forms an article writes the names it is found by.
//!
//! An article is found by the fullest form of a name; its text may only say "Trump". Such forms are terms of their
//! own, apart from the names, so that no facet counts them.

use dateline_article::{MentionKind, RecognisedName};

use crate::caseless;

/// Between the parts of a term; no name holds it.
const SEPARATOR: char = '\u{1f}';

/// A form of a name, as a term: `person`, the name and the form, both caseless.
///
/// Forms equal to their name have no term. An article that never writes a name in full, because it is one under
/// which several are put together, has an empty form of it.
pub fn name_form(kind: MentionKind, name: &str, form: &str) -> String {
    format!("{kind}{SEPARATOR}{}{SEPARATOR}{}", caseless(name), caseless(form))
}

/// All forms of a name begin with this.
pub fn name_form_prefix(kind: MentionKind, name: &str) -> String {
    format!("{kind}{SEPARATOR}{}{SEPARATOR}", caseless(name))
}

/// The kind, the name and the form of a term that [`name_form`] wrote.
pub fn split_name_form(term: &str) -> Option<(&str, &str, &str)> {
    let (kind, rest) = term.split_once(SEPARATOR)?;
    let (name, form) = rest.split_once(SEPARATOR)?;
    Some((kind, name, form))
}

/// The terms of a name that is written in these forms.
pub fn name_forms<'a>(name: &RecognisedName, written: impl Iterator<Item = &'a str>) -> Vec<String> {
    let whole = caseless(&name.name);
    let mut forms: Vec<String> = written.map(caseless).collect();
    forms.sort_unstable();
    forms.dedup();
    let is_written = forms.contains(&whole);
    forms.retain(|form| !form.is_empty() && *form != whole);
    if !is_written {
        forms.push(String::new());
    }
    forms.iter().map(|form| name_form(name.kind, &name.name, form)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, written: &[&str], expect: &[&str]) {
        let name = RecognisedName { kind: MentionKind::Person, name: name.to_owned(), at: Vec::new() };
        let terms = name_forms(&name, written.iter().copied());
        let shown: Vec<String> = terms.iter().map(|term| term.replace(SEPARATOR, "|")).collect();
        assert_eq!(shown, expect);
        for term in &terms {
            let (kind, name, form) = split_name_form(term).expect("three parts");
            assert_eq!(term, &name_form(MentionKind::Person, name, form));
            assert!(kind == "person" && term.starts_with(&name_form_prefix(MentionKind::Person, name)));
        }
    }

    #[test]
    fn forms_other_than_the_name_are_terms() {
        check(
            "Jeff Sessions",
            &["Sessions", "Jeff Sessions", "SESSIONS"],
            &["person|jeff sessions|sessions"],
        );
        check("Jeff Sessions", &["Jeff Sessions"], &[]);
    }

    #[test]
    fn a_name_never_written_in_full_has_an_empty_form() {
        check("United States", &["U.S."], &["person|united states|u.s.", "person|united states|"]);
    }
}
