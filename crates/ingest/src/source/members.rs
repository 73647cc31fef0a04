//! From the first bytes of a file to its members, each with its own format.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader};
use std::ops::ControlFlow;
use std::sync::Arc;

use dateline_article::Locator;

use super::beside;
use super::budget::Budget;
use super::compression::{Compression, MAGIC_BYTES};
use super::container::{Container, Entry, package};
use super::context::Place;
use super::failure::{ReadFailure, read_error};
use super::kind;
use super::peek::{Peeked, peek};
use super::siblings::{self, Kept};
use super::utf16::{self, Utf16Reader};
use super::{COMPRESSION_DEPTH, FileContext, Input, Member, OpenOptions, Siblings, Visit, survey};
use crate::format::{self, Fit, Format, Head};
use crate::{Reject, RejectReason, decode};

/// So many first bytes tell format, columns and encoding.
pub(super) const HEAD_BYTES: usize = 64 << 10;

const UTF8_MARK: &[u8] = "\u{feff}".as_bytes();

/// So many containers may lie one in the other.
const CONTAINER_DEPTH: usize = 2;

/// What is told of a file that is read with the description that names it.
const PART_OF_ISSUE: &str = "part of an issue, read with its description";

/// No file system takes longer names.
const LONGEST_NAME_BYTES: usize = 4 << 10;

/// Content whose first bytes are known.
pub(super) struct Content<'a> {
    peeked: Peeked<'a>,
    /// The container that it is, if it is one.
    container: Option<Container>,
    is_compressed: bool,
}

/// Undoes compression and UTF-16, and strips the byte order mark.
pub(super) fn rise<'a>(mut input: Input<'a>, budget: &Budget) -> io::Result<Content<'a>> {
    let mut depth = 0;
    loop {
        let start = peek(input, MAGIC_BYTES)?;
        let compression = Compression::of(&start.head);
        input = start.into_input();
        let Some(compression) = compression else {
            break;
        };
        if depth == COMPRESSION_DEPTH {
            return Err(ReadFailure::into_io(RejectReason::TooDeep { limit: COMPRESSION_DEPTH }));
        }
        input = compression.undo(input, budget)?;
        depth += 1;
    }
    let mut peeked = peek(input, HEAD_BYTES)?;
    let container = Container::of(&peeked.head);
    if container.is_some() || package::Kind::of(&peeked.head).is_some() {
        // What looks like UTF-16 here are the gaps of the header.
    } else if let Some(encoding) = utf16::detect(&peeked.head) {
        peeked = peek(Box::new(Utf16Reader::new(peeked.into_input(), encoding)), HEAD_BYTES)?;
    } else if peeked.head.starts_with(UTF8_MARK) {
        peeked.head.drain(..UTF8_MARK.len());
    }
    Ok(Content { peeked, container, is_compressed: depth > 0 })
}

impl Content<'_> {
    /// Whether a member of this name and content may be a part of an issue whose description stands elsewhere
    /// in the container.
    fn may_belong_to_issue(&self, name: &str) -> bool {
        let bytes = self.peeked.head.as_slice();
        let head = Head { name, bytes, complete: self.peeked.complete };
        self.container.is_none()
            && bytes.trim_ascii_start().starts_with(b"<")
            && format::may_belong_to_issue(head)
    }
}

/// The walk through a file.
pub(super) struct Walk<'a, 'v> {
    pub options: &'a OpenOptions,
    pub budget: Budget,
    pub visit: &'a mut Visit<'v>,
    /// Of each container that is being read, the outermost first, what waits for its last member.
    pub kept: Vec<Option<Kept>>,
}

impl Walk<'_, '_> {
    /// Hands over all members of a file; of a file on the disk that can be opened once more, by its directory.
    pub(super) fn file(&mut self, content: Content<'_>, place: &Place, on_disk: Option<File>) {
        if let (Some(container), false, Some(file)) = (content.container, content.is_compressed, on_disk) {
            let budget = self.budget.clone();
            let mut ended = ControlFlow::Continue(());
            self.kept.push(None);
            let read = container.read_by_directory(&file, &budget, &mut |entry| {
                ended = self.entry(entry, place, 1);
                ended
            });
            let _ = self.hand_over_kept(place, ended);
            match read {
                Some(Ok(())) => return,
                Some(Err(reason)) => {
                    let _ = self.reject(place, reason);
                    return;
                }
                None => {}
            }
        }
        let _ = self.enter(content, place, 0);
    }

