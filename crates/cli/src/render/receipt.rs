//! What has changed since a receipt was written.

use std::io::Write;

use dateline_article::{Article, ArticleId};
use dateline_query::{AppliedAlias, Reader};
use serde_json::{Value, json};

use super::article::day;
use super::hits::INDENT;
use super::marks::{printable, wrapped};
use super::out::Out;
use super::{noun, thousands};
use crate::failure::Failure;
use crate::receipt::compare::{Change, Comparison};

/// More words that came or went than this are only counted.
const SHOWN_WORDS: usize = 12;

/// For people: the answer first, then what may have changed it.
pub fn write_text(out: &mut Out, found: &Comparison, reader: &Reader, limit: usize) -> Result<(), Failure> {
    let (faint, off) = (out.style.faint(), out.style.off());
    let Comparison { then, now, came, went, .. } = found;
    writeln!(out, "{faint}read as:{off} {}", printable(&then.read))?;
    let (before, after) = (thousands(then.matches), thousands(now.matches));
    let noun = noun(then.matches, "article", "articles");
    if came.is_empty() && went.is_empty() {
        writeln!(out, "the same answer as on {}: {before} {noun}", printable(&then.today))?;
    } else {
        let (came, went) = (thousands(came.len() as u64), thousands(went.len() as u64));
        let day = printable(&then.today);
        writeln!(
            out,
            "another answer than on {day}: {before} {noun} then, {after} now; {came} came, {went} went"
        )?;
    }
    for fact in facts(found) {
        writeln!(out, "{}", wrapped(&printable(&fact), out.width, ""))?;
    }
    for (what, ids) in [("came", came), ("went", went)] {
        if ids.is_empty() {
            continue;
        }
        writeln!(out, "{what}:")?;
        for &id in ids.iter().take(limit) {
            let article = article_of(reader, id)?;
            let line = match article {
                Some(article) => {
                    let mut facts = vec![day(article.dates.published.as_ref())];
                    facts.extend(article.source.clone());
                    facts.extend([article.title.clone(), id.to_string()]);
                    facts.join(" · ")
                }
                None => format!("{id} · no longer in the archive"),
            };
            writeln!(out, "{}", wrapped(&printable(&line), out.width, INDENT))?;
        }
        let more = ids.len().saturating_sub(limit);
        if more > 0 {
            writeln!(out, "{INDENT}{faint}and {} more (--limit all){off}", thousands(more as u64))?;
        }
    }
    Ok(())
}

/// What else is as it was, and what is not.
fn facts(found: &Comparison) -> Vec<String> {
    let Comparison { then, now, read_otherwise, .. } = found;
    let mut facts = Vec::new();
    if then.undated != now.undated {
        let count = |undated: Option<u64>| undated.map_or("none asked for".to_owned(), thousands);
        facts.push(format!("undated beside: {} then, {} now", count(then.undated), count(now.undated)));
    }
    if let Some(read) = read_otherwise {
        facts.push(format!(
            "this dateline reads the query otherwise, as {read}; searched was what was read then"
        ));
    }
    let (before, after) = (&then.archive, &now.archive);
    let held = |articles: u64| format!("{} {}", thousands(articles), noun(articles, "article", "articles"));
    let articles = if before.digest == after.digest {
        format!("its {} are the same", held(after.articles))
    } else {
        format!(
            "its articles have changed, {} then, {} now",
            held(before.articles),
            thousands(after.articles)
        )
    };
    facts.push(format!("archive {}: {articles}", after.name));
    if before.name != after.name {
        facts.push(format!("archive: {} then, {} now", before.name, after.name));
    }
    if before.schema != after.schema {
        facts.push(format!("schema: {} then, {} now", before.schema, after.schema));
    }
    // Where articles came and went, only other recognisers say something of names.
    let is_same = if before.digest == after.digest {
        before.recognisers == after.recognisers
    } else {
        before.recognisers.keys().eq(after.recognisers.keys())
    };
    if !is_same {
        let names = |recognisers: &std::collections::BTreeMap<String, u64>| {
            let named = recognisers.iter().map(|(name, articles)| {
                let name = if name.is_empty() { "none" } else { name };
                format!("{name} {}", thousands(*articles))
            });
            named.collect::<Vec<_>>().join(", ")
        };
        let (before, after) = (names(&before.recognisers), names(&after.recognisers));
        facts.push(format!("names were looked for by: {before} then; {after} now"));
    }
    for (clause, change) in found.forms() {
        facts.push(format!("{clause}: {}", change_in_words(&change)));
    }
    let Change { came, went } = found.aliases();
    facts.extend(came.iter().map(|alias| format!("aliases.txt now says: {}", rule(alias))));
    facts.extend(went.iter().map(|alias| format!("aliases.txt no longer says: {}", rule(alias))));
    if then.program != now.program {
        facts.push(format!("program: {} then, {} now", then.program, now.program));
    }
    facts
}

fn change_in_words(change: &Change<&str>) -> String {
    let list = |words: &[&str]| {
        let more = words.len().saturating_sub(SHOWN_WORDS);
        let shown = words[..words.len() - more].join(", ");
        if more > 0 { format!("{shown} and {} more", thousands(more as u64)) } else { shown }
    };
    let mut parts = Vec::new();
    if !change.came.is_empty() {
        parts.push(format!("now also {}", list(&change.came)));
    }
    if !change.went.is_empty() {
        parts.push(format!("no longer {}", list(&change.went)));
    }
    parts.join("; ")
}

fn rule(alias: &AppliedAlias) -> String {
    let AppliedAlias { kind, name, forms } = alias;
    if forms.is_empty() {
        format!("!{name} [{kind}]")
    } else {
        format!("{name} [{kind}]: {}", forms.join(", "))
    }
}

/// For programs: one document.
pub fn write_json(out: &mut Out, found: &Comparison, reader: &Reader, limit: usize) -> Result<(), Failure> {
    let Comparison { then, now, came, went, read_otherwise } = found;
    let list = |ids: &[ArticleId]| -> Result<Vec<Value>, Failure> {
        ids.iter()
            .take(limit)
            .map(|&id| article_of(reader, id).map(|article| as_json(id, article.as_ref())))
            .collect()
    };
    let forms: Vec<Value> = found
        .forms()
        .into_iter()
        .map(|(clause, change)| json!({ "clause": clause, "came": change.came, "went": change.went }))
        .collect();
    let aliases = found.aliases();
    let document = json!({
        "version": 1,
        "same": found.is_same(),
        "archive_changed": then.archive.digest != now.archive.digest,
        "read_otherwise": read_otherwise,
        "came_total": came.len(),
        "went_total": went.len(),
        "came": list(came)?,
        "went": list(went)?,
        "forms": forms,
        "aliases": { "came": aliases.came, "went": aliases.went },
        "then": then,
        "now": now,
    });
    Ok(out.json_line(&document)?)
}

/// One article; `in_archive` tells whether it is there at all.
fn as_json(id: ArticleId, article: Option<&Article>) -> Value {
    let date = article
        .and_then(|article| article.dates.published)
        .map(|date| json!({ "first": date.span.first().to_string(), "last": date.span.last().to_string() }));
    json!({
        "id": id,
        "in_archive": article.is_some(),
        "date": date,
        "source": article.and_then(|article| article.source.as_ref()),
        "title": article.map(|article| &article.title),
    })
}

fn article_of(reader: &Reader, id: ArticleId) -> Result<Option<Article>, Failure> {
    reader.article(id).map_err(|error| Failure::of_search(error, ""))
}
