//! How often the publication date of a page is found, and how far its confidence can be relied on.
//!
//! Corpus: the pages of htmldate's Media Cloud evaluation, unpacked: `eval_mediacloud_2020.json` beside
//! `test_set/`. <https://github.com/adbar/htmldate>

use std::collections::BTreeMap;
use std::path::Path;

use dateline_article::{DaySpan, PubDate};
use serde_json::Value;

use crate::pages;
use crate::say;

/// Measures publication dates against the truth. A page may be known to have none.
pub fn run(folder: &Path) {
    let truth =
        std::fs::read_to_string(folder.join("eval_mediacloud_2020.json")).expect("the truth is there");
    // `NaN` is no JSON; the corpus writes it for pages without a date.
    let truth = truth.replace(": NaN", ": null");
    let truth: BTreeMap<String, Value> = serde_json::from_str(&truth).expect("the truth is an object");
    let (mut right, mut wrong, mut missed, mut rightly_none) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut by_evidence: BTreeMap<(String, String), (u32, u32)> = BTreeMap::new();
    for entry in truth.values() {
        let name = entry["file"].as_str().expect("a file");
        let page = std::fs::read(folder.join("test_set").join(name)).expect("the page is there");
        let found = pages::article(name, &page).and_then(|article| article.dates.published);
        let is_right = |date: PubDate| entry["date"].as_str() == Some(shown(date.span).as_str());
        match found {
            Some(date) => {
                let evidence = (date.confidence.to_string(), date.origin.to_string());
                let counts = by_evidence.entry(evidence).or_default();
                counts.1 += 1;
                if is_right(date) {
                    counts.0 += 1;
                    right += 1;
                } else {
                    wrong += 1;
                }
            }
            None if entry["date"].is_string() => missed += 1,
            None => rightly_none += 1,
        }
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    let (precision, recall) = (share(right, right + wrong), share(right, right + missed));
    say(&format!(
        "{} pages: {right} right, {wrong} wrong, {missed} missed, {rightly_none} rightly without a date",
        truth.len()
    ));
    say(&format!(
        "accuracy {:.3}, precision {precision:.3}, recall {recall:.3}, F1 {:.3}",
        share(right + rightly_none, truth.len() as u32),
        2.0 * precision * recall / (precision + recall)
    ));
    for ((confidence, origin), (right, all)) in by_evidence {
        say(&format!("{confidence:<8} {origin:<10} {right:>4} of {all:>4} right"));
    }
}

fn shown(span: DaySpan) -> String {
    span.to_string()
}
