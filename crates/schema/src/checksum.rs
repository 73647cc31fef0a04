//! By what damage to a file is told.

use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Bytes read at once.
const BUFFER_BYTES: usize = 64 << 10;

/// The CRC-32 of some bytes: it tells every flipped bit, every run of damage up to four bytes, and of all
/// other damage all but one in four billion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checksum(u32);

impl Checksum {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> Checksum {
        Checksum(crc32fast::hash(bytes))
    }

    /// That of the first bytes of a file, read in constant memory.
    ///
    /// # Errors
    ///
    /// What the operating system says; [`io::ErrorKind::UnexpectedEof`] when the file is shorter.
    pub fn of_file(file: &Path, bytes: u64) -> io::Result<Checksum> {
        Checksum::of_stream(std::fs::File::open(file)?, bytes)
    }

    pub(crate) fn of_stream(input: impl Read, bytes: u64) -> io::Result<Checksum> {
        let mut running = RunningChecksum::default();
        let mut input = input.take(bytes);
        let mut buffer = vec![0; BUFFER_BYTES];
        loop {
            match input.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => running.add(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if input.limit() > 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(running.so_far()) }
    }

    pub(crate) fn as_u32(self) -> u32 {
        self.0
    }
}

/// The checksum of a file that grows.
#[derive(Clone, Debug, Default)]
pub struct RunningChecksum(crc32fast::Hasher);

impl RunningChecksum {
    /// Goes on behind so many bytes with this checksum.
    pub fn continued(so_far: Checksum, bytes: u64) -> RunningChecksum {
        RunningChecksum(crc32fast::Hasher::new_with_initial_len(so_far.0, bytes))
    }

    /// Takes more bytes in.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum of all bytes up to now.
    pub fn so_far(&self) -> Checksum {
        Checksum(self.0.clone().finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_goes_on_where_it_was_left() {
        let mut running = RunningChecksum::continued(Checksum::of(b"storm "), 6);
        running.add(b"warning");
        assert_eq!(running.so_far(), Checksum::of(b"storm warning"));
    }

    #[test]
    fn a_file_shorter_than_it_should_be_is_told() {
        let read = Checksum::of_stream(&b"storm warning"[..], 5);
        assert_eq!(read.expect("long enough"), Checksum::of(b"storm"));
        let error = Checksum::of_stream(&b"storm"[..], 6).expect_err("too short");
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
