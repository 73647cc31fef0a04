//! Articles whose text is a list of blocks with a type each, as in the collection of the Washington Post.
//!
//! Format: <https://trec.nist.gov/data/wapost/>

use serde::Deserialize;
use serde_json::Value;

use crate::RawRecord;

/// The type of a block of text; no other exporter is known to use the word.
const TEXT: &str = "sanitized_html";

#[derive(Deserialize)]
struct Blocks {
    contents: Vec<Option<Block>>,
}

#[derive(Deserialize)]
struct Block {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    content: Value,
}

/// Puts the blocks of an article into its fields: the author line, the headline and the time stand among them
/// too, and are no text. Other records stay as they are.
pub(super) fn fill(json: &str, record: &mut RawRecord) {
    if memchr::memmem::find(json.as_bytes(), b"\"sanitized_html\"").is_none() {
        return;
    }
    let Ok(Blocks { contents }) = serde_json::from_str::<Blocks>(json) else { return };
    let texts = |kind: &str| -> Vec<&str> {
        let blocks = contents.iter().flatten().filter(|block| block.kind == kind);
        blocks.filter_map(|block| block.content.as_str()).filter(|text| !text.trim().is_empty()).collect()
    };
    let paragraphs = texts(TEXT);
    if paragraphs.is_empty() {
        return;
    }
    record.body = paragraphs.join("\n\n");
    let first = |kind: &str| texts(kind).first().map(|text| (*text).to_owned());
    record.section = record.section.take().or_else(|| first("kicker"));
    record.title = record.title.take().or_else(|| first("title"));
    record.byline = record.byline.take().or_else(|| first("byline"));
}
