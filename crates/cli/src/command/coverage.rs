//! `dateline stats --coverage`: the timeline of every source.

use std::io::Write;
use std::process::ExitCode;

use dateline_query::{Distinct, FacetField, MOST_ROWS, Node, NodeKind, Span, Split, Timeline};
use serde_json::json;

use crate::args::{Format, StatsArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::timeline::{self, Measure, Sums};
use crate::render::{Out, thousands};

pub fn run(context: &Context, arguments: &StatsArguments) -> Result<ExitCode, Failure> {
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, "*");
    let everything = Node::new(NodeKind::All, Span::default());
    let matches = reader.matches(&everything, Distinct::No).map_err(refuse)?;
    let sources = matches.counted_by(Split { field: FacetField::Source, limit: None }).map_err(refuse)?;
    let timeline = Timeline::new(sources, Some(arguments.step), MOST_ROWS);
    let mut out = Out::paged(&context.global);
    match context.global.format {
        Format::Text => {
            let articles = thousands(reader.articles());
            writeln!(out, "{}: {articles} articles", reader.archive().name())?;
            timeline::write_text(&mut out, &timeline, Measure::Articles, Sums::AddUp, "")?;
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
    Ok(ExitCode::SUCCESS)
}
