//! The bytes of a web archive, counted, with damage told and passed over.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use crate::format::{BrokenPiece, Sink, lines};
use crate::source::read_error;
use crate::{Limits, Piece, PieceContent, RejectReason};

/// The lines above a record are not longer than this together.
pub(super) const HEAD_BYTES: usize = 64 << 10;

/// A place in the archive at which a line could or could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Line,
    TooLong,
    End,
    /// Nothing could be read; it was told, and reading may go on.
    Damaged,
}

/// A web archive on its way to the sink.
pub(super) struct Stream<'a, 's, 'k> {
    input: &'a mut dyn BufRead,
    sink: &'s mut Sink<'k>,
    limits: &'a Limits,
    /// Where reading stands.
    pub byte: u64,
    /// The record being read, from 1, and where it begins.
    record: u64,
    start: u64,
    /// Reading stands between two records.
    is_between: bool,
    /// Where the last damage was told: one that does not move is the end.
    damaged_at: Option<u64>,
    /// The sink wants no more.
    pub is_done: bool,
}

impl<'a, 's, 'k> Stream<'a, 's, 'k> {
    pub fn new(input: &'a mut dyn BufRead, limits: &'a Limits, sink: &'s mut Sink<'k>) -> Stream<'a, 's, 'k> {
        Stream {
            input,
            sink,
            limits,
            byte: 0,
            record: 0,
            start: 0,
            is_between: true,
            damaged_at: None,
            is_done: false,
        }
    }

    /// The next bytes begin a record, as far as it goes; `back` of them are read already.
    pub fn begin(&mut self, back: u64) {
        self.record += 1;
        self.start = self.byte - back;
        self.is_between = false;
    }

    /// The record is over.
    pub fn end(&mut self) {
        self.is_between = true;
    }

    /// Reads the next line, without its line end.
    pub fn line(&mut self, line: &mut Vec<u8>) -> io::Result<Read> {
        match lines::read_line(self.input, HEAD_BYTES, line) {
            Ok((outcome, bytes)) => {
                self.byte += bytes;
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                Ok(match outcome {
                    lines::Line::Whole => Read::Line,
                    lines::Line::TooLong => Read::TooLong,
                    lines::Line::End => Read::End,
                })
            }
            Err(error) => self.damage(error),
        }
    }

    /// Reads up to so many bytes more; fewer only when the archive ends or is damaged there.
    pub fn bytes(&mut self, count: u64, into: &mut Vec<u8>) -> io::Result<Read> {
        let before = into.len();
        let read = io::Read::take(&mut *self.input, count);
        let result = io::Read::read_to_end(&mut { read }, into);
        let taken = (into.len() - before) as u64;
        self.byte += taken;
        match result {
            Err(error) => self.damage(error),
            Ok(_) if taken < count => Ok(Read::End),
            Ok(_) => Ok(Read::Line),
        }
    }

    /// Passes over so many bytes.
    pub fn skip(&mut self, mut count: u64) -> io::Result<Read> {
        while count > 0 {
            let bytes = match self.input.fill_buf() {
                Ok([]) => return Ok(Read::End),
                Ok(bytes) => bytes.len(),
                Err(error) => return self.damage(error),
            };
            let used = usize::try_from(count).unwrap_or(usize::MAX).min(bytes);
            self.input.consume(used);
            self.byte += used as u64;
            count -= used as u64;
        }
        Ok(Read::Line)
    }

    /// Hands a record over.
    pub fn give(&mut self, bytes: Vec<u8>) {
        let content = PieceContent::Bytes(bytes);
        let next = (self.sink)(Ok(Piece { record: self.record, byte: self.start, content }));
        self.is_done |= next.is_break();
    }

    /// Tells what is wrong with the record, or of what kind it is.
    pub fn tell(&mut self, reason: RejectReason) {
        let next = (self.sink)(Err(BrokenPiece { record: self.record, byte: self.start, reason }));
        self.is_done |= next == ControlFlow::Break(());
    }

    pub fn tell_malformed(&mut self, expected: &str, found: impl Into<String>) {
        self.tell(RejectReason::Malformed { expected: expected.to_owned(), found: found.into() });
    }

    pub fn tell_kind(&mut self, kind: impl Into<String>) {
        self.tell(RejectReason::OtherKind { kind: kind.into() });
    }

    /// The longest record that is read into memory.
    pub fn most_bytes(&self) -> u64 {
        self.limits.line_bytes as u64
    }

    /// What is damaged is told, and reading goes on; what the disk does not give ends the reading.
    fn damage(&mut self, error: io::Error) -> io::Result<Read> {
        let reason = read_error(&error);
        if !matches!(reason, RejectReason::Malformed { .. }) {
            return Err(error);
        }
        if self.damaged_at == Some(self.byte) {
            return Ok(Read::End);
        }
        self.damaged_at = Some(self.byte);
        if self.is_between {
            // The record that stood here cannot even be begun.
            self.begin(0);
        }
        self.tell(reason);
        Ok(Read::Damaged)
    }
}
