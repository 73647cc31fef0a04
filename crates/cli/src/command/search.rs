//! `dateline search`

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use dateline_query::{Decay, Distinct, Expand, Explain, GroupBy, Grouping, Order, SearchOptions, read_as};

use super::selection;
use crate::args::{Format, Heading, PageArguments, QueryArguments, SearchArguments, Sort};
use crate::context::{Context, Query};
use crate::failure::Failure;
use crate::receipt;
use crate::render::{Out, hits};

/// So many values of each field stand beside the hits; `dateline facets` shows all.
const SHOWN_VALUES: usize = 10;

pub fn run(context: &Context, arguments: &SearchArguments) -> Result<ExitCode, Failure> {
    let query = selection::read(context, &arguments.which)?;
    answer(context, &arguments.which, query, &arguments.page)
}

/// Answers a query, read from these flags.
pub fn answer(
    context: &Context,
    which: &QueryArguments,
    query: Query,
    arguments: &PageArguments,
) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let decay = decay_of(context, arguments)?;
    if arguments.sort != Sort::Relevance && (decay.is_some() || arguments.expand) {
        let flag = if decay.is_some() { "--decay" } else { "--expand" };
        let message = format!("{flag} changes the order of relevance, but --sort asks for that of dates");
        return Err(Failure::with_hint(message, format!("leave out --sort, or {flag}")));
    }
    if !arguments.facets.is_empty() && context.global.format == Format::Jsonl {
        let message = "--facets: json lines hold hits only";
        return Err(Failure::with_hint(
            message,
            "`dateline facets QUERY --format jsonl` prints a value a line",
        ));
    }
    let reader = context.reader()?;
    let options = SearchOptions {
        order: match arguments.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::NewestFirst,
            Sort::Oldest => Order::OldestFirst,
        },
        limit: arguments.limit,
        offset: arguments.offset,
        decay,
        expand: if arguments.expand { Expand::ByBestHits } else { Expand::No },
        explain: if arguments.explain { Explain::Yes } else { Explain::No },
        grouping: arguments.group_by.map(|heading| Grouping {
            by: match heading {
                Heading::Source => GroupBy::Source,
                Heading::Day => GroupBy::Day,
                Heading::Month => GroupBy::Month,
            },
            hits: arguments.per_group,
        }),
    };
    let refuse = |error| Failure::of_search(error, &query.text);
    let mut answer = reader.search(&query.tree, options).map_err(refuse)?;
    if let Some(path) = &arguments.receipt {
        let matches = reader.matches(&query.tree, Distinct::No).map_err(refuse)?;
        receipt::write(context, &matches, which, &query, path)?;
    }
    let mut notes = query.notes;
    let nothing = if answer.total > 0 {
        None
    } else if reader.articles() == 0 {
        notes.push("the archive is empty".to_owned());
        None
    } else {
        Some(reader.nothing_found(&query.tree).map_err(refuse)?)
    };
    if let Some(nothing) = &nothing {
        answer.notes.retain(|note| !nothing.repeated_notes.contains(note));
    }
    notes.append(&mut answer.notes);
    let (mut clauses, mut distinct) = (Vec::new(), None);
    if arguments.explain {
        // Each of these costs a search of its own, or more.
        clauses = reader.clause_counts(&query.tree).map_err(refuse)?;
        distinct = Some(reader.count_distinct(&query.tree).map_err(refuse)?);
        answer.forms.splice(0..0, reader.word_forms(&query.tree).map_err(refuse)?);
    }
    let facets = if arguments.facets.is_empty() {
        None
    } else {
        let matches = reader.matches(&query.tree, Distinct::No).map_err(refuse)?;
        Some(matches.facets(&arguments.facets, Some(SHOWN_VALUES)).map_err(refuse)?)
    };
    let page = hits::Page {
        query: &query.text,
        read_as: read_as(&query.tree),
        answer: &answer,
        notes,
        distinct,
        clauses,
        facets,
        nothing,
        offset: arguments.offset,
        seconds: started.elapsed().as_secs_f64(),
    };
    let mut out = Out::paged(&context.global);
    match context.global.format {
        Format::Text => hits::write_text(&mut out, &page)?,
        Format::Json => hits::write_json(&mut out, &page)?,
        Format::Jsonl | Format::Csv => {
            hits::write_jsonl(&mut out, &page)?;
            context.remark(&hits::remarks(&page)?);
        }
    }
    out.flush()?;
    // A page behind the last hit is still an answer with hits.
    Ok(if answer.total > 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn decay_of(context: &Context, arguments: &PageArguments) -> Result<Option<Decay>, Failure> {
    let read = |text: &String| {
        Decay::parse(text, context.today).map_err(|problem| Failure::told(format!("--decay: {problem}")))
    };
    arguments.decay.as_ref().map(read).transpose()
}
