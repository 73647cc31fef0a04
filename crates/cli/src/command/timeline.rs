//! `dateline timeline`

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dateline_query::{Counted, MOST_ROWS, Split, Timeline};
use serde_json::json;

use super::selection::{self, Found};
use crate::args::{Format, TimelineArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::output_file::{OutputFile, not_written};
use crate::render::head::Head;
use crate::render::timeline::{self, MOST_LINES, Measure, Sums};
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
    }
    if arguments.svg.is_some() && counted.len() > MOST_LINES {
        let lines = counted.len();
        let message = format!("--svg: {lines} curves cannot be told apart; a picture holds {MOST_LINES}");
        let hint = format!("give --limit {} with --by, or compare fewer queries", MOST_LINES - 2);
        return Err(Failure::with_hint(message, hint));
    }
    let timeline = Timeline::new(counted, arguments.step, MOST_ROWS);
    let measure = if arguments.share { Measure::Share } else { Measure::Articles };
    if let Some(path) = &arguments.svg {
        write_picture(path, &timeline, &heads, measure)?;
    }
    let total: u64 = heads.iter().map(|head| head.total).sum();
    let mut out = Out::paged(&context.global);
    write(&mut out, context, arguments, &heads, &timeline)?;
    out.flush()?;
    if let Some(path) = &arguments.svg {
        context.remark(&format!("{}: the picture", path.display()));
    }
    Ok(selection::exit_code(total))
}

fn write(
    out: &mut Out,
    context: &Context,
    arguments: &TimelineArguments,
    heads: &[Head],
    timeline: &Timeline,
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
            timeline::write_text(out, timeline, measure, sums, &chosen)?;
        }
        Format::Text => {}
        Format::Json => {
            let queries: Vec<_> = heads.iter().map(Head::as_json).collect();
            out.json_line(&json!({
                "version": 1,
                "queries": queries,
                "step": timeline.step.name(),
                "lines": timeline::as_json(timeline),
            }))?;
        }
        Format::Jsonl => timeline::write_jsonl(out, timeline)?,
        Format::Csv => timeline::write_csv(out, timeline, arguments.cells.cells())?,
    }
    Ok(())
}

fn write_picture(path: &Path, timeline: &Timeline, heads: &[Head], measure: Measure) -> Result<(), Failure> {
    let titles: Vec<String> = heads
        .iter()
        .map(|head| format!("{} ({})", printable(&head.read_as), thousands(head.total)))
        .collect();
    let picture = timeline::svg(timeline, &titles.join(" · "), measure);
    let mut file = OutputFile::create(path)?;
    file.write_all(picture.as_bytes()).map_err(|error| not_written(path, &error))?;
    file.finish()
}
