//! What the global flags mean: which archive, which day is today.

use std::path::PathBuf;

use chrono::NaiveDate;
use dateline_article::Day;
use dateline_query::{Node, ParseOptions, Reader, Syntax, any_words, parse_as};
use dateline_schema::{Archive, SchemaError, archive_names, check_archive_name};

use crate::args::{Global, query_text};
use crate::failure::Failure;

/// The archive used when none is named and there is not exactly one.
const DEFAULT_ARCHIVE: &str = "main";

/// What every command starts from.
pub struct Context {
    pub global: Global,
    pub today: Day,
}

impl Context {
    pub fn new(global: Global) -> Result<Context, Failure> {
        let today = match &global.today {
            None => Day::from_naive(chrono::Local::now().date_naive()),
            Some(text) => {
                let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
                    Failure::told(format!("--today: expected a day such as 2026-11-23, but found `{text}`"))
                })?;
                Day::from_naive(date)
            }
        };
        Ok(Context { global, today })
    }

    /// The folder of the archive that is meant.
    pub fn archive_dir(&self) -> Result<PathBuf, Failure> {
        let name = match &self.global.archive {
            Some(name) => name.clone(),
            None => match archive_names(&self.global.data)?.as_slice() {
                [only] => only.clone(),
                _ => DEFAULT_ARCHIVE.to_owned(),
            },
        };
        check_archive_name(&name)?;
        Ok(self.global.data.join(name))
    }

    /// Opens the archive that is meant.
    pub fn archive(&self) -> Result<Archive, Failure> {
        let dir = self.archive_dir()?;
        Archive::open(&dir).map_err(|error| self.refuse_archive(error))
    }

    /// Why the archive that is meant cannot be opened, with the names of those that are there.
    pub fn refuse_archive(&self, error: SchemaError) -> Failure {
        let names = archive_names(&self.global.data).unwrap_or_default();
        match error {
            SchemaError::NoArchive { .. } if !names.is_empty() => {
                Failure::with_hint(error, format!("choose one with --archive: {}", names.join(", ")))
            }
            other => other.into(),
        }
    }

    /// Opens the last commit of the archive that is meant.
    pub fn reader(&self) -> Result<Reader, Failure> {
        Reader::open(&self.archive()?).map_err(|error| Failure::of_search(error, ""))
    }

    /// Reads a query from the command line; no words at all mean every article.
    pub fn query(&self, words: &[String]) -> Result<Query, Failure> {
        self.query_of(&query_text(words), Reading::Query(Syntax::Dateline))
    }

    /// Reads a query; a blank one means every article.
    pub fn query_of(&self, text: &str, reading: Reading) -> Result<Query, Failure> {
        let (text, reading) = if text.trim().is_empty() {
            ("*".to_owned(), Reading::Query(Syntax::Dateline))
        } else {
            (text.to_owned(), reading)
        };
        let parsed = match reading {
            Reading::Query(syntax) => parse_as(&text, syntax, &ParseOptions { today: self.today }),
            Reading::AnyWords => any_words(&text),
        };
        match parsed.tree {
            Some(tree) if parsed.problems.is_empty() => {
                let notes = parsed.notes.into_iter().map(|note| note.message).collect();
                Ok(Query { text, tree, notes })
            }
            _ => Err(Failure::Query { text, problems: parsed.problems }),
        }
    }
}

/// How the text of a query is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// In a query language.
    Query(Syntax),
    /// As plain text, of which any word will do.
    AnyWords,
}

/// A query, read.
pub struct Query {
    /// As typed.
    pub text: String,
    /// As read.
    pub tree: Node,
    /// What to know about how it was read.
    pub notes: Vec<String>,
}
