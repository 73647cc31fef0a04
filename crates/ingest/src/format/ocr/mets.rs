//! METS: the logical structure of an issue, and what MODS says of the issue and its articles.

use std::collections::HashMap;
use std::path::Path;

use super::issue::{Article, BlockRef, Issue, Role};
use crate::format::nodes::{Node, attribute, walk};

/// Divisions that are articles of their own.
const ARTICLES: &[&str] = &[
    "ADVERTISEMENT",
    "ARTICLE",
    "CHAPTER",
    "DEATH_NOTICE",
    "ILLUSTRATED_ARTICLE",
    "LETTER",
    "NOTICE",
    "OBITUARY",
    "SERIAL",
];

/// A description in MODS.
#[derive(Default)]
struct Mods {
    title: String,
    date: String,
    lang: String,
    id: String,
}

/// A division that is open.
struct Division {
    kind: String,
    label: Option<String>,
    /// The article that it is, or that it belongs to.
    article: Option<usize>,
    /// What text directly in it is.
    role: Role,
}

/// Reads a METS document.
///
/// # Errors
///
/// What is wrong with the XML.
pub(super) fn read(text: &str) -> Result<Issue, String> {
    let mut reader = Reader::default();
    walk(text, |node| reader.visit(&node))?;
    Ok(reader.into_issue())
}

