//! What a calendar form says: one day, a stretch of days, or one of two days.

use dateline_article::{Day, DaySpan};

use super::{Certainty, DayOrder};

/// The days that one form of the calendar names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub span: DaySpan,
    pub certainty: Certainty,
    /// The order of day and month that this form alone proves.
    pub proves: Option<DayOrder>,
    pub shape: Shape,
}

/// How far the writing alone shows that a date is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing else looks like it.
    Evident,
    /// A number or a phrase could look the same; believed where a date is expected.
    Terse,
    /// Longer than a day; believed where a date is expected, and without a time.
    Coarse,
}

impl Days {
    pub fn day(day: Day) -> Days {
        Days::span(DaySpan::day(day), Shape::Evident)
    }

    pub fn span(span: DaySpan, shape: Shape) -> Days {
        Days { span, certainty: Certainty::OneReading, proves: None, shape }
    }

    pub fn coarse(span: DaySpan) -> Days {
        Days::span(span, Shape::Coarse)
    }

    pub fn terse(self) -> Days {
        Days { shape: Shape::Terse, ..self }
    }

    /// The days that a date without month names can mean: the day-first, the month-first and the
    /// year-first reading, where the calendar has them.
    ///
    /// Readings in different years contradict each other too much to span: that is no date.
    pub fn of_readings(
        day_first: Option<Day>,
        month_first: Option<Day>,
        year_first: Option<Day>,
        order: Option<DayOrder>,
    ) -> Option<Days> {
        let readings = || [day_first, month_first, year_first].into_iter().flatten();
        let (first, last) = (readings().min()?, readings().max()?);
        if first == last {
            let proves = match (day_first, month_first, year_first) {
                (Some(_), None, None) => Some(DayOrder::DayFirst),
                (None, Some(_), None) => Some(DayOrder::MonthFirst),
                _ => None,
            };
            return Some(Days { proves, ..Days::day(first) });
        }
        let (span, certainty) = match order {
            Some(DayOrder::DayFirst) => (DaySpan::day(day_first?), Certainty::OrderGiven),
            Some(DayOrder::MonthFirst) => (DaySpan::day(month_first?), Certainty::OrderGiven),
            None if first.year() == last.year() => (DaySpan::new(first, last)?, Certainty::Ambiguous),
            None => return None,
        };
        Some(Days { certainty, ..Days::span(span, Shape::Evident) })
    }
}

/// The year that two digits mean: 31..=99 lie in the 1900s, 00..=30 in the 2000s.
///
/// The usual pivot of mail and news (69, POSIX `strptime`) would put an archive of 1963 into the
/// future; this one is fixed, so that the same file reads the same in every year.
pub(super) fn year_of_two_digits(year: u32) -> i32 {
    const LAST_OF_THE_2000S: u32 = 30;
    let century = if year <= LAST_OF_THE_2000S { 2000 } else { 1900 };
    century + year.cast_signed()
}
