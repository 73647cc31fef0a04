//! A record as a tree of elements.
//!
//! Reading is as forgiving as cutting: an end tag that fits no start tag is passed over, an element nobody
//! ended ends with what is around it.

use std::borrow::Cow;

use memchr::memchr;

use super::name::same_name;
use super::scan::{self, Kind, Scanned};
use crate::RejectReason;

/// Elements may lie so deep in each other.
const DEPTH: usize = 256;

/// No article has more elements; a few bytes each of a large record would fill the memory.
const MOST_ELEMENTS: usize = 1_000_000;

/// Whether an element may hold another of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nesting {
    /// As XML says.
    Free,
    /// A start tag ends the element of the same name: in SGML end tags are often left out, and what such
    /// collections mark up never holds its like. Nor do these fields hold each other or the text.
    Flat(&'static [&'static str]),
}

/// An element with all that is in it.
#[derive(Debug, Default)]
pub(super) struct Element<'t> {
    /// The name without prefix.
    pub name: &'t str,
    /// The prefix of the name, or nothing.
    pub prefix: &'t str,
    attributes: &'t str,
    pub children: Vec<Child<'t>>,
}

/// What is in an element.
#[derive(Debug)]
pub(super) enum Child<'t> {
    Element(Element<'t>),
    /// Text in which entities are still entities.
    Text(&'t str),
    /// Text to be taken as it is.
    Section(&'t str),
}

impl<'t> Element<'t> {
    /// Reads a text. What it gives is no element of the text but holds them all.
    ///
    /// # Errors
    ///
    /// More elements, or deeper in each other, than any article has.
    pub fn read(text: &'t str, nesting: Nesting) -> Result<Element<'t>, RejectReason> {
        Reader { text, nesting, open: vec![Element::default()], elements: 0, text_from: 0 }.read()
    }

    /// Whether the element has this name, without prefix.
    pub fn is(&self, name: &str) -> bool {
        same_name(self.name.as_bytes(), name.as_bytes())
    }

    /// The elements in this one.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'t>> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) | Child::Section(_) => None,
        })
    }

    /// The elements of this name in this one.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element<'t>> {
        self.elements().filter(move |element| element.is(name))
    }

    /// The first element that a path of names such as `head/docdata` leads to.
    pub fn at(&self, path: &str) -> Option<&Element<'t>> {
        match path.split_once('/') {
            None => self.elements().find(|element| element.is(path)),
            Some((name, rest)) => {
                self.elements().filter(|element| element.is(name)).find_map(|element| element.at(rest))
            }
        }
    }

    /// All elements of this name at any depth, in the order of the text; none lies in another.
    pub fn outermost<'e>(&'e self, name: &str) -> Vec<&'e Element<'t>> {
        let mut found = Vec::new();
        self.collect(&mut |element| element.is(name), &mut found);
        found
    }

    /// All elements at any depth that are wanted, in the order of the text; none lies in another.
    pub fn collect<'e>(
        &'e self,
        wanted: &mut dyn FnMut(&Element<'t>) -> bool,
        found: &mut Vec<&'e Element<'t>>,
    ) {
        for element in self.elements() {
            if wanted(element) {
                found.push(element);
            } else {
                element.collect(wanted, found);
            }
        }
    }

    /// The value of an attribute, by its whole name; case is ignored.
    pub fn attribute(&self, name: &str) -> Option<Cow<'t, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
            let end = rest.find(|letter: char| letter == '=' || letter.is_ascii_whitespace())?;
            let (found, after) = rest.split_at(end);
            let after = after.trim_ascii_start();
            let Some(after) = after.strip_prefix('=').map(str::trim_ascii_start) else {
                rest = after;
                continue;
            };
            let (value, after) = match after.as_bytes().first() {
                Some(&quote @ (b'"' | b'\'')) => {
                    let end = memchr(quote, &after.as_bytes()[1..]).map_or(after.len(), |end| end + 1);
                    (&after[1..end], after.get(end + 1..).unwrap_or_default())
                }
                _ => after
                    .split_at(after.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(after.len())),
            };
            if same_name(found.as_bytes(), name.as_bytes()) {
                return Some(resolved(value)).filter(|value| !value.trim().is_empty());
            }
            rest = after;
        }
    }

    /// The text in the element and below, as it stands, with entities resolved.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    /// The text on one line; `None` when there is none.
    pub fn line(&self) -> Option<String> {
        let text = self.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    fn add_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Child::Element(element) => {
                    element.add_text(text);
                }
                Child::Text(part) => text.push_str(&resolved(part)),
                Child::Section(part) => text.push_str(part),
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    nesting: Nesting,
    /// The elements that are open, each in the one before.
    open: Vec<Element<'t>>,
    elements: usize,
    /// Where the text began that was not yet kept.
    text_from: usize,
}

