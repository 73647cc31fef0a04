//! Finds the people, organisations and places that an article names.
//!
//! Pure and offline: text in, [`Tagged`] spans out. Start with [`Recognizer`], then [`BuiltIn`]: it cuts the
//! text into tokens (`text`), looks at runs of capitalised words only, scores them with an averaged
//! perceptron (`tagger`) whose weights are read in place from the program itself (`model`), and lets the
//! article as a whole settle what each name stands for (`document`). [`key`] tells which names of different
//! articles are the same; how each is shown, the commonest form, is for the archive to count.
//!
//! Other recognisers are [`External`] (another program), [`Precomputed`] (the names that the source gave) and
//! [`Nothing`]. The model and its licences: `model/MODEL-CARD.md`, `NOTICE`; how it is made: `train/`.

mod built_in;
mod document;
mod external;
#[cfg_attr(not(feature = "training"), expect(dead_code, reason = "the trainer makes what is only read here"))]
mod model;
mod names;
mod precomputed;
mod recognizer;
#[cfg_attr(not(feature = "training"), expect(dead_code, reason = "the trainer makes what is only read here"))]
mod tagger;
mod text;

pub use built_in::BuiltIn;
pub use external::External;
pub use names::normal::key;
pub use precomputed::Precomputed;
pub use recognizer::{ArticleText, Nothing, Part, Recognizer, RecognizerError, Tagged};

/// The inner parts, for the trainer only.
#[cfg(feature = "training")]
#[doc(hidden)]
pub mod training {
    pub use crate::model::{file, hash, lexicon};
    pub use crate::names::title;
    pub use crate::tagger::{casing, features, label, viterbi};
    pub use crate::text::{run, sentence, token};
}
