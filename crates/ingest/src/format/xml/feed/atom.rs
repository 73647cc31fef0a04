//! Atom.
//!
//! Format: <https://www.rfc-editor.org/rfc/rfc4287>

use super::super::cutter::{Inside, Rule};
use super::super::prose::{captions, prose};
use super::super::tree::{Element, Nesting};
use super::super::vocabulary::{Entry, Vocabulary, never, stated};
use super::address::below;
use super::{every, fill_from_dublin_core, fill_from_feed, fill_from_media, first};
use crate::RawRecord;

/// Atom: each `entry` is an article.
pub static ATOM: Vocabulary = Vocabulary {
    name: "atom",
    extensions: &["atom", "xml"],
    fits: |root| {
        // The name of the namespace is often misspelt.
        ["/Atom", "/atom", "purl.org/atom/"].iter().any(|mark| root.tag_holds(mark) || root.head_holds(mark))
            && (root.is("feed") || root.is("entry"))
            || root.is("feed") && (root.head_holds("<entry>") || root.head_holds("<entry "))
    },
    rule: Rule { records: &["entry"], inside: Inside::Damage },
    nesting: Nesting::Free,
    why_not: never,
    read,
};

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let item = entry.element;
    record.id = first(item, &[("*", "id")]).map(|id| id.trim().to_owned());
    record.title = every(item, "*", "title").next().map(text_of);
    let content = every(item, "*", "content").next();
    record.body = content.map(text_of).unwrap_or_default();
    record.captions = content.map(captions).unwrap_or_default();
    let summary = every(item, "*", "summary").next().map(text_of).filter(|text| !text.trim().is_empty());
    if record.body.trim().is_empty() {
        record.body = summary.unwrap_or_default();
    } else {
        record.lead = summary;
    }
    // Atom 0.3 calls them issued, created and modified.
    record.published = ["published", "issued", "created"]
        .into_iter()
        .flat_map(|name| every(item, "*", name))
        .filter_map(Element::line)
        .map(stated)
        .collect();
    record.updated = first(item, &[("*", "updated"), ("*", "modified")]).map(stated);
    // Many feeds state nothing else; an entry that was never changed was updated when it came out.
    record.published.extend(record.updated.clone());
    record.lang = item.attribute("xml:lang").map(String::from);
    record.byline = people(item).or_else(|| {
        let feed = entry.around.outermost("feed").into_iter().next()?;
        people(feed)
    });
    let terms = every(item, "*", "category");
    record.tags.extend(
        terms.filter_map(|term| term.attribute("label").or_else(|| term.attribute("term"))).map(String::from),
    );
    // Where it was taken from, when the feed gathers those of others.
    record.source = item.at("source").and_then(|source| source.at("title")).and_then(Element::line);
    record.url = address(entry);
    fill_from_dublin_core(item, record);
    fill_from_media(item, record);
    fill_from_feed(entry, record);
}

/// A text that may be plain, HTML written as text, or XHTML.
fn text_of(element: &Element<'_>) -> String {
    match element.attribute("type").as_deref() {
        Some("xhtml" | "application/xhtml+xml") => prose(element),
        // HTML 0.3 and careless writers put elements where they say text.
        _ if element.elements().next().is_some() => prose(element),
        _ => element.text(),
    }
}

fn people(element: &Element<'_>) -> Option<String> {
    let names: Vec<String> = every(element, "*", "author")
        .filter_map(|author| {
            every(author, "*", "name").find_map(Element::line).or_else(|| {
                // Without a name it is a name itself.
                if author.elements().next().is_none() { author.line() } else { None }
            })
        })
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn address(entry: &Entry<'_, '_>) -> Option<String> {
    let item = entry.element;
    let is_alternate = |link: &&Element<'_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let of = |link: &Element<'_>| link.attribute("href").map(String::from).or_else(|| link.line());
    let content =
        || every(item, "*", "content").find_map(|content| content.attribute("src").map(String::from));
    let link = every(item, "*", "link").filter(is_alternate).find_map(of).or_else(content)?;
    let feed = entry.around.outermost("feed").into_iter().next();
    let base = feed.and_then(|feed| {
        let own = || every(feed, "*", "link").filter(is_alternate).find_map(of);
        feed.attribute("xml:base").map(String::from).or_else(own)
    });
    let base = item.attribute("xml:base").map(|inner| below(base.as_deref(), &inner)).or(base);
    Some(below(base.as_deref(), &link))
}
