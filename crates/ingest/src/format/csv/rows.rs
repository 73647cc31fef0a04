//! Rows and cells, as RFC 4180 and the programs that never read it write them.
//!
//! A row is cut out before its cells are told, so that a quote that is never closed costs one row and
//! bounded memory. What a row is, is decided in one place: [`Dialect::row_end`].
//!
//! Format: <https://www.rfc-editor.org/rfc/rfc4180>

use csv::ByteRecord;

/// How a table is written. The quote is always `"`, doubled inside quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    pub line_end: LineEnd,
}

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// A line feed, with or without carriage returns before it.
    LineFeed,
    /// A carriage return alone, as on old Macs.
    CarriageReturn,
}

impl LineEnd {
    pub fn byte(self) -> u8 {
        match self {
            LineEnd::LineFeed => b'\n',
            LineEnd::CarriageReturn => b'\r',
        }
    }
}

/// Where in a row a reader stands between two chunks of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Before a cell.
    #[default]
    CellStart,
    /// In a cell, or a part of it, without quotes.
    Bare,
    /// Inside quotes.
    Quoted,
    /// After a quote inside quotes: the end of them, or the first of two.
    QuoteInQuotes,
}

impl Dialect {
    /// Where the first row ends, its line end included; `None` when it does not end here.
    pub fn row_end(self, bytes: &[u8]) -> Option<usize> {
        self.scan(bytes, &mut State::default())
    }

    /// Like [`Dialect::row_end`], for a row that comes in chunks.
    pub fn scan(self, chunk: &[u8], state: &mut State) -> Option<usize> {
        let (delimiter, end) = (self.delimiter, self.line_end.byte());
        let mut at = 0;
        while at < chunk.len() {
            match *state {
                State::Quoted => {
                    let quote = memchr::memchr(b'"', &chunk[at..])?;
                    at += quote + 1;
                    *state = State::QuoteInQuotes;
                    continue;
                }
                State::Bare => {
                    let stop = memchr::memchr2(delimiter, end, &chunk[at..])?;
                    at += stop;
                }
                State::CellStart | State::QuoteInQuotes => {}
            }
            let byte = chunk[at];
            at += 1;
            if byte == end {
                *state = State::CellStart;
                return Some(at);
            }
            *state = match byte {
                b'"' if *state != State::Bare => State::Quoted,
                _ if byte == delimiter => State::CellStart,
                _ => State::Bare,
            };
        }
        None
    }

    /// The cells of one row, unquoted.
    pub fn cells(self, row: &[u8]) -> ByteRecord {
        let row = strip_line_end(row);
        let mut cells = ByteRecord::with_capacity(row.len(), 16);
        let mut cell = Vec::new();
        let mut state = State::CellStart;
        let mut at = 0;
        while at < row.len() {
            let rest = &row[at..];
            let plain = match state {
                State::Quoted => memchr::memchr(b'"', rest),
                State::Bare => memchr::memchr(self.delimiter, rest),
                State::CellStart | State::QuoteInQuotes => Some(0),
            };
            let plain = plain.unwrap_or(rest.len());
            cell.extend_from_slice(&rest[..plain]);
            at += plain;
            let Some(&byte) = row.get(at) else { break };
            at += 1;
            state = match (state, byte) {
                (State::Quoted, _) => State::QuoteInQuotes,
                (State::CellStart, b'"') => State::Quoted,
                (State::QuoteInQuotes, b'"') => {
                    cell.push(b'"');
                    State::Quoted
                }
                (_, byte) if byte == self.delimiter => {
                    cells.push_field(&cell);
                    cell.clear();
                    State::CellStart
                }
                (_, byte) => {
                    cell.push(byte);
                    State::Bare
                }
            };
        }
        cells.push_field(&cell);
        cells
    }
}

/// Whether a row holds nothing at all, as the last line of many files.
pub(super) fn is_blank(row: &[u8]) -> bool {
    strip_line_end(row).trim_ascii().is_empty()
}

/// Checks that a row is as wide as the header, cells left empty at its end aside. Otherwise says how
/// many cells it has.
pub(super) fn fits(cells: &ByteRecord, columns: usize) -> Result<(), usize> {
    let surplus = cells.iter().skip(columns);
    let fits = cells.len() >= columns && surplus.into_iter().all(|cell| cell.trim_ascii().is_empty());
    if fits { Ok(()) } else { Err(cells.len()) }
}

fn strip_line_end(row: &[u8]) -> &[u8] {
    let end = row.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r'));
    &row[..end.map_or(0, |end| end + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', line_end: LineEnd::LineFeed };

    /// Rows are separated by a line feed, cells by `|` in `expect`.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        assert_eq!(rows(text.as_bytes()), expect);
    }

    fn rows(mut bytes: &[u8]) -> Vec<String> {
        let mut rows = Vec::new();
        while !bytes.is_empty() {
            let end = COMMA.row_end(bytes).unwrap_or(bytes.len());
            rows.push(written(&COMMA.cells(&bytes[..end])));
            bytes = &bytes[end..];
        }
        rows
    }

    /// Whether each quote has its second.
    fn closes(text: &[u8]) -> bool {
        let mut state = State::default();
        let mut at = 0;
        while let Some(end) = COMMA.scan(&text[at..], &mut state) {
            at += end;
        }
        state != State::Quoted
    }

    fn written(cells: &ByteRecord) -> String {
        let cells: Vec<_> = cells.iter().map(String::from_utf8_lossy).collect();
        cells.join("|")
    }

    #[test]
    fn quotes_hold_delimiters_line_ends_and_quotes() {
        check("a,\"b,c\nd\",\"e\"\"f\"\r\ng,,\n", &["a|b,c\nd|e\"f", "g||"]);
    }

    #[test]
    fn a_quote_in_the_middle_of_a_cell_is_a_letter() {
        check("5\" pipe,b\nc,d", &["5\" pipe|b", "c|d"]);
        check("\"a\"b\",c\n", &["ab\"|c"]);
    }

    #[test]
    fn a_row_that_comes_in_chunks_ends_in_the_same_place() {
        let text = b"a,\"b\"\"\n,c\"\r\nd";
        for cut in 0..text.len() {
            let mut state = State::default();
            let end = match COMMA.scan(&text[..cut], &mut state) {
                Some(end) => end,
                None => cut + COMMA.scan(&text[cut..], &mut state).expect("an end"),
            };
            assert_eq!(end, 12, "cut at {cut}");
        }
    }

    #[test]
    fn rows_and_cells_agree_with_the_csv_crate() {
        // Every text of six letters out of these, without blank rows, which that crate leaves out, and
        // without open quotes.
        let letters = [b'a', b',', b'"', b'\n'];
        for number in 0..4_u32.pow(6) {
            let text: Vec<u8> = (0..6).map(|place| letters[(number >> (2 * place) & 3) as usize]).collect();
            let has_blank = text.starts_with(b"\n") || text.windows(2).any(|pair| pair == b"\n\n");
            if has_blank || !closes(&text) {
                continue;
            }
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
            let expect: Vec<String> =
                reader.byte_records().map(|row| written(&row.expect("a row in memory"))).collect();
            assert_eq!(rows(&text), expect, "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn cells_left_empty_at_the_end_do_not_count() {
        assert_eq!(fits(&COMMA.cells(b"a,b,,"), 2), Ok(()));
        assert_eq!(fits(&COMMA.cells(b"a,b,c"), 2), Err(3));
        assert_eq!(fits(&COMMA.cells(b"a"), 2), Err(1));
    }
}
