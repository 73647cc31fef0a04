//! Reuters-21578: newswire of 1987 in SGML, a thousand articles a file, and its copies in XML.
//!
//! Format: <https://kdd.ics.uci.edu/databases/reuters21578/README.txt>

use dateline_article::{Mention, MentionKind};

use super::cutter::{Inside, Rule};
use super::tree::{Child, Element, Nesting, resolved};
use super::vocabulary::{Entry, Vocabulary, never, stated};
use crate::{Markup, RawRecord};

/// Reuters-21578: `<REUTERS NEWID="1"> <DATE> <TOPICS> ... <TEXT> <TITLE> <DATELINE> <BODY>`.
///
/// Articles of a headline alone are articles; those without any text are rejects.
pub static REUTERS: Vocabulary = Vocabulary {
    name: "reuters-sgml",
    extensions: &["sgm", "sgml", "xml"],
    fits: |root| {
        root.is("reuters") && (root.tag_holds("NEWID") || root.tag_holds("OLDID"))
            || root.is("lewis") && root.head_holds("<REUTERS")
    },
    rule: Rule { records: &["reuters"], inside: Inside::Damage },
    nesting: Nesting::Flat(&[]),
    why_not: never,
    read,
};

/// What ends each text of the wire.
const SIGN_OFF: &str = "reuter";

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let element = entry.element;
    record.id = element.attribute("newid").map(String::from);
    record.source = Some("Reuters".to_owned());
    // Ticker symbols stand in the text as `<P>`, and no HTML does.
    record.markup = Markup::None;
    // The collection is in English alone; its tables of figures look like many languages.
    record.lang = Some("en".to_owned());
    if let Some(date) = element.at("date").and_then(date) {
        // The hour of some is none; the day is still right.
        let day = date.split(' ').next().unwrap_or_default().to_owned();
        record.published = if day == date { vec![stated(date)] } else { vec![stated(date), stated(day)] };
    }
    record.tags =
        ["topics", "exchanges", "companies"].into_iter().flat_map(|name| listed(element, name)).collect();
    for (name, kind) in
        [("people", MentionKind::Person), ("orgs", MentionKind::Org), ("places", MentionKind::Place)]
    {
        record.mentions.extend(listed(element, name).into_iter().map(|name| Mention { kind, name }));
    }
    let Some(text) = element.at("text") else {
        return;
    };
    record.title = text.at("title").and_then(Element::line);
    record.byline = text.at("author").and_then(Element::line);
    let dateline = text.at("dateline").and_then(Element::line).unwrap_or_default();
    let body = text.at("body").map_or_else(|| own_text(text), Element::text);
    record.body = join(&dateline, &body);
}

/// The items of a list such as `<TOPICS><D>cocoa</D><D>grain</D></TOPICS>`.
fn listed(element: &Element<'_>, name: &str) -> Vec<String> {
    let list = element.at(name);
    list.into_iter().flat_map(|list| list.outermost("d")).filter_map(Element::line).collect()
}

/// The date without the signals of the wire that some carry behind it.
fn date(element: &Element<'_>) -> Option<String> {
    let text = element.text();
    let date = text.trim().split(|letter: char| letter.is_control()).next()?;
    Some(date.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|date| !date.is_empty())
}

/// The text of an article that was not taken apart into headline and body.
fn own_text(element: &Element<'_>) -> String {
    let own = element.children.iter().filter_map(|child| match child {
        Child::Text(text) => Some(resolved(text).into_owned()),
        Child::Section(text) => Some((*text).to_owned()),
        Child::Element(_) => None,
    });
    own.collect()
}

/// The paragraphs of a text, the first of which opens with place and day, without control letters and
/// without the sign-off of the wire.
fn join(dateline: &str, body: &str) -> String {
    let is_signal = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
    let body = body.replace(is_signal, "");
    let body = body.trim_end();
    let last = body.rfind('\n').map_or(0, |end| end + 1);
    let body = if body[last..].trim().eq_ignore_ascii_case(SIGN_OFF) { &body[..last] } else { body };
    wire_paragraphs(&format!("{dateline} {}", body.trim_start_matches('\n')))
}

/// The paragraphs of a text of the wire: each begins with a blank, as does each line of a table.
fn wire_paragraphs(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(if line.starts_with([' ', '\t']) { "\n\n" } else { " " });
        }
        out.push_str(words);
    }
    out
}
