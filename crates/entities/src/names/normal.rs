//! Normal forms: two names with the same one are the same.

use dateline_article::MentionKind;

use super::{known, title};

/// Words at the end of names of companies that are often left out.
const COMPANY_FORMS: &[&str] = &[
    "ag",
    "bv",
    "co",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "plc",
    "sa",
    "spa",
];

/// The form by which names are told apart: two names of a kind with the same key are the same.
///
/// Lower case, without full stops, an article before it or an `'s` behind it. Of persons, titles, `Jr` and
/// middle initials are left out; of organisations, the legal form. Different names of a few countries and
/// bodies have one key: `U.S.` and `United States`.
///
/// Bare surnames have keys too; whether two of them in different articles are the same person nobody knows.
pub fn key(kind: MentionKind, name: &str) -> String {
    let plain = plain(name);
    match kind {
        MentionKind::Person => person(&plain),
        MentionKind::Org => match known::org(&plain) {
            Some(full) => full.to_lowercase(),
            None => org(&plain),
        },
        MentionKind::Place => match known::place(&plain) {
            Some(full) => full.to_lowercase(),
            None => plain,
        },
    }
}

/// Lower case, single spaces, straight apostrophes; no full stops, article or possessive.
pub fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        for letter in word.chars() {
            match letter {
                '.' | ',' | '"' | '“' | '”' => {}
                '’' => plain.push('\''),
                _ => plain.extend(letter.to_lowercase()),
            }
        }
    }
    for possessive in ["'s", "'"] {
        if let Some(len) = plain.strip_suffix(possessive).map(str::len) {
            plain.truncate(len);
        }
    }
    match plain.strip_prefix("the ") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => plain,
    }
}

fn person(plain: &str) -> String {
    let titles = title::titles_len(plain);
    let name = if titles < plain.len() { &plain[titles..] } else { plain };
    let words: Vec<&str> = name.split(' ').collect();
    let mut end = words.len();
    while end > 1 && title::is_suffix(words[end - 1]) {
        end -= 1;
    }
    let is_initial = |word: &str| word.chars().nth(1).is_none();
    let inner = |at: usize| at > 0 && at + 1 < end;
    let kept: Vec<&str> = words[..end]
        .iter()
        .enumerate()
        .filter(|(at, word)| !(inner(*at) && is_initial(word)))
        .map(|(_, word)| *word)
        .collect();
    kept.join(" ")
}

fn org(plain: &str) -> String {
    let mut name = plain;
    while let Some((rest, last)) = name.rsplit_once(' ')
        && COMPANY_FORMS.contains(&last)
    {
        name = rest;
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: MentionKind, names: &[&str], expect: &str) {
        for name in names {
            assert_eq!(key(kind, name), expect, "{name}");
        }
    }

    #[test]
    fn a_person_has_one_key_with_and_without_titles_and_initials() {
        check(
            MentionKind::Person,
            &["George W. Bush", "President George Bush", "George Bush’s", "GEORGE BUSH Jr."],
            "george bush",
        );
        check(MentionKind::Person, &["J. Edgar Hoover"], "j edgar hoover");
        check(MentionKind::Person, &["President"], "president");
    }

    #[test]
    fn a_country_has_one_key_under_all_its_names() {
        check(MentionKind::Place, &["U.S.", "US", "the United States"], "united states");
        check(MentionKind::Place, &["Paris's"], "paris");
    }

    #[test]
    fn a_company_has_one_key_with_and_without_its_form() {
        check(MentionKind::Org, &["Apple", "Apple Inc.", "Apple, Inc"], "apple");
        check(MentionKind::Org, &["U.N.", "the United Nations"], "united nations");
        check(MentionKind::Org, &["Co"], "co");
    }
}
