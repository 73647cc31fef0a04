//! Undoing gzip and zstd, within bounds.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::GzDecoder;

use super::failure::{self, ReadFailure};
use super::raw::READ_BYTES;
use super::{Input, Limits};
use crate::RejectReason;

/// So many first bytes tell the compression.
pub(super) const MAGIC_BYTES: usize = 4;

/// The largest window that zstd knows, 2 GiB: large public dumps are written with `--long=31`. The memory
/// grows with what is really decompressed, and only up to the window the file asks for.
///
/// Format: <https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1.2>
const ZSTD_WINDOW_LOG: u32 = 31;

/// A compression that is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// The compression of a file that begins like this.
    ///
    /// Formats: <https://www.rfc-editor.org/rfc/rfc1952>, <https://www.rfc-editor.org/rfc/rfc8878>
    pub(super) fn of(head: &[u8]) -> Option<Compression> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
            // The second is a frame to skip, with which parallel compressors begin.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
            _ => None,
        }
    }

    /// Undoes the compression. `disk_bytes` counts what was read from the disk, against which the
    /// decompressed bytes are held: through all layers of compression, if there are several.
    pub(super) fn undo(self, input: Input, disk_bytes: Arc<AtomicU64>, limits: &Limits) -> io::Result<Input> {
        let decoder: Box<dyn Read + Send> = match self {
            Compression::Gzip => Box::new(GzipMembers { member: GzDecoder::new(input) }),
            Compression::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(input)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG)?;
                Box::new(decoder)
            }
        };
        let guarded = Guarded {
            decoder,
            compression: self,
            decompressed_bytes: 0,
            disk_bytes,
            free_bytes: limits.decompressed_free_bytes,
            ratio: limits.decompression_ratio,
        };
        Ok(Box::new(BufReader::with_capacity(READ_BYTES, guarded)))
    }

    fn broken(self, found: &str) -> io::Error {
        let expected = match self {
            Compression::Gzip => "intact gzip data",
            Compression::Zstd => "intact zstd data",
        };
        ReadFailure::into_io(RejectReason::Malformed {
            expected: expected.to_owned(),
            found: found.to_owned(),
        })
    }
}

/// The members of a gzip file, one after the other. Tapes and some copiers fill the last block with zeros;
/// these are passed over.
struct GzipMembers {
    member: GzDecoder<Input>,
}

impl GzipMembers {
    /// Goes on to the next member, if there is one.
    fn advance(&mut self) -> io::Result<bool> {
        let input = self.member.get_mut();
        loop {
            let bytes = input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
            let next = bytes.get(zeros).copied();
            input.consume(zeros);
            match next {
                Some(0x1f) => break,
                Some(_) => return Err(Compression::Gzip.broken("something else after its end")),
                None => {}
            }
        }
        let input = std::mem::replace(input, Box::new(io::empty()));
        self.member = GzDecoder::new(input);
        Ok(true)
    }
}

impl Read for GzipMembers {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.member.read(buffer)?;
            if count > 0 || buffer.is_empty() || !self.advance()? {
                return Ok(count);
            }
        }
    }
}

