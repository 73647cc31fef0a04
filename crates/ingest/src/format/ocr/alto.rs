//! Pages of ALTO that no description of an issue names: each is an article.

use std::io::{self, BufRead};

use super::issue::{Cut, Issue, root_fit, whole_page};
use super::page::Page;
use crate::decode::decode;
use crate::format::text::dates;
use crate::format::{Fit, Format, Head, Sink, whole};
use crate::{FileContext, Limits, Piece, RawRecord, Reject, RejectReason};

/// A page in ALTO by itself.
pub struct Alto;

impl Format for Alto {
    fn name(&self) -> &'static str {
        "alto"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        root_fit(head, "alto")
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        whole::split(input, limits, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (record, byte) = (piece.record, piece.byte);
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        match Page::read(&decoded.text) {
            Ok(page) => {
                let cut = whole_page(&page, &Issue::default());
                let mut record = Cut::read(cut.into_piece(record, byte), context)?;
                record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
                record.published = dates::in_names(&context.name, &context.folders);
                Ok(record)
            }
            Err(found) => {
                let expected = "a page of ALTO".to_owned();
                Err(Reject { locator, reason: RejectReason::Malformed { expected, found } })
            }
        }
    }
}
