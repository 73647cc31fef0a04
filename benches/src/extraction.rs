//! How much of the text of an article is found in its page, and how little else.
//!
//! Corpus: scrapinghub's article-extraction-benchmark, unpacked: `ground-truth.json` beside `html/`. Metric: its
//! own (`evaluate.py`): shingles of four words of each page give true and false positives and negatives;
//! precision and recall are means over the pages, and F1 is made of the two means.
//! <https://github.com/scrapinghub/article-extraction-benchmark>

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use crate::pages;
use crate::say;

/// Words in a shingle.
const SHINGLE: usize = 4;

/// What others reach on the same pages, as the corpus publishes it: name, F1, precision, recall.
const PUBLISHED: &[(&str, f64, f64, f64)] = &[
    ("rs_trafilatura 9261e08", 0.970, 0.951, 0.990),
    ("AutoExtract, November 2019", 0.970, 0.984, 0.956),
    ("go_trafilatura ae7ea06", 0.960, 0.940, 0.980),
    ("trafilatura 2.0.0", 0.958, 0.938, 0.978),
    ("Diffbot, November 2019", 0.951, 0.958, 0.944),
    ("newspaper4k 0.9.3.1", 0.949, 0.964, 0.934),
    ("readability_js 0.6.0", 0.947, 0.914, 0.982),
    ("dom_smoothie 0.14.0", 0.865, 0.785, 0.963),
];

/// Measures text against the truth and prints it beside what others reach.
pub fn run(folder: &Path) {
    let truth = std::fs::read_to_string(folder.join("ground-truth.json")).expect("the truth is there");
    let truth: HashMap<String, Value> = serde_json::from_str(&truth).expect("the truth is an object");
    let mut keys: Vec<&String> = truth.keys().collect();
    keys.sort();
    let pages: Vec<Vec<u8>> = keys
        .iter()
        .map(|key| std::fs::read(folder.join("html").join(format!("{key}.html"))).expect("the page is there"))
        .collect();
    let megabytes = pages.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    let mut scores = Vec::new();
    for (key, page) in keys.iter().zip(&pages) {
        let found = pages::record(key, page).map(|record| record.body).unwrap_or_default();
        scores.push(Score::of(truth[*key]["articleBody"].as_str().unwrap_or_default(), &found));
    }
    say("                                F1  precision  recall");
    let line = |name: &str, (f1, precision, recall): (f64, f64, f64)| {
        say(&format!("{name:<28} {f1:.3}      {precision:.3}   {recall:.3}"));
    };
    line("dateline", means(&scores));
    for (name, parity) in [("  pages with even places", 0), ("  pages with odd places", 1)] {
        let half: Vec<Score> = scores.iter().copied().skip(parity).step_by(2).collect();
        line(name, means(&half));
    }
    for &(name, f1, precision, recall) in PUBLISHED {
        line(name, (f1, precision, recall));
    }
    for threads in [1, 2] {
        let seconds = pages::normalise_all(&pages, threads);
        say(&format!("parse and normalise, {threads} threads: {:.1} MB/s", megabytes / seconds));
    }
    let slowest = keys.iter().zip(&pages).map(|(key, page)| {
        let started = Instant::now();
        let _ = pages::record(key, page);
        started.elapsed()
    });
    say(&format!("slowest page: {:.1} ms", slowest.max().unwrap_or_default().as_secs_f64() * 1e3));
}

/// Shares of the shingles of one page.
#[derive(Clone, Copy)]
struct Score {
    hits: f64,
    surplus: f64,
    missed: f64,
}

impl Score {
    fn of(truth: &str, found: &str) -> Score {
        let (truth, found) = (shingles(truth), shingles(found));
        let mut score = Score { hits: 0.0, surplus: 0.0, missed: 0.0 };
        for (shingle, &expected) in &truth {
            let got = found.get(shingle).copied().unwrap_or(0);
            score.hits += f64::from(expected.min(got));
            score.missed += f64::from(expected.saturating_sub(got));
        }
        for (shingle, &got) in &found {
            score.surplus += f64::from(got.saturating_sub(truth.get(shingle).copied().unwrap_or(0)));
        }
        score
    }

    fn share(part: f64, other: f64, is_perfect: bool) -> f64 {
        if is_perfect {
            1.0
        } else if part + other == 0.0 {
            0.0
        } else {
            part / (part + other)
        }
    }

    fn precision(self) -> f64 {
        Score::share(self.hits, self.surplus, self.surplus + self.missed == 0.0)
    }

    fn recall(self) -> f64 {
        Score::share(self.hits, self.missed, self.surplus + self.missed == 0.0)
    }
}

/// F1, precision and recall over all pages that have something to be right or wrong about.
fn means(scores: &[Score]) -> (f64, f64, f64) {
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let precision = mean(
        scores
            .iter()
            .filter(|score| score.hits + score.surplus > 0.0)
            .map(|score| score.precision())
            .collect(),
    );
    let recall = mean(
        scores.iter().filter(|score| score.hits + score.missed > 0.0).map(|score| score.recall()).collect(),
    );
    // Pages without one right shingle have an F1 of 0, not of 0 divided by 0.
    let sum = precision + recall;
    let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
    (f1, precision, recall)
}

/// The shingles of a text, with how often each occurs. A text shorter than a shingle is one.
fn shingles(text: &str) -> HashMap<Vec<&str>, u32> {
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let words: Vec<&str> = text.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty()).collect();
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    let windows = if words.len() < SHINGLE { 1 } else { words.len() - SHINGLE + 1 };
    for start in 0..windows {
        let shingle = words[start..words.len().min(start + SHINGLE)].to_vec();
        *counts.entry(shingle).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F1, precision and recall of pages of truth and finding, in hundredths.
    #[track_caller]
    fn check(pages: &[(&str, &str)], expect: (f64, f64, f64)) {
        let scores: Vec<Score> = pages.iter().map(|(truth, found)| Score::of(truth, found)).collect();
        let (f1, precision, recall) = means(&scores);
        let rounded = |value: f64| (value * 100.0).round();
        assert_eq!((rounded(f1), rounded(precision), rounded(recall)), expect);
    }

    #[test]
    fn the_same_words_are_a_full_score_whatever_stands_between_them() {
        check(&[("One, two. Three four five", "one")], (0.0, 0.0, 0.0));
        check(&[("One, two. Three four five", "One two\n\nThree four five")], (100.0, 100.0, 100.0));
    }

    #[test]
    fn shingles_too_many_cost_precision_and_missing_ones_recall() {
        check(&[("a b c d", "a b c d e")], (67.0, 50.0, 100.0));
        check(&[("a b c d e", "a b c d")], (67.0, 100.0, 50.0));
    }

    #[test]
    fn each_page_counts_the_same() {
        check(&[("a b c d", "a b c d"), ("a b c d e f g", "x")], (50.0, 50.0, 50.0));
    }

    #[test]
    fn a_page_without_any_finding_has_no_precision() {
        check(&[("a b c d", "a b c d"), ("a b c d", "")], (67.0, 100.0, 50.0));
    }
}
