//! Identities: which article this is, and whether its text changed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The letters of an id: Crockford's base 32, lower case, without the letters that look like digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_BYTES: usize = 10;

/// The identity of an article: 80 bits, written as 16 letters and digits.
///
/// Derived only from what the source says (its own id, its address, or its file, record and text),
/// never from the clock, so that building an archive again gives the same ids. At ten million
/// articles the chance that any two share an id by accident is below one in ten billion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleId([u8; ID_BYTES]);

impl ArticleId {
    /// How many letters an id is written with.
    pub const TEXT_LEN: usize = ID_BYTES * 8 / 5;

    /// The id of the thing named by these parts. The order and the boundaries of the parts count.
    pub fn of_parts(parts: &[&[u8]]) -> ArticleId {
        let digest = digest_parts(parts);
        let mut bytes = [0; ID_BYTES];
        bytes.copy_from_slice(&digest[..ID_BYTES]);
        ArticleId(bytes)
    }

    /// The id of an article that its source calls so, in every file. (Ids such as `17`, which only tell the
    /// articles of one file apart, are named by more parts.)
    pub fn of_own_id(own: &str) -> ArticleId {
        ArticleId::of_parts(&[b"id", own.as_bytes()])
    }

    /// The id as a number, for sets and sorting; the order is that of the written form.
    pub fn as_u128(self) -> u128 {
        self.0.iter().fold(0, |number, &byte| number << 8 | u128::from(byte))
    }

    /// The letters that an id begins with of which the first 64 bits are known.
    pub fn start_of(first_64_bits: u64) -> String {
        let letters = 64 / 5;
        (0..letters)
            .map(|place| char::from(ALPHABET[(first_64_bits >> (59 - place * 5) & 31) as usize]))
            .collect()
    }

    /// The first 64 bits, by which articles are told apart where an id in full takes too much room.
    pub fn first_64_bits(self) -> u64 {
        (self.as_u128() >> 16) as u64
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.as_u128();
        for place in (0..ArticleId::TEXT_LEN).rev() {
            let letter = ALPHABET[(number >> (place * 5) & 31) as usize];
            write!(f, "{}", char::from(letter))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleId({self})")
    }
}

/// A text that is not an article id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected an article id of {len} letters and digits, but found `{0}`", len = ArticleId::TEXT_LEN)]
pub struct IdError(String);

impl FromStr for ArticleId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<ArticleId, IdError> {
        let refuse = || IdError(text.to_owned());
        if text.len() != ArticleId::TEXT_LEN {
            return Err(refuse());
        }
        let mut number = 0_u128;
        for byte in text.bytes() {
            let lower = byte.to_ascii_lowercase();
            let digit = ALPHABET.iter().position(|&letter| letter == lower).ok_or_else(refuse)?;
            number = number << 5 | digit as u128;
        }
        let mut bytes = [0; ID_BYTES];
        bytes.copy_from_slice(&number.to_be_bytes()[16 - ID_BYTES..]);
        Ok(ArticleId(bytes))
    }
}

impl TryFrom<String> for ArticleId {
    type Error = IdError;

    fn try_from(text: String) -> Result<ArticleId, IdError> {
        text.parse()
    }
}

impl From<ArticleId> for String {
    fn from(id: ArticleId) -> String {
        id.to_string()
    }
}

/// A fingerprint of an article's text, date and names: equal when nothing a reader sees differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct ContentHash(u64);

impl ContentHash {
    /// The fingerprint of these parts. The order and the boundaries of the parts count.
    pub fn of_parts(parts: &[&[u8]]) -> ContentHash {
        let digest = digest_parts(parts);
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&digest[..8]);
        ContentHash(u64::from_be_bytes(bytes))
    }

    /// The fingerprint as a number.
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

fn digest_parts(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself_in_either_case() {
        let id = ArticleId::of_parts(&[b"url", b"https://example.org/a"]);
        assert_eq!(id.to_string().len(), ArticleId::TEXT_LEN);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse(), Ok(id));
    }

    #[test]
    fn the_first_bits_tell_the_first_letters() {
        let id = ArticleId::of_own_id("a");
        let start = ArticleId::start_of(id.first_64_bits());
        assert_eq!(start.len(), 12);
        assert!(id.to_string().starts_with(&start), "{id} {start}");
    }

    #[test]
    fn the_boundary_between_parts_counts() {
        assert_ne!(ArticleId::of_parts(&[b"ab", b"c"]), ArticleId::of_parts(&[b"a", b"bc"]));
    }

    #[test]
    fn what_is_no_id_is_named_in_the_error() {
        let error = "not-an-id".parse::<ArticleId>().expect_err("no id");
        assert_eq!(
            error.to_string(),
            "expected an article id of 16 letters and digits, but found `not-an-id`"
        );
    }
}
