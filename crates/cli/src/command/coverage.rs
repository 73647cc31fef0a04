//! `dateline stats --coverage`: the timeline of every source, as a map.

use std::io::Write;
use std::process::ExitCode;

use dateline_query::{Distinct, FacetField, MOST_ROWS, Node, NodeKind, Span, Split, Timeline};
use serde_json::json;

use crate::args::{Format, StatsArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::heat::{self, MOST_PICTURE_ROWS};
use crate::render::{Out, thousands, timeline};

pub fn run(context: &Context, arguments: &StatsArguments) -> Result<ExitCode, Failure> {
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, "*");
    let everything = Node::new(NodeKind::All, Span::default());
    let matches = reader.matches(&everything, Distinct::No).map_err(refuse)?;
    let sources = matches.counted_by(Split { field: FacetField::Source, limit: None }).map_err(refuse)?;
    let timeline = Timeline::new(sources, Some(arguments.step), MOST_ROWS);
    let remarks = if arguments.pictures.flag().is_some() {
        // A picture has so many rows; further sources share one.
        let split = Split { field: FacetField::Source, limit: Some(MOST_PICTURE_ROWS) };
        let rows = matches.counted_by(split).map_err(refuse)?;
        let rows = Timeline::new(rows, Some(arguments.step), MOST_ROWS);
        let title = format!("{}: {} articles", reader.archive().name(), thousands(reader.articles()));
        arguments.pictures.write(|| heat::picture(&rows, &title))?
    } else {
        Vec::new()
    };
    let mut out = Out::paged(&context.global);
    match context.global.format {
        Format::Text => {
            let articles = thousands(reader.articles());
            writeln!(out, "{}: {articles} articles", reader.archive().name())?;
            heat::write_text(&mut out, &timeline)?;
        }
        Format::Json => out.json_line(&json!({
            "version": 1,
            "articles": reader.articles(),
            "step": timeline.step.name(),
            "lines": timeline::as_json(&timeline),
        }))?,
        Format::Jsonl => timeline::write_jsonl(&mut out, &timeline)?,
        Format::Csv => timeline::write_csv(&mut out, &timeline, arguments.cells.cells())?,
    }
    out.flush()?;
    for remark in &remarks {
        context.remark(remark);
    }
    Ok(ExitCode::SUCCESS)
}
