//! What is left of a damaged archive, kept and completed from its sources.

use std::collections::HashMap;
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
        // Every repair leaves other files behind; the list of what it lost is none of the archive.
        let mut files = files_of(&archive);
        files
            .retain(|file| !file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lost-")));
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
    flip_parts(largest, 64);
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

/// Days, titles and files of all articles, by id.
fn articles(desk: &Desk) -> HashMap<String, serde_json::Value> {
    let run = desk.run(&["search", "*", "--limit", "10000", "--format", "jsonl", "--quiet"]);
    let article = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    let by_id = |article: serde_json::Value| (article["id"].as_str().expect("an id").to_owned(), article);
    run.stdout.lines().map(article).map(by_id).collect()
}

/// Damages the store of the largest segment and others of its files, and repairs: gives what is told, and what there
/// was before and is not any more.
fn lost_by(
    desk: &Desk,
    archive: &Path,
    damage: impl Fn(&Path),
    others: &[&str],
) -> (serde_json::Value, HashMap<String, serde_json::Value>) {
    let mut before = articles(desk);
    let files = files_of(archive);
    let stores = files.iter().filter(|file| file.to_string_lossy().ends_with(".store"));
    let store =
        stores.max_by_key(|file| file.metadata().map_or(0, |metadata| metadata.len())).expect("a store");
    damage(store);
    for other in others {
        flip(&store.with_extension(other));
    }
    let told = desk.json(&["repair", "--yes"]);
    let after = articles(desk);
    before.retain(|id, _| !after.contains_key(id));
    assert_eq!(told["lost"], before.len(), "{told}");
    assert!(!before.is_empty());
    let list = std::fs::read_to_string(told["lost_file"].as_str().expect("a file")).expect("a list");
    let lines: Vec<serde_json::Value> =
        list.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(told["lost_articles"].as_array().expect("articles"), &lines);
    index_again(desk);
    (told, before)
}

#[test]
fn what_is_lost_is_named_as_far_as_the_other_files_know_it() {
    let desk = Desk::new();
    let archive = archive(&desk);
    let destroyed: [fn(&Path); 3] = [
        |store| flip_parts(store, 64),
        |store| std::fs::write(store, "").expect("written"),
        |store| std::fs::remove_file(store).expect("removed"),
    ];
    for damage in destroyed {
        let (told, lost) = lost_by(&desk, &archive, damage, &[]);
        for article in told["lost_articles"].as_array().expect("articles") {
            let was = &lost[article["id"].as_str().expect("an id")];
            assert_eq!(article["file"], was["file"], "{article} {was}");
            let first = was["date"]["first"].as_str();
            let days = article["published"].as_str();
            assert_eq!(days.map(|days| &days[..10]), first, "{article} {was}");
            let words: Vec<&str> = article["title_words"].as_str().unwrap_or_default().split(' ').collect();
            let title = was["title"].as_str().expect("a title").to_lowercase().replace('.', "");
            assert!(!title.is_ascii() || words.iter().all(|word| title.contains(word)), "{article} {was}");
            assert_eq!(words[0].is_empty(), title.is_empty(), "{article} {was}");
            let damaged = Path::new(article["damaged"].as_str().expect("a file"));
            assert!(damaged.starts_with("index") && damaged.extension().is_some_and(|it| it == "store"));
        }
    }
}

#[test]
fn where_dictionaries_are_lost_too_columns_tell_the_start_of_ids_and_days() {
    let desk = Desk::new();
    let archive = archive(&desk);
    let (told, lost) = lost_by(&desk, &archive, |store| flip_parts(store, 64), &["idx"]);
    for article in told["lost_articles"].as_array().expect("articles") {
        let start = article["id"].as_str().expect("the start of an id");
        assert_eq!(start.len(), 12);
        let (_, was) = lost.iter().find(|(id, _)| id.starts_with(start)).expect("an article");
        assert_eq!(article["published"].as_str().map(|days| &days[..10]), was["date"]["first"].as_str());
        assert!(article.get("title_words").is_none() && article.get("file").is_none(), "{article}");
    }
    let others = ["idx", "fast", "pos", "term", "fieldnorm"];
    let (told, _) = lost_by(&desk, &archive, |store| flip_parts(store, 64), &others);
    for article in told["lost_articles"].as_array().expect("articles") {
        assert_eq!(article.as_object().expect("an object").keys().collect::<Vec<_>>(), ["damaged"]);
    }
}
