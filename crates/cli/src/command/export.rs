//! `dateline export`

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline_article::Article;
use dateline_query::{Distinct, Matches, Reader};
use dateline_schema::plain_cause;

use super::selection::{self, Found};
use crate::args::{ExportArguments, ExportForm, Format};
use crate::context::{Context, Query};
use crate::export::{Folder, Form, writer};
use crate::failure::Failure;
use crate::output_file::{OutputFile, not_written};
use crate::receipt;
use crate::render::{Out, noun, printable, thousands};

/// What the last column of a run says.
const RUN_NAME: &str = "dateline";

pub fn run(context: &Context, arguments: &ExportArguments) -> Result<ExitCode, Failure> {
    let form = form_of(context, arguments)?;
    check_flags(arguments, form)?;
    let query = selection::read(context, &arguments.which)?;
    let reader = context.reader()?;
    let found = Found::of(&reader, &query, arguments.copies.distinct())?;
    let total = found.matches.total().map_err(|error| Failure::of_search(error, &query.text))?;
    found.head(&reader, &query, total)?.remark(context)?;
    let written = match (form, &arguments.out) {
        (ExportForm::Text, out) => folder(&found.matches, &query, out.as_deref())?,
        (form, Some(path)) => {
            let mut file = OutputFile::create(path)?;
            let refuse = |error: &io::Error| not_written(path, error);
            let written = stream(form, arguments, &reader, &found.matches, &query, &mut file, &refuse)?;
            file.finish()?;
            written
        }
        (form, None) => {
            let mut out = Out::new(&context.global);
            let written = stream(form, arguments, &reader, &found.matches, &query, &mut out, &not_printed)?;
            out.flush().map_err(|error| not_printed(&error))?;
            written
        }
    };
    if written != total {
        let (written, total) = (thousands(written), thousands(total));
        return Err(Failure::told(format!("{written} of {total} articles were written")));
    }
    if let Some(path) = &arguments.receipt {
        receipt::write(context, &found.matches, &arguments.which, &query, path)?;
    }
    if let Some(path) = &arguments.out {
        let noun = noun(total, "article", "articles");
        let text = format!("{}: {} {noun} as {}", path.display(), thousands(total), form.name());
        context.remark(&printable(&text));
    }
    Ok(selection::exit_code(total))
}

/// The form asked for; else what the name of the file says, else JSON lines.
fn form_of(context: &Context, arguments: &ExportArguments) -> Result<ExportForm, Failure> {
    if let Some(form) = arguments.form {
        return Ok(form);
    }
    match context.global.format {
        Format::Csv => return Ok(ExportForm::Csv),
        Format::Jsonl => return Ok(ExportForm::Jsonl),
        Format::Json => {
            let message = "--format json: an export is no one document";
            return Err(Failure::with_hint(message, "write --as jsonl, or --as csl-json for citations"));
        }
        Format::Text => {}
    }
    let extension = arguments.out.as_ref().and_then(|path| path.extension()?.to_str());
    Ok(match extension.map(str::to_lowercase).as_deref() {
        Some("csv") => ExportForm::Csv,
        Some("bib") => ExportForm::Bibtex,
        Some("parquet") => ExportForm::Parquet,
        Some("ris") => ExportForm::Ris,
        _ => ExportForm::Jsonl,
    })
}

fn check_flags(arguments: &ExportArguments, form: ExportForm) -> Result<(), Failure> {
    let takes_columns = matches!(form, ExportForm::Jsonl | ExportForm::Csv | ExportForm::Parquet);
    if !arguments.columns.is_empty() && !takes_columns {
        let message = format!("--columns: {} has no columns to choose", form.name());
        return Err(Failure::with_hint(message, "write --as csv, jsonl or parquet, or leave out --columns"));
    }
    if form == ExportForm::Parquet && arguments.out.is_none() && io::stdout().is_terminal() {
        let message = "--as parquet: a terminal cannot show it";
        return Err(Failure::with_hint(message, "write --out FILE"));
    }
    if form == ExportForm::Trec && arguments.copies.distinct() == Distinct::Yes {
        let message = "--distinct: a run ranks every article";
        return Err(Failure::with_hint(message, "leave out --distinct"));
    }
    Ok(())
}

/// Writes every match; returns how many.
fn stream(
    form: ExportForm,
    arguments: &ExportArguments,
    reader: &Reader,
    matches: &Matches<'_>,
    query: &Query,
    out: &mut dyn Write,
    refuse: &dyn Fn(&io::Error) -> Failure,
) -> Result<u64, Failure> {
    let form = match form {
        ExportForm::Jsonl => Form::Jsonl,
        ExportForm::Csv => Form::Csv,
        ExportForm::Bibtex => Form::Bibtex,
        ExportForm::Ris => Form::Ris,
        ExportForm::CslJson => Form::CslJson,
        ExportForm::Parquet => Form::Parquet,
        ExportForm::Trec | ExportForm::Text => {
            return write_run(&arguments.topic, reader, query, out, refuse);
        }
    };
    let refused = |error: io::Error| refuse(&error);
    let mut writer = writer(form, out, &arguments.columns, arguments.cells.cells()).map_err(refused)?;
    let written = each(matches, query, |article| writer.article(article).map_err(refused))?;
    writer.finish().map_err(refused)?;
    Ok(written)
}

/// Ranks every match in the form of TREC: `topic Q0 article rank score run`.
fn write_run(
    topic: &str,
    reader: &Reader,
    query: &Query,
    out: &mut dyn Write,
    refuse: &dyn Fn(&io::Error) -> Failure,
) -> Result<u64, Failure> {
    let mut rank = 0;
    let ranked = reader.every_ranked(&query.tree).map_err(|error| Failure::of_search(error, &query.text))?;
    for article in ranked {
        let article = article.map_err(|error| Failure::of_search(error, &query.text))?;
        rank += 1;
        // Blanks part the columns.
        let id = article.id.replace(char::is_whitespace, "_");
        writeln!(out, "{topic} Q0 {id} {rank} {:.6} {RUN_NAME}", article.score)
            .map_err(|error| refuse(&error))?;
    }
    Ok(rank)
}

fn folder(matches: &Matches<'_>, query: &Query, path: Option<&Path>) -> Result<u64, Failure> {
    let Some(path) = path else {
        let message = "--as text: expected the name of a new folder in --out";
        return Err(Failure::with_hint(message, "write --out FOLDER"));
    };
    let mut folder = Folder::create(&PathBuf::from(path))?;
    let written = each(matches, query, |article| folder.article(article))?;
    folder.finish()?;
    Ok(written)
}

fn each(
    matches: &Matches<'_>,
    query: &Query,
    mut write: impl FnMut(&Article) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let refuse = |error| Failure::of_search(error, &query.text);
    let mut written = 0;
    for article in matches.articles().map_err(refuse)? {
        write(&article.map_err(refuse)?)?;
        written += 1;
    }
    Ok(written)
}

/// An export is complete or an error, also where its reader went away.
fn not_printed(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::told("standard output: closed before every article was written");
    }
    Failure::told(format!("standard output: could not be written: {}", plain_cause(error)))
}
