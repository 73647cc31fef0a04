//! What tests of answers share.

use dateline_article::Day;

use crate::{Node, ParseOptions, parse};

/// Reads a query on 2026-11-23.
pub(crate) fn tree_of(query: &str) -> Node {
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    parse(query, &ParseOptions { today }).tree.expect("a query of the test")
}
