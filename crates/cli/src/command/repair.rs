//! `dateline repair`

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use dateline_indexer::{LostArticle, Options, Repaired, Update, repair};
use dateline_ingest::content_hash;
use dateline_schema::{Archive, Inspection, Part};
use serde_json::json;

use crate::args::{Format, RepairArguments};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, noun, printable, thousands};

pub fn run(context: &Context, arguments: &RepairArguments) -> Result<ExitCode, Failure> {
    let dir = context.archive_dir()?;
    let inspection = Inspection::of(&dir).map_err(|error| context.refuse_archive(error))?;
    if let Some(lost) = &inspection.lost {
        return Err(Failure::with_hint(
            format!("{}: expected `{lost}` or its copy to be whole, but found both damaged", dir.display()),
            "index the sources again into a new archive: `dateline index --archive NAME PATH`",
        ));
    }
    let plan = plan(&inspection);
    let mut out = Out::new(&context.global);
    let is_text = context.global.format == Format::Text;
    if is_text {
        for (damage, remedy) in &plan {
            writeln!(out, "{damage}\n  {remedy}")?;
        }
    }
    let done = if arguments.yes && !inspection.is_whole() {
        // What is about to be done must be told before it is done.
        out.flush()?;
        Some(put_right(context, &dir)?)
    } else {
        None
    };
    if is_text {
        match &done {
            None if inspection.is_whole() => {
                writeln!(out, "{}: whole, there is nothing to repair", dir.display())?;
            }
            None => writeln!(out, "nothing was changed")?,
            Some(done) => write_done(&mut out, done)?,
        }
    } else {
        let damages: Vec<_> =
            plan.iter().map(|(damage, remedy)| json!({ "damage": damage, "remedy": remedy })).collect();
        out.json_line(&json!({
            "version": 1,
            "damages": damages,
            "repaired": done.is_some(),
            "kept": done.as_ref().map(|done| done.kept),
            "lost": done.as_ref().map(|done| done.lost),
            "lost_articles": done.as_ref().map(|done| &done.first_lost),
            "lost_file": done.as_ref().and_then(|done| done.lost_file.as_ref()),
            "read_again": done.as_ref().map(|done| &done.read_again),
        }))?;
    }
    out.flush()?;
    if done.is_none() && !inspection.is_whole() {
        context.remark("to do this, add --yes");
    }
    Ok(ExitCode::SUCCESS)
}

/// Each damage, and what helps against it.
fn plan(inspection: &Inspection) -> Vec<(String, String)> {
    let words = |part: &Part| match part {
        Part::Format => "is written anew".to_owned(),
        Part::Meta => "is restored from its copy".to_owned(),
        Part::MetaCopy => "is copied from `index/meta.json`".to_owned(),
        Part::Dictionary(_) => "is copied from the other file of the same dictionary".to_owned(),
        Part::FileList => "is put together anew from the folder".to_owned(),
        Part::Segment(_) => {
            "the articles in it that can be read are indexed anew, the others are listed and dropped, and \
                             the next `dateline index` reads their files again"
                .to_owned()
        }
        Part::Ledger => {
            "is begun anew, with the rejects: the next `dateline index` reads every file again".to_owned()
        }
        Part::Rejects => {
            "is begun anew: the next `dateline index` reads the files again that had any".to_owned()
        }
        Part::Sketches | Part::Copies => "copies are looked for anew among all articles".to_owned(),
    };
    let damages = inspection.damages.iter();
    damages.map(|damage| (format!("{}: {}", damage.file, damage.found), words(&damage.part))).collect()
}

fn put_right(context: &Context, dir: &Path) -> Result<Repaired, Failure> {
    let options = Options {
        threads: 1,
        memory_bytes: 4 * Options::LEAST_MEMORY_BYTES_A_THREAD,
        today: context.today,
        commit_every: Duration::MAX,
    };
    let done = repair(dir, context.today, options.memory_bytes, |article| {
        article.content_hash == content_hash(article)
    })?;
    // Copies are looked for at the end of a run of writing.
    super::finish(Update::begin(&Archive::open_or_create(dir)?, options)?)?;
    Ok(done)
}

/// So many lost articles are told; their list tells all.
const SHOWN_LOST: usize = 20;

/// What is known of a lost article.
fn described(article: &LostArticle) -> String {
    let mut parts = Vec::new();
    parts.extend(article.id.clone());
    parts.extend(article.published.as_ref().map(|days| format!("of {days}")));
    parts.extend(article.title_words.as_ref().map(|words| format!("title: {words}")));
    parts.extend(article.file.as_ref().map(|file| format!("from {file}")));
    if let Some(damaged) = &article.as_damaged {
        parts.push(format!("record {} as the damaged file has it", damaged.record));
    }
    parts.join(", ")
}

fn write_done(out: &mut Out, done: &Repaired) -> std::io::Result<()> {
    let Repaired { kept, lost, first_lost, lost_file, read_again } = done;
    if kept + lost > 0 {
        writeln!(
            out,
            "{} {} of damaged files kept, {} lost",
            thousands(*kept),
            noun(*kept, "article", "articles"),
            thousands(*lost)
        )?;
    }
    let known: Vec<&LostArticle> = first_lost.iter().filter(|article| article.is_known()).collect();
    for article in known.iter().take(SHOWN_LOST) {
        writeln!(out, "lost: {}", printable(&described(article)))?;
    }
    if let Some(file) = lost_file {
        let is_all = known.len() as u64 == *lost && known.len() <= SHOWN_LOST;
        let what = if is_all { "they are listed in" } else { "all of them are listed in" };
        writeln!(out, "{what} {}", printable(&file.display().to_string()))?;
    }
    for file in read_again {
        writeln!(out, "the next `dateline index` reads {} again", printable(file))?;
    }
    writeln!(out, "repaired")
}
