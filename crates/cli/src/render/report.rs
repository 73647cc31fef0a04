//! What an `index` run did.

use std::io::{self, Write};
use std::path::Path;

use dateline_indexer::Report;
use serde_json::json;

use super::out::Out;
use super::{printable, thousands};
use crate::args::Format;
use crate::command::reading::LeftOut;
use crate::command::recognition::Missed;
use crate::context::Context;

/// What an `index` run did.
pub struct Summary<'a> {
    pub archive: &'a Path,
    pub report: &'a Report,
    /// What was found but is no file to read, with the reason.
    pub skipped: &'a [(String, &'static str)],
    /// Parts of the files read that are no articles by their kind.
    pub left_out: &'a LeftOut,
    /// Files that are no longer there; their articles are kept.
    pub gone: u64,
    /// Articles in which names could not be looked for.
    pub missed: Missed,
    pub interrupted: bool,
    pub seconds: f64,
}

pub fn write(out: &mut Out, summary: &Summary<'_>, context: &Context) -> io::Result<()> {
    if context.global.format == Format::Text { write_text(out, summary) } else { write_json(out, summary) }
}

fn write_text(out: &mut Out, summary: &Summary<'_>) -> io::Result<()> {
    let (report, counts) = (summary.report, &summary.report.counts);
    writeln!(
        out,
        "read {} records: {} indexed, {} unchanged, {} duplicates, {} rejected",
        thousands(counts.read),
        thousands(counts.indexed),
        thousands(counts.unchanged),
        thousands(counts.duplicates),
        thousands(counts.rejected),
    )?;
    let megabytes = report.text_bytes as f64 / 1e6;
    let speed = if summary.seconds > 0.0 { megabytes / summary.seconds } else { 0.0 };
    writeln!(
        out,
        "from {} files ({} more unchanged): {megabytes:.1} MB of text in {:.1} s, {speed:.1} MB/s",
        thousands(report.files_read),
        thousands(report.files_unchanged),
        summary.seconds,
    )?;
    if report.conflicting > 0 {
        let conflicting = thousands(report.conflicting);
        writeln!(
            out,
            "{conflicting} of the duplicates have another text than the article kept; they stand in the rejects"
        )?;
    }
    if report.undated > 0 {
        writeln!(out, "{} of the articles indexed have no date", thousands(report.undated))?;
    }
    if report.noted > 0 {
        writeln!(out, "{} were read with a remark, which `dateline show` prints", thousands(report.noted))?;
    }
    if report.removed > 0 {
        let pruned = thousands(report.files_pruned);
        writeln!(
            out,
            "{} articles of files that changed, vanished or were read again removed ({pruned} files vanished)",
            thousands(report.removed)
        )?;
    }
    if summary.gone > 0 {
        let gone = thousands(summary.gone);
        writeln!(out, "{gone} files are no longer there; their articles are kept (--prune removes them)")?;
    }
    if summary.missed.articles > 0 {
        let missed = thousands(summary.missed.articles);
        let cause = printable(&summary.missed.cause);
        writeln!(out, "names could not be looked for in {missed} articles (`dateline retag` does): {cause}")?;
    }
    if !summary.skipped.is_empty() {
        let (path, why) = &summary.skipped[0];
        writeln!(
            out,
            "{} entries left out, the first: {} ({why})",
            thousands(summary.skipped.len() as u64),
            printable(path)
        )?;
    }
    if summary.left_out.parts > 0 {
        writeln!(out, "{}", left_out(summary.left_out))?;
    }
    if counts.rejected + report.conflicting > 0 {
        writeln!(out, "`dateline rejects` lists what was rejected and why")?;
    }
    if summary.interrupted {
        writeln!(out, "interrupted: what was read so far is saved; the same command goes on from here")?;
    }
    writeln!(out, "{} holds {} articles", summary.archive.display(), thousands(report.articles))
}

/// Names the most frequent kinds.
pub fn left_out(left_out: &LeftOut) -> String {
    const SHOWN: usize = 6;
    let mut kinds: Vec<(&String, &u64)> = left_out.kinds.iter().collect();
    kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
    let mut parts: Vec<String> = kinds
        .iter()
        .take(SHOWN)
        .map(|(kind, count)| format!("{} {}", thousands(**count), printable(kind)))
        .collect();
    let more: u64 = kinds.iter().skip(SHOWN).map(|(_, count)| **count).sum();
    if more > 0 {
        parts.push(format!("{} others", thousands(more)));
    }
    format!("left out, being no articles: {}", parts.join(", "))
}

fn write_json(out: &mut Out, summary: &Summary<'_>) -> io::Result<()> {
    let skipped: Vec<_> =
        summary.skipped.iter().map(|(path, why)| json!({ "path": path, "why": why })).collect();
    out.json_line(&json!({
        "version": 1,
        "archive": summary.archive.display().to_string(),
        "report": summary.report,
        "skipped": skipped,
        "left_out": summary.left_out.kinds,
        "gone": summary.gone,
        "names_missed": summary.missed.articles,
        "interrupted": summary.interrupted,
        "seconds": summary.seconds,
    }))
}
