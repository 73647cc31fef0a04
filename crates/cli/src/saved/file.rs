//! The file of a saved search: flags of `dateline search`, one a line, and the query on the other lines.
//!
//! ```text
//! # what the weekly report needs
//! flood warning OR "storm tide"
//! --from 2017-01
//! --source "The Times"
//! ```
//!
//! The flags are read and written by their names, so that each that a query takes can be saved.

use std::fmt;

use clap::Parser;
use serde_json::Value;

use crate::args::{QueryArguments, query_text};

const ABOVE: &str = "\
# A saved search of dateline; change it as you like. Lines that begin with # say nothing, lines that begin
# with -- are flags as of `dateline search`, one a line; all others are the query.
";

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1; `None` when no line alone is wrong.
    line: Option<usize>,
    message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// The flags of a file, read as those of the command line are.
#[derive(Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct Flags {
    #[command(flatten)]
    which: QueryArguments,
}

/// Reads a file.
pub fn parse(text: &str) -> Result<QueryArguments, Problem> {
    let (mut flags, mut query) = (Vec::new(), Vec::new());
    // Some editors begin a file with a mark, which is no part of its first line.
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if line.starts_with("--") {
            let flag = as_argument(line.trim_end());
            read([flag.clone()]).map_err(|message| Problem { line: Some(number), message })?;
            flags.push(flag);
        } else if !line.starts_with('#') && !line.trim().is_empty() {
            query.push(line.trim());
        }
    }
    if !query.is_empty() {
        flags.extend(["--".to_owned(), query.join(" ")]);
    }
    read(flags).map_err(|message| Problem { line: None, message })
}

/// The file of a search.
pub fn text(which: &QueryArguments) -> String {
    lines(which).iter().fold(ABOVE.to_owned(), |text, line| text + line + "\n")
}

/// The query, and each flag as a person types it.
pub fn lines(which: &QueryArguments) -> Vec<String> {
    let mut lines = Vec::new();
    for line in query_text(&which.query).lines().map(str::trim).filter(|line| !line.is_empty()) {
        // Behind a blank, neither is a comment or a flag.
        let shield = if line.starts_with(['#', '-']) { " " } else { "" };
        lines.push(format!("{shield}{line}"));
    }
    let Ok(Value::Object(fields)) = serde_json::to_value(which) else { return lines };
    for (name, value) in fields.into_iter().filter(|(name, _)| name != "text") {
        match value {
            Value::Bool(true) => lines.push(format!("--{name}")),
            Value::String(text) => lines.push(format!("--{name} {}", quoted(&text))),
            Value::Array(texts) => {
                let texts = texts.iter().filter_map(Value::as_str);
                lines.extend(texts.map(|text| format!("--{name} {}", quoted(text))));
            }
            _ => {}
        }
    }
    lines
}

/// A value as it stands behind its flag.
fn quoted(value: &str) -> String {
    let is_plain = !value.is_empty() && !value.contains(char::is_whitespace) && !value.starts_with('"');
    // A flag has one line.
    let value = value.replace(['\n', '\r'], " ");
    if is_plain { value } else { format!("\"{value}\"") }
}

/// `--source "The Times"` as one argument of the command line.
fn as_argument(line: &str) -> String {
    let Some((name, value)) = line.split_once(char::is_whitespace) else { return line.to_owned() };
    let value = value.trim();
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    format!("{name}={value}")
}

fn read(flags: impl IntoIterator<Item = String>) -> Result<QueryArguments, String> {
    Flags::try_parse_from(flags).map(|flags| flags.which).map_err(|error| {
        let text = error.to_string();
        // Behind that stands how to use the command line.
        let told = text.split("\n\nUsage:").next().and_then(|text| text.split("\n\nFor more").next());
        let told = told.unwrap_or_default().replace("\n\n", "; ");
        let words: Vec<&str> = told.split_whitespace().collect();
        words.join(" ").trim_start_matches("error: ").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::QuerySyntax;

    fn which(query: &str) -> QueryArguments {
        let query = if query.is_empty() { Vec::new() } else { vec![query.to_owned()] };
        QueryArguments { query, ..QueryArguments::default() }
    }

    #[track_caller]
    fn check(written: &QueryArguments, expect: &[&str]) {
        assert_eq!(lines(written), expect);
        assert_eq!(parse(&text(written)).as_ref(), Ok(written));
    }

    #[test]
    fn what_is_written_reads_back_as_itself() {
        check(&which("flood -warning \"storm tide\""), &["flood -warning \"storm tide\""]);
        check(&which("#metoo"), &[" #metoo"]);
        check(&which("-flood"), &[" -flood"]);
        check(&which(""), &[]);
        let flags = QueryArguments {
            from: Some("last-30d".to_owned()),
            source: vec!["The Times".to_owned(), "BBC".to_owned(), "\"Q\"".to_owned()],
            person: vec!["Ann Lee".to_owned()],
            any: true,
            ..which("who attacked the court, and why?")
        };
        check(
            &flags,
            &[
                "who attacked the court, and why?",
                "--any",
                "--from last-30d",
                "--person \"Ann Lee\"",
                "--source \"The Times\"",
                "--source BBC",
                "--source \"\"Q\"\"",
            ],
        );
        let nexis = QueryArguments { syntax: QuerySyntax::Nexis, ..which("presid! w/5 minister") };
        check(&nexis, &["presid! w/5 minister", "--syntax nexis"]);
    }

    #[test]
    fn people_write_comments_blank_lines_and_a_query_of_several() {
        let text = "\u{feff}# weekly\n\nflood OR\r\n  storm\n--from=2017\r\n--lang   en\n";
        let expect = QueryArguments {
            from: Some("2017".to_owned()),
            lang: vec!["en".to_owned()],
            ..which("flood OR storm")
        };
        assert_eq!(parse(text), Ok(expect));
    }

    #[track_caller]
    fn check_problem(text: &str, expect: &str) {
        assert_eq!(parse(text).map_err(|problem| problem.to_string()), Err(expect.to_owned()));
    }

    #[test]
    fn what_cannot_be_taken_is_told_with_its_line() {
        check_problem(
            "flood\n\n--form 2017",
            "line 3: unexpected argument '--form' found; tip: a similar argument exists: '--from'",
        );
        check_problem("--any yes", "line 1: unexpected value 'yes' for '--any' found; no more were expected");
        check_problem(
            "--from 2017\n--from 2018",
            "the argument '--from <DATE>' cannot be used multiple times",
        );
    }
}
