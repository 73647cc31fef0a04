//! The package file of a book: what the book says about itself, its parts and their order.
//!
//! Formats: <https://www.w3.org/TR/epub-33/#sec-package-doc>, <https://idpf.org/epub/20/spec/OPF_2.0_final_spec.html>

use std::collections::{HashMap, HashSet};

use crate::format::document::properties::is_person;
use crate::format::nodes::{Node, attribute, walk};

/// A longer order of reading has no book.
const MOST_CHAPTERS: usize = 65_536;

/// What a package file says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub lang: Option<String>,
    /// The day of publication.
    pub date: Option<String>,
    pub keywords: Vec<String>,
    /// The chapters in the order of reading.
    pub chapters: Vec<Item>,
    /// The tables of contents.
    pub contents: Vec<String>,
}

/// A chapter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its part in the archive; empty when the list of parts does not know it.
    pub path: String,
    /// Whether it is the cover or a table of contents.
    pub is_contents: bool,
}

impl Package {
    /// Reads a package file that stands in the archive under this path.
    ///
    /// # Errors
    ///
    /// What is wrong with its XML, in words for the user.
    pub fn read(text: &str, own_path: &str) -> Result<Package, String> {
        let mut package = Package::default();
        // Path and properties of each part, by its id.
        let mut manifest: HashMap<String, (String, bool)> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        let mut asides: HashSet<String> = HashSet::new();
        let mut value = String::new();
        let mut event = None;
        walk(text, |node| match node {
            Node::Start("item", start) => {
                let (Some(id), Some(href)) = (attribute(start, "id"), attribute(start, "href")) else {
                    return;
                };
                let path = path_of(own_path, &href);
                let media_type = attribute(start, "media-type").unwrap_or_default();
                let properties = attribute(start, "properties").unwrap_or_default();
                let is_contents = properties.split_whitespace().any(|it| matches!(it, "nav" | "cover-image"));
                if is_contents || media_type == "application/x-dtbncx+xml" {
                    package.contents.push(path.clone());
                }
                manifest.insert(id, (path, is_contents));
            }
            Node::Start("itemref", start) if order.len() <= MOST_CHAPTERS => {
                order.push(attribute(start, "idref").unwrap_or_default());
            }
            Node::Start("reference", start) => {
                let kind = attribute(start, "type").unwrap_or_default();
                if matches!(kind.as_str(), "cover" | "toc" | "title-page" | "copyright-page") {
                    asides.extend(attribute(start, "href").map(|href| path_of(own_path, &href)));
                }
            }
            Node::Start(_, start) => {
                value.clear();
                event = attribute(start, "event");
            }
            Node::Text(text) => value.push_str(text),
            Node::End(name) => {
                let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
                value.clear();
                if !line.is_empty() {
                    package.keep(name, line, event.take().as_deref());
                }
            }
        })?;
        if order.len() > MOST_CHAPTERS {
            return Err(format!("more than {MOST_CHAPTERS} chapters"));
        }
        for id in order {
            let (path, is_contents) = manifest.get(&id).cloned().unwrap_or_default();
            let is_contents = is_contents || asides.contains(&path);
            package.chapters.push(Item { path, is_contents });
        }
        Ok(package)
    }

    fn keep(&mut self, name: &str, line: String, event: Option<&str>) {
        match name {
            // A book may have a second title.
            "title" => self.title = self.title.take().or(Some(line)),
            "creator" if is_person(&line) => self.authors.push(line),
            "language" => self.lang = self.lang.take().or(Some(line)),
            "subject" => self.keywords.push(line),
            // The days of the paper original, of the conversion and of changes are not that of publication; a
            // year before printing is what a program writes that does not know.
            "date" if event.is_none_or(|event| event.ends_with("publication")) && !line.starts_with('0') => {
                self.date = self.date.take().or(Some(line));
            }
            _ => {}
        }
    }
}

/// The part that a reference in another part names: relative, without its fragment.
pub(super) fn path_of(own_path: &str, href: &str) -> String {
    let href = unescaped(href.split('#').next().unwrap_or_default());
    let mut parts: Vec<&str> = own_path.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// An address without its `%20`.
fn unescaped(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(code) if byte == b'%' => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_the_part_they_stand_in() {
        for (own, href, expect) in [
            ("OEBPS/c.opf", "text/1.html#p2", "OEBPS/text/1.html"),
            ("c.opf", "./1%20a.html", "1 a.html"),
            ("OEBPS/toc/nav.html", "../text/1.html", "OEBPS/text/1.html"),
            ("c.opf", "../../100%.html", "100%.html"),
        ] {
            assert_eq!(path_of(own, href), expect);
        }
    }

    #[track_caller]
    fn check_date(dates: &str, expect: Option<&str>) {
        let text = format!("<package><metadata>{dates}</metadata></package>");
        assert_eq!(Package::read(&text, "c.opf").unwrap().date.as_deref(), expect);
    }

    #[test]
    fn the_date_of_a_book_is_that_of_its_publication() {
        check_date("<dc:date>2017-03-02</dc:date>", Some("2017-03-02"));
        check_date(
            "<dc:date opf:event='conversion'>2019</dc:date><dc:date opf:event='publication'>2017</dc:date>",
            Some("2017"),
        );
        check_date("<dc:date opf:event='original-publication'>1923</dc:date>", Some("1923"));
        check_date(
            "<dc:date>0101-01-01T00:00:00+00:00</dc:date><meta property='dcterms:modified'>2019</meta>",
            None,
        );
    }
}
