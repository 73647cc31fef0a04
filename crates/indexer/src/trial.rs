//! The pipeline without an archive: everything is read and nothing is written.

use std::sync::atomic::AtomicBool;

use dateline_article::Article;
use dateline_schema::RejectEntry;

use crate::pipeline::{self, Done, Feed, Mark, Stopped};
use crate::{IndexError, Options};

/// What comes of reading, in the order of the files.
#[derive(Debug)]
pub enum Tried {
    /// A file begins.
    File,
    /// A record, or a whole file, that could not be indexed.
    Reject(RejectEntry),
    /// A record that could be.
    Article(Box<Article>),
}

/// Reads as [`Update::run`](crate::Update::run) does, but hands every result to `take` instead of writing it.
/// Memory is bounded by `options`.
///
/// # Errors
///
/// Only when a thread panicked, which is a bug of ours.
pub fn try_out<P: Send>(
    options: Options,
    stop: &AtomicBool,
    read: impl FnOnce(&mut Feed<'_, P>) -> Result<(), Stopped> + Send,
    convert: impl Fn(P) -> Result<Article, RejectEntry> + Sync,
    mut take: impl FnMut(Tried),
) -> Result<(), IndexError> {
    let options = options.in_bounds();
    let mut records = 0;
    // The permit travels along: what waits for its turn takes memory.
    let worker = || |result, permit| (result, permit);
    pipeline::run(options.threads, options.in_flight_bytes(), stop, read, convert, worker, |done| {
        match done {
            Done::Converted(results) => {
                for (result, _permit) in results {
                    records += 1;
                    take(match result {
                        Ok(article) => Tried::Article(Box::new(article)),
                        Err(reject) => Tried::Reject(reject),
                    });
                }
            }
            Done::Mark(Mark::Open { .. }) => take(Tried::File),
            Done::Mark(Mark::Reject(reject) | Mark::Unreadable { reject, .. }) => {
                records += 1;
                take(Tried::Reject(reject));
            }
            // Without an archive nothing is unchanged.
            Done::Mark(Mark::Unchanged { .. } | Mark::Close(_)) => {}
            Done::Panicked => return Err(IndexError::Worker { unsaved: records }),
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dateline_article::Day;

    use super::*;
    use crate::{Ending, FileStamp, Piece};

    #[test]
    fn results_come_in_the_order_of_the_files_whatever_the_number_of_threads() {
        for threads in [1, 4] {
            let options = Options {
                threads,
                memory_bytes: 64 << 20,
                today: Day::from_ymd(2026, 11, 23).expect("a day"),
                commit_every: Duration::from_secs(20),
            };
            let mut found = Vec::new();
            let read = |feed: &mut Feed<'_, u64>| {
                for file in 0..3 {
                    feed.open(FileStamp::new(format!("{file}.txt"), 0, None))?;
                    for record in 0..200 {
                        feed.piece(Piece { content: record, bytes: 10_000 })?;
                    }
                    feed.close(Ending::Complete { sha256: None })?;
                }
                Ok(())
            };
            let refuse = |record: u64| {
                Err(RejectEntry {
                    reason: "no-text".to_owned(),
                    message: record.to_string(),
                    locator: dateline_article::Locator {
                        file: "-".to_owned(),
                        member: None,
                        record,
                        byte: 0,
                    },
                })
            };
            try_out(options, &AtomicBool::new(false), read, refuse, |tried| {
                found.push(match tried {
                    Tried::File => "file".to_owned(),
                    Tried::Reject(reject) => reject.message,
                    Tried::Article(article) => article.title,
                });
            })
            .expect("no thread panics");
            let a_file = || std::iter::once("file".to_owned()).chain((0..200).map(|it: u64| it.to_string()));
            let expect: Vec<String> = (0..3).flat_map(|_| a_file()).collect();
            assert_eq!(found, expect);
        }
    }
}
