//! What a commit says about itself, beside the segments.

use serde::{Deserialize, Serialize};

/// Travels inside the commit, so that it cannot disagree with the segments.
///
/// The ledger and the rejects are files that only grow. A commit names how far each of them belongs to
/// it: what a crash left behind that point is cut off by the next writer and ignored by readers. (The
/// ledger itself would make every commit and every opening pay for every file ever indexed.)
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitPayload {
    /// The name of the ledger file in the archive's folder.
    pub ledger: String,
    /// How many bytes of the ledger belong to this commit.
    pub ledger_bytes: u64,
    /// The name of the rejects file in the archive's folder.
    pub rejects: String,
    /// How many bytes of the rejects belong to this commit.
    pub rejects_bytes: u64,
    /// How many records now stand in the rejects.
    pub rejected: u64,
}

impl CommitPayload {
    /// Reads the payload of a commit; an archive without any commit has an empty one.
    pub fn read(payload: Option<&str>) -> Result<CommitPayload, String> {
        match payload {
            None => Ok(CommitPayload::default()),
            Some(text) => serde_json::from_str(text).map_err(|error| error.to_string()),
        }
    }

    /// The text to hand to the commit.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("plain strings and numbers always serialise")
    }
}
