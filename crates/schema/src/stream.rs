//! Words on their way into the index.
//!
//! Text is cut, folded and stemmed once, on our own threads. What tantivy receives is the finished words
//! as one string, which [`StreamTokenizer`] only has to split. (tantivy's own pre-tokenised text allocates
//! three times for each word.)
//!
//! A word that stands several times in an article is written once, with all its places: building an index
//! is mostly waiting for memory, and this way each word of an article is looked up once.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

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

/// Finished words as one string.
///
/// A step is one control character; a number is one character. `NEXT word` is a word behind the one
/// before; `AGAIN` the same word once more. `AT number word` is a word at a place of its own, and
/// `THEN number` the same word so many places further on. `FAR` before a number adds 2^20 to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordStream {
    text: String,
}

const NEXT: char = ' ';
const AGAIN: char = '\u{1b}';
const FAR: char = '\u{1c}';
const AT: char = '\u{1d}';
const THEN: char = '\u{1f}';

/// Numbers below this are one character.
const ONE_CHARACTER: u32 = 1 << 20;
/// Keeps the characters of numbers apart from the steps.
const FIRST_NUMBER: u32 = 0x40;
const SURROGATES: u32 = 0xd800;
const SURROGATE_COUNT: u32 = 0x800;

impl WordStream {
    /// An empty stream with room for about so many bytes.
    pub fn with_capacity(bytes: usize) -> WordStream {
        WordStream { text: String::with_capacity(bytes) }
    }

    /// Adds a word behind the one before.
    pub fn push(&mut self, word: &str) {
        self.text.push(NEXT);
        self.push_word(word);
    }

    /// Adds a word so many times, where its places do not matter.
    pub fn push_times(&mut self, word: &str, times: u32) {
        self.push(word);
        self.text.extend((1..times).map(|_| AGAIN));
    }

    /// Adds a word at its places, which ascend.
    pub fn push_at(&mut self, word: &str, places: impl Iterator<Item = u32>) {
        let mut last = None;
        for place in places {
            match last {
                None => {
                    self.push_number(AT, place);
                    self.push_word(word);
                }
                Some(last) => self.push_number(THEN, place - last),
            }
            last = Some(place);
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The encoded words.
    pub fn into_text(self) -> String {
        self.text
    }

    fn push_word(&mut self, word: &str) {
        debug_assert!(!word.bytes().any(is_step), "a word holds no step");
        self.text.push_str(word);
    }

    fn push_number(&mut self, step: char, number: u32) {
        for _ in 0..number / ONE_CHARACTER {
            self.text.push(FAR);
        }
        self.text.push(step);
        self.text.push(number_character(number % ONE_CHARACTER));
    }
}

fn number_character(number: u32) -> char {
    let code = number + FIRST_NUMBER;
    let code = if code >= SURROGATES { code + SURROGATE_COUNT } else { code };
    char::from_u32(code).expect("a number below 2^20 has a character")
}

fn number_of(character: char) -> u32 {
    let code = u32::from(character);
    let code = if code >= SURROGATES { code - SURROGATE_COUNT } else { code };
    code.wrapping_sub(FIRST_NUMBER)
}

fn is_step(byte: u8) -> bool {
    matches!(byte, 0x1b..=0x1f | b' ')
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

impl StreamTokens<'_> {
    fn take_number(&mut self) -> usize {
        let character = self.rest.chars().next().unwrap_or(char::from(FIRST_NUMBER as u8));
        self.rest = &self.rest[character.len_utf8().min(self.rest.len())..];
        number_of(character) as usize
    }

    fn take_word(&mut self) {
        let end = self.rest.bytes().position(is_step).unwrap_or(self.rest.len());
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
    }
}

impl TokenStream for StreamTokens<'_> {
    fn advance(&mut self) -> bool {
        let mut far = 0;
        loop {
            let Some(&step) = self.rest.as_bytes().first() else { return false };
            self.rest = &self.rest[1..];
            // A fresh token stands one before position 0; tantivy counts it there by wrapping.
            match char::from(step) {
                FAR => {
                    far += ONE_CHARACTER as usize;
                    continue;
                }
                AT => {
                    self.token.position = self.take_number() + far;
                    self.take_word();
                }
                THEN => self.token.position = self.token.position.wrapping_add(self.take_number() + far),
                AGAIN => self.token.position = self.token.position.wrapping_add(1),
                _ => {
                    self.token.position = self.token.position.wrapping_add(1);
                    self.take_word();
                }
            }
            return true;
        }
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

    #[track_caller]
    fn check(stream: WordStream, expect: &[(usize, &str)]) {
        let text = stream.into_text();
        let mut tokens = Vec::new();
        let mut tokenizer = StreamTokenizer::default();
        tokenizer.token_stream(&text).process(&mut |token| tokens.push((token.position, token.text.clone())));
        let expect: Vec<(usize, String)> =
            expect.iter().map(|&(position, word)| (position, word.to_owned())).collect();
        assert_eq!(tokens, expect);
    }

    #[test]
    fn words_follow_each_other() {
        let mut stream = WordStream::default();
        stream.push("flood");
        stream.push("überall");
        stream.push_times("dock", 3);
        check(stream, &[(0, "flood"), (1, "überall"), (2, "dock"), (3, "dock"), (4, "dock")]);
    }

    #[test]
    fn a_word_stands_at_all_its_places() {
        let mut stream = WordStream::default();
        stream.push_at("the", [0, 7, 55_290, 3_000_000].into_iter());
        stream.push_at("\u{1}s", [0].into_iter());
        check(stream, &[(0, "the"), (7, "the"), (55_290, "the"), (3_000_000, "the"), (0, "\u{1}s")]);
    }

    #[test]
    fn behind_the_text_a_word_is_kept_one_gap_closer() {
        for (position, kept) in
            [(0, 0), (6, 6), (7 + POSITION_GAP, 7), (9 + 2 * POSITION_GAP, 9 + POSITION_GAP)]
        {
            assert_eq!(kept_position(position, 7), kept);
            assert_eq!(standing_position(kept, 7), position);
        }
    }

    #[test]
    fn every_number_has_a_character_of_its_own() {
        for number in [0, 1, SURROGATES - FIRST_NUMBER - 1, SURROGATES - FIRST_NUMBER, ONE_CHARACTER - 1] {
            assert_eq!(number_of(number_character(number)), number);
        }
    }
}
