//! Apache Parquet, for statistics programs and databases.
//!
//! A row group is written when so many articles or so much text has come together: memory does not grow with the
//! export. Texts may be null, lists are never null but may be empty, days are `DATE`.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use dateline_article::Article;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::Value;

use super::ArticleWriter;
use super::column::{Column, ColumnType};

/// Articles of a row group …
const MOST_ROWS: usize = 10_000;
/// … and bytes of their texts, whichever is reached first.
const MOST_BYTES: usize = 16 << 20;

/// One article a row.
pub struct RowGroups<'o> {
    out: &'o mut dyn Write,
    /// What was written and not yet handed on.
    pending: Pending,
    /// `None` once the file is finished.
    file: Option<SerializedFileWriter<Pending>>,
    columns: Vec<(Column, Cells)>,
    rows: usize,
    bytes: usize,
}

/// The values of one column in a row group. A level says whether a row, or a text of a list, is there; a repeat is 0 where a row begins.
enum Cells {
    Texts { values: Vec<ByteArray>, levels: Vec<i16> },
    Days { values: Vec<i32>, levels: Vec<i16> },
    Numbers { values: Vec<i64>, levels: Vec<i16> },
    Lists { values: Vec<ByteArray>, levels: Vec<i16>, repeats: Vec<i16> },
}

impl<'o> RowGroups<'o> {
    pub fn new(out: &'o mut dyn Write, columns: &[Column]) -> io::Result<RowGroups<'o>> {
        let columns = if columns.is_empty() { Column::TYPED.to_vec() } else { columns.to_vec() };
        let fields: String = columns.iter().map(|&column| field(column)).collect();
        let schema = parse_message_type(&format!("message article {{ {fields} }}")).map_err(refused)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let pending = Pending::default();
        let file = SerializedFileWriter::new(pending.clone(), Arc::new(schema), Arc::new(properties));
        let columns = columns.into_iter().map(|column| (column, Cells::of(column.column_type()))).collect();
        Ok(RowGroups { out, pending, file: Some(file.map_err(refused)?), columns, rows: 0, bytes: 0 })
    }

    fn write_group(&mut self) -> io::Result<()> {
        let Some(file) = self.file.as_mut().filter(|_| self.rows > 0) else { return Ok(()) };
        let mut group = file.next_row_group().map_err(refused)?;
        for (_, cells) in &mut self.columns {
            let Some(mut column) = group.next_column().map_err(refused)? else { break };
            cells.write(column.untyped()).map_err(refused)?;
            column.close().map_err(refused)?;
        }
        group.close().map_err(refused)?;
        (self.rows, self.bytes) = (0, 0);
        self.pending.hand_on(self.out)
    }
}

impl ArticleWriter for RowGroups<'_> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        for (column, cells) in &mut self.columns {
            self.bytes += cells.add(*column, article);
        }
        self.rows += 1;
        if self.rows >= MOST_ROWS || self.bytes >= MOST_BYTES { self.write_group() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write_group()?;
        if let Some(file) = self.file.take() {
            file.close().map_err(refused)?;
        }
        self.pending.hand_on(self.out)?;
        self.out.flush()
    }
}

/// A column as the language of schemas writes it.
fn field(column: Column) -> String {
    let name = column.name();
    match column.column_type() {
        ColumnType::Text => format!("optional binary {name} (STRING); "),
        ColumnType::Day => format!("optional int32 {name} (DATE); "),
        ColumnType::Number => format!("optional int64 {name}; "),
        ColumnType::Texts => {
            format!(
                "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }} "
            )
        }
    }
}

impl Cells {
    fn of(column_type: ColumnType) -> Cells {
        match column_type {
            ColumnType::Text => Cells::Texts { values: Vec::new(), levels: Vec::new() },
            ColumnType::Day => Cells::Days { values: Vec::new(), levels: Vec::new() },
            ColumnType::Number => Cells::Numbers { values: Vec::new(), levels: Vec::new() },
            ColumnType::Texts => Cells::Lists { values: Vec::new(), levels: Vec::new(), repeats: Vec::new() },
        }
    }

    /// Adds what an article has in a column; about how many bytes that is.
    fn add(&mut self, column: Column, article: &Article) -> usize {
        match self {
            Cells::Texts { values, levels } => {
                let text = match column.value(article) {
                    Value::Null => None,
                    Value::String(text) => Some(text),
                    other => Some(other.to_string()),
                };
                levels.push(i16::from(text.is_some()));
                let bytes = text.as_ref().map_or(0, String::len);
                values.extend(text.map(|text| ByteArray::from(text.into_bytes())));
                bytes
            }
            Cells::Days { values, levels } => {
                let day = column.day(article);
                levels.push(i16::from(day.is_some()));
                values.extend(day.map(dateline_article::Day::epoch_days));
                size_of::<i32>()
            }
            Cells::Numbers { values, levels } => {
                let number = column.value(article).as_i64();
                levels.push(i16::from(number.is_some()));
                values.extend(number);
                size_of::<i64>()
            }
            Cells::Lists { values, levels, repeats } => {
                let list = column.value(article);
                let texts = list.as_array().map(Vec::as_slice).unwrap_or_default();
                let mut bytes = 0;
                for (number, text) in texts.iter().filter_map(Value::as_str).enumerate() {
                    repeats.push(i16::from(number > 0));
                    levels.push(1);
                    values.push(ByteArray::from(text.as_bytes().to_vec()));
                    bytes += text.len();
                }
                if texts.is_empty() {
                    repeats.push(0);
                    levels.push(0);
                }
                bytes
            }
        }
    }

