//! Acknowledged means durable: what a commit wrote survives a power cut, and damage to it is told.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use crate::SchemaError;
use crate::seal::{Unsealed, seal, unseal};

/// What belongs to the index: its segments, and what the last commit says about the files beside them.
pub(crate) const META_FILE: &str = "meta.json";

/// The same once more: without it nothing of an index can be found, and damage may hit it like any file.
pub(crate) const META_COPY_FILE: &str = "meta.copy.json";

/// How the name of a file ends that is to replace another one.
pub const DRAFT_ENDING: &str = ".draft";

/// tantivy's directory of memory-mapped files, with another way to replace a file: the folder is synced
/// too, and the draft has a name of its own.
///
/// Without the first, the rename that publishes a commit may still be lost with the power, although the commit
/// was reported. Without the second, every crash leaves a draft that nobody would know of. The small files that tell
/// what belongs to the index carry a checksum, which is taken out again before tantivy sees them, and the one without
/// which all is lost is kept twice.
#[derive(Clone, Debug)]
pub struct DurableDirectory {
    folder: PathBuf,
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
        files.map(|files| DurableDirectory { folder: folder.to_owned(), files, access })
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
        match unseal(&self.files.atomic_read(path)?) {
            Unsealed::Whole(content) | Unsealed::Unchecked(content) => Ok(content),
            Unsealed::Broken => Err(OpenReadError::wrap_io_error(
                io::Error::new(ErrorKind::InvalidData, "its checksum does not fit"),
                path.to_owned(),
            )),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let sealed = seal(data);
        replace(&self.folder.join(path), &sealed)?;
        if path == Path::new(META_FILE) {
            replace(&self.folder.join(META_COPY_FILE), &sealed)?;
        }
        Ok(())
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

/// Replaces a small file so that after a crash either the old or the new content is there, whole. Only one
/// writer at a time may do so.
pub fn write_durably(file: &Path, content: &[u8]) -> Result<(), SchemaError> {
    replace(file, content).map_err(|error| SchemaError::io(file, "could not be written", &error))
}

fn replace(file: &Path, content: &[u8]) -> io::Result<()> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(DRAFT_ENDING);
    let draft = Path::new(&draft);
    let write = || -> io::Result<()> {
        let mut handle = std::fs::File::create(draft)?;
        handle.write_all(content)?;
        handle.sync_all()?;
        std::fs::rename(draft, file)
    };
    write().inspect_err(|_| {
        // The error is what counts. A draft that stays is removed by the next writer.
        let _ = std::fs::remove_file(draft);
    })?;
    file.parent().map_or(Ok(()), sync_folder)
}

/// Writes the copy of what names the segments of an index where there is none. Indexes of earlier builds have none.
pub(crate) fn write_missing_meta_copy(index_dir: &Path) -> io::Result<()> {
    let (meta, copy) = (index_dir.join(META_FILE), index_dir.join(META_COPY_FILE));
    if copy.exists() || !meta.exists() {
        return Ok(());
    }
    let sealed = std::fs::read(meta)?;
    if matches!(unseal(&sealed), Unsealed::Whole(_)) { replace(&copy, &sealed) } else { Ok(()) }
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    std::fs::File::open(here)?.sync_all()
}

/// Creates a folder with those above it, so that their names survive a power cut.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    let Some(above) = folder.parent() else { return Ok(()) };
    if folder.is_dir() {
        return Ok(());
    }
    if !above.as_os_str().is_empty() {
        create_folder(above)?;
    }
    match std::fs::create_dir(folder) {
        // Another process was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
        result => result?,
    }
    sync_folder(above)
}
