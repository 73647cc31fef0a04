//! Finds the records in a stream of JSON without holding more than one of them.

use std::ops::ControlFlow;

use super::value::{Around, Kind, LineStart, Quotes, Value};
use crate::format::excerpt::excerpt;
use crate::format::{BrokenPiece, Sink};
use crate::{Piece, PieceContent, RejectReason};

/// How much of a value that is no record is kept, to show it.
const SHOWN_BYTES: usize = 400;

const CLOSED: &str = "`}` at the end of the object";

/// Cuts a stream of JSON into records: objects one after the other, the objects of an array, or those of
/// an array inside an object.
///
/// A record that never ends takes the rest of the file with it, unless lines show where the next one
/// starts: a line that begins like the line on which the record began, at a place where no line can.
pub(super) struct Cutter<'s, 'c> {
    /// The most bytes of a record.
    limit: usize,
    sink: &'s mut Sink<'c>,
    place: Place,
    /// The number of the last record.
    record: u64,
    /// Where the next byte stands in the file.
    byte: u64,
    /// The list around the present place, if any.
    list: Option<List>,
    value: Value,
    line: LineStart,
}

/// Where the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between records.
    Between,
    /// In a value.
    Value,
}

/// An array of records.
#[derive(Clone, Copy, Debug)]
struct List {
    /// How many objects stand around it.
    outer_depth: u64,
}

impl<'s, 'c> Cutter<'s, 'c> {
    pub fn new(limit: usize, sink: &'s mut Sink<'c>) -> Cutter<'s, 'c> {
        Cutter {
            limit,
            sink,
            place: Place::Between,
            record: 0,
            byte: 0,
            list: None,
            value: Value::default(),
            line: LineStart::default(),
        }
    }

    /// Takes the next bytes of the file.
    pub fn feed(&mut self, chunk: &[u8]) -> ControlFlow<()> {
        let mut at = 0;
        while at < chunk.len() {
            if self.place == Place::Value && self.value.quotes == Quotes::Inside && self.line.over {
                let rest = &chunk[at..];
                let plain = memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
                self.value.keep(&rest[..plain], self.limit);
                self.value.remember(&rest[..plain]);
                self.byte += plain as u64;
                at += plain;
            }
            let Some(&byte) = chunk.get(at) else { break };
            let first_on_line = self.line.step(byte);
            match self.place {
                Place::Between => self.between(byte, first_on_line)?,
                Place::Value => self.in_value(byte, first_on_line)?,
            }
            self.byte += 1;
            at += 1;
        }
        ControlFlow::Continue(())
    }

    /// The file is over.
    pub fn finish(mut self) -> ControlFlow<()> {
        if self.place == Place::Value {
            if self.value.kind == Kind::Other && self.value.depth == 0 {
                self.end_value()?;
            } else {
                return self.break_value(CLOSED, "the end of the file");
            }
        }
        if self.list.is_some() {
            self.record += 1;
            return self.broken(self.byte, malformed("`]` at the end of the array", "the end of the file"));
        }
        ControlFlow::Continue(())
    }

    fn between(&mut self, byte: u8, first_on_line: bool) -> ControlFlow<()> {
        match byte {
            b']' if self.list.is_some() => self.end_list(),
            // Byte order mark.
            0xef | 0xbb | 0xbf if self.byte < 3 => {}
            // Brackets too many were counted where they were opened too few times; the last is the record
            // separator of RFC 7464.
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']' | b':' | 0x1e => {}
            b'[' if self.list.is_none() => self.list = Some(List { outer_depth: 0 }),
            b'{' => {
                self.start_value(Kind::Object, first_on_line);
                self.value.depth = 1;
                self.value.keep(b"{", self.limit);
            }
            _ => {
                self.start_value(Kind::Other, first_on_line);
                return self.in_other(byte);
            }
        }
        ControlFlow::Continue(())
    }

    fn start_value(&mut self, kind: Kind, first_on_line: bool) {
        self.place = Place::Value;
        // Keeps the buffers.
        let mut bytes = std::mem::take(&mut self.value.bytes);
        bytes.clear();
        self.value = Value {
            kind,
            start: self.byte,
            bytes,
            indent: first_on_line.then(|| self.line.blanks.clone()),
            ..Value::default()
        };
    }

