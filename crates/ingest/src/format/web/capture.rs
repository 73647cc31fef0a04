//! One capture of one address: whether it is a page, and what the page says.

use std::borrow::Cow;

use dateline_article::{Locator, Origin};

use super::http::{Answer, media_type};
use crate::decode::decode;
use crate::html::{PageHints, read_page};
use crate::{RawDate, RawRecord, RejectReason};

/// The type of a capture that holds the whole answer of a server.
pub(super) const HTTP: &str = "application/http";

/// A capture cut out of a web archive.
pub(super) struct Capture<'a> {
    pub url: &'a str,
    /// When it was captured, as the archive writes it.
    pub date: &'a str,
    /// The type of the block: of the answer of a server, or of what is in it.
    pub media_type: &'a str,
    pub block: &'a [u8],
}

/// What a capture is, if it is no page and no text, from the first bytes of its block.
pub(super) fn other_kind(url: &str, block_type: &str, head: &[u8]) -> Option<String> {
    if url.trim_start_matches('<').starts_with("metadata:") {
        return Some("notes of the crawler".to_owned());
    }
    if media_type(block_type) != HTTP {
        return kind_of_type(block_type);
    }
    let Some(answer) = Answer::of(head) else {
        // What is no answer at all is told when it is read.
        return None;
    };
    if !matches!(answer.status, 200 | 203) {
        return Some(format!("HTTP status {}", answer.status));
    }
    kind_of_type(&answer.content_type)
}

fn kind_of_type(content_type: &str) -> Option<String> {
    let kind = media_type(content_type);
    match kind.as_str() {
        // A server that says nothing mostly means a page; what it is then tells the reading.
        "" | "text/html" | "application/xhtml+xml" | "text/plain" => None,
        _ if is_plausible(&kind) => Some(kind),
        _ => Some("other content".to_owned()),
    }
}

fn is_plausible(kind: &str) -> bool {
    const LONGEST_BYTES: usize = 80;
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"/+-._".contains(&byte);
    kind.len() <= LONGEST_BYTES && kind.contains('/') && kind.bytes().all(is_letter)
}

pub(super) fn no_capture() -> RejectReason {
    RejectReason::Malformed {
        expected: "a record of a web archive".to_owned(),
        found: "something else".to_owned(),
    }
}

impl Capture<'_> {
    /// Reads the page or text.
    pub fn read(&self, locator: Locator) -> Result<RawRecord, RejectReason> {
        let mut body = Cow::Borrowed(self.block);
        let mut content_type = Cow::Borrowed(self.media_type);
        if media_type(self.media_type) == HTTP {
            let answer = Answer::of(self.block).ok_or_else(|| RejectReason::Malformed {
                expected: "the answer of a web server".to_owned(),
                found: "something else".to_owned(),
            })?;
            body = answer.body()?;
            content_type = Cow::Owned(answer.content_type);
        }
        let url = self.url.replace(' ', "%20");
        let charset = charset(&content_type);
        let mut record = if media_type(&content_type) == "text/plain" {
            let declared = charset.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
            let decoded = decode(&body, declared);
            let mut record = RawRecord::new(locator);
            record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
            record.body = decoded.text.into_owned();
            record
        } else {
            read_page(&body, &PageHints { url: Some(&url), charset }, locator)?
        };
        record.url = record.url.or(Some(url));
        // The day of capture is no day of publication; it is the last day that one can be.
        record.crawled = Some(RawDate { text: self.date.to_owned(), origin: Origin::Crawl });
        Ok(record)
    }
}

/// The charset that a content type names: `text/html; charset="utf-8"`.
fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}
