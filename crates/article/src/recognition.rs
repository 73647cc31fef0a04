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
#[serde(into = "(TextPart, u32, u32)", from = "(TextPart, u32, u32)")]
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

impl From<NamePlace> for (TextPart, u32, u32) {
    fn from(place: NamePlace) -> Self {
        (place.part, place.start, place.end)
    }
}

impl From<(TextPart, u32, u32)> for NamePlace {
    fn from((part, start, end): (TextPart, u32, u32)) -> NamePlace {
        NamePlace { part, start, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_kept_in_few_letters() {
        let place = NamePlace { part: TextPart::Lead, start: 4, end: 17 };
        let kept = serde_json::to_string(&place).unwrap();
        assert_eq!(kept, r#"["lead",4,17]"#);
        assert_eq!(serde_json::from_str::<NamePlace>(&kept).unwrap(), place);
    }
}
