//! Whether a file of a segment is as tantivy wrote it.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::Serialize;

use crate::checksum::Checksum;

/// What every file of a segment ends with, behind the footer itself: the length of that and this number.
const FOOTER_MAGIC: u32 = 1337;
const FOOTER_END_BYTES: u64 = 8;
const MOST_FOOTER_BYTES: u64 = 50_000;

/// The footer of a file of a segment.
#[derive(Serialize)]
struct Footer {
    version: tantivy::Version,
    crc: Checksum,
}

/// Whether the content of a file fits its footer, and the footer is as the engine of this build writes it.
pub(crate) fn is_as_written(path: &Path) -> io::Result<bool> {
    let mut file = std::fs::File::open(path)?;
    let Some((body_bytes, footer)) = read_footer(&mut file)? else { return Ok(false) };
    file.rewind()?;
    let crc = Checksum::of_stream(file, body_bytes)?;
    let expected = Footer { version: tantivy::version().clone(), crc };
    Ok(serde_json::to_vec(&expected).is_ok_and(|expected| expected == footer))
}

/// The length of the content and the footer behind it; nothing when there is no footer.
fn read_footer(file: &mut std::fs::File) -> io::Result<Option<(u64, Vec<u8>)>> {
    let bytes = file.metadata()?.len();
    let Some(footer_end) = bytes.checked_sub(FOOTER_END_BYTES) else { return Ok(None) };
    file.seek(SeekFrom::Start(footer_end))?;
    let (mut length, mut magic) = ([0; 4], [0; 4]);
    file.read_exact(&mut length)?;
    file.read_exact(&mut magic)?;
    let length = u64::from(u32::from_le_bytes(length));
    if u32::from_le_bytes(magic) != FOOTER_MAGIC || length > MOST_FOOTER_BYTES || length > footer_end {
        return Ok(None);
    }
    let body_bytes = footer_end - length;
    file.seek(SeekFrom::Start(body_bytes))?;
    let mut footer = vec![0; length as usize];
    file.read_exact(&mut footer)?;
    Ok(Some((body_bytes, footer)))
}
