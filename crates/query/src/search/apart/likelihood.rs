//! Dunning's log-likelihood ratio.

/// How unlikely it is that two groups of articles have something equally often, given how many of each do:
/// the G² of the table of two rows and two columns.
///
/// Source: Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational
/// Linguistics 19(1), 1993.
pub(super) fn log_likelihood((one, of_one): (u64, u64), (other, of_other): (u64, u64)) -> f64 {
    let all = (of_one + of_other) as f64;
    let have = (one + other) as f64;
    let cell = |observed: u64, row: u64, column: f64| {
        let (observed, expected) = (observed as f64, row as f64 * column / all);
        if observed == 0.0 { 0.0 } else { observed * (observed / expected).ln() }
    };
    let have_not = all - have;
    2.0 * (cell(one, of_one, have)
        + cell(of_one - one, of_one, have_not)
        + cell(other, of_other, have)
        + cell(of_other - other, of_other, have_not))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: (u64, u64), other: (u64, u64), expect: &str) {
        assert_eq!(format!("{:.3}", log_likelihood(one, other)), expect);
    }

    #[test]
    fn equal_shares_are_no_surprise() {
        check((10, 100), (20, 200), "0.000");
    }

    #[test]
    fn a_surprise_grows_with_the_numbers() {
        check((10, 100), (5, 200), "7.330");
        check((100, 1_000), (50, 2_000), "73.298");
    }

    #[test]
    fn empty_cells_add_nothing() {
        check((10, 10), (0, 10), "27.726");
    }
}