    fn in_value(&mut self, byte: u8, first_on_line: bool) -> ControlFlow<()> {
        if self.value.kind == Kind::Other {
            return self.in_other(byte);
        }
        if byte == b'{' && first_on_line && self.value.is_over_at(&self.line, self.around()) {
            self.break_value(CLOSED, "the start of another object")?;
            return self.between(byte, first_on_line);
        }
        if self.value.may_list && !byte.is_ascii_whitespace() {
            self.value.may_list = false;
            if matches!(byte, b'{' | b']') {
                self.list = Some(List { outer_depth: self.value.depth - 1 });
                self.place = Place::Between;
                return self.between(byte, first_on_line);
            }
        }
        if self.value.bytes.len() == 1 {
            self.value.compact = !matches!(byte, b'\n' | b'\r');
        }
        self.value.keep(&[byte], self.limit);
        let value = &mut self.value;
        match (value.quotes, byte) {
            (Quotes::Escaped, _) => value.quotes = Quotes::Inside,
            (Quotes::Inside, b'\\') => value.quotes = Quotes::Escaped,
            (Quotes::Inside, b'"') => value.quotes = Quotes::Outside,
            (Quotes::Inside, _) => value.remember(&[byte]),
            (Quotes::Outside, b'"') => {
                value.quotes = Quotes::Inside;
                value.last_string.clear();
            }
            // Inside a list no further list is looked for.
            (Quotes::Outside, b':') if self.list.is_none() => value.take_key(),
            (Quotes::Outside, b',') => value.key.clear(),
            (Quotes::Outside, b'{' | b'[') => {
                value.may_list = byte == b'[' && self.list.is_none() && value.key_names_list();
                value.key.clear();
                value.depth += 1;
            }
            (Quotes::Outside, b'}' | b']') => {
                value.depth -= 1;
                if value.depth == 0 {
                    return self.end_value();
                }
            }
            (Quotes::Outside, _) => {}
        }
        ControlFlow::Continue(())
    }

    /// A value that is no object: a number, a string, an array inside a list, or no JSON at all.
    fn in_other(&mut self, byte: u8) -> ControlFlow<()> {
        let around = self.around();
        let value = &mut self.value;
        let ends_here = value.quotes == Quotes::Outside && value.depth == 0 && !value.bytes.is_empty();
        let ends_before = match byte {
            b',' | b']' | b'}' => around == Around::List,
            b'{' | b'[' => around == Around::File,
            b'\n' => true,
            _ => false,
        };
        if ends_here && ends_before {
            self.end_value()?;
            return self.between(byte, false);
        }
        value.keep(&[byte], SHOWN_BYTES);
        value.step_other(byte, around);
        ControlFlow::Continue(())
    }

    fn around(&self) -> Around {
        if self.list.is_some() { Around::List } else { Around::File }
    }

    fn end_list(&mut self) {
        let outer_depth = self.list.take().map_or(0, |list| list.outer_depth);
        if outer_depth > 0 {
            self.start_value(Kind::Around, false);
            self.value.depth = outer_depth;
        }
    }

    fn end_value(&mut self) -> ControlFlow<()> {
        self.place = Place::Between;
        let start = self.value.start;
        match self.value.kind {
            Kind::Around => return ControlFlow::Continue(()),
            Kind::TooLong => {
                self.record += 1;
                return self.broken(start, too_long(self.limit));
            }
            Kind::Object => {}
            Kind::Other => {
                self.record += 1;
                let found = excerpt(&String::from_utf8_lossy(&self.value.bytes));
                return self.broken(start, malformed("a JSON object", &found));
            }
        }
        self.record += 1;
        (self.sink)(Ok(Piece {
            record: self.record,
            byte: start,
            content: PieceContent::Bytes(std::mem::take(&mut self.value.bytes)),
        }))
    }

    /// The present value never ends.
    fn break_value(&mut self, expected: &str, found: &str) -> ControlFlow<()> {
        self.place = Place::Between;
        self.record += 1;
        let reason =
            if self.value.kind == Kind::TooLong { too_long(self.limit) } else { malformed(expected, found) };
        self.broken(self.value.start, reason)
    }

    fn broken(&mut self, byte: u64, reason: RejectReason) -> ControlFlow<()> {
        (self.sink)(Err(BrokenPiece { record: self.record, byte, reason }))
    }
}

fn malformed(expected: &str, found: &str) -> RejectReason {
    RejectReason::Malformed { expected: expected.to_owned(), found: found.to_owned() }
}

fn too_long(limit: usize) -> RejectReason {
    RejectReason::TooLong { limit_bytes: limit as u64 }
}

#[cfg(test)]
mod tests {
    use crate::Limits;
    use crate::format::json::{Json, pieces};

