//! `dateline entities`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::{FacetField, NameOrder};

use super::selection::{self, Found};
use super::timeline;
use crate::args::{EntitiesArguments, Format, NamesSort, PictureArguments, TimelineArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, names};

/// By lift, names in fewer matches are left out where nothing else is asked for.
const LEAST_FOR_LIFT: u64 = 5;

pub fn run(context: &Context, arguments: EntitiesArguments) -> Result<ExitCode, Failure> {
    check_flags(&arguments)?;
    if let Some(step) = arguments.over {
        return over(context, arguments, step);
    }
    let query = selection::read(context, &arguments.which)?;
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, &query.text);
    let found = Found::of(&reader, &query, arguments.copies.distinct())?;
    let order = match arguments.sort {
        NamesSort::Articles => NameOrder::Articles,
        NamesSort::Lift => NameOrder::Lift(arguments.at_least.unwrap_or(LEAST_FOR_LIFT)),
    };
    let which = &arguments.which;
    let asked: Vec<String> =
        [&which.with, &which.person, &which.org, &which.place].into_iter().flatten().cloned().collect();
    let counts =
        found.matches.named(&arguments.kind, &asked, order, arguments.limit.limit()).map_err(refuse)?;
    let head = found.head(&reader, &query, counts.total)?;
    let mut out = Out::paged(&context.global);
    head.write(&mut out, context)?;
    match context.global.format {
        Format::Text if counts.total > 0 => names::write_text(&mut out, &counts)?,
        Format::Text => {}
        Format::Json => {
            let mut document = head.as_json();
            document["archive"] = counts.archive.into();
            document["different_names"] = counts.names.into();
            document["names"] = counts.rows.iter().map(names::as_json).collect();
            out.json_line(&document)?;
        }
        Format::Jsonl => counts.rows.iter().try_for_each(|row| out.json_line(&names::as_json(row)))?,
        Format::Csv => names::write_csv(&mut out, &counts, arguments.cells.cells())?,
    }
    out.flush()?;
    Ok(selection::exit_code(counts.total))
}

/// Flags that would do nothing are refused.
fn check_flags(arguments: &EntitiesArguments) -> Result<(), Failure> {
    if arguments.at_least.is_some() && arguments.sort != NamesSort::Lift {
        let message = "--at-least: only names by lift are left out for their few matches";
        return Err(Failure::with_hint(message, "add --sort lift, or leave out --at-least"));
    }
    if arguments.over.is_some() && arguments.sort == NamesSort::Lift {
        let message = "--sort lift: names over the calendar stand in the order of their articles";
        return Err(Failure::with_hint(message, "leave out --sort lift, or --over"));
    }
    Ok(())
}

/// The names over the calendar: a timeline with a row for each.
fn over(
    context: &Context,
    arguments: EntitiesArguments,
    step: dateline_query::Step,
) -> Result<ExitCode, Failure> {
    let [kind] = arguments.kind[..] else {
        return Err(Failure::with_hint(
            "--over: expected one kind of names",
            "add --kind person, --kind org or --kind place",
        ));
    };
    let arguments = TimelineArguments {
        which: arguments.which,
        step: Some(step),
        vs: Vec::new(),
        by: Some(FacetField::of_names(kind)),
        limit: arguments.limit,
        share: false,
        bursts: None,
        pictures: PictureArguments::default(),
        copies: arguments.copies,
        cells: arguments.cells,
    };
    timeline::run(context, &arguments)
}
