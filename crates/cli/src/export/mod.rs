//! Articles as other programs want them: one file a form.
//!
//! Start with [`writer`]. A writer takes articles one at a time and keeps none.

mod bibtex;
mod column;
mod csl_json;
mod csv;
mod folder;
mod jsonl;
mod parquet;
mod ris;

use std::io::{self, Write};

use dateline_article::{Article, Precision, PubDate};

pub use self::column::Column;
pub use self::folder::Folder;
use crate::render::Cells;

/// The forms that are one file or stream of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Articles as the archive keeps them, one JSON document a line.
    Jsonl,
    /// A table.
    Csv,
    /// For LaTeX.
    Bibtex,
    /// For reference managers.
    Ris,
    /// For citation processors.
    CslJson,
    /// A table with types.
    Parquet,
}

/// Writes articles in one form.
pub trait ArticleWriter {
    /// Adds an article.
    fn article(&mut self, article: &Article) -> io::Result<()>;

    /// Writes what stands behind the last article.
    fn finish(&mut self) -> io::Result<()>;
}

/// Begins a file or stream of articles. Columns are for JSON lines and tables; none means the usual ones.
pub fn writer<'o>(
    form: Form,
    out: &'o mut dyn Write,
    columns: &[Column],
    cells: Cells,
) -> io::Result<Box<dyn ArticleWriter + 'o>> {
    Ok(match form {
        Form::Jsonl => Box::new(jsonl::Lines::new(out, columns)),
        Form::Csv => Box::new(csv::Rows::new(out, columns, cells)?),
        Form::Bibtex => Box::new(bibtex::Entries::new(out)),
        Form::Ris => Box::new(ris::References::new(out)),
        Form::CslJson => Box::new(csl_json::Items::new(out)?),
        Form::Parquet => Box::new(parquet::RowGroups::new(out, columns)?),
    })
}

/// A text in one line: most forms have no place for a second.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date as year, month and day, as far as they are known to be single.
struct DateParts {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl DateParts {
    /// `None` for a span of several years.
    fn of(date: &PubDate) -> Option<DateParts> {
        let first = date.span.first();
        let (month, day) = (first.month(), first.day_of_month());
        let (month, day) = match date.precision() {
            Precision::Day => (Some(month), Some(day)),
            Precision::Month => (Some(month), None),
            _ if first.year() != date.span.last().year() => return None,
            _ => (None, None),
        };
        Some(DateParts { year: first.year(), month, day })
    }
}

#[cfg(test)]
mod tests;
