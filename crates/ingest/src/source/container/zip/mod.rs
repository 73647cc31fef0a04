//! Zip, by its directory or as a stream.
//!
//! An own reader over `flate2` and its siblings, because zip archives inside other containers must be read as
//! streams (also those whose sizes stand behind the data), because the directory is read entry by entry
//! instead of into memory, and because two members of one name are two members.
//!
//! Format: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>

mod content;
mod directory;
mod extents;
mod stream;

pub(super) use directory::{read_by_directory, read_in_memory};
pub(super) use stream::read_stream;

use crate::RejectReason;
use crate::discover::label_of_bytes;

pub(super) const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";
const SPANNED: &[u8; 4] = b"PK\x07\x08";

/// Sizes that stand in the extra field instead.
const ELSEWHERE: u64 = u32::MAX as u64;

/// Whether a file begins as a zip archive.
pub(super) fn fits(head: &[u8]) -> bool {
    head.starts_with(LOCAL) || head.starts_with(END) || head.starts_with(SPANNED)
}

/// What a header says of a member.
#[derive(Clone, Debug, Default)]
struct Header {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed_bytes: u64,
    plain_bytes: u64,
    /// Where the member begins; only in the directory.
    offset: u64,
}

impl Header {
    fn is_folder(&self) -> bool {
        self.name.ends_with('/') || self.name.ends_with('\\')
    }

    fn is_encrypted(&self) -> bool {
        self.flags & 0x2041 != 0
    }

    /// Whether sizes and checksum stand behind the data.
    fn is_open_ended(&self) -> bool {
        self.flags & 0x08 != 0
    }

    fn set_name(&mut self, name: &[u8]) {
        self.name = label_of_bytes(name);
    }

    /// Takes large sizes from the extra field, where those that do not fit stand in a fixed order.
    fn read_extra(&mut self, mut extra: &[u8]) {
        while let Some((head, rest)) = extra.split_first_chunk::<4>() {
            let length = usize::from(u16_at(head, 2));
            let Some(mut field) = rest.get(..length) else { return };
            if u16_at(head, 0) == 1 {
                for size in [&mut self.plain_bytes, &mut self.packed_bytes, &mut self.offset] {
                    if *size == ELSEWHERE
                        && let Some((large, rest)) = field.split_first_chunk::<8>()
                    {
                        *size = u64::from_le_bytes(*large);
                        field = rest;
                    }
                }
                return;
            }
            extra = &rest[length..];
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

fn malformed(expected: impl Into<String>, found: impl Into<String>) -> RejectReason {
    RejectReason::Malformed { expected: expected.into(), found: found.into() }
}
