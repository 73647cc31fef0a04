//! `dateline similar`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::read_as;

use super::selection;
use crate::args::{Format, SimilarArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, similar};

pub fn run(context: &Context, arguments: &SimilarArguments) -> Result<ExitCode, Failure> {
    let query = selection::read(context, &arguments.which)?;
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, &query.text);
    let found = reader.similar(&arguments.id, &query.tree, arguments.distinct(), arguments.limit);
    let mut found = found.map_err(refuse)??;
    found.notes.splice(0..0, query.notes);
    let page = similar::Page { found: &found, read_as: read_as(&query.tree) };
    let mut out = Out::paged(&context.global);
    match context.global.format {
        Format::Text => similar::write_text(&mut out, &page)?,
        Format::Json => similar::write_json(&mut out, &page)?,
        Format::Jsonl | Format::Csv => {
            similar::write_jsonl(&mut out, &page)?;
            context.remark(&similar::remarks(&page));
        }
    }
    out.flush()?;
    Ok(selection::exit_code(found.total))
}
