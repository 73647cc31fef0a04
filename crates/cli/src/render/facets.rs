//! Matches by the values of fields.

use std::io::{self, Write};

use dateline_query::{Facet, FacetCount, FacetField, Facets};
use serde_json::{Value, json};

use super::out::Out;
use super::table::{Cell, left, percent, share};
use super::{Cells, Table, noun, printable, thousands};

/// The widest column of values; longer ones are cut where people read.
const WIDEST_VALUE: usize = 48;
const NARROWEST_VALUE: usize = 16;
/// The columns of numbers.
const NUMBERS: usize = 12 + 12 + 12;

/// For people; `more` says how to see the values that are left out.
pub fn write_text(out: &mut Out, facets: &Facets, more: &str) -> io::Result<()> {
    for facet in &facets.facets {
        writeln!(out)?;
        write_facet(out, facet, facets, more)?;
    }
    Ok(())
}

fn write_facet(out: &mut Out, facet: &Facet, facets: &Facets, how: &str) -> io::Result<()> {
    let name = facet.field.name();
    let (title, faint, off) = (out.style.title(), out.style.faint(), out.style.off());
    if facet.values == 0 && facet.without.archive == Some(facets.archive) {
        return writeln!(out, "{title}{name}{off}: no article of this archive has one");
    }
    let width = (out.width - NUMBERS).clamp(NARROWEST_VALUE, WIDEST_VALUE);
    let heading = left(name, width);
    writeln!(
        out,
        "{title}{heading}{off}{faint}{:>12}{:>12}{:>12}{off}",
        "articles", "of matches", "of archive"
    )?;
    for row in &facet.rows {
        write_row(out, &left(&printable(&row.value).replace('\n', " "), width), row.count, facets.total)?;
    }
    let more = facet.values - facet.rows.len() as u64;
    if more > 0 {
        let noun = noun(more, "value", "values");
        writeln!(out, "{faint}and {} more {noun} ({how}){off}", thousands(more))?;
    }
    if facet.without.articles > 0 {
        write_row(out, &left("(none)", width), facet.without, facets.total)?;
    }
    if has_several(facet.field) && facet.values > 0 {
        writeln!(out, "{faint}an article may have several{off}")?;
    }
    Ok(())
}

fn write_row(out: &mut Out, value: &str, count: FacetCount, total: u64) -> io::Result<()> {
    let archive = count.archive.map_or("?".to_owned(), |archive| percent(count.articles, archive));
    writeln!(
        out,
        "{value}{:>12}{:>12}{archive:>12}",
        thousands(count.articles),
        percent(count.articles, total)
    )
}

/// Whether one article may have several values.
fn has_several(field: FacetField) -> bool {
    matches!(field, FacetField::Tag | FacetField::Person | FacetField::Org | FacetField::Place)
}

/// As one document.
pub fn as_json(facets: &Facets) -> Value {
    let facets: Vec<Value> = facets
        .facets
        .iter()
        .map(|facet| {
            let rows: Vec<Value> =
                facet.rows.iter().map(|row| row_json(Some(&row.value), row.count, facets.total)).collect();
            json!({
                "field": facet.field.name(),
                "values": facet.values,
                "rows": rows,
                "without": row_json(None, facet.without, facets.total),
            })
        })
        .collect();
    json!(facets)
}

/// One row a line; the value of articles without one is null.
pub fn write_jsonl(out: &mut Out, facets: &Facets) -> io::Result<()> {
    for facet in &facets.facets {
        let rows = facet.rows.iter().map(|row| (Some(&row.value), row.count));
        for (value, count) in rows.chain([(None, facet.without)]) {
            let mut line = row_json(value, count, facets.total);
            line["field"] = json!(facet.field.name());
            out.json_line(&line)?;
        }
    }
    Ok(())
}

/// As a table; the value of articles without one is empty.
pub fn write_csv(out: &mut Out, facets: &Facets, cells: Cells) -> io::Result<()> {
    let columns = ["field", "value", "articles", "share_of_matches", "archive", "share_of_archive"];
    let mut table = Table::new(out, cells, &columns)?;
    for facet in &facets.facets {
        let rows = facet.rows.iter().map(|row| (row.value.as_str(), row.count));
        for (value, count) in rows.chain([("", facet.without)]) {
            table.row(&[
                Cell::Own(facet.field.name().to_owned()),
                Cell::Text(value),
                Cell::number(Some(count.articles)),
                Cell::share(share(count.articles, Some(facets.total))),
                Cell::number(count.archive),
                Cell::share(share(count.articles, count.archive)),
            ])?;
        }
    }
    table.finish()
}

fn row_json(value: Option<&String>, count: FacetCount, total: u64) -> Value {
    json!({
        "value": value,
        "articles": count.articles,
        "share_of_matches": share(count.articles, Some(total)),
        "archive": count.archive,
        "share_of_archive": share(count.articles, count.archive),
    })
}
