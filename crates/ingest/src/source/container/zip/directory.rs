//! Zip by its directory at the end of the file.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::Ordering;

use super::content::unpack;
use super::extents::Extents;
use super::{CENTRAL, END, Header, LOCAL, malformed, u16_at, u32_at, u64_at};
use crate::RejectReason;
use crate::source::budget::Budget;
use crate::source::container::window::{Window, cut_off};
use crate::source::container::{Entry, EntrySink};
use crate::source::read_error;

const END_BYTES: usize = 22;
const LONGEST_COMMENT_BYTES: u64 = 0xffff;
const END64_LOCATOR: &[u8; 4] = b"PK\x06\x07";
const END64: &[u8; 4] = b"PK\x06\x06";
const END64_LOCATOR_BYTES: u64 = 20;
const END64_BYTES: usize = 56;
const ENTRY_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;
const BUFFER_BYTES: usize = 64 << 10;

/// Where the directory lies.
#[derive(Clone, Copy, Debug)]
struct Directory {
    start: u64,
    entries: u64,
    /// Bytes in front of the archive, such as the program of one that unpacks itself.
    prefix: u64,
}

/// Hands over every file that the directory names, in its order; `None` when there is no directory.
pub(in crate::source::container) fn read_by_directory(
    file: &File,
    budget: &Budget,
    sink: &mut EntrySink<'_>,
) -> Option<Result<(), RejectReason>> {
    match find(&mut &*file) {
        Ok(Some(directory)) => Some(read(&file, directory, budget, sink)),
        Ok(None) => None,
        Err(error) => Some(Err(read_error(&error))),
    }
}

/// Hands over every file of an archive that is held in memory.
///
/// # Errors
///
/// What is wrong with the archive itself, and above all an archive without a directory.
pub(in crate::source::container) fn read_in_memory(
    bytes: &[u8],
    budget: &Budget,
    sink: &mut EntrySink<'_>,
) -> Result<(), RejectReason> {
    let archive = Cursor::new(bytes);
    match find(&mut archive.clone()) {
        Ok(Some(directory)) => read(&archive, directory, budget, sink),
        Ok(None) => Err(malformed("the directory of a zip archive", "the end of the file")),
        Err(error) => Err(read_error(&error)),
    }
}

/// An archive may be cloned cheaply; clones may share one place in it, as those of an open file do.
fn read(
    archive: &(impl Read + Seek + Clone),
    directory: Directory,
    budget: &Budget,
    sink: &mut EntrySink<'_>,
) -> Result<(), RejectReason> {
    let refuse = |error: io::Error| read_error(&error);
    let mut at = directory.start;
    let mut taken = Extents::default();
    taken.add(directory.start..u64::MAX);
    // Members are read between two entries, through the same file: the directory is read in parts.
    for number in 0..directory.entries {
        let Some((header, next)) = read_entry(&mut archive.clone(), at).map_err(refuse)? else {
            return Err(malformed(
                format!("{} members in the directory of the archive", directory.entries),
                format!("{number} and something else"),
            ));
        };
        at = next;
        if header.is_folder() {
            continue;
        }
        let mut archive = archive.clone();
        let start = header.offset.saturating_add(directory.prefix);
        let found = find_content(&mut archive, start);
        let mut packed = BufReader::with_capacity(BUFFER_BYTES, Counted { archive, budget });
        let content = match found {
            // A few bytes under a thousand names would be as many files.
            Ok(data) if !taken.add(start..data.saturating_add(header.packed_bytes)) => Err(malformed(
                "a member with bytes of its own",
                "one of bytes that are something else as well",
            )),
            Ok(_) => unpack(Window::new(&mut packed, header.packed_bytes), &header, budget),
            Err(error) => Err(read_error(&error)),
        };
        let next = sink(Entry { name: header.name, content });
        if next.is_break() {
            break;
        }
    }
    Ok(())
}

/// The archive, counted as it is read.
struct Counted<'a, A> {
    archive: A,
    budget: &'a Budget,
}

impl<A: Read> Read for Counted<'_, A> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.archive.read(buffer)?;
        self.budget.disk_bytes().fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Looks for the end of the directory, which a comment may follow.
