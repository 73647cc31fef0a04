//! Names in an article.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A person.
    Person,
    /// An organisation.
    Org,
    /// A place.
    Place,
}

impl MentionKind {
    /// Every kind, in order.
    pub const ALL: [MentionKind; 3] = [MentionKind::Person, MentionKind::Org, MentionKind::Place];

    /// The name that people write.
    pub fn name(self) -> &'static str {
        match self {
            MentionKind::Person => "person",
            MentionKind::Org => "org",
            MentionKind::Place => "place",
        }
    }
}

impl fmt::Display for MentionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A person, organisation or place that an article names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What it stands for.
    pub kind: MentionKind,
    /// The name under which it is counted and found.
    pub name: String,
}