#[derive(Default)]
struct Reader {
    issue: Issue,
    mods: HashMap<String, Mods>,
    /// The id of the description being read.
    description: Option<String>,
    /// The element of MODS whose text is wanted, and its text so far.
    field: Option<(&'static str, String)>,
    /// Elements of MODS that name something else with a title.
    related: usize,
    /// The file being declared.
    file: Option<String>,
    is_logical: bool,
    divisions: Vec<Division>,
    /// Descriptions of the issue as a whole, the nearest last.
    issue_mods: Vec<String>,
    /// Descriptions of each article.
    article_mods: Vec<Vec<String>>,
}

impl Reader {
    fn visit(&mut self, node: &Node<'_>) {
        match node {
            Node::Start("dmdSec", start) => self.description = attribute(start, "ID"),
            Node::End("dmdSec") => self.description = None,
            Node::Start("relatedItem", _) => self.related += 1,
            Node::End("relatedItem") => self.related = self.related.saturating_sub(1),
            Node::Start(name, _) if self.description.is_some() && self.related == 0 => {
                let wanted = ["title", "dateIssued", "languageTerm", "recordIdentifier"];
                if let Some(field) = wanted.into_iter().find(|field| field == name) {
                    self.field = Some((field, String::new()));
                }
            }
            Node::Text(words) => {
                if let Some((_, text)) = &mut self.field {
                    text.push_str(words);
                }
            }
            Node::End(name) if self.field.as_ref().is_some_and(|(field, _)| field == name) => {
                self.end_field();
            }
            Node::Start("file", start) => self.file = attribute(start, "ID"),
            Node::Start("FLocat", start) => {
                if let (Some(id), Some(address)) = (self.file.clone(), attribute(start, "href"))
                    && super::is_xml(Path::new(&address))
                {
                    self.issue.pages.push((id, address));
                }
            }
            Node::Start("structMap", start) => {
                self.is_logical =
                    attribute(start, "TYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("logical"));
            }
            Node::End("structMap") => self.is_logical = false,
            Node::Start("div", start) if self.is_logical => self.begin(start),
            Node::End("div") if self.is_logical => {
                self.divisions.pop();
            }
            Node::Start("area", start) if self.is_logical => self.area(start),
            Node::Start(..) | Node::End(_) => {}
        }
    }

    fn end_field(&mut self) {
        let (Some((field, text)), Some(id)) = (self.field.take(), &self.description) else {
            return;
        };
        let mods = self.mods.entry(id.clone()).or_default();
        let target = match field {
            "title" => &mut mods.title,
            "dateIssued" => &mut mods.date,
            "languageTerm" => &mut mods.lang,
            _ => &mut mods.id,
        };
        if target.is_empty() {
            text.trim().clone_into(target);
        }
    }

    fn begin(&mut self, start: &quick_xml::events::BytesStart<'_>) {
        let kind = attribute(start, "TYPE").unwrap_or_default().to_ascii_uppercase();
        let label = attribute(start, "LABEL").filter(|label| !label.trim().is_empty());
        let descriptions: Vec<String> =
            attribute(start, "DMDID").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        let (mut article, mut role) =
            self.divisions.last().map_or((None, Role::Text), |above| (above.article, above.role));
        if ARTICLES.contains(&kind.as_str()) {
            article = Some(self.open_article(&kind, label.clone(), descriptions));
            role = Role::Text;
        } else if matches!(kind.as_str(), "NEWSPAPER" | "VOLUME" | "ISSUE") {
            self.issue_mods.extend(descriptions);
        } else if kind == "SECTION" {
            // Text of the section itself, between its articles, is an article too.
            article = Some(self.open_article("SECTION", label.clone(), descriptions));
            role = Role::Text;
        }
        role = match kind.as_str() {
            "HEADING" | "TITLE" | "HEADLINE" => Role::Title,
            "OVERLINE" | "SUBHEADLINE" | "MOTTO" => Role::Lead,
            "AUTHOR" => Role::Byline,
            "CAPTION" => Role::Caption,
            "BODY" | "BODY_CONTENT" | "PARAGRAPH" => Role::Text,
            _ => role,
        };
        self.divisions.push(Division { kind, label, article, role });
    }

    fn open_article(&mut self, kind: &str, label: Option<String>, descriptions: Vec<String>) -> usize {
        let mut sections = self.divisions.iter().rev().filter(|division| division.kind == "SECTION");
        let section = sections.find_map(|division| division.label.clone());
        let article = Article {
            title: label,
            genre: Some(kind.to_lowercase().replace('_', " ")).filter(|genre| genre != "article"),
            section,
            ..Article::default()
        };
        self.issue.articles.push(article);
        self.article_mods.push(descriptions);
        self.issue.articles.len() - 1
    }

    fn area(&mut self, start: &quick_xml::events::BytesStart<'_>) {
        let Some(division) = self.divisions.last() else {
            return;
        };
        // What belongs to no article is the head of the paper: its name, its price, its printer.
        let Some(article) = division.article.and_then(|article| self.issue.articles.get_mut(article)) else {
            return;
        };
        if let (Some(file), Some(block)) = (attribute(start, "FILEID"), attribute(start, "BEGIN")) {
            article.blocks.push(BlockRef { file, block, role: division.role });
        }
    }

    fn into_issue(self) -> Issue {
        let mut issue = self.issue;
        for (article, descriptions) in issue.articles.iter_mut().zip(&self.article_mods) {
            for mods in descriptions.iter().filter_map(|id| self.mods.get(id)) {
                let of = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
                article.title = article.title.take().or_else(|| of(&mods.title));
                article.lang = article.lang.take().or_else(|| of(&mods.lang));
                article.id = article.id.take().or_else(|| of(&mods.id));
            }
        }
        // Headings of sections without any text of their own are no articles.
        issue.articles.retain(|article| {
            let has_text = article.blocks.iter().any(|block| block.role == Role::Text);
            article.genre.as_deref() != Some("section") || has_text
        });
        for mods in self.issue_mods.iter().filter_map(|id| self.mods.get(id)) {
            let of = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
            issue.source = issue.source.take().or_else(|| of(&mods.title));
            issue.date = issue.date.take().or_else(|| of(&mods.date));
            issue.lang = issue.lang.take().or_else(|| of(&mods.lang));
        }
        // Some name the date in a description that no division points to.
        let mut dates: Vec<&String> =
            self.mods.values().map(|mods| &mods.date).filter(|date| !date.is_empty()).collect();
        dates.sort();
        issue.date = issue.date.take().or_else(|| dates.first().map(|date| (*date).clone()));
        issue
    }
}
