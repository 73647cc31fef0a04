//! What `index --dry-run` found.

use std::cmp::Reverse;
use std::io::{self, Write};

use dateline_article::Origin;
use serde_json::{Value, json};

use super::out::Out;
use super::{printable, report, thousands};
use crate::args::Format;
use crate::command::census::{Census, Group, Trouble};
use crate::command::reading::LeftOut;
use crate::context::Context;

/// Sources with a line of their own.
const MOST_SOURCES: usize = 20;

/// What `index --dry-run` found.
pub struct Summary<'a> {
    pub census: &'a Census,
    /// What was found but is no file to read, with the reason.
    pub skipped: &'a [(String, &'static str)],
    /// Parts of the files read that are no articles by their kind.
    pub left_out: &'a LeftOut,
    pub interrupted: bool,
}

pub fn write(out: &mut Out, summary: &Summary<'_>, context: &Context) -> io::Result<()> {
    if context.global.format == Format::Text {
        write_text(out, summary)
    } else {
        out.json_line(&as_json(summary))
    }
}

fn write_text(out: &mut Out, summary: &Summary<'_>) -> io::Result<()> {
    let census = summary.census;
    let counts = &census.counts;
    writeln!(
        out,
        "{} records in {} files: {} would be indexed, {} duplicates, {} rejected",
        thousands(counts.read),
        thousands(census.files),
        thousands(counts.indexed),
        thousands(counts.duplicates),
        thousands(counts.rejected),
    )?;
    if let Some(compared) = census.compared() {
        let compared = thousands(compared);
        writeln!(out, "duplicates are told of the first {compared} articles only; `index` tells them all")?;
    }
    if census.conflicting > 0 {
        let conflicting = thousands(census.conflicting);
        writeln!(out, "{conflicting} of the duplicates have another text than the article that comes first")?;
    }
    if !summary.skipped.is_empty() {
        let (path, why) = &summary.skipped[0];
        let skipped = thousands(summary.skipped.len() as u64);
        writeln!(out, "{skipped} entries left out, the first: {} ({why})", printable(path))?;
    }
    if summary.left_out.parts > 0 {
        writeln!(out, "{}", report::left_out(summary.left_out))?;
    }
    write_troubles(out, "rejected", census.rejects.iter().map(|(name, trouble)| (name.as_str(), trouble)))?;
    let formats = census.formats.iter().map(|(name, group)| (name.as_str(), group));
    write_groups(out, "format", formats.collect(), &Group::default())?;
    let sources = census.sources.iter();
    let sources = sources.map(|(name, group)| (name.as_deref().unwrap_or("(no source)"), group));
    write_groups(out, "source", sources.collect(), &census.other_sources)?;
    write_dates(out, census)?;
    let mut languages: Vec<_> = census.languages.iter().collect();
    languages.sort_by_key(|&(lang, count)| (Reverse(*count), *lang));
    if !languages.is_empty() {
        let shown: Vec<String> = languages
            .into_iter()
            .map(|(lang, count)| {
                let lang = lang.map_or("unknown".to_owned(), |lang| lang.to_string());
                format!("{lang} {}", thousands(*count))
            })
            .collect();
        writeln!(out, "\nlanguage: {}", shown.join(", "))?;
    }
    write_troubles(out, "remarks", census.notes.iter().map(|(&name, trouble)| (name, trouble)))?;
    if summary.interrupted {
        writeln!(out, "\ninterrupted: this is what was read so far")?;
    }
    let megabytes = census.text_bytes as f64 / 1e6;
    writeln!(out, "\n{megabytes:.1} MB of text; nothing was written")
}

fn write_troubles<'a>(
    out: &mut Out,
    title: &str,
    troubles: impl Iterator<Item = (&'a str, &'a Trouble)>,
) -> io::Result<()> {
    let mut troubles: Vec<_> = troubles.collect();
    troubles.sort_by_key(|&(name, trouble)| (Reverse(trouble.count), name));
    if !troubles.is_empty() {
        writeln!(out, "\n{title}")?;
    }
    for (name, trouble) in troubles {
        writeln!(out, "  {:>9}  {}", thousands(trouble.count), printable(name))?;
        for place in &trouble.first {
            writeln!(out, "             {}", printable(place))?;
        }
        let more = trouble.count - trouble.first.len() as u64;
        if more > 0 {
            writeln!(out, "             … and {} more", thousands(more))?;
        }
    }
    Ok(())
}

/// The largest groups, a line each, and what the others hold together.
fn write_groups(
    out: &mut Out,
    title: &str,
    mut groups: Vec<(&str, &Group)>,
    beyond: &Group,
) -> io::Result<()> {
    groups.sort_by_key(|&(name, group)| (Reverse(group.articles), name));
    if !groups.is_empty() {
        writeln!(out, "\n{title}")?;
    }
    for (name, group) in groups.iter().take(MOST_SOURCES) {
        writeln!(out, "  {:>9}  {}{}", thousands(group.articles), printable(name), facts(group))?;
    }
    let others = groups.iter().skip(MOST_SOURCES);
    let more = others.clone().map(|(_, group)| group.articles).sum::<u64>() + beyond.articles;
    if more > 0 {
        let at_least = if beyond.articles > 0 { "at least " } else { "" };
        let names = thousands(others.count() as u64);
        writeln!(out, "  {:>9}  of {at_least}{names} others", thousands(more))?;
    }
    Ok(())
}

