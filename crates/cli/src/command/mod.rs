//! One file a command.

mod aliases;
mod archives;
mod batch;
mod bursts;
pub mod census;
mod check;
mod completions;
mod coverage;
mod delete;
mod dry_run;
mod entities;
mod eval;
mod export;
mod facets;
mod index;
mod kwic;
mod optimize;
mod pictures;
mod preview;
pub mod reading;
mod receipt;
pub mod recognition;
mod rejects;
mod repair;
mod retag;
mod run;
mod save;
mod saved;
mod search;
mod selection;
mod show;
mod similar;
mod stats;
mod timeline;
mod verify;
mod watch;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dateline_indexer::{Merges, Update};
use dateline_schema::plain_cause;

use crate::args::{Arguments, Command, Format};
use crate::context::Context;
use crate::failure::Failure;

/// Runs what the command line asks for.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let context = Context::new(arguments.global)?;
    if context.global.format == Format::Csv && !prints_tables(&arguments.command) {
        return Err(Failure::with_hint(
            "--format csv: this command prints text, json or jsonl",
            "`facets`, `timeline`, `kwic`, `entities`, `export` and `stats --coverage` print tables",
        ));
    }
    match arguments.command {
        Command::Index(arguments) => match arguments.preview {
            Some(records) => preview::run(&context, &arguments, records),
            None if arguments.dry_run => dry_run::run(&context, &arguments),
            None => index::run(&context, &arguments),
        },
        Command::Search(arguments) => match &arguments.queries {
            Some(file) => batch::run(&context, &arguments, file),
            None => search::run(&context, &arguments),
        },
        Command::Facets(arguments) => facets::run(&context, &arguments),
        Command::Timeline(arguments) => timeline::run(&context, &arguments),
        Command::Kwic(arguments) => kwic::run(&context, &arguments),
        Command::Export(arguments) => export::run(&context, &arguments),
        Command::Similar(arguments) => similar::run(&context, &arguments),
        Command::Entities(arguments) => entities::run(&context, arguments),
        Command::Save(arguments) => save::run(&context, &arguments),
        Command::Run(arguments) => run::run(&context, &arguments),
        Command::Watch(arguments) => watch::run(&context, &arguments),
        Command::Saved(arguments) => saved::run(&context, &arguments),
        Command::Receipt(command) => receipt::run(&context, &command),
        Command::Aliases(command) => aliases::run(&context, &command),
        Command::Retag(arguments) => retag::run(&context, &arguments),
        Command::Eval(arguments) => eval::run(&context, &arguments),
        Command::Show(arguments) => show::run(&context, &arguments),
        Command::Stats(arguments) if arguments.coverage => coverage::run(&context, &arguments),
        Command::Stats(arguments) => match arguments.pictures.flag() {
            None => stats::run(&context),
            Some(flag) => {
                let message = format!("{flag}: `stats` draws only with --coverage");
                Err(Failure::with_hint(message, format!("write `dateline stats --coverage {flag} FILE`")))
            }
        },
        Command::Rejects(arguments) => rejects::run(&context, &arguments),
        Command::Delete(arguments) => delete::run(&context, &arguments),
        Command::Optimize => optimize::run(&context),
        Command::Check => check::run(&context),
        Command::Repair(arguments) => repair::run(&context, &arguments),
        Command::Verify(arguments) => verify::run(&context, &arguments),
        Command::Archives => archives::run(&context),
        Command::Completions { shell } => completions::run(shell),
    }
}

/// Whether what a command prints is a table.
fn prints_tables(command: &Command) -> bool {
    match command {
        Command::Facets(_)
        | Command::Timeline(_)
        | Command::Kwic(_)
        | Command::Export(_)
        | Command::Entities(_) => true,
        Command::Stats(arguments) => arguments.coverage,
        _ => false,
    }
}

/// The text of a file, or of standard input.
fn file_text(file: &Path) -> Result<String, Failure> {
    let refuse = |error: std::io::Error| {
        Failure::told(format!("{}: could not be read: {}", file.display(), plain_cause(&error)))
    };
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin()).map_err(refuse)?
    } else {
        std::fs::read_to_string(file).map_err(refuse)?
    };
    // Some editors begin a file with a mark, which is no part of its first line.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Ends a run of writing.
fn finish(update: Update) -> Result<(), Failure> {
    if update.finish()? == Merges::Failed {
        // Said even where little is to be said: whoever looks after the disk must know. Without standard error there is
        // nobody to tell.
        let note = "note: some pieces of the index could not be merged, as happens on full and failing disks; nothing is lost, \
                    and the next run tries again";
        let _ = writeln!(std::io::stderr(), "{note}");
    }
    Ok(())
}
