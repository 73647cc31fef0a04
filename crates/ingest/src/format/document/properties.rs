//! What a document says about itself.
//!
//! Vocabularies: <https://www.dublincore.org/specifications/dublin-core/dcmi-terms/>, part 2 of ECMA-376
//! (core properties), part 3 of OpenDocument (`meta.xml`)

use dateline_article::Origin;

use super::text_of;
use crate::format::nodes::{Node, walk};
use crate::{RawDate, RawRecord};

/// Properties of a document.
///
/// The day it was created is left out: it is that of the template, of the first draft or of the conversion,
/// and never known to be that of publication.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub keywords: Vec<String>,
    pub category: Option<String>,
    pub lang: Option<String>,
    /// When it was last saved.
    pub modified: Option<String>,
}

impl Properties {
    /// Reads `docProps/core.xml` or `meta.xml`. What is damaged there is read as far as it goes: the text does
    /// not depend on it.
    pub fn read(bytes: &[u8]) -> Properties {
        let mut found = Properties::default();
        let mut creator = None;
        let mut value = String::new();
        let _ = walk(&text_of(bytes), |node| match node {
            Node::Start(..) => value.clear(),
            Node::Text(text) => value.push_str(text),
            Node::End(name) => {
                let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
                value.clear();
                if line.is_empty() {
                    return;
                }
                match name {
                    "title" => found.title = Some(line),
                    // OpenDocument calls the last who changed it `creator`, and the author otherwise.
                    "creator" => creator = Some(line),
                    "initial-creator" => found.authors = vec![line],
                    "keywords" | "keyword" => {
                        let words = line.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
                        found.keywords.extend(words.map(str::to_owned));
                    }
                    "category" => found.category = Some(line),
                    "language" => found.lang = Some(line),
                    "modified" | "date" => found.modified = Some(line),
                    _ => {}
                }
            }
        });
        if found.authors.is_empty() {
            let names = creator.iter().flat_map(|names| names.split(';')).map(str::trim);
            found.authors = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        }
        found.authors.retain(|name| is_person(name));
        found.title = found.title.filter(|title| is_title(title));
        found
    }

    /// Fills the fields that the text itself does not fill.
    pub fn fill(self, record: &mut RawRecord) {
        if record.byline.is_none() && !self.authors.is_empty() {
            record.byline = Some(self.authors.join(", "));
        }
        record.tags.extend(self.keywords);
        record.section = record.section.take().or(self.category);
        record.lang = record.lang.take().or(self.lang);
        record.updated = self.modified.map(|text| RawDate { text, origin: Origin::Metadata });
    }
}

/// Whether a name is that of a person, and not one that a program wrote.
pub(super) fn is_person(name: &str) -> bool {
    const PROGRAMS: &[&str] = &[
        "admin",
        "administrator",
        "author",
        "calibre",
        "default",
        "microsoft office user",
        "none",
        "owner",
        "python-docx",
        "root",
        "un-named",
        "unknown",
        "user",
        "utente",
        "utilisateur",
        "windows user",
    ];
    let name = name.to_lowercase();
    name.contains(char::is_alphabetic) && !PROGRAMS.contains(&name.as_str())
}

/// Whether a title was given by somebody, and not by a program.
pub(super) fn is_title(title: &str) -> bool {
    let title = title.to_lowercase();
    let is_file = [".doc", ".docx", ".dot", ".rtf", ".pdf", ".indd", ".qxd", ".odt", ".txt", ".ai", ".tif"];
    let numbered = ["untitled", "document", "dokument", "sans titre", "unbenannt", "word document", "slide"];
    let is_numbered = numbered
        .iter()
        .any(|name| title.strip_prefix(name).is_some_and(|rest| !rest.contains(char::is_alphabetic)));
    title.contains(char::is_alphabetic)
        && !title.starts_with("microsoft word -")
        && !is_file.iter().any(|end| title.ends_with(end))
        && !is_numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_creation_is_no_day_of_publication() {
        let core =
            b"<cp:coreProperties><dc:title>Dock strike</dc:title><dc:creator>Ann Lee;Bo Chu</dc:creator>\
            <cp:keywords>docks, strikes</cp:keywords><dcterms:created>2013-12-23T23:15:00Z</dcterms:created>\
            <dcterms:modified>2017-03-02T08:00:00Z</dcterms:modified></cp:coreProperties>";
        let found = Properties::read(core);
        assert_eq!(found.authors, ["Ann Lee", "Bo Chu"]);
        assert_eq!(found.keywords, ["docks", "strikes"]);
        assert_eq!(found.modified.as_deref(), Some("2017-03-02T08:00:00Z"));
        let mut record = RawRecord::new(dateline_article::Locator {
            file: String::new(),
            member: None,
            record: 1,
            byte: 0,
        });
        found.fill(&mut record);
        assert_eq!(record.published, []);
    }

    #[test]
    fn what_programs_write_is_neither_title_nor_author() {
        for (title, expect) in [
            ("Dock strike", true),
            ("Document control in Hull", true),
            ("Document 1", false),
            ("Untitled", false),
            ("Microsoft Word - strike.doc", false),
            ("strike.docx", false),
            ("1923", false),
        ] {
            assert_eq!(is_title(title), expect, "{title}");
        }
        for (name, expect) in [("Ann Lee", true), ("Microsoft Office User", false), ("-", false)] {
            assert_eq!(is_person(name), expect, "{name}");
        }
    }
}
