//! What can go wrong while a file is read, from the disk up through decompression.

use std::io::{self, ErrorKind};

use thiserror::Error;

use crate::{RejectReason, cause};

/// A failure that we found ourselves, on its way through [`io::Error`].
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct ReadFailure(RejectReason);

impl ReadFailure {
    pub(super) fn into_io(reason: RejectReason) -> io::Error {
        io::Error::new(ErrorKind::InvalidData, ReadFailure(reason))
    }
}

/// Why a file could not be read to its end, from the error that its [`Source`](crate::Source) gave.
pub fn read_error(error: &io::Error) -> RejectReason {
    find(error).cloned().unwrap_or_else(|| RejectReason::Unreadable { cause: cause::in_words(error) })
}

/// Whether an error comes from the disk, or was found by us further down, and not by a decompressor.
pub(super) fn is_from_below(error: &io::Error) -> bool {
    error.raw_os_error().is_some() || find(error).is_some()
}

/// Our own reason, however often readers in between have wrapped it.
fn find(error: &io::Error) -> Option<&RejectReason> {
    let inner = error.get_ref()?;
    if let Some(inner) = inner.downcast_ref::<io::Error>() {
        return find(inner);
    }
    inner.downcast_ref::<ReadFailure>().map(|failure| &failure.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(error: &io::Error, expect: &str) {
        assert_eq!(read_error(error).to_string(), expect);
    }

    #[test]
    fn our_own_failures_come_back_as_they_were() {
        let bomb = || ReadFailure::into_io(RejectReason::DecompressionRatio { limit: 9 });
        let expect = "expected at most 9 bytes for each compressed byte, but found more";
        check(&bomb(), expect);
        check(&io::Error::other(io::Error::other(bomb())), expect);
    }

    #[test]
    fn the_failures_of_the_system_are_in_plain_words() {
        check(&ErrorKind::PermissionDenied.into(), "could not be read: permission denied");
    }
}
