//! The next tag, comment or section of a stream, with memory bounded by what must be kept.

use std::io::{self, BufRead};

use super::scan::{self, Kind, Scanned};

/// A stream of markup. Positions count the bytes of the stream.
pub(super) struct Window<'r> {
    input: &'r mut dyn BufRead,
    bytes: Vec<u8>,
    /// Where `bytes` begins in the stream.
    base: u64,
    /// Where the search for the next markup goes on.
    position: u64,
    is_over: bool,
    ends: [End; Kind::SEARCHED.len()],
}

/// Where the next end of some kind of markup stands, so that no byte is searched twice for it.
#[derive(Clone, Copy, Default)]
struct End {
    /// None stands before this position, save the one found.
    searched_to: u64,
    /// Behind the last one that was found.
    found: u64,
}

/// What comes next in the stream.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    Markup(Markup),
    /// More must be kept than the limit allows.
    TooLong,
    /// The stream is over.
    End,
}

/// A piece of markup in the stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Markup {
    pub kind: Kind,
    pub start: u64,
    pub end: u64,
}

impl<'r> Window<'r> {
    pub fn new(input: &'r mut dyn BufRead) -> Window<'r> {
        Window {
            input,
            bytes: Vec::new(),
            base: 0,
            position: 0,
            is_over: false,
            ends: [End::default(); Kind::SEARCHED.len()],
        }
    }

    /// The next markup. Bytes before `kept_from` may be forgotten; a comment or section whose end is not
    /// among the next `limit` bytes is taken for text. At most twice the limit is held.
    pub fn next(&mut self, kept_from: Option<u64>, limit: usize) -> io::Result<Next> {
        loop {
            if kept_from.is_some_and(|kept_from| self.position - kept_from > limit as u64) {
                return Ok(Next::TooLong);
            }
            let from = (self.position - self.base) as usize;
            let Some(at) = memchr::memchr(b'<', &self.bytes[from..]) else {
                self.position = self.base + self.bytes.len() as u64;
                if !self.fill(kept_from)? {
                    return Ok(Next::End);
                }
                continue;
            };
            let start = self.position + at as u64;
            let scanned = scan::markup(&self.bytes[from + at..]);
            let (kind, len) = match scanned {
                Scanned::Text(len) => {
                    self.position = start + len as u64;
                    continue;
                }
                Scanned::Cut if self.is_over => {
                    self.position = start + 1;
                    continue;
                }
                Scanned::Cut => {
                    self.position = start;
                    self.fill(kept_from)?;
                    continue;
                }
                Scanned::Whole(kind, len) => (kind, len as u64),
                Scanned::UntilItsEnd(kind, opening) => {
                    let Some(end) = self.end_of(kind, start + opening as u64, limit) else {
                        if self.is_over || self.held(start) > limit {
                            self.position = start + opening as u64;
                        } else {
                            self.position = start;
                            self.fill(kept_from)?;
                        }
                        continue;
                    };
                    (kind, end - start)
                }
            };
            self.position = start + len;
            return Ok(Next::Markup(Markup { kind, start, end: self.position }));
        }
    }

    /// The bytes of a range that was kept.
    pub fn bytes(&self, start: u64, end: u64) -> &[u8] {
        let range = (start.max(self.base) - self.base) as usize..(end.max(self.base) - self.base) as usize;
        self.bytes.get(range).unwrap_or_default()
    }

    /// Goes on from an earlier place that was kept.
    pub fn go_back(&mut self, position: u64) {
        self.position = position.max(self.base);
    }

    /// Behind the last markup; where the stream ends, once it is over.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// How much memory it took so far.
    #[cfg(test)]
    pub fn most_held(&self) -> usize {
        self.bytes.capacity()
    }

    fn held(&self, start: u64) -> usize {
        (self.base + self.bytes.len() as u64 - start) as usize
    }

    /// Behind the end of a comment or section that is open at `from`, as far as it is in sight.
    fn end_of(&mut self, kind: Kind, from: u64, limit: usize) -> Option<u64> {
        let slot = Kind::SEARCHED.iter().position(|&searched| searched == kind)?;
        let closing = kind.closing();
        let end = &mut self.ends[slot];
        if end.found < from + closing.len() as u64 {
            // The closing mark may lie across what was searched and what came in since.
            let overlap = closing.len() as u64 - 1;
            let search_from = end.searched_to.saturating_sub(overlap).max(from).max(self.base);
            let known = self.base + self.bytes.len() as u64;
            let rest = self.bytes.get((search_from - self.base) as usize..).unwrap_or_default();
            end.searched_to = known.max(end.searched_to);
            end.found = search_from + (memchr::memmem::find(rest, closing)? + closing.len()) as u64;
            end.searched_to = end.found;
        }
        (end.found - from <= limit as u64).then_some(end.found)
    }

    /// Takes in more of the stream; `false` at its end.
    fn fill(&mut self, kept_from: Option<u64>) -> io::Result<bool> {
        let kept_from = kept_from.unwrap_or(self.position).min(self.position);
        let forgotten = (kept_from - self.base) as usize;
        // Moving the rest to the front pays when little is left.
        if forgotten > self.bytes.len() / 2 {
            self.bytes.drain(..forgotten);
            self.base = kept_from;
        }
        let chunk = self.input.fill_buf()?;
        if chunk.is_empty() {
            self.is_over = true;
            return Ok(false);
        }
        self.bytes.extend_from_slice(chunk);
        let len = chunk.len();
        self.input.consume(len);
        Ok(true)
    }
}
