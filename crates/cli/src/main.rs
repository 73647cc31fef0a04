//! The program `dateline`: flags in, answers out. Everything it does lives in the other crates; this one
//! wires them and is the only one that prints.

mod args;
mod changed_ids;
mod command;
mod context;
mod export;
mod failure;
mod guard;
mod output_file;
mod receipt;
mod render;
mod saved;

use std::process::ExitCode;

/// Indexing allocates on every thread at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = args::Arguments::read();
    guard::quieten_panics();
    let (color, format) = (arguments.global.color, arguments.global.format);
    match guard::guarded(|| command::run(arguments)) {
        Ok(code) => code,
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            render::failure(&failure, color, format);
            ExitCode::from(2)
        }
    }
}
