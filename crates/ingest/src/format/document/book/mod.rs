//! Books, and newspapers and magazines as books: EPUB.
//!
//! [`package`] reads what the book says about itself and the order of its chapters, [`contents`] how its table of
//! contents calls them.
//!
//! Format: <https://www.w3.org/TR/epub-33/>

mod contents;
mod package;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, BufRead};

use dateline_article::Origin;
use serde::{Deserialize, Serialize};

use self::package::{Item, Package};
use super::{Parts, malformed, needed, take_apart, text_of};
use crate::format::nodes::{Node, attribute, walk};
use crate::format::{BrokenPiece, Fit, Format, Head, Sink};
use crate::html::{PageHints, read_page};
use crate::source::package::Kind;
use crate::{FileContext, Limits, Piece, PieceContent, RawDate, RawRecord, Reject, RejectReason};

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// One article a chapter, in the order of reading: newspapers and magazines put each article into a chapter
/// of its own, and what is found in a book is found in its chapter. Covers and tables of contents are none.
///
/// The date of the book is that of an issue: each chapter has it, unless the chapter states one itself.
pub struct Epub;

/// What is handed from cutting to parsing in front of the chapter: what the book says of it.
#[derive(Serialize, Deserialize)]
struct Cut {
    book: Option<String>,
    authors: Vec<String>,
    lang: Option<String>,
    date: Option<String>,
    keywords: Vec<String>,
    /// What the table of contents calls the chapter.
    label: Option<String>,
}

impl Format for Epub {
    fn name(&self) -> &'static str {
        "epub"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        match Kind::of(head.bytes) {
            Some(Kind::Epub) if head.is_named(&["epub"]) => Fit::ContentAndName,
            Some(Kind::Epub) => Fit::Content,
            _ => Fit::No,
        }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        // Pictures, sounds and fonts are never unpacked.
        let wanted = |name: &str| {
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
            let known = ["xml", "opf", "ncx", "html", "htm", "xhtml"];
            known.iter().any(|known| known.eq_ignore_ascii_case(extension))
        };
        let outcome = take_apart(input, limits, &wanted)?.and_then(|parts| hand_out(parts, sink));
        if let Err(reason) = outcome {
            let _ = sink(Err(BrokenPiece { record: 1, byte: 0, reason }));
        }
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let refuse = |reason| Reject { locator: locator.clone(), reason };
        let end = memchr::memchr(b'\n', &bytes).unwrap_or(bytes.len());
        let cut: Cut = serde_json::from_slice(&bytes[..end])
            .map_err(|error| refuse(malformed("a chapter of a book", &error.to_string())))?;
        let page = bytes.get(end + 1..).unwrap_or_default();
        let page = without_title(page, cut.book.as_deref().unwrap_or_default());
        // Chapters are in UTF-8 unless they begin with the mark of UTF-16.
        let hints = PageHints { url: None, charset: Some("utf-8") };
        let mut record = read_page(&page, &hints, locator.clone()).map_err(refuse)?;
        record.title = record.title.or(cut.label).or_else(|| cut.book.clone());
        record.source = cut.book;
        if record.byline.is_none() && !cut.authors.is_empty() {
            record.byline = Some(cut.authors.join(", "));
        }
        record.lang = record.lang.or(cut.lang);
        record.tags.extend(cut.keywords);
        record.published.extend(cut.date.map(|text| RawDate { text, origin: Origin::Container }));
        Ok(record)
    }
}

/// A chapter without its `<title>` where that is the title of the whole book, as in many books.
fn without_title<'a>(page: &'a [u8], book: &str) -> Cow<'a, [u8]> {
    let start = memchr::memmem::find(page, b"<title>").map(|at| at + "<title>".len());
    let found = start.and_then(|start| {
        let len = memchr::memmem::find(&page[start..], b"</title>")?;
        let title = page[start..start + len].trim_ascii();
        (title == book.as_bytes()).then_some(start..start + len)
    });
    match found {
        Some(title) => Cow::Owned([&page[..title.start], &page[title.end..]].concat()),
        None => Cow::Borrowed(page),
    }
}

/// Hands the chapters over.
fn hand_out(mut parts: Parts, sink: &mut Sink<'_>) -> Result<(), RejectReason> {
    let container = text_of(&needed(&mut parts, CONTAINER)?);
    let root = root(&container).ok_or_else(|| malformed("the name of the package file", "none"))?;
    let package = Package::read(&text_of(&needed(&mut parts, &root)?), &root)
        .map_err(|error| malformed("the package file of a book", &error))?;
    if package.chapters.is_empty() {
        return Err(malformed("a book with chapters", "none in its order of reading"));
    }
    let encrypted = match parts.get(ENCRYPTION) {
        Some(Ok(bytes)) => encrypted(&text_of(bytes)),
        _ => HashSet::new(),
    };
    let labels = contents::labels(&parts, &package);
    let mut read: HashSet<&str> = HashSet::new();
    for (record, Item { path, is_contents }) in (1..).zip(&package.chapters) {
        let chapter = if path.is_empty() {
            Err(malformed("a chapter that the book holds", "one that its list of parts lacks"))
        } else if *is_contents {
            Err(RejectReason::OtherKind { kind: "cover or contents of a book".to_owned() })
        } else if encrypted.contains(path) {
            Err(RejectReason::Encrypted)
        } else if !read.insert(path) {
            Err(RejectReason::OtherKind { kind: "chapter that its book shows again".to_owned() })
        } else {
            needed(&mut parts, path)
        };
        let outcome = match chapter {
            Ok(page) => {
                let cut = Cut {
                    book: package.title.clone(),
                    authors: package.authors.clone(),
                    lang: package.lang.clone(),
                    date: package.date.clone(),
                    keywords: package.keywords.clone(),
                    label: labels.get(path).cloned(),
                };
                let mut content = serde_json::to_vec(&cut).expect("strings always serialise");
                content.push(b'\n');
                content.extend(page);
                Ok(Piece { record, byte: 0, content: PieceContent::Bytes(content) })
            }
            Err(reason) => Err(BrokenPiece { record, byte: 0, reason }),
        };
        if sink(outcome).is_break() {
            break;
        }
    }
    Ok(())
}

