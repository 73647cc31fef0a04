//! `dateline index`

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dateline_indexer::{
    Decision, Ending, Feed, FileStamp, FileTime, IndexError, Ledger, Options, Progress, Report, Stopped,
    Update,
};
use dateline_ingest::format::{self, FieldMap};
use dateline_ingest::{
    Discovery, Found, Limits, OpenError, OpenOptions, RejectReason, Settings, SourceFile, discover,
    file_digest, label_of, open,
};
use dateline_schema::Archive;

use super::reading::{LeftOut, Outcome, Reading, Record, whole_file};
use super::recognition::Namer;
use crate::args::{IndexArguments, WritingArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, progress::Bar, report};

/// What a shell expects of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

pub fn run(context: &Context, arguments: &IndexArguments) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let discovery = discover(&arguments.paths).map_err(Failure::told)?;
    let options = open_options(arguments)?;
    let archive = Archive::open_or_create(&context.archive_dir()?)?;
    let mut update =
        Update::begin(&archive, writing_options(context, &arguments.writing, arguments.threads))?;
    let stop = stop_on_interrupt()?;
    let settings = Settings { today: context.today, limits: options.limits };
    let progress = Progress::default();
    let disk_bytes = Arc::new(AtomicU64::new(0));
    let bar = Bar::unless_quiet(context, &discovery);

    let mut run = Run::new(update.ledger().clone(), &options, Arc::clone(&disk_bytes));
    let namer = Namer::open(&arguments.names.entities)?;
    let convert = |record: Record| {
        let mut article = record.into_article(&settings)?;
        namer.name(&mut article);
        Ok(article)
    };
    let drive = |update: &mut Update, run: &mut Run<'_>, files: Files<'_>| {
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            if let Some(bar) = &bar {
                scope.spawn(|| bar.follow(&progress, &disk_bytes, &done));
            }
            let result = update.run(&progress, &stop, |feed| run.read(files, feed), convert);
            done.store(true, Ordering::Relaxed);
            result
        })
    };

    let result = index_all(&mut update, &mut run, &discovery, arguments, &stop, drive);
    if let Some(bar) = bar {
        bar.clear();
    }
    let (report, gone) = result?;
    super::finish(update)?;

    let summary = report::Summary {
        archive: archive.dir(),
        report: &report,
        skipped: &run.skipped,
        left_out: &run.left_out,
        gone,
        missed: namer.missed(),
        interrupted: stop.load(Ordering::Relaxed),
        seconds: started.elapsed().as_secs_f64(),
    };
    let mut out = Out::new(&context.global);
    report::write(&mut out, &summary, context)?;
    out.flush()?;
    Ok(if report.counts.rejected > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Reads all files, removes those that are gone if that is wanted, and reads again what stood behind an
/// article that was removed. Gives the report and how many files are gone but kept.
fn index_all<'a>(
    update: &mut Update,
    run: &mut Run<'a>,
    discovery: &Discovery,
    arguments: &IndexArguments,
    stop: &AtomicBool,
    mut drive: impl FnMut(&mut Update, &mut Run<'a>, Files<'_>) -> Result<(Report, Vec<String>), IndexError>,
) -> Result<(Report, u64), IndexError> {
    let interrupted = || stop.load(Ordering::Relaxed);
    let (mut report, mut removed) = drive(update, run, Files::All(discovery))?;
    // An interrupted walk has not seen every file.
    let gone = if interrupted() { Vec::new() } else { run.gone(discovery) };
    let kept = if arguments.prune { 0 } else { gone.len() as u64 };
    if arguments.prune && !gone.is_empty() {
        let (pruned, removed_too) = update.prune(gone)?;
        report.add(&pruned);
        removed.extend(removed_too);
    }
    if !removed.is_empty() && !interrupted() {
        run.ledger = update.ledger().clone();
        let behind = run.files_behind(&removed);
        for entry in behind.iter().filter_map(|file| run.ledger.entry(&file.label)) {
            match run.met.get(&entry.stamp.file) {
                Some(Met::Unchanged) => report.forget_unchanged(entry),
                Some(Met::Read) => report.forget_read(entry),
                None => {}
            }
        }
        if !behind.is_empty() {
            let (again, _) = drive(update, run, Files::Again(&behind))?;
            report.add(&again);
        }
    }
    debug_assert!(report.counts.add_up(), "{report:?}");
    Ok((report, kept))
}

