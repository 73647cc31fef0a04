//! Tar: the tape format, in all its dialects.
//!
//! An own reader, because long names are read into memory here only up to a limit, and because reading goes
//! on behind damage, at the next header.
//!
//! Format: <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html>,
//! <https://www.gnu.org/software/tar/manual/html_node/Standard.html>

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use super::window::Window;
use super::{Entry, EntrySink};
use crate::RejectReason;
use crate::discover::label_of_bytes;
use crate::source::{Input, read_error};

const BLOCK_BYTES: usize = 512;
/// Names and other facts longer than this are taken for damage.
const LONGEST_FACTS_BYTES: u64 = 1 << 20;

/// No member is larger, whatever its header says.
const MOST_BYTES: u64 = 1 << 62;

type Block = [u8; BLOCK_BYTES];

/// Whether a file begins with the header of a tar archive.
pub(super) fn fits(head: &[u8]) -> bool {
    head.first_chunk::<BLOCK_BYTES>().is_some_and(is_header)
}

/// Hands over every regular file of an archive.
///
/// # Errors
///
/// What is wrong with the archive itself.
pub(super) fn read(mut input: Input<'_>, sink: &mut EntrySink<'_>) -> Result<(), RejectReason> {
    let mut facts = Facts::default();
    let mut byte = 0_u64;
    let mut damage: Option<u64> = None;
    let mut block: Block = [0; BLOCK_BYTES];
    while read_block(&mut *input, &mut block).map_err(|error| read_error(&error))? {
        let at = byte;
        byte += BLOCK_BYTES as u64;
        if block.iter().all(|&byte| byte == 0) {
            // The end of the archive, behind which another one may stand.
            continue;
        }
        if !is_header(&block) {
            damage = damage.or(Some(at));
            continue;
        }
        if let Some(from) = damage.take() {
            tell_damage(from, sink);
        }
        let Some(bytes) = number(&block[124..136]) else {
            damage = Some(at);
            continue;
        };
        let kind = block[156];
        if matches!(kind, b'L' | b'K' | b'x' | b'g' | b'X') {
            let text = read_facts(&mut *input, bytes).map_err(|error| read_error(&error))?;
            match kind {
                b'L' => facts.name = Some(text.split(|&byte| byte == 0).next().unwrap_or_default().to_vec()),
                b'x' | b'X' => facts.read_pax(&text),
                _ => {}
            }
            byte += padded(bytes);
            continue;
        }
        let facts = std::mem::take(&mut facts);
        let bytes = facts.bytes.unwrap_or(bytes);
        let name = label_of_bytes(&facts.name.unwrap_or_else(|| name_of(&block)));
        // A link or device has no content, whatever its header says.
        let bytes = if matches!(kind, b'1'..=b'6') { 0 } else { bytes };
        let mut window = Window::new(&mut *input, bytes);
        let next = match kind {
            b'0' | 0 | b'7' if name.ends_with('/') => ControlFlow::Continue(()),
            b'0' | 0 | b'7' if facts.is_sparse => sink(Entry { name, content: Err(sparse()) }),
            b'0' | 0 | b'7' => sink(Entry { name, content: Ok(Box::new(&mut window)) }),
            b'S' => sink(Entry { name, content: Err(sparse()) }),
            b'1' | b'2' => sink(Entry { name, content: Err(other_kind("a link")) }),
            b'3' | b'4' | b'6' => sink(Entry { name, content: Err(other_kind("a device")) }),
            _ => ControlFlow::Continue(()),
        };
        if next.is_break() {
            return Ok(());
        }
        let was_told = window.told;
        if let Err(error) = window.skip() {
            // The format that read the member has told it already.
            return if was_told { Ok(()) } else { Err(read_error(&error)) };
        }
        let mut padding = Window::new(&mut *input, padded(bytes) - bytes);
        // The last member of a cut archive may lack its padding, and nothing is lost.
        if padding.skip().is_err() {
            return Ok(());
        }
        byte += padded(bytes);
    }
    match damage {
        Some(from) => Err(damaged(from)),
        None => Ok(()),
    }
}

