//! Ctrl-C and SIGTERM: what was read so far is saved, and the program ends as it says.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::program::{Desk, Run};

/// Records after which the signal is sent: more than all buffers on the way hold, so that the program is at work.
const RECORDS_BEFORE: usize = 5_000;
const MOST_RECORDS: usize = 1_000_000;

#[test]
fn an_interrupt_saves_what_was_read() {
    check("INT");
}

#[test]
fn a_request_to_end_saves_what_was_read() {
    check("TERM");
}

#[track_caller]
fn check(signal: &str) {
    let desk = Desk::new();
    let mut child = desk
        .command(&["index", "-", "--entities", "none", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut input = child.stdin.take().expect("a pipe");
    let mut sent = 0;
    // It ends reading, and with that the pipe.
    while writeln!(input, "{{\"title\":\"Number {sent}\",\"body\":\"The text of number {sent}.\"}}").is_ok() {
        sent += 1;
        assert!(sent < MOST_RECORDS, "it reads on");
        if sent == RECORDS_BEFORE {
            let kill = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
            assert!(kill.expect("kill runs").success());
        }
    }
    let run = Run::of(child.wait_with_output().expect("it ends"));
    assert_eq!(run.code, 0, "{run:?}");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let indexed = report["report"]["indexed"].as_u64().expect("a count");
    assert_eq!(report["interrupted"], true, "{report}");
    assert!(indexed > 0 && indexed as usize <= sent, "{report}");
    assert_eq!(desk.json(&["search", "*"])["total"], indexed);
    assert_eq!(desk.run(&["check"]).code, 0);
}