    /// Writes the values of a row group, and is empty again.
    fn write(&mut self, writer: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        match (self, writer) {
            (Cells::Texts { values, levels }, ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(values, Some(levels), None)?;
                values.clear();
                levels.clear();
            }
            (Cells::Days { values, levels }, ColumnWriter::Int32ColumnWriter(writer)) => {
                writer.write_batch(values, Some(levels), None)?;
                values.clear();
                levels.clear();
            }
            (Cells::Numbers { values, levels }, ColumnWriter::Int64ColumnWriter(writer)) => {
                writer.write_batch(values, Some(levels), None)?;
                values.clear();
                levels.clear();
            }
            (Cells::Lists { values, levels, repeats }, ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(values, Some(levels), Some(repeats))?;
                values.clear();
                levels.clear();
                repeats.clear();
            }
            _ => return Err(ParquetError::General("a column of another type than its schema".to_owned())),
        }
        Ok(())
    }
}

/// Bytes on their way out. The library wants to own a place it can write to from any thread; standard output is none.
#[derive(Clone, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Pending {
    fn hand_on(&self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes)
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn refused(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use dateline_article::MentionKind;
    use dateline_testkit::Draft;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    /// Writes articles and reads them back: the number of row groups, and the rows as they print.
    fn read_back(columns: &[Column], articles: &[Article]) -> (usize, Vec<String>) {
        let mut written = Vec::new();
        let mut groups = RowGroups::new(&mut written, columns).expect("a writer");
        for article in articles {
            groups.article(article).expect("an article");
        }
        groups.finish().expect("an end");
        drop(groups);
        let file = SerializedFileReader::new(bytes::Bytes::from(written)).expect("a Parquet file");
        let rows = file.get_row_iter(None).expect("rows");
        let rows = rows.map(|row| row.expect("a row").to_string()).collect();
        (file.num_row_groups(), rows)
    }

    #[test]
    fn days_are_dates_lists_are_lists_and_what_is_missing_is_null() {
        let articles = [
            Draft::new("a", "Storm", "x").on("2017-03-02").from("Gazette").tag("sea").tag("=1").article(),
            Draft::new("b", "Calm", "y").on("2017-04").names(MentionKind::Person, "Ann Lee").article(),
            Draft::new("c", "Old", "z").on("1665-11-07").article(),
            Draft::new("d", "Undated", "").article(),
        ];
        let columns = [
            Column::Day,
            Column::Date,
            Column::DateLast,
            Column::Source,
            Column::Tags,
            Column::Persons,
            Column::Record,
            Column::Text,
        ];
        let (groups, rows) = read_back(&columns, &articles);
        assert_eq!(groups, 1);
        let expect = [
            r#"{day: 2017-03-02, date: 2017-03-02, date_last: 2017-03-02, source: "Gazette", tags: ["sea", "=1"], persons: [], record: 1, text: "x"}"#,
            r#"{day: null, date: 2017-04-01, date_last: 2017-04-30, source: null, tags: [], persons: ["Ann Lee"], record: 1, text: "y"}"#,
            r#"{day: 1665-11-07, date: 1665-11-07, date_last: 1665-11-07, source: null, tags: [], persons: [], record: 1, text: "z"}"#,
            r"{day: null, date: null, date_last: null, source: null, tags: [], persons: [], record: 1, text: null}",
        ];
        assert_eq!(rows, expect);
    }

    #[test]
    fn a_row_group_ends_with_its_rows_or_its_bytes_and_none_is_lost() {
        let short = Draft::new("a", "T", "x").article();
        let (groups, rows) = read_back(&[Column::Id], &vec![short; MOST_ROWS + 1]);
        assert_eq!((groups, rows.len()), (2, MOST_ROWS + 1));
        let long = Draft::new("a", "T", &"long ".repeat(MOST_BYTES / 8)).article();
        let (groups, rows) = read_back(&[Column::Text], &vec![long; 5]);
        assert_eq!((groups, rows.len()), (3, 5));
    }

    #[test]
    fn an_export_without_matches_is_a_table_without_rows() {
        assert_eq!(read_back(&[], &[]), (0, Vec::new()));
    }
}
