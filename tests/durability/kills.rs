//! kill -9 at any operation of every command that writes.

use std::time::{Duration, Instant};

use dateline_testkit::Random;

use super::disk::{Disk, Trouble};
use super::state::{self, Contents};
use super::work::STEPS;
use crate::program::Desk;

const KILLS: usize = 20;
const SIGKILL: i32 = 9;
const MOST_TIME_TO_OPEN: Duration = Duration::from_secs(5);

#[test]
fn a_kill_at_any_operation_loses_and_doubles_nothing() {
    let desk = Desk::in_memory();
    let disk = Disk::new(&desk, "disk");
    let wanted = super::from_environment("DATELINE_KILLS", KILLS);
    let mut random = Random::new(20_261_129);
    let (mut tried, mut killed, mut slowest) = (0, 0, Duration::ZERO);
    for (number, step) in STEPS.iter().enumerate() {
        step.prepare(&desk);
        let before_disk = disk.copy("before");
        let before = state::contents(&disk.archive()).expect("readable");
        let _ = disk.run(step.arguments, Trouble::None);
        let after = state::contents(&disk.archive()).expect("readable");
        let operations = disk.log().iter().filter(|operation| operation.kind().is_some()).count();
        disk.forget_log();
        for _ in 0..wanted * (number + 1) / STEPS.len() - tried {
            let copy = before_disk.copy("killed");
            let at = 1 + random.below(operations);
            let run = copy.run(step.arguments, Trouble::Signal(at, SIGKILL));
            killed += usize::from(run.code == -1);
            tried += 1;
            let begun = Instant::now();
            let left = state::contents(&copy.archive());
            slowest = slowest.max(begun.elapsed());
            let place = format!("`{}` killed at operation {at} of {operations}", step.arguments.join(" "));
            let left = left.unwrap_or_else(|error| panic!("{place}: {error}"));
            check_between(&place, &before, &left, &after);
            let again = copy.run(step.arguments, Trouble::None);
            assert!(again.code == 0 || again.code == 1, "{place}: {again:?}");
            assert_eq!(state::contents(&copy.archive()).as_ref(), Ok(&after), "{place}");
            assert_eq!(state::strays(&copy.archive()), [""; 0], "{place}");
        }
    }
    super::say(&format!(
        "kills: {tried} tried, {killed} before the end of the run; reading all took at most {slowest:?}"
    ));
    assert!(killed * 10 >= tried * 9, "only {killed} of {tried} runs were killed before their end");
    assert!(slowest < MOST_TIME_TO_OPEN, "reading took {slowest:?}");
}

/// What both have is there, once, and nothing is there that neither has.
#[track_caller]
fn check_between(place: &str, before: &Contents, found: &Contents, after: &Contents) {
    let list = |contents: &Contents| contents.clone().unwrap_or_default();
    let (before, mut found, after) = (list(before), list(found), list(after));
    let kept = before.iter().filter(|article| after.contains(article));
    let missing: Vec<&String> = kept.filter(|article| !found.contains(article)).collect();
    assert!(missing.is_empty(), "{place}: {missing:?} are lost");
    assert!(
        found.iter().all(|article| before.contains(article) || after.contains(article)),
        "{place}: {found:?}"
    );
    let count = found.len();
    found.dedup();
    assert_eq!(found.len(), count, "{place}: articles are there twice");
}
