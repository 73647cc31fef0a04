//! Tables: RFC 4180.

use std::io::{self, Write};

use dateline_article::Article;
use serde_json::Value;

use super::{ArticleWriter, Column};
use crate::render::table::{Cell, Cells, Table};

/// What stands between the texts of a list in one cell.
const BETWEEN: &str = "; ";

/// One article a row.
pub struct Rows<'o> {
    table: Table<&'o mut dyn Write>,
    columns: Vec<Column>,
}

impl<'o> Rows<'o> {
    pub fn new(out: &'o mut dyn Write, columns: &[Column], cells: Cells) -> io::Result<Rows<'o>> {
        let columns = if columns.is_empty() { Column::USUAL.to_vec() } else { columns.to_vec() };
        let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
        Ok(Rows { table: Table::new(out, cells, &names)?, columns })
    }
}

impl ArticleWriter for Rows<'_> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        let values: Vec<String> = self.columns.iter().map(|column| cell(&column.value(article))).collect();
        let cells: Vec<Cell<'_>> = values.iter().map(|value| Cell::Text(value)).collect();
        self.table.row(&cells)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.table.flush()
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join(BETWEEN),
        other => other.to_string(),
    }
}
