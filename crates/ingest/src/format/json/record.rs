//! One JSON object as a record.

use dateline_article::Locator;
use serde_json::error::Category;

use super::blocks;
use super::mend::mended;
use super::walk::walk;
use crate::decode::decode;
use crate::format::excerpt::excerpt;
use crate::format::gathered::Gathered;
use crate::format::{Columns, FieldMap};
use crate::{FileContext, Piece, PieceContent, RawRecord, Reject, RejectReason};

/// How the keys of a file are told before its records are read.
pub(super) mod keys {
    /// How many records at the top are looked at.
    pub const RECORDS: usize = 50;
    /// More keys than this say nothing more.
    pub const MOST: usize = 1_000;
}

/// Reads one object. Keys of nested objects are addressed as `source.name`, and what they mean is told
/// for each record, so that a record without `title` may be named by its `headline`.
///
/// # Errors
///
/// What is no JSON object is malformed, unless mending what some writers get wrong makes it one.
pub(in crate::format) fn read_record(piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
    let locator =
        Locator { file: context.label.clone(), member: None, record: piece.record, byte: piece.byte };
    let malformed = |locator, found| {
        let expected = "a JSON object".to_owned();
        let reason = RejectReason::Malformed { expected, found };
        Err(Reject { locator, reason })
    };
    let PieceContent::Bytes(bytes) = piece.content else {
        return malformed(locator, "a row of a table".to_owned());
    };
    let decoded = decode(&bytes, context.encoding);
    let mut undecodable_in = decoded.undecodable_in;
    let text = decoded.text.trim();
    if !text.starts_with('{') {
        return malformed(locator, excerpt(text));
    }
    let gathered = match gather(text, &context.field_map) {
        Ok(gathered) => gathered,
        Err(error) => {
            let mended = mended(text);
            match gather(&mended.text, &context.field_map) {
                Ok(gathered) => {
                    if mended.lost_letters {
                        undecodable_in = undecodable_in.or(Some("UTF-16"));
                    }
                    gathered
                }
                Err(_) => return malformed(locator, format!("{} ({})", excerpt(text), place(&error, text))),
            }
        }
    };
    if is_schema(text) {
        return Err(Reject {
            locator,
            reason: RejectReason::NoArticle { found: "a JSON schema".to_owned() },
        });
    }
    let mut record = gathered.into_record(locator)?;
    blocks::fill(text, &mut record);
    record.undecodable_in = undecodable_in.map(str::to_owned);
    Ok(record)
}

/// Whether this describes how JSON is written instead of being an article: such files lie beside the exports
/// they describe, and have a title and a description too.
///
/// Format: <https://json-schema.org/draft/2020-12/json-schema-core#section-8.1.1>
fn is_schema(text: &str) -> bool {
    // The key stands first in schemas, and looking no further costs articles nothing.
    const FAR: usize = 1 << 10;
    let head = &text[..text.floor_char_boundary(FAR)];
    let Some(at) = head.find("\"$schema\"") else {
        return false;
    };
    let value = head[at + "\"$schema\"".len()..].trim_start().trim_start_matches(':').trim_start();
    let value = value.strip_prefix('"').unwrap_or_default();
    let is_of_a_draft =
        ["http://json-schema.org/", "https://json-schema.org/"].iter().any(|start| value.starts_with(start));
    is_of_a_draft && ["\"properties\"", "\"$defs\"", "\"definitions\""].iter().any(|key| text.contains(key))
}

