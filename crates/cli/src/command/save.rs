//! `dateline save`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::read_as;
use serde_json::json;

use super::selection;
use crate::args::{Format, SaveArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, printable};
use crate::saved::{Known, Saved};

pub fn run(context: &Context, arguments: &SaveArguments) -> Result<ExitCode, Failure> {
    // What cannot be read is not saved.
    let query = selection::read(context, &arguments.which)?;
    let saved = Saved::of(&context.archive()?);
    let known = if arguments.replace { Known::Replace } else { Known::Keep };
    let path = saved.write(&arguments.name, &arguments.which, known)?;
    let read_as = read_as(&query.tree);
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        let (faint, off) = (out.style.faint(), out.style.off());
        writeln!(out, "{faint}read as:{off} {}", printable(&read_as))?;
        writeln!(out, "saved: {}", path.display())?;
    } else {
        out.json_line(&json!({
            "version": 1,
            "name": arguments.name,
            "file": path.display().to_string(),
            "query": query.text,
            "read_as": read_as,
            "notes": query.notes,
        }))?;
    }
    out.flush()?;
    for note in &query.notes {
        context.remark(&printable(&format!("note: {note}")));
    }
    Ok(ExitCode::SUCCESS)
}
