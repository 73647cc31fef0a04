//! When two texts are copies: what is asked of their runs and of their numbers.
//!
//! The figures were measured on wire copy, on press releases and on planted copies; `benches/README.md`
//! has the results.

/// The share of the shorter text's runs that the longer one must hold. At less, releases that one office
/// makes from its earlier ones join, which nobody would call copies.
const LEAST_SHARE: f64 = 0.7;
/// The share for a text without any runs; between it and [`MANY_RUNS`], the share falls evenly. The
/// shorter a text, the more of it is form.
const LEAST_SHARE_OF_FEW: f64 = 0.95;
/// Runs of a text that is long enough for [`LEAST_SHARE`]: some 150 words.
const MANY_RUNS: f64 = 900.0;
/// A text of which the other one is a smaller part than this is quoted or listed, not copied.
const LEAST_PART: f64 = 0.25;
/// Numbers of the text with fewer of them that may be missing from the other one: such a share of them,
const MISSING_NUMBERS: f64 = 0.25;
/// and one for so many runs, when the texts are near the same otherwise: the day and the telephone at the
/// head of a release.
const RUNS_A_MISSING_NUMBER: f64 = 1_500.0;
/// The share of runs from which on two texts are near the same.
const NEAR_THE_SAME: f64 = 0.85;

/// A text of fewer words than this counts with its headline: `Dividend 34 cents, pay May 15` is the same
/// of every company.
pub(crate) const SHORT_TEXT_WORDS: u32 = 25;

/// Whether texts with so many runs may be copies at all.
pub(super) fn fits_in_length(fewer_runs: f64, more_runs: f64) -> bool {
    fewer_runs > 0.0 && fewer_runs >= LEAST_PART * more_runs
}

/// The share of its runs that a shorter text must have in common with a longer one.
pub(super) fn least_share(fewer_runs: f64) -> f64 {
    let few = (1.0 - fewer_runs / MANY_RUNS).max(0.0);
    LEAST_SHARE + (LEAST_SHARE_OF_FEW - LEAST_SHARE) * few
}

/// How many of the fewer numbers of two texts may be missing from the other text. Reports of one form,
/// such as those of earnings, prices and grants, differ in little else.
pub(super) fn most_missing(fewer_numbers: f64, fewer_runs: f64, share: f64) -> f64 {
    let at_the_head = if share >= NEAR_THE_SAME { fewer_runs / RUNS_A_MISSING_NUMBER } else { 0.0 };
    MISSING_NUMBERS * fewer_numbers + at_the_head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fewer_runs: f64, more_runs: f64, expect_fits: bool, expect_share: f64) {
        assert_eq!(fits_in_length(fewer_runs, more_runs), expect_fits);
        assert!((least_share(fewer_runs) - expect_share).abs() < 1e-9, "{}", least_share(fewer_runs));
    }

    #[test]
    fn the_shorter_a_text_the_more_of_it_must_be_common() {
        check(0.0, 0.0, false, 0.95);
        check(90.0, 300.0, true, 0.925);
        check(900.0, 3_600.0, true, 0.7);
        check(9_000.0, 36_001.0, false, 0.7);
    }

    #[test]
    fn a_long_text_that_is_near_the_same_may_miss_a_number_more() {
        assert!(most_missing(4.0, 3_000.0, 0.9) >= 3.0);
        assert!(most_missing(4.0, 3_000.0, 0.8) < 2.0);
        assert!(most_missing(2.0, 300.0, 1.0) < 1.0);
    }
}
