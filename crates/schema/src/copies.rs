//! Which articles are copies of each other, as a file beside the index.
//!
//! Segments never change, and an article can become a copy long after it was indexed. So the clusters
//! are a file of their own, written whole and named by the commit that it belongs to.

use std::path::{Path, PathBuf};

use crate::durable::write_durably;
use crate::{Checksum, SchemaError};

/// How the name of such a file begins; a number follows, so that a reader keeps the one it opened.
pub const COPIES_PREFIX: &str = "copies-";

const EXPECTED: &str = "clusters of copies";

/// The articles that have copies, cluster by cluster.
///
/// An article is named by the first 64 bits of its id. In each cluster the articles stand in order of
/// their ids, and the clusters in order of their first articles; none has fewer than two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopiesFile {
    /// The clusters.
    pub clusters: Vec<Vec<u64>>,
}

impl CopiesFile {
    /// Reads such a file: for each cluster the number of its articles (32 bits), then the articles (64
    /// bits each), all with the lowest byte first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, does not fit the checksum, or ends inside a cluster.
    pub fn read(file: &Path, checksum: Option<Checksum>) -> Result<CopiesFile, SchemaError> {
        let bytes =
            std::fs::read(file).map_err(|error| SchemaError::io(file, "could not be read", &error))?;
        let damaged = |found: &str| SchemaError::Damaged {
            file: file.to_owned(),
            expected: EXPECTED,
            found: found.to_owned(),
        };
        if checksum.is_some_and(|checksum| checksum != Checksum::of(&bytes)) {
            return Err(damaged("other bytes than the last commit left"));
        }
        CopiesFile::decode(&bytes).ok_or_else(|| damaged("a cluster cut short"))
    }

    fn decode(bytes: &[u8]) -> Option<CopiesFile> {
        let mut clusters = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (count, behind) = rest.split_first_chunk::<4>()?;
            let (members, behind) =
                behind.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(8)?)?;
            let (members, _) = members.as_chunks::<8>();
            clusters.push(members.iter().map(|id| u64::from_le_bytes(*id)).collect());
            rest = behind;
        }
        Some(CopiesFile { clusters })
    }

    /// Writes the file, whole or not at all; gives its checksum.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn write(&self, file: &Path) -> Result<Checksum, SchemaError> {
        let mut bytes = Vec::new();
        for cluster in &self.clusters {
            bytes.extend((cluster.len() as u32).to_le_bytes());
            bytes.extend(cluster.iter().flat_map(|id| id.to_le_bytes()));
        }
        write_durably(file, &bytes)?;
        Ok(Checksum::of(&bytes))
    }

    /// The file of this number in an archive's folder.
    pub fn path(dir: &Path, number: u64) -> PathBuf {
        dir.join(format!("{COPIES_PREFIX}{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_read_back_as_written_and_a_cut_file_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = CopiesFile::path(dir.path(), 3);
        let file = CopiesFile { clusters: vec![vec![1, u64::MAX], vec![2, 3, 4]] };
        let checksum = file.write(&path).expect("written");
        assert_eq!(CopiesFile::read(&path, Some(checksum)).expect("read"), file);
        let bytes = std::fs::read(&path).expect("read");
        std::fs::write(&path, &bytes[..bytes.len() - 1]).expect("cut");
        let error = CopiesFile::read(&path, None).expect_err("cut");
        let expect =
            format!("{}: expected clusters of copies, but found a cluster cut short", path.display());
        assert_eq!(error.to_string(), expect);
        let error = CopiesFile::read(&path, Some(checksum)).expect_err("cut");
        let expect = format!(
            "{}: expected clusters of copies, but found other bytes than the last commit left",
            path.display()
        );
        assert_eq!(error.to_string(), expect);
    }
}
