//! Hits under headings: one for each publication, day or month.

use std::collections::hash_map::Entry;

use dateline_article::DaySpan;
use dateline_schema::ValueField as IndexedValue;
use rustc_hash::FxHashMap;
use tantivy::DocAddress;
use tantivy::columnar::StrColumn;

use super::error::SearchError;
use super::facets::Values;
use super::hits::Hit;
use super::rank::Rank;
use super::reader::Reader;
use super::timeline::Step;

/// What hits are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The publication, told apart as filters tell them.
    Source,
    /// The day of publication.
    Day,
    /// The month of publication.
    Month,
}

/// How hits are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// What they have in common.
    pub by: GroupBy,
    /// At most so many hits of each group are shown.
    pub hits: usize,
}

/// The groups of a page.
#[derive(Debug)]
pub struct Groups {
    /// What the hits of a group have in common.
    pub by: GroupBy,
    /// How many groups there are on all pages.
    pub total: u64,
    /// The groups shown, ordered by their first hits. The counts of all groups add up to the articles found.
    pub groups: Vec<Group>,
}

/// Hits that have one thing in common.
#[derive(Debug)]
pub struct Group {
    /// What it is.
    pub key: GroupKey,
    /// How many articles found have it, exactly.
    pub articles: u64,
    /// The first hits of the group, in order, each with its place among all hits, from 1 on.
    pub hits: Vec<(usize, Hit)>,
}

/// What the hits of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupKey {
    /// A publication, as most of its hits write it.
    Value(String),
    /// They have no publication.
    WithoutValue,
    /// They were published in these days: one day, or a month.
    Days(DaySpan),
    /// Their dates are intervals that are longer than a unit or lie across two.
    Imprecise,
    /// They have no date.
    Undated,
}

/// A group while articles are counted.
struct Counted<'r> {
    articles: u64,
    first: Vec<(usize, &'r Rank)>,
}

/// What an article is put under, while numbers stand for values.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Value(usize),
    WithoutValue,
    Days(DaySpan),
    Imprecise,
    Undated,
}

impl Reader {
    /// Puts articles under headings, which come in the order of their first articles; those from `offset` on are shown,
    /// at most `limit` of them.
    pub(crate) fn grouped(
        &self,
        ranks: &[Rank],
        grouping: Grouping,
        (offset, limit): (usize, usize),
        mut shown: impl FnMut(&Rank) -> Result<Hit, SearchError>,
    ) -> Result<Groups, SearchError> {
        let mut keys = Keys::of(self, grouping.by)?;
        let mut numbers: FxHashMap<Key, usize> = FxHashMap::default();
        let mut counted: Vec<(Key, Counted<'_>)> = Vec::new();
        for (at, rank) in ranks.iter().enumerate() {
            let key = keys.of_article(rank.address)?;
            let number = *numbers.entry(key).or_insert_with(|| {
                counted.push((key, Counted { articles: 0, first: Vec::new() }));
                counted.len() - 1
            });
            let group = &mut counted[number].1;
            group.articles += 1;
            if group.first.len() < grouping.hits {
                group.first.push((at + 1, rank));
            }
        }
        let total = counted.len() as u64;
        let spellings = keys.spellings()?;
        let mut groups = Vec::new();
        for (key, group) in counted.into_iter().skip(offset).take(limit) {
            let mut hits = Vec::new();
            for (place, rank) in group.first {
                hits.push((place, shown(rank)?));
            }
            let key = match key {
                Key::Value(number) => GroupKey::Value(spellings[number].clone()),
                Key::WithoutValue => GroupKey::WithoutValue,
                Key::Days(days) => GroupKey::Days(days),
                Key::Imprecise => GroupKey::Imprecise,
                Key::Undated => GroupKey::Undated,
            };
            groups.push(Group { key, articles: group.articles, hits });
        }
        Ok(Groups { by: grouping.by, total, groups })
    }
}

/// The values met in a segment: for its number of each, that among all segments, and how often it was met.
type Met = FxHashMap<u64, (usize, u64)>;

/// Tells what articles are put under.
struct Keys<'r> {
    reader: &'r Reader,
    by: GroupBy,
    /// Of each segment, when they are put under values.
    columns: Vec<(Option<StrColumn>, Met)>,
    values: Values,
}

