//! DIDL, as the national library of the Netherlands uses it: articles as lists of blocks.

use std::path::Path;

use super::issue::{Article, BlockRef, Issue, Role};
use crate::format::nodes::{Node, attribute, walk};

/// An item: the issue, a page, an article.
#[derive(Default)]
struct Item {
    title: String,
    date: String,
    subject: String,
    langs: Vec<String>,
    id: String,
    address: String,
    blocks: Vec<BlockRef>,
}

/// Reads a DIDL document.
///
/// # Errors
///
/// What is wrong with the XML.
pub(super) fn read(text: &str) -> Result<Issue, String> {
    let mut issue = Issue::default();
    let mut items: Vec<Item> = Vec::new();
    let mut field: Option<(String, String)> = None;
    let mut alto = String::new();
    walk(text, |node| match node {
        Node::Start("Item", _) => items.push(Item::default()),
        Node::End("Item") => {
            if let Some(item) = items.pop() {
                close(item, items.is_empty(), &mut issue);
            }
        }
        Node::Start(
            name @ ("title" | "date" | "subject" | "language" | "recordIdentifier" | "identifier"),
            _,
        ) => {
            field = Some((name.to_owned(), String::new()));
        }
        Node::Text(words) => {
            if let Some((_, text)) = &mut field {
                text.push_str(words);
            }
        }
        Node::End(name) if field.as_ref().is_some_and(|(open, _)| open == name) => {
            if let (Some((name, text)), Some(item)) = (field.take(), items.last_mut()) {
                item.set(&name, text.trim());
            }
        }
        Node::Start("Resource", start) => {
            if let Some(name) = attribute(start, "filename").filter(|name| super::is_xml(Path::new(name))) {
                if name.contains("alto") {
                    issue.pages.push((name.clone(), name));
                } else {
                    issue.repeated.push(name);
                }
            }
        }
        Node::Start("blocks", start) => alto = attribute(start, "alto").unwrap_or_default(),
        Node::Start("TextBlock", start) => {
            if let (Some(block), Some(item)) = (attribute(start, "ID"), items.last_mut()) {
                item.blocks.push(BlockRef { file: alto.clone(), block, role: Role::Text });
            }
        }
        Node::Start(..) | Node::End(_) => {}
    })?;
    Ok(issue)
}

impl Item {
    fn set(&mut self, name: &str, text: &str) {
        let target = match name {
            "title" => &mut self.title,
            "date" => &mut self.date,
            "subject" => &mut self.subject,
            "recordIdentifier" => &mut self.id,
            "identifier" if text.starts_with("http") => &mut self.address,
            "language" => {
                self.langs.push(text.to_owned());
                return;
            }
            _ => return,
        };
        if target.is_empty() {
            text.clone_into(target);
        }
    }
}

fn close(item: Item, is_issue: bool, issue: &mut Issue) {
    let of = |text: String| Some(text).filter(|text| !text.is_empty());
    if is_issue {
        issue.source = of(item.title);
        issue.date = of(item.date);
        // A paper in two languages says nothing about one article.
        issue.lang = match &item.langs[..] {
            [lang] => Some(lang.clone()),
            _ => None,
        };
    } else if !item.blocks.is_empty() {
        issue.articles.push(Article {
            id: of(item.id),
            title: of(item.title),
            url: of(item.address),
            genre: of(item.subject).filter(|subject| subject != "artikel"),
            blocks: item.blocks,
            ..Article::default()
        });
    }
}
