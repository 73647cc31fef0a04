//! How much may be decompressed.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::failure::ReadFailure;
use crate::{Limits, RejectReason};

/// What may still be decompressed of one file on the disk: shared by all its members and by all layers of
/// compression, so that a bomb is one however it is packed.
#[derive(Clone)]
pub(super) struct Budget {
    disk_bytes: Arc<AtomicU64>,
    /// The size of the file: parts of it that are read twice count once.
    file_bytes: u64,
    decompressed_bytes: Arc<AtomicU64>,
    free_bytes: u64,
    ratio: u64,
}

impl Budget {
    /// `disk_bytes` counts what was read of a file of `file_bytes`, which is 0 when it is not known.
    pub(super) fn new(disk_bytes: Arc<AtomicU64>, file_bytes: u64, limits: &Limits) -> Budget {
        Budget {
            disk_bytes,
            file_bytes: if file_bytes == 0 { u64::MAX } else { file_bytes },
            decompressed_bytes: Arc::default(),
            free_bytes: limits.decompressed_free_bytes,
            ratio: limits.decompression_ratio,
        }
    }

    /// The counter of what was read from the disk.
    pub(super) fn disk_bytes(&self) -> &Arc<AtomicU64> {
        &self.disk_bytes
    }

    /// Takes note of decompressed bytes; an error once there are implausibly many.
    pub(super) fn spend(&self, bytes: usize) -> io::Result<()> {
        self.decompressed_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        if self.is_spent() {
            return Err(ReadFailure::into_io(RejectReason::DecompressionRatio { limit: self.ratio }));
        }
        Ok(())
    }

    /// Whether nothing more of this file may be decompressed.
    pub(super) fn is_spent(&self) -> bool {
        let read = self.disk_bytes.load(Ordering::Relaxed).min(self.file_bytes);
        let plausible_bytes = read.saturating_mul(self.ratio);
        self.decompressed_bytes.load(Ordering::Relaxed) > self.free_bytes.max(plausible_bytes)
    }
}
