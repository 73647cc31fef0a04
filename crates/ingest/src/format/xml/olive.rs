//! Olive ActivePaper: digitised newspapers, one file an article, as scanning services delivered them from 2000
//! on. A story that goes on elsewhere is an article on each page.
//!
//! Read by what others found in such files, as no description is public:
//! <https://github.com/impresso/impresso-text-acquisition>

use std::collections::HashMap;

use super::cutter::{Inside, Rule};
use super::tree::{Element, Nesting};
use super::vocabulary::{Entry, Vocabulary, stated};
use crate::{Markup, RawRecord, RejectReason};

/// Articles and advertisements of Olive: `<XMD-entity ID="Ar00100" ENTITY_TYPE="Article">`.
pub static OLIVE: Vocabulary = Vocabulary {
    name: "olive",
    extensions: &["xml"],
    fits: |root| root.is("XMD-entity"),
    rule: Rule { records: &["XMD-entity"], inside: Inside::Part },
    nesting: Nesting::Free,
    why_not,
    read,
};

/// Pictures and tables of contents are written with the same element.
fn why_not(entity: &Element<'_>) -> Option<RejectReason> {
    let kind = entity.attribute("ENTITY_TYPE")?.to_lowercase();
    let is_text = matches!(kind.as_str(), "article" | "ad");
    (!is_text).then(|| RejectReason::OtherKind { kind: format!("{kind} of a digitised newspaper") })
}

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let entity = entry.element;
    let meta = entity.at("Meta");
    let value = |name: &str| {
        let of_meta = || meta.and_then(|meta| meta.attribute(name));
        entity.attribute(name).or_else(of_meta).map(String::from)
    };
    record.markup = Markup::None;
    record.id = value("ID");
    record.title = meta.and_then(|meta| meta.attribute("NAME")).map(String::from).or_else(|| value("NAME"));
    record.source = value("PUBLICATION");
    record.page = value("PAGE_LABEL").or_else(|| value("PAGE_NO"));
    record.lang = value("LANGUAGE");
    record.genre = value("ENTITY_TYPE").filter(|kind| !kind.eq_ignore_ascii_case("article"));
    record.published = value("ISSUE_DATE").map(|date| stated(day_first(&date))).into_iter().collect();
    let areas = entity.outermost("Primitive");
    let paragraphs: Vec<String> = areas.into_iter().flat_map(paragraphs).collect();
    record.body = paragraphs.join("\n\n");
}

/// `03/02/1900` is the third of February in this format: written so that nothing else can be read into it.
fn day_first(date: &str) -> String {
    let parts: Vec<&str> = date.split('/').collect();
    match parts[..] {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => date.to_owned(),
    }
}

/// The paragraphs of an area of the page. Of a word that is divided at the end of a line stand the parts (`Q`) and
/// the whole (`QW`), under one number.
fn paragraphs(area: &Element<'_>) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut last_whole = None;
    let wholes: HashMap<_, _> = area
        .outermost("QW")
        .into_iter()
        .filter_map(|whole| Some((whole.attribute("QID")?, whole.line()?)))
        .collect();
    let mut parts = Vec::new();
    area.collect(&mut |element| ["L", "W", "Q"].iter().any(|name| element.is(name)), &mut parts);
    for element in parts {
        if element.is("L") {
            let starts = element.attribute("P").is_some_and(|kind| kind.starts_with('S'));
            if starts {
                paragraphs.push(String::new());
            }
            continue;
        }
        let number = element.attribute("QID").filter(|_| element.is("Q"));
        let whole = number.as_ref().and_then(|number| wholes.get(number).cloned());
        if whole.is_some() && last_whole == number {
            continue;
        }
        last_whole = number;
        if let (Some(word), Some(paragraph)) = (whole.or_else(|| element.line()), paragraphs.last_mut()) {
            add_word(&word, paragraph);
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Signs are words of their own here: a blank stands where print has one.
fn add_word(word: &str, paragraph: &mut String) {
    const CLOSING: &str = ".,)]}°…";
    const OPENING: &str = "([{";
    const BETWEEN: &str = "'’";
    let is_sign = |signs: &str| word.chars().all(|letter| signs.contains(letter));
    let follows = paragraph.ends_with(|letter| OPENING.contains(letter) || BETWEEN.contains(letter));
    if !paragraph.is_empty() && !follows && !is_sign(CLOSING) && !is_sign(BETWEEN) {
        paragraph.push(' ');
    }
    paragraph.push_str(word);
}
