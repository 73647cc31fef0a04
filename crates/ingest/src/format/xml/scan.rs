//! What stands at a `<`: a tag, a comment, a section, or no markup at all.
//!
//! It never fails. What is broken is text, or a tag that ends where the next one begins, so that one wrong
//! byte costs no more than the record it stands in. Entities are never declared and never expanded here, and
//! nothing outside of the file is ever looked at.
//!
//! Format: <https://www.w3.org/TR/xml/>

/// A longer tag is text.
const TAG_BYTES: usize = 64 << 10;

/// A kind of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<name ...>`, or `<name .../>`.
    Start {
        /// Length of the name, behind the `<`.
        name_len: usize,
        /// Whether nothing is inside.
        is_empty: bool,
    },
    /// `</name>`.
    End {
        /// Length of the name, behind the `</`.
        name_len: usize,
    },
    /// `<![CDATA[ ... ]]>`: text in which `<` and `&` are themselves.
    Section,
    /// `<!-- ... -->`.
    Comment,
    /// `<? ... ?>`.
    Instruction,
    /// `<!DOCTYPE ... >`, and other declarations.
    Declaration,
    /// `<!DOCTYPE ... [ ... ]>`.
    DeclarationList,
}

impl Kind {
    /// The kinds whose end must be searched for.
    pub const SEARCHED: [Kind; 4] = [Kind::Section, Kind::Comment, Kind::Instruction, Kind::DeclarationList];

    /// What ends markup of this kind.
    pub fn closing(self) -> &'static [u8] {
        match self {
            Kind::Section => b"]]>",
            Kind::Comment => b"-->",
            Kind::Instruction => b"?>",
            Kind::DeclarationList => b"]>",
            Kind::Start { .. } | Kind::End { .. } | Kind::Declaration => b">",
        }
    }

    /// Where the name of a tag stands in it.
    pub fn name(self, tag: &[u8]) -> &[u8] {
        match self {
            Kind::Start { name_len, .. } => tag.get(1..=name_len).unwrap_or_default(),
            Kind::End { name_len } => tag.get(2..2 + name_len).unwrap_or_default(),
            _ => b"",
        }
    }
}

/// What stands at a `<`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scanned {
    /// So many bytes of text.
    Text(usize),
    /// Markup of so many bytes.
    Whole(Kind, usize),
    /// Markup that begins with so many bytes and ends at its closing mark.
    UntilItsEnd(Kind, usize),
    /// The bytes end before it can be told.
    Cut,
}

/// Tells what stands at the start of `bytes`, which begin with `<`.
pub(super) fn markup(bytes: &[u8]) -> Scanned {
    match bytes.get(1) {
        None => Scanned::Cut,
        Some(b'?') => Scanned::UntilItsEnd(Kind::Instruction, 2),
        Some(b'!') => declaration(bytes),
        Some(b'/') => tag(bytes, 2),
        Some(_) => tag(bytes, 1),
    }
}

fn declaration(bytes: &[u8]) -> Scanned {
    for (opening, kind) in [(&b"<!--"[..], Kind::Comment), (b"<![CDATA[", Kind::Section)] {
        if bytes.starts_with(opening) {
            return Scanned::UntilItsEnd(kind, opening.len());
        }
        if opening.starts_with(bytes) {
            return Scanned::Cut;
        }
    }
    match bytes.get(2) {
        Some(letter) if letter.is_ascii_alphabetic() => {}
        _ => return Scanned::Text(1),
    }
    let mut quote = None;
    for (at, &byte) in bytes.iter().enumerate().take(TAG_BYTES).skip(2) {
        match (quote, byte) {
            (None, b'>') => return Scanned::Whole(Kind::Declaration, at + 1),
            (None, b'[') => return Scanned::UntilItsEnd(Kind::DeclarationList, at + 1),
            (_, b'<') => return Scanned::Text(1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    if bytes.len() < TAG_BYTES { Scanned::Cut } else { Scanned::Text(1) }
}

fn tag(bytes: &[u8], name_at: usize) -> Scanned {
    match bytes.get(name_at) {
        None => return Scanned::Cut,
        Some(&byte) if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => {}
        Some(_) => return Scanned::Text(1),
    }
    let in_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.') || byte >= 0x80;
    let Some(name_len) = bytes[name_at..].iter().take(TAG_BYTES).position(|&byte| !in_name(byte)) else {
        return if bytes.len() < TAG_BYTES { Scanned::Cut } else { Scanned::Text(1) };
    };
    let kind = |is_empty| match name_at {
        1 => Kind::Start { name_len, is_empty },
        _ => Kind::End { name_len },
    };
    let mut quote = None;
    let mut before = 0;
    for (at, &byte) in bytes.iter().enumerate().take(TAG_BYTES).skip(name_at + name_len) {
        match (quote, byte) {
            (None, b'>') => return Scanned::Whole(kind(before == b'/'), at + 1),
            // No value of XML holds this letter: a quote or bracket is missing.
            (_, b'<') => return Scanned::Whole(kind(false), at),
            // A quote that does not follow `=` is a slip of the pen.
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    if bytes.len() < TAG_BYTES { Scanned::Cut } else { Scanned::Text(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at the start of a text: its kind, and the text of the markup.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let bytes = text.as_bytes();
        let found = match markup(bytes) {
            Scanned::Text(len) => format!("text {}", &text[..len]),
            Scanned::Cut => "cut".to_owned(),
            Scanned::UntilItsEnd(kind, len) => format!("{kind:?} {}", &text[..len]),
            Scanned::Whole(kind, len) => {
                let name = String::from_utf8_lossy(kind.name(bytes)).into_owned();
                let word = match kind {
                    Kind::Start { is_empty: true, .. } => "empty",
                    Kind::Start { .. } => "start",
                    Kind::End { .. } => "end",
                    _ => "other",
                };
                format!("{word} {name} {}", &text[..len])
            }
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn tags_are_told_by_their_names() {
        check("<item>x", "start item <item>");
        check("<dc:date a='>' b = \"/>\" />x", "empty dc:date <dc:date a='>' b = \"/>\" />");
        check("</body.content >x", "end body.content </body.content >");
        check("<été/>", "empty été <été/>");
    }

    #[test]
    fn what_nobody_closed_ends_where_the_next_begins() {
        check("<item <title>", "start item <item ");
        check("<a href=\"x><b>", "start a <a href=\"x>");
        check("<a b\">x</a>", "start a <a b\">");
    }

    #[test]
    fn a_bracket_in_a_text_is_text() {
        for text in ["< b", "<3", "<>", "</ p>", "<!>", "<![if x]>"] {
            check(text, "text <");
        }
        check(&format!("<{}", "a".repeat(TAG_BYTES)), "text <");
        check(&format!("<a {}", "b".repeat(TAG_BYTES)), "text <");
    }

    #[test]
    fn sections_and_comments_end_at_their_mark() {
        check("<!-- <a> -->", "Comment <!--");
        check("<![CDATA[<a>]]>", "Section <![CDATA[");
        check("<?xml version='1.0'?>", "Instruction <?");
        check("<!DOCTYPE nitf SYSTEM \">\">x", "other  <!DOCTYPE nitf SYSTEM \">\">");
        check("<!DOCTYPE a [<!ENTITY b 'c'>]>", "DeclarationList <!DOCTYPE a [");
    }

    #[test]
    fn markup_that_is_cut_is_not_told_yet() {
        for text in ["<", "<!", "<!-", "<![CDA", "<a", "<a b='>", "</", "</a", "<!DOCTYPE a '"] {
            check(text, "cut");
        }
    }
}
