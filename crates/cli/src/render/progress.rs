//! The progress bar of `index`.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dateline_indexer::Progress;
use dateline_ingest::Discovery;
use indicatif::{ProgressBar, ProgressStyle};

use super::thousands;
use crate::context::Context;

const REFRESH: Duration = Duration::from_millis(200);

/// A bar over the bytes on disk, with articles and text so far.
pub struct Bar {
    bar: ProgressBar,
    started: Instant,
}

impl Bar {
    fn start(disk_bytes: u64) -> Bar {
        let bar = ProgressBar::new(disk_bytes);
        let template = "{bar:30} {bytes}/{total_bytes}  {msg}  {eta} left";
        // The template is ours; should it ever not parse, the default bar serves.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Bar { bar, started: Instant::now() }
    }

    /// A bar for these files, when somebody looks.
    pub fn unless_quiet(context: &Context, discovery: &Discovery) -> Option<Bar> {
        let is_seen = !context.global.quiet && std::io::stderr().is_terminal();
        is_seen.then(|| Bar::start(discovery.total_bytes()))
    }

    /// Redraws until `done`, with the bytes on disk alone.
    pub fn follow_bytes(&self, disk_bytes: &AtomicU64, done: &AtomicBool) {
        while !done.load(Ordering::Relaxed) {
            self.bar.set_position(disk_bytes.load(Ordering::Relaxed));
            std::thread::sleep(REFRESH);
        }
    }

    /// Redraws until `done`.
    pub fn follow(&self, progress: &Progress, disk_bytes: &AtomicU64, done: &AtomicBool) {
        while !done.load(Ordering::Relaxed) {
            let seconds = self.started.elapsed().as_secs_f64().max(0.001);
            let records = progress.records();
            let megabytes = progress.text_bytes() as f64 / 1e6;
            self.bar.set_position(disk_bytes.load(Ordering::Relaxed));
            self.bar.set_message(format!(
                "{} articles, {:.0}/s, {:.1} MB/s",
                thousands(records),
                records as f64 / seconds,
                megabytes / seconds
            ));
            std::thread::sleep(REFRESH);
        }
    }

    pub fn clear(self) {
        self.bar.finish_and_clear();
    }
}
