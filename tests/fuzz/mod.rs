//! A short run of what `tests/fuzz` does without end.

#[path = "src/mutate.rs"]
mod mutate;
#[path = "src/targets.rs"]
mod targets;

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
