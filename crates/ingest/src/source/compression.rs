//! Undoing gzip, zstd, bzip2 and xz, within bounds.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::GzDecoder;
use liblzma::bufread::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};

use super::Input;
use super::budget::Budget;
use super::failure::{self, ReadFailure};
use super::raw::READ_BYTES;
use crate::RejectReason;

/// So many first bytes tell the compression.
pub(super) const MAGIC_BYTES: usize = 10;

/// The memory that undoing xz may take: the strongest usual setting takes 65 MB.
const XZ_MEMORY_BYTES: u64 = 256 << 20;

/// What the members of a gzip file begin with, when it is a web archive with a member for each record.
const WEB_ARCHIVE: &[u8] = b"WARC/";

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
    Bzip2,
    Xz,
}

impl Compression {
    /// The compression of a file that begins like this.
    ///
    /// Formats: <https://www.rfc-editor.org/rfc/rfc1952>, <https://www.rfc-editor.org/rfc/rfc8878>,
    /// <https://sourceware.org/bzip2/>, <https://tukaani.org/xz/xz-file-format.txt>
    pub(super) fn of(head: &[u8]) -> Option<Compression> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
            // The second is a frame to skip, with which parallel compressors begin.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
            // The first block, or the end of an empty file: letters alone might begin a text.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => {
                Some(Compression::Bzip2)
            }
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Compression::Xz),
            _ => None,
        }
    }

    /// Undoes the compression, as far as the budget allows.
    pub(super) fn undo<'a>(self, input: Input<'a>, budget: &Budget) -> io::Result<Input<'a>> {
        let decoder: Box<dyn Read + 'a> = match self {
            Compression::Gzip => Box::new(GzipMembers::new(input)),
            Compression::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(input)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG)?;
                Box::new(decoder)
            }
            Compression::Bzip2 => Box::new(MultiBzDecoder::new(input)),
            Compression::Xz => {
                let stream = Stream::new_stream_decoder(XZ_MEMORY_BYTES, CONCATENATED)?;
                Box::new(XzDecoder::new_stream(input, stream))
            }
        };
        let guarded = Guarded { decoder, compression: self, budget: budget.clone() };
        Ok(Box::new(BufReader::with_capacity(READ_BYTES, guarded)))
    }

    fn broken(self, found: &str) -> io::Error {
        let expected = match self {
            Compression::Gzip => "intact gzip data",
            Compression::Zstd => "intact zstd data",
            Compression::Bzip2 => "intact bzip2 data",
            Compression::Xz => "intact xz data",
        };
        ReadFailure::into_io(RejectReason::Malformed {
            expected: expected.to_owned(),
            found: found.to_owned(),
        })
    }
}

/// The members of a gzip file, one after the other. Tapes and some copiers fill the last block with zeros;
/// these are passed over.
///
/// In a web archive every record is a member of its own. There, reading may go on after an error: with the
/// next member that begins a record.
struct GzipMembers<'a> {
    member: GzDecoder<Input<'a>>,
    /// As much of the first bytes of the first member as tell a web archive.
    start: Vec<u8>,
    is_damaged: bool,
}

impl<'a> GzipMembers<'a> {
    fn new(input: Input<'a>) -> GzipMembers<'a> {
        GzipMembers { member: GzDecoder::new(input), start: Vec::new(), is_damaged: false }
    }

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
        self.begin_member();
        Ok(true)
    }

    fn begin_member(&mut self) {
        let input = std::mem::replace(self.member.get_mut(), Box::new(io::empty()));
        self.member = GzDecoder::new(input);
    }

    /// Passes over everything up to the next member that begins a record.
    fn resume(&mut self) -> io::Result<bool> {
        let input = self.member.get_mut();
        loop {
            let bytes = input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            if let Some(at) = memchr::memmem::find_iter(bytes, GZIP).find(|&at| begins_record(&bytes[at..])) {
                input.consume(at);
                break;
            }
            // The start of a member may be cut by the end of the buffer.
            let all = bytes.len();
            input.consume(all);
        }
        self.begin_member();
        Ok(true)
    }

    fn read_on(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_damaged {
            if self.start != WEB_ARCHIVE || !self.resume()? {
                return Ok(0);
            }
            self.is_damaged = false;
        }
        loop {
            let count = self.member.read(buffer)?;
            if count > 0 || buffer.is_empty() || !self.advance()? {
                return Ok(count);
            }
        }
    }
}

/// What a gzip member with deflated content begins with.
const GZIP: &[u8] = &[0x1f, 0x8b, 8];

