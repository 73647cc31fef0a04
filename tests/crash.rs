//! What was committed survives kill -9, and running again completes the rest.

use std::process::Stdio;
use std::time::Duration;

use crate::program::Desk;

const KILLS: u64 = 20;

#[test]
fn killed_again_and_again_it_ends_like_a_run_without_a_kill() {
    let desk = Desk::new();
    let lines: String = (0..30_000_u32)
        .map(|number| {
            let word = ["storm", "strike", "flood", "vote"][number as usize % 4];
            let text = format!("The {word} number {number} was reported by the council. ").repeat(8);
            format!("{{\"id\":\"https://example.org/{number}\",\"title\":\"{word} {number}\",\"body\":\"{text}\",\"date\":\"20{:02}-01-01\"}}\n", number % 20)
        })
        .collect();
    desk.write("news/all.jsonl", lines);
    for number in 0..40 {
        desk.write(
            &format!("news/small/{number}.txt"),
            format!("Small {number}\n\nA small text of number {number}.\n"),
        );
    }
    let arguments = ["index", "news", "--archive", "killed", "--commit-every", "1", "--quiet"];
    let mut killed = 0;
    for round in 0..KILLS {
        let mut child = desk
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        // Spread over creation, reading, commits and merges.
        std::thread::sleep(Duration::from_millis(5 + round * round * 12));
        killed += u64::from(child.try_wait().expect("its state").is_none());
        child.kill().expect("killed");
        child.wait().expect("it ends");
    }
    assert!(killed > KILLS / 2, "only {killed} runs were killed before their end");
    assert_eq!(desk.run(&arguments).code, 0);
    assert_eq!(desk.run(&["index", "news", "--archive", "whole", "--quiet"]).code, 0);
    let all = |archive: &str| {
        let answer = desk.run(&[
            "search",
            "*",
            "--sort",
            "oldest",
            "--limit",
            "100000",
            "--format",
            "jsonl",
            "--archive",
            archive,
            "--quiet",
        ]);
        let mut ids: Vec<String> = answer
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].to_string())
            .collect();
        ids.sort();
        ids
    };
    let (after_kills, whole) = (all("killed"), all("whole"));
    assert_eq!(whole.len(), 30_040);
    assert!(after_kills == whole, "{} articles, but {} without a kill", after_kills.len(), whole.len());
    let check = desk.run(&["check", "--archive", "killed"]);
    assert_eq!(check.code, 0, "{check:?}");
}
