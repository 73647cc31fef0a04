//! `dateline receipt`

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dateline_query::{Distinct, Reader, Syntax, print};

use super::selection;
use crate::args::{Format, ReceiptCommand};
use crate::context::{Context, Query, Reading};
use crate::failure::Failure;
use crate::receipt::compare::Comparison;
use crate::receipt::{Receipt, file};
use crate::render::{Out, receipt};

pub fn run(context: &Context, command: &ReceiptCommand) -> Result<ExitCode, Failure> {
    let ReceiptCommand::Check { file, limit } = command;
    let then = file::read(file)?;
    if let Some(today) = context.global.today.as_ref().filter(|&today| *today != then.today) {
        let message =
            format!("--today: expected the day of the receipt, {}, but found `{today}`", then.today);
        return Err(Failure::with_hint(message, "leave out --today: a search is checked as of its own day"));
    }
    let mut global = context.global.clone();
    global.today = Some(then.today.clone());
    global.archive.get_or_insert_with(|| then.archive.name.clone());
    let context = Context::new(global)?;
    let reader = context.reader()?;
    let comparison = search_again(&context, &reader, file, then)?;
    let mut out = Out::new(&context.global);
    let limit = limit.limit().unwrap_or(usize::MAX);
    if context.global.format == Format::Text {
        receipt::write_text(&mut out, &comparison, &reader, limit)?;
    } else {
        receipt::write_json(&mut out, &comparison, &reader, limit)?;
    }
    out.flush()?;
    Ok(if comparison.is_same() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Searches for what a receipt says that was read then.
fn search_again(
    context: &Context,
    reader: &Reader,
    path: &Path,
    then: Receipt,
) -> Result<Comparison, Failure> {
    let (query, read_otherwise) = match selection::read(context, &then.query) {
        Ok(query) if print(&query.tree) == then.read => (query, None),
        Ok(query) => (as_read_then(context, path, &then)?, Some(print(&query.tree))),
        Err(Failure::Query { problems, .. }) => {
            let why: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
            (as_read_then(context, path, &then)?, Some(format!("nothing: {}", why.join("; "))))
        }
        Err(failure) => return Err(failure),
    };
    let distinct = if then.distinct { Distinct::Yes } else { Distinct::No };
    let refuse = |error| Failure::of_search(error, &query.text);
    let matches = reader.matches(&query.tree, distinct).map_err(refuse)?;
    let now = Receipt::of(context, &matches, &then.query, &query)?;
    Comparison::new(path, then, now, read_otherwise)
}

fn as_read_then(context: &Context, path: &Path, then: &Receipt) -> Result<Query, Failure> {
    context.query_of(&then.read, Reading::Query(Syntax::Dateline)).map_err(|_| {
        Failure::with_hint(
            format!("{}: `read`: this dateline cannot read the query `{}`", path.display(), then.read),
            format!("the receipt was written by {}; use that version", then.program),
        )
    })
}
