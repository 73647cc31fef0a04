//! Feeds in XML: RSS of all versions, Atom, and the export of WordPress, which is RSS with more in it.

mod address;
mod atom;
mod rss;
mod wordpress;

pub use self::atom::ATOM;
pub use self::rss::RSS;
pub use self::wordpress::WORDPRESS;

use super::tree::Element;
use super::vocabulary::{Entry, stated};
use crate::RawRecord;

/// The text of the first of these elements that has any; prefixes are those that everybody uses, `*` is
/// that of the record itself.
fn first(item: &Element<'_>, names: &[(&str, &str)]) -> Option<String> {
    names.iter().find_map(|&(prefix, name)| every(item, prefix, name).find_map(|element| some_text(element)))
}

/// All elements of this prefix and name in a record.
fn every<'e, 't>(
    item: &'e Element<'t>,
    prefix: &'e str,
    name: &'e str,
) -> impl Iterator<Item = &'e Element<'t>> {
    let prefix = if prefix == "*" { item.prefix } else { prefix };
    item.elements().filter(move |element| element.prefix == prefix && element.is(name))
}

fn some_text(element: &Element<'_>) -> Option<String> {
    Some(element.text()).filter(|text| !text.trim().is_empty())
}

/// Title and language of the feed, where the record says nothing of its own.
fn fill_from_feed(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let mut feeds = entry.around.outermost("channel");
    feeds.extend(entry.around.outermost("feed"));
    for feed in feeds {
        record.source = record.source.take().or_else(|| every(feed, "*", "title").find_map(Element::line));
        record.lang = record
            .lang
            .take()
            .or_else(|| first(feed, &[("*", "language"), ("dc", "language")]))
            .or_else(|| feed.attribute("xml:lang").map(String::from));
    }
}

/// Dublin Core, which any feed may use.
fn fill_from_dublin_core(item: &Element<'_>, record: &mut RawRecord) {
    for name in ["date", "issued", "created", "available"] {
        for prefix in ["dc", "dcterms"] {
            record.published.extend(every(item, prefix, name).filter_map(Element::line).map(stated));
        }
    }
    record.published.extend(first(item, &[("prism", "publicationDate"), ("prism", "coverDate")]).map(stated));
    record.updated = record.updated.take().or_else(|| first(item, &[("dcterms", "modified")]).map(stated));
    record.tags.extend(every(item, "dc", "subject").filter_map(Element::line));
    record.page = first(item, &[("prism", "startingPage")]);
    record.section = record.section.take().or_else(|| first(item, &[("prism", "section")]));
    if record.byline.is_none() {
        let creators: Vec<String> = every(item, "dc", "creator").filter_map(Element::line).collect();
        record.byline = (!creators.is_empty()).then(|| creators.join(", "));
    }
    record.lang = record.lang.take().or_else(|| first(item, &[("dc", "language")]));
    record.source =
        record.source.take().or_else(|| first(item, &[("dc", "source"), ("prism", "publicationName")]));
}

/// Media RSS: the texts below pictures.
fn fill_from_media(item: &Element<'_>, record: &mut RawRecord) {
    let mut texts = Vec::new();
    item.collect(&mut |element| element.prefix == "media" && element.is("description"), &mut texts);
    for text in texts.into_iter().filter_map(some_text) {
        if record.body.is_empty() && record.lead.is_none() {
            record.body = text;
        } else if !record.captions.contains(&text) {
            record.captions.push(text);
        }
    }
}
