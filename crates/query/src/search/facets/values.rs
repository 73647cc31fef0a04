//! Values of one field across segments: one, however it is written.

use std::cmp::Reverse;
use std::hash::BuildHasher;
use std::ops::Range;

use dateline_schema::caseless;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Values with the articles that have them, told apart as filters tell them: `Reuters` and `REUTERS` are one.
///
/// Names are many, and nearly all have one spelling: those of all stand in one text, so that a value takes no memory of its
/// own from the system and gives none back.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// Numbers by the folded form, each with the hash of that.
    numbers: HashTable<(u64, usize)>,
    list: Vec<Value>,
    /// Folded forms and first spellings, one behind the other.
    text: String,
}

#[derive(Debug)]
struct Value {
    articles: u64,
    /// In the text of all: as it is compared.
    folded: Range<usize>,
    /// In the text of all: as it was first met, and how often.
    first: (Range<usize>, u64),
    /// Other spellings, each with how often it was met.
    others: Vec<(String, u64)>,
}

/// A value, counted.
#[derive(Debug)]
pub(crate) struct Counted {
    /// As [`Values::number_of`] gave it.
    pub number: usize,
    /// The commonest spelling; of equals, the alphabet's first.
    pub shown: String,
    /// As it is compared.
    pub folded: String,
    pub articles: u64,
}

impl Values {
    /// The number of a value, met so often in this spelling.
    pub fn number_of(&mut self, spelling: &str, times: u64) -> usize {
        let folded = caseless(spelling);
        let hash = FxBuildHasher.hash_one(folded.as_str());
        if let Some(number) = self.find(&folded, hash) {
            let Value { first, others, .. } = &mut self.list[number];
            if self.text[first.0.clone()] == *spelling {
                first.1 += times;
            } else if let Some((_, known)) = others.iter_mut().find(|(other, _)| other == spelling) {
                *known += times;
            } else {
                others.push((spelling.to_owned(), times));
            }
            return number;
        }
        let number = self.list.len();
        let (folded, first) = (self.write(&folded), (self.write(spelling), times));
        self.list.push(Value { articles: 0, folded, first, others: Vec::new() });
        self.numbers.insert_unique(hash, (hash, number), |&(hash, _)| hash);
        number
    }

    fn find(&self, folded: &str, hash: u64) -> Option<usize> {
        let is_it = |&(other, number): &(u64, usize)| {
            other == hash && self.text[self.list[number].folded.clone()] == *folded
        };
        self.numbers.find(hash, is_it).map(|&(_, number)| number)
    }

    fn write(&mut self, words: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(words);
        start..self.text.len()
    }

    /// Adds articles that have a value.
    pub fn add(&mut self, number: usize, articles: u64) {
        self.list[number].articles += articles;
    }

    /// Leaves a value without articles; how many it had.
    pub fn remove(&mut self, value: &str) -> u64 {
        let folded = caseless(value);
        let number = self.find(&folded, FxBuildHasher.hash_one(folded.as_str()));
        number.map_or(0, |number| std::mem::take(&mut self.list[number].articles))
    }

    /// How many values there are so far, those without articles included.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The values that some article has, in no order.
    pub fn into_counted(self) -> Vec<Counted> {
        self.counted_from(1)
    }

    /// How many values some article has, and the commonest of them, in order; of equals, the alphabet's first.
    pub fn into_commonest(self, limit: Option<usize>) -> (u64, Vec<Counted>) {
        let mut counts: Vec<u64> =
            self.list.iter().map(|value| value.articles).filter(|&articles| articles > 0).collect();
        let values = counts.len();
        let limit = limit.unwrap_or(values);
        // Names are many, and most have one article: only those that may be shown are spelled and compared.
        let least = match limit.checked_sub(1) {
            None => return (values as u64, Vec::new()),
            Some(last) if last < values => {
                *counts.select_nth_unstable_by_key(last, |&count| Reverse(count)).1
            }
            Some(_) => 1,
        };
        let mut counted = self.counted_from(least);
        counted.sort_by(|one, other| {
            (Reverse(one.articles), &one.shown).cmp(&(Reverse(other.articles), &other.shown))
        });
        counted.truncate(limit);
        (values as u64, counted)
    }

    /// The values that so many articles have, in no order.
    fn counted_from(&self, least: u64) -> Vec<Counted> {
        let wanted = self.list.iter().enumerate().filter(|(_, value)| value.articles >= least);
        wanted
            .map(|(number, value)| Counted {
                number,
                shown: self.shown(value).to_owned(),
                folded: self.text[value.folded.clone()].to_owned(),
                articles: value.articles,
            })
            .collect()
    }

    fn shown<'a>(&'a self, value: &'a Value) -> &'a str {
        let first = (&self.text[value.first.0.clone()], value.first.1);
        let others = value.others.iter().map(|(spelling, times)| (spelling.as_str(), *times));
        let best = others.fold(first, |best, other| {
            if (Reverse(other.1), other.0) < (Reverse(best.1), best.0) { other } else { best }
        });
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(limit: Option<usize>, expect: &str) {
        let mut values = Values::default();
        for (spelling, articles) in
            [("Reuters", 3), ("AP", 1), ("REUTERS", 2), ("dpa", 1), ("AFP", 1), ("none", 0)]
        {
            let number = values.number_of(spelling, articles);
            values.add(number, articles);
        }
        let (values, counted) = values.into_commonest(limit);
        let shown: Vec<String> =
            counted.iter().map(|value| format!("{} {}", value.shown, value.articles)).collect();
        assert_eq!(format!("{values}: {}", shown.join(", ")), expect);
    }

    #[test]
    fn the_commonest_values_come_in_order_and_all_are_counted() {
        check(None, "4: Reuters 5, AFP 1, AP 1, dpa 1");
        check(Some(9), "4: Reuters 5, AFP 1, AP 1, dpa 1");
        check(Some(3), "4: Reuters 5, AFP 1, AP 1");
        check(Some(1), "4: Reuters 5");
        check(Some(0), "4: ");
    }
}
