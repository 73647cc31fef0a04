//! What several tests of this crate begin with.

use std::sync::Arc;

use dateline_article::{Article, ArticleId, ContentHash, Dates, Day, Locator};
use dateline_schema::Archive;

use crate::analysis::Analyzer;
use crate::document::{IndexDocument, Making};

/// An article with nothing in it, the one and only of a file.
pub fn blank(file: &str) -> Article {
    Article {
        id: ArticleId::of_parts(&[file.as_bytes()]),
        native_id: None,
        title: String::new(),
        lead: String::new(),
        body: String::new(),
        captions: Vec::new(),
        byline: None,
        source: None,
        section: None,
        page: None,
        edition: None,
        genre: None,
        lang: None,
        url: None,
        tags: Vec::new(),
        dates: Dates::default(),
        mentions: Vec::new(),
        recognition: None,
        ocr_confidence: None,
        format: "text".to_owned(),
        locator: Locator { file: file.to_owned(), member: None, record: 1, byte: 0 },
        content_hash: ContentHash::default(),
        notes: Vec::new(),
    }
}

/// A document of a blank article with a body.
pub fn document(archive: &Archive, file: &str, body: &str) -> IndexDocument {
    document_of(archive, &mut Article { body: body.to_owned(), ..blank(file) })
}

/// The document of an article.
pub fn document_of(archive: &Archive, article: &mut Article) -> IndexDocument {
    let making = Making { fields: archive.fields(), today: Day::FIRST };
    IndexDocument::of_article(article, making, &mut Analyzer::new(Arc::default()), None)
}
