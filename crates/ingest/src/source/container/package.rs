//! Documents that are zip archives: a book or a letter, not a folder of files.
//!
//! They are told by what their formats demand to stand at the start of the archive, so that a plain archive
//! of anything else stays a folder. Their format reads them whole, from memory.
//!
//! Formats: <https://ecma-international.org/publications-and-standards/standards/ecma-376/> (part 2),
//! <https://docs.oasis-open.org/office/OpenDocument/v1.3/part2-packages/>, <https://www.w3.org/TR/epub-33/#sec-ocf>

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::zip;
use crate::source::budget::Budget;
use crate::{Limits, RejectReason, read_error};

/// What a package begins with in front of its media type: a header with the name `mimetype`.
const MEDIA_TYPE_AT: usize = 38;
const MEDIA_TYPE_NAME: &[u8] = b"mimetype";
/// Between signature and name of a member.
const LOCAL_BYTES: usize = 30;
/// So many times larger than packed can deflate make anything: <https://zlib.net/zlib_tech.html>.
const DEFLATE_RATIO: u64 = 1_032;
/// No document has more parts.
const MOST_PARTS: usize = 65_536;

/// A kind of document that is a zip archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Office Open XML: DOCX and its siblings.
    Office,
    /// OpenDocument: ODT and its siblings.
    OpenDocument,
    /// A book.
    Epub,
}

impl Kind {
    /// The kind of document that begins like this; `None` for other archives and for what is none.
    pub(crate) fn of(head: &[u8]) -> Option<Kind> {
        if !head.starts_with(zip::LOCAL) {
            return None;
        }
        // Both formats want the media type first, and stored as it is.
        if first_name(head) == Some(MEDIA_TYPE_NAME) {
            let media_type = head.get(MEDIA_TYPE_AT..).unwrap_or_default();
            if media_type.starts_with(b"application/epub+zip") {
                return Some(Kind::Epub);
            }
            if media_type.starts_with(b"application/vnd.oasis.opendocument.") {
                return Some(Kind::OpenDocument);
            }
        }
        // Some books lack the media type in front, but all have this.
        if first_name(head) == Some(b"META-INF/container.xml") {
            return Some(Kind::Epub);
        }
        is_office(head).then_some(Kind::Office)
    }
}

/// Whether an archive begins as Office Open XML does. The order of the parts is free; but the first lies where
/// only such parts lie, which a folder of documents does not begin with.
fn is_office(head: &[u8]) -> bool {
    const FIRST: [&[u8]; 6] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/"];
    let first = first_name(head).unwrap_or_default();
    FIRST.iter().any(|start| first.starts_with(start))
        && memchr::memmem::find_iter(head, zip::LOCAL)
            .filter_map(|at| first_name(&head[at..]))
            .any(|name| name == b"[Content_Types].xml" || name == b"word/document.xml")
}

/// The name of the member that begins here.
fn first_name(bytes: &[u8]) -> Option<&[u8]> {
    let name_bytes = usize::from(u16::from_le_bytes([*bytes.get(26)?, *bytes.get(27)?]));
    bytes.get(LOCAL_BYTES..LOCAL_BYTES + name_bytes)
}

