//! Files that only grow between commits: the ledger, the rejects and the sketches.

use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::PathBuf;

use dateline_schema::sync_folder;
use serde::Serialize;

use crate::IndexError;

/// A file of JSON lines, or of records of one length. What lies behind the committed length is cut off at opening.
#[derive(Debug)]
pub(crate) struct GrowingFile {
    path: PathBuf,
    writer: BufWriter<std::fs::File>,
    bytes: u64,
}

impl GrowingFile {
    /// Opens or creates the file, with `committed_bytes` of content.
    pub fn open(path: PathBuf, committed_bytes: u64) -> Result<GrowingFile, IndexError> {
        if let Ok(found) = std::fs::metadata(&path).map(|metadata| metadata.len())
            && found < committed_bytes
        {
            return Err(IndexError::Cut { file: path, expected: committed_bytes, found });
        }
        let open = || {
            let mut file =
                std::fs::OpenOptions::new().create(true).write(true).truncate(false).open(&path)?;
            file.set_len(committed_bytes)?;
            file.seek(SeekFrom::End(0))?;
            path.parent().map_or(Ok(()), sync_folder)?;
            Ok(file)
        };
        match open() {
            Ok(file) => Ok(GrowingFile { writer: BufWriter::new(file), bytes: committed_bytes, path }),
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
        Ok(())
    }

    /// Makes everything added so far durable; returns the length.
    pub fn sync(&mut self) -> Result<u64, IndexError> {
        let result = self.writer.flush().and_then(|()| self.writer.get_ref().sync_data());
        result.map_err(|error| self.refuse(&error))?;
        Ok(self.bytes)
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
        let mut file = GrowingFile::open(path.clone(), 0).expect("created");
        file.push(&"committed").expect("written");
        let committed = file.sync().expect("synced");
        file.push(&"lost in the crash").expect("written");
        file.sync().expect("synced");
        drop(file);
        GrowingFile::open(path.clone(), committed).expect("opened");
        assert_eq!(std::fs::read_to_string(path).expect("read"), "\"committed\"\n");
    }
}
