//! `dateline index` from outside: what it reads, counts, keeps and refuses.

use std::path::Path;

use crate::program::Desk;

/// The five counts of a report.
fn counts(report: &serde_json::Value) -> [u64; 5] {
    let report = &report["report"];
    ["read", "indexed", "unchanged", "duplicates", "rejected"]
        .map(|key| report[key].as_u64().unwrap_or_else(|| panic!("no count `{key}` in {report}")))
}

/// Indexes and checks that every record met one fate.
#[track_caller]
fn index(desk: &Desk, arguments: &[&str], expect: [u64; 5]) {
    let mut all = vec!["index"];
    all.extend(arguments);
    let report = desk.json(&all);
    let counts = counts(&report);
    assert_eq!(counts, expect, "read, indexed, unchanged, duplicates, rejected: {report}");
    assert_eq!(counts[0], counts[1..].iter().sum::<u64>(), "the counts add up");
}

/// How many articles a query finds.
#[track_caller]
fn total(desk: &Desk, arguments: &[&str]) -> u64 {
    let mut all = vec!["search"];
    all.extend(arguments);
    desk.json(&all)["total"].as_u64().expect("a total")
}

const SEED: &str = " date 2017-03-02 Jeff Sessions will not investigate Russian meddling.\n\nJeff Sessions holding news conference APTN\n\nAttorney General Jeff Sessions spoke on Thursday. He recused himself.\n\nDemocrats called for his resignation.\n";

#[test]
fn a_text_file_becomes_an_article_with_its_date_and_headline() {
    let desk = Desk::new();
    desk.write("news/seed.txt", SEED);
    index(&desk, &["news"], [1, 1, 0, 0, 0]);
    let answer = desk.json(&["search", "jeff sessions", "--from", "2017-03-01", "--to", "2017-03-31"]);
    assert_eq!(answer["total"], 1);
    let hit = &answer["hits"][0];
    assert_eq!(hit["title"], "Jeff Sessions will not investigate Russian meddling.");
    assert_eq!(hit["date"]["first"], "2017-03-02");
    assert_eq!(total(&desk, &["jeff sessions", "--to", "2017-03-01"]), 0);
}

#[test]
fn a_second_run_does_only_what_changed() {
    let desk = Desk::new();
    desk.write("news/a.txt", "A storm\n\nThe storm came at night.\n");
    desk.write("news/b.txt", "A strike\n\nThe strike began.\n");
    index(&desk, &["news"], [2, 2, 0, 0, 0]);
    index(&desk, &["news"], [2, 0, 2, 0, 0]);
    desk.write("news/b.txt", "A strike\n\nThe strike ended after long talks.\n");
    index(&desk, &["news"], [2, 1, 1, 0, 0]);
    assert_eq!(total(&desk, &["began"]), 0);
    assert_eq!(total(&desk, &["talks"]), 1);
    assert_eq!(total(&desk, &["*"]), 2);
}

#[test]
fn a_touched_file_with_the_same_bytes_is_unchanged() {
    let desk = Desk::new();
    let path = desk.write("a.txt", "A storm\n\nThe storm came at night.\n");
    index(&desk, &["a.txt"], [1, 1, 0, 0, 0]);
    let later = std::time::SystemTime::now() + std::time::Duration::from_mins(1);
    std::fs::File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.set_modified(later))
        .expect("touched");
    index(&desk, &["a.txt"], [1, 0, 1, 0, 0]);
    index(&desk, &["a.txt"], [1, 0, 1, 0, 0]);
}

#[test]
fn vanished_files_are_kept_until_pruned() {
    let desk = Desk::new();
    let path = desk.write("news/a.txt", "A storm\n\nThe storm came.\n");
    desk.write("news/b.txt", "A strike\n\nThe strike began.\n");
    index(&desk, &["news"], [2, 2, 0, 0, 0]);
    std::fs::remove_file(path).expect("removed");
    let report = desk.json(&["index", "news"]);
    assert_eq!(report["gone"], 1);
    assert_eq!(total(&desk, &["*"]), 2);
    let report = desk.json(&["index", "news", "--prune"]);
    assert_eq!(report["report"]["files_pruned"], 1);
    assert_eq!(total(&desk, &["*"]), 1);
}

