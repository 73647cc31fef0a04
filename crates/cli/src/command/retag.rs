//! `dateline retag`

use std::io::Write;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use dateline_indexer::{Progress, Update};
use dateline_schema::ValueField;
use serde_json::json;

use super::index::{stop_on_interrupt, writing_options};
use super::recognition::Namer;
use crate::args::{Format, RetagArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, thousands};

/// Looks for names anew in every article that another recogniser has seen, or none.
pub fn run(context: &Context, arguments: &RetagArguments) -> Result<ExitCode, Failure> {
    let archive = context.archive()?;
    let namer = Namer::open(&arguments.names.entities)?;
    let stop = stop_on_interrupt()?;
    let mut update = Update::begin(&archive, writing_options(context, &arguments.writing, None))?;
    let changed = update.change_where_not(
        ValueField::Recogniser,
        namer.version(),
        &Progress::default(),
        &stop,
        |article| {
            article.recognition = None;
            namer.name(article);
        },
    )?;
    super::finish(update)?;
    let missed = namer.missed();
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        writeln!(out, "{} articles looked at", thousands(changed))?;
        if missed.articles > 0 {
            let articles = thousands(missed.articles);
            writeln!(out, "names could not be looked for in {articles} articles: {}", missed.cause)?;
        }
        if stop.load(Ordering::Relaxed) {
            writeln!(out, "interrupted: the next `dateline retag` goes on from here")?;
        }
    } else {
        out.json_line(&json!({
            "version": 1,
            "changed": changed,
            "missed": missed.articles,
            "cause": (missed.articles > 0).then_some(missed.cause),
            "interrupted": stop.load(Ordering::Relaxed),
        }))?;
    }
    out.flush()?;
    Ok(if missed.articles > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
