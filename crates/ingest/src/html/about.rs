//! What else a page says about its article: author, publication, section, language, address, keywords.

use super::PageHints;
use super::dates::date_in;
use super::stated::Stated;
use super::tag::Tag;
use super::tree::{Name, Tree};
use crate::RawRecord;
use crate::identity;
use crate::lead::says_the_same;

/// Fills the fields that do not depend on where in the page the article stands.
pub(super) fn fill(tree: &Tree, stated: &Stated, hints: &PageHints<'_>, record: &mut RawRecord) {
    record.url = url(stated, hints);
    record.byline = byline(tree, stated);
    record.source =
        ["og:site_name", "application-name", "dc.publisher", "publisher", "twitter:app:name:iphone"]
            .iter()
            .find_map(|name| site_name(stated, name))
            .map(str::to_owned)
            .or_else(|| stated.field("publisher"))
            .or_else(|| host(record.url.as_deref()?).map(str::to_owned));
    record.section = stated
        .field("articleSection")
        .or_else(|| {
            let names = [
                "article:section",
                "parsely-section",
                "sailthru.section",
                "dc.subject",
                "section",
                "category",
            ];
            stated.tag(&names).map(str::to_owned)
        })
        .filter(|section| !section.contains("://"));
    record.lang = stated
        .lang
        .clone()
        .or_else(|| {
            stated.tag(&["og:locale", "content-language", "dc.language", "language"]).map(str::to_owned)
        })
        .or_else(|| stated.field("inLanguage"));
    record.genre = stated
        .field("genre")
        .or_else(|| stated.tag(&["genre", "dc.type", "article:content_tier:type"]).map(str::to_owned));
    record.tags = tags(stated);
}

/// What the head of a page says in a few sentences, when it also says that the page is an article.
pub(super) fn summary(stated: &Stated) -> Option<String> {
    const SHORTEST_LETTERS: usize = 50;
    let kind = stated.tag(&["og:type"]).unwrap_or_default();
    let is_article = kind.starts_with("article") || kind.starts_with("video") || stated.is_article();
    let summary = stated.field("description").or_else(|| {
        stated
            .tag(&["og:description", "description", "twitter:description", "dc.description"])
            .map(str::to_owned)
    })?;
    (is_article && summary.chars().count() >= SHORTEST_LETTERS).then_some(summary)
}

/// What a tag says the site is called. Some pages give their headline there.
fn site_name<'s>(stated: &'s Stated, tag: &str) -> Option<&'s str> {
    let headline = stated.tag(&["og:title"]);
    stated.tag(&[tag]).filter(|name| !headline.is_some_and(|headline| says_the_same(headline, name)))
}

/// The names that the site of a page goes by.
pub(super) fn sites(stated: &Stated, url: Option<&str>) -> Vec<String> {
    let mut sites: Vec<String> = [
        "og:site_name",
        "application-name",
        "twitter:site",
        "dc.publisher",
        "publisher",
        "apple-mobile-web-app-title",
    ]
    .iter()
    .filter_map(|name| site_name(stated, name))
    .map(|name| name.trim_start_matches('@').to_owned())
    .collect();
    sites.extend(stated.field("publisher"));
    if let Some(host) = url.and_then(host) {
        sites.push(host.to_owned());
        sites.extend(host.split('.').max_by_key(|label| label.len()).map(str::to_owned));
    }
    sites
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| host.contains('.'))
}

/// The address that the page gives itself, as long as it is a whole address and not that of the front page.
fn url(stated: &Stated, hints: &PageHints<'_>) -> Option<String> {
    let is_page = |url: &&str| {
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        identity::address(url).is_some() && path.is_some_and(|(_, path)| !path.trim_matches('/').is_empty())
    };
    let stated_urls = [stated.canonical.as_deref(), stated.tag(&["og:url", "twitter:url"])];
    let own = stated.field("url").or_else(|| stated.field("mainEntityOfPage"));
    let found = stated_urls.into_iter().flatten().chain(own.as_deref()).find(is_page);
    found.or(hints.url).map(str::to_owned)
}

/// No article has more authors.
const MOST_NAMES: usize = 50;

/// The author line: from the structured data, the head, or the element that is marked as the author.
fn byline(tree: &Tree, stated: &Stated) -> Option<String> {
    let is_name = |name: &String| {
        !name.contains("://") && !name.contains('@') && !name.is_empty() && name.chars().count() <= 200
    };
    let mut names: Vec<String> =
        stated.fields("author").into_iter().filter(is_name).take(MOST_NAMES).collect();
    if names.is_empty() {
        for key in [
            "author",
            "article:author",
            "dc.creator",
            "byl",
            "parsely-author",
            "sailthru.author",
            "article:author_name",
            "citation_author",
        ] {
            names = stated.every(&[key]).map(str::to_owned).filter(is_name).take(MOST_NAMES).collect();
            if !names.is_empty() {
                break;
            }
        }
    }
    if names.is_empty() {
        let marked = tree.elements(|tag| tag != Tag::Meta).find(|&id| {
            let is = |name, word: &str| {
                tree.attribute(id, name).is_some_and(|value| {
                    value.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(word))
                })
            };
            is(Name::Itemprop, "author")
                || is(Name::Rel, "author")
                || is(Name::Class, "byline")
                || is(Name::Class, "author")
        });
        names = marked
            .map(|id| without_date(&tree.text(id)))
            .into_iter()
            .filter(is_name)
            .filter(|name| name.chars().count() <= 80)
            .collect();
    }
    let mut seen: Vec<String> = Vec::new();
    names.retain(|name| {
        let lower = name.to_lowercase();
        let is_new = !seen.contains(&lower);
        seen.push(lower);
        is_new
    });
    names.truncate(MOST_NAMES);
    (!names.is_empty()).then(|| names.join(", "))
}

/// An author line without the date behind the name.
fn without_date(line: &str) -> String {
    let name = match date_in(line) {
        Some(date) => line.split(date.as_str()).next().unwrap_or_default(),
        None => line,
    };
    name.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '.').to_owned()
}

fn tags(stated: &Stated) -> Vec<String> {
    let mut tags: Vec<String> =
        stated.every(&["article:tag", "og:article:tag", "og:video:tag"]).map(str::to_owned).collect();
    let mut lists = stated.fields("keywords");
    if tags.is_empty() && lists.is_empty() {
        lists.extend(
            stated
                .every(&["news_keywords", "keywords", "parsely-tags", "sailthru.tags"])
                .take(1)
                .map(str::to_owned),
        );
    }
    for list in lists {
        tags.extend(
            list.split([',', ';', '،', '、', '|'])
                .map(|tag| tag.trim().to_owned())
                .filter(|tag| !tag.is_empty()),
        );
    }
    tags.truncate(1_000);
    tags
}

#[cfg(test)]
mod tests {
    use super::super::build::build;
    use super::*;

    #[track_caller]
    fn check(html: &str, expect: &[&str]) {
        let tree = build(html);
        assert_eq!(sites(&Stated::of(&tree), None), expect);
    }

    #[test]
    fn a_headline_in_place_of_the_name_of_a_site_is_none() {
        let name = "<meta name='application-name' content='Dock strike ends'>";
        check(
            &format!("{name}<meta property='og:site_name' content='The Gazette'>"),
            &["The Gazette", "Dock strike ends"],
        );
        check(&format!("{name}<meta property='og:title' content='Dock Strike Ends'>"), &[]);
    }
}
