//! Where words are kept in the index, and the marks that stand among them.

/// Empty positions between the text and what is indexed behind it (title, captions), so that no
/// proximity reaches from one into the other.
pub const POSITION_GAP: u32 = 1_024;

/// Where a word of `exact` is kept: behind the text, one gap closer to it than it stands. `text_words` are
/// the words of lead and body.
///
/// Positions are packed in blocks as wide as their largest step. With the gap between text and title in
/// nearly every block, they would take a fifth as much room again.
pub fn kept_position(position: u32, text_words: u32) -> u32 {
    if position < text_words { position } else { position.saturating_sub(POSITION_GAP) }
}

/// Where a word of `exact` stands: undoes [`kept_position`].
pub fn standing_position(kept: u32, text_words: u32) -> u32 {
    if kept < text_words { kept } else { kept.saturating_add(POSITION_GAP) }
}

/// How often the title counts in the ranking field.
pub const TITLE_WEIGHT: usize = 2;

/// Stands in the index at the first word of every sentence. No word can be equal to it.
pub const SENTENCE_MARK: &str = "\u{1}s";

/// Stands in the index at the first word of every paragraph.
pub const PARAGRAPH_MARK: &str = "\u{1}p";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_the_text_a_word_is_kept_one_gap_closer() {
        for (position, kept) in
            [(0, 0), (6, 6), (7 + POSITION_GAP, 7), (9 + 2 * POSITION_GAP, 9 + POSITION_GAP)]
        {
            assert_eq!(kept_position(position, 7), kept);
            assert_eq!(standing_position(kept, 7), position);
        }
    }
}
