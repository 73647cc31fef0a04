//! NITF, the News Industry Text Format: one article a document, as agencies send it and as the New York
//! Times Annotated Corpus is written.
//!
//! Format: <https://iptc.org/standards/nitf/>

use dateline_article::{Mention, MentionKind};

use super::cutter::{Inside, Rule};
use super::prose::{captions, prose};
use super::tree::{Element, Nesting};
use super::vocabulary::{Vocabulary, never, stated};
use crate::RawRecord;

/// NITF documents, one or several in a file.
pub static NITF: Vocabulary = Vocabulary {
    name: "nitf",
    extensions: &["xml", "nitf"],
    fits: |root| root.is("nitf"),
    rule: Rule { records: &["nitf"], inside: Inside::Damage },
    nesting: Nesting::Free,
    why_not: never,
    read: |entry, record| fill(entry.element, record),
};

/// Fills what is still empty from an `nitf` element, which may also stand inside of other formats.
pub(super) fn fill(nitf: &Element<'_>, record: &mut RawRecord) {
    if let Some(head) = nitf.at("head") {
        fill_from_head(head, record);
    }
    let Some(body) = nitf.at("body") else {
        return;
    };
    if let Some(head) = body.at("body.head") {
        fill_from_body_head(head, record);
    }
    record.lang = record.lang.take().or_else(|| nitf.attribute("xml:lang").map(Into::into));
    let mut parts = Vec::new();
    if let Some(content) = body.at("body.content") {
        record.captions.extend(captions(content));
        parts.push(text_of(content));
        mention(content, record);
    } else if body.elements().all(|child| !child.name.starts_with("body.")) {
        parts.push(prose(body));
    }
    if let Some(end) = body.at("body.end/tagline") {
        parts.push(prose(end));
    }
    parts.retain(|part| !part.is_empty());
    let dateline = body.at("body.head/dateline").and_then(Element::line).unwrap_or_default();
    if let (false, Some(first)) = (dateline.is_empty(), parts.first_mut())
        && !first.starts_with(&dateline)
    {
        let dash = if dateline.ends_with(['-', '–', '—', ':']) { "" } else { " –" };
        *first = format!("{dateline}{dash} {first}");
    }
    if record.body.is_empty() {
        record.body = parts.join("\n\n");
    }
}

/// The running text. The New York Times Annotated Corpus has the first paragraph twice: in a block of
/// its own and in the block that holds all.
fn text_of(content: &Element<'_>) -> String {
    let full = content.all("block").find(|block| block.attribute("class").as_deref() == Some("full_text"));
    prose(full.unwrap_or(content))
}

fn fill_from_head(head: &Element<'_>, record: &mut RawRecord) {
    record.title = record.title.take().or_else(|| head.at("title").and_then(Element::line));
    let mut day = [None, None, None];
    for meta in head.all("meta") {
        let (Some(name), Some(content)) = (meta.attribute("name"), meta.attribute("content")) else {
            continue;
        };
        let content = content.into_owned();
        match name.to_ascii_lowercase().as_str() {
            "publication_year" => day[0] = Some(content),
            "publication_month" => day[1] = Some(content),
            "publication_day_of_month" => day[2] = Some(content),
            "print_page_number" => record.page = Some(content),
            "print_section" => record.edition = Some(format!("section {content}")),
            "online_sections" | "aap-desk" | "section" => record.section = Some(content),
            "dsk" => record.section = record.section.take().or(Some(content)),
            "anpa-keyword" | "slug" => record.tags.push(content),
            "aap-source" => record.source = Some(content),
            "lang" | "language" => record.lang = Some(content),
            _ => {}
        }
    }
    if let [Some(year), Some(month), Some(day)] = day {
        record.published.push(stated(format!("{}-{:0>2}-{:0>2}", year.trim(), month.trim(), day.trim())));
    }
    for pubdata in head.all("pubdata") {
        let value = |name: &str| pubdata.attribute(name).map(Into::into);
        record.published.extend(value("date.publication").map(stated));
        record.source = record.source.take().or_else(|| value("name"));
        record.section = record.section.take().or_else(|| value("position.section"));
        record.page = record.page.take().or_else(|| value("position.sequence"));
        record.edition = record.edition.take().or_else(|| value("edition.name"));
        record.url = record.url.take().or_else(|| value("ex-ref"));
    }
    if let Some(tobject) = head.at("tobject") {
        let genre = tobject.at("tobject.property").and_then(|genre| genre.attribute("tobject.property.type"));
        record.genre = record.genre.take().or_else(|| genre.map(Into::into));
        record.tags.extend(tobject.all("tobject.subject").filter_map(subject));
    }
    if let Some(data) = head.at("docdata") {
        fill_from_data(data, record);
    }
    let classifiers = data_lists(head, "classifier");
    for classifier in classifiers {
        let kind = classifier.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let Some(text) = classifier.line().or_else(|| classifier.attribute("value").map(Into::into)) else {
            continue;
        };
        if kind == "types_of_material" {
            record.genre = Some(text);
        } else {
            record.tags.push(text);
        }
    }
}

