//! Reads an archive: what a person types becomes a tree, and the tree becomes an answer.
//!
//! The path, in order:
//!
//! 1. [`parse`] turns the text of a query into a tree of [`Node`]s, together with every [`Problem`] in it.
//!    Nothing is ever read as something else in silence: what cannot be read is a problem with a way out.
//!    [`parse_as`] reads the query languages of other search programs into the same tree.
//! 2. [`date_expr`] resolves the dates of the query to days while it is parsed, so the tree holds no
//!    relative date.
//! 3. [`print()`] writes the tree back as a query, and [`read_as`] as the line above every answer.
//!
//! 4. [`Reader`] is an archive as of its last commit, and [`Reader::search`] answers a tree.
//!
//! The query language is pure: no clock, no index. "Today" comes in with [`ParseOptions`].

pub mod aliases;
pub mod ast;
pub mod date_expr;
pub mod evaluation;

mod any_words;
mod field;
mod limits;
mod note;
mod parse;
mod print;
mod problem;
mod search;
mod span;
mod syntax;
#[cfg(test)]
mod testing;

pub use any_words::any_words;
pub use ast::{DateFilter, DateMatch, Node, NodeKind, ValueFilter, ValueForm};
pub use date_expr::{DateProblem, DayRange};
pub use field::{ArticleKey, CalendarField, DateBound, DateField, Field, NumberField, Presence, ValueField};
pub use limits::{
    MAX_CLAUSES, MAX_DEPTH, MAX_DISTANCE, MAX_FUZZY_DISTANCE, MAX_FUZZY_LETTERS, MAX_PROBLEMS,
    MAX_QUERY_BYTES, MIN_FIXED_LETTERS,
};
pub use note::Note;
pub use parse::{ParseOptions, Parsed, parse};
pub use print::{print, read_as};
pub use problem::{Code, Problem, ProblemReport};
pub use search::{
    ALIASES_FILE, AliasSuggestion, Answer, Apart, AppliedAlias, B, BURST_COST, BURST_ODDS, Burst, Bursts,
    ClauseCount, ComparedWith, Counted, DayCounts, Decay, Distinct, Evidence, Expand, Explain, Facet,
    FacetCount, FacetField, FacetRow, Facets, FeedbackTerm, FlagEnd, Forms, Found, Group, GroupBy, GroupKey,
    Grouping, Groups, Highlighter, Hit, IdsDigest, K1, LEAST_G2, LEAST_LIFT, Line, LookUpError, MOST_ROWS,
    MOST_SILENT_UNITS, Marked, Matches, MeasuredBy, NameCount, NameCounts, NameOrder, NothingFound,
    Occurrence, Order, Outside, RankedId, RankedLists, Reader, ScorePart, SearchError, SearchOptions,
    Similar, SimilarHit, Snippet, Split, Stats, Step, Tallies, Tally, Telling, TellingName, TextPart,
    Timeline, Verification, ViewCount, YearCount, range_of_flags, thousands,
};
pub use span::Span;
pub use syntax::{Syntax, parse_as};