#[test]
fn a_duplicate_comes_forward_when_the_article_before_it_vanishes() {
    let desk = Desk::new();
    let line = r#"{"url":"https://example.org/1","title":"A storm","body":"It came.","date":"2020-01-01"}"#;
    let first = desk.write("news/a.jsonl", line);
    desk.write("news/b.jsonl", line);
    index(&desk, &["news"], [2, 1, 0, 1, 0]);
    std::fs::remove_file(first).expect("removed");
    index(&desk, &["news", "--prune"], [1, 1, 0, 0, 0]);
    assert_eq!(total(&desk, &["storm"]), 1);
}

#[test]
fn a_duplicate_that_comes_forward_is_counted_once() {
    let desk = Desk::new();
    let line = |url: &str| {
        format!("{{\"url\":\"https://example.org/{url}\",\"title\":\"A storm\",\"body\":\"It came.\"}}\n")
    };
    desk.write("news/b.jsonl", line("1"));
    index(&desk, &["news/b.jsonl"], [1, 1, 0, 0, 0]);
    // The new file stands behind the old one, which then changes in the same run.
    desk.write("news/a.jsonl", line("1"));
    desk.write("news/b.jsonl", line("2") + &line("3"));
    index(&desk, &["news"], [3, 3, 0, 0, 0]);
    // The other file lies outside what is read this time.
    desk.write("other/c.jsonl", line("2"));
    index(&desk, &["other"], [1, 0, 0, 1, 0]);
    desk.write("news/b.jsonl", line("3"));
    index(&desk, &["news"], [3, 2, 1, 0, 0]);
    assert_eq!(total(&desk, &["storm"]), 3);
}

#[test]
fn what_stood_behind_a_removed_article_is_remembered_in_the_same_commit() {
    let desk = Desk::new();
    let line = "{\"url\":\"https://example.org/1\",\"title\":\"A storm\",\"body\":\"It came.\"}\n";
    desk.write("a.jsonl", line);
    desk.write("b.jsonl", line);
    index(&desk, &["a.jsonl", "b.jsonl"], [2, 1, 0, 1, 0]);
    // Only the first file is read, as if the run had ended before it came to the second one.
    let archive = dateline_schema::Archive::open(&desk.path("data/main")).expect("the archive");
    let options = dateline_indexer::Options {
        threads: 1,
        memory_bytes: 64 << 20,
        today: dateline_article::Day::FIRST,
        commit_every: std::time::Duration::MAX,
    };
    let mut update = dateline_indexer::Update::begin(&archive, options).expect("nobody else writes");
    let first = desk.path("a.jsonl").canonicalize().expect("a path").display().to_string();
    update.prune(vec![first]).expect("pruned");
    update.finish().expect("finished");
    assert_eq!(total(&desk, &["storm"]), 0);
    index(&desk, &["b.jsonl"], [1, 1, 0, 0, 0]);
    assert_eq!(total(&desk, &["storm"]), 1);
}

#[test]
fn a_duplicate_with_another_text_stands_in_the_rejects() {
    let desk = Desk::new();
    let lines = concat!(
        "{\"url\":\"https://example.org/1\",\"title\":\"A storm\",\"body\":\"It came.\"}\n",
        "{\"url\":\"https://example.org/1\",\"title\":\"A storm\",\"body\":\"It came.\"}\n",
        "{\"url\":\"https://example.org/1\",\"title\":\"A storm, corrected\",\"body\":\"It went.\"}\n",
    );
    desk.write("a.jsonl", lines);
    index(&desk, &["a.jsonl"], [3, 1, 0, 2, 0]);
    let report = desk.json(&["index", "a.jsonl"]);
    assert_eq!(report["report"]["unchanged"], 3);
    let rejects = desk.run(&["rejects"]).stdout;
    let file = desk.path("a.jsonl").canonicalize().expect("a path").display().to_string();
    let expect = format!(
        "{file}: record 3 (byte 136): expected an id of its own, but found that of {file}: record 1, which has another text\n"
    );
    assert_eq!(rejects, expect);
}

#[test]
fn a_bad_record_is_rejected_with_its_place_and_the_run_goes_on() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"title\":\"One\",\"body\":\"Text one.\"}\n{\"title\":\n{\"title\":\"Two\",\"body\":\"Text two.\"}\n{}\n");
    let run = desk.run(&["index", "a.jsonl"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stdout.starts_with("read 4 records: 2 indexed, 0 unchanged, 0 duplicates, 2 rejected\n"),
        "{run:?}"
    );
    let rejects = desk.json(&["rejects"]);
    let rejects = rejects["rejects"].as_array().expect("a list");
    assert_eq!(rejects.len(), 2);
    assert_eq!((&rejects[0]["record"], &rejects[0]["byte"]), (&2.into(), &35.into()));
    assert_eq!((&rejects[1]["record"], &rejects[1]["reason"]), (&4.into(), &"no-text".into()));
}

