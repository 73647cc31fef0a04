//! Files that are one record.

use std::io::{self, BufRead, Read};

use super::{BrokenPiece, Sink};
use crate::{Limits, Piece, PieceContent, RejectReason};

/// Hands over the whole file as one piece of at most [`Limits::record_bytes`].
pub(super) fn split(input: &mut dyn BufRead, limits: &Limits, sink: &mut Sink<'_>) -> io::Result<()> {
    let limit_bytes = limits.record_bytes as u64;
    let mut bytes = Vec::new();
    input.take(limit_bytes + 1).read_to_end(&mut bytes)?;
    let (record, byte) = (1, 0);
    // One piece is all there is, whether the sink wants more or not.
    let _ = if bytes.len() as u64 > limit_bytes {
        let reason = RejectReason::TooLong { limit_bytes };
        sink(Err(BrokenPiece { record, byte, reason }))
    } else {
        let content = PieceContent::Bytes(bytes);
        sink(Ok(Piece { record, byte, content }))
    };
    Ok(())
}
