//! Pages of hits.

use std::io::{self, Write};

use dateline_query::{Answer, ClauseCount, Facets, Hit, Marked, NothingFound};
use serde_json::{Value, json};

use super::article::day;
use super::article_json::{self, DateJson, in_characters};
use super::links::{linked, target_of};
use super::marks::{printable, styled, wrapped};
use super::out::Out;
use super::{explain, facets, groups};
use super::{noun, thousands};

/// Version of the JSON contract.
const CONTRACT: u32 = 1;
/// More forms of a pattern than this are only counted.
const SHOWN_FORMS: usize = 12;
/// What stands before the lines of a hit.
pub(super) const INDENT: &str = "    ";

/// What a search prints.
pub struct Page<'a> {
    pub query: &'a str,
    pub read_as: String,
    pub answer: &'a Answer,
    pub notes: Vec<String>,
    /// How many articles match when an article and its copies count once, when asked for.
    pub distinct: Option<u64>,
    /// What each clause matches alone, when asked for.
    pub clauses: Vec<ClauseCount>,
    /// All matches by the values of some fields, when asked for.
    pub facets: Option<Facets>,
    /// Help for an answer without hits.
    pub nothing: Option<NothingFound>,
    pub offset: usize,
    pub seconds: f64,
}

/// For people.
pub fn write_text(out: &mut Out, page: &Page<'_>) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    writeln!(out, "{faint}read as:{off} {}", printable(&page.read_as))?;
    for forms in &page.answer.forms {
        let shown: Vec<String> = forms
            .words
            .iter()
            .enumerate()
            .take(SHOWN_FORMS)
            .map(|(number, word)| {
                let articles = forms.articles.get(number);
                let articles =
                    articles.map_or(String::new(), |&articles| format!(" {}", thousands(articles)));
                format!("{}{articles}", printable(word))
            })
            .collect();
        let colon = if shown.is_empty() { "" } else { ": " };
        let more = forms.words.len().saturating_sub(SHOWN_FORMS);
        let more = if more > 0 { format!(" and {} more", thousands(more as u64)) } else { String::new() };
        let noun = noun(forms.words.len() as u64, "form", "forms");
        writeln!(
            out,
            "{faint}         {}: {} {noun}{colon}{}{more}{off}",
            printable(&forms.written),
            thousands(forms.words.len() as u64),
            shown.join(", ")
        )?;
    }
    if !page.answer.feedback.is_empty() {
        let words: Vec<String> = page
            .answer
            .feedback
            .iter()
            .map(|term| format!("{} {:.2}", printable(&term.word), term.weight))
            .collect();
        writeln!(out, "{faint}         ranked also by words of the best hits: {}{off}", words.join(", "))?;
    }
    let undated = match page.answer.undated {
        Some(undated) if undated > 0 => format!(" · + {} undated matched the words", thousands(undated)),
        _ => String::new(),
    };
    let noun = noun(page.answer.total, "article", "articles");
    let distinct =
        page.distinct.map_or(String::new(), |distinct| format!(", {} distinct", thousands(distinct)));
    let grouped =
        page.answer.groups.as_ref().map_or(String::new(), |found| format!(" in {}", groups::counted(found)));
    let total = thousands(page.answer.total);
    writeln!(out, "{total} {noun}{grouped}{distinct}{undated} · {:.2} s", page.seconds)?;
    for note in &page.notes {
        writeln!(out, "note: {}", printable(note))?;
    }
    match &page.nothing {
        // Its help counts the clauses as well, and there are no scores to explain.
        Some(nothing) => explain::write_nothing(out, nothing)?,
        None => explain::write_clauses(out, &page.clauses)?,
    }
    match &page.answer.groups {
        Some(groups) => groups::write_text(out, groups, page.offset)?,
        None => write_list(out, page)?,
    }
    if let Some(facets) = &page.facets {
        facets::write_text(out, facets, "`dateline facets` shows all")?;
    }
    Ok(())
}

/// The hits of a page, one below the other.
fn write_list(out: &mut Out, page: &Page<'_>) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    for (number, hit) in page.answer.hits.iter().enumerate() {
        write_hit(out, page.offset + number + 1, hit)?;
    }
    let last = page.offset.saturating_add(page.answer.hits.len());
    if (last as u64) < page.answer.total && !page.answer.hits.is_empty() {
        writeln!(out, "\n{faint}more: --offset {last}{off}")?;
    } else if page.answer.hits.is_empty() && page.answer.total > 0 && page.offset > 0 {
        writeln!(out, "\nno hits from {} on", thousands((page.offset as u64).saturating_add(1)))?;
    }
    Ok(())
}

