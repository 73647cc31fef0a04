//! What is left of a damaged archive, kept and completed from its sources.

use std::path::{Path, PathBuf};

use crate::damage::{archive, files_of};
use crate::program::{Desk, workspace};

/// The ids of all articles, sorted.
fn ids(desk: &Desk) -> Vec<String> {
    let run = desk.run(&["search", "*", "--limit", "10000", "--format", "jsonl", "--quiet"]);
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].to_string();
    let mut ids: Vec<String> = run.stdout.lines().map(id).collect();
    ids.sort();
    ids
}

fn index_again(desk: &Desk) {
    let sample = workspace().join("index-data/sample");
    assert_eq!(desk.run(&["index", sample.to_str().expect("a path of letters"), "--quiet"]).code, 0);
    // It ends with 1 when the broken record is read again.
    assert!(matches!(desk.run(&["index", "more", "--quiet"]).code, 0 | 1));
}

fn with_ending(files: &[PathBuf], ending: &str) -> PathBuf {
    let fits = |file: &&PathBuf| file.to_string_lossy().ends_with(ending);
    files.iter().find(fits).unwrap_or_else(|| panic!("no {ending} in {files:?}")).clone()
}

fn flip(file: &Path) {
    flip_parts(file, 2);
}

/// Flips a bit between each two of so many parts.
fn flip_parts(file: &Path, parts: usize) {
    let mut bytes = std::fs::read(file).expect("read");
    for part in 1..parts {
        let at = bytes.len() * part / parts;
        bytes[at] ^= 4;
    }
    std::fs::write(file, bytes).expect("written");
}

#[test]
fn whichever_file_is_damaged_the_archive_is_repaired_and_completed() {
    let desk = Desk::new();
    let archive = archive(&desk);
    let count = files_of(&archive).len();
    for number in 0..count {
        // Every repair leaves other files behind.
        let files = files_of(&archive);
        let file = &files[number % files.len()];
        // What was deleted comes back when its file is read again.
        let before = ids(&desk);
        flip(file);
        let place = file.display();
        let plan = desk.run(&["repair"]);
        assert!(plan.stdout.ends_with("nothing was changed\n"), "{place}: {plan:?}");
        assert_eq!(desk.run(&["check"]).code, 1, "{place}");
        let repair = desk.run(&["repair", "--yes"]);
        assert_eq!(repair.code, 0, "{place}: {repair:?}");
        let check = desk.run(&["check"]);
        assert_eq!(check.code, 0, "{place}: {check:?}, after {repair:?}");
        let kept = ids(&desk);
        assert!(kept.iter().all(|id| before.contains(id) || repair.stdout.contains(".del")), "{place}");
        index_again(&desk);
        let after = ids(&desk);
        let missing: Vec<_> = before.iter().filter(|id| !after.contains(id)).collect();
        assert!(missing.is_empty(), "{place}: {missing:?} are missing after {repair:?}");
        assert_eq!(desk.run(&["check"]).code, 0, "{place}");
    }
}

#[test]
fn articles_survive_the_loss_of_their_words_and_of_their_neighbours() {
    let desk = Desk::new();
    let archive = archive(&desk);
    let before = ids(&desk);
    flip(&with_ending(&files_of(&archive), ".idx"));
    assert_eq!(desk.run(&["repair", "--yes"]).code, 0);
    assert_eq!(ids(&desk), before);
    let files = files_of(&archive);
    let largest = files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "store"))
        .max_by_key(|file| file.metadata().map_or(0, |metadata| metadata.len()))
        .expect("a store");
    // Some of its articles are deleted ones.
    flip_parts(largest, 8);
    let repair = desk.run(&["repair", "--yes"]);
    assert!(repair.stdout.contains("\nthe next `dateline index` reads "), "{repair:?}");
    let kept = ids(&desk);
    assert!(!kept.is_empty() && kept.len() < before.len(), "{} of {}", kept.len(), before.len());
    index_again(&desk);
    assert!(before.iter().all(|id| ids(&desk).contains(id)));
}

#[track_caller]
fn check_loss_of_both(file: &str, copy: &str) {
    let desk = Desk::new();
    let archive = archive(&desk);
    flip(&archive.join(file));
    flip(&archive.join(copy));
    let repair = desk.run(&["repair", "--yes"]);
    assert_eq!(repair.code, 2);
    assert_eq!(
        repair.stderr,
        format!(
            "error: {}: expected `{file}` or its copy to be whole, but found both damaged\n\
             hint: index the sources again into a new archive: `dateline index --archive NAME PATH`\n",
            archive.display()
        )
    );
}

#[test]
fn without_both_copies_of_the_commit_a_new_archive_is_asked_for() {
    check_loss_of_both("index/meta.json", "index/meta.copy.json");
}

#[test]
fn without_both_copies_of_a_dictionary_a_new_archive_is_asked_for() {
    check_loss_of_both("dictionary-1", "dictionary-1.copy");
}

#[test]
fn articles_are_read_from_the_other_copy_of_a_dictionary() {
    let desk = Desk::new();
    let archive = archive(&desk);
    let before = ids(&desk);
    let dictionary = archive.join("dictionary-1");
    let whole = std::fs::read(&dictionary).expect("read");
    flip(&dictionary);
    assert_eq!(ids(&desk), before);
    let check = desk.run(&["check"]);
    assert!(check.stdout.contains("dictionary-1: its checksum does not fit"), "{check:?}");
    assert_eq!(desk.run(&["repair", "--yes"]).code, 0);
    assert_eq!(std::fs::read(&dictionary).expect("read"), whole);
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[test]
fn a_whole_archive_is_left_as_it_is() {
    let desk = Desk::new();
    let archive = archive(&desk);
    let run = desk.run(&["repair", "--yes"]);
    assert_eq!(run.stdout, format!("{}: whole, there is nothing to repair\n", archive.display()));
}
