//! Archives as earlier builds wrote them: this build reads them, or says what helps.

use std::path::Path;

use crate::program::{Desk, workspace};

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("created");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// A desk with one of the archives.
fn desk(name: &str) -> Desk {
    let desk = Desk::new();
    copy(&workspace().join("tests/golden").join(name), &desk.path("data/golden"));
    desk
}

#[track_caller]
fn check(name: &str, remark: &str) {
    let desk = desk(name);
    let check = desk.run(&["check"]);
    assert_eq!((check.code, check.stderr.as_str()), (0, remark), "{check:?}");
    let titles = |query: &[&str]| {
        let mut arguments = vec!["search", "--format", "jsonl", "--quiet"];
        arguments.extend(query);
        let run = desk.run(&arguments);
        let title = |line: &str| -> String {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["title"]
                .as_str()
                .unwrap_or("")
                .into()
        };
        run.stdout.lines().map(title).collect::<Vec<String>>()
    };
    assert_eq!(titles(&["storm warned"]), ["Storm warning for the coast"]);
    assert_eq!(titles(&["\"angela merkel\""]), ["Merkel visits the harbour"]);
    assert_eq!(titles(&["date:1923-05"]), ["Dock strike"]);
    assert_eq!(titles(&["person:merkel"]), ["Merkel visits the harbour"]);
    assert_eq!(titles(&["*", "--sort", "oldest"]).len(), 4);
    assert_eq!(desk.run(&["rejects"]).stdout.lines().count(), 1);
    // It can be written to as well, and is whole after that.
    desk.write("more/a.txt", "Another storm\n\nThe storm came back to the coast on Thursday.\n");
    assert_eq!(desk.run(&["index", "more", "--quiet"]).code, 0);
    assert_eq!(titles(&["storm coast"]).len(), 2);
    let after = desk.run(&["check"]);
    assert_eq!((after.code, after.stderr.as_str()), (0, ""), "{after:?}");
}

#[test]
fn an_archive_of_schema_3_is_whole_and_answers() {
    check("schema-3", "");
}

#[test]
fn an_archive_of_schema_4_is_whole_and_answers() {
    check("schema-4", "");
}

#[test]
fn an_archive_without_checksums_is_read_and_check_says_that_it_has_none() {
    check(
        "schema-3-without-checksums",
        "written without checksums, so not compared with any: index/meta.json, index/.managed.json, ledger.jsonl, \
         rejects.jsonl, sketches-0, copies-1\n",
    );
}

#[test]
fn an_archive_of_another_schema_is_refused_with_what_helps() {
    for (schema, hint) in [
        (2, "index the sources again into a new archive: `dateline index --archive NAME PATH`"),
        (5, "a newer dateline wrote this archive; use that version"),
    ] {
        let desk = desk("schema-3");
        let format = format!("{{\n  \"program\": \"dateline\",\n  \"schema\": {schema}\n}}\n");
        let file = desk.write("data/golden/format.json", format);
        for command in [&["search", "storm"][..], &["check"], &["repair", "--yes"], &["stats"]] {
            let run = desk.run(command);
            assert_eq!(run.code, 2, "{run:?}");
            assert_eq!(
                run.stderr,
                format!(
                    "error: {}: written with schema {schema}, but this build reads schemas 3 to 4\nhint: {hint}\n",
                    file.parent().expect("a folder").display()
                )
            );
        }
    }
}
