//! Prints: PDF.
//!
//! They are told and rejected with what to do. The readers of PDF in Rust panic or overflow the stack on
//! damaged files, which nothing in this process could catch.
//!
//! Format: <https://pdfa.org/resource/iso-32000-2/>

use std::io::{self, BufRead};

use super::{hand_over, malformed};
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, RawRecord, Reject, RejectReason};

const MAGIC: &[u8] = b"%PDF-";
/// Readers accept other bytes in front of the magic, up to so many.
const MOST_BYTES_IN_FRONT: usize = 1_024;

/// A PDF, which is not read.
pub struct Pdf;

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let start = &head.bytes[..head.bytes.len().min(MOST_BYTES_IN_FRONT)];
        match memchr::memmem::find(start, MAGIC) {
            Some(0) => Fit::ContentAndName,
            Some(_) if head.is_named(&["pdf"]) => Fit::ContentAndName,
            _ => Fit::No,
        }
    }

    fn split(
        &self,
        _input: &mut dyn BufRead,
        _context: &FileContext,
        _limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        hand_over(Err(unread()), sink);
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        Err(Reject { locator: piece.locator(context), reason: unread() })
    }
}

fn unread() -> RejectReason {
    malformed("a text (`pdftotext FILE` makes one of a print, `ocrmypdf` of a scan)", "a PDF")
}

#[cfg(test)]
mod tests {
    use super::super::word::tests::check;
    use super::*;

    #[track_caller]
    fn check_fit(name: &str, bytes: &[u8], expect: Fit) {
        assert_eq!(Pdf.fit(Head { name, bytes, complete: true }), expect);
    }

    #[test]
    fn a_pdf_is_told_and_rejected_with_what_to_do() {
        check(
            &Pdf,
            b"%PDF-1.4\n",
            "1: ! expected a text (`pdftotext FILE` makes one of a print, `ocrmypdf` of a scan), but found a PDF",
        );
        check_fit("a", b"%PDF-1.4\n", Fit::ContentAndName);
        check_fit("a.pdf", b"\n\n%PDF-1.4\n", Fit::ContentAndName);
        check_fit("a.txt", b"It begins with %PDF-1.4", Fit::No);
    }
}
