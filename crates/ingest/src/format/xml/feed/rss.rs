//! RSS, from 0.90 to 2.0, in all its dialects.
//!
//! Formats: <https://www.rssboard.org/rss-specification>, <https://web.resource.org/rss/1.0/spec>

use super::super::cutter::{Inside, Rule};
use super::super::tree::{Element, Nesting};
use super::super::vocabulary::{Entry, Vocabulary, never, stated};
use super::address::below;
use super::{every, fill_from_dublin_core, fill_from_feed, fill_from_media, first, some_text};
use crate::RawRecord;

/// RSS: each `item` is an article.
pub static RSS: Vocabulary = Vocabulary {
    name: "rss",
    extensions: &["rss", "rdf", "xml"],
    fits: |root| {
        root.is("rss")
            || root.is("channel")
            || root.is("rdf")
                && (root.head_holds("purl.org/rss/")
                    || root.head_holds("my.netscape.com/")
                    || root.head_holds("<item"))
    },
    rule: Rule { records: &["item"], inside: Inside::Damage },
    nesting: Nesting::Free,
    why_not: never,
    read,
};

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    fill(entry, record);
    fill_from_feed(entry, record);
}

/// Fills what the record itself says.
pub(super) fn fill(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let item = entry.element;
    record.title = first(item, &[("*", "title"), ("dc", "title"), ("itunes", "title"), ("media", "title")]);
    record.id = first(item, &[("*", "guid"), ("dc", "identifier")]).map(|id| id.trim().to_owned());
    record.url = address(entry);
    record.id = record.id.take().or_else(|| own_part(record.url.as_deref()?));
    let content = first(item, &[("content", "encoded"), ("xhtml", "body"), ("*", "encoded")]);
    let description = first(item, &[("*", "description"), ("dc", "description")]);
    match content {
        Some(content) => {
            record.body = content;
            record.lead = description;
        }
        None => {
            record.body = description
                .or_else(|| first(item, &[("itunes", "summary"), ("atom", "content"), ("atom", "summary")]))
                .unwrap_or_default();
        }
    }
    record.published.extend(every(item, "*", "pubDate").filter_map(Element::line).map(stated));
    record.published.extend(first(item, &[("atom", "published"), ("a10", "published")]).map(stated));
    record.updated = first(item, &[("atom", "updated"), ("a10", "updated")]).map(stated);
    // The part of an item that RSS says is its source is the feed it was taken from.
    record.source = every(item, "*", "source").find_map(Element::line);
    fill_from_dublin_core(item, record);
    record.byline = record
        .byline
        .take()
        .or_else(|| first(item, &[("*", "author")]).map(|author| named(&author)))
        .or_else(|| every(item, "atom", "author").find_map(|author| author.at("name")?.line()))
        .or_else(|| first(item, &[("itunes", "author")]));
    record.tags.extend(every(item, "*", "category").filter_map(Element::line));
    fill_from_media(item, record);
}

/// The address of an item without any id, when it leads to a part of a page: `/2006.html#200601021`. Each
/// item of such a feed is a part of the same page; a part without a number, such as `#top`, is a place in it.
fn own_part(address: &str) -> Option<String> {
    let (_, part) = address.split_once('#')?;
    // What counts visitors may stand there too: `#xtor=RSS-3208`.
    let is_name = part.bytes().any(|byte| byte.is_ascii_digit()) && !part.contains('=');
    is_name.then(|| address.to_owned())
}

/// The address of the article: its link, or an id that is one.
fn address(entry: &Entry<'_, '_>) -> Option<String> {
    let item = entry.element;
    let link = every(item, "*", "link")
        .find_map(|link| some_text(link).or_else(|| link.attribute("href").map(Into::into)));
    let link = link.or_else(|| {
        let is_alternate = |link: &&Element<'_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
        every(item, "atom", "link").find(is_alternate)?.attribute("href").map(Into::into)
    });
    let link = link.or_else(|| {
        let is_link = |guid: &&Element<'_>| guid.attribute("isPermaLink").as_deref() != Some("false");
        let guid = every(item, "*", "guid").find(is_link)?.line()?;
        guid.starts_with("http").then_some(guid)
    });
    let base = item.attribute("xml:base").map(String::from).or_else(|| {
        let channel = entry.around.outermost("channel").into_iter().next()?;
        channel
            .attribute("xml:base")
            .map(String::from)
            .or_else(|| every(channel, "*", "link").find_map(Element::line))
    });
    link.map(|link| below(base.as_deref(), &link))
}

/// The name in `ann@example.org (Ann Lee)` or `Ann Lee <ann@example.org>`.
fn named(author: &str) -> String {
    let author = author.trim();
    if let Some((address, name)) = author.split_once('(')
        && address.contains('@')
    {
        return name.trim_end_matches(')').trim().to_owned();
    }
    match author.split_once('<') {
        Some((name, address)) if address.contains('@') && !name.trim().is_empty() => name.trim().to_owned(),
        _ => author.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_part_of_a_page_tells_items_apart() {
        for (address, is_id) in [
            ("https://example.org/2006.html#200601021", true),
            ("https://example.org/2006.html#post-17", true),
            ("https://example.org/2006.html#top", false),
            ("https://example.org/2006.html#xtor=RSS-3208", false),
            ("https://example.org/2006.html", false),
        ] {
            assert_eq!(own_part(address).is_some(), is_id, "{address}");
        }
    }

    #[test]
    fn an_author_is_called_by_name() {
        for (author, expect) in [
            ("ann@example.org (Ann Lee)", "Ann Lee"),
            ("Ann Lee <ann@example.org>", "Ann Lee"),
            (" Ann Lee (Hull)", "Ann Lee (Hull)"),
            ("ann@example.org", "ann@example.org"),
        ] {
            assert_eq!(named(author), expect);
        }
    }
}
