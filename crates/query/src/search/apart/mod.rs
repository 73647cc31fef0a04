//! What sets the matches of some periods apart: the words and names that they have more often than others.
//!
//! An article has a word or has it not: how often it repeats it does not count. The matches of a period are compared
//! with the other matches of the same query, so that what the query itself is about sets no period apart; where there are too
//! few others, with the rest of the archive. Counting is exact: [`words`] goes through the postings of every word once, and so through
//! no article, however many there are.

mod groups;
mod likelihood;
mod words;

use dateline_article::{DaySpan, MentionKind};
use dateline_schema::ValueField as IndexedValue;

use self::groups::Groups;
use self::likelihood::log_likelihood;
use super::error::SearchError;
use super::matches::Matches;

/// With fewer other matches than this, a period is compared with the rest of the archive.
pub const LEAST_OTHERS: u64 = 10;
/// A word or name sets a period apart when its articles have it at least so many times as often as the others …
pub const LEAST_LIFT: f64 = 2.0;
/// … and chance alone would do that less than once in a thousand times (χ² with one degree of freedom).
pub const LEAST_G2: f64 = 10.83;
/// What one article says sets no period apart.
const LEAST_ARTICLES: u64 = 2;

/// What the articles of a period are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedWith {
    /// The other matches.
    OtherMatches,
    /// All other articles of the archive in the days of the query.
    Archive,
}

impl ComparedWith {
    /// The name that programs read.
    pub fn name(self) -> &'static str {
        match self {
            ComparedWith::OtherMatches => "other matches",
            ComparedWith::Archive => "archive",
        }
    }
}

/// What sets one period apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// The matches in the period.
    pub articles: u64,
    /// What they are compared with.
    pub compared_with: ComparedWith,
    /// How many articles that is.
    pub others: u64,
    /// Words, the most telling first; all forms of a stem are one, as most articles write it.
    pub words: Vec<Telling>,
    /// Names, the most telling first.
    pub names: Vec<TellingName>,
}

/// A word or name that sets a period apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// As it is written.
    pub text: String,
    /// The matches of the period that have it.
    pub articles: u64,
    /// The other articles that do.
    pub others: u64,
    /// The log-likelihood ratio.
    pub g2: f64,
}

/// A name that sets a period apart.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingName {
    /// What it stands for.
    pub kind: MentionKind,
    /// The name.
    pub name: Telling,
}

impl Matches<'_> {
    /// Finds what sets the matches of each period apart: at most so many words, and so many names. Periods do not overlap, and are
    /// in order of time.
    pub fn set_apart(&self, periods: &[DaySpan], most: usize) -> Result<Vec<Apart>, SearchError> {
        let groups = self.groups(periods)?;
        let words = self.telling_words(&groups, most)?;
        let names = self.telling_names(&groups, most)?;
        let parts = words.into_iter().zip(names).enumerate();
        Ok(parts
            .map(|(period, (words, names))| Apart {
                articles: groups.articles(period),
                compared_with: groups.compared_with(period),
                others: groups.others(period),
                words,
                names,
            })
            .collect())
    }

    /// The names of each period, from the columns that hold them.
    fn telling_names(&self, groups: &Groups, most: usize) -> Result<Vec<Vec<TellingName>>, SearchError> {
        let pool = if groups.need_archive() { Some(self.in_days_alone()?) } else { None };
        let pool = pool.as_ref().unwrap_or(self);
        let width = groups.count();
        let mut best: Vec<Vec<TellingName>> = vec![Vec::new(); groups.periods()];
        for kind in MentionKind::ALL {
            // For each value, how many articles of each group have it.
            let mut counts: Vec<u32> = Vec::new();
            let mut values = pool.each_with_values(IndexedValue::of_mention(kind), |segment, doc, own| {
                let group = groups.of(segment, doc);
                for &value in own {
                    let end = (value + 1) * width;
                    counts.resize(counts.len().max(end), 0);
                    counts[end - width + group] += 1;
                }
            })?;
            for (number, counts) in counts.chunks_exact(width).enumerate() {
                values.add(number, counts.iter().map(|&count| u64::from(count)).sum());
            }
            for value in values.into_counted() {
                let counts = &counts[value.number * width..(value.number + 1) * width];
                for (period, best) in best.iter_mut().enumerate() {
                    if let Some(Strength { articles, others, g2 }) = groups.strength(counts, period) {
                        let name = Telling { text: value.shown.clone(), articles, others, g2 };
                        best.push(TellingName { kind, name });
                    }
                }
            }
        }
        for names in &mut best {
            names.sort_by(|one, other| {
                let (one, other) = (&one.name, &other.name);
                other.g2.total_cmp(&one.g2).then_with(|| one.text.cmp(&other.text))
            });
            names.truncate(most);
        }
        Ok(best)
    }
}

/// How far something sets a period apart.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Strength {
    articles: u64,
    others: u64,
    g2: f64,
}

impl Strength {
    /// Judges what so many of the articles of a period have, and so many of the others; `None` when it sets nothing apart.
    fn of((articles, of_articles): (u64, u64), (others, of_others): (u64, u64)) -> Option<Strength> {
        if of_others == 0 {
            return None;
        }
        let share = |part: u64, whole: u64| part as f64 / whole as f64;
        if share(articles, of_articles) < LEAST_LIFT * share(others, of_others) {
            return None;
        }
        let g2 = log_likelihood((articles, of_articles), (others, of_others));
        (g2 >= LEAST_G2).then_some(Strength { articles, others, g2 })
    }
}

#[cfg(test)]
mod tests;
