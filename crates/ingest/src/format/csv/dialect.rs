//! Which character separates the cells of a table, told by its first lines.

use super::rows::{self, Dialect, LineEnd};
use crate::format::{Columns, Field, FieldMap, Head};

/// How many lines at the top are looked at.
const ROWS: usize = 20;
/// A longer cell is no name of a column.
const LONGEST_NAME: usize = 80;
/// More cells than any table has; what lies beyond is noise.
const MOST_COLUMNS: usize = 4_096;

/// A table's dialect, its header, and how well both fit what follows.
pub(super) struct Sniffed {
    pub dialect: Dialect,
    /// The names of the columns.
    pub names: Vec<String>,
    /// Where the header ends, in bytes of the file.
    pub header_end: usize,
    /// Whole rows after the header that were looked at.
    pub rows: usize,
    /// How many of them have as many cells as the header.
    pub even_rows: usize,
}

impl Sniffed {
    /// Whether at least two rows in three are as wide as the header.
    pub fn is_even(&self) -> bool {
        self.even_rows * 3 >= self.rows * 2
    }

    /// What the columns mean.
    pub fn columns(&self, map: &FieldMap) -> Columns {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Columns::guess(&names, map)
    }

    /// Orders dialects: first by how many rows are even, then by how much of the header is understood.
    fn score(&self, map: &FieldMap) -> (usize, usize) {
        let even_percent = self.even_rows * 100 / self.rows.max(1);
        (even_percent, self.columns(map).understood())
    }

    /// Whether the header says what a record of news is made of.
    pub fn is_understood(&self, map: &FieldMap) -> bool {
        let columns = self.columns(map);
        columns.fills(Field::Title)
            || columns.fills(Field::Body)
            || self.names.iter().any(|name| map.assigns(name))
    }
}

/// Tells the dialect by what gives an understood header and even rows; `None` when nothing does.
pub(super) fn sniff(head: Head<'_>, map: &FieldMap) -> Option<Sniffed> {
    let bom = if head.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let line_end = if !head.bytes.contains(&b'\n') && head.bytes.contains(&b'\r') {
        LineEnd::CarriageReturn
    } else {
        LineEnd::LineFeed
    };
    let read = |start, delimiter| {
        read_head(head, start, Dialect { delimiter, line_end }).filter(|found| found.is_understood(map))
    };
    if let Some((delimiter, start)) = excel_hint(head.bytes, bom, line_end) {
        return read(start, delimiter);
    }
    let mut best: Option<Sniffed> = None;
    for delimiter in [b',', b'\t', b';', b'|'] {
        let found = read(bom, delimiter).filter(|found| found.names.len() >= 2);
        best = match (best, found) {
            (Some(best), Some(found)) if found.score(map) <= best.score(map) => Some(best),
            (best, found) => found.or(best),
        };
    }
    // A table of one column has no delimiter to tell; any will do.
    best.or_else(|| read(bom, b',').filter(|found| found.names.len() == 1))
}

/// The first line `sep=;` tells Excel the delimiter and is no row.
fn excel_hint(bytes: &[u8], start: usize, line_end: LineEnd) -> Option<(u8, usize)> {
    let rest = bytes.get(start..)?;
    let rest_of_hint = rest.strip_prefix(b"sep=").or_else(|| rest.strip_prefix(b"SEP="))?;
    let (&delimiter, rest_of_line) = rest_of_hint.split_first()?;
    let end = rest_of_line.iter().position(|&byte| byte == line_end.byte())?;
    rest_of_line[..end].trim_ascii().is_empty().then_some((delimiter, start + 5 + end + 1))
}

fn read_head(head: Head<'_>, start: usize, dialect: Dialect) -> Option<Sniffed> {
    let mut at = start;
    let mut found: Option<Sniffed> = None;
    while found.as_ref().is_none_or(|found| found.rows < ROWS) {
        let rest = &head.bytes[at.min(head.bytes.len())..];
        let end = match dialect.row_end(rest) {
            Some(end) => end,
            // The last row of a cut head is cut, too.
            None if head.complete && !rest.is_empty() => rest.len(),
            None => break,
        };
        let row = &rest[..end];
        at += end;
        if rows::is_blank(row) {
            continue;
        }
        let cells = dialect.cells(row);
        if let Some(found) = &mut found {
            found.rows += 1;
            found.even_rows += usize::from(rows::fits(&cells, found.names.len()).is_ok());
            continue;
        }
        let names: Vec<String> = cells.iter().map(name).collect();
        let is_name = |name: &String| name.len() <= LONGEST_NAME && !name.contains('\n');
        if names.len() > MOST_COLUMNS || !names.iter().all(is_name) {
            return None;
        }
        found = Some(Sniffed { dialect, names, header_end: at, rows: 0, even_rows: 0 });
    }
    found
}

fn name(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(char, &str)>) {
        let head = Head { name: "t", bytes: text.as_bytes(), complete: true };
        let found = sniff(head, &FieldMap::default());
        let found = found.map(|found| (char::from(found.dialect.delimiter), found.names.join("/")));
        assert_eq!(found, expect.map(|(delimiter, names)| (delimiter, names.to_owned())));
    }

    #[test]
    fn the_delimiter_is_the_one_that_gives_even_rows() {
        check("title,text\na,b\n", Some((',', "title/text")));
        check("\u{feff}Title;Body;Date\n\"a;b\";c, d, e;1.2.2017\n", Some((';', "Title/Body/Date")));
        check("id\ttitle\n1\ta, b; c\n", Some(('\t', "id/title")));
        check("id|headline\r\n1|a\r\n", Some(('|', "id/headline")));
        check("id,title\r1,a\r", Some((',', "id/title")));
    }

    #[test]
    fn the_hint_for_excel_is_followed_and_is_no_row() {
        check("sep=;\r\ntitle;text\r\n", Some((';', "title/text")));
    }

    #[test]
    fn a_header_that_is_not_understood_is_no_header() {
        check("a,b\n1,2\n", None);
        check("", None);
        check("Once upon a time, there was\na king, who\n", None);
    }

    #[test]
    fn one_column_needs_no_delimiter() {
        check("headline\nDock strike ends\n", Some((',', "headline")));
    }
}