/// Whether these bytes are the start of a member that begins a record of a web archive. What is too short to
/// tell is given the benefit of the doubt.
fn begins_record(bytes: &[u8]) -> bool {
    let mut start = [0; WEB_ARCHIVE.len()];
    match GzDecoder::new(bytes).read_exact(&mut start) {
        Ok(()) => start == WEB_ARCHIVE,
        Err(error) => error.kind() == ErrorKind::UnexpectedEof && bytes.len() < 64,
    }
}

impl Read for GzipMembers<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.read_on(buffer) {
            Ok(count) => {
                let missing = WEB_ARCHIVE.len() - self.start.len();
                self.start.extend_from_slice(&buffer[..count.min(missing)]);
                Ok(count)
            }
            Err(error) => {
                self.is_damaged = true;
                Err(error)
            }
        }
    }
}

/// Passes decompressed bytes on as long as they are plausibly many, and says in our words what is broken.
struct Guarded<'a> {
    decoder: Box<dyn Read + 'a>,
    compression: Compression,
    budget: Budget,
}

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(buffer).map_err(|error| {
            if failure::is_from_below(&error) {
                error
            } else if error.kind() == ErrorKind::UnexpectedEof {
                self.compression.broken("the end of the file in the middle of it")
            } else if is_memory_limit(&error) {
                ReadFailure::into_io(RejectReason::Malformed {
                    expected: format!("xz data that takes at most {} MB of memory", XZ_MEMORY_BYTES >> 20),
                    found: "data that takes more".to_owned(),
                })
            } else {
                self.compression.broken("damaged bytes")
            }
        })?;
        self.budget.spend(count)?;
        Ok(count)
    }
}

fn is_memory_limit(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<liblzma::stream::Error>());
    matches!(inner, Some(liblzma::stream::Error::MemLimit))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;

    use flate2::write::GzEncoder;

    use super::*;
    use crate::Limits;

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

    fn bz2(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn xz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 6);
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What can be decompressed through so many layers, and why it ends early, if it does.
    fn undo(bytes: &[u8], layers: usize) -> (Vec<u8>, Option<RejectReason>) {
        let limits =
            Limits { decompression_ratio: RATIO, decompressed_free_bytes: FREE_BYTES, ..Limits::default() };
        let disk_bytes = Arc::new(AtomicU64::new(bytes.len() as u64));
        let budget = Budget::new(disk_bytes, bytes.len() as u64, &limits);
        let mut input: Input<'_> = Box::new(Cursor::new(bytes.to_vec()));
        for _ in 0..layers {
            let compression = Compression::of(input.fill_buf().unwrap()).unwrap();
            input = compression.undo(input, &budget).unwrap();
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
    fn all_streams_of_bzip2_and_xz_are_read() {
        check(&[bz2(b"The dock "), bz2(b""), bz2(b"strike")].concat(), "The dock strike");
        check(&[xz(b"The dock "), xz(b"strike")].concat(), "The dock strike");
        check(&bz2(b""), "");
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
        let mut packed = bz2(b"The dock strike");
        packed[12] ^= 1;
        check(&packed, " ! expected intact bzip2 data, but found damaged bytes");
        let packed = xz(b"The dock strike");
        let end = "the end of the file in the middle of it";
        check(&packed[..20], &format!(" ! expected intact xz data, but found {end}"));
    }

    #[test]
    fn other_bytes_after_gzip_are_told() {
        let found = "expected intact gzip data, but found something else after its end";
        check(&[&gz(b"The dock")[..], b"strike"].concat(), &format!("The dock ! {found}"));
    }

    #[test]
    fn a_bomb_is_stopped_however_it_is_packed() {
        let spaces = vec![b' '; 20 << 20];
        let expect = Some(&RejectReason::DecompressionRatio { limit: RATIO });
        check_ratio(&gz(&spaces), 1, expect);
        check_ratio(&zst(&spaces), 1, expect);
        check_ratio(&gz(&zst(&spaces)), 2, expect);
        check_ratio(&zst(&gz(&spaces)), 2, expect);
        check_ratio(&bz2(&spaces), 1, expect);
        check_ratio(&xz(&spaces), 1, expect);
    }

    #[test]
    fn the_free_bytes_may_be_packed_as_strongly_as_they_like() {
        let spaces = vec![b' '; FREE_BYTES as usize + 1];
        check_ratio(&gz(&spaces[1..]), 1, None);
        check_ratio(&gz(&spaces), 1, Some(&RejectReason::DecompressionRatio { limit: RATIO }));
    }
}
