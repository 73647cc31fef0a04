//! NewsML 1: the older standard of news agencies, up to version 1.2.
//!
//! Format: <https://iptc.org/std/NewsML/1.2/>

use std::collections::HashMap;

use super::cutter::{Inside, Rule};
use super::nitf;
use super::prose::{captions, prose};
use super::tree::{Child, Element, Nesting};
use super::vocabulary::{Entry, Vocabulary, never, stated};
use crate::RawRecord;

/// Items of NewsML 1, one or several in an envelope.
pub static NEWSML: Vocabulary = Vocabulary {
    name: "newsml",
    extensions: &["xml", "newsml"],
    fits: |root| root.is("NewsML") || root.name == b"NewsItem",
    rule: Rule { records: &["NewsItem"], inside: Inside::Part },
    nesting: Nesting::Free,
    why_not: never,
    read,
};

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let item = entry.element;
    let line = |path: &str| item.at(path).and_then(Element::line);
    record.id = line("Identification/NewsIdentifier/PublicIdentifier")
        .or_else(|| line("Identification/NewsIdentifier/NewsItemId"));
    record.published.extend(line("NewsManagement/FirstCreated").map(stated));
    record.published.extend(line("NewsManagement/ThisRevisionCreated").map(stated));
    record.published.extend(line("Identification/NewsIdentifier/DateId").map(stated));
    record.updated = line("NewsManagement/ThisRevisionCreated").map(stated);
    let status = item.at("NewsManagement/Status").and_then(formal);
    record.status = status.filter(|status| !status.eq_ignore_ascii_case("usable"));
    let names = topics(entry.around);
    let mut text = Text::default();
    for component in item.all("NewsComponent") {
        text.read(component, &names, record);
    }
    record.body = text.parts.join("\n\n");
    if record.body.is_empty() {
        record.body = text.from_nitf;
    }
    record.source = record.source.take().or_else(|| line("Identification/NewsIdentifier/ProviderId"));
    record.title = record.title.take().or_else(|| line("Identification/NameLabel"));
}

fn formal(element: &Element<'_>) -> Option<String> {
    element.attribute("FormalName").map(String::from)
}

/// The names of codes, as a file may bring them: `09003000` is `Employment/Unemployment`.
fn topics(around: &Element<'_>) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for topic in around.outermost("Topic") {
        let described =
            topic.all("Description").filter(|text| text.attribute("Variant").as_deref() != Some("Category"));
        let described: Vec<&Element<'_>> = described.collect();
        let is_english = |text: &&&Element<'_>| text.attribute("xml:lang").as_deref() == Some("en");
        let best = described.iter().find(is_english).or_else(|| described.first());
        if let (Some(code), Some(name)) =
            (topic.at("FormalName").and_then(Element::line), best.and_then(|text| text.line()))
        {
            names.entry(code).or_insert(name);
        }
    }
    names
}

/// The texts of the components of an item.
#[derive(Default)]
struct Text {
    parts: Vec<String>,
    from_nitf: String,
}

impl Text {
    fn read(&mut self, component: &Element<'_>, names: &HashMap<String, String>, record: &mut RawRecord) {
        if let Some(lines) = component.at("NewsLines") {
            read_lines(lines, record);
        }
        if let Some(meta) = component.at("AdministrativeMetadata") {
            let party = |path: &str| meta.at(path).and_then(formal);
            record.source =
                record.source.take().or_else(|| party("Source/Party")).or_else(|| party("Provider/Party"));
            record.byline = record.byline.take().or_else(|| party("Creator/Party"));
        }
        if let Some(meta) = component.at("DescriptiveMetadata") {
            read_description(meta, names, record);
        }
        let texts_before = self.parts.len();
        for content in component.all("ContentItem") {
            self.read_content(content, record);
        }
        // Several forms of one text: the first that holds any is enough.
        let are_equal = component.attribute("EquivalentsList").as_deref() == Some("yes");
        for inner in component.all("NewsComponent") {
            if are_equal && self.parts.len() > texts_before {
                break;
            }
            self.read(inner, names, record);
        }
        // An item in an item is a part of it.
        for inner in component.all("NewsItem").flat_map(|item| item.all("NewsComponent")) {
            self.read(inner, names, record);
        }
    }

    fn read_content(&mut self, content: &Element<'_>, record: &mut RawRecord) {
        let Some(data) = content.at("DataContent") else {
            return;
        };
        // Pictures written in letters, and style sheets.
        let form = content.at("Format").and_then(formal).unwrap_or_default();
        if content.at("Encoding").is_some() || form.eq_ignore_ascii_case("css") {
            return;
        }
        if let Some(document) = data.at("nitf") {
            nitf::fill(document, record);
            self.from_nitf = std::mem::take(&mut record.body);
            return;
        }
        record.captions.extend(captions(data));
        // A text in a section may be HTML; normalising removes its tags.
        let is_quoted = data.elements().next().is_none();
        let text = if is_quoted && data.children.iter().any(|child| matches!(child, Child::Section(_))) {
            data.text().trim().to_owned()
        } else {
            prose(data)
        };
        if !text.is_empty() {
            self.parts.push(text);
        }
    }
}

fn read_lines(lines: &Element<'_>, record: &mut RawRecord) {
    let line = |path: &str| lines.at(path).and_then(Element::line);
    record.title = record.title.take().or_else(|| line("HeadLine"));
    record.lead = record.lead.take().or_else(|| line("SubHeadLine"));
    record.byline = record.byline.take().or_else(|| line("ByLine"));
    let more = ["KeywordLine", "SlugLine"].into_iter().flat_map(|name| lines.all(name));
    record.tags.extend(more.filter_map(Element::line));
}

fn read_description(meta: &Element<'_>, names: &HashMap<String, String>, record: &mut RawRecord) {
    record.lang = record.lang.take().or_else(|| meta.at("Language").and_then(formal));
    record.genre = record.genre.take().or_else(|| meta.at("Genre").and_then(formal));
    for code in meta.all("SubjectCode") {
        for subject in code.elements().filter(|element| element.name.starts_with("Subject")) {
            let code = formal(subject);
            record.tags.extend(code.map(|code| names.get(&code).cloned().unwrap_or(code)));
        }
    }
}
