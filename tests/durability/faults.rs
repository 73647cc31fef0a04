//! Disks that are full or broken: every run ends with an error that says where and why, or does all it should.

use std::cell::Cell;
use std::path::PathBuf;

use dateline_testkit::Random;

use super::disk::{Disk, Trouble};
use super::log::Operation;
use super::state;
use super::work::{self, STEPS};
use crate::program::{Desk, Run};

const EIO: i32 = 5;
const ENOSPC: i32 = 28;
/// So many faults are tried in the short form.
const FAULTS: usize = 24;

#[test]
fn a_failing_operation_is_told_and_loses_nothing() {
    let desk = Desk::in_memory();
    let trials = Trials::new(&desk);
    let mut faults: Vec<(char, usize, i32)> = Vec::new();
    for kind in ['c', 'w', 't', 's', 'd', 'r', 'u', 'm'] {
        let count = trials.log.iter().filter(|operation| operation.kind() == Some(kind)).count();
        let errors: &[i32] = if matches!(kind, 'c' | 'w') { &[EIO, ENOSPC] } else { &[EIO] };
        faults.extend((1..=count).flat_map(|at| errors.iter().map(move |&error| (kind, at, error))));
    }
    if !super::is_long() {
        let mut random = Random::new(20_261_129);
        faults = (0..FAULTS).map(|_| faults[random.below(faults.len())]).collect();
    }
    let mut told = 0;
    for &(kind, at, error) in &faults {
        told += usize::from(trials.check(Trouble::Error(kind, at, error), error));
    }
    let noted = trials.noted.get();
    super::say(&format!(
        "faults: {} tried, {told} ended the run with an error, {noted} a merge",
        faults.len()
    ));
    // The others hit the tidying up, which the next run does again.
    assert!(told * 5 > faults.len(), "only {told} of {} faults were told", faults.len());
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let desk = Desk::in_memory();
    let trials = Trials::new(&desk);
    let written: usize = trials
        .log
        .iter()
        .map(|operation| if let Operation::Write { bytes, .. } = operation { bytes.len() } else { 0 })
        .sum();
    let count = if super::is_long() { 200 } else { 10 };
    let told =
        (0..count).filter(|number| trials.check(Trouble::Space(written * number / count), ENOSPC)).count();
    let noted = trials.noted.get();
    super::say(&format!("full disks: {count} tried, {told} ended the run with an error, {noted} a merge"));
    assert!(!super::is_long() || noted > 0, "no full disk hit a merge");
    assert!(told * 2 > count, "only {told} of {count} full disks were told");
}

/// On a real disk of some megabytes, where somebody has mounted one and says so. (Mounting takes more rights than
/// tests have everywhere.)
#[test]
fn a_small_disk_is_filled_and_goes_on_when_there_is_space_again() {
    let Some(disk) = std::env::var_os("DATELINE_SMALL_DISK").map(PathBuf::from) else { return };
    let desk = Desk::in_memory();
    let data = disk.join("data");
    let run = |arguments: &[&str]| {
        Run::of(desk.command(arguments).env("DATELINE_DATA", &data).output().expect("the binary runs"))
    };
    let ballast = disk.join("ballast");
    std::fs::write(&ballast, vec![1; 1 << 20]).expect("a megabyte of space");
    let mut random = Random::new(20_261_129);
    let (mut articles, mut acknowledged) = (0, 0);
    let full = loop {
        for _ in 0..20 {
            let words: String = (0..1_000).map(|_| format!("word{} ", random.below(100_000))).collect();
            desk.write(&format!("news/{articles}.txt"), format!("Article {articles}\n\n{words}\n"));
            articles += 1;
        }
        let run = run(&["index", "news", "--entities", "none", "--quiet"]);
        if run.code != 0 {
            break run;
        }
        acknowledged = articles;
    };
    super::say(&format!("a small disk: {acknowledged} articles were acknowledged, then: {}", full.stderr));
    let line = full.stderr.lines().next().unwrap_or_default();
    assert!(full.code == 2 && line.contains(": the disk is full (") && line.ends_with(" left)"), "{full:?}");
    let count =
        || state::contents(&data.join("main")).expect("readable").map_or(0, |articles| articles.len());
    let found = count();
    assert!(found == acknowledged || found == articles, "{found} of {acknowledged} or {articles}");
    assert_eq!(run(&["search", "article", "--quiet"]).code, 0);
    std::fs::remove_file(ballast).expect("removed");
    let again = run(&["index", "news", "--entities", "none", "--quiet"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(count(), articles);
    assert_eq!(state::strays(&data.join("main")), [""; 0]);
}

/// One run of indexing that merges segments and finds copies, as it goes without trouble.
struct Trials<'a> {
    before: Disk<'a>,
    arguments: &'static [&'static str],
    contents_before: state::Contents,
    contents_after: state::Contents,
    log: Vec<Operation>,
    /// Runs that ended well but said that merging did not.
    noted: Cell<usize>,
}

impl Trials<'_> {
    fn new(desk: &Desk) -> Trials<'_> {
        let mut before = Disk::new(desk, "disk");
        for (number, step) in STEPS.iter().enumerate() {
            step.prepare(desk);
            let after = before.copy(&format!("disk{number}"));
            let run = after.run(step.arguments, Trouble::None);
            assert!(run.code == 0 || run.code == 1, "{run:?}");
            let log = after.log();
            if work::has_merge(&log) {
                return Trials {
                    arguments: step.arguments,
                    contents_before: state::contents(&before.archive()).expect("readable"),
                    contents_after: state::contents(&after.archive()).expect("readable"),
                    before,
                    log,
                    noted: Cell::default(),
                };
            }
            before = after;
        }
        panic!("no step merges segments");
    }

    /// Whether the run ended with an error. Whatever it did, nothing is lost, and the next run does the rest.
    fn check(&self, trouble: Trouble, error: i32) -> bool {
        let disk = self.before.copy("trial");
        let run = disk.run(self.arguments, trouble);
        let told = run.code == 2;
        if told {
            check_error(&disk, &run, trouble, error);
        } else {
            let is_noted = run.stderr.starts_with("note: some pieces of the index could not be merged");
            self.noted.set(self.noted.get() + usize::from(is_noted));
            assert!(run.code == 0 && (run.stderr.is_empty() || is_noted), "{trouble:?}: {run:?}");
        }
        let left = state::contents(&disk.archive()).unwrap_or_else(|error| panic!("{trouble:?}: {error}"));
        let is_whole = left == self.contents_after || (told && left == self.contents_before);
        assert!(is_whole, "{trouble:?}: {left:?}");
        let again = disk.run(self.arguments, Trouble::None);
        assert_eq!(again.code, 0, "{trouble:?}: {again:?}");
        assert_eq!(state::contents(&disk.archive()).as_ref(), Ok(&self.contents_after), "{trouble:?}");
        assert_eq!(state::strays(&disk.archive()), [""; 0], "{trouble:?}");
        told
    }
}

/// An error names the archive or a file in it, and the cause in plain words.
#[track_caller]
fn check_error(disk: &Disk<'_>, run: &Run, trouble: Trouble, error: i32) {
    let archive = disk.archive().display().to_string();
    let line = run.stderr.lines().next().unwrap_or_default();
    let fits = line.starts_with(&format!("error: {archive}"))
        && if error == ENOSPC {
            line.contains(": the disk is full (")
        } else {
            line.ends_with(": input/output error")
        };
    assert!(fits && !run.stderr.contains("panicked"), "{trouble:?}: {run:?}");
}
