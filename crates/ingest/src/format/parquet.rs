//! Parquet: tables stored by column.
//!
//! Format: <https://parquet.apache.org/docs/file-format/>

use std::io::{self, BufRead};
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::data_type::AsBytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

use super::json::read_record;
use super::{BrokenPiece, Fit, Format, Head, Sink, whole};
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

/// Begins and ends a file.
const MAGIC: &[u8] = b"PAR1";

/// One article a row. Columns mean what keys of JSON of the same name mean.
///
/// The directory of the columns stands at the end, so that the file is held in memory as it lies on the
/// disk, of at most [`Limits::file_record_bytes`]; of what is compressed in it, one group of rows at a time.
pub struct Parquet;

impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        if !head.bytes.starts_with(MAGIC) {
            return Fit::No;
        }
        if head.is_named(&["parquet", "parq", "pq"]) { Fit::ContentAndName } else { Fit::Content }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut record = 0;
        let outcome = whole::read(input, limits.file_record_bytes)?.and_then(|bytes| {
            // The reader trusts lengths in damaged files and panics where they are wrong.
            let read = || read_rows(bytes, limits, &mut record, sink);
            catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(malformed("damaged columns")))
        });
        if let Err(reason) = outcome {
            let _ = sink(Err(BrokenPiece { record: record + 1, byte: 0, reason }));
        }
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        read_record(piece, context)
    }
}

fn malformed(found: &str) -> RejectReason {
    RejectReason::Malformed { expected: "an intact Parquet file".to_owned(), found: found.to_owned() }
}

/// Hands over all rows as JSON objects; what breaks off is the error.
fn read_rows(
    bytes: Vec<u8>,
    limits: &Limits,
    record: &mut u64,
    sink: &mut Sink<'_>,
) -> Result<(), RejectReason> {
    let in_words = |error: parquet::errors::ParquetError| malformed(&error.to_string());
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).map_err(in_words)?;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(in_words)?;
        let unpacked: u64 = group
            .metadata()
            .columns()
            .iter()
            .map(|column| column.uncompressed_size().max(0).cast_unsigned())
            .sum();
        if unpacked > limits.decompressed_free_bytes.saturating_mul(8) {
            return Err(RejectReason::TooLong {
                limit_bytes: limits.decompressed_free_bytes.saturating_mul(8),
            });
        }
        for row in group.get_row_iter(None).map_err(in_words)? {
            let row = row.map_err(in_words)?;
            *record += 1;
            let content = serde_json::to_vec(&object(&row)).unwrap_or_default();
            let piece = Piece { record: *record, byte: 0, content: PieceContent::Bytes(content) };
            if sink(Ok(piece)).is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn object(row: &Row) -> Value {
    Value::Object(row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect())
}

fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(bool) => Value::Bool(*bool),
        Field::Byte(number) => (*number).into(),
        Field::Short(number) => (*number).into(),
        Field::Int(number) => (*number).into(),
        Field::Long(number) => (*number).into(),
        Field::UByte(number) => (*number).into(),
        Field::UShort(number) => (*number).into(),
        Field::UInt(number) => (*number).into(),
        Field::ULong(number) => (*number).into(),
        Field::Float(number) => (*number).into(),
        Field::Double(number) => (*number).into(),
        Field::Str(text) => Value::String(text.clone()),
        // Older writers do not say that their bytes are text; pictures are not.
        Field::Bytes(bytes) => {
            str::from_utf8(bytes.as_bytes()).map_or(Value::Null, |text| Value::String(text.to_owned()))
        }
        Field::Group(row) => object(row),
        Field::ListInternal(list) => Value::Array(list.elements().iter().map(value).collect()),
        Field::MapInternal(map) => {
            let entries = map.entries().iter().map(|(key, field)| {
                let key = if let Field::Str(key) = key { key.clone() } else { key.to_string() };
                (key, value(field))
            });
            Value::Object(entries.collect::<Map<String, Value>>())
        }
        // Days and times as they are written: `2017-03-02 17:18:40 +00:00`.
        other => Value::String(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::super::json::context;
    use super::*;

    /// Two articles, compressed with snappy.
    fn table() -> Vec<u8> {
        let schema =
            "message t { required binary title (UTF8); required int32 date (DATE); required binary text; }";
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let properties =
            WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
        let mut out = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut out, schema, Arc::new(properties)).expect("memory");
        let mut group = writer.next_row_group().expect("a group");
        let texts = |texts: [&str; 2]| texts.map(|text| ByteArray::from(text.as_bytes().to_vec()));
        for column in 0..3 {
            let mut open = group.next_column().expect("a column").expect("a column");
            match column {
                0 => open.typed::<ByteArrayType>().write_batch(&texts(["A", "B"]), None, None),
                1 => open.typed::<Int32Type>().write_batch(&[17_227, 17_228], None, None),
                _ => open.typed::<ByteArrayType>().write_batch(&texts(["One.", "Two."]), None, None),
            }
            .expect("written");
            open.close().expect("closed");
        }
        group.close().expect("closed");
        writer.close().expect("closed");
        out
    }

    /// The fields of each row, or why it is broken.
    fn rows(bytes: &[u8], limits: &Limits) -> Vec<String> {
        let mut found = Vec::new();
        let mut sink = |piece: Result<Piece, BrokenPiece>| {
            found.push(match piece {
                Ok(piece) => match Parquet.parse(piece, &context("t")) {
                    Ok(record) => super::super::shown(&record).join(", "),
                    Err(reject) => reject.to_string(),
                },
                Err(broken) => format!("{}! {}", broken.record, broken.reason),
            });
            ControlFlow::Continue(())
        };
        let mut input = bytes;
        Parquet.split(&mut input, &context("t"), limits, &mut sink).expect("memory");
        found
    }

    #[test]
    fn rows_are_articles() {
        assert_eq!(
            rows(&table(), &Limits::default()),
            ["title: A, metadata: 2017-03-02, body: One.", "title: B, metadata: 2017-03-03, body: Two."]
        );
    }

    #[test]
    fn a_damaged_file_is_told_and_never_panics() {
        let whole = table();
        for cut in 0..whole.len() {
            let found = rows(&whole[..cut], &Limits::default());
            assert!(
                found.last().is_some_and(|last| last.contains("an intact Parquet file")),
                "{cut}: {found:?}"
            );
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            let _ = rows(&damaged, &Limits::default());
        }
    }

    #[test]
    fn a_file_at_the_limit_is_read_and_one_past_it_is_not() {
        let whole = table();
        let limits = |bytes| Limits { file_record_bytes: bytes, ..Limits::default() };
        assert_eq!(rows(&whole, &limits(whole.len())).len(), 2);
        assert_eq!(rows(&whole, &limits(whole.len() - 1)), ["1! expected at most 0 MB, but found more"]);
    }
}
