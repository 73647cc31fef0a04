//! One file a command.

mod archives;
mod check;
mod completions;
mod delete;
mod index;
mod preview;
mod rejects;
mod search;
mod show;
mod stats;

use std::process::ExitCode;

use crate::args::{Arguments, Command};
use crate::context::Context;
use crate::failure::Failure;

/// Runs what the command line asks for.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let context = Context::new(arguments.global)?;
    match arguments.command {
        Command::Index(arguments) => match arguments.preview {
            Some(records) => preview::run(&context, &arguments, records),
            None => index::run(&context, &arguments),
        },
        Command::Search(arguments) => search::run(&context, &arguments),
        Command::Show(arguments) => show::run(&context, &arguments),
        Command::Stats => stats::run(&context),
        Command::Rejects(arguments) => rejects::run(&context, &arguments),
        Command::Delete(arguments) => delete::run(&context, &arguments),
        Command::Check => check::run(&context),
        Command::Archives => archives::run(&context),
        Command::Completions { shell } => completions::run(shell),
    }
}
