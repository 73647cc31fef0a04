//! Measures of a ranking, as `trec_eval` defines them.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

/// How good one ranking is; all between 0 and 1, more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Average precision: the mean, over all answers, of the precision at the rank of each; 0 for those
    /// not found. (Buckley and Voorhees, "Retrieval System Evaluation", 2005.)
    pub average_precision: f64,
    /// Discounted cumulative gain of the first ten, `Σ grade / log2(rank + 1)`, divided by the best
    /// possible. (Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", 2002.)
    pub ndcg_10: f64,
    /// Answers among the first ten, divided by ten.
    pub precision_10: f64,
    /// Answers among the first hundred, divided by all answers.
    pub recall_100: f64,
    /// One divided by the rank of the first answer.
    pub reciprocal_rank: f64,
}

/// Measures a ranking of article ids, best first, against judged articles with their grades. An id that comes
/// again earns nothing again: short ids may stand in several files.
pub fn measures(ranking: &[String], judged: &BTreeMap<String, u32>) -> Measures {
    let answers = judged.values().filter(|&&grade| grade > 0).count();
    if answers == 0 {
        return Measures::default();
    }
    let mut seen = HashSet::new();
    let mut found = 0_usize;
    let mut precisions = 0.0;
    let mut gain = 0.0;
    let mut measures = Measures::default();
    for (number, article) in ranking.iter().enumerate() {
        let rank = number + 1;
        let grade = judged.get(article).copied().unwrap_or_default();
        if grade == 0 || !seen.insert(article) {
            continue;
        }
        found += 1;
        precisions += found as f64 / rank as f64;
        if found == 1 {
            measures.reciprocal_rank = 1.0 / rank as f64;
        }
        if rank <= 10 {
            gain += discounted(grade, rank);
            measures.precision_10 = found as f64 / 10.0;
        }
        if rank <= 100 {
            measures.recall_100 = found as f64 / answers as f64;
        }
    }
    let mut grades: Vec<u32> = judged.values().copied().collect();
    grades.sort_unstable_by(|left, right| right.cmp(left));
    let best: f64 =
        grades.iter().take(10).enumerate().map(|(number, &grade)| discounted(grade, number + 1)).sum();
    measures.ndcg_10 = gain / best;
    measures.average_precision = precisions / answers as f64;
    measures
}

/// The mean over topics, each weighing the same.
pub fn mean(all: &[Measures]) -> Measures {
    let topics = all.len().max(1) as f64;
    let of = |measure: fn(&Measures) -> f64| all.iter().map(measure).sum::<f64>() / topics;
    Measures {
        average_precision: of(|measures| measures.average_precision),
        ndcg_10: of(|measures| measures.ndcg_10),
        precision_10: of(|measures| measures.precision_10),
        recall_100: of(|measures| measures.recall_100),
        reciprocal_rank: of(|measures| measures.reciprocal_rank),
    }
}

fn discounted(grade: u32, rank: usize) -> f64 {
    f64::from(grade) / (rank as f64 + 1.0).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ranking: &[&str], judged: &[(&str, u32)], expect: &str) {
        let ranking: Vec<String> = ranking.iter().map(|&id| id.to_owned()).collect();
        let judged = judged.iter().map(|&(id, grade)| (id.to_owned(), grade)).collect();
        let Measures { average_precision, ndcg_10, precision_10, recall_100, reciprocal_rank } =
            measures(&ranking, &judged);
        let found = format!(
            "{average_precision:.4} {ndcg_10:.4} {precision_10:.4} {recall_100:.4} {reciprocal_rank:.4}"
        );
        assert_eq!(found, expect);
    }

    #[test]
    fn a_ranking_of_nothing_but_answers_is_perfect() {
        check(&["a", "b"], &[("a", 1), ("b", 1), ("c", 0)], "1.0000 1.0000 0.2000 1.0000 1.0000");
    }

    #[test]
    fn answers_further_down_count_less() {
        // Precision at ranks 2 and 4 is a half each; one of three answers is missing.
        check(&["x", "a", "y", "b"], &[("a", 1), ("b", 1), ("c", 1)], "0.3333 0.4982 0.2000 0.6667 0.5000");
    }

    #[test]
    fn grades_weigh_in_the_gain_only() {
        check(&["b", "a"], &[("a", 3), ("b", 1)], "1.0000 0.7967 0.2000 1.0000 1.0000");
    }

    #[test]
    fn an_answer_that_comes_again_earns_nothing_again() {
        check(&["a", "a", "b"], &[("a", 1), ("b", 1)], "0.8333 0.9197 0.2000 1.0000 1.0000");
    }

    #[test]
    fn nothing_found_is_nothing() {
        check(&[], &[("a", 1)], "0.0000 0.0000 0.0000 0.0000 0.0000");
    }
}
