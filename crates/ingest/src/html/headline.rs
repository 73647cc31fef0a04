//! The headline of a page.

use super::stated::Stated;
use super::tag::Tag;
use super::tree::{NodeId, Tree};
use crate::lead::says_the_same;

/// What publishers put between a headline and the name of their site.
const SEPARATORS: [&str; 11] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ", " ~ ", " : "];

/// The headline with the element that shows it, when one does.
#[derive(Debug, Default)]
pub(super) struct Headline {
    pub text: Option<String>,
    pub at: Option<NodeId>,
}

/// Finds the headline: what stands in large letters when the head of the page confirms it, else what the
/// head says, without the name of the site.
pub(super) fn headline(tree: &Tree, stated: &Stated, site: &[String]) -> Headline {
    let shown: Vec<(NodeId, Tag, String)> = tree
        .elements(|tag| matches!(tag, Tag::H1 | Tag::H2 | Tag::H3))
        .map(|id| (id, tree.tag(id).unwrap_or(Tag::Other), tree.text(id)))
        .filter(|(_, _, text)| !text.is_empty() && !site.iter().any(|site| says_the_same(site, text)))
        .collect();
    let social = stated.tag(&["og:title", "twitter:title", "title", "dc.title", "headline", "parsely-title"]);
    let claims: Vec<String> = [social.map(str::to_owned), stated.field("headline"), stated.title.clone()]
        .into_iter()
        .flatten()
        .map(|text| without_site(&text, site))
        .filter(|text| !text.is_empty() && !site.iter().any(|site| says_the_same(site, text)))
        .collect();
    // A heading that the head of the page confirms.
    let confirmed = shown
        .iter()
        .filter_map(|(id, tag, text)| {
            let likeness = claims.iter().map(|claim| likeness(claim, text)).fold(0.0, f64::max);
            let enough = if *tag == Tag::H1 { 0.5 } else { 0.8 };
            (likeness >= enough).then_some((likeness + if *tag == Tag::H1 { 0.2 } else { 0.0 }, *id, text))
        })
        // Of equals, the first.
        .fold(None, |best: Option<(f64, NodeId, &String)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        });
    if let Some((_, at, text)) = confirmed {
        return Headline { text: Some(text.clone()), at: Some(at) };
    }
    let mut titles = shown.iter().filter(|(_, tag, _)| *tag == Tag::H1);
    let only = match (titles.next(), titles.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let at = only.map(|(id, ..)| *id);
    let text = claims.into_iter().next().or_else(|| only.map(|(.., text)| text.clone()));
    Headline { text, at }
}

/// A title without the name of the site before or behind it.
fn without_site(title: &str, site: &[String]) -> String {
    let mut title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    // A section may stand between the two.
    for _ in 0..3 {
        let names_site = |part: &str| {
            !part.is_empty()
                && site.iter().any(|site| says_the_same(site, part) || likeness(site, part) > 0.6)
        };
        let last = SEPARATORS.iter().filter_map(|mark| Some((title.rfind(mark)?, mark.len()))).max();
        let first = SEPARATORS.iter().filter_map(|mark| Some((title.find(mark)?, mark.len()))).min();
        if let Some((at, len)) = last
            && names_site(&title[at + len..])
        {
            title.truncate(at);
        } else if let Some((at, len)) = first
            && names_site(&title[..at])
        {
            title.drain(..at + len);
        } else {
            break;
        }
    }
    title.trim().to_owned()
}

/// How many of the words of two lines are in both: 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(60)
            .map(str::to_lowercase)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    2.0 * common as f64 / (one.len() + other.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::build::build;
    use super::*;

    #[track_caller]
    fn check(html: &str, expect: &str) {
        let tree = build(html);
        let site = ["The Gazette".to_owned(), "gazette".to_owned()];
        let found = headline(&tree, &Stated::of(&tree), &site).text;
        assert_eq!(found.unwrap_or_default(), expect);
    }

    #[test]
    fn the_heading_that_the_head_confirms_is_the_headline() {
        check(
            "<title>Dock strike ends - The Gazette</title><h1>The Gazette</h1><h1>Dock strike ends at last</h1>",
            "Dock strike ends at last",
        );
        check("<title>Dock strike ends</title><h1>Weather</h1><h2>Dock strike ends</h2>", "Dock strike ends");
    }

    #[test]
    fn without_a_heading_the_head_tells_without_the_name_of_the_site() {
        check("<title>Dock strike ends | Labour | The Gazette</title>", "Dock strike ends | Labour");
        check(
            "<title>Gazette: x</title><meta property='og:title' content='The Gazette - Strike – ends'>",
            "Strike – ends",
        );
        check("<h1>Dock strike ends</h1>", "Dock strike ends");
    }
}
