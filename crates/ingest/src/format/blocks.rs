//! Files whose records begin with a line of a certain form.

use std::io::{self, BufRead};

use super::lines::{Line, read_line};
use super::{BrokenPiece, Sink};
use crate::{Limits, Piece, PieceContent, RejectReason};

/// What a line means for the records of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A record begins with this line.
    Begins,
    /// The line belongs to the record that is open.
    Inside,
    /// The record that is open has ended before this line, which belongs to none.
    Ends,
}

/// Cuts a file at the lines that `mark` tells to begin a record. The second argument of `mark` is the line
/// before, empty at the start of the file.
///
/// Memory is bounded by one record of at most [`Limits::record_bytes`]; a longer one is skipped.
/// Text before the first record is a broken piece: `expected` says what it should have begun with. So is a file
/// without any record.
pub(super) fn split(
    input: &mut dyn BufRead,
    limits: &Limits,
    expected: &str,
    mut mark: impl FnMut(&[u8], &[u8]) -> Mark,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let limit = limits.record_bytes;
    let mut open = Open { state: State::Between, record: 0, byte: 0, bytes: Vec::new() };
    let (mut line, mut before) = (Vec::new(), Vec::new());
    let mut byte = 0;
    // The first line that belongs to no record, until there is one.
    let mut passed_over = Vec::new();
    loop {
        let (outcome, taken) = match read_line(input, limit, &mut line) {
            Ok(read) => read,
            // What stands before the damage is a record too, if perhaps a cut one.
            Err(error) => {
                let _ = open.close(expected, limit, sink);
                return Err(error);
            }
        };
        let start = byte;
        byte += taken;
        let meaning = match outcome {
            Line::End => break,
            Line::TooLong => Mark::Inside,
            Line::Whole => mark(line.trim_ascii_end(), before.trim_ascii_end()),
        };
        match meaning {
            Mark::Begins => {
                if open.close(expected, limit, sink).is_break() {
                    return Ok(());
                }
                open.begin(start, State::Inside);
            }
            Mark::Ends => {
                if open.close(expected, limit, sink).is_break() {
                    return Ok(());
                }
                if open.record == 0 && passed_over.is_empty() {
                    passed_over.extend_from_slice(line.trim_ascii());
                }
                std::mem::swap(&mut line, &mut before);
                continue;
            }
            Mark::Inside
                if open.state == State::Between
                    && (outcome == Line::TooLong || !line.trim_ascii().is_empty()) =>
            {
                open.begin(start, State::Stray);
            }
            Mark::Inside => {}
        }
        open.push(&line, outcome, limit);
        std::mem::swap(&mut line, &mut before);
    }
    if open.record == 0 && !passed_over.is_empty() {
        open.begin(0, State::Stray);
        open.push(&passed_over, Line::Whole, limit);
    }
    let _ = open.close(expected, limit, sink);
    Ok(())
}

/// Where in the file the cutter is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between two records.
    Between,
    /// In a record.
    Inside,
    /// In text that belongs to no record.
    Stray,
    /// In a record that is longer than the limit.
    TooLong,
}

/// The record being read.
struct Open {
    state: State,
    record: u64,
    byte: u64,
    bytes: Vec<u8>,
}

impl Open {
    fn begin(&mut self, byte: u64, state: State) {
        self.state = state;
        self.record += 1;
        self.byte = byte;
    }

    fn push(&mut self, line: &[u8], outcome: Line, limit: usize) {
        if self.state == State::Between || self.state == State::TooLong {
            return;
        }
        if outcome == Line::TooLong || self.bytes.len() + line.len() + 1 > limit {
            self.state = State::TooLong;
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(line);
            self.bytes.push(b'\n');
        }
    }

    fn close(&mut self, expected: &str, limit: usize, sink: &mut Sink<'_>) -> std::ops::ControlFlow<()> {
        let (record, byte) = (self.record, self.byte);
        let bytes = std::mem::take(&mut self.bytes);
        match std::mem::replace(&mut self.state, State::Between) {
            State::Between => std::ops::ControlFlow::Continue(()),
            State::Inside => sink(Ok(Piece { record, byte, content: PieceContent::Bytes(bytes) })),
            State::Stray => {
                let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
                let reason = RejectReason::Malformed {
                    expected: expected.to_owned(),
                    found: super::excerpt::excerpt(&String::from_utf8_lossy(line)),
                };
                sink(Err(BrokenPiece { record, byte, reason }))
            }
            State::TooLong => {
                let reason = RejectReason::TooLong { limit_bytes: limit as u64 };
                sink(Err(BrokenPiece { record, byte, reason }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    /// Cuts at lines that begin with `*`; `.` alone ends a record. Records hold at most 12 bytes.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let limits = Limits { record_bytes: 12, ..Limits::default() };
        for capacity in [1, 5, 4_096] {
            let mut found = Vec::new();
            let mut sink = |piece: Result<Piece, BrokenPiece>| {
                found.push(match piece {
                    Ok(Piece { record, byte, content: PieceContent::Bytes(bytes) }) => {
                        format!("{record}@{byte}: {}", String::from_utf8_lossy(&bytes).replace('\n', "/"))
                    }
                    Ok(piece) => format!("{piece:?}"),
                    Err(broken) => format!("{}@{} ! {}", broken.record, broken.byte, broken.reason),
                });
                ControlFlow::Continue(())
            };
            let mark = |line: &[u8], _: &[u8]| match line {
                [b'*', ..] => Mark::Begins,
                b"." => Mark::Ends,
                _ => Mark::Inside,
            };
            let mut input = io::BufReader::with_capacity(capacity, text.as_bytes());
            split(&mut input, &limits, "a line with `*`", mark, &mut sink).expect("a text in memory");
            assert_eq!(found, expect);
        }
    }

    #[test]
    fn a_record_reaches_to_the_next_one() {
        check("\n*a\nb\n\n*c\n", &["1@1: *a/b//", "2@7: *c/"]);
        check("*a\nb\n.\n\n*c", &["1@0: *a/b/", "2@8: *c/"]);
        check("", &[]);
    }

    #[test]
    fn text_that_belongs_to_no_record_is_told() {
        check("a\n*b\n", &["1@0 ! expected a line with `*`, but found `a`", "2@2: *b/"]);
        check("*b\n.\na\n", &["1@0: *b/", "2@5 ! expected a line with `*`, but found `a`"]);
    }

    #[test]
    fn a_file_without_any_record_is_told() {
        check(".\n\n.\n", &["1@0 ! expected a line with `*`, but found `.`"]);
        check(".\n*b\n", &["1@2: *b/"]);
        check("\n\n", &[]);
    }

    #[test]
    fn a_record_at_the_limit_is_read_and_one_past_it_is_skipped() {
        check("*2345\n78901\n*b\n", &["1@0: *2345/78901/", "2@12: *b/"]);
        let too_long = "1@0 ! expected at most 0 MB, but found more";
        check("*2345\n789012\n*b\n", &[too_long, "2@13: *b/"]);
        check("*234567890123\n*b\n", &[too_long, "2@14: *b/"]);
    }
}
