//! Whether the language of articles is told right.

use std::collections::BTreeMap;

use crate::{articles, say};

/// Shorter texts may leave a language open.
const FEWEST_LETTERS: usize = 200;
/// Articles named for each wrong language.
const NAMED: usize = 3;

/// Articles that were given a wrong language, or none.
#[derive(Default)]
struct Wrong {
    count: u64,
    named: Vec<String>,
}

/// Reads articles that are all of one language and prints which they were found to be of.
pub fn run(language: &str, paths: &[String]) {
    let (mut right, mut short) = (0_u64, 0_u64);
    let mut wrong: BTreeMap<String, Wrong> = BTreeMap::new();
    let others = articles::each(paths, &mut |article| {
        let letters = [&article.title, &article.lead, &article.body];
        if letters.iter().flat_map(|text| text.chars()).filter(|c| c.is_alphabetic()).count() < FEWEST_LETTERS
        {
            short += 1;
            return;
        }
        let found = article.lang.as_ref().map_or("none".to_owned(), ToString::to_string);
        if found == language {
            right += 1;
            return;
        }
        let wrong = wrong.entry(found).or_default();
        wrong.count += 1;
        if wrong.named.len() < NAMED {
            wrong.named.push(format!("{}: {:.60}", article.locator, article.title));
        }
    });
    let all = right + wrong.values().map(|wrong| wrong.count).sum::<u64>();
    assert!(all > 0, "there are articles of {FEWEST_LETTERS} letters");
    say(&format!(
        "{right} of {all} articles are {language}: {:.2} % ({short} shorter than {FEWEST_LETTERS} letters, {others} pieces no articles)",
        100.0 * right as f64 / all as f64
    ));
    for (found, Wrong { count, named }) in wrong {
        say(&format!("  {found}: {count}, as {}", named.join("; ")));
    }
}