impl<'r> Keys<'r> {
    fn of(reader: &'r Reader, by: GroupBy) -> Result<Keys<'r>, SearchError> {
        let mut columns = Vec::new();
        if by == GroupBy::Source {
            for segment in 0..reader.columns.len() {
                let column = reader.value_column(IndexedValue::Source, segment)?;
                columns.push((column, FxHashMap::default()));
            }
        }
        Ok(Keys { reader, by, columns, values: Values::default() })
    }

    fn of_article(&mut self, address: DocAddress) -> Result<Key, SearchError> {
        match self.by {
            GroupBy::Source => self.value_of(address),
            GroupBy::Day => Ok(self.days_of(address, Step::Day)),
            GroupBy::Month => Ok(self.days_of(address, Step::Month)),
        }
    }

    fn days_of(&self, address: DocAddress, step: Step) -> Key {
        let Some(days) = self.reader.columns[address.segment_ord as usize].days(address.doc_id) else {
            return Key::Undated;
        };
        let unit = step.around(days.first());
        if days.last() <= unit.last() { Key::Days(unit) } else { Key::Imprecise }
    }

    fn value_of(&mut self, address: DocAddress) -> Result<Key, SearchError> {
        let (column, met) = &mut self.columns[address.segment_ord as usize];
        let Some(column) = column else { return Ok(Key::WithoutValue) };
        let Some(ord) = column.ords().first(address.doc_id) else { return Ok(Key::WithoutValue) };
        let (number, times) = match met.entry(ord) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let written = self.reader.written(column, ord)?;
                unknown.insert((self.values.number_of(&written, 0), 0))
            }
        };
        *times += 1;
        Ok(Key::Value(*number))
    }

    /// How most articles write each value, by its number.
    fn spellings(mut self) -> Result<Vec<String>, SearchError> {
        for (column, met) in &self.columns {
            let Some(column) = column else { continue };
            for (&ord, &(number, times)) in met {
                self.values.number_of(&self.reader.written(column, ord)?, times);
                self.values.add(number, times);
            }
        }
        let mut spellings = vec![String::new(); self.values.len()];
        for value in self.values.into_counted() {
            spellings[value.number] = value.shown;
        }
        Ok(spellings)
    }
}

impl Reader {
    /// A value of a column as articles write it.
    fn written(&self, column: &StrColumn, ord: u64) -> Result<String, SearchError> {
        let mut written = String::new();
        column.ord_to_str(ord, &mut written).map_err(|error| self.refuse_io(&error))?;
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive};

    use super::*;
    use crate::search::hits::{Order, SearchOptions};
    use crate::search::testing::tree_of;

    #[track_caller]
    fn check(by: GroupBy, order: Order, limit: usize, offset: usize, expect: &str) {
        let archive = TestArchive::of([
            Draft::new("a", "Flood", "The flood came.").from("Gazette").on("2017-03-02"),
            Draft::new("b", "Calm", "A flood of letters came in after a long and quiet week.")
                .from("GAZETTE")
                .on("2017-03-09"),
            Draft::new("c", "Flood flood", "Flood, flood.").from("Courier").on("2017-04"),
        ]);
        archive.add(vec![
            Draft::new("d", "Rain", "No flood this time, said nobody in particular.").article(),
            Draft::new("e", "Rain", "A flood is not expected by anyone this year.")
                .from("Gazette")
                .on("2016")
                .article(),
        ]);
        let reader = Reader::open(archive.archive()).expect("an archive");
        let grouping = Some(Grouping { by, hits: 1 });
        let options = SearchOptions { order, limit, offset, grouping, ..SearchOptions::default() };
        let answer = reader.search(&tree_of("flood"), options).expect("an answer");
        assert_eq!((answer.total, answer.hits.len()), (5, 0));
        let groups = answer.groups.expect("groups");
        let shown: Vec<String> = groups
            .groups
            .iter()
            .map(|group| {
                let name = match &group.key {
                    GroupKey::Value(value) => value.clone(),
                    GroupKey::Days(days) => days.to_string(),
                    other => format!("{other:?}"),
                };
                let hits: Vec<String> =
                    group.hits.iter().map(|(place, hit)| format!("{place}. {}", hit.article.title)).collect();
                format!("{name} {} ({})", group.articles, hits.join(", "))
            })
            .collect();
        assert_eq!(format!("{}: {}", groups.total, shown.join(" | ")), expect);
    }

    #[test]
    fn groups_come_in_the_order_of_their_first_hits() {
        let by = GroupBy::Source;
        check(
            by,
            Order::Relevance,
            9,
            0,
            "3: Courier 1 (1. Flood flood) | Gazette 3 (2. Flood) | WithoutValue 1 (3. Rain)",
        );
        check(
            by,
            Order::NewestFirst,
            9,
            0,
            "3: Courier 1 (1. Flood flood) | Gazette 3 (2. Calm) | WithoutValue 1 (5. Rain)",
        );
    }

    #[test]
    fn pages_go_over_groups() {
        check(GroupBy::Source, Order::NewestFirst, 1, 1, "3: Gazette 3 (2. Calm)");
        check(GroupBy::Source, Order::NewestFirst, 1, 3, "3: ");
    }

    #[test]
    fn an_article_of_no_one_day_or_month_is_in_a_group_of_its_own() {
        check(
            GroupBy::Month,
            Order::NewestFirst,
            9,
            0,
            "4: 2017-04-01..2017-04-30 1 (1. Flood flood) | 2017-03-01..2017-03-31 2 (2. Calm) | Imprecise 1 (4. Rain) | Undated 1 (5. Rain)",
        );
        check(
            GroupBy::Day,
            Order::OldestFirst,
            9,
            0,
            "4: Imprecise 2 (1. Rain) | 2017-03-02 1 (2. Flood) | 2017-03-09 1 (3. Calm) | Undated 1 (5. Rain)",
        );
    }
}
