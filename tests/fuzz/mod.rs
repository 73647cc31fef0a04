//! A short run of what `tests/fuzz` does without end.

#[path = "src/archives.rs"]
mod archives;
#[path = "src/files.rs"]
mod files;
#[path = "src/ingest.rs"]
mod ingest;
#[path = "src/mutate.rs"]
mod mutate;
#[path = "src/samples.rs"]
mod samples;
#[path = "src/targets.rs"]
mod targets;

use self::files::{Family, FileMutator};
use self::ingest::Folder;
use self::mutate::Mutator;
use self::targets::Target;

#[track_caller]
fn check(name: &str, runs: usize) {
    let target = Target::named(name).expect("a target");
    let mut mutator = Mutator::new(1);
    let mut far = 0;
    for _ in 0..runs {
        let input = mutator.next();
        match target.check(&input) {
            Ok(true) => {
                far += 1;
                mutator.keep(input);
            }
            Ok(false) => {}
            Err(cause) => panic!("{cause}"),
        }
    }
    assert!(far > runs / 100, "only {far} of {runs} inputs get far");
}

#[test]
fn random_queries_are_read_or_refused_with_a_place() {
    check("parse", 3_000);
}

#[test]
fn random_dates_are_resolved_or_refused() {
    check("dates", 3_000);
}

#[test]
fn random_queries_are_answered_with_as_many_hits_as_they_count() {
    check("resolve", 300);
}

#[test]
fn damaged_files_of_every_family_are_read_or_told() {
    let folder = Folder::new();
    for (name, family) in Family::ALL {
        let mut mutator = FileMutator::new(family, 1);
        let mut far = 0;
        for run in 0..100 {
            let (input, asked) = mutator.next();
            match folder.check(family, &input, asked) {
                Ok(true) => {
                    far += 1;
                    mutator.keep(input);
                }
                Ok(false) => {}
                Err(cause) => panic!("{name}, run {run}: {cause}"),
            }
        }
        assert!(far > 5, "{name}: only {far} of 100 files hold articles");
    }
}
