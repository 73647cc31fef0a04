//! Which articles are copies of each other, as a file beside the index.
//!
//! Segments never change, and an article can become a copy long after it was indexed. So the clusters
//! are a file of their own, written whole and named by the commit that it belongs to.

use std::path::{Path, PathBuf};

use crate::SchemaError;
use crate::durable::write_durably;

/// How the name of such a file begins; a number follows, so that a reader keeps the one it opened.
pub const COPIES_PREFIX: &str = "copies-";

/// How the content begins.
const MARK: &[u8; 8] = b"copies 2";

/// The articles that have copies, cluster by cluster.
///
/// An article is named by the first 64 bits of its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopiesFile {
    /// The clusters, in order of their leaders. The leader, which every other article of the cluster is a
    /// copy of, stands first, the others in order of their ids. None has fewer than two.
    pub clusters: Vec<Vec<u64>>,
    /// Pairs that look alike but are no copies, in order: what the next run need not read again.
    pub strangers: Vec<(u64, u64)>,
}

impl CopiesFile {
    /// Reads such a file: a mark of eight bytes; how many clusters; for each the number of its articles,
    /// then the articles; how many pairs of strangers, then the pairs; the CRC-32 of all before. Counts
    /// and the checksum have 32 bits, articles 64, all with the lowest byte first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not as it was written.
    pub fn read(file: &Path) -> Result<CopiesFile, SchemaError> {
        let bytes =
            std::fs::read(file).map_err(|error| SchemaError::io(file, "could not be read", &error))?;
        CopiesFile::decode(&bytes).map_err(|found| SchemaError::Damaged {
            file: file.to_owned(),
            expected: "clusters of copies",
            found: found.to_owned(),
        })
    }

    fn decode(bytes: &[u8]) -> Result<CopiesFile, &'static str> {
        let content = bytes.strip_prefix(MARK).ok_or("something else")?;
        let (content, sum) = content.split_last_chunk::<4>().ok_or("a file cut short")?;
        if crc32fast::hash(&bytes[..bytes.len() - sum.len()]) != u32::from_le_bytes(*sum) {
            return Err("a checksum that does not fit");
        }
        CopiesFile::decode_content(content).ok_or("a file cut short")
    }

    fn decode_content(content: &[u8]) -> Option<CopiesFile> {
        let mut rest = content;
        let mut clusters = Vec::new();
        for _ in 0..count(&mut rest)? {
            let members = count(&mut rest)?;
            clusters.push(ids(&mut rest, members)?);
        }
        let pairs = count(&mut rest)?;
        let strangers = ids(&mut rest, pairs.checked_mul(2)?)?;
        let (strangers, _) = strangers.as_chunks::<2>();
        let strangers = strangers.iter().map(|&[one, other]| (one, other)).collect();
        rest.is_empty().then_some(CopiesFile { clusters, strangers })
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn write(&self, file: &Path) -> Result<(), SchemaError> {
        let mut bytes = MARK.to_vec();
        bytes.extend((self.clusters.len() as u32).to_le_bytes());
        for cluster in &self.clusters {
            bytes.extend((cluster.len() as u32).to_le_bytes());
            bytes.extend(cluster.iter().flat_map(|id| id.to_le_bytes()));
        }
        bytes.extend((self.strangers.len() as u32).to_le_bytes());
        for (one, other) in &self.strangers {
            bytes.extend(one.to_le_bytes());
            bytes.extend(other.to_le_bytes());
        }
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        write_durably(file, &bytes)
    }

    /// The file of this number in an archive's folder.
    pub fn path(dir: &Path, number: u64) -> PathBuf {
        dir.join(format!("{COPIES_PREFIX}{number}"))
    }
}

/// Takes a count off the start.
fn count(rest: &mut &[u8]) -> Option<usize> {
    let (count, behind) = rest.split_first_chunk::<4>()?;
    *rest = behind;
    Some(u32::from_le_bytes(*count) as usize)
}

/// Takes so many ids off the start.
fn ids(rest: &mut &[u8], count: usize) -> Option<Vec<u64>> {
    let (ids, behind) = rest.split_at_checked(count.checked_mul(8)?)?;
    *rest = behind;
    let (ids, _) = ids.as_chunks::<8>();
    Some(ids.iter().map(|id| u64::from_le_bytes(*id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a file that was changed after it was written.
    #[track_caller]
    fn check(change: impl Fn(&mut Vec<u8>), expect: Option<&str>) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = CopiesFile::path(dir.path(), 3);
        let file =
            CopiesFile { clusters: vec![vec![7, 1, u64::MAX], vec![9, 2]], strangers: vec![(4, 5), (4, 6)] };
        file.write(&path).expect("written");
        let mut bytes = std::fs::read(&path).expect("read");
        change(&mut bytes);
        std::fs::write(&path, bytes).expect("changed");
        let read = CopiesFile::read(&path).map_err(|error| error.to_string());
        let expect =
            expect.map(|found| format!("{}: expected clusters of copies, but found {found}", path.display()));
        assert_eq!(read, expect.map_or(Ok(file), Err));
    }

    #[test]
    fn clusters_read_back_as_written() {
        check(|_| {}, None);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        check(|bytes| bytes[13] ^= 1, Some("a checksum that does not fit"));
        check(|bytes| bytes.truncate(bytes.len() - 1), Some("a checksum that does not fit"));
        check(|bytes| bytes.truncate(9), Some("a file cut short"));
        check(|bytes| bytes[0] = 0, Some("something else"));
        check(Vec::clear, Some("something else"));
    }
}
