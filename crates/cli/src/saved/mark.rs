//! What a saved search found when it was last watched: what it finds beyond that is new.
//!
//! A line of JSON, and behind it an id a line, ascending.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use dateline_article::ArticleId;
use dateline_query::IdsDigest;
use dateline_schema::{plain_cause, write_durably};
use serde::{Deserialize, Serialize};

use crate::args::QueryArguments;
use crate::failure::Failure;

/// The version of the form of marks.
const FORM: u32 = 1;

/// A search as it was last watched.
#[derive(Debug, PartialEq, Eq)]
pub struct Mark {
    pub head: Head,
    /// What it found then, ascending.
    pub ids: Vec<ArticleId>,
}

/// The first line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    mark: u32,
    /// The day that counted as today.
    pub day: String,
    /// What was searched for.
    pub query: QueryArguments,
    /// How many articles it found.
    pub articles: u64,
    ids_sha256: String,
}

impl Mark {
    pub fn new(day: String, query: QueryArguments, ids: Vec<ArticleId>) -> Mark {
        let (articles, ids_sha256) = (ids.len() as u64, digest(&ids));
        Mark { head: Head { mark: FORM, day, query, articles, ids_sha256 }, ids }
    }

    /// Reads a mark; `None` when the search was never watched.
    pub fn read(path: &Path) -> Result<Option<Mark>, Failure> {
        let Some(text) = text_of(path)? else { return Ok(None) };
        let mark = parse(&text).map_err(|found| damaged(path, &found))?;
        Ok(Some(mark))
    }

    /// Reads the first line of a mark; `None` when the search was never watched.
    pub fn read_head(path: &Path) -> Result<Option<Head>, Failure> {
        let Some(text) = text_of(path)? else { return Ok(None) };
        let first = text.lines().next().unwrap_or_default();
        head(first).map(Some).map_err(|found| damaged(path, &found))
    }

    /// Puts it in the place of the mark before, durably.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        Ok(write_durably(path, self.text().as_bytes())?)
    }

    fn text(&self) -> String {
        let mut text = serde_json::to_string(&self.head).expect("texts and numbers always serialise");
        text.reserve(self.ids.len() * (ArticleId::TEXT_LEN + 1) + 1);
        text.push('\n');
        for id in &self.ids {
            text.push_str(&id.to_string());
            text.push('\n');
        }
        text
    }
}

fn text_of(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(Failure::told(format!("{}: could not be read: {}", path.display(), plain_cause(&error))))
        }
    }
}

fn parse(text: &str) -> Result<Mark, String> {
    let (first, rest) = text.split_once('\n').ok_or("one line")?;
    let head = head(first)?;
    let mut ids = Vec::new();
    for (number, line) in (2..).zip(rest.lines()) {
        ids.push(line.parse().map_err(|error| format!("on line {number}: {error}"))?);
    }
    if ids.len() as u64 != head.articles || digest(&ids) != head.ids_sha256 {
        return Err("other ids than its first line was made of".to_owned());
    }
    Ok(Mark { head, ids })
}

fn head(line: &str) -> Result<Head, String> {
    let head: Head = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if head.mark == FORM {
        Ok(head)
    } else {
        Err(format!("form {}, which another dateline wrote", head.mark))
    }
}

fn digest(ids: &[ArticleId]) -> String {
    let mut digest = IdsDigest::default();
    for &id in ids {
        digest.add(id);
    }
    digest.finish()
}

fn damaged(path: &Path, found: &str) -> Failure {
    let message = format!("{}: expected what a watch has seen, but found {found}", path.display());
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    Failure::with_hint(
        message,
        format!("`dateline watch {name} --all` prints everything and sets the mark anew"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark() -> Mark {
        let mut ids: Vec<ArticleId> = ["a", "b"].map(|name| ArticleId::of_parts(&[name.as_bytes()])).to_vec();
        ids.sort_unstable();
        Mark::new("2026-11-23".to_owned(), QueryArguments::default(), ids)
    }

    #[test]
    fn a_mark_reads_back_as_itself() {
        assert_eq!(parse(&mark().text()), Ok(mark()));
        let none = Mark::new("2026-11-23".to_owned(), QueryArguments::default(), Vec::new());
        assert_eq!(parse(&none.text()), Ok(none));
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(parse(text).map_err(|found| found.contains(expect)), Err(true), "{text}");
    }

    #[test]
    fn a_mark_that_is_not_whole_is_no_mark() {
        let text = mark().text();
        check(&text[..text.len() - ArticleId::TEXT_LEN - 1], "other ids than its first line was made of");
        check(&text[..text.len() - 3], "on line 3: expected an article id of 16 letters");
        check(&text.replace("\"mark\":1", "\"mark\":2"), "form 2, which another dateline wrote");
        check("", "one line");
    }
}
