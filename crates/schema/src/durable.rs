//! Acknowledged means durable: what a commit wrote survives a power cut.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use crate::SchemaError;

/// tantivy's directory of memory-mapped files, with one step added: after a file is replaced, the
/// folder is synced too.
///
/// Without it the rename that publishes a commit may still be lost with the power, although the commit
/// was reported.
#[derive(Clone, Debug)]
pub struct DurableDirectory {
    files: MmapDirectory,
    access: Access,
}

/// What the files of an index are opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Looking things up: the system reads the pages that are touched and nothing around them. With its
    /// usual reading ahead, a cold search waits for megabytes it does not need.
    LookUp,
    /// Writing and merging, which read whole files.
    Write,
}

impl DurableDirectory {
    /// Opens a folder that exists.
    pub fn open(folder: &Path, access: Access) -> Result<DurableDirectory, OpenDirectoryError> {
        let files = match access {
            #[cfg(unix)]
            Access::LookUp => MmapDirectory::open_with_madvice(folder, memmap2::Advice::Random),
            _ => MmapDirectory::open(folder),
        };
        files.map(|files| DurableDirectory { files, access })
    }
}

impl Directory for DurableDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)?;
        self.files.sync_directory()
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.files.acquire_lock(lock) {
            // A reader locks so that a writer does not remove files under it. Where nothing can be written,
            // on a disc or a protected share, there is no such writer, and the archive can still be searched.
            Err(LockError::IoError(error))
                if self.access == Access::LookUp
                    && matches!(
                        error.kind(),
                        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied
                    ) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// Replaces a small file so that after a crash either the old or the new content is there, whole.
pub fn write_durably(file: &Path, content: &[u8]) -> Result<(), SchemaError> {
    let refuse = |error: io::Error| SchemaError::io(file, "could not be written", &error);
    let mut draft = file.as_os_str().to_owned();
    draft.push(".draft");
    let draft = Path::new(&draft);
    let write = || -> io::Result<()> {
        let mut handle = std::fs::File::create(draft)?;
        io::Write::write_all(&mut handle, content)?;
        handle.sync_all()?;
        std::fs::rename(draft, file)?;
        if let Some(folder) = file.parent() {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    write().map_err(refuse)
}
