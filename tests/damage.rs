//! Damage to an archive: found by `check`, and no reason to die for any command.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use dateline_testkit::Random;

use crate::program::{Desk, workspace};

/// How many damages are tried; the variable asks for more than the suite has time for.
const DAMAGES: u64 = 100;
const MORE_DAMAGES: &str = "DATELINE_DAMAGES";

/// Far more than any of the commands takes, also where everything is slow.
const LONGEST: Duration = Duration::from_mins(1);

/// Questions that read words, places, columns and stored articles.
const QUESTIONS: &[&[&str]] = &[
    &["search", "president", "--limit", "100", "--format", "jsonl"],
    &["search", "\"attorney general\" OR minist* NEAR/9 of", "--sort", "newest", "--format", "jsonl"],
    &["facets", "*", "--by", "source,lang,person", "--format", "jsonl"],
    &["timeline", "the", "--format", "jsonl"],
    &["export", "war", "--as", "jsonl"],
    &["kwic", "war", "--format", "jsonl"],
    &["stats", "--format", "json"],
    &["rejects", "--format", "jsonl"],
];

/// How a run ended: a code, or nothing when it was killed by a signal or had to be stopped.
struct End {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

fn run(desk: &Desk, arguments: &[&str]) -> End {
    let (out, err) = (desk.path("out"), desk.path("err"));
    let file = |path: &Path| std::fs::File::create(path).expect("created");
    let mut child = desk
        .command(arguments)
        .stdout(Stdio::from(file(&out)))
        .stderr(Stdio::from(file(&err)))
        .spawn()
        .expect("the binary runs");
    let code = wait(&mut child);
    let stderr = String::from_utf8_lossy(&std::fs::read(err).expect("read")).into_owned();
    End { code, stdout: std::fs::read(out).expect("read"), stderr }
}

fn wait(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("its state") {
            return status.code();
        }
        if start.elapsed() > LONGEST {
            child.kill().expect("killed");
            child.wait().expect("it ends");
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The files of the archive that hold something. Who holds a lock, which is all a lock file tells, matters
/// only while he does.
pub fn files_of(archive: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in [archive.to_owned(), archive.join("index")] {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let holds = path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0);
            if holds && path.extension().is_none_or(|extension| extension != "lock") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// An archive with articles of two runs, removed ones, rejects and copies: every kind of file.
pub fn archive(desk: &Desk) -> PathBuf {
    let sample = workspace().join("index-data/sample");
    let sample = sample.to_str().expect("a path of letters");
    desk.write("more/broken.jsonl", "{\"title\":\"A\",\"body\":\"B\"}\n{\n");
    let text = "The council met on Monday to speak of the storm that hit the harbour. ".repeat(8);
    for name in ["one", "two"] {
        desk.write(&format!("more/{name}.txt"), format!("Storm hits harbour {name}\n\n{text}\n"));
    }
    assert_eq!(desk.run(&["index", sample, "--quiet"]).code, 0);
    assert_eq!(desk.run(&["index", "more", "--quiet"]).code, 1);
    assert_eq!(desk.run(&["delete", "source:wikinews", "--yes"]).code, 0);
    assert_eq!(desk.run(&["check"]).code, 0);
    desk.path("data/main")
}

fn damaged(bytes: &[u8], random: &mut Random) -> (Vec<u8>, String) {
    let mut bytes = bytes.to_vec();
    let at = random.below(bytes.len());
    if random.below(4) == 0 {
        bytes.truncate(at);
        (bytes, format!("cut at {at}"))
    } else {
        let bit = random.below(8);
        bytes[at] ^= 1 << bit;
        (bytes, format!("bit {bit} of byte {at}"))
    }
}

#[test]
fn every_damage_is_found_and_none_ends_a_command_before_its_time() {
    let desk = Desk::new();
    let archive = archive(&desk);
    let files = files_of(&archive);
    assert!(files.iter().any(|file| file.extension().is_some_and(|extension| extension == "del")));
    let right: Vec<Vec<u8>> = QUESTIONS.iter().map(|question| run(&desk, question).stdout).collect();
    let damages = std::env::var(MORE_DAMAGES).ok().and_then(|text| text.parse().ok()).unwrap_or(DAMAGES);
    let (mut random, mut refused, mut wrong) = (Random::new(7), 0, 0);
    for number in 0..damages {
        let file = &files[random.below(files.len())];
        let whole = std::fs::read(file).expect("read");
        let (bytes, what) = damaged(&whole, &mut random);
        std::fs::write(file, bytes).expect("written");
        let place = format!("damage {number}: {}: {what}", file.display());
        let check = run(&desk, &["check"]);
        assert!(matches!(check.code, Some(1 | 2)), "{place}: {:?}: {}", check.code, check.stderr);
        assert!(!check.stderr.contains("panicked"), "{place}: {}", check.stderr);
        let question = (number as usize) % QUESTIONS.len();
        let answer = run(&desk, QUESTIONS[question]);
        assert!(matches!(answer.code, Some(0..=2)), "{place}: {:?}: {}", answer.code, answer.stderr);
        assert!(!answer.stderr.contains("panicked"), "{place}: {}", answer.stderr);
        refused += u64::from(answer.code == Some(2));
        wrong += u64::from(answer.code != Some(2) && answer.stdout != right[question]);
        std::fs::write(file, whole).expect("restored");
    }
    assert_eq!(desk.run(&["check"]).code, 0);
    let found = format!(
        "{damages} damages, all found; of as many questions {refused} refused, {wrong} answered otherwise\n"
    );
    std::io::stderr().write_all(found.as_bytes()).expect("written");
}
