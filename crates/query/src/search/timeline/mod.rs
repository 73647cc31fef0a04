//! How the matches of a query spread over the calendar.
//!
//! [`DayCounts`] counts by day, which needs no unit; [`Timeline`] lays units over one or several counts and
//! sets beside each what the archive holds of it. Every article is in one unit, undated, or imprecise: dated by
//! an interval that is longer than a unit or lies across two.

mod bursts;
mod calendar;
mod day_counts;
mod step;

use dateline_article::{Day, DaySpan};

pub use self::bursts::{BURST_COST, BURST_ODDS, Burst, Bursts, MOST_SILENT_UNITS, MeasuredBy};
pub(crate) use self::calendar::Calendar;
pub use self::day_counts::DayCounts;
pub use self::step::Step;
use super::error::SearchError;
use super::facets::FacetField;
use super::matches::Matches;
use crate::DayRange;

/// Most rows of a timeline whose step nobody chose.
pub const MOST_ROWS: usize = 60;

/// One count that a timeline shows, with that of the archive to compare it with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What is counted: a query, or a value.
    pub name: String,
    /// The matches.
    pub matches: DayCounts,
    /// Every article of the archive in the days of the query, and with the value.
    pub archive: DayCounts,
    /// The days the query asks for.
    pub asked: Option<DayRange>,
}

/// Counts by unit of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The unit.
    pub step: Step,
    /// The units, without a gap.
    pub units: Vec<DaySpan>,
    /// What was counted, in the order given.
    pub lines: Vec<Line>,
}

/// One count by unit. `units`, `undated` and `imprecise` of [`Tallies`] add up to its `total`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub name: String,
    /// The matches.
    pub matches: Tallies,
    /// The archive. Its units are only those of the timeline: they do not add up.
    pub archive: Tallies,
}

/// Articles by unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// All articles.
    pub total: u64,
    /// For each unit of the timeline.
    pub units: Vec<u64>,
    /// Articles without a date.
    pub undated: u64,
    /// Articles dated by an interval that lies in no one unit.
    pub imprecise: u64,
}

/// How many rows of values a timeline shows beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The field: one of [`Split::FIELDS`], or one of [`Split::NAMES`].
    pub field: FacetField,
    /// Values with a row of their own; the others share one.
    pub limit: Option<usize>,
}

impl Split {
    /// The fields of which an article has at most one value, so that rows add up.
    pub const FIELDS: [FacetField; 8] = [
        FacetField::Source,
        FacetField::Section,
        FacetField::Lang,
        FacetField::Type,
        FacetField::Site,
        FacetField::Page,
        FacetField::Edition,
        FacetField::Format,
    ];

    /// The fields of names, of which an article may have several: their rows overlap.
    pub const NAMES: [FacetField; 3] = [FacetField::Person, FacetField::Org, FacetField::Place];
}

impl Matches<'_> {
    /// Counts the matches, and the archive in the days of the query.
    pub fn counted(&self, name: &str) -> Result<Counted, SearchError> {
        Ok(Counted {
            name: name.to_owned(),
            matches: self.day_counts()?,
            archive: self.archive_counts()?,
            asked: self.days_asked(),
        })
    }

    /// Counts the archive in the days of the query; all of it only once.
    fn archive_counts(&self) -> Result<DayCounts, SearchError> {
        if !self.counts_any_day_and_copy() {
            return self.in_days_alone()?.day_counts();
        }
        Ok(self.reader.known_days.get_or_init(|| self.reader.every_day()).clone())
    }

    /// Counts the matches by the values of a field. Every match is in one count; by names, only those of the names with
    /// a row of their own are.
    pub fn counted_by(&self, split: Split) -> Result<Vec<Counted>, SearchError> {
        let overlap = Split::NAMES.contains(&split.field);
        let is_split = overlap || Split::FIELDS.contains(&split.field);
        let Some(column) = split.field.column().filter(|_| is_split) else {
            return Ok(vec![self.counted("all")?]);
        };
        let groups = self.day_counts_by(column)?;
        let archive = self.in_days_alone()?.day_counts_by(column)?;
        let asked = self.days_asked();
        let archive_of = |folded: &Option<String>| {
            archive
                .iter()
                .find(|group| group.folded == *folded)
                .map_or_else(DayCounts::default, |group| group.counts.clone())
        };
        let values = groups.iter().filter(|group| group.value.is_some()).count();
        let own_rows = split.limit.unwrap_or(values).min(values);
        let mut lines = Vec::new();
        let mut others = Counted {
            name: format!("{} other{}", values - own_rows, if values - own_rows == 1 { "" } else { "s" }),
            matches: DayCounts::default(),
            archive: DayCounts::default(),
            asked,
        };
        let mut without = None;
        for (number, group) in groups.into_iter().enumerate() {
            let archive = archive_of(&group.folded);
            match group.value {
                None => {
                    let name = format!("(no {})", split.field.name());
                    without = Some(Counted { name, matches: group.counts, archive, asked });
                }
                Some(name) if number < own_rows => {
                    lines.push(Counted { name, matches: group.counts, archive, asked });
                }
                Some(_) => {
                    others.matches.merge(&group.counts);
                    others.archive.merge(&archive);
                }
            }
        }
        // The counts of several names are not those of the articles that have one of them.
        if !overlap {
            lines.extend((values > own_rows).then_some(others));
            lines.extend(without);
        }
        Ok(lines)
    }
}

