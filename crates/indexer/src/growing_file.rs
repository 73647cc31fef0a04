//! Files that only grow between commits: the ledger, the rejects and the sketches.

use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::PathBuf;

use dateline_schema::{Checksum, RunningChecksum, sync_folder};
use serde::Serialize;

use crate::IndexError;

/// A file of JSON lines, or of records of one length. What lies behind the committed length is cut off at opening.
#[derive(Debug)]
pub(crate) struct GrowingFile {
    path: PathBuf,
    writer: BufWriter<std::fs::File>,
    bytes: u64,
    checksum: RunningChecksum,
}

/// How much of a growing file a commit holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Committed {
    pub bytes: u64,
    /// Commits of earlier builds name none.
    pub checksum: Option<Checksum>,
}

impl GrowingFile {
    /// Opens or creates the file, with what a commit holds of it.
    pub fn open(path: PathBuf, committed: Committed) -> Result<GrowingFile, IndexError> {
        if let Ok(found) = std::fs::metadata(&path).map(|metadata| metadata.len())
            && found < committed.bytes
        {
            return Err(IndexError::Cut { file: path, expected: committed.bytes, found });
        }
        let open = || {
            let mut file =
                std::fs::OpenOptions::new().create(true).write(true).truncate(false).open(&path)?;
            file.set_len(committed.bytes)?;
            file.seek(SeekFrom::End(0))?;
            path.parent().map_or(Ok(()), sync_folder)?;
            let checksum = match committed.checksum {
                Some(checksum) => checksum,
                None => Checksum::of_file(&path, committed.bytes)?,
            };
            Ok((file, RunningChecksum::continued(checksum, committed.bytes)))
        };
        match open() {
            Ok((file, checksum)) => {
                Ok(GrowingFile { writer: BufWriter::new(file), bytes: committed.bytes, checksum, path })
            }
            Err(error) => Err(IndexError::io(path, "could not be opened", &error)),
        }
    }

    /// Adds a line.
    pub fn push(&mut self, line: &impl Serialize) -> Result<(), IndexError> {
        let mut text = serde_json::to_vec(line).expect("strings and numbers always serialise");
        text.push(b'\n');
        self.push_bytes(&text)
    }

    /// Adds bytes as they are.
    pub fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), IndexError> {
        self.writer.write_all(bytes).map_err(|error| self.refuse(&error))?;
        self.bytes += bytes.len() as u64;
        self.checksum.add(bytes);
        Ok(())
    }

    /// Makes everything added so far durable; gives what a commit of it is to name.
    pub fn sync(&mut self) -> Result<Committed, IndexError> {
        let result = self.writer.flush().and_then(|()| self.writer.get_ref().sync_data());
        result.map_err(|error| self.refuse(&error))?;
        Ok(Committed { bytes: self.bytes, checksum: Some(self.checksum.so_far()) })
    }

    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn refuse(&self, error: &std::io::Error) -> IndexError {
        IndexError::io(&self.path, "could not be written", error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_commit_named_is_cut_off() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("ledger.jsonl");
        let mut file = GrowingFile::open(path.clone(), Committed::default()).expect("created");
        file.push(&"committed").expect("written");
        let committed = file.sync().expect("synced");
        file.push(&"lost in the crash").expect("written");
        file.sync().expect("synced");
        drop(file);
        GrowingFile::open(path.clone(), committed).expect("opened");
        assert_eq!(std::fs::read_to_string(path).expect("read"), "\"committed\"\n");
    }
}
