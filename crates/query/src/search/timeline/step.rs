//! The units of the calendar that a timeline counts by.

use chrono::Datelike;
use dateline_article::{Day, DaySpan};

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A day.
    Day,
    /// A week of ISO 8601, Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years, 1910 to 1919.
    Decade,
}

impl Step {
    /// Every unit, the shortest first.
    pub const ALL: [Step; 6] = [Step::Day, Step::Week, Step::Month, Step::Quarter, Step::Year, Step::Decade];

    /// The name that people write.
    pub fn name(self) -> &'static str {
        match self {
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
            Step::Quarter => "quarter",
            Step::Year => "year",
            Step::Decade => "decade",
        }
    }

    /// The days of the unit that a day lies in; cut where the calendar ends.
    pub fn around(self, day: Day) -> DaySpan {
        let (year, month) = (day.year(), day.month());
        let days = match self {
            Step::Day => None,
            Step::Week => {
                let monday = day.plus(-(day.weekday().num_days_from_monday() as i32));
                DaySpan::new(monday, monday.plus(6))
            }
            Step::Month => DaySpan::month(year, month),
            Step::Quarter => {
                let first = (month - 1) / 3 * 3 + 1;
                let (one, three) = (DaySpan::month(year, first), DaySpan::month(year, first + 2));
                one.zip(three).and_then(|(one, three)| DaySpan::new(one.first(), three.last()))
            }
            Step::Year => DaySpan::year(year),
            // There is no year 0.
            Step::Decade => DaySpan::years((year / 10 * 10).max(1), year / 10 * 10 + 9),
        };
        days.unwrap_or_else(|| DaySpan::day(day))
    }

    /// How a unit is called: `2017-03-02`, `2017-W09`, `2017-03`, `2017-Q1`, `2017`, `2010s`.
    pub fn label(self, days: DaySpan) -> String {
        let day = days.first();
        let year = day.year();
        match self {
            Step::Day => day.to_string(),
            Step::Week => {
                let week = day.to_naive().iso_week();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Step::Month => format!("{year:04}-{:02}", day.month()),
            Step::Quarter => format!("{year:04}-Q{}", day.month().div_ceil(3)),
            Step::Year => format!("{year:04}"),
            Step::Decade => format!("{}s", year / 10 * 10),
        }
    }

    /// The units from that of the first day to that of the last.
    pub fn units(self, days: DaySpan) -> Vec<DaySpan> {
        let mut units = vec![self.around(days.first())];
        while let Some(unit) = units.last().filter(|unit| unit.last() < days.last()) {
            units.push(self.around(unit.last().plus(1)));
        }
        units
    }

    /// The shortest unit of which at most so many cover some days, which may depend on the unit.
    pub fn for_at_most(most: usize, days_of: impl Fn(Step) -> DaySpan) -> Step {
        let fits = |step: &Step| {
            let days = days_of(*step);
            let count = i64::from(days.last().epoch_days()) - i64::from(days.first().epoch_days()) + 1;
            // Days are many, and the shortest units need not be laid out to see that.
            let least = match step {
                Step::Day => count,
                Step::Week => count / 7,
                _ => 0,
            };
            least <= most as i64 && step.units(days).len() <= most
        };
        Step::ALL.into_iter().find(fits).unwrap_or(Step::Decade)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: (i32, u32, u32)) -> Day {
        Day::from_ymd(text.0, text.1, text.2).expect("a day of the test")
    }

    #[track_caller]
    fn check(step: Step, of: (i32, u32, u32), expect: &str) {
        let unit = step.around(day(of));
        assert_eq!(format!("{} {unit}", step.label(unit)), expect);
    }

    #[test]
    fn a_day_lies_in_one_unit_of_every_length() {
        check(Step::Day, (2017, 3, 2), "2017-03-02 2017-03-02");
        check(Step::Week, (2017, 3, 2), "2017-W09 2017-02-27..2017-03-05");
        check(Step::Month, (2016, 2, 9), "2016-02 2016-02-01..2016-02-29");
        check(Step::Quarter, (2017, 12, 31), "2017-Q4 2017-10-01..2017-12-31");
        check(Step::Year, (1665, 11, 7), "1665 1665-01-01..1665-12-31");
        check(Step::Decade, (1919, 1, 1), "1910s 1910-01-01..1919-12-31");
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        check(Step::Week, (2021, 1, 3), "2020-W53 2020-12-28..2021-01-03");
        check(Step::Week, (2018, 12, 31), "2019-W01 2018-12-31..2019-01-06");
    }

    #[test]
    fn units_end_with_the_calendar() {
        check(Step::Week, (1, 1, 1), "0001-W01 0001-01-01..0001-01-07");
        check(Step::Decade, (5, 1, 1), "0s 0001-01-01..0009-12-31");
        check(Step::Week, (9999, 12, 31), "9999-W52 9999-12-27..9999-12-31");
        check(Step::Decade, (9999, 12, 31), "9990s 9990-01-01..9999-12-31");
    }

    #[test]
    fn the_unit_follows_from_the_length() {
        let step = |first, last| {
            Step::for_at_most(60, |_| DaySpan::new(day(first), day(last)).expect("days")).name()
        };
        assert_eq!(step((2017, 3, 1), (2017, 4, 29)), "day");
        assert_eq!(step((2017, 3, 1), (2017, 6, 1)), "week");
        assert_eq!(step((2016, 1, 1), (2019, 12, 31)), "month");
        assert_eq!(step((2006, 1, 1), (2019, 12, 31)), "quarter");
        assert_eq!(step((1990, 1, 1), (2019, 12, 31)), "year");
        assert_eq!(step((1, 1, 1), (9999, 12, 31)), "decade");
    }
}
