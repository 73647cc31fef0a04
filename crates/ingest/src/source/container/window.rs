//! A part of a stream: the bytes of one member.

use std::io::{self, BufRead, Read};

use crate::RejectReason;
use crate::source::failure::ReadFailure;

/// The next bytes of a stream, as many as the container says. An end before that is an error, told once.
pub(super) struct Window<'a> {
    input: &'a mut dyn BufRead,
    left: u64,
    /// Whether the early end of the stream was told.
    pub told: bool,
}

impl<'a> Window<'a> {
    pub fn new(input: &'a mut dyn BufRead, bytes: u64) -> Window<'a> {
        Window { input, left: bytes, told: false }
    }

    /// Passes over what is left.
    pub fn skip(&mut self) -> io::Result<()> {
        while self.left > 0 {
            let count = self.fill_buf()?.len();
            self.consume(count);
        }
        Ok(())
    }
}

impl BufRead for Window<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let bytes = match self.input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) => {
                self.told = true;
                return Err(error);
            }
        };
        if bytes.is_empty() {
            self.told = true;
            return Err(cut_off());
        }
        let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        Ok(&bytes[..count])
    }

    fn consume(&mut self, count: usize) {
        self.input.consume(count);
        self.left -= count as u64;
    }
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// The stream ends in the middle of a member.
pub(super) fn cut_off() -> io::Error {
    ReadFailure::into_io(RejectReason::Malformed {
        expected: "the whole member".to_owned(),
        found: "the end of the container in the middle of it".to_owned(),
    })
}
