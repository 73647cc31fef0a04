//! Periods in which the matches of a query stand out.
//!
//! The model has two states, usual and burst, one of which each unit of the calendar is in; the states are those that make
//! the counts likeliest, where every beginning of a burst costs something. It is the model of batched arrivals with two states in Kleinberg,
//! "Bursty and Hierarchical Structure in Streams", KDD 2002, section 4, with its usual settings `s` = 2 and `γ` = 1.
//! Two things are ours: `s` multiplies the odds, not the share, which is the same for small shares and stays below 1 for
//! large ones; and where the archive is silent for long, a burst ends.

use std::ops::Range;

use dateline_article::DaySpan;

use super::Line;

/// The odds of a match in a burst, in times the usual ones.
pub const BURST_ODDS: f64 = 2.0;
/// What the beginning of a burst costs, in times the logarithm of the number of units.
pub const BURST_COST: f64 = 1.0;
/// A burst goes on over so many units without any article in the archive, not over more.
pub const MOST_SILENT_UNITS: usize = 7;

/// What matches are measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasuredBy {
    /// The articles of the archive: a burst is a period in which a larger share of them match.
    Archive,
    /// Days: every article that the archive holds matches, so that a burst is a period in which it holds more a day.
    Days,
}

impl MeasuredBy {
    /// The name that programs read.
    pub fn name(self) -> &'static str {
        match self {
            MeasuredBy::Archive => "archive",
            MeasuredBy::Days => "days",
        }
    }
}

/// The bursts of one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Bursts {
    /// What its matches are measured by.
    pub measured_by: MeasuredBy,
    /// In order of time; they do not overlap.
    pub bursts: Vec<Burst>,
}

/// A period in which matches stand out.
#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    /// Its units in the timeline.
    pub units: Range<usize>,
    /// Its days.
    pub days: DaySpan,
    /// The matches in it.
    pub articles: u64,
    /// The articles of the archive in it.
    pub archive: u64,
    /// How much likelier the burst makes its counts: the natural logarithm of the ratio.
    pub weight: f64,
}

impl Line {
    /// Finds the bursts of a line over the units of its timeline.
    pub fn bursts(&self, units: &[DaySpan]) -> Bursts {
        let (matches, archive) = (&self.matches.units, &self.archive.units);
        let (found, held): (u64, u64) = (matches.iter().sum(), archive.iter().sum());
        let measured_by = if found == held { MeasuredBy::Days } else { MeasuredBy::Archive };
        let gains: Vec<Option<f64>> = match measured_by {
            MeasuredBy::Archive => {
                let usual = found as f64 / held as f64;
                let burst = BURST_ODDS * usual / (1.0 - usual + BURST_ODDS * usual);
                let (match_gain, other_gain) = ((burst / usual).ln(), ((1.0 - burst) / (1.0 - usual)).ln());
                let gain = |(&matches, &archive): (&u64, &u64)| {
                    let others = archive.saturating_sub(matches) as f64;
                    (archive > 0).then_some(matches as f64 * match_gain + others * other_gain)
                };
                matches.iter().zip(archive).map(gain).collect()
            }
            // The same with a Poisson process: every day is one of the many in which an article may come.
            MeasuredBy::Days => {
                let days: f64 = units.iter().map(|&unit| days_of(unit)).sum();
                let usual = found as f64 / days;
                let gain = |(&matches, &unit): (&u64, &DaySpan)| {
                    let expected = usual * days_of(unit);
                    Some(matches as f64 * BURST_ODDS.ln() - (BURST_ODDS - 1.0) * expected)
                };
                matches.iter().zip(units).map(gain).collect()
            }
        };
        let cost = BURST_COST * (units.len().max(1) as f64).ln();
        let bursts = runs(&states(&gains, cost))
            .map(|run| Burst {
                days: DaySpan::new(units[run.start].first(), units[run.end - 1].last())
                    .unwrap_or(units[run.start]),
                articles: matches[run.clone()].iter().sum(),
                archive: archive[run.clone()].iter().sum(),
                weight: gains[run.clone()].iter().flatten().sum(),
                units: run,
            })
            .collect();
        Bursts { measured_by, bursts }
    }
}

fn days_of(unit: DaySpan) -> f64 {
    f64::from(unit.last().epoch_days() - unit.first().epoch_days() + 1)
}

