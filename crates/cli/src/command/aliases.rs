//! `dateline aliases`

use std::fs;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use dateline_article::MentionKind;
use dateline_query::aliases::{AliasLine, AliasProblem, AliasRule, Aliases, read_lines};
use dateline_query::{ALIASES_FILE, AliasSuggestion, Reader, thousands};
use dateline_schema::plain_cause;
use serde_json::json;

use crate::args::{AliasesCommand, Format};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, printable};

pub fn run(context: &Context, command: &AliasesCommand) -> Result<ExitCode, Failure> {
    let reader = context.reader()?;
    match command {
        AliasesCommand::Check => check(context, &reader),
        AliasesCommand::Suggest { limit } => suggest(context, &reader, limit.limit()),
    }
}

/// What is wrong with the alias file. A name that no article has is no mistake, but may be one of spelling.
fn check(context: &Context, reader: &Reader) -> Result<ExitCode, Failure> {
    let path = reader.archive().dir().join(ALIASES_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Failure::with_hint(
                format!("{}: expected names, but found no such file", path.display()),
                "write lines such as `Angela Merkel [person]: Merkel A., Frau Merkel` into it; `dateline aliases suggest` proposes some",
            ));
        }
        Err(error) => {
            return Err(Failure::told(format!(
                "{}: could not be read: {}",
                path.display(),
                plain_cause(&error)
            )));
        }
    };
    let (lines, mut problems) = read_lines(&text);
    problems.extend(Aliases::of_lines(&lines).1);
    problems.sort_by_key(|problem| problem.line);
    let unknown = unknown_names(reader, &lines)?;
    let banned = lines.iter().filter(|line| matches!(line.says, AliasRule::NoName(_))).count() as u64;
    let together = lines.len() as u64 - banned;
    let mut out = Out::new(&context.global);
    if context.global.format == Format::Text {
        for problem in &problems {
            writeln!(out, "{}:{}: {}", path.display(), problem.line, printable(&problem.message))?;
        }
        for (line, name) in &unknown {
            writeln!(out, "{}:{line}: no article has the name \"{}\"", path.display(), printable(name))?;
        }
        let (together, banned) = (thousands(together), thousands(banned));
        writeln!(
            out,
            "{together} lines put names together, {banned} say what is none; {} cannot be taken",
            problems.len()
        )?;
    } else {
        out.json_line(&json!({
            "version": 1,
            "together": together,
            "banned": banned,
            "problems": problems.iter().map(as_json).collect::<Vec<_>>(),
            "unknown": unknown.iter().map(|(line, name)| json!({ "line": line, "name": name })).collect::<Vec<_>>(),
        }))?;
    }
    out.flush()?;
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn as_json(problem: &AliasProblem) -> serde_json::Value {
    json!({ "line": problem.line, "message": problem.message })
}

/// The names of the lines that no article has, each with its line.
fn unknown_names<'l>(reader: &Reader, lines: &'l [AliasLine]) -> Result<Vec<(usize, &'l str)>, Failure> {
    let mut unknown = Vec::new();
    for AliasLine { line, kind, says } in lines {
        let names: Vec<&String> = match says {
            AliasRule::Same { name, others } => std::iter::once(name).chain(others).collect(),
            AliasRule::NoName(name) => vec![name],
        };
        for name in names {
            let mut articles = 0;
            for of in MentionKind::ALL {
                if kind.is_none_or(|kind| kind == of) {
                    articles +=
                        reader.articles_named(of, name).map_err(|error| Failure::of_search(error, ""))?;
                }
            }
            if articles == 0 {
                unknown.push((*line, name.as_str()));
            }
        }
    }
    Ok(unknown)
}

/// Prints names that are likely one as lines that the alias file takes.
fn suggest(context: &Context, reader: &Reader, limit: Option<usize>) -> Result<ExitCode, Failure> {
    let (suggestions, all) = reader
        .alias_suggestions(limit.unwrap_or(usize::MAX))
        .map_err(|error| Failure::of_search(error, ""))?;
    let mut out = Out::new(&context.global);
    match context.global.format {
        Format::Text => {
            for group in together(&suggestions) {
                let AliasSuggestion { kind, name, .. } = group[0];
                let mut others = Vec::new();
                for AliasSuggestion { other, articles, evidence, .. } in group {
                    let (articles, of_other) = (thousands(*articles), thousands(other.1));
                    writeln!(out, "# {articles} and {of_other} articles: {evidence}")?;
                    others.push(quoted(&other.0));
                }
                writeln!(out, "{} [{kind}]: {}", quoted(name), others.join(", "))?;
            }
            if all == 0 {
                writeln!(out, "# no two names of the archive are likely one")?;
            } else if all > suggestions.len() as u64 {
                writeln!(out, "# and {} more (--limit all)", thousands(all - suggestions.len() as u64))?;
            }
        }
        _ => {
            for suggestion in &suggestions {
                out.json_line(&json!({
                    "kind": suggestion.kind,
                    "name": suggestion.name,
                    "articles": suggestion.articles,
                    "other": suggestion.other.0,
                    "other_articles": suggestion.other.1,
                    "evidence": suggestion.evidence.to_string(),
                }))?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Suggestions of one name after the other, as the alias file wants one line for each name.
fn together(suggestions: &[AliasSuggestion]) -> Vec<Vec<&AliasSuggestion>> {
    let mut groups: Vec<Vec<&AliasSuggestion>> = Vec::new();
    for suggestion in suggestions {
        let of_name = |group: &&mut Vec<&AliasSuggestion>| {
            (group[0].kind, &group[0].name) == (suggestion.kind, &suggestion.name)
        };
        match groups.iter_mut().find(of_name) {
            Some(group) => group.push(suggestion),
            None => groups.push(vec![suggestion]),
        }
    }
    groups
}

/// A name as the alias file takes it.
fn quoted(name: &str) -> String {
    let name = printable(name);
    if name.contains([':', ',', '[', '!', '#', '"']) {
        format!("\"{}\"", name.replace('"', ""))
    } else {
        name
    }
}
