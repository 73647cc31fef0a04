//! The views over all matches of a query, by the real binary: each agrees with the others.

mod bursts;
mod export;
mod facets;
mod groups;
mod kwic;
mod receipt;
mod saved;
mod similar;
mod timeline;
mod verify;

use crate::program::{Desk, Run};

/// Seven articles of two publications, 2017 to 2024: one dated by a month, one by nothing; two are copies.
fn desk() -> Desk {
    let desk = Desk::new();
    let story = "The council of the harbour voted on Tuesday for the new bridge over the river, which will cost 17 million and \
                 open in 2024. Fishermen had asked for a ferry instead. The mayor called the vote a victory for everyone who \
                 has stood in the queue at the old crossing after the storm.";
    let records = [
        r#"{"id":"1","title":"Storm warning","body":"A storm is coming. People were warned.","date":"2017-03-02","source":"Gazette","byline":"Jane Roe","tags":["Weather","coast"],"url":"https://gazette.example/1","lang":"en"}"#.to_owned(),
        r#"{"id":"2","title":"Dock strike","body":"No warning of the storm was given.","date":"2017-04","source":"Courier","byline":"=HYPERLINK(1)","tags":["weather"]}"#.to_owned(),
        r#"{"id":"3","title":"Undated storm","body":"A storm without a day."}"#.to_owned(),
        r#"{"id":"4","title":"After the storm","body":"Calm after the storm & rain, 100% <dry>.","date":"2017-06-01","source":"GAZETTE"}"#.to_owned(),
        format!(r#"{{"id":"5","title":"Bridge agreed","body":"{story}","date":"2019-04-12","source":"Gazette"}}"#),
        format!(r#"{{"id":"6","title":"Council votes","body":"{story}","date":"2019-04-13","source":"Courier"}}"#),
        r#"{"id":"7","title":"Teachers walk out","body":"Teachers walked out over pay.","date":"2019-05-02","source":"Gazette"}"#.to_owned(),
    ];
    desk.write("a.jsonl", records.join("\n"));
    let run = desk.run(&["index", "a.jsonl", "--quiet", "--entities", "none"]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

#[track_caller]
fn check(run: &Run, code: i32, stdout: &str, stderr: &str) {
    assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), (stdout, stderr, code));
}