/// Behind the name of a group: its days, and how many of its articles have no date to rely on.
fn facts(group: &Group) -> String {
    let mut facts = Vec::new();
    if let Some((first, last)) = group.days {
        facts.push(if first == last { first.to_string() } else { format!("{first} to {last}") });
    }
    if group.guessed > 0 {
        facts.push(format!("{} guessed", thousands(group.guessed)));
    }
    if group.undated > 0 {
        facts.push(format!("{} undated", thousands(group.undated)));
    }
    if facts.is_empty() { String::new() } else { format!(", {}", facts.join(", ")) }
}

fn write_dates(out: &mut Out, census: &Census) -> io::Result<()> {
    if census.counts.indexed == 0 {
        return Ok(());
    }
    writeln!(out, "\ndate from")?;
    let mut origins: Vec<(Origin, u64, Vec<String>)> = Vec::new();
    for (&(origin, confidence), &count) in &census.dates {
        let shown = format!("{} {confidence}", thousands(count));
        match origins.last_mut() {
            Some((last, articles, parts)) if *last == origin => {
                *articles += count;
                parts.push(shown);
            }
            _ => origins.push((origin, count, vec![shown])),
        }
    }
    origins.sort_by_key(|&(origin, articles, _)| (Reverse(articles), origin));
    for (origin, articles, parts) in origins {
        writeln!(out, "  {:>9}  {origin}, {}", thousands(articles), parts.join(", "))?;
    }
    if census.total.undated > 0 {
        writeln!(out, "  {:>9}  (undated)", thousands(census.total.undated))?;
    }
    if let Some((first, last)) = census.total.days {
        let imprecise = match census.imprecise {
            0 => String::new(),
            count => format!(", {} of them by a month, year or other span", thousands(count)),
        };
        writeln!(out, "dated {first} to {last}{imprecise}")?;
    }
    Ok(())
}

fn as_json(summary: &Summary<'_>) -> Value {
    let census = summary.census;
    let mut sources: Vec<_> = census.sources.iter().collect();
    sources.sort_by_key(|&(name, group)| (Reverse(group.articles), name));
    let sources: Vec<Value> =
        sources.into_iter().map(|(name, group)| group_json(&json!(name), "source", group)).collect();
    let formats: Vec<Value> =
        census.formats.iter().map(|(name, group)| group_json(&json!(name), "format", group)).collect();
    let dates: Vec<Value> = census
        .dates
        .iter()
        .map(|((origin, confidence), count)| {
            json!({ "origin": origin, "confidence": confidence, "articles": count })
        })
        .collect();
    let languages: Vec<Value> =
        census.languages.iter().map(|(lang, count)| json!({ "language": lang, "articles": count })).collect();
    let rejects: Vec<Value> =
        census.rejects.iter().map(|(name, trouble)| trouble_json(name, "reason", trouble)).collect();
    let notes: Vec<Value> =
        census.notes.iter().map(|(name, trouble)| trouble_json(name, "remark", trouble)).collect();
    let skipped: Vec<Value> =
        summary.skipped.iter().map(|(path, why)| json!({ "path": path, "why": why })).collect();
    json!({
        "version": 1,
        "read": census.counts.read,
        "would_index": census.counts.indexed,
        "duplicates": census.counts.duplicates,
        "compared_with": census.compared(),
        "conflicting": census.conflicting,
        "rejected": census.counts.rejected,
        "files": census.files,
        "text_bytes": census.text_bytes,
        "undated": census.total.undated,
        "imprecise": census.imprecise,
        "first_day": census.total.days.map(|(first, _)| first.to_string()),
        "last_day": census.total.days.map(|(_, last)| last.to_string()),
        "rejects": rejects,
        "skipped": skipped,
        "left_out": summary.left_out.kinds,
        "formats": formats,
        "sources": sources,
        "other_sources": census.other_sources.articles,
        "dates": dates,
        "languages": languages,
        "remarks": notes,
        "interrupted": summary.interrupted,
    })
}

fn group_json(name: &Value, key: &str, group: &Group) -> Value {
    json!({
        key: name,
        "articles": group.articles,
        "undated": group.undated,
        "guessed": group.guessed,
        "first_day": group.days.map(|(first, _)| first.to_string()),
        "last_day": group.days.map(|(_, last)| last.to_string()),
    })
}

fn trouble_json(name: &str, key: &str, trouble: &Trouble) -> Value {
    json!({ key: name, "count": trouble.count, "first": trouble.first })
}
