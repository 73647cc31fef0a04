//! The text of a page in blocks: what stands between two breaks of the layout.

use super::tag::Tag;
use super::tree::{Kind, NodeId, Tree, push_words};

/// A run of text that the layout keeps together: a paragraph, a headline, a menu entry.
#[derive(Debug)]
pub(super) struct Block {
    /// The text with single blanks; line breaks of the page are line feeds.
    pub text: String,
    /// Letters and digits.
    pub letters: usize,
    /// Letters and digits inside links.
    pub link_letters: usize,
    /// The first text of the block.
    pub at: NodeId,
    /// The innermost block element around it.
    pub inside: NodeId,
    /// The name of that element.
    pub tag: Tag,
}

impl Block {
    /// How much of the block is links, 0 to 1.
    pub fn link_share(&self) -> f64 {
        self.link_letters as f64 / self.letters.max(1) as f64
    }

    /// Letters of a block that reads like prose, else none.
    pub fn prose_letters(&self) -> usize {
        let is_prose = !self.tag.is_heading()
            && self.letters >= SHORTEST_PROSE_LETTERS
            && self.link_share() < MOST_LINKS_IN_PROSE
            && self.text.contains(ends_sentence);
        if is_prose { self.letters - self.link_letters } else { 0 }
    }
}

/// A teaser or a menu entry is shorter, as a rule.
const SHORTEST_PROSE_LETTERS: usize = 50;
const MOST_LINKS_IN_PROSE: f64 = 0.5;

/// Whether a mark ends a sentence or parts it, in any of the scripts newspapers are written in.
fn ends_sentence(letter: char) -> bool {
    matches!(
        letter,
        '.' | '!'
            | '?'
            | ','
            | ';'
            | ':'
            | '…'
            | '。'
            | '！'
            | '？'
            | '，'
            | '、'
            | '۔'
            | '؟'
            | '،'
            | '।'
            | '།'
            | '։'
            | '።'
    ) || ('\u{e00}'..='\u{e7f}').contains(&letter)
}

/// Cuts a page into blocks, in order; elements that `skip` names are left out whole.
pub(super) fn blocks(tree: &Tree, skip: impl Fn(NodeId, Tag) -> bool) -> Vec<Block> {
    let mut cutter =
        Cutter { tree, done: Vec::new(), text: String::new(), letters: 0, link_letters: 0, at: 0 };
    // The ends of the open elements that matter: blocks part the text, links are counted.
    let mut open: Vec<(NodeId, Tag)> = Vec::new();
    let mut links = 0_usize;
    let mut id = 0;
    while id < tree.nodes.len() {
        while let Some(&(end, tag)) = open.last()
            && end <= id
        {
            open.pop();
            if tag == Tag::A {
                links -= 1;
            } else {
                cutter.flush();
            }
        }
        match &tree.nodes[id].kind {
            Kind::Text(text) => cutter.add(id, text, links > 0),
            Kind::Element(Tag::Br, _) => cutter.line_break(),
            Kind::Element(tag, _) if skip(id, *tag) => {
                if tag.is_block() {
                    cutter.flush();
                }
                id = tree.nodes[id].end;
                continue;
            }
            Kind::Element(tag, _) => {
                let end = tree.nodes[id].end;
                if *tag == Tag::A {
                    links += 1;
                    open.push((end, Tag::A));
                } else if tag.is_block() {
                    cutter.flush();
                    open.push((end, *tag));
                }
            }
        }
        id += 1;
    }
    cutter.flush();
    cutter.done
}

struct Cutter<'a> {
    tree: &'a Tree,
    done: Vec<Block>,
    text: String,
    letters: usize,
    link_letters: usize,
    at: NodeId,
}

impl Cutter<'_> {
    fn add(&mut self, id: NodeId, text: &str, in_link: bool) {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
        if self.letters == 0 && letters > 0 {
            self.at = id;
        }
        self.letters += letters;
        self.link_letters += if in_link { letters } else { 0 };
        push_words(&mut self.text, text);
    }

    /// One break is a new line, two are a new block.
    fn line_break(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if self.text.ends_with('\n') {
            self.flush();
        } else if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let (letters, link_letters) = (self.letters, self.link_letters);
        (self.letters, self.link_letters) = (0, 0);
        if letters == 0 {
            return;
        }
        let is_block = |&id: &NodeId| self.tree.tag(id).is_some_and(Tag::is_block);
        let inside = self.tree.ancestors(self.at).find(is_block).unwrap_or(0);
        self.done.push(Block {
            text: text.trim().to_owned(),
            letters,
            link_letters,
            at: self.at,
            inside,
            tag: self.tree.tag(inside).unwrap_or(Tag::Other),
        });
    }
}
