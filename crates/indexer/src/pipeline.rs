//! The threads between reading and the index.
//!
//! One caller reads pieces in the order of the files. Workers turn them into articles and words, in any
//! order. One thread puts the results back into the order of the files: that is what makes the same
//! input give the same archive, whatever the number of threads.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};
use dateline_schema::RejectEntry;

use crate::IndexError;
use crate::credits::{Credits, Permit};
use crate::ledger::FileStamp;

/// Pieces travel in batches: a channel costs the same for one as for many.
const BATCH_PIECES: usize = 64;
const BATCH_BYTES: usize = 256 << 10;
/// What a record costs besides its bytes, on its way: names, fields, addresses.
const PIECE_OVERHEAD_BYTES: usize = 2 << 10;
/// Batches that may wait between two stages, for each worker.
const WAITING_BATCHES: usize = 4;

/// One record on its way, with its size.
pub struct Piece<P> {
    /// The record as the caller's conversion wants it.
    pub content: P,
    /// About how many bytes it holds.
    pub bytes: usize,
}

/// The pipeline no longer takes anything: it failed, or the run was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Takes in what the caller reads, file by file, in order.
pub struct Feed<'a, P> {
    jobs: Sender<(u64, Job<P>)>,
    credits: Arc<Credits>,
    stop: &'a AtomicBool,
    next: u64,
    batch: Vec<(P, Permit)>,
    batch_bytes: usize,
}

/// What travels from the reader to the workers, numbered.
enum Job<P> {
    Convert(Vec<(P, Permit)>),
    Pass(Mark),
}

/// What the reader says about files; workers pass it on.
pub(crate) enum Mark {
    Unchanged { stamp: FileStamp, records: u64, time: FileTime },
    Unreadable { stamp: FileStamp, reject: RejectEntry },
    Open { stamp: FileStamp, start: FileStart },
    Reject(RejectEntry),
    Close(Ending),
}

/// Whether the time of an unchanged file is the one known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileTime {
    /// It is.
    Known,
    /// It is another, to be remembered.
    New,
}

/// How reading of a file ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// At its end. The SHA-256 is known when all its bytes were read.
    Complete {
        /// In hexadecimal.
        sha256: Option<String>,
    },
    /// Broken off, to be taken up again behind the last record.
    BrokenOff,
    /// At an error that may be gone next time: the file is to be read again.
    Unreadable,
}

/// How reading of a file begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileStart {
    /// From its first record; what the archive holds of it is removed.
    Afresh,
    /// Behind the records dealt with earlier.
    Resumed,
    /// From its first record, beside what the archive holds; it is not remembered as a file.
    Stream,
}

/// What travels from the workers to the one who takes the results in.
pub(crate) enum Done<R> {
    Converted(Vec<R>),
    Mark(Mark),
    /// The reader or a worker ended in the middle of its work: a bug of ours. Nothing comes after it.
    Panicked,
}

impl<P> Feed<'_, P> {
    /// A file that did not change.
    pub fn unchanged(&mut self, stamp: FileStamp, records: u64, time: FileTime) -> Result<(), Stopped> {
        self.mark(Mark::Unchanged { stamp, records, time })
    }

    /// A file or folder that cannot be read now. What the archive holds of it stays, and the next run
    /// tries again.
    pub fn unreadable(&mut self, stamp: FileStamp, reject: RejectEntry) -> Result<(), Stopped> {
        self.mark(Mark::Unreadable { stamp, reject })
    }

    /// Begins a file; what the archive holds of it from an earlier reading is replaced.
    pub fn open(&mut self, stamp: FileStamp) -> Result<(), Stopped> {
        self.mark(Mark::Open { stamp, start: FileStart::Afresh })
    }

    /// Goes on with a file; the caller skips the records that are already dealt with.
    pub fn resume(&mut self, stamp: FileStamp) -> Result<(), Stopped> {
        self.mark(Mark::Open { stamp, start: FileStart::Resumed })
    }

    /// Begins standard input: a stream has no earlier reading to replace and cannot be recognised later.
    pub fn stream(&mut self, stamp: FileStamp) -> Result<(), Stopped> {
        self.mark(Mark::Open { stamp, start: FileStart::Stream })
    }

    /// The next record of the open file. Waits while too much is under way.
    pub fn piece(&mut self, piece: Piece<P>) -> Result<(), Stopped> {
        self.check_stop()?;
        // A batch must be on its way before its reader waits: only what moves frees credits.
        if self.batch_bytes + piece.bytes > BATCH_BYTES {
            self.send_batch()?;
        }
        let permit = self.credits.take(piece.bytes + PIECE_OVERHEAD_BYTES).ok_or(Stopped)?;
        self.batch.push((piece.content, permit));
        self.batch_bytes += piece.bytes;
        if self.batch.len() >= BATCH_PIECES { self.send_batch() } else { Ok(()) }
    }

    /// A record of the open file that could not be cut out, or the open file as a whole.
    pub fn reject(&mut self, reject: RejectEntry) -> Result<(), Stopped> {
        self.mark(Mark::Reject(reject))
    }

    /// Ends the open file.
    pub fn close(&mut self, ending: Ending) -> Result<(), Stopped> {
        self.mark(Mark::Close(ending))
    }

    /// Whether the run was interrupted from outside.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn check_stop(&self) -> Result<(), Stopped> {
        if self.is_stopped() { Err(Stopped) } else { Ok(()) }
    }

    fn mark(&mut self, mark: Mark) -> Result<(), Stopped> {
        self.send_batch()?;
        self.send(Job::Pass(mark))
    }

    fn send_batch(&mut self) -> Result<(), Stopped> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.batch_bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        self.send(Job::Convert(batch))
    }

    fn send(&mut self, job: Job<P>) -> Result<(), Stopped> {
        let number = self.next;
        self.next += 1;
        self.jobs.send((number, job)).map_err(|_| Stopped)
    }
}

