//! The article as it is kept in the document store.

mod names;
mod packing;
mod stored;

use dateline_article::Article;

pub use self::packing::{Packer, PackingDictionary, number_dictionary};
pub use self::stored::{RecordFormat, Records};

/// Between the article and the names recognised in it: JSON on one line holds none.
const SEPARATOR: char = '\n';

/// Encodes an article for the document store.
///
/// JSON: fields can be added without a new schema, and packing makes up for the size of the names. The names
/// recognised in the text follow in a form of their own, as hundreds of places in JSON would take a third of the
/// room of the text.
pub fn encode_record(article: &mut Article) -> String {
    // Out of the way of the JSON, and back: a copy of every article would cost more.
    let recognition = article.recognition.take();
    let mut record = Vec::with_capacity(article.text_bytes() * 9 / 8 + 512);
    serde_json::to_writer(&mut record, article).expect("an article of strings and numbers always serialises");
    let mut record = String::from_utf8(record).expect("JSON is UTF-8");
    if let Some(recognition) = &recognition {
        record.push(SEPARATOR);
        names::write(article, recognition, &mut record);
    }
    article.recognition = recognition;
    record
}

/// Decodes what [`encode_record`] wrote.
///
/// # Errors
///
/// What is wrong with the bytes, in words for the user.
pub fn decode_record(record: &str) -> Result<Article, String> {
    let (article, names) = match record.split_once(SEPARATOR) {
        Some((article, names)) => (article, Some(names)),
        None => (record, None),
    };
    let mut article: Article = serde_json::from_str(article)
        .map_err(|error| format!("a stored article that cannot be read ({error})"))?;
    if let Some(names) = names {
        let recognition = names::read(&article, names);
        article.recognition = Some(recognition.ok_or("a stored article whose names cannot be read")?);
    }
    Ok(article)
}
