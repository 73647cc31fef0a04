//! The Reuters Corpora RCV1 and RCV2: newswire of 1996 and 1997, one article a document.
//!
//! Format: <https://trec.nist.gov/data/reuters/reuters.html>

use super::cutter::{Inside, Rule};
use super::prose::prose;
use super::tree::{Element, Nesting};
use super::vocabulary::{Entry, Vocabulary, never, stated};
use crate::{Markup, RawRecord};

/// Documents of the Reuters Corpora: `<newsitem itemid="2330" date="1996-08-20">`.
pub static RCV1: Vocabulary = Vocabulary {
    name: "reuters-xml",
    extensions: &["xml"],
    fits: |root| root.name == b"newsitem" && root.tag_holds("itemid"),
    rule: Rule { records: &["newsitem"], inside: Inside::Damage },
    nesting: Nesting::Free,
    why_not: never,
    read,
};

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let item = entry.element;
    let value = |name: &str| item.attribute(name).map(String::from);
    let line = |path: &str| item.at(path).and_then(Element::line);
    record.markup = Markup::None;
    record.id = value("itemid");
    record.lang = value("xml:lang");
    // The title is the headline with the country before it.
    record.title = line("headline").or_else(|| line("title"));
    record.byline = line("byline");
    record.published = value("date").into_iter().map(stated).collect();
    record.body = item.at("text").map(prose).unwrap_or_default();
    if let Some(dateline) = line("dateline")
        && !record.body.is_empty()
    {
        let dash = if dateline.ends_with(['-', '–', '—']) { "" } else { " –" };
        record.body = format!("{dateline}{dash} {}", record.body);
    }
    let Some(metadata) = item.at("metadata") else {
        return;
    };
    for codes in metadata.all("codes") {
        record.tags.extend(codes.all("code").filter_map(|code| code.attribute("code")).map(String::from));
    }
    for fact in metadata.all("dc") {
        let (Some(name), Some(value)) = (fact.attribute("element"), fact.attribute("value")) else {
            continue;
        };
        let value = value.into_owned();
        match name.as_ref() {
            "dc.source" => record.source = Some(value),
            "dc.publisher" => record.source = record.source.take().or(Some(value)),
            "dc.date.published" => record.published.push(stated(value)),
            "dc.date.created" if record.published.is_empty() => record.published.push(stated(value)),
            "dc.creator" => record.byline = record.byline.take().or(Some(value)),
            "dc.title" => record.title = record.title.take().or(Some(value)),
            _ => {}
        }
    }
}