impl<'t> Reader<'t> {
    fn read(mut self) -> Result<Element<'t>, RejectReason> {
        let bytes = self.text.as_bytes();
        let mut from = 0;
        // No end of these stands behind the place where one was searched in vain: this keeps it linear.
        let mut none_after = [usize::MAX; Kind::SEARCHED.len()];
        while let Some(at) = memchr(b'<', &bytes[from..]).map(|at| from + at) {
            let (kind, start, end) = match scan::markup(&bytes[at..]) {
                Scanned::Text(len) => {
                    from = at + len;
                    continue;
                }
                Scanned::Cut => {
                    from = at + 1;
                    continue;
                }
                Scanned::Whole(kind, len) => (kind, at, at + len),
                Scanned::UntilItsEnd(kind, opening) => {
                    let slot =
                        Kind::SEARCHED.iter().position(|&searched| searched == kind).unwrap_or_default();
                    let start = at + opening;
                    let found = (start <= none_after[slot])
                        .then(|| memchr::memmem::find(&bytes[start..], kind.closing()))
                        .flatten();
                    let Some(len) = found else {
                        none_after[slot] = none_after[slot].min(start);
                        // The opening mark is no text that anybody wants to read.
                        self.keep_text(at);
                        self.text_from = start;
                        from = start;
                        continue;
                    };
                    (kind, start, start + len)
                }
            };
            self.keep_text(at);
            from = match kind {
                Kind::Start { name_len, is_empty } => {
                    let tag = &self.text[start..end];
                    self.start(&tag[1..=name_len], tag[1 + name_len..].trim_end_matches(['>', '/']))?;
                    if is_empty {
                        self.end_last();
                    }
                    end
                }
                Kind::End { name_len } => {
                    self.end(&self.text[start + 2..start + 2 + name_len]);
                    end
                }
                Kind::Section => {
                    self.add(Child::Section(&self.text[start..end]));
                    end + kind.closing().len()
                }
                Kind::Declaration => end,
                Kind::Comment | Kind::Instruction | Kind::DeclarationList => end + kind.closing().len(),
            };
            self.text_from = from;
        }
        self.keep_text(bytes.len());
        while self.open.len() > 1 {
            self.end_last();
        }
        Ok(self.open.pop().unwrap_or_default())
    }

    fn keep_text(&mut self, end: usize) {
        let text = &self.text[self.text_from..end];
        if !text.is_empty() {
            self.add(Child::Text(text));
        }
    }

    fn add(&mut self, child: Child<'t>) {
        if let Some(last) = self.open.last_mut() {
            last.children.push(child);
        }
    }

    fn start(&mut self, name: &'t str, attributes: &'t str) -> Result<(), RejectReason> {
        let (prefix, name) = name.rsplit_once(':').unwrap_or(("", name));
        if let Nesting::Flat(fields) = self.nesting {
            self.end(name);
            let is_field =
                |name: &str| fields.iter().any(|field| same_name(field.as_bytes(), name.as_bytes()));
            if is_field(name) || name.eq_ignore_ascii_case("text") {
                let open = self.open.iter().skip(1).position(|element| is_field(element.name));
                while open.is_some_and(|open| self.open.len() > open + 1) {
                    self.end_last();
                }
            }
        }
        self.elements += 1;
        let excess = if self.open.len() > DEPTH {
            format!("elements at most {DEPTH} deep")
        } else if self.elements > MOST_ELEMENTS {
            format!("at most {MOST_ELEMENTS} elements in a record")
        } else {
            self.open.push(Element { name, prefix, attributes, children: Vec::new() });
            return Ok(());
        };
        Err(RejectReason::Malformed { expected: excess, found: "more".to_owned() })
    }

    fn end(&mut self, name: &str) {
        let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
        let Some(at) = self.open.iter().skip(1).rposition(|element| element.is(name)) else {
            return;
        };
        while self.open.len() > at + 1 {
            self.end_last();
        }
    }

    fn end_last(&mut self) {
        if let Some(element) = self.open.pop() {
            self.add(Child::Element(element));
        }
    }
}

/// Resolves entities: the five of XML, those of HTML, and numbers. Others stay as they are.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    /// No name of HTML is longer.
    const ENTITY_BYTES: usize = 34;
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = rest.bytes().skip(1).take(ENTITY_BYTES);
        let name_len = named.clone().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let len = if named.clone().nth(name_len) == Some(b';') { name_len + 2 } else { 1 };
        let (entity, after) = rest.split_at(len);
        // What is no entity, as in `R&D;`, is itself.
        out.push_str(&htmlize::unescape(entity));
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}
