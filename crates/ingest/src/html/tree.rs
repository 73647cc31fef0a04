//! A page as a tree of elements and texts, in the order of the page.
//!
//! Nodes stand in one list, each behind its parent, so that everything inside an element is one range
//! of the list. That makes every walk a loop: no input can exhaust the stack.

use std::ops::Range;

use super::tag::Tag;

/// The place of a node in its [`Tree`].
pub(super) type NodeId = usize;

/// A page, parsed.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<(Name, Box<str>)>,
    /// The contents of `<script type="application/ld+json">`.
    pub(super) structured: Vec<String>,
}

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    pub parent: NodeId,
    /// One past the last node inside of it.
    pub end: NodeId,
    pub kind: Kind,
}

/// What a [`Node`] is.
#[derive(Debug)]
pub(super) enum Kind {
    /// An element, with where its attributes stand.
    Element(Tag, Range<usize>),
    /// Text, with entities resolved and blanks as they stand.
    Text(Box<str>),
}

/// Defines the attributes that are kept.
macro_rules! names {
    ($($variant:ident = $name:literal,)+) => {
        /// The name of an attribute.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Name {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
        }

        impl Name {
            /// The attribute of this name, which is in lower case; `None` for those that are not kept.
            pub fn of(name: &[u8]) -> Option<Name> {
                match str::from_utf8(name) {
                    $(Ok($name) => Some(Name::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

names! {
    AriaHidden = "aria-hidden", Class = "class", Content = "content", DataComponent = "data-component",
    DataTestId = "data-testid", DataType = "data-type", Datetime = "datetime", Hidden = "hidden",
    Href = "href", HttpEquiv = "http-equiv", Id = "id", Itemprop = "itemprop", Itemtype = "itemtype",
    Lang = "lang", Key = "name", Property = "property", Pubdate = "pubdate", Rel = "rel",
    Role = "role", Style = "style", Title = "title", Type = "type", XmlLang = "xml:lang",
}

impl Tree {
    /// The element at this place; `None` when it is a text.
    pub fn tag(&self, id: NodeId) -> Option<Tag> {
        match self.nodes[id].kind {
            Kind::Element(tag, _) => Some(tag),
            Kind::Text(_) => None,
        }
    }

    /// The value of an attribute, without blanks around it; an empty one counts as absent.
    pub fn attribute(&self, id: NodeId, name: Name) -> Option<&str> {
        let value = self.attributes_of(id).find(|(found, _)| *found == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// Whether an element has an attribute, with or without a value.
    pub fn has(&self, id: NodeId, name: Name) -> bool {
        self.attributes_of(id).any(|(found, _)| found == name)
    }

    /// The attributes of an element that are kept.
    pub fn attributes_of(&self, id: NodeId) -> impl Iterator<Item = (Name, &str)> {
        let range = match &self.nodes[id].kind {
            Kind::Element(_, range) => range.clone(),
            Kind::Text(_) => 0..0,
        };
        self.attributes[range].iter().map(|(name, value)| (*name, &**value))
    }

    /// All elements with one of these names, in order.
    pub fn elements(&self, wanted: impl Fn(Tag) -> bool) -> impl Iterator<Item = NodeId> {
        (0..self.nodes.len()).filter(move |&id| self.tag(id).is_some_and(&wanted))
    }

    /// The elements around a node, the innermost first, without the root.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let above = |&id: &NodeId| Some(self.nodes[id].parent).filter(|&parent| parent != id);
        std::iter::successors(above(&id), above)
    }

    /// The text inside an element with single blanks, without what nobody reads; of a long one, the start.
    pub fn text(&self, id: NodeId) -> String {
        let mut out = String::new();
        let mut at = id;
        while at < self.nodes[id].end && out.len() < ENOUGH_BYTES {
            match &self.nodes[at].kind {
                Kind::Text(text) => push_words(&mut out, text),
                Kind::Element(tag, _) if at != id && tag.is_unread() => {
                    at = self.nodes[at].end;
                    continue;
                }
                Kind::Element(tag, _) if tag.is_block() || *tag == Tag::Br => push_words(&mut out, " "),
                Kind::Element(..) => {}
            }
            at += 1;
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// No headline and no date is longer; elements in elements would be read over and over.
const ENOUGH_BYTES: usize = 2 << 10;

/// Appends a text with each run of blanks as one blank, and none at the start.
pub(super) fn push_words(out: &mut String, text: &str) {
    for letter in text.chars() {
        if !letter.is_whitespace() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}
