//! The questions of a judged set.

use super::LineError;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What the judgements call it.
    pub id: String,
    /// The question, on one line.
    pub text: String,
}

/// Reads topics: lines of `id`, a tab and the question; `*FIND id` lines with the question below (SMART); or
/// `<top>` records with `<num>` and `<title>` (TREC).
///
/// # Errors
///
/// The first line that is none of these.
pub fn topics(text: &str) -> Result<Vec<Topic>, LineError> {
    let first = text.lines().map(str::trim_start).find(|line| !line.is_empty()).unwrap_or_default();
    if first.starts_with("*FIND") {
        Ok(smart(text))
    } else if first.to_ascii_lowercase().starts_with("<top>") {
        Ok(trec(text))
    } else {
        tabbed(text)
    }
}

fn tabbed(text: &str) -> Result<Vec<Topic>, LineError> {
    let mut topics = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let found = || line.chars().take(80).collect();
        let (id, question) = line.split_once('\t').ok_or_else(|| LineError {
            line: number + 1,
            expected: "an id, a tab and a question",
            found: found(),
        })?;
        topics.push(Topic { id: id.trim().to_owned(), text: one_line(question) });
    }
    Ok(topics)
}

fn smart(text: &str) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for line in text.lines() {
        if line.starts_with("*STOP") {
            break;
        }
        if let Some(id) = line.strip_prefix("*FIND") {
            topics.push(Topic { id: id.trim().to_owned(), text: String::new() });
        } else if let Some(topic) = topics.last_mut() {
            topic.text = one_line(&format!("{} {line}", topic.text));
        }
    }
    topics
}

fn trec(text: &str) -> Vec<Topic> {
    let mut topics = Vec::new();
    // The same bytes in small letters: only places are taken from them.
    let lower = text.to_ascii_lowercase();
    let starts: Vec<usize> = lower.match_indices("<top>").map(|(start, _)| start).collect();
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(text.len());
        let record = (&text[start..end], &lower[start..end]);
        let id = tagged(record, "<num>").replace("Number:", "");
        let title = tagged(record, "<title>").replace("Topic:", "");
        topics.push(Topic { id: one_line(&id), text: one_line(&title) });
    }
    topics
}

/// What stands behind a tag, up to the next one: topics of TREC do not close theirs. A record comes as it
/// is, and in small letters.
fn tagged<'a>((record, lower): (&'a str, &str), tag: &str) -> &'a str {
    let behind = lower.find(tag).map_or("", |start| &record[start + tag.len()..]);
    behind.split('<').next().unwrap_or_default()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = match topics(text) {
            Ok(topics) => topics
                .iter()
                .map(|topic| format!("{}: {}", topic.id, topic.text))
                .collect::<Vec<_>>()
                .join(" | "),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn a_line_is_an_id_and_a_question() {
        check("1\tWho won?\n\nq-2\t a  b \n", "1: Who won? | q-2: a b");
        check("1\tWho won?\nno tab", "line 2: expected an id, a tab and a question, but found `no tab`");
    }

    #[test]
    fn smart_topics_run_over_lines() {
        check(
            "*FIND     1\n\n THE DOCK\n\nSTRIKE .\n\n*FIND 2\n\nFLOODS\n*STOP\n",
            "1: THE DOCK STRIKE . | 2: FLOODS",
        );
    }

    #[test]
    fn trec_topics_need_no_closing_tags() {
        check(
            "<top>\n<num> Number: 401\n<title> foreign minorities,\nGermany\n<desc> Description:\nWhat?\n</top>\n\
             <TOP><NUM>402</NUM><TITLE>behavioral genetics</TITLE></TOP>",
            "401: foreign minorities, Germany | 402: behavioral genetics",
        );
    }
}