/// The keys of the first records of a file with their meanings, in the order of their first occurrence.
pub(in crate::format) fn keys_of<'a>(records: impl Iterator<Item = &'a [u8]>, map: &FieldMap) -> Columns {
    let mut names: Vec<String> = Vec::new();
    for record in records.take(keys::RECORDS) {
        let Ok(text) = std::str::from_utf8(record) else {
            continue;
        };
        let mut seen = Vec::new();
        let whole = walk(text, map, &mut |path, _, _, _| {
            if seen.len() < keys::MOST {
                seen.push(path.to_owned());
            }
        });
        if whole.is_err() {
            continue;
        }
        for name in seen {
            if names.len() < keys::MOST && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Columns::guess(&names, map)
}

fn gather(text: &str, map: &FieldMap) -> Result<Gathered, serde_json::Error> {
    let mut gathered = Gathered::default();
    walk(text, map, &mut |_, claim, form, value| {
        if let Some(claim) = claim {
            gathered.add(claim, form, value);
        }
    })?;
    Ok(gathered)
}

/// Where an object stops being JSON, in words.
fn place(error: &serde_json::Error, text: &str) -> String {
    let one_line = !text.contains('\n');
    match error.classify() {
        Category::Eof if one_line => "line ends inside the object".to_owned(),
        Category::Eof => "record ends inside the object".to_owned(),
        // The only way to tell this error from others.
        _ if error.to_string().starts_with("recursion limit") => "nested deeper than 127 levels".to_owned(),
        _ if one_line => format!("no JSON from byte {} on", error.column()),
        _ => format!("no JSON from line {}, byte {} on", error.line(), error.column()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::json::context;

    fn read(text: &[u8]) -> Result<RawRecord, Reject> {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.to_vec()) };
        read_record(piece, &context("t.jsonl"))
    }

    /// The fields of a record, one a line, as far as they are filled.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let record = read(text.as_bytes()).expect("a record");
        let mut found = String::new();
        let mut line = |name: &str, value: &str| {
            if !value.is_empty() {
                found.extend([name, ": ", value, "\n"]);
            }
        };
        let mut optional = |name: &str, value: &Option<String>| line(name, value.as_deref().unwrap_or(""));
        optional("id", &record.id);
        optional("title", &record.title);
        optional("lead", &record.lead);
        optional("byline", &record.byline);
        optional("source", &record.source);
        optional("section", &record.section);
        optional("page", &record.page);
        optional("url", &record.url);
        optional("undecodable", &record.undecodable_in);
        line("body", &record.body.replace("\n\n", " // "));
        line("tags", &record.tags.join(" + "));
        let dates: Vec<&str> = record.published.iter().map(|date| date.text.as_str()).collect();
        line("published", &dates.join(" + "));
        let names: Vec<String> =
            record.mentions.iter().map(|mention| format!("{} {}", mention.kind, mention.name)).collect();
        line("mentions", &names.join(" + "));
        assert_eq!(found.trim_end(), expect.replace("\n    ", "\n").trim());
    }

    #[track_caller]
    fn check_malformed(text: &str, expect: &str) {
        let reject = read(text.as_bytes()).expect_err("no record");
        assert_eq!(reject.reason.to_string(), format!("expected a JSON object, but found {expect}"));
    }

    #[test]
    fn values_of_every_kind_are_read() {
        check(
            r#"{"id":17,"title":"A","page":4.0,"date":1508457600.0,"tags":["x","y"],"text":["One.","Two."],
                "flag":true,"author":null}"#,
            "id: 17\n    title: A\n    page: 4\n    body: One. // Two.\n    tags: x + y\n    published: 1508457600",
        );
    }

    #[test]
    fn nested_objects_and_lists_of_objects_are_addressed_by_their_path() {
        check(
            r#"{"headline":{"main":"A","kicker":"K"},"byline":{"original":"By B"},"pub_date":"2017-03-02",
                "keywords":[{"name":"persons","value":"X"},{"value":"Y"}],"news_desk":"Foreign",
                "lead_paragraph":"Text.","snippet":"S","source":{"name":"The Times"}}"#,
            "title: A\n    lead: S\n    byline: By B\n    source: The Times\n    section: Foreign\n    \
             body: Text.\n    tags: X + Y\n    published: 2017-03-02",
        );
        check(
            r#"{"_id":{"$oid":"5a"},"title":"A","date":{"$date":"2017-03-02"},"authors":[{"name":"B"},{"name":"C"}]}"#,
            "id: 5a\n    title: A\n    byline: B, C\n    published: 2017-03-02",
        );
    }

    #[test]
    fn of_blocks_with_types_only_those_of_text_are_text() {
        check(
            r#"{"id":"b2","title":null,"published_date":1325376562000,"contents":[{"content":"Colleges","type":"kicker"},
                null,{"fullcaption":"C","type":"image"},{"content":"A","type":"title"},{"content":"By B","type":"byline"},
                {"content":1325376562000,"type":"date"},{"content":"One.","subtype":"paragraph","type":"sanitized_html"},
                {"content":"Two.","type":"sanitized_html"},{"type":"author_info","bio":"Writes."}]}"#,
            "id: b2\n    title: A\n    byline: By B\n    section: Colleges\n    body: One. // Two.\n    \
             published: 1325376562000",
        );
    }

    #[test]
    fn names_the_source_brings_become_mentions() {
        check(
            r#"{"title":"A","persons":["Theresa May","Theresa May"],"places":"Leeds; York"}"#,
            "title: A\n    mentions: person Theresa May + place Leeds + place York",
        );
    }

    #[test]
    fn a_schema_beside_the_articles_is_none() {
        let schema =
            r#"{"$schema":"http://json-schema.org/draft-07/schema#","title":"News","properties":{}}"#;
        let reject = read(schema.as_bytes()).expect_err("no record");
        assert_eq!(reject.reason.to_string(), "expected an article, but found a JSON schema");
        check(r#"{"$schema":"http://json-schema.org/draft-07/schema#","title":"A"}"#, "title: A");
        check(r#"{"$schema":"https://example.org/article.json","title":"A","properties":{}}"#, "title: A");
    }

    #[test]
    fn a_key_that_comes_twice_counts_once() {
        check(r#"{"title":"A","title":"B"}"#, "title: A");
    }

    #[test]
    fn a_missing_best_key_is_stood_in_for_by_the_next() {
        check(r#"{"headline":null,"title":"  ","heading":"C"}"#, "title: C");
    }

    #[test]
    fn a_lead_without_a_body_is_a_record() {
        check(r#"{"headline":"A","short_description":"B"}"#, "title: A\n    lead: B");
    }

    #[test]
    fn what_some_writers_get_wrong_is_mended() {
        check(
            "{\"title\":\"A\\ud83d\",\"author\":NaN,\"text\":\"One.\nTwo.\",},",
            "title: A\u{fffd}\n    undecodable: UTF-16\n    body: One. // Two.",
        );
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        check_malformed(r#"{"a":"#, r#"`{"a":` (line ends inside the object)"#);
        check_malformed("{\"a\":\n", r#"`{"a":` (line ends inside the object)"#);
        check_malformed("{\"a\"\n:", r#"`{"a" :` (record ends inside the object)"#);
        check_malformed(r#"{"a":1}}"#, r#"`{"a":1}}` (no JSON from byte 8 on)"#);
        check_malformed("{\"a\":1,\n\"b\":x}", r#"`{"a":1, "b":x}` (no JSON from line 2, byte 5 on)"#);
        check_malformed("[1]", "`[1]`");
        check_malformed("", "``");
        let deep = format!("{{\"a\":{}", "[".repeat(100_000));
        check_malformed(&deep, &format!("`{{\"a\":{}…` (nested deeper than 127 levels)", "[".repeat(55)));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let text = "{\"title\":\"Añ\\u00e9\",\"n\":[1.5e3,{\"$date\":-1}],\"text\":\"b\"}".as_bytes();
        for at in 0..text.len() {
            let _ = read(&text[..at]);
            for bit in 0..8 {
                let mut flipped = text.to_vec();
                flipped[at] ^= 1 << bit;
                let _ = read(&flipped);
            }
        }
    }

    #[test]
    fn a_path_of_keys_has_a_limit() {
        let key = "k".repeat(1_000);
        check(&format!(r#"{{"{key}":{{"title":"no"}},"title":"yes"}}"#), "title: yes");
    }
}
