//! Tables with a header line: comma, semicolon, tab or bar between the cells.

use std::io::{self, BufRead};

use super::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, RawRecord, Reject};

/// Tables with a header line: comma, semicolon, tab or bar between the cells.
pub struct Table;

impl Format for Table {
    fn name(&self) -> &'static str {
        "csv"
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