fn data_lists<'e, 't>(head: &'e Element<'t>, name: &'e str) -> Vec<&'e Element<'t>> {
    head.at("docdata").map_or_else(Vec::new, |data| data.outermost(name))
}

fn fill_from_data(data: &Element<'_>, record: &mut RawRecord) {
    let value =
        |path: &str, name: &str| data.at(path).and_then(|element| element.attribute(name)).map(String::from);
    record.id = record.id.take().or_else(|| value("doc-id", "id-string"));
    let status = data.attribute("management-status").map(String::from);
    record.status = record.status.take().or(status.filter(|status| status != "usable"));
    // The release is when it may be printed, the issue when it was sent.
    record.published.extend(value("date.release", "norm").map(stated));
    record.published.extend(value("date.issue", "norm").map(stated));
    let from = data.all("del-list").flat_map(|list| list.all("from-src")).next();
    let from = from.and_then(|from| from.attribute("src-name")).map(Into::into);
    record.source = record
        .source
        .take()
        .or_else(|| value("doc-id", "regsrc"))
        .or(from)
        .or_else(|| value("doc.copyright", "holder"));
    record.section = record.section.take().or_else(|| value("doc-scope", "scope"));
    for list in data.all("key-list") {
        record.tags.extend(list.all("keyword").filter_map(|key| key.attribute("key")).map(String::from));
    }
    for content in data.all("identified-content") {
        record
            .tags
            .extend(content.all("classifier").filter_map(|code| code.attribute("value")).map(String::from));
        mention(content, record);
    }
}

/// A subject in words, or its number when there are none.
fn subject(subject: &Element<'_>) -> Option<String> {
    ["detail", "matter", "type", "refnum"]
        .into_iter()
        .find_map(|kind| subject.attribute(&format!("tobject.subject.{kind}")))
        .map(String::from)
}

fn fill_from_body_head(head: &Element<'_>, record: &mut RawRecord) {
    if let Some(headline) = head.at("hedline") {
        // What stands in the head of the document may be a slug.
        record.title = headline.at("hl1").and_then(Element::line).or(record.title.take());
        record.lead = headline.at("hl2").and_then(Element::line);
    }
    if let Some(summary) = head.at("abstract").map(prose).filter(|text| !text.is_empty()) {
        record.lead = Some(summary);
    }
    let printed =
        head.all("byline").find(|byline| byline.attribute("class").as_deref() == Some("print_byline"));
    if let Some(byline) = printed.or_else(|| head.at("byline")) {
        record.byline = byline.line().or(record.byline.take());
    }
    if let Some(distributor) = head.at("distributor").and_then(Element::line) {
        record.source = record.source.take().or(Some(distributor));
    }
}

/// The names marked in a text or listed for it.
fn mention(element: &Element<'_>, record: &mut RawRecord) {
    for (name, kind) in
        [("person", MentionKind::Person), ("org", MentionKind::Org), ("location", MentionKind::Place)]
    {
        let names = element.outermost(name).into_iter().filter_map(Element::line);
        record.mentions.extend(names.map(|name| Mention { kind, name }));
    }
}
