//! Readers beside a writer: what they see is always what one commit made.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use dateline_article::Day;
use dateline_query::{ParseOptions, Reader, parse};
use dateline_schema::Archive;

use crate::program::Desk;

const ROUNDS: usize = 12;
const ARTICLES: usize = 40;
const READERS: usize = 2;

/// Every run replaces all articles: a reader that saw a mixture, or a part, would count otherwise.
#[test]
fn readers_see_whole_commits_while_articles_are_replaced_and_merged() {
    let desk = Desk::in_memory();
    let rounds = super::from_environment("DATELINE_ROUNDS", ROUNDS);
    let write = |round: usize| {
        for number in 0..ARTICLES {
            let text = format!("Article {number}\n\nThe text of round{round} has number {number}.\n");
            desk.write(&format!("news/{number}.txt"), text);
        }
        // One commit a run, however slow the machine is.
        let run = desk.run(&["index", "news", "--entities", "none", "--commit-every", "3600", "--quiet"]);
        assert_eq!(run.code, 0, "{run:?}");
    };
    write(0);
    let done = AtomicBool::new(false);
    let (reads, newest) = (AtomicU64::new(0), AtomicU64::new(0));
    let seen = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = BTreeSet::new();
                    while !done.load(Ordering::Relaxed) {
                        let oldest = newest.load(Ordering::SeqCst) as usize;
                        let round = read(&desk);
                        assert!(round >= oldest, "round {round} is back, although {oldest} was committed");
                        seen.insert(round);
                        reads.fetch_add(1, Ordering::Relaxed);
                    }
                    seen
                })
            })
            .collect();
        for round in 1..=rounds {
            if readers.iter().any(std::thread::ScopedJoinHandle::is_finished) {
                break;
            }
            write(round);
            newest.store(round as u64, Ordering::SeqCst);
        }
        done.store(true, Ordering::Relaxed);
        let seen: Vec<BTreeSet<usize>> =
            readers.into_iter().map(|reader| reader.join().expect("no wrong answer")).collect();
        seen.into_iter().flatten().collect::<BTreeSet<usize>>()
    });
    super::say(&format!(
        "readers: {rounds} rounds, {} reads, {} rounds seen",
        reads.into_inner(),
        seen.len()
    ));
    assert!(seen.len() > rounds / 2, "{seen:?}");
}

/// Opens the archive as a command does, and asks for all articles in several ways; gives their round.
fn read(desk: &Desk) -> usize {
    let archive = Archive::open(&desk.path("data/main")).expect("an archive");
    let reader = Reader::open(&archive).expect("a commit");
    let mut rounds = BTreeSet::new();
    let mut articles = 0;
    let read = reader.each_article(|article| {
        let text = format!("{} {}", article.lead, article.body);
        let round = text.split("round").nth(1).and_then(|rest| rest.split(' ').next()).expect("a round");
        rounds.insert(round.parse::<usize>().expect("a number"));
        articles += 1;
    });
    read.expect("every file of the commit is there");
    assert_eq!((articles, rounds.len()), (ARTICLES, 1), "{rounds:?}");
    let round = rounds.first().copied().expect("one");
    let count = |text: &str| {
        let tree = parse(text, &ParseOptions { today: Day::FIRST }).tree.expect("a query");
        reader.count(&tree).expect("an answer")
    };
    assert_eq!(count(&format!("round{round}")), ARTICLES as u64);
    assert_eq!(count("*"), ARTICLES as u64);
    // The file of copies may be that of the next commit, but there is one.
    assert!(count("dups:>0") <= ARTICLES as u64);
    round
}
