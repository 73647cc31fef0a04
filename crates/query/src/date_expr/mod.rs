//! What people type for a time, as days.
//!
//! `2024-03`, `March 2017`, `last-30d`, `..1999`, `19th century`, `[2024 TO 2025}`: each is a range of whole
//! civil days. Nothing is guessed. A date that can be read two ways is a problem that names both readings,
//! and a day that no calendar holds is a problem too.
//!
//! [`resolve`] reads a whole expression; [`resolve_from`], [`resolve_to`] and [`resolve_before`] read
//! the one date that bounds an open range.

mod calendar;
mod expression;
mod named;
mod numeric;
mod problem;
mod range;
mod relative;
#[cfg(test)]
mod tests;
mod unit;

pub(crate) use calendar::resolve_calendar;
pub use expression::{resolve, resolve_before, resolve_from, resolve_to};
pub use problem::DateProblem;
pub use range::DayRange;
