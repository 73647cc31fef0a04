//! Which articles answer which question.

use std::collections::{BTreeMap, BTreeSet};

use super::LineError;

/// The judged articles of every topic, with their grades.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements(BTreeMap<String, BTreeMap<String, u32>>);

impl Judgements {
    /// Reads lines of `topic iteration article grade`, the form of TREC. Grades of 0 and below mean that the
    /// article does not answer the question.
    ///
    /// Format: <https://trec.nist.gov/data/qrels_eng/>
    ///
    /// # Errors
    ///
    /// The first line that is not of this form.
    pub fn parse(text: &str) -> Result<Judgements, LineError> {
        let mut judgements = Judgements::default();
        for (number, line) in text.lines().enumerate() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let error = || LineError {
                line: number + 1,
                expected: "`topic 0 article grade`",
                found: line.trim().to_owned(),
            };
            match fields.as_slice() {
                [] => {}
                [topic, _, article, grade] => {
                    let grade: i64 = grade.parse().map_err(|_| error())?;
                    let grade = u32::try_from(grade.max(0)).map_err(|_| error())?;
                    let judged = judgements.0.entry((*topic).to_owned()).or_default();
                    judged.insert((*article).to_owned(), grade);
                }
                _ => return Err(error()),
            }
        }
        Ok(judgements)
    }

    /// The judged articles of a topic with their grades; `None` when none of them answers it.
    pub fn of(&self, topic: &str) -> Option<&BTreeMap<String, u32>> {
        self.0.get(topic).filter(|judged| judged.values().any(|&grade| grade > 0))
    }

    /// Every article that answers any question.
    pub fn answers(&self) -> BTreeSet<&str> {
        let judged = self.0.values().flatten();
        judged.filter(|&(_, &grade)| grade > 0).map(|(article, _)| article.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = match Judgements::parse(text) {
            Ok(judgements) => format!("{:?}", judgements.0),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn a_line_is_a_topic_an_article_and_a_grade() {
        check("1 0 268 1\n1 0 269 -1\n\n2 Q0 a/b 3\n", r#"{"1": {"268": 1, "269": 0}, "2": {"a/b": 3}}"#);
    }

    #[test]
    fn another_line_is_an_error_with_its_place() {
        check("1 0 268 1\n1 268", "line 2: expected `topic 0 article grade`, but found `1 268`");
        check("1 0 268 yes", "line 1: expected `topic 0 article grade`, but found `1 0 268 yes`");
    }

    #[test]
    fn a_topic_without_answers_is_none() {
        let judgements = Judgements::parse("1 0 a 0").expect("judgements");
        assert_eq!(judgements.of("1"), None);
        assert!(judgements.answers().is_empty());
    }
}
