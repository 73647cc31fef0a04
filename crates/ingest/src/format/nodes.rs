//! XML as a sequence of elements and texts: names without their prefixes, nothing else.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements are nested no deeper.
const DEEPEST: usize = 256;

/// What stands in a document, in its order.
pub(super) enum Node<'a> {
    /// An element begins; its name without prefix.
    Start(&'a str, &'a BytesStart<'a>),
    /// Text.
    Text(&'a str),
    /// An element ends; its name without prefix.
    End(&'a str),
}

/// Hands over all elements and texts of a document.
///
/// # Errors
///
/// What is wrong with the document, and where, in words for the user. Entities of its own are not resolved.
pub(super) fn walk(text: &str, mut visit: impl FnMut(Node<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| format!("{error} (byte {at})"))?;
        match &event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(format!("elements nested deeper than {DEEPEST} (byte {at})"));
                }
                visit(Node::Start(start.local_name().as_ref(), start));
            }
            Event::Empty(start) => {
                visit(Node::Start(start.local_name().as_ref(), start));
                visit(Node::End(start.local_name().as_ref()));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                visit(Node::End(end.local_name().as_ref()));
            }
            Event::Text(words) => visit(Node::Text(words)),
            Event::CData(words) => visit(Node::Text(words)),
            Event::GeneralRef(name) => {
                visit(Node::Text(&htmlize::unescape(format!("&{};", &**name).as_str())));
            }
            Event::Eof if depth > 0 => return Err("the end of the file in the middle of it".to_owned()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute, its name without prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        start.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name)?;
    Some(htmlize::unescape_attribute(found.value.as_ref()).into_owned())
}
