//! Cuts rows out of a stream.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use csv::ByteRecord;

use super::rows::{self, Dialect, State};
use crate::format::lines::skip_line;
use crate::format::{BrokenPiece, Sink};
use crate::{Piece, PieceContent, RejectReason};

/// How many quotes without end are looked into before each line is taken for itself.
const UNCLOSED_QUOTES: usize = 8;

/// Cuts rows out of a stream. Holds one row at a time.
pub(super) struct Cutter<'s, 'c> {
    dialect: Dialect,
    columns: usize,
    /// The most bytes of a row.
    limit: usize,
    row: Vec<u8>,
    /// Where in `row` its end stands.
    state: State,
    /// The number of the last data row.
    record: u64,
    /// Where `row` starts.
    byte: u64,
    sink: &'s mut Sink<'c>,
}

impl<'s, 'c> Cutter<'s, 'c> {
    /// A cutter for rows of so many columns, of which the first starts at `byte`.
    pub fn new(
        dialect: Dialect,
        columns: usize,
        byte: u64,
        limit: usize,
        sink: &'s mut Sink<'c>,
    ) -> Cutter<'s, 'c> {
        Cutter { dialect, columns, limit, row: Vec::new(), state: State::default(), record: 0, byte, sink }
    }

    /// Cuts all that is left of the input.
    pub fn run(&mut self, input: &mut dyn BufRead) -> io::Result<ControlFlow<()>> {
        loop {
            let chunk = input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(self.finish());
            }
            let end = self.dialect.scan(chunk, &mut self.state);
            let taken = end.unwrap_or(chunk.len());
            let room = self.limit.saturating_sub(self.row.len());
            self.row.extend_from_slice(&chunk[..taken.min(room)]);
            if taken > room {
                input.consume(room);
                if self.overflow(input)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                continue;
            }
            input.consume(taken);
            if end.is_some() {
                let row = std::mem::take(&mut self.row);
                if self.emit(&row).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                self.row = row;
                self.row.clear();
            }
        }
    }

    /// The row is too long. Either a line of it is, or a quote was never closed.
    fn overflow(&mut self, input: &mut dyn BufRead) -> io::Result<ControlFlow<()>> {
        let mut row = std::mem::take(&mut self.row);
        self.state = State::default();
        let Some(tail) = self.salvage(&row, self.limit / 2) else {
            return Ok(ControlFlow::Break(()));
        };
        if tail > 0 {
            // What is left continues in the input.
            row.drain(..tail);
            self.dialect.scan(&row, &mut self.state);
            self.row = row;
            return Ok(ControlFlow::Continue(()));
        }
        self.record += 1;
        let too_long = RejectReason::TooLong { limit_bytes: self.limit as u64 };
        let flow = self.broken(too_long);
        let skipped = skip_line(input, self.dialect.line_end.byte())?;
        self.byte += row.len() as u64 + skipped;
        Ok(flow)
    }

    /// The last row, which no line end follows.
    fn finish(&mut self) -> ControlFlow<()> {
        let mut row = std::mem::take(&mut self.row);
        if self.state == State::Quoted {
            let Some(tail) = self.salvage(&row, 0) else {
                return ControlFlow::Break(());
            };
            row.drain(..tail);
            let mut state = State::default();
            self.dialect.scan(&row, &mut state);
            if state == State::Quoted {
                return self.unclosed(row.len());
            }
        }
        self.emit(&row)
    }

    /// A row with a quote that nothing closes: its first line is broken, and what follows is read again.
    ///
    /// Gives the start of what is left: an unfinished line, or an unfinished row of at most
    /// `unfinished_bytes`. `None` when the sink has had enough.
    fn salvage(&mut self, row: &[u8], unfinished_bytes: usize) -> Option<usize> {
        let mut unclosed = 0;
        let mut at = 0;
        while let Some(line_end) = memchr::memchr(self.dialect.line_end.byte(), &row[at..]) {
            let rest = &row[at..];
            let line = &rest[..=line_end];
            // Looking for the end of each row in all that follows would take quadratic time.
            let end = match unclosed {
                0 => None,
                1..UNCLOSED_QUOTES => self.dialect.row_end(rest),
                _ => self.dialect.row_end(line),
            };
            let flow = match end {
                Some(end) => {
                    at += end;
                    self.emit(&rest[..end])
                }
                None if unclosed > 0 && rest.len() <= unfinished_bytes => return Some(at),
                None => {
                    unclosed += 1;
                    at += line.len();
                    self.unclosed(line.len())
                }
            };
            if flow.is_break() {
                return None;
            }
        }
        Some(at)
    }

    fn unclosed(&mut self, bytes: usize) -> ControlFlow<()> {
        self.record += 1;
        let flow = self.broken(RejectReason::Malformed {
            expected: "`\"` at the end of a quoted cell".to_owned(),
            found: "none".to_owned(),
        });
        self.byte += bytes as u64;
        flow
    }

    fn emit(&mut self, row: &[u8]) -> ControlFlow<()> {
        let mut flow = ControlFlow::Continue(());
        if !rows::is_blank(row) {
            self.record += 1;
            flow = self.emit_cells(self.dialect.cells(row));
        }
        self.byte += row.len() as u64;
        flow
    }

    fn emit_cells(&mut self, cells: ByteRecord) -> ControlFlow<()> {
        if let Err(found) = rows::fits(&cells, self.columns) {
            return self.broken(RejectReason::Malformed {
                expected: format!("{} as in the header", counted(self.columns)),
                found: counted(found),
            });
        }
        (self.sink)(Ok(Piece { record: self.record, byte: self.byte, content: PieceContent::Row(cells) }))
    }

    fn broken(&mut self, reason: RejectReason) -> ControlFlow<()> {
        (self.sink)(Err(BrokenPiece { record: self.record, byte: self.byte, reason }))
    }
}

fn counted(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}
