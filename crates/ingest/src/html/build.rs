//! From the text of a page to its [`Tree`].
//!
//! The tokens are those of the standard. The tree is simpler than a browser's: elements that pages
//! leave open are closed as the standard says, but nothing is ever moved, so that a page is read in the
//! order it was written.

use std::convert::Infallible;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::emitters::{Emitter, ForwardingEmitter, naive_next_state};
use html5gum::{Span, State, Tokenizer};

use super::tag::Tag;
use super::tree::{Kind, Name, Node, NodeId, Tree};

/// Elements nested deeper than this are read as if their tags were not there.
const DEEPEST: usize = 500;

/// An attribute is cut here: some pages keep pictures in them.
const MOST_VALUE_BYTES: usize = 8 << 10;

/// Parses a page.
pub(super) fn build(html: &str) -> Tree {
    let mut builder = Builder::new();
    let emitter = PageEmitter(CallbackEmitter::new(Building(&mut builder)));
    // Everything goes to the builder; nothing comes out here.
    let mut tokenizer = Tokenizer::new_with_emitter(html, emitter);
    while tokenizer.next().is_some() {}
    drop(tokenizer);
    builder.finish()
}

/// Tells the tokenizer which elements hold no tags, such as `<title>`. Inside of pictures they do:
/// there `<title/>` is a whole element.
struct PageEmitter<'b>(CallbackEmitter<Building<'b>, Infallible>);

/// Hands the tokens of a page to its builder.
struct Building<'b>(&'b mut Builder);

impl ForwardingEmitter for PageEmitter<'_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.0
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        // What it would say of the state is said by the builder.
        let _ = self.0.emit_current_tag();
        self.0.callback_mut().0.raw_text.take()
    }
}

impl Callback<Infallible, ()> for Building<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Infallible> {
        self.0.take(&event);
        None
    }
}

struct Builder {
    tree: Tree,
    /// The open elements, the outermost first. Never empty: the first is the root.
    open: Vec<(NodeId, Tag)>,
    /// How many of the open elements are pictures, paragraphs and links.
    open_pictures: usize,
    open_paragraphs: usize,
    open_links: usize,
    /// So many open elements stand deeper than is allowed.
    too_deep: usize,
    /// The element whose start tag is being read, and the attribute.
    starting: Option<Starting>,
    attribute: Option<Name>,
    /// How the tokenizer shall read what is inside of that element, when not as tags.
    raw_text: Option<State>,
    /// The script that is being read holds data about the page.
    is_structured: bool,
}

struct Starting {
    tag: Tag,
    attributes: Vec<(Name, Box<str>)>,
}

impl Builder {
    fn new() -> Builder {
        let mut tree = Tree::default();
        tree.nodes.push(Node { parent: 0, end: 0, kind: Kind::Element(Tag::Html, 0..0) });
        Builder {
            tree,
            open: vec![(0, Tag::Html)],
            open_pictures: 0,
            open_paragraphs: 0,
            open_links: 0,
            too_deep: 0,
            starting: None,
            attribute: None,
            raw_text: None,
            is_structured: false,
        }
    }

