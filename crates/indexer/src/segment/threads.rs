//! The threads that build segments.

use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use tantivy::{Index, SegmentMeta, TantivyError};

use super::SegmentBuilder;
use crate::document::IndexDocument;
use crate::packing::Packing;

/// Articles that may wait for a thread. Their memory is bounded by the credits that they hold.
const WAITING_ARTICLES: usize = 64;

/// Builds segments on several threads at once. A segment that is written becomes part of the index when its meta is
/// taken and added to that.
pub(crate) struct SegmentThreads {
    index: Index,
    packing: Arc<Packing>,
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
    pub fn new(index: Index, packing: Arc<Packing>, count: usize, memory_bytes: usize) -> SegmentThreads {
        SegmentThreads { index, packing, count, memory_bytes, running: None, failed: false }
    }

    /// Hands an article to the next thread that is free; gives the segments written meanwhile.
    pub fn add(&mut self, document: IndexDocument) -> tantivy::Result<Vec<SegmentMeta>> {
        let start = || Running::start(&self.index, &self.packing, self.count, self.memory_bytes / self.count);
        let running = self.running.get_or_insert_with(start);
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
    fn start(index: &Index, packing: &Arc<Packing>, count: usize, memory_bytes: usize) -> Running {
        let (articles, waiting) = bounded(WAITING_ARTICLES);
        let (done, written) = unbounded();
        let threads = (0..count)
            .map(|_| {
                let (index, packing) = (index.clone(), Arc::clone(packing));
                let (waiting, done) = (waiting.clone(), done.clone());
                std::thread::spawn(move || build(&index, &packing, memory_bytes, &waiting, &done))
            })
            .collect();
        Running { articles, written, threads }
    }
}

fn build(
    index: &Index,
    packing: &Arc<Packing>,
    memory_bytes: usize,
    waiting: &Receiver<IndexDocument>,
    done: &Sender<SegmentMeta>,
) -> tantivy::Result<()> {
    let begin = || SegmentBuilder::new(index, Arc::clone(packing));
    let mut segment = begin()?;
    let write = |segment: SegmentBuilder| {
        // Nobody waits for the meta of a segment of a run that failed.
        segment.write().map(|meta| drop(done.send(meta)))
    };
    for document in waiting {
        segment.add(document)?;
        if segment.memory_bytes() >= memory_bytes {
            write(std::mem::replace(&mut segment, begin()?))?;
        }
    }
    if segment.is_empty() { Ok(()) } else { write(segment) }
}
