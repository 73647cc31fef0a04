//! Which language a text is in.

use dateline_article::Lang;

/// The language of a text, or `None` when it is too short or two detectors disagree.
pub(crate) fn detect(_text: &str) -> Option<Lang> {
    todo!()
}

/// A language as sources state it: a code (`en-GB`, `eng`) or an English name (`German`).
pub(crate) fn stated(_text: &str) -> Option<Lang> {
    todo!()
}
