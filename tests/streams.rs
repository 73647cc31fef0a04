//! Standard output is for data, standard error for everything else, and a reader may leave early.

use std::io::Read;
use std::process::Stdio;

use crate::program::Desk;

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let desk = Desk::new();
    let lines: String = (0..2_000)
        .map(|number| {
            format!("{{\"title\":\"Storm {number}\",\"body\":\"The storm number {number} came.\"}}\n")
        })
        .collect();
    desk.write("a.jsonl", lines);
    assert_eq!(desk.run(&["index", "a.jsonl"]).code, 0);
    let mut child = desk
        .command(&["search", "storm", "--limit", "2000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut start = [0; 16];
    child.stdout.take().expect("a pipe").read_exact(&mut start).expect("some output");
    // The pipe is closed here, long before the last hit.
    let output = child.wait_with_output().expect("the binary ends");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn the_report_is_data_and_remarks_are_not() {
    let desk = Desk::new();
    desk.write("a.txt", "A storm\n\nIt came.\n");
    let run = desk.run(&["index", "a.txt"]);
    assert!(run.stdout.starts_with("read 1 records: "), "{run:?}");
    assert_eq!(run.stderr, "");
}
