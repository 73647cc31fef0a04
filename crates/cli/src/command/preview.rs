//! `dateline index --preview`

use std::io::Write;
use std::ops::ControlFlow;
use std::process::ExitCode;

use dateline_ingest::{Found, Settings, SourceFile, discover, normalise, open};
use serde_json::json;

use super::index::open_options;
use crate::args::{Format, IndexArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, article, printable};

/// Shows how the first records of each file are understood. Writes nothing.
pub fn run(context: &Context, arguments: &IndexArguments, records: u64) -> Result<ExitCode, Failure> {
    let discovery = discover(&arguments.paths).map_err(Failure::told)?;
    let options = open_options(arguments)?;
    let settings = Settings { today: context.today, limits: options.limits };
    let mut out = Out::new(&context.global);
    let mut files = 0;
    for found in discovery.walk() {
        let file = match found {
            Found::File(file) => file,
            Found::Skipped { path, why } => {
                context.remark(&format!("{}: left out ({why})", path.display()));
                continue;
            }
            Found::Unreadable { path, cause } => {
                context.remark(&format!("{}: {cause}", path.display()));
                continue;
            }
        };
        // A folder of one-article files is understood from its first few.
        if files >= records.max(1) {
            context.remark("only the first files are shown; a larger N shows more");
            break;
        }
        files += 1;
        file_preview(&mut out, context, &file, &options, &settings, records)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn file_preview(
    out: &mut Out,
    context: &Context,
    file: &SourceFile,
    options: &dateline_ingest::OpenOptions,
    settings: &Settings,
    records: u64,
) -> Result<(), Failure> {
    let is_text = context.global.format == Format::Text;
    let mut source = match open(file, options) {
        Ok(source) => source,
        Err(error) => {
            if is_text {
                writeln!(out, "{}", printable(&format!("{}: {error}", file.label)))?;
            } else {
                out.json_line(&json!({ "file": file.label, "error": error.to_string() }))?;
            }
            return Ok(());
        }
    };
    if is_text {
        writeln!(out, "{}: {}", printable(&file.label), source.format.name())?;
        for (column, field) in &source.context.columns.meanings {
            let meaning = field.map_or("(not used)", |field| field.name());
            writeln!(out, "  {} → {meaning}", printable(column))?;
        }
    }
    let (format, file_context) = (source.format, source.context.clone());
    let mut shown = 0;
    let mut failed = None;
    let result = format.split(source.reader.as_mut(), &file_context, &options.limits, &mut |cut| {
        if shown >= records {
            return ControlFlow::Break(());
        }
        shown += 1;
        let article = cut
            .map_err(|broken| format!("record {} (byte {}): {}", broken.record, broken.byte, broken.reason))
            .and_then(|piece| {
                format
                    .parse(piece, &file_context)
                    .and_then(|raw| normalise(raw, format.name(), &file_context, settings))
                    .map_err(|reject| reject.to_string())
            });
        let written = match (&article, is_text) {
            (Ok(article), true) => article::write_summary(out, article),
            (Err(message), true) => writeln!(out, "  rejected: {}", printable(message)),
            (Ok(article), false) => out.json_line(&json!({ "file": file.label, "article": article })),
            (Err(message), false) => out.json_line(&json!({ "file": file.label, "rejected": message })),
        };
        if let Err(error) = written {
            failed = Some(error);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    if let Err(error) = result {
        let reason = dateline_ingest::read_error(&error).to_string();
        if is_text {
            writeln!(out, "{}", printable(&format!("{}: {reason}", file.label)))?;
        } else {
            out.json_line(&json!({ "file": file.label, "error": reason }))?;
        }
    }
    Ok(())
}