    /// Hands content over, or the members in it, or what is wrong with it.
    fn enter(&mut self, content: Content<'_>, place: &Place, depth: usize) -> ControlFlow<()> {
        let reason = match content.container {
            None => match self.member(content.peeked, place, Siblings::default()) {
                Ok(member) => return (self.visit)(Ok(member)),
                Err(reason) => reason,
            },
            Some(_) if depth == CONTAINER_DEPTH => RejectReason::TooDeep { limit: CONTAINER_DEPTH },
            Some(container) => {
                let budget = self.budget.clone();
                let mut ended = ControlFlow::Continue(());
                self.kept.push(None);
                let read = container.read_stream(content.peeked.into_input(), &budget, &mut |entry| {
                    ended = self.entry(entry, place, depth + 1);
                    ended
                });
                ended = self.hand_over_kept(place, ended);
                match read {
                    _ if ended.is_break() => return ended,
                    Ok(()) => return ControlFlow::Continue(()),
                    Err(reason) => reason,
                }
            }
        };
        self.reject(place, reason)
    }

    /// Hands over a member of a container, or the members in it.
    fn entry(&mut self, entry: Entry<'_>, container: &Place, depth: usize) -> ControlFlow<()> {
        if entry.name.is_empty() {
            return match entry.content {
                Err(reason) => self.reject(container, reason),
                Ok(_) => self.reject(container, malformed("a member with a name", "one without")),
            };
        }
        if entry.name.len() > LONGEST_NAME_BYTES {
            let expected = format!("a name of at most {LONGEST_NAME_BYTES} bytes");
            return self.reject(container, malformed(&expected, &format!("one of {}", entry.name.len())));
        }
        let place = container.of_member(&entry.name);
        let read = match entry.content {
            Ok(_) if is_beside_web_archive(&container.name, &entry.name) => {
                Err(RejectReason::OtherKind { kind: "index of a WACZ".to_owned() })
            }
            Ok(_) if is_hidden(&entry.name) => Err(RejectReason::OtherKind { kind: "hidden".to_owned() }),
            Ok(input) => rise(input, &self.budget).map_err(|error| read_error(&error)),
            Err(reason) => Err(reason),
        };
        let next = match read {
            Ok(content) if content.may_belong_to_issue(&place.name) => {
                match self.keep(&entry.name, content.peeked.into_input()) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => self.reject(&place, read_error(&error)),
                }
            }
            Ok(content) => self.enter(content, &place, depth),
            Err(reason) => self.reject(&place, reason),
        };
        // The members behind a bomb are not looked at: all of them would be told to be one.
        if self.budget.is_spent() { ControlFlow::Break(()) } else { next }
    }

    /// Keeps a member until all of its container have come by.
    fn keep(&mut self, name: &str, mut content: Input<'_>) -> io::Result<()> {
        let Some(kept) = self.kept.last_mut() else {
            return Ok(());
        };
        if kept.is_none() {
            *kept = Some(Kept::new()?);
        }
        kept.as_mut().map_or(Ok(()), |kept| kept.add(name, &mut content))
    }

    /// Hands over what was kept of a container whose last member came by: descriptions of issues, which read
    /// the files that they name, and what none of them names.
    fn hand_over_kept(&mut self, container: &Place, ended: ControlFlow<()>) -> ControlFlow<()> {
        let (Some(kept), ControlFlow::Continue(())) = (self.kept.pop().flatten(), ended) else {
            return ended;
        };
        let kept = Arc::new(kept);
        let mut named = HashSet::new();
        for name in kept.names() {
            // What cannot be read now is told when the description itself is read.
            if let Ok(Some(description)) = kept.description(name) {
                named.extend(format::named_in(&siblings::path_of(name), &description));
            }
        }
        for name in kept.names() {
            let place = container.of_member(name);
            let siblings = Siblings::of_member(name, &kept);
            let next = if named.contains(&siblings::path_of(name)) {
                self.reject(&place, RejectReason::OtherKind { kind: PART_OF_ISSUE.to_owned() })
            } else {
                let input =
                    kept.open(name).and_then(|input| peek(Box::new(BufReader::new(input)), HEAD_BYTES));
                match input
                    .map_err(|error| read_error(&error))
                    .and_then(|input| self.member(input, &place, siblings))
                {
                    Ok(member) => (self.visit)(Ok(member)),
                    Err(reason) => self.reject(&place, reason),
                }
            };
            next?;
        }
        ControlFlow::Continue(())
    }

    fn reject(&mut self, place: &Place, reason: RejectReason) -> ControlFlow<()> {
        (self.visit)(Err(Reject { locator: whole(place), reason }))
    }

    fn member<'m>(
        &self,
        content: Peeked<'m>,
        place: &Place,
        siblings: Siblings,
    ) -> Result<Member<'m>, RejectReason> {
        if content.head.is_empty() {
            return Err(RejectReason::NoText);
        }
        let head = Head { name: &place.name, bytes: &content.head, complete: content.complete };
        let format = choose_format(head, self.options.format).ok_or_else(|| match kind::of(head.bytes) {
            Some(kind) => RejectReason::OtherKind { kind: kind.to_owned() },
            None => RejectReason::NotText,
        })?;
        // Whoever names the format says that there are articles.
        if self.options.format.is_none()
            && format.takes_any_text()
            && let Some(reason) = beside::why_not(head)
        {
            return Err(reason);
        }
        let mut context = FileContext {
            label: place.label.clone(),
            member: place.member.clone(),
            name: place.name.clone(),
            folders: place.folders.clone(),
            encoding: decode::detect(head.bytes),
            day_order: None,
            columns: format.columns(head, &self.options.field_map),
            field_map: self.options.field_map.clone(),
            siblings,
        };
        if format.is_of_one_hand() {
            context.day_order = survey::day_order(format, head, &context, &self.options.limits);
        }
        Ok(Member { format, context: Arc::new(context), reader: content.into_input() })
    }
}

