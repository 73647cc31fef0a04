//! `dateline saved`

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::args::{Format, QueryArguments, SavedArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, noun, printable, thousands};
use crate::saved::mark::{Head, Mark};
use crate::saved::{Saved, file};

pub fn run(context: &Context, arguments: &SavedArguments) -> Result<ExitCode, Failure> {
    let saved = Saved::of(&context.archive()?);
    if arguments.remove.is_empty() {
        list(context, &saved)
    } else {
        remove(context, &saved, &arguments.remove)
    }
}

/// One search that cannot be read must not hide the others.
fn list(context: &Context, saved: &Saved) -> Result<ExitCode, Failure> {
    let names = saved.names()?;
    let mut out = Out::new(&context.global);
    let mut code = ExitCode::SUCCESS;
    let mut list = Vec::new();
    if names.is_empty() && context.global.format == Format::Text {
        writeln!(out, "no searches are saved in {}", saved.dir().display())?;
    }
    for name in &names {
        let read = saved.read(name).and_then(|which| Ok((which, Mark::read_head(&saved.mark_file(name))?)));
        match read {
            Ok((which, mark)) if context.global.format == Format::Text => {
                write(&mut out, name, &which, mark)?;
            }
            Ok((which, mark)) => list.push(as_json(name, &which, mark)),
            Err(failure) => {
                // The list and its errors meet on a terminal: keep them in order.
                out.flush()?;
                context.report(name, &failure);
                code = ExitCode::from(2);
            }
        }
    }
    if context.global.format != Format::Text {
        out.json_list("saved", &list)?;
    }
    out.flush()?;
    Ok(code)
}

fn write(out: &mut Out, name: &str, which: &QueryArguments, mark: Option<Head>) -> std::io::Result<()> {
    let (title, faint, off) = (out.style.title(), out.style.faint(), out.style.off());
    writeln!(out, "{title}{name}{off}")?;
    let lines = file::lines(which);
    let query: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let query = if query.is_empty() { "*".to_owned() } else { query.join(" ") };
    writeln!(out, "    {}", printable(&query))?;
    let watched = match mark {
        None => "not watched yet".to_owned(),
        Some(mark) => {
            let noun = noun(mark.articles, "article", "articles");
            format!("watched on {}: {} {noun} seen", mark.day, thousands(mark.articles))
        }
    };
    writeln!(out, "    {faint}{}{off}", printable(&watched))
}

fn as_json(name: &str, which: &QueryArguments, mark: Option<Head>) -> Value {
    let mark = mark.map(|mark| json!({ "day": mark.day, "articles": mark.articles }));
    json!({ "name": name, "query": which, "watched": mark })
}

fn remove(context: &Context, saved: &Saved, names: &[String]) -> Result<ExitCode, Failure> {
    let mut out = Out::new(&context.global);
    for name in names {
        saved.remove(name)?;
        if context.global.format == Format::Text {
            writeln!(out, "removed: {name}")?;
        }
    }
    if context.global.format != Format::Text {
        out.json_line(&json!({ "version": 1, "removed": names }))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
