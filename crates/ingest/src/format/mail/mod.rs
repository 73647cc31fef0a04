//! Mail and posts of discussion groups: one message a file, or many in a mailbox.
//!
//! [`header`] tells a message from other text and decodes what it left undeclared; [`message`] reads its
//! fields; [`body`] makes paragraphs of its text; [`mbox`] cuts a mailbox into messages;
//! [`saved_page`] reads the messages that browsers write.
//!
//! Formats: RFC 5322 (mail), RFC 5536 (Netnews), RFC 2045 to 2047 (MIME), RFC 4155 (mbox)

mod body;
mod header;
mod mbox;
mod message;
mod saved_page;

use std::io::{self, BufRead};

pub use mbox::Mbox;
pub use saved_page::SavedPage;

use super::{Fit, Format, Head, Sink, whole};
use crate::{FileContext, Limits, Piece, RawRecord, Reject};

/// One message of mail, or one post of a discussion group, a file.
pub struct Mail;

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let named = head.is_named(&["eml", "nws", "mht", "mhtml"]);
        match header::evidence(head.bytes) {
            header::Evidence::Weak | header::Evidence::Strong if named => Fit::ContentAndName,
            header::Evidence::Strong => Fit::Content,
            header::Evidence::None | header::Evidence::Weak => Fit::No,
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
        message::read(&bytes, locator, context)
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::context;
    use super::*;
    use crate::PieceContent;

    /// The fields of a message, one a line, as far as they are filled; paragraphs end at ` // `.
    #[track_caller]
    fn check(text: &[u8], expect: &str) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.to_vec()) };
        let found = match Mail.parse(piece, &context("t")) {
            Ok(record) => super::super::shown(&record),
            Err(reject) => vec![reject.to_string()],
        };
        let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(found, expect);
    }

    #[track_caller]
    fn check_fit(name: &str, text: &str, expect: Fit) {
        let head = Head { name, bytes: text.as_bytes(), complete: true };
        assert_eq!(Mail.fit(head), expect);
    }

    #[test]
    fn a_post_of_a_group_is_read() {
        check(
            b"Path: a!b\nFrom: lee@example.org (Ann Lee)\nNewsgroups: sci.med,talk.x\nSubject: Ringing ears\n\
              Keywords: ears, sleep\nMessage-ID: <1@example.org>\nDate: 2 Apr 93 21:07:57 GMT\n\n\
              Bo Day writes:\n> Have you\n> seen it?\n>\n>> Never.\nYes.\n",
            "id: 1@example.org
            title: Ringing ears
            byline: Ann Lee
            section: sci.med, talk.x
            tags: ears + sleep
            metadata: 2 Apr 93 21:07:57 GMT
            body: Bo Day writes: // > Have you // > seen it? // >> Never. // Yes.",
        );
    }

    #[test]
    fn the_plain_text_of_a_mail_is_read_and_html_where_there_is_none() {
        let mail = |parts: &str| {
            format!(
                "From: =?utf-8?q?J=C3=B6rg?= <j@example.org>\nSubject: =?iso-8859-1?q?Gr=FC=DFe?=\nMIME-Version: 1.0\n\
                 List-Id: Dock news <dock.example.org>\nDate: Thu, 19 Feb 2015 17:18:40 +1100\n\
                 Content-Type: multipart/alternative; boundary=b\n\n--b\n{parts}\n--b--\n"
            )
        };
        let fields = "title: Grüße
            byline: Jörg
            source: Dock news
            metadata: Thu, 19 Feb 2015 17:18:40 +1100
            ";
        let html = "Content-Type: text/html; charset=utf-8\n\n<p>One.</p><p>Two.</p>";
        let plain = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n=DCber One.";
        check(mail(&format!("{plain}\n--b\n{html}")).as_bytes(), &format!("{fields}body: Über One."));
        check(mail(html).as_bytes(), &format!("{fields}body: <p>One.</p><p>Two.</p>"));
    }

    #[test]
    fn messages_and_texts_that_are_attached_are_text() {
        check(
            b"From: a@example.org\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
              --b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n\
              From: b@example.org\nSubject: Dock strike\n\nIt is over.\n--b\n\
              Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw==\n--b--\n",
            "title: Fwd
            byline: a@example.org
            body: See below. // Dock strike // It is over.",
        );
    }

    #[test]
    fn letters_outside_of_ascii_need_no_declaration() {
        check(
            b"From: J\xf6rg <j@example.org>\nSubject: Gr\xfc\xdfe\n\n\xdcber alles.\n",
            "title: Grüße
            byline: Jörg
            body: Über alles.",
        );
        check(
            "From: a@example.org\nSubject: Grüße\nContent-Type: text/plain; charset=us-ascii\n\nÜber alles.\n"
                .as_bytes(),
            "title: Grüße
            byline: a@example.org
            body: Über alles.",
        );
    }

    #[test]
    fn a_text_without_a_header_is_no_message() {
        check(b"\n\n", "t: record 1 (byte 0): expected the header of a message, but found ``");
        check(
            b"Dock strike",
            "t: record 1 (byte 0): expected the header of a message, but found `Dock strike`",
        );
    }

    #[test]
    fn messages_are_told_by_headers_that_nothing_else_has() {
        let mail = "From: a@example.org\nSubject: x\nMessage-ID: <1@x>\n\nText";
        check_fit("1", mail, Fit::Content);
        check_fit("1.eml", mail, Fit::ContentAndName);
        check_fit("1", &format!("\n   \n{mail}"), Fit::Content);
        check_fit("1", "From: Ann Lee\nSubject: x\nDate: y\n\nText", Fit::No);
        check_fit("1.eml", "From: Ann Lee\nSubject: x\nDate: y\n\nText", Fit::ContentAndName);
        check_fit("1.eml", "Dock strike ends\n\nText", Fit::No);
        check_fit("1", "Title: x\nDate: 2017-03-02\nSource: The Times\n\nText", Fit::No);
    }
}
