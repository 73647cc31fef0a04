//! Hits under headings.

use std::io::{self, Write};

use dateline_query::{Group, GroupBy, GroupKey, Groups, Step};
use serde_json::{Value, json};

use super::hits::{hit_json, write_hit};
use super::out::Out;
use super::{noun, printable, thousands};

/// For people.
pub fn write_text(out: &mut Out, groups: &Groups, offset: usize) -> io::Result<()> {
    let (faint, title, off) = (out.style.faint(), out.style.heading(), out.style.off());
    for group in &groups.groups {
        let articles = thousands(group.articles);
        let articles = format!("{articles} {}", noun(group.articles, "article", "articles"));
        writeln!(out, "\n{title}{}{off} {faint}·{off} {articles}", printable(&name_of(groups.by, group)))?;
        for (place, hit) in &group.hits {
            write_hit(out, *place, hit)?;
        }
        let more = group.articles - group.hits.len() as u64;
        if more > 0 {
            let way = clause_of(groups.by, group).map_or(String::new(), |clause| format!(": {clause}"));
            writeln!(out, "\n    {faint}{} more{}{off}", thousands(more), printable(&way))?;
        }
    }
    let last = offset.saturating_add(groups.groups.len());
    if (last as u64) < groups.total && !groups.groups.is_empty() {
        writeln!(out, "\n{faint}more groups: --offset {last}{off}")?;
    } else if groups.groups.is_empty() && groups.total > 0 && offset > 0 {
        writeln!(out, "\nno groups from {} on", thousands((offset as u64).saturating_add(1)))?;
    }
    Ok(())
}

/// For programs.
pub fn as_json(groups: &Groups) -> Value {
    let list: Vec<Value> = groups
        .groups
        .iter()
        .map(|group| {
            let hits: Vec<Value> = group.hits.iter().map(|(place, hit)| hit_json(*place, hit)).collect();
            let mut document = key_json(groups.by, &group.key);
            document["articles"] = group.articles.into();
            document["hits"] = hits.into();
            document
        })
        .collect();
    json!({ "by": by_name(groups.by), "total": groups.total, "list": list })
}

/// One hit a line, each with its group.
pub fn write_jsonl(out: &mut Out, groups: &Groups) -> io::Result<()> {
    for group in &groups.groups {
        for (place, hit) in &group.hits {
            let mut line = hit_json(*place, hit);
            line["group"] = key_json(groups.by, &group.key);
            line["group"]["articles"] = group.articles.into();
            out.json_line(&line)?;
        }
    }
    Ok(())
}

/// The count of groups, in words.
pub fn counted(groups: &Groups) -> String {
    let noun = noun(groups.total, "group", "groups");
    format!("{} {noun}", thousands(groups.total))
}

fn by_name(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Source => "source",
        GroupBy::Day => "day",
        GroupBy::Month => "month",
    }
}

fn step_of(by: GroupBy) -> Step {
    if by == GroupBy::Day { Step::Day } else { Step::Month }
}

fn name_of(by: GroupBy, group: &Group) -> String {
    match &group.key {
        GroupKey::Value(value) => value.clone(),
        GroupKey::WithoutValue => format!("(no {})", by_name(by)),
        GroupKey::Days(days) => step_of(by).label(*days),
        GroupKey::Imprecise => format!("of no one {}", by_name(by)),
        GroupKey::Undated => "undated".to_owned(),
    }
}

/// `name` is null, and `is` says why, where the hits have no one source, day or month.
fn key_json(by: GroupBy, key: &GroupKey) -> Value {
    let (is, name) = match key {
        GroupKey::Value(value) => ("source", Some(value.clone())),
        GroupKey::WithoutValue => ("without", None),
        GroupKey::Days(days) => (by_name(by), Some(step_of(by).label(*days))),
        GroupKey::Imprecise => ("imprecise", None),
        GroupKey::Undated => ("undated", None),
    };
    json!({ "is": is, "name": name })
}

/// What finds just the articles of a group when it is added to the query, where there is such a clause.
fn clause_of(by: GroupBy, group: &Group) -> Option<String> {
    match &group.key {
        GroupKey::Value(value) if !value.contains(['"', '\\', '*', '?']) => {
            Some(format!("source:\"{value}\""))
        }
        GroupKey::WithoutValue => Some("missing:source".to_owned()),
        GroupKey::Days(days) => Some(format!("date.certain:{}", step_of(by).label(*days))),
        GroupKey::Undated => Some("missing:date".to_owned()),
        GroupKey::Value(_) | GroupKey::Imprecise => None,
    }
}
