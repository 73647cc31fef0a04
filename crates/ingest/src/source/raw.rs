//! The bytes of a file as they lie on the disk: counted and hashed on their way.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::SourceFile;
use crate::discover::STANDARD_INPUT;

/// How much is read from the disk at once.
pub(super) const READ_BYTES: usize = 256 << 10;

/// The SHA-256 of a file that is being read, known once it was read to its end.
#[derive(Clone, Debug, Default)]
pub struct DigestHandle(Arc<OnceLock<[u8; 32]>>);

impl DigestHandle {
    /// The digest; `None` as long as the file was not read to its end.
    pub fn finish(&self) -> Option<[u8; 32]> {
        self.0.get().copied()
    }
}

/// Reads a file once more for the digest of its bytes, as they lie on the disk.
///
/// It tells whether a file whose time has changed is still the same. Standard input cannot be read twice
/// and is an error.
pub fn file_digest(file: &SourceFile) -> io::Result<[u8; 32]> {
    if file.label == STANDARD_INPUT {
        return Err(io::Error::other("standard input can be read only once"));
    }
    let mut input = BufReader::with_capacity(READ_BYTES, File::open(&file.path)?);
    let mut hasher = Sha256::new();
    loop {
        let bytes = match input.fill_buf() {
            Ok([]) => return Ok(hasher.finalize().into()),
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(bytes);
        let len = bytes.len();
        input.consume(len);
    }
}

/// A file on the disk, or standard input.
pub(super) struct RawFile {
    input: Box<dyn Read + Send>,
    bytes_read: Arc<AtomicU64>,
    /// Taken when the end is reached.
    hasher: Option<Sha256>,
    digest: DigestHandle,
}

impl RawFile {
    pub(super) fn open(file: &SourceFile) -> io::Result<RawFile> {
        let input: Box<dyn Read + Send> = if file.label == STANDARD_INPUT {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(&file.path)?)
        };
        Ok(RawFile {
            input,
            bytes_read: Arc::default(),
            hasher: Some(Sha256::new()),
            digest: DigestHandle::default(),
        })
    }

    pub(super) fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    pub(super) fn digest(&self) -> DigestHandle {
        self.digest.clone()
    }
}

impl Read for RawFile {
    /// Interruptions are retried here, so that no decompressor need know of them.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = loop {
            match self.input.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&buffer[..count]);
        }
        if count == 0
            && !buffer.is_empty()
            && let Some(hasher) = self.hasher.take()
        {
            // The handle is set nowhere else, so it is still empty.
            let _ = self.digest.0.set(hasher.finalize().into());
        }
        Ok(count)
    }
}
