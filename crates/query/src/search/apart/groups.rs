//! Which group every article is in.

use dateline_article::DaySpan;
use tantivy::DocId;

use super::{ComparedWith, LEAST_ARTICLES, LEAST_OTHERS, Strength};
use crate::search::error::SearchError;
use crate::search::matches::Matches;

/// Articles that are neither counted nor compared with.
pub(super) const NEITHER: usize = 0;
/// Matches outside the periods.
const OTHER: usize = 1;
/// Articles of the archive that do not match.
const REST: usize = 2;
/// The matches of the first period.
pub(super) const FIRST: usize = 3;

/// The articles of an archive in groups: the matches of each period, the other matches, the rest.
pub(super) struct Groups {
    /// For each segment, the group of each document.
    of: Vec<Vec<u32>>,
    /// How many articles each group has.
    sizes: Vec<u64>,
}

impl Matches<'_> {
    /// Puts the matches into groups, and the rest of the archive where a period is compared with it.
    pub(super) fn groups(&self, periods: &[DaySpan]) -> Result<Groups, SearchError> {
        let of = self.reader.columns.iter().map(|columns| vec![NEITHER as u32; columns.docs() as usize]);
        let mut groups = Groups { of: of.collect(), sizes: vec![0; FIRST + periods.len()] };
        self.each_block(|segment, docs| {
            for &doc in docs {
                let days = self.reader.columns[segment].days(doc);
                let group = days.and_then(|days| period_of(periods, days)).map_or(OTHER, |at| FIRST + at);
                groups.put(segment, doc, group);
            }
            Ok(())
        })?;
        if groups.need_archive() {
            self.in_days_alone()?.each_block(|segment, docs| {
                for &doc in docs {
                    if groups.of(segment, doc) == NEITHER {
                        groups.put(segment, doc, REST);
                    }
                }
                Ok(())
            })?;
        }
        Ok(groups)
    }
}

/// The period in which an article was published for sure.
fn period_of(periods: &[DaySpan], days: DaySpan) -> Option<usize> {
    let at = periods.partition_point(|period| period.last() < days.first());
    let period = periods.get(at)?;
    (period.first() <= days.first() && days.last() <= period.last()).then_some(at)
}

impl Groups {
    fn put(&mut self, segment: usize, doc: DocId, group: usize) {
        self.of[segment][doc as usize] = group as u32;
        self.sizes[group] += 1;
    }

    pub(super) fn of(&self, segment: usize, doc: DocId) -> usize {
        self.of[segment][doc as usize] as usize
    }

    /// How many groups there are.
    pub(super) fn count(&self) -> usize {
        self.sizes.len()
    }

    pub(super) fn periods(&self) -> usize {
        self.sizes.len() - FIRST
    }

    /// The matches of a period.
    pub(super) fn articles(&self, period: usize) -> u64 {
        self.sizes[FIRST + period]
    }

    pub(super) fn compared_with(&self, period: usize) -> ComparedWith {
        if matches(&self.sizes) - self.articles(period) < LEAST_OTHERS {
            ComparedWith::Archive
        } else {
            ComparedWith::OtherMatches
        }
    }

    /// The articles that a period is compared with.
    pub(super) fn others(&self, period: usize) -> u64 {
        self.compared(&self.sizes, period)
    }

    pub(super) fn need_archive(&self) -> bool {
        (0..self.periods()).any(|period| self.compared_with(period) == ComparedWith::Archive)
    }

    /// How far something sets a period apart that so many articles of each group have.
    pub(super) fn strength(&self, counts: &[u32], period: usize) -> Option<Strength> {
        let articles = u64::from(counts[FIRST + period]);
        // Most words are rare: they need not be added up.
        if articles < LEAST_ARTICLES {
            return None;
        }
        let others = self.compared(counts, period);
        Strength::of((articles, self.articles(period)), (others, self.others(period)))
    }

    fn compared<N: Copy + Into<u64>>(&self, counts: &[N], period: usize) -> u64 {
        let other_matches = matches(counts) - counts[FIRST + period].into();
        match self.compared_with(period) {
            ComparedWith::OtherMatches => other_matches,
            ComparedWith::Archive => other_matches + counts[REST].into(),
        }
    }
}

/// The matches among articles that are counted by group.
fn matches<N: Copy + Into<u64>>(counts: &[N]) -> u64 {
    counts[OTHER].into() + counts[FIRST..].iter().map(|&count| count.into()).sum::<u64>()
}
