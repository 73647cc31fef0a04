//! What saved searches found that is new.

use std::io::Write;

use dateline_query::Hit;
use serde_json::{Value, json};

use super::hits::{hit_json, write_hit};
use super::marks::printable;
use super::out::Out;
use super::{noun, thousands};
use crate::failure::Failure;

/// What one search found, without its hits.
pub struct News<'a> {
    pub name: &'a str,
    /// As typed.
    pub query: &'a str,
    pub read_as: String,
    pub notes: Vec<String>,
    pub since: Since<'a>,
    /// Articles that match.
    pub total: u64,
    /// Those of them that are new.
    pub new: u64,
    /// Articles that matched the time before, and no longer do.
    pub gone: u64,
}

/// Since when what is found counts as new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since<'a> {
    /// It was not watched before: nothing is new yet.
    Now,
    /// Everything was asked for.
    Ever,
    /// It was last watched on a day, perhaps before its query was changed.
    Day { day: &'a str, has_other_query: bool },
}

impl News<'_> {
    /// What a person should know, without the hits.
    pub fn remark(&self) -> String {
        let (total, noun) = (thousands(self.total), noun(self.total, "article", "articles"));
        let new =
            if self.new == 0 { "nothing new".to_owned() } else { format!("{} new", thousands(self.new)) };
        let mut text = match self.since {
            Since::Now => {
                format!("{}: watched from now on; {total} {noun} until now, which --all prints", self.name)
            }
            Since::Ever => format!("{}: all {total} {noun}", self.name),
            Since::Day { day, .. } => {
                let gone = match self.gone {
                    0 => String::new(),
                    gone => format!(", {} no longer found", thousands(gone)),
                };
                format!("{}: {new} since {day}; {total} {noun}{gone}", self.name)
            }
        };
        if let Since::Day { has_other_query: true, .. } = self.since {
            text += "\nnote: the search was changed since; new is what it did not find before";
        }
        for note in &self.notes {
            text += &format!("\nnote: {note}");
        }
        printable(&text)
    }
}

/// For people.
pub fn write_text(
    out: &mut Out,
    news: &News<'_>,
    hits: impl Iterator<Item = Result<Hit, Failure>>,
) -> Result<(), Failure> {
    let (faint, off) = (out.style.faint(), out.style.off());
    writeln!(out, "{}", news.remark())?;
    writeln!(out, "{faint}read as:{off} {}", printable(&news.read_as))?;
    for (number, hit) in (1..).zip(hits) {
        write_hit(out, number, &hit?)?;
    }
    writeln!(out)?;
    Ok(())
}

/// One hit a line.
pub fn write_jsonl(
    out: &mut Out,
    news: &News<'_>,
    hits: impl Iterator<Item = Result<Hit, Failure>>,
) -> Result<(), Failure> {
    for (number, hit) in (1..).zip(hits) {
        let mut line = hit_json(number, &hit?);
        line["search"] = json!(news.name);
        out.json_line(&line)?;
    }
    Ok(())
}

/// All of a search, hits included.
pub fn as_json(news: &News<'_>, hits: impl Iterator<Item = Result<Hit, Failure>>) -> Result<Value, Failure> {
    let hits: Vec<Value> =
        (1..).zip(hits).map(|(number, hit)| Ok(hit_json(number, &hit?))).collect::<Result<_, Failure>>()?;
    let (since, has_other_query) = match news.since {
        Since::Day { day, has_other_query } => (Some(day), has_other_query),
        Since::Now | Since::Ever => (None, false),
    };
    Ok(json!({
        "name": news.name,
        "query": news.query,
        "read_as": news.read_as,
        "notes": news.notes,
        "since": since,
        "first": news.since == Since::Now,
        "query_changed": has_other_query,
        "total": news.total,
        "new": news.new,
        "gone": news.gone,
        "hits": hits,
    }))
}
