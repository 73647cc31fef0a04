//! The bytes of a member: unpacked, counted and checked.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use bzip2::bufread::BzDecoder;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use liblzma::bufread::XzDecoder;
use liblzma::stream::Stream;

use super::{Header, malformed};
use crate::RejectReason;
use crate::source::Input;
use crate::source::budget::Budget;
use crate::source::failure::{self, ReadFailure};

/// The memory that undoing xz may take.
const XZ_MEMORY_BYTES: u64 = 256 << 20;
/// Members are small as a rule.
const BUFFER_BYTES: usize = 32 << 10;

/// Unpacks a member from its packed bytes.
pub(super) fn unpack<'a>(
    packed: impl BufRead + 'a,
    header: &Header,
    budget: &Budget,
) -> Result<Input<'a>, RejectReason> {
    if header.is_encrypted() {
        return Err(RejectReason::Encrypted);
    }
    let decoder: Box<dyn Read + 'a> = match header.method {
        0 => Box::new(packed),
        8 => Box::new(DeflateDecoder::new(packed)),
        12 => Box::new(BzDecoder::new(packed)),
        93 => Box::new(zstd::Decoder::with_buffer(packed).map_err(|_| damaged_reason())?),
        95 => {
            let stream = Stream::new_stream_decoder(XZ_MEMORY_BYTES, 0).map_err(|_| damaged_reason())?;
            Box::new(XzDecoder::new_stream(packed, stream))
        }
        other => {
            let expected = "a member that is stored, deflated or packed with bzip2, zstd or xz";
            return Err(malformed(expected, format!("one packed by method {other}")));
        }
    };
    let expect = (!header.is_open_ended() || header.crc != 0).then_some((header.crc, header.plain_bytes));
    let checked = Checked { decoder, expect, crc: Crc::new(), bytes: 0, budget: budget.clone() };
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, checked)))
}

/// Passes unpacked bytes on, and tells at their end whether they are those that were packed.
struct Checked<'a> {
    decoder: Box<dyn Read + 'a>,
    /// Checksum and number of bytes, when the header knows them.
    expect: Option<(u32, u64)>,
    crc: Crc,
    bytes: u64,
    budget: Budget,
}

impl Read for Checked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(buffer).map_err(|error| {
            if failure::is_from_below(&error) {
                error
            } else if error.kind() == ErrorKind::UnexpectedEof {
                ReadFailure::into_io(malformed("the whole member", "its end in the middle of it"))
            } else {
                ReadFailure::into_io(damaged_reason())
            }
        })?;
        self.crc.update(&buffer[..count]);
        self.bytes += count as u64;
        self.budget.spend(count)?;
        if count == 0
            && !buffer.is_empty()
            && let Some((crc, bytes)) = self.expect.take()
            && (crc, bytes) != (self.crc.sum(), self.bytes)
        {
            return Err(ReadFailure::into_io(damaged_reason()));
        }
        Ok(count)
    }
}

fn damaged_reason() -> RejectReason {
    malformed("an intact member", "damaged bytes")
}
