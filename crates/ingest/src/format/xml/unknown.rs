//! XML that no vocabulary knows. It is told by its first element instead of being searched as tags.

use std::io::{self, BufRead, Read};

use super::root::Root;
use crate::format::{BrokenPiece, Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, RawRecord, Reject, RejectReason};

/// XML in no known vocabulary: a reject that names the first element and what could be read.
pub struct UnknownXml;

/// So many first bytes hold the first element.
const HEAD_BYTES: u64 = 64 << 10;

/// What is read.
const READ: &str = "a feed (RSS, Atom), a WordPress export, NewsML, NewsML-G2, NITF or Reuters XML";

impl Format for UnknownXml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        match Root::of(head) {
            // Pages are no XML, even where they say so.
            Some(root) if root.is("html") => Fit::No,
            Some(root) if root.is_declared || head.is_named(&["xml"]) => Fit::Fallback,
            _ => Fit::No,
        }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        _limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        input.take(HEAD_BYTES).read_to_end(&mut bytes)?;
        let head = Head { name: "", bytes: &bytes, complete: false };
        let found = match Root::of(head) {
            Some(root) => format!("`<{}>`", String::from_utf8_lossy(root.name)),
            None => "no element at its start".to_owned(),
        };
        let reason = RejectReason::Malformed { expected: READ.to_owned(), found };
        // One piece is all there is, whether the sink wants more or not.
        let _ = sink(Err(BrokenPiece { record: 1, byte: 0, reason }));
        io::copy(input, &mut io::sink()).map(|_| ())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let locator = dateline_article::Locator {
            file: context.label.clone(),
            member: None,
            record: piece.record,
            byte: piece.byte,
        };
        let reason = RejectReason::Malformed { expected: READ.to_owned(), found: "other XML".to_owned() };
        Err(Reject { locator, reason })
    }
}
