//! Looking at the first bytes of a stream without taking them from it.

use std::io::{self, BufRead, Cursor, Read};

use super::Input;

/// A stream whose first bytes are known.
pub(super) struct Peeked<'a> {
    /// The first bytes, fewer than asked for only when the stream ends or breaks there.
    pub head: Vec<u8>,
    /// Whether `head` is the whole stream.
    pub complete: bool,
    rest: Input<'a>,
}

/// Reads up to `limit` first bytes.
///
/// A stream that breaks after some bytes is no error yet: it gives these bytes first and the error then, so
/// that what stands before the damage is still read. Some streams go on behind the damage.
pub(super) fn peek(mut input: Input<'_>, limit: usize) -> io::Result<Peeked<'_>> {
    let mut head = Vec::new();
    let read = (&mut input).take(limit as u64).read_to_end(&mut head);
    let ended =
        read.and_then(|_| if head.len() < limit { Ok(true) } else { Ok(input.fill_buf()?.is_empty()) });
    match ended {
        Ok(complete) => Ok(Peeked { head, complete, rest: input }),
        Err(error) if head.is_empty() => Err(error),
        Err(error) => {
            let rest = Box::new(Broken(Some(error)).chain(input));
            Ok(Peeked { head, complete: false, rest })
        }
    }
}

impl<'a> Peeked<'a> {
    /// The stream from its start.
    pub(super) fn into_input(self) -> Input<'a> {
        Box::new(Cursor::new(self.head).chain(self.rest))
    }
}

/// A stream that gives its error once and then ends.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Broken {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _count: usize) {}
}