/// Passes decompressed bytes on as long as they are plausibly many, and says in our words what is broken.
struct Guarded {
    decoder: Box<dyn Read + Send>,
    compression: Compression,
    decompressed_bytes: u64,
    disk_bytes: Arc<AtomicU64>,
    free_bytes: u64,
    ratio: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(buffer).map_err(|error| {
            if failure::is_from_below(&error) {
                error
            } else if error.kind() == ErrorKind::UnexpectedEof {
                self.compression.broken("the end of the file in the middle of it")
            } else {
                self.compression.broken("damaged bytes")
            }
        })?;
        self.decompressed_bytes += count as u64;
        let plausible_bytes = self.disk_bytes.load(Ordering::Relaxed).saturating_mul(self.ratio);
        if self.decompressed_bytes > self.free_bytes.max(plausible_bytes) {
            return Err(ReadFailure::into_io(RejectReason::DecompressionRatio { limit: self.ratio }));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::write::GzEncoder;

    use super::*;

    const RATIO: u64 = 100;
    const FREE_BYTES: u64 = 1 << 20;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zst(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    /// What can be decompressed through so many layers, and why it ends early, if it does.
    fn undo(bytes: &[u8], layers: usize) -> (Vec<u8>, Option<RejectReason>) {
        let limits =
            Limits { decompression_ratio: RATIO, decompressed_free_bytes: FREE_BYTES, ..Limits::default() };
        let disk_bytes = Arc::new(AtomicU64::new(bytes.len() as u64));
        let mut input: Input = Box::new(Cursor::new(bytes.to_vec()));
        for _ in 0..layers {
            let compression = Compression::of(input.fill_buf().unwrap()).unwrap();
            input = compression.undo(input, Arc::clone(&disk_bytes), &limits).unwrap();
        }
        let mut text = Vec::new();
        let error = input.read_to_end(&mut text).err();
        (text, error.map(|error| failure::read_error(&error)))
    }

    /// The text of compressed bytes, and ` ! why` when it ends early.
    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        let (text, reason) = undo(bytes, 1);
        let reason = reason.map_or(String::new(), |reason| format!(" ! {reason}"));
        assert_eq!(format!("{}{reason}", String::from_utf8(text).unwrap()), expect);
    }

    #[track_caller]
    fn check_ratio(bytes: &[u8], layers: usize, expect: Option<&RejectReason>) {
        let (text, reason) = undo(bytes, layers);
        assert_eq!(reason.as_ref(), expect);
        assert!(text.len() as u64 <= FREE_BYTES.max(RATIO * bytes.len() as u64));
    }

    #[test]
    fn all_members_of_gzip_are_read() {
        check(&[gz(b"The dock "), gz(b""), gz(b"strike")].concat(), "The dock strike");
    }

    #[test]
    fn zeros_after_gzip_are_passed_over() {
        check(&[gz(b"The dock "), vec![0; 700], gz(b"strike"), vec![0; 512]].concat(), "The dock strike");
    }

    #[test]
    fn all_frames_of_zstd_are_read() {
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        check(&[&skipped[..], &zst(b"The dock "), &skipped, &zst(b"strike")].concat(), "The dock strike");
    }

    #[test]
    fn damage_is_told_in_our_words() {
        let mut packed = gz(b"The dock strike");
        let crc = packed.len() - 6;
        packed[crc] ^= 1;
        check(&packed, "The dock strike ! expected intact gzip data, but found damaged bytes");
        let mut packed = zst(b"The dock strike");
        // A kind of block that does not exist.
        packed[6] |= 0b110;
        check(&packed, " ! expected intact zstd data, but found damaged bytes");
    }

    #[test]
    fn other_bytes_after_gzip_are_told() {
        let found = "expected intact gzip data, but found something else after its end";
        check(&[&gz(b"The dock")[..], b"strike"].concat(), &format!("The dock ! {found}"));
    }

    #[test]
    fn a_bomb_is_stopped_however_it_is_packed() {
        let spaces = vec![b' '; 100 << 20];
        let expect = Some(&RejectReason::DecompressionRatio { limit: RATIO });
        check_ratio(&gz(&spaces), 1, expect);
        check_ratio(&zst(&spaces), 1, expect);
        check_ratio(&gz(&zst(&spaces)), 2, expect);
        check_ratio(&zst(&gz(&spaces)), 2, expect);
    }

    #[test]
    fn the_free_bytes_may_be_packed_as_strongly_as_they_like() {
        let spaces = vec![b' '; FREE_BYTES as usize + 1];
        check_ratio(&gz(&spaces[1..]), 1, None);
        check_ratio(&gz(&spaces), 1, Some(&RejectReason::DecompressionRatio { limit: RATIO }));
    }
}
