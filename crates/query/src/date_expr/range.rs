//! A range of days with open ends.

use std::fmt;

use dateline_article::{Day, DaySpan};

/// The days `first..=last`, either end possibly open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayRange {
    // Invariant: at least one end is given, and `first <= last` when both are.
    first: Option<Day>,
    last: Option<Day>,
}

impl DayRange {
    /// The days `first..=last`; `None` when the range would run backwards or has no end at all.
    pub fn new(first: Option<Day>, last: Option<Day>) -> Option<DayRange> {
        let fits = match (first, last) {
            (Some(first), Some(last)) => first <= last,
            (None, None) => false,
            _ => true,
        };
        fits.then_some(DayRange { first, last })
    }

    /// From a day on.
    pub fn from(first: Day) -> DayRange {
        let first = Some(first);
        DayRange { first, last: None }
    }

    /// Up to a day.
    pub fn to(last: Day) -> DayRange {
        let last = Some(last);
        DayRange { first: None, last }
    }

    /// The first day, unless the range is open there.
    pub fn first(self) -> Option<Day> {
        self.first
    }

    /// The last day, unless the range is open there.
    pub fn last(self) -> Option<Day> {
        self.last
    }

    /// The days of both ranges, or `None` when they share no day.
    pub fn intersect(self, other: DayRange) -> Option<DayRange> {
        let first = self.first.max(other.first);
        let last = match (self.last, other.last) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        DayRange::new(first, last)
    }

    /// Whether some day of `span` lies in the range.
    pub fn overlaps(self, span: DaySpan) -> bool {
        self.first.is_none_or(|first| first <= span.last())
            && self.last.is_none_or(|last| span.first() <= last)
    }

    /// Whether every day of `span` lies in the range.
    pub fn holds(self, span: DaySpan) -> bool {
        self.first.is_none_or(|first| first <= span.first())
            && self.last.is_none_or(|last| span.last() <= last)
    }
}

impl From<DaySpan> for DayRange {
    fn from(span: DaySpan) -> DayRange {
        DayRange { first: Some(span.first()), last: Some(span.last()) }
    }
}

/// Prints `first..last`, an open end as nothing, and a single day as itself.
impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => first.fmt(f),
            (first, last) => {
                if let Some(first) = first {
                    first.fmt(f)?;
                }
                f.write_str("..")?;
                last.map_or(Ok(()), |last| last.fmt(f))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32) -> DaySpan {
        DaySpan::year(year).expect("a year")
    }

    #[track_caller]
    fn check(range: Option<DayRange>, expect: Option<&str>) {
        assert_eq!(range.map(|range| range.to_string()).as_deref(), expect);
    }

    #[test]
    fn an_open_end_prints_as_nothing() {
        check(Some(DayRange::to(year(1999).last())), Some("..1999-12-31"));
        check(Some(DayRange::from(year(2001).first())), Some("2001-01-01.."));
        check(Some(DaySpan::day(year(2001).first()).into()), Some("2001-01-01"));
    }

    #[test]
    fn open_ranges_intersect_in_a_closed_one() {
        let (from, to) = (DayRange::from(year(2018).first()), DayRange::to(year(2019).last()));
        check(from.intersect(to), Some("2018-01-01..2019-12-31"));
        check(to.intersect(from), Some("2018-01-01..2019-12-31"));
        check(DayRange::from(year(2020).first()).intersect(to), None);
    }

    #[test]
    fn a_vague_date_overlaps_without_being_held() {
        let half = DayRange::from(year(2018).first().plus(180));
        assert!(half.overlaps(year(2018)) && !half.holds(year(2018)) && half.holds(year(2019)));
    }
}
