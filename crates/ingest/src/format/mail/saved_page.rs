//! Pages that a browser saved with all that belongs to them: MHTML.
//!
//! A message whose first page is the page. What it says of itself is the browser's: its date is that of
//! saving, and its sender is the browser.
//!
//! Format: RFC 2557

use std::io::{self, BufRead};

use dateline_article::{Locator, Origin};
use mail_parser::{Message, MessageParser, PartType};

use super::header;
use crate::format::{Fit, Format, Head, Sink, whole};
use crate::html::{PageHints, read_page};
use crate::{FileContext, Limits, Piece, RawDate, RawRecord, Reject, RejectReason};

/// One page a file, as browsers save it with its pictures.
pub struct SavedPage;

impl Format for SavedPage {
    fn name(&self) -> &'static str {
        "mhtml"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let has = |part: &[u8]| memchr::memmem::find(head.bytes, part).is_some();
        let is_saved = header::evidence(head.bytes) != header::Evidence::None
            && (has(b"Saved by ") || has(b"Snapshot-Content-Location:"))
            && (has(b"multipart/related") || has(b"text/html"));
        match (is_saved, head.is_named(&["mht", "mhtml"])) {
            (true, true) => Fit::ContentAndName,
            (true, false) => Fit::Content,
            (false, _) => Fit::No,
        }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        whole::split(input, limits, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        read(header::start(&bytes), locator.clone()).map_err(|reason| Reject { locator, reason })
    }
}

fn read(bytes: &[u8], locator: Locator) -> Result<RawRecord, RejectReason> {
    let message = MessageParser::default().parse(bytes);
    let page = message.as_ref().and_then(|message| {
        message.parts.iter().find_map(|part| match &part.body {
            PartType::Html(html) => Some((message, part, html)),
            _ => None,
        })
    });
    let Some((message, part, html)) = page else {
        let (expected, found) = ("a saved page".to_owned(), "a message without one".to_owned());
        return Err(RejectReason::Malformed { expected, found });
    };
    let own = part.headers.iter().find(|header| header.name().eq_ignore_ascii_case("Content-Location"));
    let own = own.and_then(|header| header.value().as_text()).map(str::to_owned);
    let url = line(message, "Snapshot-Content-Location").or(own);
    let hints = PageHints { url: url.as_deref(), charset: Some("utf-8") };
    let mut record = read_page(html.as_bytes(), &hints, locator)?;
    record.title = record.title.or_else(|| message.subject().map(str::to_owned));
    record.crawled = line(message, "Date").map(|text| RawDate { text, origin: Origin::Crawl });
    Ok(record)
}

/// The value of a header on one line.
fn line(message: &Message<'_>, name: &str) -> Option<String> {
    let value = message.header_raw(name)?;
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PieceContent;
    use crate::format::json::context;

    fn saved(part: &str) -> String {
        format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gazette.example/strike\r\n\
             Subject: Dock strike ends\r\nDate: Thu, 2 Mar 2017 17:18:40 -0000\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b\"\r\n\r\n--b\r\n{part}\r\n--b\r\n\
             Content-Type: text/css\r\nContent-Location: cid:a\r\n\r\np {{ }}\r\n--b--\r\n"
        )
    }

    /// The fields of a saved page, one a line, as far as they are filled.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.as_bytes().to_vec()) };
        let found = match SavedPage.parse(piece, &context("t")) {
            Ok(record) => {
                let crawled = record.crawled.iter().map(|date| format!("crawled: {}", date.text));
                crate::format::shown(&record).into_iter().chain(crawled).collect()
            }
            Err(reject) => vec![reject.to_string()],
        };
        let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn a_saved_page_is_read_as_a_page_and_its_date_is_that_of_saving() {
        let html = "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p>The dockers of Z=C3=BCrich went back to work on Monday, after a strike.</p>";
        check(
            &saved(html),
            "title: Dock strike ends
            source: gazette.example
            url: https://gazette.example/strike
            body: The dockers of Zürich went back to work on Monday, after a strike.
            crawled: Thu, 2 Mar 2017 17:18:40 -0000",
        );
    }

    #[test]
    fn a_message_without_a_page_is_told() {
        let expect = "t: record 1 (byte 0): expected a saved page, but found a message without one";
        check(&saved("Content-Type: image/png\r\n\r\nx"), expect);
        check("", expect);
    }

    #[test]
    fn saved_pages_are_told_from_mail() {
        let fit = |text: &str| SavedPage.fit(Head { name: "a", bytes: text.as_bytes(), complete: true });
        assert_eq!(fit(&saved("Content-Type: text/html\r\n\r\nx")), Fit::Content);
        assert_eq!(
            fit("From: a@example.org\nSubject: Saved by the bell\nMessage-ID: <1@x>\n\nText"),
            Fit::No
        );
    }
}
