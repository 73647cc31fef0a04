//! `dateline stats`

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use dateline_article::Lang;
use dateline_query::Stats;
use serde_json::json;

use crate::args::Format;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, printable, thousands};

pub fn run(context: &Context) -> Result<ExitCode, Failure> {
    let reader = context.reader()?;
    let stats = reader.stats().map_err(|error| Failure::of_search(error, ""))?;
    let rejected = reader.archive().payload()?.rejected;
    let mut out = Out::paged(&context.global);
    if context.global.format == Format::Text {
        write_text(&mut out, &reader.archive().name(), &stats, rejected)?;
    } else {
        out.json_line(&as_json(&reader.archive().name(), &stats, rejected))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_text(out: &mut Out, name: &str, stats: &Stats, rejected: u64) -> Result<(), Failure> {
    writeln!(out, "{name}: {} articles, {} words", thousands(stats.articles), thousands(stats.words))?;
    if let Some((first, last)) = stats.days {
        writeln!(out, "dated {first} to {last}")?;
    }
    writeln!(
        out,
        "{} undated, {} dated by a month, year or other span, {} rejected",
        thousands(stats.undated),
        thousands(stats.imprecise),
        thousands(rejected)
    )?;
    write_counts(out, "language", &stats.languages, "unknown")?;
    write_counts(out, "format", &stats.formats, "unknown")?;
    write_counts(out, "date from", &stats.date_origins, "unknown")?;
    write_counts(out, "names looked for by", &stats.recognisers, "nothing")?;
    if let Some(remark) = without_model(stats) {
        writeln!(out, "{remark}")?;
    }
    writeln!(out, "\nsource and year")?;
    for (source, years) in &stats.sources {
        let total: u64 = years.iter().map(|count| count.articles).sum();
        writeln!(out, "  {}  {}", printable(source.as_deref().unwrap_or("(no source)")), thousands(total))?;
        for count in years {
            let year = count.year.map_or("undated".to_owned(), |year| year.to_string());
            writeln!(out, "    {year:>7}  {:>9}", thousands(count.articles))?;
        }
    }
    Ok(())
}

/// That the built-in recogniser finds nothing in languages that it has no model for.
fn without_model(stats: &Stats) -> Option<String> {
    let is_built_in = |by: &Option<String>| by.as_ref().is_some_and(|by| by.starts_with("built-in"));
    let others = |lang: &Option<String>| lang.as_deref().is_some_and(|lang| lang != Lang::EN.code());
    let articles: u64 =
        stats.languages.iter().filter(|(lang, _)| others(lang)).map(|(_, articles)| articles).sum();
    (articles > 0 && stats.recognisers.keys().any(is_built_in)).then(|| {
        let articles = thousands(articles);
        format!(
            "the built-in model knows English: in {articles} articles of other languages it finds no names"
        )
    })
}

/// Values with their articles, the commonest first; `missing` stands for articles without one.
fn write_counts(
    out: &mut Out,
    title: &str,
    counts: &BTreeMap<Option<String>, u64>,
    missing: &str,
) -> Result<(), Failure> {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(_, articles)| std::cmp::Reverse(**articles));
    let shown: Vec<String> = counts
        .into_iter()
        .map(|(value, articles)| {
            format!("{} {}", printable(value.as_deref().unwrap_or(missing)), thousands(*articles))
        })
        .collect();
    writeln!(out, "{title}: {}", shown.join(", "))?;
    Ok(())
}

fn as_json(name: &str, stats: &Stats, rejected: u64) -> serde_json::Value {
    let counts = |counts: &BTreeMap<Option<String>, u64>| -> Vec<serde_json::Value> {
        counts.iter().map(|(value, articles)| json!({ "value": value, "articles": articles })).collect()
    };
    let sources: Vec<_> = stats
        .sources
        .iter()
        .map(|(source, years)| {
            let years: Vec<_> =
                years.iter().map(|count| json!({ "year": count.year, "articles": count.articles })).collect();
            json!({ "source": source, "years": years })
        })
        .collect();
    json!({
        "version": 1,
        "archive": name,
        "articles": stats.articles,
        "words": stats.words,
        "undated": stats.undated,
        "imprecise": stats.imprecise,
        "rejected": rejected,
        "first_day": stats.days.map(|(first, _)| first.to_string()),
        "last_day": stats.days.map(|(_, last)| last.to_string()),
        "languages": counts(&stats.languages),
        "formats": counts(&stats.formats),
        "date_origins": counts(&stats.date_origins),
        "recognisers": counts(&stats.recognisers),
        "sources": sources,
    })
}
