//! `dateline check`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::Reader;
use serde_json::json;

use crate::args::Format;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, thousands};

pub fn run(context: &Context) -> Result<ExitCode, Failure> {
    let archive = context.archive()?;
    let mut damages: Vec<String> = match archive.damaged_files() {
        Ok(files) => files.into_iter().map(|file| format!("{file}: its checksum does not fit")).collect(),
        Err(error) => vec![error.to_string()],
    };
    let mut articles = 0;
    match Reader::open(&archive) {
        Err(error) => damages.push(error.to_string()),
        Ok(reader) => {
            articles = reader.articles();
            reader.check(|damage| damages.push(damage));
        }
    }
    let mut rejects = 0;
    if let Err(error) = archive.each_reject(|_| rejects += 1) {
        damages.push(error.to_string());
    } else {
        // Duplicates with another text are listed beside the rejects, but not counted as such.
        let known = archive.payload()?.rejected;
        if rejects < known {
            damages.push(format!("rejects: expected {known}, but found {rejects}"));
        }
    }
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        for damage in &damages {
            writeln!(out, "{damage}")?;
        }
        let verdict = if damages.is_empty() { "whole" } else { "damaged" };
        writeln!(out, "{}: {verdict}, {} articles", archive.dir().display(), thousands(articles))?;
    } else {
        out.json_line(&json!({ "whole": damages.is_empty(), "articles": articles, "damages": damages }))?;
    }
    out.flush()?;
    Ok(if damages.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
