//! Question: what does ranking cost inside a process, without reading the articles, and what does a range of days
//! make of it.
//!
//! Every ranking that is timed is first compared with an exhaustive one: the same query with room for every
//! match, where nothing is ever passed over.

use std::path::Path;
use std::time::{Duration, Instant};

use dateline_query::{Expand, Node, RankedLists, Reader};
use dateline_schema::Archive;

use crate::measure::{median, percentiles};
use crate::query::tree;
use crate::say;

const ROUNDS: usize = 25;
const HITS: usize = 10;

const KINDS: &[(&str, &[&str])] = &[
    ("one word", &["iraq", "veterans", "budget", "energy", "immigration", "the"]),
    ("two words, AND", &["iraq war", "health care", "gas prices", "border security"]),
    (
        "five words, OR",
        &["iraq OR veterans OR budget OR energy OR farm", "coal OR wind OR oil OR gas OR solar"],
    ),
    ("phrase", &["\"health care\"", "\"attorney general\"", "\"war on terror\"", "\"of the\""]),
    ("NEAR, two words", &["iraq NEAR/5 troops", "health NEAR/5 children", "oil NEAR/5 price"]),
    (
        "NEAR, groups with wildcards",
        &[
            "(iraq OR afghan*) NEAR/5 (troop* OR \"armed forces\")",
            "secur* NEAR/10 (border* OR immigra*)",
            "elect* NEAR/3 fraud*",
            "\"health care\" NEAR/10 (cost* OR pric* OR expens*)",
            "*ment NEAR/2 tax*",
        ],
    ),
];

const MONTH: &str = "date:2003-04";
const YEARS: &str = "date:1995..2004";

/// Times rankings over an archive that is already there.
pub fn run(archive: &Path) {
    let archive = Archive::open(archive).expect("an archive");
    let reader = Reader::open(&archive).expect("the archive opens");
    say(&format!("ranking {} articles, best {HITS}, without reading them", reader.articles()));
    let mut lists = reader.ranked_lists();
    for (kind, queries) in KINDS {
        let alone = times(&mut lists, queries, "");
        let month = times(&mut lists, queries, MONTH);
        let years = times(&mut lists, queries, YEARS);
        say(&format!("{kind}: {}", percentiles(&mut alone.concat())));
        say(&format!("  in a month: {}", percentiles(&mut month.concat())));
        say(&format!("  in ten years: {}", percentiles(&mut years.concat())));
        let dearest = queries
            .iter()
            .enumerate()
            .map(|(number, query)| {
                let alone = median(&alone[number]);
                let ratio = median(&month[number]).max(median(&years[number])) / alone;
                (ratio, *query)
            })
            .max_by(|left, right| left.0.total_cmp(&right.0));
        if let Some((ratio, query)) = dearest {
            say(&format!("  a range of days costs at most {ratio:.2} of no range (`{query}`)"));
        }
    }
}

/// The times of each query, narrowed by days.
fn times(lists: &mut RankedLists<'_>, queries: &[&str], days: &str) -> Vec<Vec<Duration>> {
    let trees: Vec<Node> = queries.iter().map(|query| tree(&format!("({query}) {days}"))).collect();
    for (tree, query) in trees.iter().zip(queries) {
        let best = lists.ranked(tree, Expand::No, HITS).expect("a ranking");
        let all = lists.ranked(tree, Expand::No, usize::MAX).expect("a ranking");
        assert_eq!(best, all[..HITS.min(all.len())], "`{query}` {days} against the exhaustive ranking");
    }
    let mut times = vec![Vec::with_capacity(ROUNDS); queries.len()];
    for _ in 0..ROUNDS {
        for (tree, times) in trees.iter().zip(&mut times) {
            let started = Instant::now();
            let best = lists.ranked(tree, Expand::No, HITS).expect("a ranking");
            times.push(started.elapsed());
            assert!(best.len() <= HITS);
        }
    }
    times
}
