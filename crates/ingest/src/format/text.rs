//! Plain text: one article a file.

use std::io::{self, BufRead};

use super::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, RawRecord, Reject};

/// Plain text: one article a file.
pub struct PlainText;

impl Format for PlainText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn fit(&self, _head: Head<'_>) -> Fit {
        Fit::No
    }

    fn split(
        &self,
        _input: &mut dyn BufRead,
        _context: &FileContext,
        _limits: &Limits,
        _sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        todo!()
    }

    fn parse(&self, _piece: Piece, _context: &FileContext) -> Result<RawRecord, Reject> {
        todo!()
    }
}
