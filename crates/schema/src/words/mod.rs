//! Words: what is indexed and what is looked up.
//!
//! A word is a run of letters, digits and marks. Words are compared caseless and without accents
//! ([`fold`]); for ranking they are also cut to their stem ([`Stemmers`]). Three rules beyond that:
//!
//! - An apostrophe ends a word, except in English contractions: `don't` is `dont`. A final `'s` is
//!   dropped: `Trump's` is `trump`, `l'homme` is `l` and `homme`.
//! - Capital letters with full stops between them are one word: `U.S.` is `us`.
//! - Scripts written without blanks (Chinese, Japanese, Thai …) are cut into overlapping pairs of
//!   letters; a lone letter stands for itself.

mod fold;
mod segment;
mod sentence;
mod stem;

pub use fold::fold;
pub use segment::{MAX_WORD_BYTES, Word, for_each_word};
pub use stem::{STEM_TAG_END, Stemmers, has_stemmer, stem_term};
