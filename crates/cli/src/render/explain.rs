//! Why an answer is what it is: counts of clauses, parts of scores, and help when nothing was found.

use std::io::{self, Write};

use dateline_query::{B, ClauseCount, Hit, K1, NothingFound};
use serde_json::{Value, json};

use super::marks::printable;
use super::out::Out;
use super::{noun, thousands};

/// What each clause matches alone.
pub fn write_clauses(out: &mut Out, clauses: &[ClauseCount]) -> io::Result<()> {
    if clauses.is_empty() {
        return Ok(());
    }
    writeln!(out, "by clause: {}", listed(clauses))?;
    writeln!(out, "scores: BM25 with k1 {K1} and b {B}, over headline and text")
}

/// Help for an answer without hits.
pub fn write_nothing(out: &mut impl Write, nothing: &NothingFound) -> io::Result<()> {
    writeln!(out, "note: 0 articles. By clause: {}", listed(&nothing.clauses))?;
    if let Some((held, outside)) = &nothing.outside {
        writeln!(out, "note: the archive holds {held}; this range {outside}")?;
    }
    if let Some((query, articles)) = &nothing.looser {
        let noun = noun(*articles, "article", "articles");
        writeln!(out, "try: {}   ({} {noun})", printable(query), thousands(*articles))?;
    }
    Ok(())
}

fn listed(clauses: &[ClauseCount]) -> String {
    let shown: Vec<String> = clauses
        .iter()
        .map(|ClauseCount { clause, articles, nearest }| {
            let nearest = nearest.as_ref().map_or(String::new(), |(nearest, articles)| {
                format!(" (nearest: \"{}\" {})", printable(nearest), thousands(*articles))
            });
            format!("{} {}{nearest}", printable(clause), thousands(*articles))
        })
        .collect();
    shown.join(" · ")
}

/// The parts of a hit's score, a line each.
pub fn write_score(out: &mut Out, hit: &Hit, indent: &str) -> io::Result<()> {
    if hit.parts.is_empty() {
        return Ok(());
    }
    let (faint, off) = (out.style.faint(), out.style.off());
    let sum: f32 = hit.parts.iter().map(|part| part.score).sum();
    let age = if sum > 0.0 && (hit.score - sum).abs() > sum * 1e-4 {
        format!(" = {sum:.3} × {:.3} for its age", hit.score / sum)
    } else {
        String::new()
    };
    writeln!(out, "{indent}{faint}score {:.3}{age}{off}", hit.score)?;
    for part in &hit.parts {
        let hold = noun(part.articles, "article holds", "articles hold");
        writeln!(
            out,
            "{indent}{faint}  {:.3} {}: {:.1} times, weight {:.3} ({} {hold} it){off}",
            part.score,
            printable(&part.word),
            part.occurrences,
            part.weight,
            thousands(part.articles)
        )?;
    }
    Ok(())
}

/// [`write_nothing`] as JSON.
pub fn nothing_json(nothing: &NothingFound) -> Value {
    json!({
        "clauses": nothing.clauses,
        "outside": nothing.outside.map(|(held, outside)| {
            json!({ "archive_holds": held.to_string(), "range": outside.to_string() })
        }),
        "looser": nothing.looser.as_ref().map(|(query, articles)| json!({ "query": query, "articles": articles })),
    })
}
