//! `dateline search --queries FILE`: many queries, one table.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dateline_query::{DayRange, Reader, read_as};
use serde_json::json;

use super::{file_text, selection};
use crate::args::{Format, SearchArguments};
use crate::context::{Context, Query};
use crate::failure::Failure;
use crate::render::{self, Out, thousands};

/// Answers every line of a file; a line that cannot be read is reported, and the rest run.
pub fn run(context: &Context, arguments: &SearchArguments, file: &Path) -> Result<ExitCode, Failure> {
    let text = file_text(file)?;
    let reader = context.reader()?;
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        writeln!(out, "{:>12} {:>10}  {:<10} {:<10}  query", "articles", "undated", "first day", "last day")?;
    }
    let mut lines = Vec::new();
    let mut code = ExitCode::SUCCESS;
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let answered = selection::read_text(context, &arguments.which, line.trim())
            .and_then(|query| answer(&reader, query));
        match answered {
            Ok(row) if context.global.format == Format::Text => {
                row.write_text(&mut out)?;
                if !row.notes.is_empty() {
                    out.flush()?;
                }
                for note in &row.notes {
                    let place = format!("{}: line {}", file.display(), number + 1);
                    context.remark(&render::printable(&format!("{place}: note: {note}")));
                }
            }
            Ok(row) if context.global.format == Format::Jsonl => out.json_line(&row.json(number + 1))?,
            Ok(row) => lines.push(row.json(number + 1)),
            Err(Failure::BrokenPipe) => return Err(Failure::BrokenPipe),
            Err(failure) => {
                // The table and its errors meet on a terminal: keep them in order.
                out.flush()?;
                context.report(&format!("{}: line {}", file.display(), number + 1), &failure);
                code = ExitCode::from(2);
            }
        }
    }
    if context.global.format == Format::Json {
        out.json_line(&json!({ "version": 1, "queries": lines }))?;
    }
    out.flush()?;
    Ok(code)
}

/// What one query found.
struct Row {
    query: String,
    read_as: String,
    articles: u64,
    undated: Option<u64>,
    days: Option<DayRange>,
    notes: Vec<String>,
}

fn answer(reader: &Reader, query: Query) -> Result<Row, Failure> {
    let tally = reader.tally(&query.tree).map_err(|error| Failure::of_search(error, &query.text))?;
    let mut notes = query.notes;
    notes.extend(tally.notes);
    Ok(Row {
        query: query.text,
        read_as: read_as(&query.tree),
        notes,
        articles: tally.articles,
        undated: tally.undated,
        days: tally.days,
    })
}

impl Row {
    fn write_text(&self, out: &mut Out) -> std::io::Result<()> {
        let day = |day: Option<dateline_article::Day>| day.map_or("-".to_owned(), |day| day.to_string());
        writeln!(
            out,
            "{:>12} {:>10}  {:<10} {:<10}  {}",
            thousands(self.articles),
            self.undated.map_or("-".to_owned(), thousands),
            day(self.days.and_then(DayRange::first)),
            day(self.days.and_then(DayRange::last)),
            render::printable(&self.query)
        )
    }

    fn json(&self, line: usize) -> serde_json::Value {
        let day = |day: Option<dateline_article::Day>| day.map(|day| day.to_string());
        json!({
            "line": line,
            "query": self.query,
            "read_as": self.read_as,
            "notes": self.notes,
            "articles": self.articles,
            "undated": self.undated,
            "first_day": day(self.days.and_then(DayRange::first)),
            "last_day": day(self.days.and_then(DayRange::last)),
        })
    }
}
