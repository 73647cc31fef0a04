//! `dateline optimize`

use std::io::Write;
use std::process::ExitCode;

use dateline_indexer::{Options, Update};
use serde_json::json;

use crate::args::Format;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::Out;

pub fn run(context: &Context) -> Result<ExitCode, Failure> {
    let archive = context.archive()?;
    let mut update = Update::begin(&archive, Options::adding_nothing(context.today))?;
    let pieces = update.optimize()?;
    super::finish(update)?;
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        let place = archive.dir().display();
        match pieces {
            0 | 1 => writeln!(out, "{place}: one piece, as before")?,
            _ => writeln!(out, "{place}: {pieces} pieces became one")?,
        }
    } else {
        out.json_line(&json!({ "version": 1, "pieces_before": pieces }))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
