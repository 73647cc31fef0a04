//! `dateline verify`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::Verification;
use serde_json::json;

use super::selection;
use crate::args::{Format, VerifyArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, noun, printable, thousands};

pub fn run(context: &Context, arguments: &VerifyArguments) -> Result<ExitCode, Failure> {
    let query = selection::read(context, &arguments.which)?;
    let reader = context.reader()?;
    let refuse = |error| Failure::of_search(error, &query.text);
    // The first of the words drawn parts every query in two.
    let drawn = reader.drawn_words(arguments.draw.saturating_add(1), arguments.seed).map_err(refuse)?;
    let Some((part, drawn)) = drawn.split_first() else {
        return Err(Failure::told("the archive holds no words: there is nothing to verify"));
    };
    let mut out = Out::new(&context.global);
    let (mut queries, mut differing) = (0_u64, 0_u64);
    for tree in std::iter::once(&query.tree).chain(drawn) {
        let verification = reader.verify(tree, part).map_err(refuse)?;
        queries += 1;
        differing += u64::from(!verification.agrees());
        if context.global.format == Format::Text {
            write_text(&mut out, &verification)?;
        } else {
            let counts: Vec<_> = verification
                .counts
                .iter()
                .map(|(view, articles)| json!({ "view": view, "articles": articles }))
                .collect();
            out.json_line(&json!({
                "query": verification.query,
                "agrees": verification.agrees(),
                "counts": counts,
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

fn write_text(out: &mut Out, verification: &Verification) -> std::io::Result<()> {
    let query = printable(&verification.query);
    let total = verification.counts[0].1;
    if verification.agrees() {
        let views = verification.counts.len();
        let noun = noun(total, "article", "articles");
        return writeln!(out, "{query}: {} {noun} by all {views} ways of counting", thousands(total));
    }
    writeln!(out, "{query}: the views differ")?;
    for (view, articles) in &verification.counts {
        let mark = if *articles == total { " " } else { "!" };
        writeln!(out, "  {mark} {:>12}  {}", thousands(*articles), printable(view))?;
    }
    Ok(())
}
