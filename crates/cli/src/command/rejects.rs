//! `dateline rejects`

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use crate::args::{Format, RejectsArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, printable, thousands};

pub fn run(context: &Context, arguments: &RejectsArguments) -> Result<ExitCode, Failure> {
    let archive = context.archive()?;
    let mut out = Out::paged(&context.global);
    let mut number = 0;
    let mut shown = 0;
    let mut failed = None;
    let mut list = Vec::new();
    archive.each_reject(|reject| {
        number += 1;
        if failed.is_some() || arguments.limit.is_some_and(|limit| shown >= limit) {
            return;
        }
        shown += 1;
        let written = match context.global.format {
            Format::Text => {
                let line = format!("{}: {}", reject.locator, reject.message);
                writeln!(out, "{}", printable(&line))
            }
            Format::Jsonl | Format::Csv => out.json_line(&reject),
            Format::Json => {
                list.push(json!(reject));
                Ok(())
            }
        };
        failed = written.err();
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    match context.global.format {
        Format::Json => out.json_list("rejects", &list)?,
        Format::Text if number == 0 => writeln!(out, "no rejects")?,
        Format::Text if shown < number => writeln!(out, "… and {} more", thousands(number - shown))?,
        _ => {}
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