fn find(file: &mut (impl Read + Seek)) -> io::Result<Option<Directory>> {
    let file_bytes = file.seek(SeekFrom::End(0))?;
    let tail_bytes = file_bytes.min(END_BYTES as u64 + LONGEST_COMMENT_BYTES);
    let tail_start = file_bytes - tail_bytes;
    file.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    file.take(tail_bytes).read_to_end(&mut tail)?;
    for at in memchr::memmem::rfind_iter(&tail, END) {
        let Some(end) = tail.get(at..at + END_BYTES) else { continue };
        let comment = usize::from(u16_at(end, 20));
        if at + END_BYTES + comment > tail.len() {
            continue;
        }
        let end_at = tail_start + at as u64;
        let small = (u64::from(u16_at(end, 10)), u32_at(end, 12).into(), u32_at(end, 16).into());
        let (entries, bytes, offset) = find_large(file, end_at)?.unwrap_or(small);
        let Some(start) = end_at.checked_sub(bytes) else { continue };
        // With large sizes, more stands between the directory and its end.
        let (start, prefix) = match start.checked_sub(offset) {
            Some(prefix) if (entries, bytes, offset) == small => (start, prefix),
            _ => (offset, 0),
        };
        return Ok(Some(Directory { start, entries, prefix }));
    }
    Ok(None)
}

/// The number of entries, size and offset of the directory of an archive with large sizes.
fn find_large(file: &mut (impl Read + Seek), end_at: u64) -> io::Result<Option<(u64, u64, u64)>> {
    let Some(locator_at) = end_at.checked_sub(END64_LOCATOR_BYTES) else { return Ok(None) };
    let mut locator = [0; END64_LOCATOR_BYTES as usize];
    if !read_at(file, locator_at, &mut locator)? || !locator.starts_with(END64_LOCATOR) {
        return Ok(None);
    }
    let mut end = [0; END64_BYTES];
    if !read_at(file, u64_at(&locator, 8), &mut end)? || !end.starts_with(END64) {
        return Ok(None);
    }
    Ok(Some((u64_at(&end, 32), u64_at(&end, 40), u64_at(&end, 48))))
}

/// Fills a buffer from a place in the file; `false` when the file ends before.
fn read_at(file: &mut (impl Read + Seek), at: u64, buffer: &mut [u8]) -> io::Result<bool> {
    if i64::try_from(at).is_err() {
        // No system knows such a place.
        return Ok(false);
    }
    file.seek(SeekFrom::Start(at))?;
    match file.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Reads an entry of the directory, and where the next one stands; `None` when there is none.
fn read_entry(file: &mut (impl Read + Seek), at: u64) -> io::Result<Option<(Header, u64)>> {
    let mut fixed = [0; ENTRY_BYTES];
    if !read_at(file, at, &mut fixed)? || !fixed.starts_with(CENTRAL) {
        return Ok(None);
    }
    let mut header = Header {
        flags: u16_at(&fixed, 8),
        method: u16_at(&fixed, 10),
        crc: u32_at(&fixed, 16),
        packed_bytes: u32_at(&fixed, 20).into(),
        plain_bytes: u32_at(&fixed, 24).into(),
        offset: u32_at(&fixed, 42).into(),
        ..Header::default()
    };
    // The directory knows the sizes, whatever stands behind the data.
    header.flags &= !0x08;
    let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(u16_at(&fixed, at)));
    let mut text = vec![0; name + extra];
    match file.read_exact(&mut text) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    header.set_name(&text[..name]);
    header.read_extra(&text[name..]);
    Ok(Some((header, at + (ENTRY_BYTES + name + extra + comment) as u64)))
}

/// Goes to the packed bytes of a member that begins at a place, behind its own header; says where that is.
fn find_content(file: &mut (impl Read + Seek), at: u64) -> io::Result<u64> {
    let mut local = [0; LOCAL_BYTES];
    if !read_at(file, at, &mut local)? {
        return Err(cut_off());
    }
    if !local.starts_with(LOCAL) {
        let reason = malformed(format!("a member at byte {at}"), "something else");
        return Err(crate::source::failure::ReadFailure::into_io(reason));
    }
    let behind = i64::from(u16_at(&local, 26)) + i64::from(u16_at(&local, 28));
    file.seek(SeekFrom::Current(behind))
}
