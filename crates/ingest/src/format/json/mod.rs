//! JSON: one array of records, or one record a file. Start with [`Json`]; `cutter` finds the records,
//! `record` reads one and is shared with JSON Lines.

mod blocks;
mod cutter;
mod mend;
mod record;
mod shape;
mod value;
mod walk;

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use self::cutter::Cutter;
use self::record::keys;
pub(super) use self::record::{keys_of, read_record};
pub(super) use self::shape::Shape;
use super::{Columns, FieldMap, Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject};

/// JSON: an array of objects, an object around such an array, or objects one after the other.
///
/// Memory is bounded by one object of at most [`Limits::line_bytes`], not by the file.
///
/// Format: <https://www.rfc-editor.org/rfc/rfc8259>
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        match Shape::of(head) {
            Shape::Values | Shape::OneLine if head.is_named(&["json", "geojson"]) => Fit::ContentAndName,
            Shape::Values | Shape::OneLine => Fit::Content,
            Shape::Lines | Shape::Other => Fit::No,
        }
    }

    fn columns(&self, head: Head<'_>, map: &FieldMap) -> Columns {
        let mut records = Vec::new();
        let mut sink = |piece| {
            if let Ok(Piece { content: PieceContent::Bytes(bytes), .. }) = piece {
                records.push(bytes);
            }
            if records.len() < keys::RECORDS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let _ = Cutter::new(head.bytes.len(), &mut sink).feed(head.bytes);
        keys_of(records.iter().map(Vec::as_slice), map)
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut cutter = Cutter::new(limits.line_bytes, sink);
        loop {
            let chunk = input.fill_buf()?;
            if chunk.is_empty() {
                // The sink stops the reading of the file; that is no error.
                let _ = cutter.finish();
                return Ok(());
            }
            if cutter.feed(chunk).is_break() {
                return Ok(());
            }
            let bytes = chunk.len();
            input.consume(bytes);
        }
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        read_record(piece, context)
    }
}

/// What a format makes of a text, piece by piece: `record@byte: text`, or the reason why one is broken.
#[cfg(test)]
pub(super) fn pieces(format: &dyn Format, text: &[u8], limits: &Limits) -> Vec<String> {
    let mut outcomes = Vec::new();
    // A reader that hands over few bytes at a time cuts records everywhere.
    for capacity in [1, 7, 8 << 10] {
        let mut found = Vec::new();
        let mut sink = |piece: Result<Piece, super::BrokenPiece>| {
            found.push(match piece {
                Ok(Piece { record, byte, content: PieceContent::Bytes(bytes) }) => {
                    format!("{record}@{byte}: {}", String::from_utf8_lossy(&bytes))
                }
                Ok(piece) => format!("{piece:?}"),
                Err(broken) => format!("{}@{}: {}", broken.record, broken.byte, broken.reason),
            });
            ControlFlow::Continue(())
        };
        let mut input = io::BufReader::with_capacity(capacity, text);
        format.split(&mut input, &context("t"), limits, &mut sink).expect("a text in memory");
        outcomes.push(found);
    }
    assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]), "{outcomes:#?}");
    outcomes.swap_remove(0)
}

/// A file of this name about which nothing is known.
#[cfg(test)]
pub(super) fn context(name: &str) -> FileContext {
    FileContext {
        label: name.to_owned(),
        member: None,
        name: name.to_owned(),
        folders: Vec::new(),
        encoding: None,
        day_order: None,
        columns: Columns::default(),
        field_map: FieldMap::default(),
        siblings: crate::Siblings::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fit(name: &str, text: &str, expect: Fit) {
        let head = Head { name, bytes: text.as_bytes(), complete: true };
        assert_eq!(Json.fit(head), expect);
    }

    #[test]
    fn json_is_told_by_its_first_letters() {
        check_fit("a.json", " [ {\"a\":1}]", Fit::ContentAndName);
        check_fit("a", "{\n \"a\":1\n}", Fit::Content);
        check_fit("a", "{\"a\":1}", Fit::Content);
        check_fit("a.json", "{\"a\":1}\n{\"b\":2}", Fit::No);
        check_fit("a", "[Music] {laughter}", Fit::No);
        check_fit("a", "{color: red}", Fit::No);
        check_fit("a.json", "", Fit::No);
    }

    #[test]
    fn the_keys_of_the_first_records_stand_for_columns() {
        let text = br#"{"n":2,"articles":[{"title":"a","source":{"name":"b"}},{"x":[1],"text":"c"#;
        let head = Head { name: "a.json", bytes: text, complete: false };
        let columns = Json.columns(head, &FieldMap::default());
        let names: Vec<&str> = columns.meanings.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["title", "source.name"]);
        assert_eq!(columns.understood(), 2);
    }
}