/// Runs reader and workers and takes their results in, in order, until the reader is done or the taker fails.
///
/// Pieces are turned into results in two steps. Each takes a whole batch before the other begins: both have large tables,
/// which would drive those of the other out of the processor's cache with every piece. `worker` is called once on each
/// worker thread and gives the second step.
pub(crate) fn run<P: Send, A, R: Send, W: FnMut(A, Permit) -> R>(
    threads: usize,
    in_flight_bytes: usize,
    stop: &AtomicBool,
    read: impl FnOnce(&mut Feed<'_, P>) -> Result<(), Stopped> + Send,
    convert: impl Fn(P) -> A + Sync,
    worker: impl Fn() -> W + Sync,
    mut take: impl FnMut(Done<R>) -> Result<(), IndexError>,
) -> Result<(), IndexError> {
    let (jobs, jobs_out) = bounded(threads * WAITING_BATCHES);
    let (done_in, done) = bounded(threads * WAITING_BATCHES);
    let credits = Credits::new(in_flight_bytes);
    let reader_credits = Arc::clone(&credits);
    let (convert, worker) = (&convert, &worker);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let credits = reader_credits;
            let mut feed = Feed { jobs, credits, stop, next: 0, batch: Vec::new(), batch_bytes: 0 };
            // `Stopped` says that the other side ended; its reason is told there.
            let _ = read(&mut feed).and_then(|()| feed.send_batch());
        });
        let mut workers = Vec::new();
        for _ in 0..threads {
            let (jobs, done) = (jobs_out.clone(), done_in.clone());
            workers.push(scope.spawn(move || work(&jobs, &done, convert, worker())));
        }
        drop((jobs_out, done_in));
        let result = in_order(&done, &mut take);
        // Hanging up lets reader and workers end, also when the taker failed.
        drop(done);
        credits.close();
        let mut panicked = reader.join().is_err();
        for worker in workers {
            panicked |= worker.join().is_err();
        }
        if panicked { take(Done::Panicked) } else { result }
    })
}

fn work<P, A, R>(
    jobs: &Receiver<(u64, Job<P>)>,
    done: &Sender<(u64, Done<R>)>,
    convert: impl Fn(P) -> A,
    mut finish: impl FnMut(A, Permit) -> R,
) {
    // Nobody may wait for a result that never comes.
    let _guard = PanicGuard(done);
    for (number, job) in jobs {
        let result = match job {
            Job::Pass(mark) => Done::Mark(mark),
            Job::Convert(batch) => {
                let converted: Vec<_> =
                    batch.into_iter().map(|(content, permit)| (convert(content), permit)).collect();
                Done::Converted(converted.into_iter().map(|(made, permit)| finish(made, permit)).collect())
            }
        };
        if done.send((number, result)).is_err() {
            return;
        }
    }
}

/// Tells the other side when its worker panics.
struct PanicGuard<'a, R>(&'a Sender<(u64, Done<R>)>);

impl<R> Drop for PanicGuard<'_, R> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send((u64::MAX, Done::Panicked));
        }
    }
}

/// Takes results in, in the order in which they were read. What waits for an earlier one is bounded by the
/// credits.
fn in_order<R>(
    done: &Receiver<(u64, Done<R>)>,
    take: &mut impl FnMut(Done<R>) -> Result<(), IndexError>,
) -> Result<(), IndexError> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, result) in done {
        if matches!(result, Done::Panicked) {
            return take(result);
        }
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            next += 1;
            take(result)?;
        }
    }
    Ok(())
}
