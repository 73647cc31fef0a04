//! The article as it is kept in the document store.

use dateline_article::Article;

/// Encodes an article for the document store.
///
/// JSON: fields can be added without a new schema, and zstd makes up for the size of the names.
pub fn encode_record(article: &Article) -> String {
    let mut record = Vec::with_capacity(article.text_bytes() * 9 / 8 + 512);
    serde_json::to_writer(&mut record, article).expect("an article of strings and numbers always serialises");
    String::from_utf8(record).expect("JSON is UTF-8")
}

/// Decodes what [`encode_record`] wrote.
///
/// # Errors
///
/// What is wrong with the bytes, in words for the user.
pub fn decode_record(record: &str) -> Result<Article, String> {
    serde_json::from_str(record).map_err(|error| format!("a stored article that cannot be read ({error})"))
}