/// One hit for people.
pub(super) fn write_hit(out: &mut Out, number: usize, hit: &Hit) -> io::Result<()> {
    let (style, width) = (out.style, out.width);
    let (faint, off) = (style.faint(), style.off());
    let title = styled(&hit.title, style, style.title());
    writeln!(out)?;
    let lines =
        linked(&wrapped(&title, width, INDENT), INDENT, out.links.then(|| target_of(&hit.article)).flatten());
    // The number stands in the indent of the first line.
    writeln!(out, "{number:>3} {}{off}", lines.strip_prefix(INDENT).unwrap_or(&lines))?;
    let article = &hit.article;
    let mut facts = vec![day(article.dates.published.as_ref())];
    facts.extend(article.source.clone());
    facts.extend(article.byline.clone());
    facts.extend(article.section.clone());
    facts.push(article.url.clone().unwrap_or_else(|| article.locator.file.clone()));
    facts.push(article.id.to_string());
    writeln!(out, "{}", wrapped(&format!("{faint}{}{off}", printable(&facts.join(" · "))), width, INDENT))?;
    if !hit.snippet.marked.text.is_empty() {
        writeln!(out, "{}", wrapped(&styled(&hit.snippet.marked, style, ""), width, INDENT))?;
    }
    explain::write_score(out, hit, INDENT)
}

/// The whole answer as one document.
pub fn write_json(out: &mut Out, page: &Page<'_>) -> io::Result<()> {
    let forms: Vec<Value> = page
        .answer
        .forms
        .iter()
        .map(|forms| json!({ "written": forms.written, "words": forms.words, "articles": forms.articles }))
        .collect();
    let hits: Vec<Value> = page
        .answer
        .hits
        .iter()
        .enumerate()
        .map(|(number, hit)| hit_json(page.offset + number + 1, hit))
        .collect();
    out.json_line(&json!({
        "version": CONTRACT,
        "query": page.query,
        "read_as": page.read_as,
        "forms": forms,
        "notes": page.notes,
        "clauses": page.clauses,
        "feedback": page.answer.feedback,
        "nothing_found": page.nothing.as_ref().map(explain::nothing_json),
        "total": page.answer.total,
        "distinct": page.distinct,
        "undated": page.answer.undated,
        "facets": page.facets.as_ref().map(facets::as_json),
        "offset": page.offset,
        "seconds": page.seconds,
        "hits": hits,
        "groups": page.answer.groups.as_ref().map(groups::as_json),
    }))
}

/// One hit a line.
pub fn write_jsonl(out: &mut Out, page: &Page<'_>) -> io::Result<()> {
    if let Some(groups) = &page.answer.groups {
        return groups::write_jsonl(out, groups);
    }
    for (number, hit) in page.answer.hits.iter().enumerate() {
        out.json_line(&hit_json(page.offset + number + 1, hit))?;
    }
    Ok(())
}

/// What stands above and between the hits for people, where only hits are data; without the last line end.
pub fn remarks(page: &Page<'_>) -> io::Result<String> {
    let mut out = Vec::new();
    write!(out, "read as: {}", printable(&page.read_as))?;
    for note in &page.notes {
        write!(out, "\nnote: {}", printable(note))?;
    }
    if let Some(nothing) = &page.nothing {
        writeln!(out)?;
        explain::write_nothing(&mut out, nothing)?;
    }
    Ok(String::from_utf8_lossy(&out).trim_end().to_owned())
}

/// One hit for programs.
pub(super) fn hit_json(rank: usize, hit: &Hit) -> Value {
    let article = &hit.article;
    json!({
        "rank": rank,
        "id": article.id,
        "score": hit.score,
        "score_parts": hit.parts,
        "title": article.title,
        "title_marks": marks_in_characters(&hit.title),
        "date": article.dates.published.map(DateJson::of),
        "source": article.source,
        "byline": article.byline,
        "section": article.section,
        "lang": article.lang,
        "url": article.url,
        "snippet": hit.snippet.marked.text,
        "snippet_marks": marks_in_characters(&hit.snippet.marked),
        "file": article.locator.file,
        "member": article.locator.member,
        "record": article.locator.record,
        "byte": article.locator.byte,
        "names": article_json::names(article),
    })
}

/// Marks as pairs of character numbers, `start` included and `end` not: what other languages count.
fn marks_in_characters(marked: &Marked) -> Vec<[usize; 2]> {
    marked.marks.iter().map(|mark| in_characters(&marked.text, mark)).collect()
}
