//! What stands above every view: how the query was read, and how much it found.

use std::io::{self, Write};

use dateline_query::NothingFound;
use serde_json::{Value, json};

use super::out::Out;
use super::{explain, noun, printable, thousands};
use crate::args::Format;
use crate::context::Context;

/// How a query was read, and how much it found.
pub struct Head {
    /// As typed.
    pub query: String,
    pub read_as: String,
    pub notes: Vec<String>,
    /// Articles that match.
    pub total: u64,
    /// Articles that match all but the days, because they have no date.
    pub undated: Option<u64>,
    /// Whether copies are left out.
    pub is_distinct: bool,
    /// Help where nothing matches.
    pub nothing: Option<NothingFound>,
}

impl Head {
    /// Prints it where people read: above the data, or on standard error where programs read the data.
    pub fn write(&self, out: &mut Out, context: &Context) -> io::Result<()> {
        match context.global.format {
            Format::Text => {
                let (faint, off) = (out.style.faint(), out.style.off());
                writeln!(out, "{faint}read as:{off} {}", printable(&self.read_as))?;
                self.write_rest(out)
            }
            Format::Json => Ok(()),
            Format::Jsonl | Format::Csv => self.remark(context),
        }
    }

    /// Prints it on standard error.
    pub fn remark(&self, context: &Context) -> io::Result<()> {
        let mut text = format!("read as: {}\n", printable(&self.read_as)).into_bytes();
        self.write_rest(&mut text)?;
        context.remark(String::from_utf8_lossy(&text).trim_end());
        Ok(())
    }

    fn write_rest(&self, out: &mut impl Write) -> io::Result<()> {
        let noun = noun(self.total, "article", "articles");
        let distinct = if self.is_distinct { ", copies left out" } else { "" };
        let undated = match self.undated {
            Some(undated) if undated > 0 => format!(" · + {} undated matched the words", thousands(undated)),
            _ => String::new(),
        };
        writeln!(out, "{} {noun}{distinct}{undated}", thousands(self.total))?;
        for note in &self.notes {
            writeln!(out, "note: {}", printable(note))?;
        }
        match &self.nothing {
            Some(nothing) => explain::write_nothing(out, nothing),
            None => Ok(()),
        }
    }

    /// The same for programs, to which a view adds its data.
    pub fn as_json(&self) -> Value {
        json!({
            "version": 1,
            "query": self.query,
            "read_as": self.read_as,
            "notes": self.notes,
            "total": self.total,
            "undated": self.undated,
            "distinct": self.is_distinct,
            "nothing_found": self.nothing.as_ref().map(explain::nothing_json),
        })
    }
}
