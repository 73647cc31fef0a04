//! What is acknowledged is durable.
//!
//! The real program runs on a disk that is watched: `disk.c` stands between it and the system. So every file of an
//! archive and every command that writes is tried as it ships. (A directory of tantivy's could be watched inside
//! the process, but not what lies beside the index: ledger, rejects, sketches, copies, the folders themselves.)
//!
//! - [`power_cut`]: at any operation, with anything that was not synced kept, dropped or halved.
//! - [`kills`]: kill -9 at any operation of every command that writes.
//! - [`faults`]: disks that are full or broken.
//! - [`readers`]: searching beside a writer.
//! - [`stops`]: Ctrl-C and SIGTERM.
//!
//! With `DATELINE_LONG` set, power cuts and faults are tried at every place there is. `tests/README.md` has the
//! commands and what they gave.

mod disk;
mod faults;
mod kills;
mod log;
mod model;
mod power_cut;
mod readers;
mod state;
mod stops;
mod work;

/// Whether everything is to be tried, however long it takes.
fn is_long() -> bool {
    std::env::var_os("DATELINE_LONG").is_some()
}

/// A number that an environment variable may raise.
fn from_environment(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

#[expect(clippy::print_stdout, reason = "what was tried is part of the proof")]
fn say(line: &str) {
    println!("{line}");
}
