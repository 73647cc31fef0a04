//! Writes archives: articles in, commits out.
//!
//! [`Update`] is one run of writing. [`Update::run`] drives the pipeline: the caller reads pieces of
//! files in order, worker threads turn them into articles and words, one thread puts the results back
//! into order, tells duplicates, and hands documents to tantivy. The [`Ledger`] remembers which files
//! were read and travels with the commits. [`Update::finish`] finds the copies among all articles.
//! [`Update::change_where_not`] changes articles where they stand. [`try_out`] drives the same pipeline without an archive.
//! [`repair`] makes a damaged archive whole again.

mod analysis;
mod captures;
mod commit;
mod copies;
mod credits;
mod deletion;
mod document;
mod duplicates;
mod error;
mod growing_file;
mod ledger;
mod leftovers;
mod occurrences;
mod packing;
mod pipeline;
mod repair;
mod report;
mod rewrite;
mod segment;
mod sequence;
mod stored;
mod terms;
#[cfg(test)]
mod testing;
mod trial;
mod update;
mod vocabulary;

pub use commit::Merges;
pub use document::IndexDocument;
pub use error::IndexError;
pub use ledger::{Decision, FileStamp, Ledger, LedgerEntry};
pub use pipeline::{Ending, Feed, FileTime, Piece, Stopped};
pub use repair::{AsDamaged, LostArticle, Repaired, repair};
pub use report::{Counts, Progress, Report};
pub use trial::{Tried, try_out};
pub use update::{Options, Update};
