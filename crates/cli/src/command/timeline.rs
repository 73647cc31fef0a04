//! `dateline timeline`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::{Counted, MOST_ROWS, Split, Timeline};
use serde_json::json;

use super::bursts;
use super::selection::{self, Found};
use crate::args::{Format, TimelineArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::head::Head;
use crate::render::picture::Picture;
use crate::render::timeline::{self, LineBursts, MOST_LINES, Measure, Sums};
use crate::render::{Out, printable, thousands};

pub fn run(context: &Context, arguments: &TimelineArguments) -> Result<ExitCode, Failure> {
    let distinct = arguments.copies.distinct();
    let mut queries = vec![selection::read(context, &arguments.which)?];
    for text in &arguments.vs {
        queries.push(selection::read_text(context, &arguments.which, text)?);
    }
    let reader = context.reader()?;
    let mut heads: Vec<Head> = Vec::new();
    let mut counted: Vec<Counted> = Vec::new();
    let mut found_of = Vec::new();
    for query in &queries {
        let refuse = |error| Failure::of_search(error, &query.text);
        let found = Found::of(&reader, query, distinct)?;
        let counts = match arguments.by {
            Some(field) => {
                let split = Split { field, limit: arguments.limit.limit() };
                found.matches.counted_by(split).map_err(refuse)?
            }
            None => vec![found.matches.counted(&query.text).map_err(refuse)?],
        };
        let total = found.matches.total().map_err(refuse)?;
        heads.push(found.head(&reader, query, total)?);
        counted.extend(counts);
        found_of.push((query, found));
    }
    if let Some(flag) = arguments.pictures.flag().filter(|_| counted.len() > MOST_LINES) {
        let lines = counted.len();
        let message = format!("{flag}: {lines} curves cannot be told apart; a picture holds {MOST_LINES}");
        let hint = format!("give --limit {} with --by, or compare fewer queries", MOST_LINES - 2);
        return Err(Failure::with_hint(message, hint));
    }
    let timeline = Timeline::new(counted, arguments.step, MOST_ROWS);
    let bursts = match arguments.bursts {
        Some(rows) => Some(bursts::of_lines(&timeline, &found_of, rows)?),
        None => None,
    };
    let bursts = bursts.as_deref();
    let measure = if arguments.share { Measure::Share } else { Measure::Articles };
    let written =
        arguments.pictures.write(|| picture_of(&timeline, bursts.unwrap_or_default(), &heads, measure))?;
    let total: u64 = heads.iter().map(|head| head.total).sum();
    let mut out = Out::paged(&context.global);
    write(&mut out, context, arguments, &heads, &timeline, bursts)?;
    out.flush()?;
    for remark in &written {
        context.remark(remark);
    }
    Ok(selection::exit_code(total))
}

fn write(
    out: &mut Out,
    context: &Context,
    arguments: &TimelineArguments,
    heads: &[Head],
    timeline: &Timeline,
    bursts: Option<&[LineBursts]>,
) -> Result<(), Failure> {
    let measure = if arguments.share { Measure::Share } else { Measure::Articles };
    for head in heads {
        head.write(out, context)?;
    }
    match context.global.format {
        Format::Text if heads.iter().any(|head| head.total > 0) => {
            let chosen = match arguments.step {
                Some(_) => String::new(),
                None => format!(" (--step: the shortest of at most {MOST_ROWS} rows)"),
            };
            let sums = match arguments.by {
                Some(field) if Split::FIELDS.contains(&field) => Sums::AddUp,
                _ => Sums::Overlap,
            };
            timeline::write_text(out, timeline, bursts.unwrap_or_default(), measure, sums, &chosen)?;
            if let Some(bursts) = bursts {
                timeline::write_bursts_text(out, bursts, timeline.step)?;
            }
        }
        Format::Text => {}
        Format::Json => {
            let queries: Vec<_> = heads.iter().map(Head::as_json).collect();
            let mut document = json!({
                "version": 1,
                "queries": queries,
                "step": timeline.step.name(),
                "lines": timeline::as_json(timeline),
            });
            if let Some(bursts) = bursts {
                document["bursts"] =
                    json!({ "method": timeline::burst_method(), "lines": timeline::bursts_json(bursts) });
            }
            out.json_line(&document)?;
        }
        Format::Jsonl if bursts.is_some() => timeline::write_bursts_jsonl(out, bursts.unwrap_or_default())?,
        Format::Csv if bursts.is_some() => {
            timeline::write_bursts_csv(out, bursts.unwrap_or_default(), arguments.cells.cells())?;
        }
        Format::Jsonl => timeline::write_jsonl(out, timeline)?,
        Format::Csv => timeline::write_csv(out, timeline, arguments.cells.cells())?,
    }
    Ok(())
}

fn picture_of(timeline: &Timeline, bursts: &[LineBursts], heads: &[Head], measure: Measure) -> Picture {
    let titles: Vec<String> = heads
        .iter()
        .map(|head| format!("{} ({})", printable(&head.read_as), thousands(head.total)))
        .collect();
    timeline::picture(timeline, bursts, &titles.join(" · "), measure)
}
