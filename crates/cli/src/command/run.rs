//! `dateline run`

use std::process::ExitCode;

use super::{search, selection};
use crate::args::RunArguments;
use crate::context::Context;
use crate::failure::Failure;
use crate::saved::Saved;

/// Answers a saved search as `search` does.
pub fn run(context: &Context, arguments: &RunArguments) -> Result<ExitCode, Failure> {
    let saved = Saved::of(&context.archive()?);
    let which = saved.read(&arguments.name)?;
    match selection::read(context, &which) {
        Ok(query) => search::answer(context, &which, query, &arguments.page),
        Err(failure) => {
            context.report(&saved.place_of(&arguments.name, &failure), &failure);
            Ok(ExitCode::from(2))
        }
    }
}