#[test]
fn rejects_of_a_file_that_was_mended_are_forgotten() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"title\":\n");
    index(&desk, &["a.jsonl"], [1, 0, 0, 0, 1]);
    desk.write("a.jsonl", "{\"title\":\"One\",\"body\":\"Text.\"}\n");
    index(&desk, &["a.jsonl"], [1, 1, 0, 0, 0]);
    assert_eq!(desk.run(&["rejects"]).stdout, "no rejects\n");
    assert_eq!(desk.json(&["stats"])["rejected"], 0);
}

#[test]
fn compressed_files_are_read_like_plain_ones() {
    let desk = Desk::new();
    let line = |name: &str| format!("{{\"title\":\"{name}\",\"body\":\"The storm {name}.\"}}\n");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gz, line("one").as_bytes()).expect("written");
    desk.write("news/one.jsonl.gz", gz.finish().expect("compressed"));
    desk.write("news/two.jsonl.zst", zstd::encode_all(line("two").as_bytes(), 0).expect("compressed"));
    desk.write("news/three.jsonl", line("three"));
    index(&desk, &["news"], [3, 3, 0, 0, 0]);
    assert_eq!(total(&desk, &["storm"]), 3);
}

#[test]
fn standard_input_is_read_and_adds_to_what_is_there() {
    let desk = Desk::new();
    for (body, indexed) in [("one", 1), ("two", 1), ("two", 0)] {
        let line = format!("{{\"title\":\"T\",\"body\":\"Text {body}.\"}}\n");
        let run = desk.run_with(&["index", "-", "--format", "json"], line.as_bytes());
        let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(counts(&report), [1, indexed, 0, 1 - indexed, 0], "{run:?}");
    }
    assert_eq!(total(&desk, &["text"]), 2);
}

#[test]
fn a_pipe_adds_to_what_an_earlier_pipe_brought() {
    let desk = Desk::new();
    for body in ["one", "two"] {
        let fifo = desk.path("pipe");
        let _ = std::fs::remove_file(&fifo);
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo").success());
        let line = format!("{{\"title\":\"T\",\"body\":\"Text {body}.\"}}\n");
        let writer = std::thread::spawn(move || std::fs::write(fifo, line));
        index(&desk, &["pipe"], [1, 1, 0, 0, 0]);
        writer.join().expect("no panic").expect("written");
    }
    assert_eq!(total(&desk, &["text"]), 2);
}

#[test]
fn a_ledger_cut_short_is_an_error_and_not_filled_up() {
    let desk = Desk::new();
    desk.write("a.txt", "A storm\n\nIt came.\n");
    index(&desk, &["a.txt"], [1, 1, 0, 0, 0]);
    let ledger = desk.path("data/main/ledger.jsonl");
    let bytes = std::fs::metadata(&ledger).expect("the ledger").len();
    std::fs::write(&ledger, "").expect("written");
    let run = desk.run(&["index", "a.txt"]);
    assert_eq!(run.code, 2);
    let expect = format!(
        "error: {}: expected {bytes} bytes, but found 0\nhint: run `dateline check` to see what is damaged\n",
        ledger.display()
    );
    assert_eq!(run.stderr, expect);
}

