//! Names that the source itself gave, found in the text.

use dateline_article::Mention;
use rustc_hash::FxHashMap;

use crate::recognizer::{ArticleText, Part, Recognizer, RecognizerError, Tagged};

/// Finds the names that came with the article, and no others.
///
/// A name counts where it stands letter by letter, from word to word; of names that begin in one place
/// the longest counts. A name that stands nowhere in the texts has no span and is not told of.
pub struct Precomputed;

impl Recognizer for Precomputed {
    fn recognize(&self, article: &ArticleText<'_>) -> Result<Vec<Tagged>, RecognizerError> {
        let mut by_word: FxHashMap<&str, Vec<&Mention>> = FxHashMap::default();
        for given in article.given {
            if let Some(first) = words(&given.name).next() {
                by_word
                    .entry(&given.name[first..][..word_len(&given.name[first..])])
                    .or_default()
                    .push(given);
            }
        }
        for named in by_word.values_mut() {
            named.sort_by_key(|given| std::cmp::Reverse(given.name.trim().len()));
        }
        let mut tagged = Vec::new();
        for (part, text) in [(Part::Title, article.title), (Part::Text, article.text)] {
            let mut free = 0;
            for start in words(text) {
                let rest = &text[start..];
                let Some(named) = by_word.get(&rest[..word_len(rest)]).filter(|_| start >= free) else {
                    continue;
                };
                let found = named.iter().find(|given| stands(rest, first_word_on(&given.name)));
                if let Some(given) = found {
                    free = start + first_word_on(&given.name).len();
                    tagged.push(Tagged {
                        kind: given.kind,
                        name: given.name.trim().to_owned(),
                        part,
                        span: start..free,
                    });
                }
            }
        }
        Ok(tagged)
    }

    fn version(&self) -> String {
        "precomputed 1".to_owned()
    }
}

/// A name from its first word on.
fn first_word_on(name: &str) -> &str {
    words(name).next().map_or("", |first| name[first..].trim_end())
}

/// Whether a text begins with a name, and the name ends with a word.
fn stands(text: &str, name: &str) -> bool {
    let ends_in_word = name.chars().next_back().is_some_and(char::is_alphanumeric);
    text.strip_prefix(name)
        .is_some_and(|rest| !ends_in_word || !rest.chars().next().is_some_and(char::is_alphanumeric))
}

/// The length of the word that a text begins with.
fn word_len(text: &str) -> usize {
    text.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len())
}

/// The first bytes of the words of a text.
fn words(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, letter)| {
        let was_inside = std::mem::replace(&mut inside, letter.is_alphanumeric());
        (inside && !was_inside).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use dateline_article::MentionKind;

    use super::*;

    #[track_caller]
    fn check(text: &str, given: &[&str], expect: &[&str]) {
        let given: Vec<Mention> =
            given.iter().map(|name| Mention { kind: MentionKind::Place, name: (*name).to_owned() }).collect();
        let article = ArticleText { title: "", text, lang: None, given: &given };
        let tagged = Precomputed.recognize(&article).unwrap();
        let found: Vec<&str> = tagged.iter().map(|tagged| &text[tagged.span.clone()]).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn given_names_are_found_from_word_to_word_and_the_longest_wins() {
        check("New York, not Newark or York.", &["York", "New York", " York "], &["New York", "York"]);
        check("Yorkshire, U.S. and U.S.", &["York", "U.S."], &["U.S.", "U.S."]);
        check("«Zürich» ÉZürich", &["Zürich", "", "«"], &["Zürich"]);
    }
}
