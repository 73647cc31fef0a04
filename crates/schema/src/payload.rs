//! What a commit says about itself, beside the segments.

use serde::{Deserialize, Serialize};

use crate::{Checksum, DictionaryEntry};

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
    /// The checksum of these; commits of earlier builds have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger_checksum: Option<Checksum>,
    /// The name of the rejects file in the archive's folder.
    pub rejects: String,
    /// How many bytes of the rejects belong to this commit.
    pub rejects_bytes: u64,
    /// The checksum of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejects_checksum: Option<Checksum>,
    /// How many records now stand in the rejects.
    pub rejected: u64,
    /// What is known of copies.
    #[serde(default)]
    pub copies: CopiesPayload,
    /// What stored articles are packed with.
    #[serde(default)]
    pub dictionaries: Vec<DictionaryEntry>,
}

/// What a commit knows of copies among its articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiesPayload {
    /// The name of the file of sketches in the archive's folder.
    pub sketches: String,
    /// How many bytes of the sketches belong to this commit.
    pub sketches_bytes: u64,
    /// The checksum of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sketches_checksum: Option<Checksum>,
    /// The number of the file of clusters; 0 while there is none.
    pub clusters: u64,
    /// The checksum of that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clusters_checksum: Option<Checksum>,
    /// How many bytes of the sketches the clusters take into account.
    pub clustered_bytes: u64,
    /// Whether articles were removed since the clusters were found.
    pub lost_articles: bool,
}

impl CopiesPayload {
    /// Whether the clusters are those of this commit.
    pub fn is_current(&self) -> bool {
        self.sketches_bytes == self.clustered_bytes && !self.lost_articles
    }
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
