//! Matches over the calendar: bars for a terminal, tables, a picture.

mod bars;
mod bursts;
mod picture;

use std::io;
use std::ops::Range;

use dateline_query::{Line, Tallies, Timeline};
use serde_json::{Value, json};

use super::out::Out;
use super::table::{Cell, share};
use super::{Cells, Table};

pub use bars::write_text;
pub use bursts::{
    LineBursts, ShownBurst, Usual, as_json as bursts_json, method as burst_method,
    write_csv as write_bursts_csv, write_jsonl as write_bursts_jsonl, write_text as write_bursts_text,
};
pub use picture::{MOST_LINES, picture};

/// What bars and curves stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Articles.
    Articles,
    /// Articles in a thousand of those that the archive holds.
    Share,
}

/// Whether the lines of a timeline add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sums {
    /// Every article is in one line.
    AddUp,
    /// An article may be in several, as with names and with queries that are compared.
    Overlap,
}

impl Measure {
    /// What a unit of a line measures; `None` where the archive holds nothing to take a share of.
    fn of(self, line: &Line, unit: usize) -> Option<f64> {
        let articles = line.matches.units[unit];
        match self {
            Measure::Articles => Some(articles as f64),
            Measure::Share => share(articles, Some(line.archive.units[unit])),
        }
    }

    /// The greatest of a timeline; 0 when there is none.
    fn greatest(self, timeline: &Timeline) -> f64 {
        let lines = timeline.lines.iter();
        lines
            .flat_map(|line| (0..timeline.units.len()).filter_map(move |unit| self.of(line, unit)))
            .fold(0.0, f64::max)
    }
}

/// The runs of units of which the archive holds nothing: drawn as one, they show no seams.
pub fn gaps(timeline: &Timeline) -> Vec<Range<usize>> {
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for unit in (0..timeline.units.len()).filter(|&unit| timeline.is_gap(unit)) {
        match gaps.last_mut().filter(|gap| gap.end == unit) {
            Some(gap) => gap.end = unit + 1,
            None => gaps.push(unit..unit + 1),
        }
    }
    gaps
}

/// A row of data: a unit of one line, its undated or its imprecise articles.
struct Row {
    label: String,
    days: Option<(String, String)>,
    articles: u64,
    archive: u64,
}

fn rows<'a>(timeline: &'a Timeline, line: &'a Line) -> impl Iterator<Item = Row> + 'a {
    let Line { matches, archive, .. } = line;
    let units = timeline.units.iter().enumerate().map(|(number, &unit)| Row {
        label: timeline.step.label(unit),
        days: Some((unit.first().to_string(), unit.last().to_string())),
        articles: matches.units[number],
        archive: archive.units[number],
    });
    let rest = |label: &str, count: fn(&Tallies) -> u64| Row {
        label: label.to_owned(),
        days: None,
        articles: count(matches),
        archive: count(archive),
    };
    units.chain([rest("undated", |tallies| tallies.undated), rest("imprecise", |tallies| tallies.imprecise)])
}

fn row_json(row: &Row) -> Value {
    let (first, last) = row.days.clone().unzip();
    json!({
        "label": row.label,
        "first": first,
        "last": last,
        "articles": row.articles,
        "archive": row.archive,
        "share_of_archive": share(row.articles, Some(row.archive)),
    })
}

/// As a part of one document.
pub fn as_json(timeline: &Timeline) -> Value {
    let lines = timeline.lines.iter();
    let lines: Vec<Value> = lines
        .map(|line| {
            let rows: Vec<Value> = rows(timeline, line).map(|row| row_json(&row)).collect();
            json!({ "name": line.name, "total": line.matches.total, "rows": rows })
        })
        .collect();
    json!(lines)
}

/// One row a line.
pub fn write_jsonl(out: &mut Out, timeline: &Timeline) -> io::Result<()> {
    for line in &timeline.lines {
        for row in rows(timeline, line) {
            let mut document = row_json(&row);
            document["name"] = json!(line.name);
            out.json_line(&document)?;
        }
    }
    Ok(())
}

/// As a table: of every line its units, its undated and its imprecise articles.
pub fn write_csv(out: &mut Out, timeline: &Timeline, cells: Cells) -> io::Result<()> {
    let columns = ["name", "label", "first_day", "last_day", "articles", "archive", "share_of_archive"];
    let mut table = Table::new(out, cells, &columns)?;
    for line in &timeline.lines {
        for row in rows(timeline, line) {
            let share = share(row.articles, Some(row.archive));
            let (first, last) = row.days.unwrap_or_default();
            table.row(&[
                Cell::Text(&line.name),
                Cell::Own(row.label),
                Cell::Own(first),
                Cell::Own(last),
                Cell::number(Some(row.articles)),
                Cell::number(Some(row.archive)),
                Cell::share(share),
            ])?;
        }
    }
    table.finish()
}
