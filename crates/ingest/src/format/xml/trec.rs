//! TREC: documents of the evaluation conferences in SGML, many a file.
//!
//! Each collection has its own elements and leaves out end tags at will; what they share is `<DOC>`.
//!
//! Format: <https://trec.nist.gov/data/docs_eng.html>

use dateline_article::Origin;

use super::cutter::{Inside, Rule};
use super::prose::prose;
use super::tree::{Element, Nesting};
use super::vocabulary::{Entry, Vocabulary, never, stated};
use crate::format::paragraphs;
use crate::{RawDate, RawRecord};

/// TREC documents: `<DOC> <DOCNO> ... <TEXT> ... </DOC>`, one after the other.
pub static TREC: Vocabulary = Vocabulary {
    name: "trec",
    extensions: &["sgm", "sgml", "trec", "txt"],
    fits: |root| {
        root.is("doc")
            && !root.is_declared
            && ["<DOCNO", "<docno", "<DOCID", "<TEXT", "<DocNo", "id="]
                .iter()
                .any(|mark| root.head_holds(mark))
    },
    rule: Rule { records: &["doc"], inside: Inside::End },
    nesting: Nesting::Flat(FIELDS),
    why_not: never,
    read,
};

/// Elements above the text, none of which holds another.
const FIELDS: &[&str] = &[
    "docno",
    "docid",
    "headline",
    "hl",
    "head",
    "title",
    "byline",
    "author",
    "dateline",
    "date",
    "date_time",
    "dd",
    "so",
    "co",
    "in",
    "ns",
    "re",
    "ms",
    "subject",
    "section",
    "page",
];

/// Elements by what they hold, the better before the worse.
const IDS: &[&str] = &["docno", "docid"];
const TITLES: &[&str] = &["headline", "head", "hl", "title", "ti", "doctitle", "header/h3", "h3"];
const BYLINES: &[&str] = &["byline", "author", "byline1"];
const SOURCES: &[&str] = &["source", "pub", "so", "fid"];
const SECTIONS: &[&str] = &["section", "ms", "category"];
const DATES: &[&str] = &["date_time", "date", "dd", "date1", "pubdate", "docdate"];
const TAGS: &[&str] = &["subject", "keyword", "keywords", "in", "ns", "re", "descript", "co", "tp"];
const LANGS: &[&str] = &["language", "lang"];
/// All of these are text, in the order of the document.
const TEXTS: &[&str] = &["lp", "leadpara", "text", "summary", "graphic", "correction", "memo"];

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let document = entry.element;
    let line = |names: &[&str]| first(document, names).and_then(Element::line);
    record.id = line(IDS).or_else(|| document.attribute("id").map(String::from));
    record.title = titled(document);
    record.byline = line(BYLINES);
    record.source = line(SOURCES);
    record.section = line(SECTIONS);
    record.page = line(&["page"]);
    record.edition = line(&["edition"]);
    record.lang = line(LANGS);
    record.genre = line(&["doctype"]).or_else(|| document.attribute("type").map(String::from));
    record.tags = TAGS.iter().flat_map(|name| document.outermost(name)).flat_map(keywords).collect();
    record.published = DATES.iter().flat_map(|name| document.outermost(name)).filter_map(date).collect();
    if let Some(date) = record.id.as_deref().and_then(day_in_id) {
        record.published.push(RawDate { text: date, origin: Origin::Filename });
    }
    let mut texts = Vec::new();
    document.collect(&mut |element| TEXTS.iter().any(|name| element.is(name)), &mut texts);
    // The headline may stand in the text.
    let mut parts: Vec<String> = texts.into_iter().map(text_of).filter(|text| !text.is_empty()).collect();
    if let Some(dateline) = line(&["dateline"]) {
        match parts.first_mut() {
            Some(part) => *part = format!("{dateline} {part}"),
            None => parts.push(dateline),
        }
    }
    record.captions = document.outermost("caption").into_iter().filter_map(Element::line).collect();
    record.body = parts.join("\n\n");
}

fn first<'e, 't>(document: &'e Element<'t>, names: &[&str]) -> Option<&'e Element<'t>> {
    names.iter().flat_map(|name| document.outermost(name)).find(|element| element.line().is_some())
}

/// The headline; some collections write it in several elements of one name.
fn titled(document: &Element<'_>) -> Option<String> {
    TITLES.iter().find_map(|name| {
        let lines: Vec<String> = document.outermost(name).into_iter().filter_map(Element::line).collect();
        (!lines.is_empty()).then(|| lines.join(" "))
    })
}

fn keywords(element: &Element<'_>) -> Vec<String> {
    let text = element.text();
    let listed = text.split(['\n', ';']).map(str::trim).filter(|tag| !tag.is_empty());
    listed.map(str::to_owned).collect()
}

/// A date; the Financial Times writes `910514`.
fn date(element: &Element<'_>) -> Option<RawDate> {
    let line = element.line()?;
    Some(stated(six_digits(&line, Order::YearFirst).unwrap_or(line)))
}

#[derive(Clone, Copy)]
enum Order {
    YearFirst,
    MonthFirst,
}

/// `1988-02-12` of `880212` or `021288`: all collections with such dates are of the 20th century.
fn six_digits(text: &str, order: Order) -> Option<String> {
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(match order {
        Order::YearFirst => format!("19{}-{}-{}", &text[..2], &text[2..4], &text[4..]),
        Order::MonthFirst => format!("19{}-{}-{}", &text[4..], &text[..2], &text[2..4]),
    })
}

/// The day in the id of a document, as `AP880212-0001`, `LA010189-0001`, `NYT_ENG_20051231.0001`,
/// `APW19980601.0002`.
fn day_in_id(id: &str) -> Option<String> {
    let start = id.find(|letter: char| letter.is_ascii_digit())?;
    let (name, rest) = id.split_at(start);
    let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    let after = rest[digits.len()..].bytes().next();
    match (digits.len(), after) {
        (8, Some(b'.')) => Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..])),
        (6, Some(b'-')) if name == "LA" => six_digits(digits, Order::MonthFirst),
        (6, Some(b'-')) if name == "AP" || name == "WSJ" => six_digits(digits, Order::YearFirst),
        _ => None,
    }
}

fn text_of(element: &Element<'_>) -> String {
    if element.elements().any(|child| child.is("p")) {
        prose(element)
    } else {
        paragraphs::separated(&element.text())
    }
}
