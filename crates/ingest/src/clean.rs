//! Clean text out of what sources write: entities, odd blanks, soft hyphens, composed letters.

/// One line of text: entities resolved, tags removed, blanks collapsed, NFC.
pub(crate) fn line(_text: &str) -> String {
    todo!()
}

/// Running text: like [`line`], but paragraphs are kept, with one blank line between them.
pub(crate) fn paragraphs(_text: &str) -> Vec<String> {
    todo!()
}
