//! Values of one field across segments: one, however it is written.

use std::cmp::Reverse;

use dateline_schema::caseless;
use rustc_hash::FxHashMap;

/// Values with the articles that have them, told apart as filters tell them: `Reuters` and `REUTERS` are one.
#[derive(Debug, Default)]
pub(crate) struct Values {
    numbers: FxHashMap<String, usize>,
    list: Vec<Value>,
}

#[derive(Debug, Default)]
struct Value {
    articles: u64,
    /// Each spelling with how often it was met.
    spellings: Vec<(String, u64)>,
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
        let number = *self.numbers.entry(folded).or_insert_with(|| {
            self.list.push(Value::default());
            self.list.len() - 1
        });
        let spellings = &mut self.list[number].spellings;
        match spellings.iter_mut().find(|(known, _)| known == spelling) {
            Some((_, known)) => *known += times,
            None => spellings.push((spelling.to_owned(), times)),
        }
        number
    }

    /// Adds articles that have a value.
    pub fn add(&mut self, number: usize, articles: u64) {
        self.list[number].articles += articles;
    }

    /// Takes a value out; how many articles have it.
    pub fn remove(&mut self, value: &str) -> u64 {
        let Some(number) = self.numbers.remove(&caseless(value)) else { return 0 };
        std::mem::take(&mut self.list[number]).articles
    }

    /// How many values there are so far, those without articles included.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The values that some article has, in no order.
    pub fn into_counted(self) -> Vec<Counted> {
        self.into_counted_from(1)
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
        let mut counted = self.into_counted_from(least);
        counted.sort_by(|one, other| {
            (Reverse(one.articles), &one.shown).cmp(&(Reverse(other.articles), &other.shown))
        });
        counted.truncate(limit);
        (values as u64, counted)
    }

    /// The values that so many articles have, in no order.
    fn into_counted_from(self, least: u64) -> Vec<Counted> {
        let Values { numbers, list } = self;
        let is_wanted = |number: usize| list[number].articles >= least;
        numbers
            .into_iter()
            .filter(|&(_, number)| is_wanted(number))
            .map(|(folded, number)| Counted {
                number,
                shown: list[number].shown(),
                folded,
                articles: list[number].articles,
            })
            .collect()
    }
}

impl Value {
    fn shown(&self) -> String {
        let best = self
            .spellings
            .iter()
            .max_by(|(one, often), (other, times)| often.cmp(times).then_with(|| other.cmp(one)));
        best.map(|(spelling, _)| spelling.clone()).unwrap_or_default()
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