/// Whether each unit is in a burst: the likeliest sequence of states, by Viterbi's algorithm. A gain is how much likelier a burst makes the
/// counts of a unit, `None` where there is nothing to judge by.
fn states(gains: &[Option<f64>], cost: f64) -> Vec<bool> {
    // The best that sequences ending in either state have gained so far, and the states they came from.
    let (mut usual, mut burst) = (0.0_f64, f64::NEG_INFINITY);
    let mut came_from = Vec::with_capacity(gains.len());
    let mut silent = 0;
    for gain in gains {
        silent = if gain.is_some() { 0 } else { silent + 1 };
        let stays = burst > usual - cost && silent <= MOST_SILENT_UNITS;
        let ends = burst > usual;
        came_from.push((ends, stays));
        let (next_usual, next_burst) =
            (usual.max(burst), if stays { burst } else { usual - cost } + gain.unwrap_or(0.0));
        (usual, burst) =
            (next_usual, if silent > MOST_SILENT_UNITS { f64::NEG_INFINITY } else { next_burst });
    }
    let mut is_burst = burst > usual;
    let mut states = vec![false; gains.len()];
    for (state, (ends, stays)) in states.iter_mut().zip(came_from).rev() {
        *state = is_burst;
        is_burst = if is_burst { stays } else { ends };
    }
    states
}

/// The runs of units in a burst.
fn runs(states: &[bool]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    states.chunk_by(|one, next| one == next).filter_map(move |run| {
        at += run.len();
        run[0].then(|| at - run.len()..at)
    })
}

#[cfg(test)]
mod tests {
    use dateline_article::Day;

    use super::*;
    use crate::search::timeline::Tallies;

    /// Counts of days from 2019-01-01 on, as `matches/archive`; shows bursts with their days and counts.
    #[track_caller]
    fn check(counts: &str, expect: &str) {
        let first = Day::from_ymd(2019, 1, 1).expect("a day");
        let (matches, archive): (Vec<u64>, Vec<u64>) = counts
            .split(' ')
            .flat_map(|unit| {
                let (counts, times) = unit.split_once('x').unwrap_or((unit, "1"));
                let (matches, archive) = counts.split_once('/').expect("two counts");
                let counts: (u64, u64) =
                    (matches.parse().expect("a count"), archive.parse().expect("a count"));
                vec![counts; times.parse().expect("how often")]
            })
            .unzip();
        let units: Vec<DaySpan> =
            (0..matches.len()).map(|number| DaySpan::day(first.plus(number as i32))).collect();
        let tallies = |units: Vec<u64>| Tallies { units, ..Tallies::default() };
        let line = Line { name: String::new(), matches: tallies(matches), archive: tallies(archive) };
        let bursts = line.bursts(&units);
        let shown: Vec<String> = bursts
            .bursts
            .iter()
            .map(|burst| {
                assert!(burst.weight > 0.0, "a burst weighs something");
                format!("{} {}/{}", burst.days, burst.articles, burst.archive)
            })
            .collect();
        assert_eq!(format!("{}: {}", bursts.measured_by.name(), shown.join(", ")), expect);
    }

    #[test]
    fn a_larger_share_of_the_archive_is_a_burst() {
        check("1/50x20 20/50x3 1/50x20", "archive: 2019-01-21..2019-01-23 60/150");
    }

    #[test]
    fn more_matches_in_a_larger_archive_are_none() {
        check("1/10x20 30/300x3 1/10x20", "archive: ");
    }

    #[test]
    fn a_chance_match_more_is_none() {
        check("1/50x20 3/50 1/50x20", "archive: ");
    }

    #[test]
    fn one_weak_day_does_not_cut_a_burst() {
        check("1/50x20 20/50x2 1/50 20/50x2 1/50x20", "archive: 2019-01-21..2019-01-25 81/250");
    }

    #[test]
    fn bursts_go_on_over_a_short_silence_of_the_archive_but_not_over_a_long_one() {
        check("1/50x20 20/50x2 0/0x7 20/50x2 1/50x20", "archive: 2019-01-21..2019-01-31 80/200");
        check(
            "1/50x20 20/50x2 0/0x8 20/50x2 1/50x20",
            "archive: 2019-01-21..2019-01-22 40/100, 2019-01-31..2019-02-01 40/100",
        );
    }

    #[test]
    fn where_every_article_matches_more_of_them_a_day_are_a_burst() {
        check("1/1x30 9/9x3 1/1x30", "days: 2019-01-31..2019-02-02 27/27");
    }

    #[test]
    fn a_burst_may_begin_and_end_with_the_timeline() {
        check("20/50x3 1/50x40", "archive: 2019-01-01..2019-01-03 60/150");
        check("1/50x40 20/50x3", "archive: 2019-02-10..2019-02-12 60/150");
    }

    #[test]
    fn nothing_has_no_bursts() {
        check("0/10x9", "archive: ");
        check("0/0x9", "days: ");
    }
}
