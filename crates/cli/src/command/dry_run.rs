//! `dateline index --dry-run`

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use dateline_indexer::{Ledger, Tried, try_out};
use dateline_ingest::{Settings, discover};

use super::census::Census;
use super::index::{Files, Run, open_options, stop_on_interrupt, writing_options};
use super::reading::Record;
use crate::args::IndexArguments;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, census, progress::Bar};

/// Reads everything as `index` would into an empty archive, and says what would be in it. Writes nothing.
pub fn run(context: &Context, arguments: &IndexArguments) -> Result<ExitCode, Failure> {
    let discovery = discover(&arguments.paths).map_err(Failure::told)?;
    let options = open_options(arguments)?;
    let stop = stop_on_interrupt()?;
    let settings = Settings { today: context.today, limits: options.limits };
    let disk_bytes = Arc::new(AtomicU64::new(0));
    let bar = Bar::unless_quiet(context, &discovery);
    let mut reading = Run::new(Ledger::default(), &options, Arc::clone(&disk_bytes));
    let mut found = Census::default();
    let done = AtomicBool::new(false);
    let result = std::thread::scope(|scope| {
        if let Some(bar) = &bar {
            scope.spawn(|| bar.follow_bytes(&disk_bytes, &done));
        }
        let result = try_out(
            writing_options(context, &arguments.writing, arguments.threads),
            &stop,
            |feed| reading.read(Files::All(&discovery), feed),
            |record: Record| record.into_article(&settings),
            |tried| match tried {
                Tried::File => found.file(),
                Tried::Reject(reject) => found.reject(&reject),
                Tried::Article(article) => found.article(&article),
            },
        );
        done.store(true, Ordering::Relaxed);
        result
    });
    if let Some(bar) = bar {
        bar.clear();
    }
    result?;
    let summary = census::Summary {
        census: &found,
        skipped: &reading.skipped,
        left_out: &reading.left_out,
        interrupted: stop.load(Ordering::Relaxed),
    };
    let mut out = Out::new(&context.global);
    census::write(&mut out, &summary, context)?;
    out.flush()?;
    Ok(if found.counts.rejected > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
