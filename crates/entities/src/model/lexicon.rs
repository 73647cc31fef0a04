//! What is known of a word or a name before anything is learnt: the lists it stands in, and its class.

use super::hash::mix;

/// The lists, one bit each, and three marks.
pub mod bits {
    /// A first name.
    pub const FIRST: u16 = 1;
    /// A last name.
    pub const LAST: u16 = 1 << 1;
    /// A city.
    pub const CITY: u16 = 1 << 2;
    /// A country.
    pub const COUNTRY: u16 = 1 << 3;
    /// An inhabitant or adjective of a country.
    pub const DEMONYM: u16 = 1 << 4;
    /// A region.
    pub const REGION: u16 = 1 << 5;
    /// An organisation.
    pub const ORG: u16 = 1 << 6;
    /// A word that names of organisations end with.
    pub const ORG_WORD: u16 = 1 << 7;
    /// A word of names of places.
    pub const PLACE_WORD: u16 = 1 << 8;
    /// A well-known person.
    pub const PERSON: u16 = 1 << 9;
    /// A title of persons.
    pub const TITLE: u16 = 1 << 10;
    /// A month or a day of the week.
    pub const DATE: u16 = 1 << 11;
    /// A common word that is no name.
    pub const COMMON: u16 = 1 << 12;
    /// Longer names begin so.
    pub const PREFIX: u16 = 1 << 13;
    /// The word has a class.
    pub const CLASSED: u16 = 1 << 14;
    /// Prose writes it small.
    pub const SMALL: u16 = 1 << 15;
    /// The marks, which say nothing of what is named.
    pub const MARKS: u16 = PREFIX | CLASSED | SMALL;
}

/// The longest names of the lists, in words.
pub const LONGEST_NAME: usize = 6;

/// How many classes of words there are; a word without one has this number.
pub const CLASSES: u16 = 256;

/// An entry of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The lists that the name stands in.
    pub bits: u16,
    /// The class of the word, if [`bits::CLASSED`] is set.
    pub class: u8,
}

/// The length of a slot: 32 bits of the hash, 16 bits of lists, the class, one byte of nothing.
pub const SLOT: usize = 8;

/// A table from hashes to entries, open-addressed, read in place.
#[derive(Clone, Copy)]
pub struct Lexicon<'m> {
    slots: &'m [u8],
}

/// The slot that a hash belongs in.
pub fn home(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// The part of a hash that a slot keeps; never 0, which marks an empty slot.
pub fn print(hash: u64) -> u32 {
    (hash as u32).max(1)
}

impl<'m> Lexicon<'m> {
    /// Takes the bytes of the slots.
    pub fn new(slots: &'m [u8]) -> Lexicon<'m> {
        Lexicon { slots }
    }

    /// Finds what is known of a hash; nothing known is the empty entry.
    pub fn get(&self, hash: u64) -> Entry {
        let count = self.slots.len() / SLOT;
        if count == 0 {
            return Entry::default();
        }
        let print = print(hash);
        let mut at = home(hash, count);
        for _ in 0..count {
            let slot = &self.slots[at * SLOT..][..SLOT];
            match u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]) {
                0 => break,
                found if found == print => {
                    return Entry { bits: u16::from_le_bytes([slot[4], slot[5]]), class: slot[6] };
                }
                _ => at = if at + 1 == count { 0 } else { at + 1 },
            }
        }
        Entry::default()
    }
}

/// The hash of a name of several words, from the hash of those before and that of the next.
pub fn longer(name: u64, word: u64) -> u64 {
    mix(mix(name, 0x706e), word)
}
