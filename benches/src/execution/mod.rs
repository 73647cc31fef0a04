//! Question: what does each way in which queries are carried out gain beside the way that tantivy offers for the same, over
//! the same index and in the same run?
//!
//! Every answer that is timed is first compared with tantivy's. Where the two must differ, what is compared is said where it
//! is done. Both sides run on one thread unless a line says otherwise, and take turns.

mod ranking;
mod stock;
mod texts;
mod views;

use std::path::Path;
use std::time::{Duration, Instant};

use dateline_query::Reader;
use dateline_schema::Archive;

use self::stock::Stock;
use crate::measure::{median, percentiles};
use crate::say;

const ROUNDS: usize = 25;
const HITS: usize = 10;

/// Sets our ways beside those of tantivy, over an archive of English articles that is already there.
pub fn run(archive: &Path) {
    let archive = Archive::open(archive).expect("an archive");
    let reader = Reader::open(&archive).expect("the archive opens");
    let stock = Stock::open(&archive);
    say(&format!("{} articles in {} pieces", reader.articles(), stock.searcher.segment_readers().len()));
    ranking::run(&reader, &stock);
    views::run(&reader, &stock);
    texts::run(&reader, &stock);
}

/// One way to answer what is asked, with its name.
struct Way<'a, T> {
    name: &'a str,
    answer: Box<dyn FnMut(&T) + 'a>,
}

impl<'a, T> Way<'a, T> {
    fn new<A>(name: &'a str, mut answer: impl FnMut(&T) -> A + 'a) -> Way<'a, T> {
        Way {
            name,
            answer: Box::new(move |asked| {
                std::hint::black_box(answer(asked));
            }),
        }
    }

    fn timed(&mut self, asked: &T) -> Duration {
        let started = Instant::now();
        (self.answer)(asked);
        started.elapsed()
    }
}

/// Asks everything in our way and in others, in turn, and says how long each took. The ratio is the geometric mean of those
/// of the medians of each question; behind it stand the least and the greatest. Gives the medians of all, ours first.
fn compare<'a, T>(asked: &[T], mut ours: Way<'a, T>, mut others: Vec<Way<'a, T>>) -> Vec<f64> {
    let mut times = vec![vec![Vec::with_capacity(ROUNDS); asked.len()]; others.len() + 1];
    for _ in 0..ROUNDS {
        for (number, asked) in asked.iter().enumerate() {
            for (way, times) in std::iter::once(&mut ours).chain(&mut others).zip(&mut times) {
                times[number].push(way.timed(asked));
            }
        }
    }
    let (own, rest) = times.split_first().expect("our own times");
    say(&format!("{}: {}", ours.name, percentiles(&mut own.concat())));
    for (other, times) in others.iter().zip(rest) {
        let ratios = own.iter().zip(times).map(|(own, other)| median(other) / median(own));
        let ratios: Vec<f64> = ratios.collect();
        let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = ratios.iter().copied().fold(0.0, f64::max);
        let spread = if asked.len() > 1 { format!(" ({least:.2} to {greatest:.2})") } else { String::new() };
        let times = percentiles(&mut times.concat());
        say(&format!("  {}: {times}, {mean:.2} times as long{spread}", other.name));
    }
    times.iter().map(|times| median(&times.concat())).collect()
}
