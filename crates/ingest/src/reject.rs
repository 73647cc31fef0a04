//! What could not become an article, and why.

use std::fmt;

use dateline_article::Locator;

/// One record (or whole file) that was read but not indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where it stands.
    pub locator: Locator,
    /// Why it was not indexed.
    pub reason: RejectReason,
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.locator, self.reason)
    }
}

/// Why a record was not indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectReason {
    /// The record is not what its format says it should be.
    Malformed {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// Neither a headline nor a text.
    NoText,
    /// A page that holds no article.
    NoArticle {
        /// What it is instead.
        found: String,
    },
    /// The line or file is longer than the limit allows.
    TooLong {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// The file is compressed so strongly that it may be a bomb.
    DecompressionRatio {
        /// The limit.
        limit: u64,
    },
    /// The content is neither text nor any format that can be read.
    NotText,
    /// Containers lie in containers, or compressions in compressions, deeper than is looked into.
    TooDeep {
        /// How deep is looked into.
        limit: usize,
    },
    /// A password is needed.
    Encrypted,
    /// Something of a kind that holds no articles, such as a picture. It is counted by kind, not rejected.
    OtherKind {
        /// The media type, such as `image/png`, or another name for the kind.
        kind: String,
    },
    /// The file could not be opened or read to its end.
    Unreadable {
        /// The operating system's reason.
        cause: String,
    },
}

impl RejectReason {
    /// A short name for the kind of reason.
    pub fn name(&self) -> &'static str {
        match self {
            RejectReason::Malformed { .. } => "malformed",
            RejectReason::NoText => "no-text",
            RejectReason::NoArticle { .. } => "no-article",
            RejectReason::TooLong { .. } => "too-long",
            RejectReason::DecompressionRatio { .. } => "decompression-ratio",
            RejectReason::NotText => "not-text",
            RejectReason::TooDeep { .. } => "too-deep",
            RejectReason::Encrypted => "encrypted",
            RejectReason::OtherKind { .. } => "other-kind",
            RejectReason::Unreadable { .. } => "unreadable",
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RejectReason::Malformed { expected, found } => {
                write!(f, "expected {expected}, but found {found}")
            }
            RejectReason::NoText => write!(f, "expected a headline or a text, but found neither"),
            RejectReason::NoArticle { found } => write!(f, "expected an article, but found {found}"),
            RejectReason::TooLong { limit_bytes } => {
                write!(f, "expected at most {} MB, but found more", limit_bytes >> 20)
            }
            RejectReason::DecompressionRatio { limit } => {
                write!(f, "expected at most {limit} bytes for each compressed byte, but found more")
            }
            RejectReason::NotText => write!(f, "expected text, but found binary data"),
            RejectReason::TooDeep { limit } => {
                write!(f, "expected containers nested at most {limit} deep, but found more")
            }
            RejectReason::Encrypted => write!(f, "expected a text, but found one that needs a password"),
            RejectReason::OtherKind { kind } => write!(f, "expected an article, but found {kind}"),
            RejectReason::Unreadable { cause } => write!(f, "could not be read: {cause}"),
        }
    }
}