/// What stands in front of a header and overrides it.
#[derive(Default)]
struct Facts {
    name: Option<Vec<u8>>,
    bytes: Option<u64>,
    is_sparse: bool,
}

impl Facts {
    /// Reads lines of `length key=value`.
    fn read_pax(&mut self, mut text: &[u8]) {
        while let Some(blank) = memchr::memchr(b' ', text) {
            let length = std::str::from_utf8(&text[..blank]).ok().and_then(|digits| digits.parse().ok());
            let Some(line) = length.and_then(|length: usize| text.get(blank + 1..length)) else {
                return;
            };
            let length = blank + 1 + line.len();
            text = &text[length..];
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let Some(equals) = memchr::memchr(b'=', line) else {
                continue;
            };
            let (key, value) = (&line[..equals], &line[equals + 1..]);
            match key {
                b"path" => self.name = Some(value.to_vec()),
                b"size" => {
                    let bytes = std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok());
                    self.bytes = bytes.filter(|&bytes| bytes <= MOST_BYTES);
                }
                _ if key.starts_with(b"GNU.sparse.") => self.is_sparse = true,
                _ => {}
            }
        }
    }
}

/// Fills a block; `false` at the end. A rest of less than a block is no block.
fn read_block(input: &mut dyn BufRead, block: &mut Block) -> io::Result<bool> {
    let mut filled = 0;
    while filled < BLOCK_BYTES {
        let count = input.read(&mut block[filled..])?;
        if count == 0 {
            return Ok(false);
        }
        filled += count;
    }
    Ok(true)
}

/// Reads a long name or other facts; those that are too long are passed over and count as none.
fn read_facts(input: &mut dyn BufRead, bytes: u64) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    if bytes <= LONGEST_FACTS_BYTES {
        Window::new(input, bytes).read_to_end(&mut text)?;
        Window::new(input, padded(bytes) - bytes).skip()?;
    } else {
        Window::new(input, padded(bytes)).skip()?;
    }
    Ok(text)
}

/// The sum of all bytes, the sum itself taken for blanks, stands in the header.
fn is_header(block: &Block) -> bool {
    let Some(sum) = number(&block[148..156]) else { return false };
    let bytes = || block[..148].iter().chain(&[b' '; 8]).chain(&block[156..]);
    let unsigned: u64 = bytes().map(|&byte| u64::from(byte)).sum();
    // Some old programs summed up signed bytes.
    let signed: i64 = bytes().map(|&byte| i64::from(byte.cast_signed())).sum();
    block[0] != 0 && (sum == unsigned || i64::try_from(sum) == Ok(signed))
}

/// A number in octal digits, or in binary when its first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        if field.len() <= 8 {
            return None;
        }
        let (low, high) = (&field[field.len() - 8..], &field[1..field.len() - 8]);
        let low = u64::from_be_bytes(*low.first_chunk()?);
        let is_small = field[0] == 0x80 && high.iter().all(|&byte| byte == 0) && low <= MOST_BYTES;
        return is_small.then_some(low);
    }
    let text = field.trim_ascii_start();
    let digits = text.iter().take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    let rest = &text[digits..];
    if !rest.first().is_none_or(|&byte| byte == 0 || byte == b' ') {
        return None;
    }
    Some(text[..digits].iter().fold(0, |sum, digit| sum << 3 | u64::from(digit - b'0')))
}

fn name_of(block: &Block) -> Vec<u8> {
    let text = |field: &[u8]| field.split(|&byte| byte == 0).next().unwrap_or_default().to_vec();
    let name = text(&block[..100]);
    let prefix = text(&block[345..500]);
    if &block[257..263] == b"ustar\0" && !prefix.is_empty() {
        [&prefix[..], b"/", &name].concat()
    } else {
        name
    }
}

fn padded(bytes: u64) -> u64 {
    bytes.saturating_add(BLOCK_BYTES as u64 - 1) & !(BLOCK_BYTES as u64 - 1)
}

