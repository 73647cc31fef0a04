//! JSON Lines: one JSON object a line.
//!
//! Format: <https://jsonlines.org>

use std::io::{self, BufRead};

use super::json::{Shape, keys_of, read_record};
use super::lines::{Line, read_line};
use super::{BrokenPiece, Columns, FieldMap, Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

/// JSON Lines: one JSON object a line; blank lines are skipped.
///
/// Memory is bounded by one line of at most [`Limits::line_bytes`]; a longer one is skipped.
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let named = head.is_named(&["jsonl", "ndjson", "jl", "jsonlines"]);
        match Shape::of(head) {
            Shape::Lines | Shape::OneLine if named => Fit::ContentAndName,
            Shape::Lines => Fit::Content,
            Shape::OneLine | Shape::Values | Shape::Other => Fit::No,
        }
    }

    fn columns(&self, head: Head<'_>, map: &FieldMap) -> Columns {
        keys_of(head.bytes.split(|&byte| byte == b'\n'), map)
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        split_lines(input, limits, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        read_record(piece, context)
    }
}

/// Hands over each line that is not blank as a piece, without the blanks around it.
pub(super) fn split_lines(input: &mut dyn BufRead, limits: &Limits, sink: &mut Sink<'_>) -> io::Result<()> {
    let (mut record, mut byte) = (0, 0);
    let mut line = Vec::new();
    loop {
        let (outcome, taken) = read_line(input, limits.line_bytes, &mut line)?;
        let start = byte;
        byte += taken;
        let bom = if start == 0 && line.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let content = line[bom..].trim_ascii();
        let piece = match outcome {
            Line::End => return Ok(()),
            Line::Whole if content.is_empty() => continue,
            Line::Whole => {
                Ok(Piece { record: record + 1, byte: start, content: PieceContent::Bytes(content.to_vec()) })
            }
            Line::TooLong => Err(BrokenPiece {
                record: record + 1,
                byte: start,
                reason: RejectReason::TooLong { limit_bytes: limits.line_bytes as u64 },
            }),
        };
        record += 1;
        if sink(piece).is_break() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    /// Splits lines of at most 20 bytes. Each piece is `record@byte: line` or the reason why it is broken.
    #[track_caller]
    fn check(text: &[u8], expect: &[&str]) {
        let limits = Limits { line_bytes: 20, ..Limits::default() };
        let found = super::super::json::pieces(&JsonLines, text, &limits);
        assert_eq!(found, expect);
    }

    #[track_caller]
    fn check_fit(name: &str, text: &str, expect: Fit) {
        let head = Head { name, bytes: text.as_bytes(), complete: true };
        assert_eq!(JsonLines.fit(head), expect);
    }

    #[test]
    fn lines_are_counted_without_the_blank_ones() {
        check(
            b"\xef\xbb\xbf{\"a\":1}\r\n\n  \n {\"b\":2}\n{",
            &["1@0: {\"a\":1}", "2@16: {\"b\":2}", "3@25: {"],
        );
        check(b"", &[]);
    }

    #[test]
    fn a_line_over_the_limit_is_skipped() {
        check(
            b"{\"a\":\"xxxxxxxxxxxxx\"}\n{\"b\":2}",
            &["1@0: expected at most 0 MB, but found more", "2@22: {\"b\":2}"],
        );
    }

    #[test]
    fn a_line_of_a_hundred_megabytes_costs_no_more_memory_than_the_limit() {
        struct Endless(u64);
        impl io::Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let bytes = buffer.len().min(self.0 as usize);
                buffer[..bytes].fill(b'{');
                self.0 -= bytes as u64;
                Ok(bytes)
            }
        }
        let limits = Limits { line_bytes: 1 << 10, ..Limits::default() };
        let mut found = 0;
        let mut sink = |piece: Result<Piece, BrokenPiece>| {
            assert!(piece.is_err());
            found += 1;
            ControlFlow::Continue(())
        };
        let mut input = io::BufReader::new(Endless(100 << 20));
        let context = super::super::json::context("t.jsonl");
        JsonLines.split(&mut input, &context, &limits, &mut sink).expect("no error");
        assert_eq!(found, 1);
    }

    #[test]
    fn lines_of_objects_are_told_by_their_first_two() {
        check_fit("a", "{\"a\":1}\n{\"b\":2}\n", Fit::Content);
        check_fit("a.jsonl", "{\"a\":1}\n{\"b\":2}\n", Fit::ContentAndName);
        check_fit("a.jsonl", "{\"a\":1}\n", Fit::ContentAndName);
        check_fit("a.json", "{\"a\":1}\n", Fit::No);
        check_fit("a.json", "{\n\"a\":1}\n", Fit::No);
        check_fit("a.jsonl", "[{\"a\":1}]\n", Fit::No);
        check_fit("a.jsonl", "{\"a\":1\n{\"b\":2}\n{\"c\":3}\n", Fit::ContentAndName);
    }
}
