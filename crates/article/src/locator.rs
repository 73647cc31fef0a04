//! Where a record came from.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The place of one record, exact enough to find it again by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// The file, as an absolute path, or `-` for standard input.
    pub file: String,
    /// The name of the member inside a container, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The number of the record in the file, from 1.
    pub record: u64,
    /// Where the record starts, in bytes of the decompressed file.
    pub byte: u64,
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(member) = &self.member {
            write!(f, "{member}: ")?;
        }
        write!(f, "record {} (byte {})", self.record, self.byte)
    }
}
