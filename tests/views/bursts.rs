//! `dateline timeline --bursts`

use super::check;
use crate::program::Desk;

/// Ninety days of a paper with four articles a day: one of forty is about the harbour, but for three days on which three are.
fn desk() -> Desk {
    let desk = Desk::new();
    let mut records = Vec::new();
    for day in 0..90_u32 {
        let date = format!("2019-{:02}-{:02}", 3 + day / 30, 1 + day % 30);
        for number in 0..4 {
            let is_burst = (40..43).contains(&day) && number < 3;
            let (title, body, person) = match (is_burst, day % 10 == 0 && number == 0) {
                (true, _) => {
                    ("Bridge fell", "The Bridge over the harbour fell. Divers search the river.", "Ann Lee")
                }
                (false, true) => ("Fish landed", "Fish was landed in the harbour, as ever.", "Bo Ek"),
                _ => ("Council met", "The council met and nothing was said, as ever.", "Cy Orr"),
            };
            records.push(format!(
                r#"{{"id":"{day}-{number}","title":"{title}","body":"{body}","date":"{date}","persons":["{person}"]}}"#
            ));
        }
    }
    desk.write("a.jsonl", records.join("\n"));
    let run = desk.run(&["index", "a.jsonl", "--quiet", "--entities", "given"]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

#[test]
fn a_burst_is_marked_and_told_with_the_names_and_words_that_set_it_apart() {
    let desk = desk();
    let run = desk.run(&[
        "timeline",
        "harbour",
        "--step",
        "day",
        "--from",
        "2019-04-08",
        "--to",
        "2019-04-16",
        "--bursts",
    ]);
    let days = ["08", "09", "10", "11", "12", "13", "14", "15", "16"];
    let bar = "█".repeat(80);
    let rows: String = days
        .map(|day| match day {
            "11" | "12" | "13" => format!("2019-04-{day}        3▸{bar}\n"),
            _ => format!("2019-04-{day}        0\n"),
        })
        .concat();
    let expect = format!(
        "read as: harbour AND date 2019-04-08..2019-04-16\n9 articles\nby day, 2019-04-08 to 2019-04-16\n\n{rows}\
         total             9\n\n1 burst\n\
         ▸ 2019-04-11 to 2019-04-13  9 articles, 75.0 % of the archive, otherwise 0.0 %\n    names  Ann Lee\n    \
         words  Bridge, Divers, fell, over, river, search\n"
    );
    check(&run, 0, &expect, "");
}

#[test]
fn tables_have_a_row_for_each_burst() {
    let desk = desk();
    let run = desk.run(&["timeline", "harbour", "--step", "day", "--bursts", "--format", "csv", "--quiet"]);
    let expect = "name,first_day,last_day,articles,archive,share_of_archive,measured_by,weight,compared_with,others,words,names\r\n\
                  harbour,2019-04-11,2019-04-13,9,12,0.750000,archive,5.625,archive,351,\
                  Bridge; Divers; fell; over; river; search,Ann Lee\r\n";
    check(&run, 0, expect, "");
    let run =
        desk.run(&["timeline", "harbour", "--step", "day", "--bursts=all", "--format", "jsonl", "--quiet"]);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(
        run.stdout
            .contains(r#""names":[{"articles":9,"g2":84.173,"kind":"person","name":"Ann Lee","others":0}]"#),
        "{run:?}"
    );
    let answer = desk.json(&["timeline", "harbour", "--step", "day", "--bursts"]);
    assert_eq!(answer["bursts"]["lines"][0]["found"], 1);
    assert_eq!(answer["bursts"]["lines"][0]["shown"][0]["first"], "2019-04-11");
    assert!(answer["bursts"]["method"].as_str().is_some_and(|method| method.contains("Kleinberg")));
}

#[test]
fn so_many_bursts_are_shown_as_are_asked_for_and_the_others_are_counted() {
    let desk = desk();
    let run = desk.run(&["timeline", "harbour", "--step", "day", "--bursts=0"]);
    assert!(run.stdout.ends_with("\n1 burst, the 0 strongest of them:\n"), "{run:?}");
    let run = desk.run(&["timeline", "council", "--step", "month", "--bursts"]);
    assert!(run.stdout.ends_with("\nno month stands out\n"), "{run:?}");
}

#[test]
fn where_every_article_matches_articles_a_day_are_measured() {
    let desk = Desk::new();
    let record = |number: u32| {
        let day = if number < 60 { number } else { 30 };
        format!(
            r#"{{"id":"{number}","title":"News {number}","body":"News.","date":"2019-{:02}-{:02}"}}"#,
            3 + day / 30,
            1 + day % 30
        )
    };
    desk.write("a.jsonl", (0..72).map(record).collect::<Vec<_>>().join("\n"));
    desk.run(&["index", "a.jsonl", "--quiet", "--entities", "none"]);
    let run = desk.run(&["timeline", "*", "--step", "day", "--bursts"]);
    let expect = "\n1 burst\n▸ 2019-04-01  13 articles, 13.0 a day, otherwise 1.0\n    no word or name sets it apart\n\
                  every article of the archive matches: bursts are measured by articles a day\n";
    assert!(run.stdout.ends_with(expect), "{run:?}");
}

#[test]
fn the_picture_shows_bursts_and_a_png_names_the_letters_that_it_lacks() {
    let desk = desk();
    let run = desk.run(&[
        "timeline", "harbour", "--step", "day", "--bursts", "--svg", "a.svg", "--png", "a.png", "--quiet",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let svg = std::fs::read_to_string(desk.path("a.svg")).expect("a picture");
    assert!(svg.contains("fill=\"#FBE7A1\"") && svg.contains(">burst</text>"), "{svg}");
    let png = std::fs::read(desk.path("a.png")).expect("a picture");
    assert!(png.starts_with(b"\x89PNG") && png.len() > 5_000);
    let run = desk.run(&["timeline", "harbour OR 港", "--png", "b.png"]);
    let expect =
        "b.png: the picture\nb.png: the font of pictures lacks `港`, drawn as boxes; --svg keeps them\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, expect), "{run:?}");
}