/// The package file, as the container names it.
fn root(container: &str) -> Option<String> {
    let mut found = None;
    let _ = walk(container, |node| {
        if let Node::Start("rootfile", start) = node {
            found = found.take().or(attribute(start, "full-path"));
        }
    });
    found
}

/// The parts that need a password or a licence, such as chapters and fonts.
fn encrypted(encryption: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let _ = walk(encryption, |node| {
        if let Node::Start("CipherReference", start) = node {
            found.extend(attribute(start, "URI"));
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::super::word::tests::check;
    use super::*;
    use crate::source::sample::{Sizes, zip};

    const PARAGRAPH: &str = "The dockers of Hull went back to work on Monday, after a strike of three weeks.";

    fn book(package: &str, encryption: &str) -> Vec<u8> {
        let page = |head: &str, body: &str| {
            format!(
                "<html><head><title>The Gazette</title>{head}</head><body>{body}<p>{PARAGRAPH}</p></body></html>"
            )
        };
        let container = "<container><rootfiles><rootfile full-path=\"OEBPS/c.opf\"/></rootfiles></container>";
        let one = page("", "<h1>Dock strike ends</h1>");
        let two = page("<meta name=\"date\" content=\"2017-03-01\"/>", "");
        zip(
            &[
                ("mimetype", b"application/epub+zip"),
                (CONTAINER, container.as_bytes()),
                ("OEBPS/c.opf", package.as_bytes()),
                (ENCRYPTION, encryption.as_bytes()),
                ("OEBPS/text/1.xhtml", one.as_bytes()),
                ("OEBPS/text/two 2.html", two.as_bytes()),
                ("OEBPS/nav.xhtml", b"<html><body><nav><a href=\"text/two%202.html#x\">Ports in trouble</a></nav></body></html>"),
            ],
            Sizes::Behind,
        )
    }

    fn package() -> String {
        let item = |id: &str, href: &str, more: &str| format!("<item id=\"{id}\" href=\"{href}\" {more}/>");
        format!(
            "<package><metadata><dc:title>The Gazette</dc:title><dc:creator>calibre</dc:creator><dc:language>en-GB</dc:language>\
             <dc:date>2017-03-02T00:00:00+00:00</dc:date></metadata><manifest>{}{}{}{}</manifest><spine>\
             <itemref idref=\"n\"/><itemref idref=\"a\"/><itemref idref=\"b\"/><itemref idref=\"c\"/></spine></package>",
            item("n", "nav.xhtml", "properties=\"nav\""),
            item("a", "text/1.xhtml", ""),
            item("b", "text/two%202.html", ""),
            item("c", "gone.html", ""),
        )
    }

    #[test]
    fn a_chapter_is_an_article_of_the_issue() {
        check(
            &Epub,
            &book(&package(), ""),
            &format!(
                "1: ! expected an article, but found cover or contents of a book
                title: Dock strike ends
                source: The Gazette
                lang: en-GB
                container: 2017-03-02T00:00:00+00:00
                body: {PARAGRAPH}
                title: Ports in trouble
                source: The Gazette
                lang: en-GB
                meta-tag: 2017-03-01
                container: 2017-03-02T00:00:00+00:00
                body: {PARAGRAPH}
                4: ! expected the part `OEBPS/gone.html`, but found none"
            ),
        );
    }

    #[test]
    fn chapters_with_a_licence_are_told() {
        let encryption = "<encryption><CipherReference URI=\"OEBPS/text/1.xhtml\"/><CipherReference URI=\"OEBPS/text/two 2.html\"/></encryption>";
        check(
            &Epub,
            &book(&package(), encryption),
            "1: ! expected an article, but found cover or contents of a book
            2: ! expected a text, but found one that needs a password
            3: ! expected a text, but found one that needs a password
            4: ! expected the part `OEBPS/gone.html`, but found none",
        );
    }

    #[test]
    fn every_place_in_the_order_of_reading_is_told() {
        let order =
            package().replace("<itemref idref=\"b\"/>", "<itemref idref=\"x\"/><itemref idref=\"a\"/>");
        check(
            &Epub,
            &book(&order, ""),
            &format!(
                "1: ! expected an article, but found cover or contents of a book
                title: Dock strike ends
                source: The Gazette
                lang: en-GB
                container: 2017-03-02T00:00:00+00:00
                body: {PARAGRAPH}
                3: ! expected a chapter that the book holds, but found one that its list of parts lacks
                4: ! expected an article, but found chapter that its book shows again
                5: ! expected the part `OEBPS/gone.html`, but found none"
            ),
        );
    }

    #[test]
    fn a_book_without_order_or_package_is_told() {
        check(
            &Epub,
            &book("<package/>", ""),
            "1: ! expected a book with chapters, but found none in its order of reading",
        );
        check(
            &Epub,
            &zip(&[("mimetype", b"application/epub+zip")], Sizes::InFront),
            "1: ! expected the part `META-INF/container.xml`, but found none",
        );
        check(
            &Epub,
            &zip(&[("mimetype", b"application/epub+zip"), (CONTAINER, b"<container/>")], Sizes::InFront),
            "1: ! expected the name of the package file, but found none",
        );
    }
}
