//! Tables: CSV for programs, aligned columns for people.

use std::io::{self, Write};

use textwrap::core::display_width;

/// Whether cells that a spreadsheet would run are made harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// A `'` stands before them.
    Guarded,
    /// They are written as they are.
    Raw,
}

/// A table as RFC 4180 wants it.
pub struct Table<W: Write> {
    writer: csv::Writer<W>,
    cells: Cells,
}

impl<W: Write> Table<W> {
    /// Begins a table with the names of its columns.
    pub fn new(out: W, cells: Cells, columns: &[&str]) -> io::Result<Table<W>> {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(false).from_writer(out);
        writer.write_record(columns).map_err(io_error)?;
        Ok(Table { writer, cells })
    }

    /// Adds a row: texts of the archive are made harmless, numbers and dates of ours are not texts.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            match cell {
                Cell::Text(text) if self.cells == Cells::Guarded && is_run(text) => {
                    self.writer.write_field(format!("'{text}"))
                }
                Cell::Text(text) => self.writer.write_field(text),
                Cell::Own(text) => self.writer.write_field(text),
            }
            .map_err(io_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// Writes what is held back.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Ends the table.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A cell of a table.
pub enum Cell<'a> {
    /// A text of the archive, which is not trusted.
    Text(&'a str),
    /// A number, a date or a word of ours.
    Own(String),
}

impl Cell<'_> {
    /// A number, or nothing.
    pub fn number(number: Option<u64>) -> Cell<'static> {
        Cell::Own(number.map_or(String::new(), |number| number.to_string()))
    }

    /// A share of 1, or nothing.
    pub fn share(share: Option<f64>) -> Cell<'static> {
        Cell::Own(share.map_or(String::new(), |share| format!("{share:.6}")))
    }
}

/// Whether a spreadsheet takes a cell for a formula.
///
/// Source: <https://owasp.org/www-community/attacks/CSV_Injection>
fn is_run(text: &str) -> bool {
    // Spaces before it do not hinder every program.
    let first = text.chars().find(|letter| *letter != ' ');
    matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'))
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A text cut or filled to so many columns of a terminal, beginning at its start.
pub fn left(text: &str, columns: usize) -> String {
    let cut = cut_end(text, columns);
    let filled = columns - display_width(&cut).min(columns);
    cut + &" ".repeat(filled)
}

/// A text cut to so many columns; `…` says that something is missing.
fn cut_end(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut width = 0;
    for letter in text.chars() {
        width += display_width(letter.encode_utf8(&mut [0; 4]));
        if width >= columns {
            break;
        }
        cut.push(letter);
    }
    if columns > 0 {
        cut.push('…');
    }
    cut
}

/// `part` of `whole` in percent, for people.
pub fn percent(part: u64, whole: u64) -> String {
    match whole {
        0 => "–".to_owned(),
        whole => {
            let percent = part as f64 * 100.0 / whole as f64;
            // What is there never reads as nothing.
            if part > 0 && percent < 0.05 { "<0.1 %".to_owned() } else { format!("{percent:.1} %") }
        }
    }
}

/// `part` of `whole`, both known and the whole not empty.
pub fn share(part: u64, whole: Option<u64>) -> Option<f64> {
    whole.filter(|&whole| whole > 0).map(|whole| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: Cells, text: &str, expect: &str) {
        let mut written = Vec::new();
        let mut table = Table::new(&mut written, cells, &["value", "articles"]).expect("a table");
        table.row(&[Cell::Text(text), Cell::number(Some(3))]).expect("a row");
        table.finish().expect("an end");
        assert_eq!(String::from_utf8(written).expect("UTF-8"), format!("value,articles\r\n{expect}\r\n"));
    }

    #[test]
    fn cells_are_quoted_where_they_must() {
        check(Cells::Guarded, "Plain", "Plain,3");
        check(Cells::Guarded, "Roe, \"J\"\nof here", "\"Roe, \"\"J\"\"\nof here\",3");
    }

    #[test]
    fn no_cell_of_the_archive_is_a_formula_unless_asked_for() {
        check(Cells::Guarded, "=1+1", "'=1+1,3");
        check(Cells::Guarded, " @SUM(A1)", "' @SUM(A1),3");
        check(Cells::Guarded, "-5", "'-5,3");
        check(Cells::Raw, "=1+1", "=1+1,3");
    }

    #[test]
    fn columns_count_what_a_terminal_shows() {
        assert_eq!(left("Zeitung", 9), "Zeitung  ");
        assert_eq!(left("Süddeutsche Zeitung", 8), "Süddeut…");
        assert_eq!(left("人民日报", 6), "人民… ");
    }

    #[test]
    fn a_share_that_is_not_nothing_never_reads_as_nothing() {
        assert_eq!(
            [percent(1, 100_000), percent(1, 8), percent(0, 8), percent(0, 0)],
            ["<0.1 %", "12.5 %", "0.0 %", "–"]
        );
    }
}
