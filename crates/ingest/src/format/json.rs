//! JSON: one array of records, or one record a file.

use std::io::{self, BufRead};

use super::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, RawRecord, Reject};

/// JSON: one array of records, or one record a file.
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
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
