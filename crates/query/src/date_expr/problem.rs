//! Why a date expression names no days.

use dateline_article::DaySpan;
use thiserror::Error;

use crate::Code;

/// A date expression that cannot be resolved. The message is one line without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DateProblem {
    /// The end lies before the start.
    #[error("the range runs backwards")]
    Reversed {
        /// The same range with its ends swapped.
        swapped: String,
    },
    /// Two readings, and nothing to decide between them.
    #[error("\"{text}\" can be read two ways")]
    TwoReadings {
        /// As typed.
        text: String,
        /// The readings as they can be typed without doubt.
        readings: [String; 2],
    },
    /// No calendar holds that day.
    #[error("{message}")]
    NoSuchDay {
        /// What the calendar does hold.
        message: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// The expression leaves no day over.
    #[error("\"{text}\" holds no day")]
    NoDayLeft {
        /// As typed.
        text: String,
    },
    /// It is no date at all, or too little of one.
    #[error("\"{text}\" is not a date")]
    NotADate {
        /// As typed.
        text: String,
        /// What to write instead.
        hint: String,
    },
    /// A range where one date is wanted.
    #[error("\"{text}\" has two ends, but one date is wanted here")]
    NotOneDate {
        /// As typed.
        text: String,
    },
}

/// What to write when nothing better can be said.
const EXAMPLES: &str = "write a date like 2024, 2024-03, 2024-03-11, \"4 March 1923\" or last-30d";

impl DateProblem {
    pub(super) fn not_a_date(text: &str) -> DateProblem {
        DateProblem::not_a_date_but(text, EXAMPLES)
    }

    pub(super) fn not_a_date_but(text: &str, hint: &str) -> DateProblem {
        DateProblem::NotADate { text: text.to_owned(), hint: hint.to_owned() }
    }

    pub(super) fn no_such_day(message: impl Into<String>) -> DateProblem {
        DateProblem::NoSuchDay { message: message.into(), meant: None }
    }

    pub(super) fn two_readings(text: &str, readings: [DaySpan; 2]) -> DateProblem {
        DateProblem::TwoReadings {
            text: text.to_owned(),
            readings: readings.map(|reading| {
                let day = reading.first();
                if reading.is_single_day() {
                    let month = super::calendar::month_name(day.month());
                    format!("{day} ({} {month})", day.day_of_month())
                } else {
                    reading.to_string()
                }
            }),
        }
    }

    /// The code of the problem when the expression stands in a query.
    pub fn code(&self) -> Code {
        match self {
            DateProblem::Reversed { .. } => Code::ReversedRange,
            DateProblem::TwoReadings { .. } => Code::TwoReadings,
            DateProblem::NoSuchDay { .. } => Code::NoSuchDay,
            DateProblem::NoDayLeft { .. } | DateProblem::NotADate { .. } | DateProblem::NotOneDate { .. } => {
                Code::NotADate
            }
        }
    }

    /// A way out, in words.
    pub fn hint(&self) -> Option<String> {
        match self {
            DateProblem::Reversed { swapped } => Some(format!("did you mean {swapped} ?")),
            DateProblem::TwoReadings { readings, .. } => {
                let [one, two] = readings;
                Some(format!("write {one} or {two}"))
            }
            DateProblem::NoSuchDay { meant, .. } => {
                meant.as_ref().map(|meant| format!("did you mean {meant} ?"))
            }
            DateProblem::NotADate { hint, .. } => Some(hint.clone()),
            DateProblem::NotOneDate { .. } => Some("use date: for a range".to_owned()),
            DateProblem::NoDayLeft { .. } => None,
        }
    }

    /// What can be typed instead, when there is one way to put it right.
    pub fn replacement(&self) -> Option<&str> {
        match self {
            DateProblem::Reversed { swapped } => Some(swapped),
            DateProblem::NoSuchDay { meant, .. } => meant.as_deref(),
            _ => None,
        }
    }
}
