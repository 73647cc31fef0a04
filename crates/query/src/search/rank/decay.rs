//! Recency: newer articles weigh more, when asked for.

use dateline_article::{Day, DaySpan};

use crate::date_expr::resolve_from;

/// Halves the score of an article for every so many days between it and a reference day.
///
/// Articles on or after the reference day keep their whole score, undated ones lose all of it. A vague date counts
/// from its last day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decay {
    // Invariant: above 0.
    half_life_days: f32,
    reference: Day,
}

impl Decay {
    /// Reads `90d` or `90d@2024-06-01`; also `w`, `m` (of 30 days) and `y` (of 365). Without a day it counts from today.
    ///
    /// # Errors
    ///
    /// What was expected, in words for the user.
    pub fn parse(text: &str, today: Day) -> Result<Decay, String> {
        let expected = || format!("expected a time like `90d` or `90d@2024-06-01`, but found `{text}`");
        let (span, reference) = match text.split_once('@') {
            None => (text, today),
            Some((span, day)) => (span, resolve_from(day, today).map_err(|problem| problem.to_string())?),
        };
        let span = span.trim();
        let unit = span.chars().next_back().ok_or_else(expected)?;
        let days = match unit {
            'd' => 1.0,
            'w' => 7.0,
            'm' => 30.0,
            'y' => 365.0,
            _ => return Err(expected()),
        };
        let number: u32 = span[..span.len() - unit.len_utf8()].parse().map_err(|_| expected())?;
        if number == 0 {
            return Err(expected());
        }
        Ok(Decay { half_life_days: number as f32 * days, reference })
    }

    /// What is left of the score of an article of these days: 0 to 1.
    pub fn factor(&self, days: Option<DaySpan>) -> f32 {
        days.map_or(0.0, |days| {
            let age = (self.reference.epoch_days() - days.last().epoch_days()).max(0);
            (-(age as f32) / self.half_life_days).exp2()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd(year, month, day).expect("a day")
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = match Decay::parse(text, day(2026, 11, 23)) {
            Ok(decay) => format!("{} days before {}", decay.half_life_days, decay.reference),
            Err(problem) => problem,
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn a_half_life_is_a_number_of_days_before_a_day() {
        check("90d@2024-06-01", "90 days before 2024-06-01");
        check("2w", "14 days before 2026-11-23");
        check("1y@2020", "365 days before 2020-01-01");
        check("0d", "expected a time like `90d` or `90d@2024-06-01`, but found `0d`");
        check("soon", "expected a time like `90d` or `90d@2024-06-01`, but found `soon`");
        check("", "expected a time like `90d` or `90d@2024-06-01`, but found ``");
        check("9é", "expected a time like `90d` or `90d@2024-06-01`, but found `9é`");
    }

    #[test]
    fn the_score_halves_with_every_half_life() {
        let decay = Decay::parse("10d@2024-06-21", day(2026, 11, 23)).expect("a decay");
        let halvings = |day| -decay.factor(Some(DaySpan::day(day))).log2().round() as i32;
        assert_eq!(
            [day(2024, 6, 25), day(2024, 6, 21), day(2024, 6, 11), day(2024, 6, 1)].map(halvings),
            [0, 0, 1, 2]
        );
        assert!(decay.factor(None).abs() < f32::EPSILON);
    }
}
