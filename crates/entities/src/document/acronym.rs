//! Acronyms: which long name of the article their letters stand for.

/// Words of names that acronyms leave out.
const SILENT: &[&str] =
    &["of", "the", "for", "and", "&", "de", "la", "on", "del", "des", "da", "do", "in", "to"];

/// Whether the first letters of a name make this acronym; small words may count or not.
pub fn stands_for(acronym: &str, name: &str) -> bool {
    let letters = || acronym.chars().filter(|letter| letter.is_alphanumeric());
    if letters().count() < 2 || !letters().all(char::is_uppercase) {
        return false;
    }
    let words = || name.split([' ', '\n', '-']).filter(|word| !word.is_empty());
    let initial = |word: &str| word.chars().next().map(|letter| letter.to_ascii_uppercase());
    let loud = words().filter(|word| !SILENT.contains(word)).filter_map(initial);
    loud.eq(letters()) || words().filter_map(initial).eq(letters())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(acronym: &str, name: &str, expect: bool) {
        assert_eq!(stands_for(acronym, name), expect, "{acronym} {name}");
    }

    #[test]
    fn first_letters_make_an_acronym_and_small_words_may_be_left_out() {
        check("FBI", "Federal Bureau of Investigation", true);
        check("DoJ", "Department of Justice", false);
        check("U.N.", "United Nations", true);
        check("EITI", "Extractive Industries Transparency Initiative", true);
        check("FBI", "Food Bank", false);
        check("", "", false);
    }
}
