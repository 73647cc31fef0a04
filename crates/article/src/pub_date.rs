//! When an article was published, and how we know.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Day, DaySpan};

/// The days an article may have been published on, with the evidence.
///
/// Archives often know only a month or a year. Such a date stays a span of days: it is never
/// rounded to its first day, and it matches every range it overlaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PubDate {
    /// The civil days, as the publication itself counted them.
    pub span: DaySpan,
    /// The time of day, when the source gives one. Only meaningful for a single day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<ClockTime>,
    /// Where in the source the date stood.
    pub origin: Origin,
    /// How far to trust it.
    pub confidence: Confidence,
}

impl PubDate {
    /// Seconds of the article's own wall clock since 1970-01-01, midnight when only a day is known.
    ///
    /// A day is always one whole range of these numbers, whatever the time zone: this is what the
    /// index is sorted by.
    pub fn civil_seconds(&self) -> i64 {
        let midnight = i64::from(self.span.first().epoch_days()) * 86_400;
        midnight + self.time.map_or(0, |time| i64::from(time.second_of_day()))
    }

    /// How much of the calendar the date covers.
    pub fn precision(&self) -> Precision {
        Precision::of(self.span)
    }
}

/// A time of day, with its distance from UTC when the source says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockTime {
    // Invariant: `second_of_day < 86_400`.
    second_of_day: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    utc_offset_seconds: Option<i32>,
}

impl ClockTime {
    /// A time of day; `None` when the second lies outside the day or the offset outside ±18 hours.
    pub fn new(second_of_day: u32, utc_offset_seconds: Option<i32>) -> Option<ClockTime> {
        let fits = second_of_day < 86_400 && utc_offset_seconds.is_none_or(|offset| offset.abs() <= 64_800);
        fits.then_some(ClockTime { second_of_day, utc_offset_seconds })
    }

    /// Seconds since midnight on the article's own clock, 0..86,400.
    pub fn second_of_day(self) -> u32 {
        self.second_of_day
    }

    /// Seconds east of UTC.
    pub fn utc_offset_seconds(self) -> Option<i32> {
        self.utc_offset_seconds
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) =
            (self.second_of_day / 3600, self.second_of_day / 60 % 60, self.second_of_day % 60);
        write!(f, "{hours:02}:{minutes:02}:{seconds:02}")?;
        match self.utc_offset_seconds {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 3600, offset.abs() / 60 % 60)
            }
        }
    }
}

/// Defines a set of named values with their spelling in files, filters and output.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The spelling used in files, filters and output.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<$name, ()> {
                $name::ALL.iter().copied().find(|value| value.name() == text).ok_or(())
            }
        }
    };
}

named! {
    /// Where in its source a date stood.
    Origin {
        /// A field of the record that names the date.
        Metadata = "metadata",
        /// Several independent places of a web page that agree.
        Agreement = "agreement",
        /// A `<meta>` element of a web page.
        MetaTag = "meta-tag",
        /// An element of a web page that is marked as a date, such as `<time>`.
        Markup = "markup",
        /// Structured data inside a web page.
        JsonLd = "json-ld",
        /// The address of the article.
        Url = "url",
        /// The line above or at the start of the text.
        Dateline = "dateline",
        /// Somewhere else in the text.
        Text = "text",
        /// The name of the file or of its folder.
        Filename = "filename",
        /// The container around the record, such as an issue of a newspaper.
        Container = "container",
        /// The day a crawler fetched it.
        Crawl = "crawl",
    }
}

named! {
    /// How far a date can be trusted.
    Confidence {
        /// Stated by the source as the publication date, readable in one way only.
        Certain = "certain",
        /// Very probably the publication date.
        Likely = "likely",
        /// Better than nothing; shown with a mark.
        Guess = "guess",
    }
}

named! {
    /// How much of the calendar a date covers.
    Precision {
        /// One day.
        Day = "day",
        /// A whole month.
        Month = "month",
        /// A whole year.
        Year = "year",
        /// A whole decade, 1910 to 1919.
        Decade = "decade",
        /// Any other span.
        Span = "span",
    }
}

impl Precision {
    fn of(span: DaySpan) -> Precision {
        let (first, last) = (span.first(), span.last());
        let (year, month) = (first.year(), first.month());
        if span.is_single_day() {
            Precision::Day
        } else if DaySpan::month(year, month) == Some(span) {
            Precision::Month
        } else if DaySpan::year(year) == Some(span) {
            Precision::Year
        } else if year % 10 == 0
            && Day::from_ymd(year + 9, 12, 31) == Some(last)
            && first.plus(-1).year() < year
        {
            Precision::Decade
        } else {
            Precision::Span
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(span: Option<DaySpan>, expect: Precision) {
        assert_eq!(Precision::of(span.expect("a span of the test")), expect);
    }

    #[test]
    fn precision_names_the_unit_of_the_calendar_that_a_span_fills() {
        check(Day::from_ymd(2017, 3, 2).map(DaySpan::day), Precision::Day);
        check(DaySpan::month(1923, 5), Precision::Month);
        check(DaySpan::year(1923), Precision::Year);
        check(DaySpan::years(1910, 1919), Precision::Decade);
        check(DaySpan::years(1911, 1920), Precision::Span);
    }

    #[test]
    fn a_day_is_one_range_of_civil_seconds_whatever_the_zone() {
        let date = PubDate {
            span: DaySpan::day(Day::from_ymd(1970, 1, 2).expect("a day")),
            time: ClockTime::new(3_600, Some(-5 * 3600)),
            origin: Origin::Metadata,
            confidence: Confidence::Certain,
        };
        assert_eq!(date.civil_seconds(), 86_400 + 3_600);
    }

    #[test]
    fn a_clock_time_prints_like_iso_8601() {
        let text = |offset| ClockTime::new(52_200, offset).expect("a time of day").to_string();
        assert_eq!(text(None), "14:30:00");
        assert_eq!(text(Some(0)), "14:30:00Z");
        assert_eq!(text(Some(-5 * 3600)), "14:30:00-05:00");
    }

    #[test]
    fn every_name_reads_back_as_itself() {
        for &origin in Origin::ALL {
            assert_eq!(origin.name().parse(), Ok(origin));
        }
    }
}
