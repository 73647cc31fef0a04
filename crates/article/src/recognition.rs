//! Names that were recognised in the text of an article.

use serde::{Deserialize, Serialize};

use crate::MentionKind;

/// What a recogniser made of an article.
///
/// Kept apart from [`crate::Article::mentions`], which the source brought: another recogniser replaces this and
/// leaves those alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognition {
    /// Which recogniser, with its version: `en-1`.
    pub by: String,
    /// The names, in the order of their first places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<RecognisedName>,
}

/// A person, organisation or place, and where the article names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecognisedName {
    /// What it stands for.
    pub kind: MentionKind,
    /// The fullest form in the article, under which it is counted and found.
    pub name: String,
    /// Where it is named, in the order of the article; never empty.
    pub at: Vec<NamePlace>,
}

/// Where a name is written, in whatever form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamePlace {
    /// The part of the article.
    pub part: TextPart,
    /// Bytes in front of it in that part.
    pub start: u32,
    /// Bytes up to its end.
    pub end: u32,
}

/// A part of an article that holds text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextPart {
    /// [`crate::Article::title`]
    Title,
    /// [`crate::Article::lead`]
    Lead,
    /// [`crate::Article::body`]
    Body,
}
