//! Bytes to articles: everything between a path on the command line and a normalised [`Article`].
//!
//! The path, in order:
//!
//! 1. [`discover`] turns paths, folders and globs into [`SourceFile`]s, in a stable order.
//! 2. [`open`] opens a file; [`Source::members`] goes through what it holds, undoes compression and tells the
//!    format by content.
//! 3. A [`format::Format`] *splits* the stream into [`Piece`]s, one after the other and cheaply, and
//!    *parses* a piece into a [`RawRecord`]. Splitting is sequential; parsing runs on all cores.
//! 4. [`read_piece`] does the latter, and [`normalise`] turns a [`RawRecord`] into an [`Article`]: clean text, dates with evidence, language, id.
//!
//! What cannot become an article is a [`Reject`]: counted and kept, never dropped in silence.

pub mod date;
pub mod format;

mod cause;
mod clean;
mod dating;
mod decode;
mod discover;
mod html;
mod identity;
mod language;
mod lead;
mod limits;
mod markup;
mod normalise;
mod record;
mod reject;
mod sentence;
mod source;
mod story;

pub use dateline_article::Article;
pub use discover::{DiscoverError, Discovery, Found, SourceFile, discover, label_of};
pub use identity::content_hash;
pub use limits::Limits;
pub use normalise::{Settings, normalise, read_piece};
pub use record::{Markup, Piece, PieceContent, RawDate, RawRecord};
pub use reject::{Reject, RejectReason};
pub use source::{
    DigestHandle, FileContext, Member, OpenError, OpenOptions, Siblings, Source, Visit, file_digest, open,
    read_error,
};