    /// Splits records of at most 40 bytes. Each piece is `record@byte: text` or the reason why it is broken.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let limits = Limits { line_bytes: 40, ..Limits::default() };
        assert_eq!(pieces(&Json, text.as_bytes(), &limits), expect);
    }

    #[test]
    fn the_objects_of_an_array_are_records() {
        check("[]", &[]);
        check(
            "\u{feff}[{\"a\":\"]}\\\"\"},\n {\"b\":[{}]} ]\n",
            &["1@4: {\"a\":\"]}\\\"\"}", "2@19: {\"b\":[{}]}"],
        );
    }

    #[test]
    fn objects_one_after_the_other_are_records() {
        check("{\n \"a\": 1\n}\n{\n \"b\": 2\n}", &["1@0: {\n \"a\": 1\n}", "2@12: {\n \"b\": 2\n}"]);
        check("{}{},\u{1e}{}", &["1@0: {}", "2@2: {}", "3@6: {}"]);
    }

    #[test]
    fn a_list_inside_an_object_is_found_under_its_usual_names() {
        check(
            r#"{"n":1,"articles":[{"a":1},{"b":2}],"x":{"items":[{"c":3}]}}"#,
            &[r#"1@19: {"a":1}"#, r#"2@27: {"b":2}"#, r#"3@50: {"c":3}"#],
        );
        check(
            r#"{"status":"OK","response":{"docs":[ {"a":1}]}} {"b":2}"#,
            &[r#"1@36: {"a":1}"#, r#"2@47: {"b":2}"#],
        );
        check(r#"{"title":"Feed","items":[{"a":1}]}"#, &[r#"1@25: {"a":1}"#]);
        check(r#"{"articles":[]}"#, &[]);
    }

    #[test]
    fn a_list_inside_an_article_is_not_a_list_of_articles() {
        check(r#"{"body":"x","data":[{"a":1}]}"#, &[r#"1@0: {"body":"x","data":[{"a":1}]}"#]);
        check(r#"{"keywords":[{"a":1}]}"#, &[r#"1@0: {"keywords":[{"a":1}]}"#]);
        check(r#"{"data":["x"]}"#, &[r#"1@0: {"data":["x"]}"#]);
    }

    #[test]
    fn what_is_no_object_is_broken() {
        check(
            r#"[1,"a,]",[2,{}],{"a":1},null]"#,
            &[
                "1@1: expected a JSON object, but found `1`",
                "2@3: expected a JSON object, but found `\"a,]\"`",
                "3@9: expected a JSON object, but found `[2,{}]`",
                r#"4@16: {"a":1}"#,
                "5@24: expected a JSON object, but found `null`",
            ],
        );
        check(
            "callback({\"a\":1});",
            &[
                "1@0: expected a JSON object, but found `callback(`",
                "2@9: {\"a\":1}",
                "3@16: expected a JSON object, but found `);`",
            ],
        );
    }

    #[test]
    fn a_file_that_ends_too_early_says_so() {
        let object = "expected `}` at the end of the object, but found the end of the file";
        let array = "expected `]` at the end of the array, but found the end of the file";
        check(r#"[{"a":1},{"b":"#, &[r#"1@1: {"a":1}"#, &format!("2@9: {object}")]);
        check(r#"[{"a":1},"#, &[r#"1@1: {"a":1}"#, &format!("2@9: {array}")]);
        check(r#"{"docs":[{"a":1}]"#, &[r#"1@9: {"a":1}"#, &format!("2@16: {object}")]);
    }

    #[test]
    fn a_record_at_the_limit_is_read_and_one_past_it_is_skipped() {
        let record = |letters| format!("{{\"a\":\"{}\"}}", "x".repeat(letters));
        check(&format!("[{}]", record(32)), &[&format!("1@1: {}", record(32))]);
        check(&format!("[{},{{}}]", record(33)), &["1@1: expected at most 0 MB, but found more", "2@43: {}"]);
    }

    #[test]
    fn a_missing_quote_or_brace_costs_one_record_where_lines_show_the_next() {
        let broken = "expected `}` at the end of the object, but found the start of another object";
        check("[\n{\"a\":\"x},\n{\"b\":2}\n]", &[&format!("1@2: {broken}"), "2@12: {\"b\":2}"]);
        check("[\n{\"a\":{\"x\":1},\n{\"b\":2}\n]", &[&format!("1@2: {broken}"), "2@16: {\"b\":2}"]);
        check(
            "[\n  {\n    \"a\": 1,\n  {\n    \"b\": 2\n  }\n]",
            &[&format!("1@4: {broken}"), "2@20: {\n    \"b\": 2\n  }"],
        );
    }
}
