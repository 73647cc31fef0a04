//! Which terms stand in one field of one article, and how often or where.

use crate::terms::TermNumber;

/// The terms of a field of an article, each once.
///
/// `details` holds for each term, in the same order, either how often it stands there, or the bytes that its
/// places take and the steps from place to place (the first from 0). Every number is as short as it can be: seven
/// bits a byte, the lowest first, the highest bit where more follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Occurrences {
    pub terms: Box<[TermNumber]>,
    pub details: Box<[u8]>,
    /// All occurrences of all terms.
    pub total: u32,
}

impl Occurrences {
    pub fn memory_bytes(&self) -> usize {
        size_of_val(&*self.terms) + self.details.len()
    }
}

/// Gathers the occurrences of one field after the other.
#[derive(Default)]
pub(crate) struct Gathering {
    terms: Vec<TermNumber>,
    details: Vec<u8>,
    steps: Vec<u8>,
    total: u32,
}

impl Gathering {
    /// Adds a term that stands there so many times.
    pub fn times(&mut self, term: TermNumber, times: u32) {
        self.terms.push(term);
        push_number(&mut self.details, times);
        self.total += times;
    }

    /// Adds a term at its places, which ascend.
    pub fn places(&mut self, term: TermNumber, places: impl Iterator<Item = u32>) {
        self.steps.clear();
        let mut last = 0;
        for place in places {
            push_number(&mut self.steps, place - last);
            last = place;
            self.total += 1;
        }
        self.terms.push(term);
        push_number(&mut self.details, self.steps.len() as u32);
        self.details.extend_from_slice(&self.steps);
    }

    /// What was gathered since the last time.
    pub fn take(&mut self) -> Occurrences {
        let occurrences = Occurrences {
            terms: self.terms.as_slice().into(),
            details: self.details.as_slice().into(),
            total: self.total,
        };
        self.terms.clear();
        self.details.clear();
        self.total = 0;
        occurrences
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The number at `at`, which moves behind it.
pub(crate) fn take_number(bytes: &[u8], at: &mut usize) -> u32 {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let byte = bytes[*at];
        *at += 1;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return number;
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u32::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            push_number(&mut bytes, number);
        }
        let mut at = 0;
        assert_eq!(numbers.map(|_| take_number(&bytes, &mut at)), numbers);
        assert_eq!(at, bytes.len());
    }

    #[test]
    fn places_are_kept_as_steps_behind_their_length() {
        let mut gathering = Gathering::default();
        gathering.places(TermNumber(7), [0, 3, 200].into_iter());
        let occurrences = gathering.take();
        assert_eq!(*occurrences.details, [4, 0, 3, 0xc5, 1]);
        assert_eq!(occurrences.total, 3);
        assert_eq!(gathering.take(), Occurrences::default());
    }
}