    fn take(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.starting = Some(Starting { tag: Tag::of(name), attributes: Vec::new() });
                self.raw_text = if self.is_in_picture() { None } else { naive_next_state(name) };
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = Name::of(name);
                if let (Some(name), Some(starting)) = (self.attribute, &mut self.starting) {
                    starting.attributes.push((name, Box::from("")));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let (Some(_), Some(starting)) = (self.attribute.take(), &mut self.starting)
                    && let Some(last) = starting.attributes.last_mut()
                {
                    let value = &value[..value.len().min(MOST_VALUE_BYTES)];
                    last.1 = String::from_utf8_lossy(value).into();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(starting) = self.starting.take() {
                    self.start(starting, self_closing);
                }
            }
            CallbackEvent::EndTag { name } => self.end(Tag::of(name)),
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn is_in_picture(&self) -> bool {
        self.open_pictures > 0
    }

    fn start(&mut self, starting: Starting, self_closing: bool) {
        let tag = starting.tag;
        self.is_structured = tag == Tag::Script
            && starting
                .attributes
                .iter()
                .any(|(name, value)| *name == Name::Type && value.to_ascii_lowercase().contains("ld+json"));
        if tag == Tag::Html {
            self.add_to_root(starting.attributes);
            return;
        }
        self.close_implied(tag);
        if self.open.len() >= DEEPEST {
            self.too_deep += usize::from(!tag.is_void());
            return;
        }
        let from = self.tree.attributes.len();
        self.tree.attributes.extend(starting.attributes);
        let range = from..self.tree.attributes.len();
        let id = self.push(Kind::Element(tag, range));
        // Outside of HTML's own elements, as in pictures, `<path/>` is whole.
        let is_foreign = matches!(tag, Tag::Other | Tag::Svg) || self.is_in_picture();
        let is_whole = tag.is_void() || (self_closing && is_foreign);
        if !is_whole {
            self.open.push((id, tag));
            if let Some(count) = self.count_of(tag) {
                *count += 1;
            }
        }
    }

    /// The first `<html>` is the root; its attributes move there.
    fn add_to_root(&mut self, attributes: Vec<(Name, Box<str>)>) {
        if self.tree.attributes.is_empty() {
            self.tree.attributes.extend(attributes);
            self.tree.nodes[0].kind = Kind::Element(Tag::Html, 0..self.tree.attributes.len());
        }
    }

    /// Closes what the start of an element ends without saying so.
    fn close_implied(&mut self, tag: Tag) {
        if !tag.is_of_head() && self.open.get(1).is_some_and(|&(_, open)| open == Tag::Head) {
            self.close_from(1);
        }
        if tag.closes_paragraph() && self.open_paragraphs > 0 {
            self.close_nearest(&[Tag::P], &[]);
        }
        match tag {
            Tag::Li => self.close_nearest(&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dir]),
            Tag::Dd | Tag::Dt => self.close_nearest(&[Tag::Dd, Tag::Dt], &[Tag::Dl]),
            Tag::A if self.open_links > 0 => self.close_nearest(&[Tag::A], &[]),
            Tag::Option => self.close_nearest(&[Tag::Option], &[Tag::Select]),
            Tag::Td | Tag::Th => self.close_in_table(&[Tag::Td, Tag::Th]),
            Tag::Tr => self.close_in_table(&[Tag::Td, Tag::Th, Tag::Tr]),
            Tag::Thead | Tag::Tbody | Tag::Tfoot => {
                self.close_in_table(&[Tag::Td, Tag::Th, Tag::Tr, Tag::Thead, Tag::Tbody, Tag::Tfoot]);
            }
            _ if tag.is_heading() && self.open.last().is_some_and(|(_, open)| open.is_heading()) => {
                self.close_from(self.open.len() - 1);
            }
            _ => {}
        }
    }

    fn close_nearest(&mut self, tags: &[Tag], walls: &[Tag]) {
        for at in (1..self.open.len()).rev() {
            let tag = self.open[at].1;
            if tags.contains(&tag) {
                self.close_from(at);
                return;
            }
            if tag.is_scope() || walls.contains(&tag) {
                return;
            }
        }
    }

    /// Closes the outermost of these elements within the innermost table.
    fn close_in_table(&mut self, tags: &[Tag]) {
        let table = self.open.iter().rposition(|(_, tag)| *tag == Tag::Table).unwrap_or(0);
        if let Some(at) = (table + 1..self.open.len()).find(|&at| tags.contains(&self.open[at].1)) {
            self.close_from(at);
        }
    }

    fn end(&mut self, tag: Tag) {
        self.is_structured = false;
        if tag == Tag::Br {
            self.push(Kind::Element(Tag::Br, 0..0));
            return;
        }
        if tag.is_void() || matches!(tag, Tag::Html | Tag::Body) {
            return;
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        for at in (1..self.open.len()).rev() {
            let open = self.open[at].1;
            if open == tag {
                self.close_from(at);
                return;
            }
            // An inline end tag does not end a block, and nothing inside a cell ends what is outside.
            let is_wall = if tag.is_block() { open.is_scope() && !is_of_table(tag) } else { open.is_block() };
            if is_wall {
                return;
            }
        }
    }

    fn text(&mut self, value: &[u8]) {
        match self.open.last() {
            Some((_, Tag::Script)) => {
                if self.is_structured {
                    self.tree.structured.push(String::from_utf8_lossy(value).into_owned());
                }
            }
            Some((_, Tag::Style | Tag::Noscript | Tag::Iframe)) => {}
            _ => {
                let is_blank = value.trim_ascii().is_empty();
                if !is_blank
                    && self.open.get(1).is_some_and(|&(_, open)| open == Tag::Head)
                    && self.open.len() == 2
                {
                    self.close_from(1);
                }
                self.push(Kind::Text(String::from_utf8_lossy(value).into()));
            }
        }
    }

    fn push(&mut self, kind: Kind) -> NodeId {
        let id = self.tree.nodes.len();
        let parent = self.open.last().map_or(0, |&(parent, _)| parent);
        self.tree.nodes.push(Node { parent, end: id + 1, kind });
        id
    }

    fn count_of(&mut self, tag: Tag) -> Option<&mut usize> {
        match tag {
            Tag::Svg => Some(&mut self.open_pictures),
            Tag::P => Some(&mut self.open_paragraphs),
            Tag::A => Some(&mut self.open_links),
            _ => None,
        }
    }

    fn close_from(&mut self, at: usize) {
        let end = self.tree.nodes.len();
        while self.open.len() > at
            && let Some((id, tag)) = self.open.pop()
        {
            self.tree.nodes[id].end = end;
            if let Some(count) = self.count_of(tag) {
                *count -= 1;
            }
        }
    }

    fn finish(mut self) -> Tree {
        self.close_from(0);
        self.tree
    }
}

fn is_of_table(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Caption | Tag::Table | Tag::Tbody | Tag::Td | Tag::Tfoot | Tag::Th | Tag::Thead | Tag::Tr
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as `tag(...)` with texts in it.
    #[track_caller]
    fn check(html: &str, expect: &str) {
        let tree = build(html);
        let mut out = String::new();
        let mut ends: Vec<NodeId> = Vec::new();
        for (id, node) in tree.nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|&end| end <= id) {
                ends.pop();
                out.push(')');
            }
            match &node.kind {
                Kind::Text(text) => out.push_str(text.trim()),
                Kind::Element(tag, _) => {
                    out.push_str(&format!("{tag:?}(").to_lowercase());
                    ends.push(node.end);
                }
            }
        }
        out.push_str(&")".repeat(ends.len()));
        assert_eq!(out, expect);
    }