impl Timeline {
    /// Lays units over counts: those given, or the shortest of which `most_rows` are enough.
    pub fn new(counted: Vec<Counted>, step: Option<Step>, most_rows: usize) -> Timeline {
        let days = counted.iter().filter_map(extent_of).reduce(hull);
        let Some(days) = days else {
            let lines = counted.into_iter().map(|counted| line(counted, Step::Year, &[])).collect();
            return Timeline { step: step.unwrap_or(Step::Year), units: Vec::new(), lines };
        };
        // An interval that lies in one unit counts there, even outside the days known so far.
        let days_of = |step: Step| {
            let spans = counted.iter().flat_map(|counted| counted.matches.spans.keys());
            let inside = spans.filter_map(|&(first, last)| {
                DaySpan::new(first, last).filter(|_| step.around(first).last() >= last)
            });
            inside.fold(days, hull)
        };
        let step = step.unwrap_or_else(|| Step::for_at_most(most_rows, days_of));
        let units = step.units(days_of(step));
        let lines = counted.into_iter().map(|counted| line(counted, step, &units)).collect();
        Timeline { step, units, lines }
    }

    /// Whether the archive holds nothing in a unit, so that nothing could have been found.
    pub fn is_gap(&self, unit: usize) -> bool {
        self.lines.iter().all(|line| line.archive.units[unit] == 0)
    }
}

/// The days that a count is shown for: from its first match to its last, and as far as the query asks and the
/// archive goes.
fn extent_of(counted: &Counted) -> Option<DaySpan> {
    let found = counted.matches.extent()?;
    let Some((asked, held)) = counted.asked.zip(counted.archive.extent()) else { return Some(found) };
    let first = asked.first().map_or(found.first(), |day| day.max(held.first()).min(found.first()));
    let last = asked.last().map_or(found.last(), |day| day.min(held.last()).max(found.last()));
    DaySpan::new(first, last)
}

fn hull(one: DaySpan, other: DaySpan) -> DaySpan {
    let (first, last): (Day, Day) = (one.first().min(other.first()), one.last().max(other.last()));
    DaySpan::new(first, last).unwrap_or(one)
}

fn line(counted: Counted, step: Step, units: &[DaySpan]) -> Line {
    Line {
        name: counted.name,
        matches: tallies(&counted.matches, step, units),
        archive: tallies(&counted.archive, step, units),
    }
}

fn tallies(counts: &DayCounts, step: Step, units: &[DaySpan]) -> Tallies {
    let mut tallies =
        Tallies { total: counts.total, units: vec![0; units.len()], undated: counts.undated, imprecise: 0 };
    let unit_of = |day: Day| {
        let unit = units.partition_point(|unit| unit.last() < day);
        units.get(unit).filter(|unit| unit.first() <= day).map(|_| unit)
    };
    // Days and units both ascend.
    let mut days = counts.days.iter().peekable();
    for (unit, articles) in units.iter().zip(&mut tallies.units) {
        let (first, last) = (unit.first().epoch_days(), unit.last().epoch_days());
        while let Some(&(day, of_day)) = days.next_if(|&&(day, _)| day <= last) {
            *articles += if day >= first { of_day } else { 0 };
        }
    }
    for (&(first, last), &articles) in &counts.spans {
        if step.around(first).last() < last {
            tallies.imprecise += articles;
        } else if let Some(unit) = unit_of(first) {
            tallies.units[unit] += articles;
        }
    }
    tallies
}

#[cfg(test)]
mod tests;
