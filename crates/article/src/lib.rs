//! The article: what every other crate of dateline speaks about.
//!
//! Pure data: nothing here reads a file, asks the clock or knows the search engine. Start with
//! [`Article`], then [`PubDate`], which carries the one idea the whole program rests on: a date is a
//! span of civil days together with where it came from.

mod article;
mod day;
mod id;
mod lang;
mod locator;
mod mention;
mod pub_date;
mod recognition;

pub use article::{Article, Dates, Note};
pub use day::{Day, DaySpan, LAST_YEAR};
pub use id::{ArticleId, ContentHash, IdError};
pub use lang::Lang;
pub use locator::Locator;
pub use mention::{Mention, MentionKind};
pub use pub_date::{ClockTime, Confidence, Origin, Precision, PubDate};
pub use recognition::{NamePlace, RecognisedName, Recognition, TextPart};
