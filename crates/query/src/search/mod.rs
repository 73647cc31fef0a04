//! From a tree to an answer.
//!
//! [`Reader`] is an archive as of its last commit. [`Reader::search`] compiles a tree into queries of
//! tantivy ([`compile`]), turns its days into ranges of document numbers ([`window`]) and finds the
//! best hits with an exact count ([`rank`]).

mod alias_suggestions;
mod alike;
mod apart;
mod applied_aliases;
mod block;
mod columns;
mod columns_query;
mod compile;
mod concordance;
mod copies;
mod days_query;
mod docs_query;
mod effort;
mod error;
mod expand;
mod facets;
mod groups;
mod highlight;
mod hits;
mod identities;
mod integrity;
mod known_forms;
mod known_names;
mod look_up;
mod matches;
mod named;
mod nothing_found;
mod places;
mod rank;
mod ranked_list;
mod reader;
mod similar;
mod snippet;
mod stats;
#[cfg(test)]
mod testing;
mod timeline;
mod values;
mod verify;
mod window;

pub use alias_suggestions::{AliasSuggestion, Evidence};
pub use apart::{Apart, ComparedWith, LEAST_G2, LEAST_LIFT, Telling, TellingName};
pub use applied_aliases::AppliedAlias;
pub use concordance::{Occurrence, TextPart};
pub use error::SearchError;
pub use facets::{Facet, FacetCount, FacetField, FacetRow, Facets};
pub use groups::{Group, GroupBy, GroupKey, Grouping, Groups};
pub use highlight::{Highlighter, Marked};
pub use hits::{Answer, Expand, Explain, Forms, Hit, Order, SearchOptions, Tally};
pub use identities::IdsDigest;
pub use known_names::ALIASES_FILE;
pub use look_up::{Found, LookUpError};
pub use matches::{Distinct, Matches};
pub use named::{NameCount, NameCounts, NameOrder};
pub use nothing_found::{ClauseCount, NothingFound, Outside};
pub use rank::{B, Decay, FeedbackTerm, K1, ScorePart};
pub use ranked_list::{RankedId, RankedLists};
pub use reader::Reader;
pub use similar::{Similar, SimilarHit};
pub use snippet::Snippet;
pub use stats::{Stats, YearCount};
pub use timeline::{
    BURST_COST, BURST_ODDS, Burst, Bursts, Counted, DayCounts, Line, MOST_ROWS, MOST_SILENT_UNITS,
    MeasuredBy, Split, Step, Tallies, Timeline,
};
pub use values::thousands;
pub use verify::{Verification, ViewCount};
pub use window::{FlagEnd, range_of_flags};
