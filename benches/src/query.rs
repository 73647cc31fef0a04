//! Queries as they are typed.

use dateline_article::Day;
use dateline_query::{Node, ParseOptions, parse};

/// A query as the program reads it. No benchmark asks for a day of its own: the day of reading is always the same.
pub fn tree(query: &str) -> Node {
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    parse(query, &ParseOptions { today }).tree.expect("a query")
}