/// How the flags want files to be opened.
pub fn open_options(arguments: &IndexArguments) -> Result<OpenOptions, Failure> {
    let field_map = FieldMap::parse(&arguments.map).map_err(Failure::told)?;
    let format = arguments.input_format.as_deref().and_then(format::by_name);
    Ok(OpenOptions { format, field_map, limits: Limits::default() })
}

/// How the flags want an archive to be written; without a number of threads, one for each core.
pub fn writing_options(context: &Context, arguments: &WritingArguments, threads: Option<u64>) -> Options {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Options {
        threads: threads.map_or(cores, |threads| threads as usize),
        memory_bytes: (arguments.memory as usize) << 20,
        today: context.today,
        commit_every: Duration::from_secs(arguments.commit_every),
    }
}

/// Set by Ctrl-C or SIGTERM: what was read so far is committed, then the command ends.
pub fn stop_on_interrupt() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    let on_interrupt = move || {
        if set.swap(true, Ordering::Relaxed) {
            // The second time the user means now: what is committed is safe.
            std::process::exit(INTERRUPTED);
        }
    };
    ctrlc::set_handler(on_interrupt)
        .map_err(|error| Failure::told(format!("interrupts could not be caught: {error}")))?;
    Ok(stop)
}

/// Which files to read.
#[derive(Clone, Copy)]
pub enum Files<'a> {
    /// All that the user named.
    All(&'a Discovery),
    /// These, although they did not change.
    Again(&'a [SourceFile]),
}

/// What became of a file in this run.
#[derive(Clone, Copy)]
enum Met {
    Unchanged,
    Read,
}

/// Reading, as it goes from file to file.
pub struct Run<'a> {
    ledger: Ledger,
    options: &'a OpenOptions,
    /// All files found, by label.
    met: HashMap<String, Met>,
    /// Files and folders that could not be looked at.
    unreadable: Vec<PathBuf>,
    /// What was found but is no file to read, with the reason.
    pub skipped: Vec<(String, &'static str)>,
    pub left_out: LeftOut,
    disk_bytes: Arc<AtomicU64>,
}

impl<'a> Run<'a> {
    /// Before the first file; the ledger says what need not be read again.
    pub fn new(ledger: Ledger, options: &'a OpenOptions, disk_bytes: Arc<AtomicU64>) -> Run<'a> {
        Run {
            ledger,
            options,
            met: HashMap::new(),
            unreadable: Vec::new(),
            skipped: Vec::new(),
            left_out: LeftOut::default(),
            disk_bytes,
        }
    }

    pub fn read(&mut self, files: Files<'_>, feed: &mut Feed<'_, Record>) -> Result<(), Stopped> {
        match files {
            Files::Again(files) => {
                for file in files {
                    self.read_file(file, stamp_of(file), Start::Afresh, feed)?;
                }
            }
            Files::All(discovery) => {
                for found in discovery.walk() {
                    if feed.is_stopped() {
                        return Err(Stopped);
                    }
                    match found {
                        Found::File(file) => self.consider(&file, feed)?,
                        Found::Skipped { path, why } => self.skipped.push((path.display().to_string(), why)),
                        Found::Unreadable { path, cause } => {
                            let label = label_of(&path);
                            let reject = whole_file(&label, RejectReason::Unreadable { cause });
                            self.unreadable.push(path);
                            feed.unreadable(FileStamp::new(label, 0, None), reject)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads a file unless the archive already holds it as it is.
    fn consider(&mut self, file: &SourceFile, feed: &mut Feed<'_, Record>) -> Result<(), Stopped> {
        let stamp = stamp_of(file);
        if file.is_stream() {
            return self.read_file(file, stamp, Start::Stream, feed);
        }
        self.met.insert(file.label.clone(), Met::Unchanged);
        let start = match self.ledger.decide(&stamp) {
            Decision::Unchanged { records } => {
                self.disk_bytes.fetch_add(file.bytes, Ordering::Relaxed);
                return feed.unchanged(stamp, records, FileTime::Known);
            }
            Decision::UnchangedIfHash { sha256, records } => {
                if file_digest(file).is_ok_and(|digest| hexadecimal(&digest) == sha256) {
                    self.disk_bytes.fetch_add(file.bytes, Ordering::Relaxed);
                    return feed.unchanged(stamp, records, FileTime::New);
                }
                Start::Afresh
            }
            Decision::Resume { records } => Start::Behind(records),
            Decision::New | Decision::Changed => Start::Afresh,
        };
        self.met.insert(file.label.clone(), Met::Read);
        self.read_file(file, stamp, start, feed)
    }

    fn read_file(
        &mut self,
        file: &SourceFile,
        stamp: FileStamp,
        start: Start,
        feed: &mut Feed<'_, Record>,
    ) -> Result<(), Stopped> {
        let opened = open(file, self.options);
        if let Err(OpenError { reason: reason @ RejectReason::Unreadable { .. } }) = opened {
            // What the archive holds of it stays.
            self.unreadable.push(file.path.clone());
            return feed.unreadable(stamp, whole_file(&file.label, reason));
        }
        match start {
            Start::Afresh => feed.open(stamp)?,
            Start::Behind(_) => feed.resume(stamp)?,
            Start::Stream => feed.stream(stamp)?,
        }
        let source = match opened {
            Ok(source) => source,
            Err(error) => {
                feed.reject(whole_file(&file.label, error.reason))?;
                return feed.close(Ending::Complete { sha256: None });
            }
        };
        let skip = if let Start::Behind(records) = start { records } else { 0 };
        let digest = source.digest.clone();
        match Reading::of(source, skip, &self.options.limits, &mut self.left_out, &self.disk_bytes, feed) {
            Outcome::Read => {
                let sha256 = digest.finish().map(|digest| hexadecimal(&digest));
                feed.close(Ending::Complete { sha256 })
            }
            Outcome::Unreadable => feed.close(Ending::Unreadable),
            Outcome::Stopped => {
                feed.close(Ending::BrokenOff)?;
                Err(Stopped)
            }
        }
    }

    /// Files read earlier from under the same inputs that are no longer there.
    fn gone(&self, discovery: &Discovery) -> Vec<String> {
        let mut gone: Vec<String> = self
            .ledger
            .entries()
            .map(|entry| &entry.stamp.file)
            .filter(|file| !self.met.contains_key(*file) && discovery.covers(file))
            // What cannot be looked at now may still be there.
            .filter(|file| !self.unreadable.iter().any(|path| Path::new(file).starts_with(path)))
            .cloned()
            .collect();
        gone.sort();
        gone
    }

    /// Unchanged files with records that were left out because a removed file held their ids.
    fn files_behind(&self, removed: &[String]) -> Vec<SourceFile> {
        let removed: HashSet<&str> = removed.iter().map(String::as_str).collect();
        let mut behind: Vec<&str> = self
            .ledger
            .entries()
            .filter(|entry| entry.stands_behind.iter().any(|file| removed.contains(file.as_str())))
            .map(|entry| entry.stamp.file.as_str())
            .filter(|file| !removed.contains(file))
            .collect();
        behind.sort_unstable();
        behind.into_iter().filter_map(|file| SourceFile::at(file.into()).ok()).collect()
    }
}

/// Where reading of a file begins.
#[derive(Clone, Copy)]
enum Start {
    /// At its start; its articles are replaced.
    Afresh,
    /// Behind so many records that an interrupted run dealt with.
    Behind(u64),
    /// At its start; it is added to what the archive holds and not remembered as a file.
    Stream,
}

fn stamp_of(file: &SourceFile) -> FileStamp {
    FileStamp::new(file.label.clone(), file.bytes, file.modified)
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