#[test]
fn patterns_name_files() {
    let desk = Desk::new();
    desk.write("1923/a.txt", "A\n\nText one.\n");
    desk.write("1923/b.text", "B\n\nText two.\n");
    index(&desk, &["1923/*.txt"], [1, 1, 0, 0, 0]);
    let run = desk.run(&["index", "1924/*.txt"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: 1924/*.txt: expected a pattern that fits at least one file, but it fits none\n"
    );
}

#[test]
fn columns_are_guessed_and_can_be_named() {
    let desk = Desk::new();
    desk.write(
        "a.csv",
        "Headline;Kopf;Erschienen\nSturm an der Küste;Der Sturm kam in der Nacht.;02.03.2017\n",
    );
    let run = desk.run(&[
        "index",
        "a.csv",
        "--preview",
        "1",
        "--map",
        "body=Kopf",
        "--map",
        "published=Erschienen",
    ]);
    assert!(run.stdout.contains("Headline → title\n  Kopf → body\n  Erschienen → published\n"), "{run:?}");
    assert!(!desk.path("data").exists(), "a preview writes nothing");
    index(&desk, &["a.csv", "--map", "body=Kopf", "--map", "published=Erschienen"], [1, 1, 0, 0, 0]);
    assert_eq!(total(&desk, &["sturm", "--from", "2017-03-02", "--to", "2017-03-02"]), 1);
}

#[test]
fn names_that_records_bring_can_be_searched() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        "{\"title\":\"T\",\"body\":\"Text.\",\"persons\":[\"Angela Merkel\"],\"places\":[\"Minsk\"]}\n{\"title\":\"U\",\"body\":\"Text.\"}\n",
    );
    index(&desk, &["a.jsonl"], [2, 2, 0, 0, 0]);
    assert_eq!(total(&desk, &["--person", "Angela Merkel"]), 1);
    assert_eq!(total(&desk, &["--person", "merkel"]), 1, "one word of a name");
    assert_eq!(total(&desk, &["--person", "\"merkel\""]), 0, "a whole name");
    assert_eq!(total(&desk, &["--person", "Angela Kohl"]), 0);
    assert_eq!(total(&desk, &["--person", "ang* merkel"]), 1);
    assert_eq!(total(&desk, &["place:minsk"]), 1);
    let run = desk.run(&["search", "org:NATO"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error[Q11]: this archive has no names of organisations\n"), "{run:?}");
}

#[test]
fn a_date_that_cannot_be_true_leaves_the_article_undated_with_a_note() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        "{\"title\":\"Early\",\"body\":\"Text.\",\"date\":\"0001-11-30\"}\n{\"title\":\"Late\",\"body\":\"Text.\",\"date\":\"2050-01-01\"}\n",
    );
    let report = desk.json(&["index", "a.jsonl"]);
    assert_eq!((&report["report"]["undated"], &report["report"]["noted"]), (&2.into(), &2.into()));
    assert_eq!(total(&desk, &["missing:date"]), 2);
}

/// What must not stop a run, nor vanish without a trace.
#[test]
fn odd_files_are_rejected_and_the_run_goes_on() {
    let desk = Desk::new();
    desk.write("news/empty.txt", "");
    desk.write("news/binary.txt", (0..=255_u8).cycle().take(4_096).collect::<Vec<u8>>());
    desk.write("news/latin1.txt", b"Sturm \xfcber K\xf6ln\n\nDer Sturm kam \xfcber Nacht.\n");
    desk.write("news/broken.txt.gz", b"\x1f\x8b\x08\x00 no gzip at all");
    desk.write("news/plain.txt", "A storm\n\nIt came.\n");
    index(&desk, &["news"], [5, 2, 0, 0, 3]);
    assert_eq!(total(&desk, &["köln"]), 1);
}

#[test]
fn an_empty_folder_gives_an_empty_archive() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("nothing")).expect("created");
    index(&desk, &["nothing"], [0, 0, 0, 0, 0]);
    let run = desk.run(&["search", "storm"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("note: the archive is empty\n"), "{run:?}");
}

#[test]
fn what_is_not_there_is_an_error_with_its_name() {
    let desk = Desk::new();
    let run = desk.run(&["index", "no-such-folder"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "error: no-such-folder: expected a file or folder, but found nothing there\n");
}

#[test]
fn a_line_beyond_the_limit_is_rejected_and_the_next_one_read() {
    let desk = Desk::new();
    let mut lines = b"{\"title\":\"Long\",\"body\":\"".to_vec();
    lines.resize(lines.len() + (65 << 20), b'x');
    lines.extend_from_slice(b"\"}\n{\"title\":\"Short\",\"body\":\"Text.\"}\n");
    desk.write("a.jsonl", lines);
    index(&desk, &["a.jsonl"], [2, 1, 0, 0, 1]);
    assert!(
        desk.run(&["rejects"])
            .stdout
            .ends_with("record 1 (byte 0): expected at most 64 MB, but found more\n")
    );
}

#[test]
fn the_second_writer_is_told_the_first_ones_process() {
    let desk = Desk::new();
    desk.write("a.txt", "A storm\n\nIt came.\n");
    index(&desk, &["a.txt"], [1, 1, 0, 0, 0]);
    let archive = desk.path("data/main");
    let _lock = dateline_schema::WriterLock::take(&archive).expect("nobody else writes");
    let run = desk.run(&["index", "a.txt"]);
    assert_eq!(run.code, 2);
    let expect = format!(
        "error: {}: process {} is writing to this archive\nhint: wait until it is done, or stop it\n",
        archive.display(),
        std::process::id()
    );
    assert_eq!(run.stderr, expect);
}

#[test]
fn an_archive_of_another_version_is_refused() {
    let desk = Desk::new();
    desk.write("data/main/format.json", r#"{"program":"dateline","schema":99}"#);
    let run = desk.run(&["search", "storm"]);
    assert_eq!(run.code, 2);
    let expect = format!(
        "error: {}: written with schema 99, but this build reads schemas 3 to 4\nhint: a newer dateline wrote this archive; use that version\n",
        desk.path("data/main").display()
    );
    assert_eq!(run.stderr, expect);
}

#[test]
fn deleting_asks_first() {
    let desk = Desk::new();
    desk.write("news/a.txt", "A storm\n\nThe storm came.\n");
    desk.write("news/b.txt", "A strike\n\nThe strike began.\n");
    index(&desk, &["news"], [2, 2, 0, 0, 0]);
    let run = desk.run(&["delete", "storm"]);
    assert_eq!(
        (run.stdout.as_str(), run.stderr.as_str()),
        ("1 articles match; nothing was deleted\n", "to delete them, add --yes\n")
    );
    assert_eq!(desk.run(&["delete", "storm", "--yes"]).stdout, "deleted 1 articles\n");
    assert_eq!(total(&desk, &["*"]), 1);
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[test]
fn a_changed_bit_is_found() {
    let desk = Desk::new();
    desk.write("a.txt", "A storm\n\nThe storm came at night.\n");
    index(&desk, &["a.txt"], [1, 1, 0, 0, 0]);
    assert!(desk.run(&["check"]).stdout.ends_with(": whole, 1 articles\n"));
    let store = std::fs::read_dir(desk.path("data/main/index"))
        .expect("the index")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|extension| extension == "idx"))
        .expect("a file of postings");
    flip_a_bit(&store);
    let run = desk.run(&["check"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("its checksum does not fit"), "{run:?}");
}

fn flip_a_bit(file: &Path) {
    let mut bytes = std::fs::read(file).expect("read");
    bytes[3] ^= 0x10;
    std::fs::write(file, bytes).expect("written");
}

#[test]
fn members_of_containers_are_articles_with_their_place() {
    let desk = Desk::new();
    desk.write("in/may/a.txt", "A storm\n\nThe storm came at night.\n");
    desk.write("in/may/b.jsonl", "{\"title\":\"A strike\",\"body\":\"The strike began.\"}\nno json\n");
    desk.write("in/c.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let mut tar = std::process::Command::new("tar");
    tar.args(["-czf"]).arg(desk.path("may.tar.gz")).arg("-C").arg(desk.path("in")).args(["may", "c.png"]);
    assert!(tar.status().expect("tar runs").success());
    index(&desk, &["may.tar.gz"], [3, 2, 0, 0, 1]);
    index(&desk, &["may.tar.gz"], [3, 0, 3, 0, 0]);
    let hits = desk.json(&["search", "storm"]);
    let shown = desk.json(&["show", hits["hits"][0]["id"].as_str().expect("an id")]);
    assert_eq!(shown["article"]["member"], "may/a.txt", "{shown}");
    let rejects = desk.run(&["rejects"]).stdout;
    assert!(rejects.contains("may.tar.gz: may/b.jsonl: record 2 (byte 48)"), "{rejects}");
}

#[test]
fn pictures_among_articles_are_counted_and_not_rejected() {
    let desk = Desk::new();
    desk.write("news/a.txt", "A storm\n\nThe storm came at night.\n");
    desk.write("news/b.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let run = desk.run(&["index", "news"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("\nleft out, being no articles: 1 image/png\n"), "{run:?}");
}

#[test]
fn an_archive_is_made_one_piece_and_answers_as_before() {
    let desk = Desk::new();
    for number in 0..3 {
        desk.write(&format!("news/{number}.txt"), format!("Storm {number}\n\nThe storm came ashore.\n"));
        index(&desk, &["news"], [number + 1, 1, number, 0, 0]);
    }
    assert_eq!(desk.run(&["delete", "title:1", "--yes"]).code, 0);
    let pieces = || desk.json(&["optimize"])["pieces_before"].as_u64().expect("a number");
    let before = desk.json(&["search", "storm"])["hits"].clone();
    assert!(pieces() > 1);
    assert_eq!(pieces(), 1);
    assert_eq!(desk.json(&["search", "storm"])["hits"], before);
    assert_eq!(desk.run(&["check"]).code, 0);
    index(&desk, &["news"], [3, 0, 3, 0, 0]);
}
