//! NewsML-G2: items of news agencies, alone or several in a message.
//!
//! Format: <https://iptc.org/standards/newsml-g2/>

use dateline_article::{Mention, MentionKind};

use super::cutter::{Inside, Rule};
use super::nitf;
use super::prose::{captions, prose};
use super::tree::{Element, Nesting};
use super::vocabulary::{Entry, Vocabulary, no_article, stated};
use crate::{RawRecord, RejectReason};

/// Items of NewsML-G2. News and packages are articles; plans, concepts and catalogues are rejects.
pub static NEWSML_G2: Vocabulary = Vocabulary {
    name: "newsml-g2",
    extensions: &["xml"],
    fits: |root| {
        // The documents of the Reuters Corpora begin with `newsitem`.
        [&b"newsMessage"[..], b"newsItem", b"packageItem"].contains(&root.name)
            || root.head_holds("iptc.org/std/nar/") && ITEMS.iter().any(|item| root.is(item))
    },
    rule: Rule { records: ITEMS, inside: Inside::Damage },
    nesting: Nesting::Free,
    why_not,
    read,
};

const ITEMS: &[&str] =
    &["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "assertItem"];

fn why_not(item: &Element<'_>) -> Option<RejectReason> {
    if item.is("newsItem") || item.is("packageItem") {
        return None;
    }
    let found = format!("a `{}`, which holds no article", item.name);
    Some(no_article("a `newsItem` or `packageItem`", found))
}

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let item = entry.element;
    record.id = item.attribute("guid").map(String::from);
    record.lang = item.attribute("xml:lang").map(String::from);
    if let Some(meta) = item.at("contentMeta") {
        read_content_meta(meta, record);
    }
    if let Some(meta) = item.at("itemMeta") {
        read_item_meta(meta, record);
    }
    if let Some(content) = item.at("contentSet") {
        read_content(content, record);
    }
    if let Some(groups) = item.at("groupSet") {
        record.body = members(groups);
    }
}

fn read_content_meta(meta: &Element<'_>, record: &mut RawRecord) {
    let line = |path: &str| meta.at(path).and_then(Element::line);
    record.title = line("headline");
    record.byline = line("by").or_else(|| people(meta, "creator"));
    let language = meta.at("language").and_then(|language| language.attribute("tag"));
    record.lang = language.map(String::from).or(record.lang.take());
    record.published.extend(line("contentCreated").map(stated));
    record.updated = line("contentModified").map(stated);
    record.source = meta.at("infoSource").and_then(party).or_else(|| line("creditline"));
    record.genre = meta.at("genre").and_then(called);
    for description in meta.all("description") {
        let role = description.attribute("role").unwrap_or_default();
        let text = description.line();
        match role.rsplit(':').next() {
            Some("caption") => record.captions.extend(text),
            _ => record.lead = record.lead.take().or(text),
        }
    }
    for subject in meta.all("subject") {
        let kind = subject.attribute("type").unwrap_or_default();
        let kind = match kind.rsplit(':').next() {
            Some("person") => Some(MentionKind::Person),
            Some("organisation" | "organization") => Some(MentionKind::Org),
            Some("geoArea" | "poi") => Some(MentionKind::Place),
            _ => None,
        };
        let name = subject.at("name").and_then(Element::line);
        match (kind, name) {
            (Some(kind), Some(name)) => record.mentions.push(Mention { kind, name }),
            _ => record.tags.extend(called(subject)),
        }
    }
    record.tags.extend(
        ["keyword", "slugline"].into_iter().flat_map(|name| meta.all(name)).filter_map(Element::line),
    );
}

fn read_item_meta(meta: &Element<'_>, record: &mut RawRecord) {
    let line = |path: &str| meta.at(path).and_then(Element::line);
    record.title = record.title.take().or_else(|| line("title"));
    record.section = meta.at("service/name").and_then(Element::line);
    record.tags.extend(meta.all("memberOf").filter_map(called));
    record.source = record.source.take().or_else(|| meta.at("provider").and_then(party));
    let (first, version) = (line("firstCreated"), line("versionCreated"));
    // Best is when it first went out; when this version was made is better than nothing.
    record.published.splice(0..0, first.map(stated));
    record.updated = version.clone().map(stated).or(record.updated.take());
    record.published.extend(version.map(stated));
    if let Some(status) = meta.at("pubStatus").and_then(|status| status.attribute("qcode")) {
        record.status = status.rsplit(':').next().filter(|status| *status != "usable").map(str::to_owned);
    }
}

fn read_content(content: &Element<'_>, record: &mut RawRecord) {
    let mut parts = Vec::new();
    for part in content.elements() {
        if part.is("inlineXML") {
            if let Some(document) = part.at("nitf") {
                nitf::fill(document, record);
            } else {
                record.captions.extend(captions(part));
                parts.push(prose(part));
            }
        } else if part.is("inlineData") {
            parts.push(prose(part));
        }
    }
    parts.retain(|part| !part.is_empty());
    if !parts.is_empty() {
        record.body = parts.join("\n\n");
    }
}

/// What a package holds: headline and summary of each item, or its title.
fn members(groups: &Element<'_>) -> String {
    let lines = |item: &Element<'_>| {
        let title = item.at("headline").or_else(|| item.at("title")).and_then(Element::line);
        title.into_iter().chain(item.all("description").filter_map(Element::line)).collect::<Vec<_>>()
    };
    groups.outermost("itemRef").into_iter().flat_map(lines).collect::<Vec<_>>().join("\n\n")
}

fn people(meta: &Element<'_>, name: &str) -> Option<String> {
    let people: Vec<String> = meta.all(name).filter_map(|person| person.at("name")?.line()).collect();
    (!people.is_empty()).then(|| people.join(", "))
}

/// What an agency is called; the scheme before its code says nothing.
fn party(element: &Element<'_>) -> Option<String> {
    called(element).map(|name| name.rsplit(':').next().unwrap_or_default().trim().to_owned())
}

/// What something is called: its name in words, or its code. A name in English comes before others, so that
/// one subject has one name in all items.
fn called(element: &Element<'_>) -> Option<String> {
    let is_english = |name: &&Element<'_>| {
        name.attribute("xml:lang")
            .is_some_and(|lang| lang.get(..2).is_some_and(|lang| lang.eq_ignore_ascii_case("en")))
    };
    let name = element.all("name").find(is_english).or_else(|| element.at("name"));
    name.and_then(Element::line)
        .or_else(|| element.line())
        .or_else(|| element.attribute("literal").map(String::from))
        .or_else(|| element.attribute("qcode").map(String::from))
}
