//! Hashes of words. They are part of the model's format: a change of one makes every model unreadable.

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes a value into a hash.
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ value).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// The hash of a word as it is written.
pub fn exact(word: &str) -> u64 {
    bytes(word.as_bytes())
}

/// The hash of a word without its letter case; a curled apostrophe counts as a straight one.
pub fn lower(word: &str) -> u64 {
    if word.is_ascii() {
        let mut hash = FACTOR ^ word.len() as u64;
        for byte in word.bytes() {
            hash = step(hash, byte.to_ascii_lowercase());
        }
        finish(hash)
    } else {
        let lower: String =
            word.chars().map(|c| if c == '’' { '\'' } else { c }).collect::<String>().to_lowercase();
        bytes(lower.as_bytes())
    }
}

fn bytes(bytes: &[u8]) -> u64 {
    let mut hash = FACTOR ^ bytes.len() as u64;
    for &byte in bytes {
        hash = step(hash, byte);
    }
    finish(hash)
}

#[inline]
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

#[inline]
fn finish(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}