    #[test]
    fn what_pages_leave_open_is_closed() {
        check("<p>a<p>b<div>c", "p(a)p(b)div(c)");
        check("<ul><li>a<li>b<ul><li>c</ul></ul>", "ul(li(a)li(bul(li(c))))");
        check("<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a)td(b))tr(td(c)))d");
        check("<a>a<a>b", "a(a)a(b)");
    }

    #[test]
    fn the_head_ends_where_text_begins() {
        check("<html><head><title>t</title><body><p>a", "head(title(t))body(p(a))");
        check("<head><title>t</title>a", "head(title(t))a");
    }

    #[test]
    fn end_tags_without_a_start_end_nothing() {
        check("<div><p>a</b></table>b</p></div>c", "div(p(ab))c");
        check("<b><div>a</b>b</div>c", "other(div(ab)c)");
    }

    #[test]
    fn scripts_are_no_text_and_a_title_in_a_picture_swallows_nothing() {
        check("<script>a</script><svg><title/><path/></svg><p>b", "script()svg(title()other())p(b)");
    }

    #[test]
    fn data_about_the_page_is_kept() {
        assert_eq!(
            build(r#"<script type="application/ld+json">{"a":1}</script>"#).structured,
            [r#"{"a":1}"#]
        );
    }

    #[test]
    fn tags_deeper_than_allowed_are_as_if_they_were_not_there() {
        let tree = build(&format!("{}a{}<p>b", "<div>".repeat(600), "</div>".repeat(600)));
        let depth = tree.ancestors(tree.nodes.len() - 1).count();
        assert_eq!((depth, tree.nodes.len()), (2, DEEPEST + 3));
    }
}
