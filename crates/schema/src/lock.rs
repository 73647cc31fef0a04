//! One writer at a time, and the second one is told who the first is.

use std::fs::TryLockError;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::SchemaError;

/// The right to write to an archive; given back when dropped, also by a crash.
#[derive(Debug)]
pub struct WriterLock {
    file: std::fs::File,
}

impl WriterLock {
    /// Takes the lock of the archive in this folder.
    ///
    /// # Errors
    ///
    /// [`SchemaError::Locked`] names the process that holds it.
    pub fn take(dir: &Path) -> Result<WriterLock, SchemaError> {
        let path = dir.join("writer.lock");
        let refuse = |error: std::io::Error| SchemaError::io(&path, "could not be locked", &error);
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(refuse)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                // Between taking the lock and writing the number the file may be empty.
                let known = file.read_to_string(&mut pid).is_ok_and(|_| !pid.trim().is_empty());
                let pid = if known { pid.trim().to_owned() } else { "(number unknown)".to_owned() };
                return Err(SchemaError::Locked { dir: dir.to_owned(), pid });
            }
            Err(TryLockError::Error(error)) => return Err(refuse(error)),
        }
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| writeln!(file, "{}", std::process::id()))
            .map_err(refuse)?;
        Ok(WriterLock { file })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Closing gives the lock back only when no child process that is just being started holds the file as
        // well. Nothing can be done about a failure: the lock ends with the process anyway.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_the_first_ones_process() {
        let dir = tempfile::tempdir().expect("a folder");
        let first = WriterLock::take(dir.path()).expect("the lock is free");
        let error = WriterLock::take(dir.path()).expect_err("the lock is taken");
        let expect =
            format!("{}: process {} is writing to this archive", dir.path().display(), std::process::id());
        assert_eq!(error.to_string(), expect);
        drop(first);
        WriterLock::take(dir.path()).expect("the lock is free again");
    }
}