fn sparse() -> RejectReason {
    RejectReason::Malformed {
        expected: "a member with all its bytes".to_owned(),
        found: "a sparse one".to_owned(),
    }
}

fn other_kind(kind: &str) -> RejectReason {
    RejectReason::OtherKind { kind: kind.to_owned() }
}

fn tell_damage(from: u64, sink: &mut EntrySink<'_>) {
    let _ = sink(Entry { name: String::new(), content: Err(damaged(from)) });
}

fn damaged(from: u64) -> RejectReason {
    RejectReason::Malformed {
        expected: format!("the header of a member at byte {from}"),
        found: "something else".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::container::sample::{seal, tar_member as member};

    fn file(name: &str, text: &str) -> Vec<u8> {
        member(name, b'0', &format!("{:011o}", text.len()), text.as_bytes())
    }

    /// The members as `name=content`, with ` ! why` for what cannot be read.
    #[track_caller]
    fn check(archive: &[u8], expect: &[&str]) {
        let mut found = Vec::new();
        let mut sink = |entry: Entry<'_>| {
            let mut text = String::new();
            let reason = match entry.content {
                Ok(mut input) => input.read_to_string(&mut text).err().map(|error| read_error(&error)),
                Err(reason) => Some(reason),
            };
            let reason = reason.map_or(String::new(), |reason| format!(" ! {reason}"));
            found.push(format!("{}={text}{reason}", entry.name));
            ControlFlow::Continue(())
        };
        if let Err(reason) = read(Box::new(archive), &mut sink) {
            found.push(format!("! {reason}"));
        }
        assert_eq!(found, expect);
    }

    #[test]
    fn files_are_read_and_folders_are_not() {
        let archive = [file("1923/", ""), file("1923/a.txt", "The dock"), file("b", "strike"), vec![0; 1024]];
        check(&archive.concat(), &["1923/a.txt=The dock", "b=strike"]);
    }

    #[test]
    fn archives_behind_each_other_are_read() {
        check(&[file("a", "1"), vec![0; 1024], file("b", "2")].concat(), &["a=1", "b=2"]);
    }

    #[test]
    fn long_names_and_sizes_stand_in_front() {
        let long = format!("{}a", "1923/".repeat(50));
        let gnu = member(
            "././@LongLink",
            b'L',
            &format!("{:011o}", long.len() + 1),
            format!("{long}\0").as_bytes(),
        );
        let pax = member("x", b'x', &format!("{:011o}", 26), b"16 path=May/\xc3\xa4\xff\n10 size=3\n");
        let archive = [gnu, file("cut", "1"), pax, member("p", b'0', "77", b"abc"), file("c", "4")].concat();
        check(&archive, &[&format!("{long}=1"), "May/ä%FF=abc", "c=4"]);
    }

    #[test]
    fn links_and_sparse_files_are_told() {
        check(
            &[member("l", b'2', "", b""), member("s", b'S', "3", b"abc"), file("b", "2")].concat(),
            &[
                "l= ! expected an article, but found a link",
                "s= ! expected a member with all its bytes, but found a sparse one",
                "b=2",
            ],
        );
    }

    #[test]
    fn reading_goes_on_behind_damage() {
        let mut archive = [file("a", "1"), file("b", "2"), file("c", "3")].concat();
        archive[1024] ^= 1;
        check(
            &archive,
            &["a=1", "= ! expected the header of a member at byte 1024, but found something else", "c=3"],
        );
    }

    #[test]
    fn a_member_that_claims_a_terabyte_is_cut_off() {
        let mut huge = member("huge", b'0', "", b"abc");
        huge[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
        seal(&mut huge);
        let zeros = "\0".repeat(509);
        let end = "expected the whole member, but found the end of the container in the middle of it";
        check(&huge, &[&format!("huge=abc{zeros} ! {end}")]);
    }

    #[test]
    fn an_archive_is_told_by_its_first_header() {
        assert!(fits(&file("a", "1")));
        assert!(!fits(&[0; 1024]));
        assert!(!fits(b"a text"));
    }
}
