//! Zip as a stream: one header after the other, without the directory at the end.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::content::unpack;
use super::{CENTRAL, END, Header, LOCAL, malformed, u16_at, u32_at};
use crate::RejectReason;
use crate::source::budget::Budget;
use crate::source::container::window::Window;
use crate::source::container::{Entry, EntrySink};
use crate::source::{Input, read_error};

const HEADER_BYTES: usize = 26;

/// What comes next in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Member,
    /// The directory: there are no further members.
    Directory,
    End,
}

/// Hands over every file of an archive. The checksum of a member is held against its bytes where the header
/// in front of it knows the checksum.
///
/// # Errors
///
/// What is wrong with the archive itself.
pub(in crate::source::container) fn read_stream(
    mut input: Input<'_>,
    budget: &Budget,
    sink: &mut EntrySink<'_>,
) -> Result<(), RejectReason> {
    let refuse = |error: io::Error| read_error(&error);
    loop {
        match seek_signature(&mut *input).map_err(refuse)? {
            Next::Member => {}
            Next::Directory => {
                // The directory is read to its end, so that all bytes of the file are known.
                return io::copy(&mut input, &mut io::sink()).map(drop).map_err(refuse);
            }
            Next::End => return Err(malformed("the directory of a zip archive", "the end of the file")),
        }
        let Some(header) = read_header(&mut *input).map_err(refuse)? else {
            return Err(malformed("the header of a member", "the end of the file"));
        };
        // Where the size is not known, the next signature behind the packed data tells its end.
        let size_known = !header.is_open_ended() || header.packed_bytes > 0;
        let next = if size_known {
            let mut window = Window::new(&mut *input, header.packed_bytes);
            let next = give(&mut window, &header, budget, sink);
            let was_told = window.told;
            if let Err(error) = window.skip() {
                return if was_told { Ok(()) } else { Err(read_error(&error)) };
            }
            next
        } else if header.method == 0 && !header.is_folder() {
            let content = Err(malformed("a member whose size is known", "one that only its end tells"));
            sink(Entry { name: header.name.clone(), content })
        } else {
            give(&mut *input, &header, budget, sink)
        };
        if next.is_break() {
            return Ok(());
        }
    }
}

fn give(
    packed: &mut dyn BufRead,
    header: &Header,
    budget: &Budget,
    sink: &mut EntrySink<'_>,
) -> ControlFlow<()> {
    if header.is_folder() {
        return ControlFlow::Continue(());
    }
    let mut content = unpack(packed, header, budget);
    let borrowed = match &mut content {
        Ok(input) => Ok(Box::new(&mut **input) as Input<'_>),
        Err(reason) => Err(reason.clone()),
    };
    let next = sink(Entry { name: header.name.clone(), content: borrowed });
    if header.is_open_ended()
        && let Ok(mut input) = content
    {
        // The packed data ends where unpacking ends; a format need not have read that far. What is damaged
        // there, the search for the next signature passes over.
        let _ = io::copy(&mut input, &mut io::sink());
    }
    next
}

/// Passes over everything up to the next signature.
fn seek_signature(input: &mut dyn BufRead) -> io::Result<Next> {
    let mut last = [0; 4];
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(Next::End);
        }
        let mut used = 0;
        let mut found = None;
        for &byte in bytes {
            used += 1;
            last = [last[1], last[2], last[3], byte];
            found = match &last {
                LOCAL => Some(Next::Member),
                CENTRAL | END => Some(Next::Directory),
                _ => None,
            };
            if found.is_some() {
                break;
            }
        }
        input.consume(used);
        if let Some(next) = found {
            return Ok(next);
        }
    }
}

/// Reads a header behind its signature; `None` when the stream ends in it.
fn read_header(input: &mut dyn BufRead) -> io::Result<Option<Header>> {
    let mut fixed = [0; HEADER_BYTES];
    if !fill(input, &mut fixed)? {
        return Ok(None);
    }
    let mut header = Header {
        flags: u16_at(&fixed, 2),
        method: u16_at(&fixed, 4),
        crc: u32_at(&fixed, 10),
        packed_bytes: u32_at(&fixed, 14).into(),
        plain_bytes: u32_at(&fixed, 18).into(),
        ..Header::default()
    };
    let mut name = vec![0; u16_at(&fixed, 22).into()];
    let mut extra = vec![0; u16_at(&fixed, 24).into()];
    if !fill(input, &mut name)? || !fill(input, &mut extra)? {
        return Ok(None);
    }
    header.set_name(&name);
    header.read_extra(&extra);
    Ok(Some(header))
}

fn fill(input: &mut dyn BufRead, buffer: &mut [u8]) -> io::Result<bool> {
    let mut filled = 0;
    while filled < buffer.len() {
        let count = input.read(&mut buffer[filled..])?;
        if count == 0 {
            return Ok(false);
        }
        filled += count;
    }
    Ok(true)
}
