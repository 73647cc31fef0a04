//! Files that are one record, or read whole.

use std::io::{self, BufRead, Read};

use super::{BrokenPiece, Sink};
use crate::{Limits, Piece, PieceContent, RejectReason};

/// Hands over the whole file as one piece of at most [`Limits::record_bytes`].
pub(super) fn split(input: &mut dyn BufRead, limits: &Limits, sink: &mut Sink<'_>) -> io::Result<()> {
    split_within(input, limits.record_bytes, sink)
}

/// Hands over the whole file as one piece of at most so many bytes.
pub(super) fn split_within(
    input: &mut dyn BufRead,
    limit_bytes: usize,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let piece = |bytes| Piece { record: 1, byte: 0, content: PieceContent::Bytes(bytes) };
    hand_over(read(input, limit_bytes)?.map(piece), sink);
    Ok(())
}

/// Reads a file of at most so many bytes.
pub(super) fn read(input: &mut dyn BufRead, limit_bytes: usize) -> io::Result<Result<Vec<u8>, RejectReason>> {
    let limit_bytes = limit_bytes as u64;
    let mut bytes = Vec::new();
    input.take(limit_bytes + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit_bytes { Err(RejectReason::TooLong { limit_bytes }) } else { Ok(bytes) })
}

/// Hands over the only record of a file, or why there is none.
pub(super) fn hand_over(outcome: Result<Piece, RejectReason>, sink: &mut Sink<'_>) {
    // One piece is all there is, whether the sink wants more or not.
    let _ = sink(outcome.map_err(|reason| BrokenPiece { record: 1, byte: 0, reason }));
}
