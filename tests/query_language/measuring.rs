//! `dateline eval`: three forms of topics, judgements, measures worked out by hand, and the run file.

use super::desk;
use crate::program::Desk;

/// Topic 1 ranks `b` before `a` (its headline has the word), topic 2 finds only what was not asked for, topic 3
/// finds nothing.
fn archive() -> Desk {
    let desk = desk(&[
        r#"{"id":"a","title":"River","body":"A storm in a long text about rivers, boats, bridges and the people on them.","date":"2020-01-01"}"#,
        r#"{"id":"b","title":"Storm","body":"A storm.","date":"2020-01-02"}"#,
        r#"{"id":"c","title":"Strike","body":"A strike.","date":"2020-01-03"}"#,
    ]);
    desk.write("qrels.txt", "1 0 a 1\n1 0 b 0\n2 0 a 1\n3 0 c 2\n5 0 gone 1\n");
    desk
}

const TABBED: &str = "1\tstorm\n2\tstrike\n3\tzebra\n4\tboats\n";
const SMART: &str = "*FIND 1\n\nSTORM\n\n*FIND 2\n\nSTRIKE\n\n*FIND 3\n\nZEBRA\n*FIND 4\nBOATS\n*STOP\n";
const TREC: &str = "<top>\n<num> Number: 1\n<title> storm\n<desc> Description:\nNot read.\n</top>\n\
                    <top><num>2</num><title>strike</title></top>\n<top><num>3<title>zebra</top>\n\
                    <top><num>4<title>boats</top>\n";

/// Topic 1: the one answer at rank 2, so that precision there is a half, and its gain 1/log2(3) = 0.6309. Topics 2 and 3
/// count nothing.
const TABLE: &str = "topic             AP  nDCG@10    P@10   R@100      RR
1             0.5000   0.6309  0.1000  1.0000  0.5000
2             0.0000   0.0000  0.0000  0.0000  0.0000
3             0.0000   0.0000  0.0000  0.0000  0.0000
mean          0.1667   0.2103  0.0333  0.3333  0.1667
3 topics
note: 1 topics found nothing and count 0
note: 1 topics have no judged answer and are left out
note: 1 judged answers are not in this archive
";

#[test]
fn topics_of_all_three_forms_are_measured_alike() {
    let desk = archive();
    for topics in [TABBED, SMART, TREC] {
        desk.write("topics.txt", topics);
        let run = desk.run(&["eval", "topics.txt", "qrels.txt", "--each", "--run", "run.txt"]);
        let table: String = run
            .stdout
            .lines()
            .map(|line| format!("{}\n", line.split_once(" · ").map_or(line, |(start, _)| start)))
            .collect();
        assert_eq!((table.as_str(), run.stderr.as_str(), run.code), (TABLE, "", 0), "{topics}");
        let rankings = std::fs::read_to_string(desk.path("run.txt")).expect("a run file");
        let columns: Vec<String> = rankings
            .lines()
            .map(|line| {
                let columns: Vec<&str> = line.split(' ').collect();
                assert!(
                    columns.len() == 6 && columns[4].parse::<f64>().is_ok_and(|score| score > 0.0),
                    "{line}"
                );
                [&columns[..4], &columns[5..]].concat().join(" ")
            })
            .collect();
        assert_eq!(columns, ["1 Q0 b 1 dateline", "1 Q0 a 2 dateline", "2 Q0 c 1 dateline"]);
    }
}

#[test]
fn measures_are_json_for_programs() {
    let desk = archive();
    desk.write("topics.txt", TABBED);
    let measures = desk.json(&["eval", "topics.txt", "qrels.txt", "--each"]);
    assert_eq!((&measures["topics"], &measures["found_nothing"]), (&3.into(), &1.into()));
    assert_eq!((&measures["unjudged"], &measures["answers_not_in_archive"]), (&1.into(), &1.into()));
    assert_eq!(measures["each"][0]["measures"]["average_precision"], 0.5);
    assert_eq!(measures["each"][0]["measures"]["recall_100"], 1.0);
}

#[test]
fn depth_ends_the_rankings() {
    let desk = archive();
    desk.write("topics.txt", TABBED);
    let measures = desk.json(&["eval", "topics.txt", "qrels.txt", "--each", "--depth", "1"]);
    assert_eq!(measures["each"][0]["measures"]["average_precision"], 0.0);
}

#[test]
fn questions_are_plain_text_with_any() {
    let desk = archive();
    desk.write("topics.txt", "1\tWhat (is a \"storm\n");
    let run = desk.run(&["eval", "topics.txt", "qrels.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("topic 1\nerror[Q01]: this parenthesis is never closed\n"), "{run:?}");
    let measures = desk.json(&["eval", "topics.txt", "qrels.txt", "--any"]);
    assert_eq!((&measures["mean"]["recall_100"], &measures["unreadable"]), (&1.0.into(), &0.into()));
}

#[test]
fn a_bad_line_is_an_error_with_its_place() {
    let desk = archive();
    desk.write("topics.txt", "1\tstorm\nstrike\n");
    let run = desk.run(&["eval", "topics.txt", "qrels.txt"]);
    let expect = "error: topics.txt: line 2: expected an id, a tab and a question, but found `strike`\n";
    assert_eq!((run.stderr.as_str(), run.stdout.as_str(), run.code), (expect, "", 2));
    desk.write("topics.txt", TABBED);
    desk.write("qrels.txt", "1 0 a 1\n1 a\n");
    let run = desk.run(&["eval", "topics.txt", "qrels.txt"]);
    let expect = "error: qrels.txt: line 2: expected `topic 0 article grade`, but found `1 a`\n";
    assert_eq!((run.stderr.as_str(), run.stdout.as_str(), run.code), (expect, "", 2));
}
