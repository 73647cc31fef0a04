//! What a file of markup begins with.

use super::name::{local, same_name};
use super::scan::{self, Kind, Scanned};
use crate::format::Head;

/// The first element of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Root<'a> {
    /// Its name without prefix.
    pub name: &'a [u8],
    /// Its whole start tag.
    pub tag: &'a [u8],
    /// Whether an XML declaration stands before it.
    pub is_declared: bool,
    /// The first bytes of the file.
    pub head: &'a [u8],
}

impl<'a> Root<'a> {
    /// The first element, when nothing but declarations and comments stands before it.
    pub fn of(head: Head<'a>) -> Option<Root<'a>> {
        let mut rest = head.bytes;
        let mut is_declared = false;
        loop {
            rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest).trim_ascii_start();
            if rest.first() != Some(&b'<') {
                return None;
            }
            let len = match scan::markup(rest) {
                Scanned::Whole(kind @ Kind::Start { .. }, len) => {
                    let tag = &rest[..len];
                    return Some(Root { name: local(kind.name(tag)), tag, is_declared, head: head.bytes });
                }
                Scanned::Whole(Kind::Declaration, len) => len,
                Scanned::UntilItsEnd(kind, opening) if kind != Kind::Section => {
                    is_declared |= rest.starts_with(b"<?xml");
                    opening + memchr::memmem::find(&rest[opening..], kind.closing())? + kind.closing().len()
                }
                _ => return None,
            };
            rest = &rest[len..];
        }
    }

    /// Whether the element has this name.
    pub fn is(&self, name: &str) -> bool {
        same_name(self.name, name.as_bytes())
    }

    /// Whether the start tag holds this text.
    pub fn tag_holds(&self, text: &str) -> bool {
        memchr::memmem::find(self.tag, text.as_bytes()).is_some()
    }

    /// Whether the first bytes of the file hold this text.
    pub fn head_holds(&self, text: &str) -> bool {
        memchr::memmem::find(self.head, text.as_bytes()).is_some()
    }
}
