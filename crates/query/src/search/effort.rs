//! What one article may cost.
//!
//! Chains of proximity take the product of what their parts find: in a long article, `the NEAR/1000 of NEAR/1000 and` has
//! billions of ways to be found. Past a bound the query is an error; its answer would be incomplete.

use std::sync::atomic::{AtomicBool, Ordering};

use super::error::SearchError;
use crate::{Code, Problem, Span};

/// So many places a part of a query may have in one article; some 50 MB.
pub(crate) const MOST_PLACES: usize = 1 << 22;

/// So many pairs of places may be compared for one proximity in one article; a twentieth of a second.
pub(crate) const MOST_COMPARISONS: usize = 1 << 24;

/// Whether a query went past a bound; shared by all its clauses.
#[derive(Debug, Default)]
pub(crate) struct Effort {
    /// The query.
    span: Span,
    is_exceeded: AtomicBool,
}

impl Effort {
    /// For a query that takes this part of what was typed.
    pub fn of(span: Span) -> Effort {
        Effort { span, is_exceeded: AtomicBool::new(false) }
    }

    pub fn exceed(&self) {
        self.is_exceeded.store(true, Ordering::Relaxed);
    }

    pub fn is_exceeded(&self) -> bool {
        self.is_exceeded.load(Ordering::Relaxed)
    }

    /// # Errors
    ///
    /// When the query went past a bound: what was found until then is not all.
    pub fn check(&self) -> Result<(), SearchError> {
        if !self.is_exceeded() {
            return Ok(());
        }
        let message = "in one article the words of a proximity come together in millions of ways";
        let hint = "take smaller distances, rarer words, or fewer proximities within each other";
        Err(Problem::new(Code::TooManyPlaces, self.span, message).with_hint(hint).into())
    }
}
