//! Articles like one, with why.

use std::io::{self, Write};

use dateline_query::{Similar, SimilarHit};
use serde_json::{Value, json};

use super::article::day;
use super::hits::{INDENT, hit_json, write_hit};
use super::marks::{printable, wrapped};
use super::out::Out;
use super::{noun, thousands};

/// More shared words than this are only counted.
const SHOWN_WORDS: usize = 10;

/// What is printed.
pub struct Page<'a> {
    pub found: &'a Similar,
    /// How the query that narrows was read.
    pub read_as: String,
}

/// For people.
pub fn write_text(out: &mut Out, page: &Page<'_>) -> io::Result<()> {
    let (faint, off, width) = (out.style.faint(), out.style.off(), out.width);
    writeln!(out, "{}", remarks(page))?;
    if !page.found.words.is_empty() {
        let words = printable(&page.found.words.join(", "));
        writeln!(out, "{faint}{}{off}", wrapped(&format!("by its telling words: {words}"), width, ""))?;
    }
    for (number, found) in page.found.hits.iter().enumerate() {
        write_hit(out, number + 1, &found.hit)?;
        writeln!(out, "{faint}{}{off}", wrapped(&printable(&why(found)), width, INDENT))?;
    }
    Ok(())
}

/// What stands above the hits; without the last line end.
pub fn remarks(page: &Page<'_>) -> String {
    let Similar { article, total, undated, notes, .. } = page.found;
    let date = day(article.dates.published.as_ref());
    let mut text = format!("like: {} ({date} · {})", printable(&article.title), article.id);
    if page.read_as != "*" {
        text += &format!("\nread as: {}", printable(&page.read_as));
    }
    let noun = noun(*total, "article", "articles");
    text += &format!("\n{} {noun}", thousands(*total));
    if let Some(undated) = undated.filter(|&undated| undated > 0) {
        text += &format!(" · + {} undated", thousands(undated));
    }
    for note in notes {
        text += &format!("\nnote: {}", printable(note));
    }
    text
}

fn why(found: &SimilarHit) -> String {
    let mut parts = Vec::new();
    if !found.words.is_empty() {
        let shown: Vec<&str> = found.words.iter().take(SHOWN_WORDS).map(String::as_str).collect();
        let more = found.words.len().saturating_sub(SHOWN_WORDS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        parts.push(format!("shares {}{more}", shown.join(", ")));
    }
    if !found.names.is_empty() {
        parts.push(format!("names {}", found.names.join(", ")));
    }
    if found.copies > 0 {
        let noun = noun(found.copies, "copy", "copies");
        parts.push(format!("+ {} {noun}", thousands(found.copies)));
    }
    parts.join(" · ")
}

/// The whole answer as one document.
pub fn write_json(out: &mut Out, page: &Page<'_>) -> io::Result<()> {
    let found = page.found;
    let hits: Vec<Value> = hits(page).collect();
    out.json_line(&json!({
        "version": 1,
        "like": found.article.id,
        "read_as": page.read_as,
        "words": found.words,
        "notes": found.notes,
        "total": found.total,
        "undated": found.undated,
        "hits": hits,
    }))
}

/// One hit a line.
pub fn write_jsonl(out: &mut Out, page: &Page<'_>) -> io::Result<()> {
    hits(page).try_for_each(|hit| out.json_line(&hit))
}

fn hits<'a>(page: &'a Page<'_>) -> impl Iterator<Item = Value> + 'a {
    page.found.hits.iter().enumerate().map(|(number, found)| {
        let mut hit = hit_json(number + 1, &found.hit);
        hit["shared_words"] = json!(found.words);
        hit["shared_names"] = json!(found.names);
        hit["copies_left_out"] = json!(found.copies);
        hit
    })
}
