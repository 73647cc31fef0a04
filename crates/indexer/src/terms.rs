//! Numbers for terms: what the index is built of is small and quick to compare.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Terms of one table before the threads begin another; some 15 MB.
const TERMS_A_TABLE: usize = 1 << 19;

/// The number of a term, good for the table that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TermNumber(pub u32);

impl TermNumber {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Terms and their numbers, counted from 0 in the order in which they were met. All their bytes lie in one string.
#[derive(Default)]
pub(crate) struct TermTable {
    bytes: Vec<u8>,
    /// Where each term ends.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

impl TermTable {
    /// The number of a term, a new one where it has none.
    pub fn number(&mut self, term: &[u8]) -> TermNumber {
        let hash = FxBuildHasher.hash_one(term);
        if let Some(&number) =
            self.numbers.find(hash, |&number| term_of(&self.bytes, &self.ends, number) == term)
        {
            return TermNumber(number);
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(term);
        self.ends.push(self.bytes.len() as u32);
        let (bytes, ends) = (&self.bytes, &self.ends);
        self.numbers
            .insert_unique(hash, number, |&number| FxBuildHasher.hash_one(term_of(bytes, ends, number)));
        TermNumber(number)
    }

    /// The term of a number.
    pub fn term(&self, number: TermNumber) -> &[u8] {
        term_of(&self.bytes, &self.ends, number.0)
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// About how much memory it takes.
    pub fn memory_bytes(&self) -> usize {
        self.bytes.len() + self.ends.len() * 12
    }
}

fn term_of<'a>(bytes: &'a [u8], ends: &[u32], number: u32) -> &'a [u8] {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    &bytes[start..ends[at] as usize]
}

/// A table that all threads number words by: what one thread cut, another one writes.
#[derive(Default)]
pub(crate) struct SharedTerms {
    table: Mutex<TermTable>,
    count: AtomicUsize,
}

impl SharedTerms {
    pub fn number(&self, term: &str) -> TermNumber {
        let mut table = self.lock();
        let number = table.number(term.as_bytes());
        self.count.store(table.len(), Ordering::Relaxed);
        number
    }

    /// The table itself; the others wait meanwhile.
    pub fn lock(&self) -> MutexGuard<'_, TermTable> {
        // A table is whole after each of its steps.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_full(&self) -> bool {
        self.count.load(Ordering::Relaxed) >= TERMS_A_TABLE
    }
}

/// The table in use, and those after it.
#[derive(Default)]
pub(crate) struct TermSource(Mutex<Arc<SharedTerms>>);

impl TermSource {
    /// The table in use.
    pub fn current(&self) -> Arc<SharedTerms> {
        Arc::clone(&self.lock())
    }

    /// The table to go on with behind another one: that one, as long as it has room.
    pub fn after(&self, last: &Arc<SharedTerms>) -> Arc<SharedTerms> {
        if !last.is_full() {
            return Arc::clone(last);
        }
        let mut current = self.lock();
        if Arc::ptr_eq(last, &current) {
            *current = Arc::default();
        }
        Arc::clone(&current)
    }

    fn lock(&self) -> MutexGuard<'_, Arc<SharedTerms>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number() {
        let mut table = TermTable::default();
        let words = ["flood", "", "überall", "flo"];
        let numbers: Vec<_> = words.iter().map(|word| table.number(word.as_bytes())).collect();
        for (word, number) in words.iter().zip(numbers) {
            assert_eq!(table.number(word.as_bytes()), number);
            assert_eq!(table.term(number), word.as_bytes());
        }
        assert_eq!(table.len(), 4);
    }

    #[test]
    fn a_full_table_is_followed_by_another_for_all() {
        let source = TermSource::default();
        let first = source.current();
        assert!(Arc::ptr_eq(&first, &source.after(&first)));
        for number in 0..TERMS_A_TABLE {
            first.number(&number.to_string());
        }
        let second = source.after(&first);
        assert!(!Arc::ptr_eq(&first, &second));
        assert!(Arc::ptr_eq(&second, &source.after(&first)));
    }
}
