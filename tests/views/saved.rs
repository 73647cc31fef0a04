//! `dateline save`, `run`, `watch` and `saved`

use super::{Desk, check, desk};

/// A desk with the search `storms` saved.
fn with_storms() -> Desk {
    let desk = desk();
    let run = desk.run(&["save", "storms", "storm", "-bridge", "--from", "2017"]);
    let file = desk.path("data/main/saved/storms.txt");
    let expect =
        format!("read as: (storm AND NOT bridge) AND date 2017-01-01..\nsaved: {}\n", file.display());
    check(&run, 0, &expect, "");
    desk
}

fn add(desk: &Desk, file: &str, title: &str) {
    desk.write(file, format!(r#"{{"id":"{file}","title":"{title}","body":"A storm.","date":"2020-01-31"}}"#));
    let run = desk.run(&["index", file, "--quiet", "--entities", "none"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_saved_search_runs_as_the_search_it_was() {
    let desk = with_storms();
    let text = std::fs::read_to_string(desk.path("data/main/saved/storms.txt")).expect("a file");
    let said: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(said, ["storm -bridge", "--from 2017"]);
    let found = desk.json(&["run", "storms", "--sort", "oldest", "--limit", "2"]);
    let expect =
        desk.json(&["search", "storm", "-bridge", "--from", "2017", "--sort", "oldest", "--limit", "2"]);
    assert_eq!((&found["hits"], &found["total"]), (&expect["hits"], &3.into()));
    assert_eq!(found["read_as"], expect["read_as"]);
    let run = desk.run(&["save", "foreign", "--syntax", "nexis", "storm w/9 coming"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(desk.json(&["run", "foreign"])["read_as"], "storm NEAR/9 coming");
}

#[test]
fn what_people_write_into_the_file_is_what_runs() {
    let desk = with_storms();
    desk.write("data/main/saved/mine.txt", "# mine\nstorm OR\n  teachers\n--source Gazette\n");
    assert_eq!(desk.json(&["run", "mine"])["read_as"], "(storm OR teachers) AND source:\"Gazette\"");
    let expect = "mine\n    storm OR teachers --source Gazette\n    not watched yet\n\
                  storms\n    storm -bridge --from 2017\n    not watched yet\n";
    check(&desk.run(&["saved"]), 0, expect, "");
    check(&desk.run(&["saved", "--remove", "mine", "storms"]), 0, "removed: mine\nremoved: storms\n", "");
    let expect = format!("no searches are saved in {}\n", desk.path("data/main/saved").display());
    check(&desk.run(&["saved"]), 0, &expect, "");
}

#[test]
fn only_what_was_not_found_the_time_before_is_new() {
    let desk = with_storms();
    let first = "storms: watched from now on; 3 articles until now, which --all prints\n";
    check(&desk.run(&["watch"]), 1, "", first);
    check(&desk.run(&["watch"]), 1, "", "storms: nothing new since 2026-11-23; 3 articles\n");
    add(&desk, "b.jsonl", "A fourth storm");
    let run = desk.run(&["watch", "storms"]);
    assert!(run.stdout.starts_with("storms: 1 new since 2026-11-23; 4 articles\nread as: (storm AND NOT bridge) AND date 2017-01-01..\n\n  1 A fourth [storm]\n"), "{run:?}");
    assert_eq!((run.stdout.matches("2020-01-31").count(), run.code, run.stderr.as_str()), (1, 0, ""));
    check(&desk.run(&["watch"]), 1, "", "storms: nothing new since 2026-11-23; 4 articles\n");
    // An article whose text changes is known; one that went and came back was gone in between.
    add(&desk, "b.jsonl", "The fourth storm");
    assert_eq!(desk.run(&["watch"]).code, 1);
    assert_eq!(desk.run(&["delete", "title:fourth", "--yes"]).code, 0);
    check(
        &desk.run(&["watch"]),
        1,
        "",
        "storms: nothing new since 2026-11-23; 3 articles, 1 no longer found\n",
    );
    add(&desk, "b.jsonl", "The fourth storm, again");
    assert_eq!(desk.json(&["watch"])["searches"][0]["new"], 1);
    assert_eq!(desk.json(&["watch"])["searches"][0]["new"], 0);
    let run = desk.run(&["watch", "--all", "--format", "jsonl", "--quiet"]);
    assert_eq!((run.stdout.matches(r#""search":"storms""#).count(), run.code), (4, 0), "{run:?}");
}

#[test]
fn a_search_that_was_changed_finds_as_new_what_it_did_not_find_before() {
    let desk = with_storms();
    assert_eq!(desk.run(&["watch", "--quiet"]).code, 1);
    let run = desk.run(&["save", "storms", "storm", "--replace"]);
    assert_eq!(run.code, 0, "{run:?}");
    let news = desk.json(&["watch"]);
    let search = &news["searches"][0];
    assert_eq!(
        (&search["query_changed"], &search["new"], &search["total"]),
        (&true.into(), &3.into(), &6.into())
    );
}

#[test]
fn news_that_could_not_be_printed_are_printed_the_next_time() {
    let desk = with_storms();
    assert_eq!(desk.run(&["watch", "--quiet"]).code, 1);
    add(&desk, "b.jsonl", "A fourth storm");
    for format in ["text", "json", "jsonl"] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = desk.command(&["watch", "--quiet", "--format", format]);
        let output = command.stdout(writer).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(0), "a broken pipe is quiet");
        if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
            let mut command = desk.command(&["watch", "--quiet", "--format", format]);
            let output = command.stdout(full).output().expect("the binary runs");
            assert_eq!(output.status.code(), Some(2));
        }
    }
    assert_eq!(desk.json(&["watch"])["searches"][0]["new"], 1);
    assert_eq!(desk.run(&["watch", "--quiet"]).code, 1);
}

#[test]
fn one_search_that_cannot_be_read_does_not_hide_the_others() {
    let desk = with_storms();
    desk.write("data/main/saved/broken.txt", "storm \"\n");
    desk.write("data/main/saved/flags.txt", "storm\n--form 2017\n");
    let run = desk.run(&["watch"]);
    let place = |name: &str| desk.path("data/main/saved").join(name).display().to_string();
    let (broken, flags) = (place("broken.txt"), place("flags.txt"));
    assert!(run.stderr.starts_with(&format!("{broken}\nerror[")), "{run:?}");
    let expect = format!(
        "flags\nerror: {flags}: line 2: unexpected argument '--form' found; tip: a similar argument exists: '--from'\n"
    );
    assert!(run.stderr.contains(&expect), "{run:?}");
    assert!(run.stderr.ends_with("storms: watched from now on; 3 articles until now, which --all prints\n"));
    assert_eq!(run.code, 2);
    let run = desk.run(&["run", "broken"]);
    assert!(run.stderr.starts_with(&format!("{broken}\nerror[")) && run.code == 2, "{run:?}");
    desk.write("data/main/saved/storms.seen", "nonsense\n");
    let run = desk.run(&["watch", "storms"]);
    let hint = "hint: `dateline watch storms --all` prints everything and sets the mark anew\n";
    assert!(
        run.stderr.contains("storms.seen: expected what a watch has seen, but found ")
            && run.stderr.ends_with(hint),
        "{run:?}"
    );
    assert_eq!(desk.run(&["watch", "storms", "--all"]).code, 0);
}

#[test]
fn names_are_names_of_files_and_nothing_is_replaced_unasked() {
    let desk = with_storms();
    let expect = "error: expected a name of at most 100 letters, digits, `-`, `_` and `.`, the first no `.`, but found `../x`\n\
                  hint: such as `dateline save harbour-strike QUERY`\n";
    check(&desk.run(&["save", "../x", "storm"]), 2, "", expect);
    let file = desk.path("data/main/saved/storms.txt").display().to_string();
    let expect = format!(
        "error: {file}: a search is already saved under this name\nhint: choose another name, or add --replace\n"
    );
    check(&desk.run(&["save", "storms", "calm"]), 2, "", &expect);
    let other = desk.path("data/main/saved/calm.txt").display().to_string();
    let expect =
        format!("error: {other}: expected a saved search, but found none\nhint: saved are: storms\n");
    check(&desk.run(&["run", "calm"]), 2, "", &expect);
    check(&desk.run(&["saved", "--remove", "calm"]), 2, "", &expect);
    let run = desk.run(&["save", "bad", "storm", "("]);
    assert!(run.code == 2 && !desk.path("data/main/saved/bad.txt").exists(), "{run:?}");
    let expect = "hint: save one with `dateline save NAME QUERY`\n";
    let run = super::desk().run(&["watch"]);
    assert!(run.stderr.ends_with(expect) && run.code == 2, "{run:?}");
}

#[test]
fn the_archive_is_whole_with_its_saved_searches() {
    let desk = with_storms();
    assert_eq!(desk.run(&["watch", "--quiet"]).code, 1);
    std::fs::remove_file(desk.path("a.jsonl")).expect("removed");
    add(&desk, "b.jsonl", "A fourth storm");
    for arguments in [
        &["check"][..],
        &["retag", "--entities", "given"],
        &["index", "b.jsonl", "--prune", "--quiet"],
        &["delete", "strike", "--yes"],
        &["archives"],
        &["verify", "storm"],
        &["run", "storms"],
    ] {
        let run = desk.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
    }
}
