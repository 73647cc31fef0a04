//! Values of one field across segments: one, however it is written.

use std::collections::HashMap;

use dateline_schema::caseless;

/// Values with the articles that have them, told apart as filters tell them: `Reuters` and `REUTERS` are one.
#[derive(Debug, Default)]
pub(crate) struct Values {
    numbers: HashMap<String, usize>,
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

    /// The values that some article has, in no order.
    pub fn into_counted(self) -> Vec<Counted> {
        let Values { numbers, list } = self;
        numbers
            .into_iter()
            .map(|(folded, number)| Counted {
                number,
                shown: list[number].shown(),
                folded,
                articles: list[number].articles,
            })
            .filter(|counted| counted.articles > 0)
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
