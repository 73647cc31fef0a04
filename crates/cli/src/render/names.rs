//! Names with how often they are named.

use std::io::{self, Write};

use dateline_query::{NameCount, NameCounts};
use serde_json::{Value, json};

use super::out::Out;
use super::table::{Cell, left, percent, share};
use super::{Cells, Table, noun, printable, thousands};

/// The widest column of names; longer ones are cut where people read.
const WIDEST_NAME: usize = 48;
const NARROWEST_NAME: usize = 16;
/// The columns beside the names.
const OTHERS: usize = 8 + 12 + 12 + 12 + 8;

/// For people.
pub fn write_text(out: &mut Out, counts: &NameCounts) -> io::Result<()> {
    let (title, faint, off) = (out.style.title(), out.style.faint(), out.style.off());
    writeln!(out)?;
    if counts.names == 0 {
        return writeln!(out, "{faint}none of them names anybody or anything else{off}");
    }
    let width = out.width.saturating_sub(OTHERS).clamp(NARROWEST_NAME, WIDEST_NAME);
    let heading = left("name", width);
    writeln!(
        out,
        "{title}{heading}{off}{faint}{:>8}{:>12}{:>12}{:>12}{:>8}{off}",
        "kind", "articles", "of matches", "of archive", "lift"
    )?;
    for NameCount { kind, name, articles, archive, lift } in &counts.rows {
        let name = left(&printable(name).replace('\n', " "), width);
        let kind = kind.to_string();
        let (of_matches, of_archive) = (percent(*articles, counts.total), percent(*articles, *archive));
        let articles = thousands(*articles);
        writeln!(out, "{name}{kind:>8}{articles:>12}{of_matches:>12}{of_archive:>12}{lift:>8.1}")?;
    }
    let more = counts.names - counts.rows.len() as u64;
    if more > 0 {
        let noun = noun(more, "name", "names");
        writeln!(out, "{faint}and {} more {noun} (--limit all){off}", thousands(more))?;
    }
    writeln!(out, "{faint}lift: how many times more often than in the whole archive{off}")
}

pub fn as_json(row: &NameCount) -> Value {
    json!({
        "kind": row.kind,
        "name": row.name,
        "articles": row.articles,
        "archive": row.archive,
        "lift": row.lift,
    })
}

/// As a table.
pub fn write_csv(out: &mut Out, counts: &NameCounts, cells: Cells) -> io::Result<()> {
    let columns = ["kind", "name", "articles", "share_of_matches", "archive", "share_of_archive", "lift"];
    let mut table = Table::new(out, cells, &columns)?;
    for row in &counts.rows {
        table.row(&[
            Cell::Own(row.kind.to_string()),
            Cell::Text(&row.name),
            Cell::number(Some(row.articles)),
            Cell::share(share(row.articles, Some(counts.total))),
            Cell::number(Some(row.archive)),
            Cell::share(share(row.articles, Some(row.archive))),
            Cell::Own(format!("{:.4}", row.lift)),
        ])?;
    }
    table.finish()
}
