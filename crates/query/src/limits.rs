//! What one query may ask for. Each limit is a problem with its own code, never a silent cut.

/// The longest query text, in bytes.
pub const MAX_QUERY_BYTES: usize = 4096;

/// How deep parentheses, functions and `NOT`s may be nested.
pub const MAX_DEPTH: usize = 64;

/// How many words, phrases and filters one query may hold.
pub const MAX_CLAUSES: usize = 256;

/// How many problems of one query are reported; what lies beyond is counted in the last of them.
pub const MAX_PROBLEMS: usize = 32;

/// The letters a wildcard word must fix, so that it does not fit half the archive.
pub const MIN_FIXED_LETTERS: usize = 2;

/// The longest word that may be searched with letter edits, in letters.
pub const MAX_FUZZY_LETTERS: usize = 64;

/// The most letter edits of a fuzzy word.
pub const MAX_FUZZY_DISTANCE: u8 = 2;

/// The largest number of words in `NEAR/n`, `"…"~n`, `firstn(…)` and `atleastn(…)`.
///
/// Below the gap of positions between text and title, so that no proximity reaches across.
pub const MAX_DISTANCE: u32 = 1_000;
