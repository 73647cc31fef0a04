//! Articles for programs: what `show --format json` and `export --as jsonl` say of each.
//!
//! What `index` reads of it is called as `index` knows it, so that what was exported can be indexed again. Places in a text are
//! numbers of characters, as other languages count them.

use std::ops::Range;

use dateline_article::{
    Article, ArticleId, Confidence, Lang, Mention, MentionKind, NamePlace, Note, Origin, Precision, PubDate,
    TextPart,
};
use serde::Serialize;

/// All that is kept of an article.
#[derive(Serialize)]
pub struct ArticleJson<'a> {
    id: ArticleId,
    own_id: Option<&'a str>,
    title: &'a str,
    lead: &'a str,
    body: &'a str,
    captions: &'a [String],
    date: Option<String>,
    date_precision: Option<Precision>,
    date_origin: Option<Origin>,
    date_confidence: Option<Confidence>,
    updated: Option<String>,
    fetched: Option<String>,
    edition_date: Option<String>,
    source: Option<&'a str>,
    byline: Option<&'a str>,
    section: Option<&'a str>,
    page: Option<&'a str>,
    edition: Option<&'a str>,
    r#type: Option<&'a str>,
    lang: Option<Lang>,
    url: Option<&'a str>,
    tags: &'a [String],
    /// Those that the source says it names.
    mentions: &'a [Mention],
    /// Those recognised in the text, and by what.
    names: Vec<NameJson<'a>>,
    recogniser: Option<&'a str>,
    ocr_confidence: Option<u8>,
    notes: &'a [Note],
    format: &'a str,
    file: &'a str,
    member: Option<&'a str>,
    record: u64,
    byte: u64,
    content_hash: String,
}

impl<'a> ArticleJson<'a> {
    pub fn of(article: &'a Article) -> ArticleJson<'a> {
        let dates = &article.dates;
        ArticleJson {
            id: article.id,
            own_id: article.native_id.as_deref(),
            title: &article.title,
            lead: &article.lead,
            body: &article.body,
            captions: &article.captions,
            date: dates.published.map(written),
            date_precision: dates.published.map(|date| date.precision()),
            date_origin: dates.published.map(|date| date.origin),
            date_confidence: dates.published.map(|date| date.confidence),
            updated: dates.updated.map(written),
            fetched: dates.crawled.map(written),
            edition_date: dates.edition.map(written),
            source: article.source.as_deref(),
            byline: article.byline.as_deref(),
            section: article.section.as_deref(),
            page: article.page.as_deref(),
            edition: article.edition.as_deref(),
            r#type: article.genre.as_deref(),
            lang: article.lang,
            url: article.url.as_deref(),
            tags: &article.tags,
            mentions: &article.mentions,
            names: names(article),
            recogniser: article.recognition.as_ref().map(|recognition| recognition.by.as_str()),
            ocr_confidence: article.ocr_confidence,
            notes: &article.notes,
            format: &article.format,
            file: &article.locator.file,
            member: article.locator.member.as_deref(),
            record: article.locator.record,
            byte: article.locator.byte,
            content_hash: article.content_hash.to_string(),
        }
    }
}

/// A date as ISO 8601 writes it and `index` reads it: a day, with its time where one is known, or `first/last`.
fn written(date: PubDate) -> String {
    let (first, last) = (date.span.first(), date.span.last());
    match date.time {
        Some(time) => format!("{first}T{time}"),
        None if date.span.is_single_day() => first.to_string(),
        None => format!("{first}/{last}"),
    }
}

/// A date with its evidence, as hits have it.
#[derive(Serialize)]
pub struct DateJson {
    first: String,
    last: String,
    time: Option<String>,
    precision: Precision,
    origin: Origin,
    confidence: Confidence,
}

impl DateJson {
    pub fn of(date: PubDate) -> DateJson {
        DateJson {
            first: date.span.first().to_string(),
            last: date.span.last().to_string(),
            time: date.time.map(|time| time.to_string()),
            precision: date.precision(),
            origin: date.origin,
            confidence: date.confidence,
        }
    }
}

/// A name recognised in an article, with its places.
#[derive(Serialize)]
pub struct NameJson<'a> {
    kind: MentionKind,
    name: &'a str,
    at: Vec<PlaceJson>,
}

/// Characters of a part of the text, `start` included and `end` not.
#[derive(Serialize)]
struct PlaceJson {
    part: TextPart,
    start: usize,
    end: usize,
}

/// The names recognised in an article.
pub fn names(article: &Article) -> Vec<NameJson<'_>> {
    let names = article.recognition.iter().flat_map(|recognition| &recognition.names);
    names
        .map(|name| NameJson {
            kind: name.kind,
            name: &name.name,
            at: name.at.iter().filter_map(|place| PlaceJson::of(article, place)).collect(),
        })
        .collect()
}

impl PlaceJson {
    fn of(article: &Article, place: &NamePlace) -> Option<PlaceJson> {
        article.written_at(*place)?;
        let [start, end] =
            in_characters(article.part(place.part), &(place.start as usize..place.end as usize));
        Some(PlaceJson { part: place.part, start, end })
    }
}

/// The numbers of the characters at which a range of bytes begins and ends.
pub fn in_characters(text: &str, bytes: &Range<usize>) -> [usize; 2] {
    let start = text[..bytes.start].chars().count();
    [start, start + text[bytes.clone()].chars().count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, found: &str, expect: [usize; 2]) {
        let start = text.find(found).expect("a part of the text");
        assert_eq!(in_characters(text, &(start..start + found.len())), expect);
    }

    #[test]
    fn places_count_characters_and_not_bytes() {
        check("Jeff Bezos met", "Bezos", [5, 10]);
        check("À Genève, Ólafur", "Ólafur", [10, 16]);
        check("安倍晋三は", "晋三", [2, 4]);
    }
}