/// The place of a file or member as a whole.
fn whole(place: &Place) -> Locator {
    Locator { file: place.label.clone(), member: place.member.clone(), record: 0, byte: 0 }
}

/// The format asked for, or the one that fits best. Bytes that are no text are none in a format that takes
/// every text, even when the user asks for it.
fn choose_format(head: Head<'_>, asked: Option<&'static dyn Format>) -> Option<&'static dyn Format> {
    let format = asked.or_else(|| format::detect(head))?;
    (format.fit(head) > Fit::Fallback || !decode::looks_binary(head.bytes)).then_some(format)
}

/// Whether a member is hidden, or in a hidden folder, or what one system writes beside every file for itself.
fn is_hidden(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.any(|part| part == "__MACOSX" || (part.starts_with('.') && !matches!(part, "." | "..")))
}

/// Whether a member only lists what the web archives beside it hold.
///
/// Format: <https://specs.webrecorder.net/wacz/1.1.1/>
fn is_beside_web_archive(container: &str, name: &str) -> bool {
    let is_wacz = container.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("wacz"));
    is_wacz && !name.starts_with("archive/")
}

fn malformed(expected: &str, found: &str) -> RejectReason {
    RejectReason::Malformed { expected: expected.to_owned(), found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use tempfile::TempDir;

    use super::*;
    use crate::source::container::sample::{Sizes, gz, tar, zip};
    use crate::source::open;
    use crate::{Limits, SourceFile};

    /// Every member of a file as `name: format: text`, or `name: ! why`.
    fn members(name: &str, bytes: &[u8], limits: Limits) -> Vec<String> {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let file = SourceFile::at(path).unwrap();
        let options = OpenOptions { limits, ..OpenOptions::default() };
        let mut found = Vec::new();
        let mut visit = |member: Result<Member<'_>, Reject>| {
            found.push(match member {
                Err(reject) => format!("{}: ! {}", reject.locator.member.unwrap_or_default(), reject.reason),
                Ok(mut member) => {
                    let mut text = Vec::new();
                    let error = member.reader.read_to_end(&mut text).err();
                    let error = error.map_or(String::new(), |error| format!(" ! {}", read_error(&error)));
                    let name = member.context.member.as_deref().unwrap_or_default();
                    format!("{name}: {}: {}{error}", member.format.name(), String::from_utf8_lossy(&text))
                }
            });
            ControlFlow::Continue(())
        };
        match open(&file, &options) {
            Ok(source) => source.members(&mut visit),
            Err(error) => found.push(format!("! {error}")),
        }
        found
    }

    #[track_caller]
    fn check(bytes: &[u8], expect: &[&str]) {
        assert_eq!(members("may.bin", bytes, Limits::default()), expect);
    }

    const FILES: &[(&str, &[u8])] = &[
        ("1923/a.txt", b"The dock strike"),
        ("b.jsonl", b"{\"title\":\"x\"}\n{\"title\":\"y\"}\n"),
        ("c.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("__MACOSX/._a.txt", b"\0\x05\x16\x07"),
        ("empty", b""),
        ("folder/", b""),
    ];

    const READ: &[&str] = &[
        "1923/a.txt: text: The dock strike",
        "b.jsonl: jsonl: {\"title\":\"x\"}\n{\"title\":\"y\"}\n",
        "c.png: ! expected an article, but found image/png",
        "__MACOSX/._a.txt: ! expected an article, but found hidden",
        "empty: ! expected a headline or a text, but found neither",
    ];

    #[test]
    fn every_member_has_its_own_format() {
        check(&tar(FILES), READ);
        check(&gz(&tar(FILES)), READ);
        check(&zip(FILES, Sizes::InFront), READ);
        check(&zip(FILES, Sizes::Behind), READ);
        check(&gz(&zip(FILES, Sizes::InFront)), READ);
        check(&gz(&zip(FILES, Sizes::Behind)), READ);
    }

    #[test]
    fn containers_in_containers_are_read_and_a_third_is_told() {
        let inner = zip(&[("../../etc/passwd", b"text")], Sizes::Behind);
        let middle = gz(&tar(&[("m.zip", &inner)]));
        check(&tar(&[("x/m.zip", &inner)]), &["x/m.zip/../../etc/passwd: text: text"]);
        check(&zip(&[("x/m.zip", &inner)], Sizes::InFront), &["x/m.zip/../../etc/passwd: text: text"]);
        check(
            &zip(&[("t.tgz", &middle), ("b", b"text")], Sizes::InFront),
            &["t.tgz/m.zip: ! expected containers nested at most 2 deep, but found more", "b: text: text"],
        );
    }

    const METS: &[u8] = br#"<mets:mets xmlns:mets="m"><mets:fileSec><mets:file ID="P1"><mets:FLocat
        xlink:href="file://./ALTO/1.xml"/></mets:file></mets:fileSec><mets:structMap TYPE="LOGICAL"><mets:div
        TYPE="ARTICLE" LABEL="Dock strike"><mets:div TYPE="BODY"><mets:fptr><mets:area FILEID="P1"
        BEGIN="B1"/></mets:fptr></mets:div></mets:div></mets:structMap></mets:mets>"#;
    const ALTO: &[u8] = br#"<alto><Layout><Page><PrintSpace><TextBlock ID="B1"><TextLine><String
        CONTENT="Dockers"/><SP/><String CONTENT="strike."/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"#;

    /// Every record of a container as `member: format: text`, or `member: ! why`.
    #[track_caller]
    fn check_issue(container: &[u8], expect: &[&str]) {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("issues.bin");
        std::fs::write(&path, container).unwrap();
        let (file, options) = (SourceFile::at(path).unwrap(), OpenOptions::default());
        let mut found = Vec::new();
        open(&file, &options).unwrap().members(&mut |member| {
            let told = |reject: &Reject| reject.locator.member.clone().unwrap_or_default();
            let Member { format, context, mut reader } = match member {
                Ok(member) => member,
                Err(reject) => {
                    found.push(format!("{}: ! {}", told(&reject), reject.reason));
                    return ControlFlow::Continue(());
                }
            };
            let name = context.member.clone().unwrap_or_default();
            let mut sink = |piece: Result<crate::Piece, format::BrokenPiece>| {
                found.push(match piece {
                    Ok(piece) => {
                        let text = format.parse(piece, &context).unwrap().body;
                        format!("{name}: {}: {text}", format.name())
                    }
                    Err(broken) => format!("{name}: ! {}", broken.reason),
                });
                ControlFlow::Continue(())
            };
            format.split(&mut reader, &context, &options.limits, &mut sink).unwrap();
            ControlFlow::Continue(())
        });
        assert_eq!(found, expect);
    }

    #[test]
    fn an_issue_in_a_container_is_read_with_its_pages() {
        let part =
            "./i/ALTO/1.xml: ! expected an article, but found part of an issue, read with its description";
        let issue = "./i/1-METS.xml: mets: Dockers strike.";
        let other = "b/2.xml: alto: Dockers strike.";
        let text = "a.txt: text: A text.";
        let mut files: Vec<(&str, &[u8])> = vec![
            ("./i/1-METS.xml", METS),
            ("a.txt", b"A text."),
            ("./i/ALTO/1.xml", ALTO),
            ("b/2.xml", ALTO),
        ];
        check_issue(&tar(&files), &[text, issue, part, other]);
        check_issue(&zip(&files, Sizes::InFront), &[text, issue, part, other]);
        check_issue(&gz(&zip(&files, Sizes::Behind)), &[text, issue, part, other]);
        files.reverse();
        check_issue(&gz(&tar(&files)), &[text, other, part, issue]);
        // In a container in a container, names lead from the root of the inner one.
        let inner = zip(&files, Sizes::Behind);
        let inside = |told: &str| format!("x/in.zip/{told}");
        let expect = [text, other, part, issue].map(inside);
        check_issue(&tar(&[("x/in.zip", &inner)]), &expect.each_ref().map(String::as_str));
    }

    #[test]
    fn a_page_that_is_not_in_the_container_is_told() {
        let told = "i/1-METS.xml: ! expected a page of ALTO in `file://./ALTO/1.xml`, but found no such file";
        check_issue(
            &tar(&[("i/1-METS.xml", METS), ("ALTO/1.xml", ALTO)]),
            &[told, "i/1-METS.xml: mets: ", "ALTO/1.xml: alto: Dockers strike."],
        );
    }

    #[test]
    fn a_damaged_member_does_not_hurt_its_neighbours() {
        let mut archive = zip(&FILES[..2], Sizes::InFront);
        archive[45] ^= 1;
        let told = "1923/a.txt: text: The dnck strike ! expected an intact member, but found damaged bytes";
        check(&archive, &[told, READ[1]]);
        check(&gz(&archive), &[told, READ[1]]);
    }

    #[test]
    fn a_member_with_a_password_is_told() {
        let mut archive = zip(&FILES[..2], Sizes::InFront);
        let entry = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
        archive[entry + 8] |= 1;
        archive[6] |= 1;
        let told = "1923/a.txt: ! expected a text, but found one that needs a password";
        check(&archive, &[told, READ[1]]);
        check(&gz(&archive), &[told, READ[1]]);
    }

    #[test]
    fn the_bytes_of_one_member_are_not_read_under_another_name() {
        let mut archive = zip(&FILES[..2], Sizes::InFront);
        let entries: Vec<usize> = memchr::memmem::find_iter(&archive, b"PK\x01\x02").collect();
        // What the directory says of the first member behind its name, place included, it says of the second.
        archive.copy_within(entries[0] + 10..entries[0] + 28, entries[1] + 10);
        archive.copy_within(entries[0] + 42..entries[0] + 46, entries[1] + 42);
        let told = "! expected a member with bytes of its own, but found one of bytes that are something else as well";
        check(&archive, &[READ[0], &format!("{}: {told}", FILES[1].0)]);
    }

    #[test]
    fn a_cut_archive_gives_what_it_still_holds() {
        let archive = zip(&FILES[..2], Sizes::InFront);
        let directory = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
        check(
            &archive[..directory],
            &[READ[0], READ[1], ": ! expected the directory of a zip archive, but found the end of the file"],
        );
    }

    #[test]
    fn bombs_are_refused_and_end_the_reading() {
        let zeros = vec![b' '; 3 << 20];
        let limits =
            || Limits { decompression_ratio: 100, decompressed_free_bytes: 1 << 20, ..Limits::default() };
        let bomb = zip(&[("a", b"text"), ("bomb", &zeros), ("c", b"text")], Sizes::InFront);
        for bytes in [bomb.clone(), gz(&bomb), tar(&[("inner.zip", &bomb)])] {
            let found = members("bomb.zip", &bytes, limits());
            assert_eq!(found.len(), 2, "{}", found.len());
            assert!(found[0].ends_with("a: text: text"));
            let told = "expected at most 100 bytes for each compressed byte, but found more";
            assert!(found[1].ends_with(told), "{}", &found[1][found[1].len() - 100..]);
        }
    }
}
