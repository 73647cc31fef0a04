//! `dateline watch`: what is new since the last time.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use dateline_query::{Distinct, Reader, read_as};
use dateline_schema::WriterLock;
use serde_json::json;

use super::selection;
use crate::args::{Format, WatchArguments};
use crate::changed_ids::changed;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::watch::{self, News, Since};
use crate::render::{Out, printable};
use crate::saved::Saved;
use crate::saved::mark::Mark;

pub fn run(context: &Context, arguments: &WatchArguments) -> Result<ExitCode, Failure> {
    let saved = Saved::of(&context.archive()?);
    let names = if arguments.names.is_empty() { saved.names()? } else { arguments.names.clone() };
    if names.is_empty() {
        let message = format!("{}: expected saved searches, but found none", saved.dir().display());
        return Err(Failure::with_hint(message, "save one with `dateline save NAME QUERY`"));
    }
    if !saved.dir().is_dir() {
        // Nothing was ever saved, and there is no place for a lock: reading says so.
        saved.read(&names[0])?;
    }
    // Two watches at a time would both print the same news, and each set the mark of the other.
    let _lock = WriterLock::take(saved.dir())?;
    let reader = context.reader()?;
    let mut watcher = Watcher {
        context,
        reader: &reader,
        saved: &saved,
        all: arguments.all,
        out: Out::new(&context.global),
        is_anything_new: false,
        document: Vec::new(),
        marks: Vec::new(),
    };
    let mut code = None;
    for name in &names {
        match watcher.watch(name) {
            Ok(()) => {}
            Err(Failure::BrokenPipe) => return Err(Failure::BrokenPipe),
            Err(failure) => {
                watcher.out.flush()?;
                context.report(&printable(&saved.place_of(name, &failure)), &failure);
                code = Some(ExitCode::from(2));
            }
        }
    }
    watcher.finish()?;
    Ok(code.unwrap_or(if watcher.is_anything_new { ExitCode::SUCCESS } else { ExitCode::from(1) }))
}

struct Watcher<'a> {
    context: &'a Context,
    reader: &'a Reader,
    saved: &'a Saved,
    /// Whether everything counts as new.
    all: bool,
    out: Out,
    is_anything_new: bool,
    /// What is printed at the end, as one document.
    document: Vec<serde_json::Value>,
    /// Marks that are to be set when everything is printed.
    marks: Vec<(PathBuf, Mark)>,
}

impl Watcher<'_> {
    /// Prints what is new of one search, and sets its mark behind it.
    fn watch(&mut self, name: &str) -> Result<(), Failure> {
        let which = self.saved.read(name)?;
        let query = selection::read(self.context, &which)?;
        let refuse = |error| Failure::of_search(error, &query.text);
        let mark_file = self.saved.mark_file(name);
        let matches = self.reader.matches(&query.tree, Distinct::No).map_err(refuse)?;
        let ids = matches.ids().map_err(refuse)?;
        let before = if self.all { None } else { Mark::read(&mark_file)? };
        let (since, new, gone) = match &before {
            None if self.all => (Since::Ever, ids.clone(), 0),
            None => (Since::Now, Vec::new(), 0),
            Some(mark) => {
                let (came, went) = changed(&ids, |each| {
                    for &id in &mark.ids {
                        each(id);
                    }
                    Ok::<(), Failure>(())
                })?;
                let has_other_query = mark.head.query != which;
                (Since::Day { day: &mark.head.day, has_other_query }, came, went.len() as u64)
            }
        };
        self.is_anything_new |= !new.is_empty();
        let news = News {
            name,
            query: &query.text,
            read_as: read_as(&query.tree),
            notes: query.notes.iter().chain(matches.notes()).cloned().collect(),
            since,
            total: ids.len() as u64,
            new: new.len() as u64,
            gone,
        };
        let hits = matches.hits_among(&new).map_err(refuse)?;
        let hits = hits.map(|hit| hit.map_err(refuse));
        match self.context.global.format {
            Format::Text if new.is_empty() => self.context.remark(&news.remark()),
            Format::Text => watch::write_text(&mut self.out, &news, hits)?,
            Format::Jsonl | Format::Csv => {
                watch::write_jsonl(&mut self.out, &news, hits)?;
                self.out.flush()?;
                self.context.remark(&news.remark());
            }
            Format::Json => self.document.push(watch::as_json(&news, hits)?),
        }
        let mark = Mark::new(self.context.today.to_string(), which, ids);
        if self.context.global.format == Format::Json {
            self.marks.push((mark_file, mark));
            return Ok(());
        }
        // Only what has been printed is no news.
        self.out.flush()?;
        mark.write(&mark_file)
    }

    fn finish(&mut self) -> Result<(), Failure> {
        if self.context.global.format == Format::Json {
            self.out.json_line(&json!({ "version": 1, "searches": self.document }))?;
        }
        self.out.flush()?;
        self.marks.iter().try_for_each(|(file, mark)| mark.write(file))
    }
}
