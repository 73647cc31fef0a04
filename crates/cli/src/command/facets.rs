//! `dateline facets`

use std::process::ExitCode;

use super::selection::{self, Found};
use crate::args::{FacetsArguments, Format};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, facets};

pub fn run(context: &Context, arguments: &FacetsArguments) -> Result<ExitCode, Failure> {
    let query = selection::read(context, &arguments.which)?;
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, &query.text);
    let found = Found::of(&reader, &query, arguments.copies.distinct())?;
    let facets = found.matches.facets(&arguments.by, arguments.limit.limit()).map_err(refuse)?;
    let head = found.head(&reader, &query, facets.total)?;
    let mut out = Out::paged(&context.global);
    head.write(&mut out, context)?;
    match context.global.format {
        Format::Text if facets.total > 0 => facets::write_text(&mut out, &facets, "--limit all")?,
        Format::Text => {}
        Format::Json => {
            let mut document = head.as_json();
            document["archive"] = facets.archive.into();
            document["facets"] = facets::as_json(&facets);
            out.json_line(&document)?;
        }
        Format::Jsonl => facets::write_jsonl(&mut out, &facets)?,
        Format::Csv => facets::write_csv(&mut out, &facets, arguments.cells.cells())?,
    }
    std::io::Write::flush(&mut out)?;
    Ok(selection::exit_code(facets.total))
}
