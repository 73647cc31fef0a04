//! What a page says about itself: the elements of its head and its structured data.

use serde_json::Value;

use super::structured;
use super::tag::Tag;
use super::tree::{Name, NodeId, Tree};

/// The statements of a page about itself, each in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// Names in lower case with the contents of `<meta>`.
    tags: Vec<(String, String)>,
    /// The article among the structured data.
    pub article: Option<Value>,
    /// `<link rel="canonical">`.
    pub canonical: Option<String>,
    /// `<title>`.
    pub title: Option<String>,
    /// `<html lang>`.
    pub lang: Option<String>,
}

impl Stated {
    /// Gathers the statements of a page.
    pub fn of(tree: &Tree) -> Stated {
        let mut stated = Stated { article: structured::article(&tree.structured), ..Stated::default() };
        for id in tree.elements(|tag| matches!(tag, Tag::Meta | Tag::Link | Tag::Title)) {
            match tree.tag(id) {
                Some(Tag::Meta) => stated.add_tag(tree, id),
                Some(Tag::Link) => {
                    let is_canonical = tree.attribute(id, Name::Rel).is_some_and(|rel| {
                        rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"))
                    });
                    if is_canonical && stated.canonical.is_none() {
                        stated.canonical = tree.attribute(id, Name::Href).map(str::to_owned);
                    }
                }
                _ if stated.title.is_none() => {
                    stated.title = Some(tree.text(id)).filter(|title| !title.is_empty());
                }
                _ => {}
            }
        }
        let lang = tree.attribute(0, Name::Lang).or_else(|| tree.attribute(0, Name::XmlLang));
        stated.lang = lang.map(str::to_owned);
        stated
    }

    fn add_tag(&mut self, tree: &Tree, id: NodeId) {
        let Some(content) = tree.attribute(id, Name::Content) else { return };
        for name in [Name::Property, Name::Key, Name::Itemprop, Name::HttpEquiv] {
            if let Some(key) = tree.attribute(id, name) {
                self.tags.push((key.to_lowercase(), content.to_owned()));
            }
        }
    }

    /// The content of the first of these names that has one; names are in lower case.
    pub fn tag(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.every(&[name]).next())
    }

    /// The contents of all `<meta>` of these names.
    pub fn every(&self, names: &[&str]) -> impl Iterator<Item = &str> {
        self.tags
            .iter()
            .filter(move |(key, _)| names.contains(&key.as_str()))
            .map(|(_, content)| content.as_str())
    }

    /// Whether the structured data describe an article and not only a page.
    pub fn is_article(&self) -> bool {
        self.article.as_ref().is_some_and(structured::is_article)
    }

    /// A field of the structured data that is a text, or whose first element is.
    pub fn field(&self, name: &str) -> Option<String> {
        structured::texts(self.article.as_ref()?.get(name)?).into_iter().next()
    }

    /// The texts of a field of the structured data.
    pub fn fields(&self, name: &str) -> Vec<String> {
        self.article.as_ref().and_then(|article| article.get(name)).map(structured::texts).unwrap_or_default()
    }
}
