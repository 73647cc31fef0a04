//! One file on its way into the pipeline, member by member.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dateline_article::{Article, Locator};
use dateline_indexer::{Feed, Piece, Stopped};
use dateline_ingest::format::Format;
use dateline_ingest::{
    FileContext, Limits, Member, Reject, RejectReason, Settings, Source, read_error, read_piece,
};
use dateline_schema::RejectEntry;

/// One record on its way to a worker thread.
pub struct Record {
    piece: dateline_ingest::Piece,
    format: &'static dyn Format,
    context: Arc<FileContext>,
}

impl Record {
    pub fn into_article(self, settings: &Settings) -> Result<Article, RejectEntry> {
        read_piece(self.piece, self.format, &self.context, settings).map_err(entry_of)
    }
}

/// How the reading of a file went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it was read, save for what stands in the rejects.
    Read,
    /// The disk did not give all of it: the next run is to try again.
    Unreadable,
    /// The run was interrupted.
    Stopped,
}

/// Parts of files that are no articles by their kind, such as pictures: counted, not rejected.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// All of them.
    pub parts: u64,
    /// By media type, or another name for the kind.
    pub kinds: BTreeMap<String, u64>,
}

impl LeftOut {
    fn count(&mut self, kind: &str) {
        // Kinds are what files say they are: their number must have an end.
        const MOST_KINDS: usize = 1_000;
        self.parts += 1;
        let kind =
            if self.kinds.len() < MOST_KINDS || self.kinds.contains_key(kind) { kind } else { "other" };
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
    }
}

/// Feeds the records of a file to the pipeline.
pub struct Reading<'r, 'f> {
    feed: &'r mut Feed<'f, Record>,
    limits: &'r Limits,
    /// Records that an interrupted run dealt with.
    skip: u64,
    /// Records met so far, in all members, the rejected ones included.
    records: u64,
    outcome: Outcome,
    left_out: &'r mut LeftOut,
    disk_bytes: &'r AtomicU64,
    bytes_read: Arc<AtomicU64>,
    bytes_counted: u64,
}

impl<'r, 'f> Reading<'r, 'f> {
    /// Reads a file to its end, apart from its first records when these are to be skipped.
    pub fn of(
        source: Source<'_>,
        skip: u64,
        limits: &'r Limits,
        left_out: &'r mut LeftOut,
        disk_bytes: &'r AtomicU64,
        feed: &'r mut Feed<'f, Record>,
    ) -> Outcome {
        let mut reading = Reading {
            feed,
            limits,
            skip,
            records: 0,
            outcome: Outcome::Read,
            left_out,
            disk_bytes,
            bytes_read: Arc::clone(&source.bytes_read),
            bytes_counted: 0,
        };
        source.members(&mut |member| match member {
            Ok(member) => reading.member(member),
            Err(reject) => reading.reject(reject),
        });
        reading.count_bytes();
        reading.outcome
    }

    fn member(&mut self, mut member: Member<'_>) -> ControlFlow<()> {
        let (format, context) = (member.format, Arc::clone(&member.context));
        let before = (self.records, self.left_out.parts);
        let limits = self.limits;
        let read = format.split(member.reader.as_mut(), &context, limits, &mut |cut| match cut {
            Ok(piece) => self.piece(Record { piece, format, context: Arc::clone(&context) }),
            Err(broken) => {
                let locator = Locator { record: broken.record, byte: broken.byte, ..whole(&context) };
                self.reject(Reject { locator, reason: broken.reason })
            }
        });
        if self.outcome == Outcome::Stopped {
            return ControlFlow::Break(());
        }
        if let Err(error) = read {
            return self.reject(Reject { locator: whole(&context), reason: read_error(&error) });
        }
        if (self.records, self.left_out.parts) == before && !self.feed.is_stopped() {
            return self.reject(Reject { locator: whole(&context), reason: RejectReason::NoText });
        }
        ControlFlow::Continue(())
    }

    fn piece(&mut self, record: Record) -> ControlFlow<()> {
        self.deal(|feed| {
            let bytes = record.piece.content.bytes();
            feed.piece(Piece { content: record, bytes })
        })
    }

    fn reject(&mut self, reject: Reject) -> ControlFlow<()> {
        match &reject.reason {
            RejectReason::OtherKind { kind } => {
                self.left_out.count(kind);
                return if self.feed.is_stopped() { self.stop() } else { ControlFlow::Continue(()) };
            }
            RejectReason::Unreadable { .. } => self.outcome = Outcome::Unreadable,
            _ => {}
        }
        self.deal(|feed| feed.reject(entry_of(reject)))
    }

    /// Feeds a record, unless it was dealt with earlier.
    fn deal(&mut self, give: impl FnOnce(&mut Feed<'f, Record>) -> Result<(), Stopped>) -> ControlFlow<()> {
        self.count_bytes();
        self.records += 1;
        let stopped =
            if self.records <= self.skip { self.feed.is_stopped() } else { give(self.feed).is_err() };
        if stopped { self.stop() } else { ControlFlow::Continue(()) }
    }

    fn stop(&mut self) -> ControlFlow<()> {
        self.outcome = Outcome::Stopped;
        ControlFlow::Break(())
    }

    fn count_bytes(&mut self) {
        let read = self.bytes_read.load(Ordering::Relaxed);
        self.disk_bytes.fetch_add(read - self.bytes_counted, Ordering::Relaxed);
        self.bytes_counted = read;
    }
}

/// The place of a file or member as a whole.
fn whole(context: &FileContext) -> Locator {
    Locator { file: context.label.clone(), member: context.member.clone(), record: 0, byte: 0 }
}

/// A reject of a whole file.
pub fn whole_file(label: &str, reason: RejectReason) -> RejectEntry {
    entry_of(Reject { locator: Locator { file: label.to_owned(), member: None, record: 0, byte: 0 }, reason })
}

fn entry_of(reject: Reject) -> RejectEntry {
    RejectEntry {
        reason: reject.reason.name().to_owned(),
        message: reject.reason.to_string(),
        locator: reject.locator,
    }
}
