//! Mutates queries, and files to be read, without end and checks what must always hold.
//!
//! ```text
//! cargo run --manifest-path tests/fuzz/Cargo.toml -- parse|dates|resolve SECONDS [SEED]
//! cargo run --manifest-path tests/fuzz/Cargo.toml -- FAMILY SECONDS [SEED]
//! ```
//!
//! A family is one of formats: text, tables, xml, html, mail, web, containers, press, newspapers, documents.
//!
//! Runs on a stable compiler. An input that breaks a rule is printed and ends the run; the same seed finds it
//! again.

mod archives;
mod files;
mod ingest;
mod mutate;
mod samples;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use self::files::{Family, FileMutator};
use self::ingest::Folder;
use self::mutate::Mutator;
use self::targets::Target;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (name, seconds, seed) = match words[..] {
        [name, seconds] => (name, seconds.parse(), Ok(1)),
        [name, seconds, seed] => (name, seconds.parse(), seed.parse()),
        _ => ("", Ok(0), Ok(0)),
    };
    let family = Family::ALL.iter().find(|(known, _)| *known == name);
    if let (Some((_, family)), Ok(seconds), Ok(seed)) = (family, &seconds, &seed) {
        return run_files(*family, Duration::from_secs(*seconds), *seed);
    }
    let (Some(target), Ok(seconds), Ok(seed)) = (Target::named(name), seconds, seed) else {
        eprintln!("usage: dateline-fuzz parse|dates|resolve|FAMILY SECONDS [SEED]");
        return ExitCode::from(2);
    };
    run(&target, Duration::from_secs(seconds), seed)
}

fn run(target: &Target, limit: Duration, seed: u64) -> ExitCode {
    let mut mutator = Mutator::new(seed);
    let (start, mut runs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    while start.elapsed() < limit {
        let input = mutator.next();
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target.check(&input)));
        let took = began.elapsed();
        if took > slowest {
            slowest = took;
            eprintln!(
                "{runs}: slowest so far, {took:?}, {} bytes: {:.120}",
                input.len(),
                format!("{input:?}")
            );
        }
        let cause = match outcome {
            Ok(Ok(is_interesting)) => {
                if is_interesting {
                    mutator.keep(input);
                }
                None
            }
            Ok(Err(cause)) => Some(cause),
            Err(_) => Some("panic".to_owned()),
        };
        runs += 1;
        if let Some(cause) = cause {
            eprintln!("seed {seed}, run {runs}: {cause}");
            return ExitCode::FAILURE;
        }
    }
    println!("{runs} runs in {:?}, seed {seed}: nothing found", start.elapsed());
    ExitCode::SUCCESS
}

/// A file that takes longer hangs, whatever it is.
const LONGEST: Duration = Duration::from_secs(20);

fn run_files(family: Family, limit: Duration, seed: u64) -> ExitCode {
    let (mut mutator, folder) = (FileMutator::new(family, seed), Folder::new());
    let (start, mut runs, mut far, mut slowest) = (Instant::now(), 0_u64, 0_u64, Duration::ZERO);
    while start.elapsed() < limit {
        let (input, asked) = mutator.next();
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| folder.check(family, &input, asked)));
        let took = began.elapsed();
        slowest = slowest.max(took);
        runs += 1;
        let bytes = input.bytes();
        let cause = match outcome {
            Ok(Ok(_)) if took > LONGEST => format!("{} bytes take {took:?}", bytes.len()),
            Ok(Ok(is_interesting)) => {
                if is_interesting {
                    far += 1;
                    mutator.keep(input);
                }
                continue;
            }
            Ok(Err(cause)) => cause,
            Err(_) => "panic".to_owned(),
        };
        let path = std::env::temp_dir().join(format!("dateline-fuzz-{seed}-{runs}"));
        let kept = std::fs::write(&path, &bytes)
            .map_or(String::new(), |()| format!("; the file is {}", path.display()));
        eprintln!("{family:?}, format {asked:?}, seed {seed}, run {runs}: {cause}{kept}");
        return ExitCode::FAILURE;
    }
    println!(
        "{family:?}: {runs} runs in {:?}, {far} with articles, slowest {slowest:?}, seed {seed}: nothing found",
        start.elapsed()
    );
    ExitCode::SUCCESS
}
