//! A format for tests: one record a line, the line is its date.

use std::io::{self, BufRead};

use dateline_article::{Locator, Origin};

use crate::decode;
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawDate, RawRecord, Reject};

pub(super) struct Lines;

impl Format for Lines {
    fn name(&self) -> &'static str {
        "lines"
    }

    fn fit(&self, _head: Head<'_>) -> Fit {
        Fit::Fallback
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        _limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        for (line, record) in input.split(b'\n').zip(1..) {
            let piece = Piece { record, byte: 0, content: PieceContent::Bytes(line?) };
            if sink(Ok(piece)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let locator =
            Locator { file: context.label.clone(), member: None, record: piece.record, byte: piece.byte };
        let mut record = RawRecord::new(locator);
        if let PieceContent::Bytes(bytes) = piece.content
            && bytes.first().is_some_and(u8::is_ascii_digit)
        {
            let text = decode::decode(&bytes, context.encoding).text.into_owned();
            record.published = vec![RawDate { text, origin: Origin::Metadata }];
        }
        Ok(record)
    }
}
