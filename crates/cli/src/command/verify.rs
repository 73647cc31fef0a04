//! `dateline verify`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::{Verification, ViewCount};
use serde_json::{Value, json};

use super::selection;
use crate::args::{Format, VerifyArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, noun, printable, thousands};

pub fn run(context: &Context, arguments: &VerifyArguments) -> Result<ExitCode, Failure> {
    let query = selection::read(context, &arguments.which)?;
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, &query.text);
    // The last ones part the others in two.
    let drawn = reader
        .drawn_queries(arguments.draw.saturating_add(1).saturating_mul(2) - 1, arguments.seed)
        .map_err(refuse)?;
    let (drawn, parts) = drawn.split_at(drawn.len() / 2);
    if parts.is_empty() {
        return Err(Failure::told("the archive holds no words: there is nothing to verify"));
    }
    let mut out = Out::new(&context.global);
    let (mut queries, mut differing) = (0_u64, 0_u64);
    for (tree, part) in std::iter::once(&query.tree).chain(drawn).zip(parts) {
        let verification = reader.verify(tree, part).map_err(refuse)?;
        queries += 1;
        differing += u64::from(!verification.agrees());
        if context.global.format == Format::Text {
            write_text(&mut out, &verification)?;
        } else {
            out.json_line(&json!({
                "query": verification.query,
                "agrees": verification.agrees(),
                "counts": as_json(&verification.counts),
                "distinct": as_json(&verification.distinct),
            }))?;
        }
        out.flush()?;
    }
    let noun = noun(queries, "query", "queries");
    let verdict = match differing {
        0 => format!("{} {noun}: every view agrees", thousands(queries)),
        differing => {
            format!("{} {noun}: on {} of them the views differ", thousands(queries), thousands(differing))
        }
    };
    if context.global.format == Format::Text {
        writeln!(out, "{verdict}")?;
        out.flush()?;
    } else {
        context.remark(&verdict);
    }
    Ok(if differing == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn as_json(counts: &[ViewCount]) -> Vec<Value> {
    counts.iter().map(|count| json!({ "view": count.view, "articles": count.articles })).collect()
}

fn write_text(out: &mut Out, verification: &Verification) -> std::io::Result<()> {
    let query = printable(&verification.query);
    let (total, distinct) = (verification.counts[0].articles, verification.distinct[0].articles);
    if verification.agrees() {
        let (views, once) = (verification.counts.len(), verification.distinct.len());
        let noun = noun(total, "article", "articles");
        return writeln!(
            out,
            "{query}: {} {noun} by all {views} ways of counting, {} distinct by all {once}",
            thousands(total),
            thousands(distinct)
        );
    }
    writeln!(out, "{query}: the views differ")?;
    for (counts, first, kind) in
        [(&verification.counts, total, ""), (&verification.distinct, distinct, "distinct: ")]
    {
        for ViewCount { view, articles } in counts {
            let mark = if *articles == first { " " } else { "!" };
            writeln!(out, "  {mark} {:>12}  {kind}{}", thousands(*articles), printable(view))?;
        }
    }
    Ok(())
}
