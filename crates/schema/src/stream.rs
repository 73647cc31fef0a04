//! Words on their way into the index.
//!
//! Text is cut, folded and stemmed once, on our own threads. What tantivy receives is the finished
//! sequence of words as one string, which [`StreamTokenizer`] only has to split. (tantivy's own
//! pre-tokenised text allocates three times for each word.)

use dateline_article::Lang;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::words::STEM_TAG_END;

/// Empty positions between the text and what is indexed behind it (title, captions), so that no
/// proximity reaches from one into the other.
pub const POSITION_GAP: u32 = 1_024;

/// How often the title counts in the ranking field.
pub const TITLE_WEIGHT: usize = 2;

/// Stands in the index at the first word of every sentence. No word can be equal to it.
pub const SENTENCE_MARK: &str = "\u{1}s";

/// Stands in the index at the first word of every paragraph.
pub const PARAGRAPH_MARK: &str = "\u{1}p";

/// Words written one after the other.
///
/// Each word is preceded by one byte that says how far it stands behind the word before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordStream {
    text: String,
    words: u32,
}

const NEXT: u8 = b' ';
const FAR: u8 = 0x1d;
const HERE: u8 = 0x1f;

impl WordStream {
    /// Adds the next word.
    pub fn push(&mut self, word: &str) {
        self.add(NEXT, word);
        self.words += 1;
    }

    /// Adds the stem of the next word, as the term of its language.
    pub fn push_stem(&mut self, lang: Lang, stem: &str) {
        self.add(NEXT, lang.code());
        self.text.push(STEM_TAG_END);
        self.text.push_str(stem);
        self.words += 1;
    }

    /// Adds a mark behind a gap of [`POSITION_GAP`], at the position of the word that comes next.
    pub fn mark_behind_gap(&mut self, mark: &str) {
        self.add(FAR, mark);
    }

    /// Adds a mark at the position of the word that comes next.
    pub fn mark_next(&mut self, mark: &str) {
        self.add(NEXT, mark);
    }

    /// Adds a mark at the position of the mark before it.
    pub fn mark_here(&mut self, mark: &str) {
        self.add(HERE, mark);
    }

    /// Adds a word at the position of the mark or word before it.
    pub fn push_here(&mut self, word: &str) {
        self.add(HERE, word);
        self.words += 1;
    }

    fn add(&mut self, step: u8, word: &str) {
        debug_assert!(!word.bytes().any(is_step), "a word holds no step");
        self.text.push(char::from(step));
        self.text.push_str(word);
    }

    /// How many words were added, marks not counted.
    pub fn words(&self) -> u32 {
        self.words
    }

    /// The encoded words.
    pub fn into_text(self) -> String {
        self.text
    }
}

fn is_step(byte: u8) -> bool {
    matches!(byte, NEXT | FAR | HERE)
}

/// Splits what [`WordStream`] wrote.
#[derive(Clone, Default)]
pub(crate) struct StreamTokenizer {
    token: Token,
}

pub(crate) struct StreamTokens<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for StreamTokenizer {
    type TokenStream<'a> = StreamTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StreamTokens<'a> {
        self.token.reset();
        StreamTokens { rest: text, token: &mut self.token }
    }
}

impl TokenStream for StreamTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some((&step, word_on)) = self.rest.as_bytes().split_first() else {
            return false;
        };
        let len = word_on.iter().position(|&byte| is_step(byte)).unwrap_or(word_on.len());
        let word = &self.rest[1..=len];
        self.rest = &self.rest[1 + len..];
        // A fresh token stands one before position 0; tantivy counts it there by wrapping.
        self.token.position = match step {
            HERE => self.token.position,
            FAR => self.token.position.wrapping_add(1 + POSITION_GAP as usize),
            _ => self.token.position.wrapping_add(1),
        };
        self.token.text.clear();
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_at_their_positions() {
        let mut stream = WordStream::default();
        stream.mark_next("\u{1}");
        stream.push_here("flood");
        stream.push("überall");
        stream.mark_behind_gap("\u{1}");
        stream.push_here("title");
        assert_eq!(stream.words(), 3);
        let text = stream.into_text();
        let mut tokenizer = StreamTokenizer::default();
        let mut tokens = Vec::new();
        tokenizer.token_stream(&text).process(&mut |token| tokens.push((token.position, token.text.clone())));
        let expect = [(0, "\u{1}"), (0, "flood"), (1, "überall"), (1026, "\u{1}"), (1026, "title")];
        assert_eq!(tokens, expect.map(|(position, word)| (position, word.to_owned())));
    }
}
