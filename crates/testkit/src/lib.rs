//! Tiny corpora and archives, for tests and benches only.
//!
//! [`Draft`] writes an article in a line of code, [`TestArchive`] indexes drafts in a folder that
//! disappears with it, [`generated`] makes as many articles as wanted from a seed.

mod archive;
mod draft;
mod generated;

pub use archive::TestArchive;
pub use draft::Draft;
pub use generated::{Random, generated};