/// The wanted parts of a document held in memory, by their names. Of two parts of one name the first counts.
///
/// # Errors
///
/// An archive that cannot be taken apart, and parts that unfold to more than the limits allow. A part that is
/// damaged or encrypted is an error of its own.
pub(crate) fn parts(
    bytes: &[u8],
    limits: &Limits,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<HashMap<String, Result<Vec<u8>, RejectReason>>, RejectReason> {
    let limit_bytes = limits.file_record_bytes as u64;
    let disk_bytes = Arc::new(AtomicU64::new(bytes.len() as u64));
    let budget = Budget::new(disk_bytes, bytes.len() as u64, limits);
    let mut found = HashMap::new();
    let (mut seen, mut all_bytes) = (0, 0);
    let mut failure = None;
    zip::read_in_memory(bytes, &budget, &mut |entry| {
        seen += 1;
        if seen > MOST_PARTS {
            let expected = format!("at most {MOST_PARTS} parts in a document");
            failure = Some(RejectReason::Malformed { expected, found: "more".to_owned() });
            return ControlFlow::Break(());
        }
        if !wanted(&entry.name) || found.contains_key(&entry.name) {
            return ControlFlow::Continue(());
        }
        let part = entry.content.and_then(|input| {
            let most = limit_bytes + 1 - all_bytes;
            // Room that is never touched costs nothing, but growing holds a large part twice.
            let mut part = Vec::with_capacity(most.min(bytes.len() as u64 * DEFLATE_RATIO) as usize);
            let read = input.take(most).read_to_end(&mut part);
            part.shrink_to_fit();
            all_bytes += part.len() as u64;
            read.map(|_| part).map_err(|error| read_error(&error))
        });
        found.insert(entry.name, part);
        if all_bytes > limit_bytes {
            failure = Some(RejectReason::TooLong { limit_bytes });
        } else if budget.is_spent() {
            failure = Some(RejectReason::DecompressionRatio { limit: limits.decompression_ratio });
        }
        if failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    failure.map_or(Ok(found), Err)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sizes, zip};
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &[u8])], expect: Option<Kind>) {
        assert_eq!(Kind::of(&zip(files, Sizes::InFront)), expect);
    }

    #[test]
    fn documents_are_told_by_what_stands_first_and_folders_are_not() {
        check(&[("mimetype", b"application/epub+zip"), ("a", b"")], Some(Kind::Epub));
        check(&[("META-INF/container.xml", b"<container/>")], Some(Kind::Epub));
        check(&[("mimetype", b"application/vnd.oasis.opendocument.text")], Some(Kind::OpenDocument));
        check(&[("_rels/.rels", b"x"), ("[Content_Types].xml", b"x")], Some(Kind::Office));
        check(&[("word/numbering.xml", b"x"), ("word/document.xml", b"x")], Some(Kind::Office));
        check(&[("mimetype", b"text/plain")], None);
        check(&[("word/a.xml", b"x"), ("x/[Content_Types].xml", b"x")], None);
        check(&[("a.txt", b"PK\x03\x04"), ("b/META-INF/container.xml", b"x")], None);
        let inner = zip(&[("[Content_Types].xml", b"x")], Sizes::InFront);
        check(&[("a.docx", &inner)], None);
        assert_eq!(Kind::of(b"PK\x03\x04"), None);
        assert_eq!(Kind::of(b"mimetypeapplication/epub+zip"), None);
    }

    #[test]
    fn parts_at_the_limit_are_read_and_one_past_it_is_not() {
        let archive = zip(&[("a", b"one"), ("b", b"three"), ("c", b"not wanted")], Sizes::Behind);
        let read = |bytes: usize| {
            let limits = Limits { file_record_bytes: bytes, ..Limits::default() };
            parts(&archive, &limits, &|name| name != "c").map(|parts| parts.len())
        };
        assert_eq!(read(8), Ok(2));
        assert_eq!(read(7), Err(RejectReason::TooLong { limit_bytes: 7 }));
    }

    #[test]
    fn a_document_that_unfolds_to_too_much_is_refused() {
        let archive = zip(&[("a", b"x"), ("bomb", &vec![b' '; 3 << 20])], Sizes::Behind);
        let limits =
            Limits { decompression_ratio: 100, decompressed_free_bytes: 1 << 20, ..Limits::default() };
        let reason = parts(&archive, &limits, &|_| true).expect_err("a bomb");
        assert_eq!(reason, RejectReason::DecompressionRatio { limit: 100 });
    }

    #[test]
    fn an_archive_without_a_directory_is_told() {
        let archive = zip(&[("a", b"one")], Sizes::InFront);
        let reason = parts(&archive[..20], &Limits::default(), &|_| true).expect_err("cut").to_string();
        assert_eq!(reason, "expected the directory of a zip archive, but found the end of the file");
    }
}
