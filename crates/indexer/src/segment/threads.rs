//! The threads that build segments.

use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use tantivy::{Index, SegmentMeta, TantivyError};

use super::SegmentBuilder;
use crate::document::IndexDocument;

/// Articles that may wait for a thread. Their memory is bounded by the credits that they hold.
const WAITING_ARTICLES: usize = 64;

/// Builds segments on several threads at once. A segment that is written becomes part of the index when its meta is
/// taken and added to that.
pub(crate) struct SegmentThreads {
    index: Index,
    count: usize,
    /// Of all threads together.
    memory_bytes: usize,
    running: Option<Running>,
    /// Articles were lost: nothing may be committed any more.
    failed: bool,
}

struct Running {
    articles: Sender<IndexDocument>,
    written: Receiver<SegmentMeta>,
    threads: Vec<JoinHandle<tantivy::Result<()>>>,
}

impl SegmentThreads {
    pub fn new(index: Index, count: usize, memory_bytes: usize) -> SegmentThreads {
        SegmentThreads { index, count, memory_bytes, running: None, failed: false }
    }

    /// Hands an article to the next thread that is free; gives the segments written meanwhile.
    pub fn add(&mut self, document: IndexDocument) -> tantivy::Result<Vec<SegmentMeta>> {
        let running = self
            .running
            .get_or_insert_with(|| Running::start(&self.index, self.count, self.memory_bytes / self.count));
        if running.articles.send(document).is_err() {
            // All threads ended before their time: one of them says why.
            return self.finish();
        }
        Ok(running.written.try_iter().collect())
    }

    /// Has everything written, and gives the segments that are.
    ///
    /// # Errors
    ///
    /// The first that any thread met. Its articles are lost, so that nothing can be finished from then on.
    pub fn finish(&mut self) -> tantivy::Result<Vec<SegmentMeta>> {
        let ended_early =
            || TantivyError::ErrorInThread("a thread that builds the index ended unexpectedly".to_owned());
        if self.failed {
            return Err(ended_early());
        }
        let Some(Running { articles, written, threads }) = self.running.take() else {
            return Ok(Vec::new());
        };
        drop(articles);
        let mut result = Ok(());
        for thread in threads {
            result = result.and(thread.join().unwrap_or_else(|_| Err(ended_early())));
        }
        self.failed = result.is_err();
        result.map(|()| written.try_iter().collect())
    }
}

impl Running {
    fn start(index: &Index, count: usize, memory_bytes: usize) -> Running {
        let (articles, waiting) = bounded(WAITING_ARTICLES);
        let (done, written) = unbounded();
        let threads = (0..count)
            .map(|_| {
                let (index, waiting, done) = (index.clone(), waiting.clone(), done.clone());
                std::thread::spawn(move || build(&index, memory_bytes, &waiting, &done))
            })
            .collect();
        Running { articles, written, threads }
    }
}

fn build(
    index: &Index,
    memory_bytes: usize,
    waiting: &Receiver<IndexDocument>,
    done: &Sender<SegmentMeta>,
) -> tantivy::Result<()> {
    let mut segment = SegmentBuilder::new(index)?;
    let write = |segment: SegmentBuilder| {
        // Nobody waits for the meta of a segment of a run that failed.
        segment.write().map(|meta| drop(done.send(meta)))
    };
    for document in waiting {
        segment.add(document)?;
        if segment.memory_bytes() >= memory_bytes {
            write(std::mem::replace(&mut segment, SegmentBuilder::new(index)?))?;
        }
    }
    if segment.is_empty() { Ok(()) } else { write(segment) }
}
