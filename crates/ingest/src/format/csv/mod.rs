//! Tables as text: comma, tab, semicolon or bar between the cells, the first row names the columns.

mod cutter;
mod dialect;
mod rows;

use std::io::{self, BufRead, Read};

use dateline_article::Locator;

use self::cutter::Cutter;
use self::dialect::{Sniffed, sniff};
use super::excerpt::excerpt;
use super::gathered::{Form, Gathered};
use super::{BrokenPiece, Columns, FieldMap, Fit, Format, Head, Sink};
use crate::decode::decode;
use crate::{FileContext, Limits, Piece, PieceContent, RawRecord, Reject, RejectReason};

/// How much of a file tells its dialect.
const HEAD_BYTES: u64 = 64 << 10;

/// Tables as text: comma, tab, semicolon or bar between the cells, the first row names the columns.
///
/// A row that does not have as many cells as the header is a broken piece, and so is one whose quote is
/// never closed: reading goes on in the next line.
pub struct Table;

impl Format for Table {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let map = FieldMap::default();
        let Some(found) = sniff(head, &map).filter(Sniffed::is_even) else {
            return Fit::No;
        };
        if head.is_named(&["csv", "tsv", "tab", "psv"]) {
            return Fit::ContentAndName;
        }
        // Without the name, a first line with a comma and the word `text` in it is not enough.
        if found.columns(&map).understood() >= 2 && found.rows > 0 { Fit::Content } else { Fit::No }
    }

    fn columns(&self, head: Head<'_>, map: &FieldMap) -> Columns {
        sniff(head, map).map_or_else(Columns::default, |found| found.columns(map))
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut head = Vec::new();
        let read = input.take(HEAD_BYTES).read_to_end(&mut head)?;
        let seen = Head { name: &context.name, bytes: &head, complete: (read as u64) < HEAD_BYTES };
        let Some(found) = sniff(seen, &context.field_map) else {
            let _ = sink(Err(no_header(&head)));
            return Ok(());
        };
        let columns = found.names.len();
        let start = found.header_end as u64;
        let mut cutter = Cutter::new(found.dialect, columns, start, limits.line_bytes, sink);
        let rest = head.split_off(found.header_end);
        let mut input = rest.as_slice().chain(input);
        // The sink stops the reading of the file; that is no error.
        let _ = cutter.run(&mut input)?;
        Ok(())
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let locator =
            Locator { file: context.label.clone(), member: None, record: piece.record, byte: piece.byte };
        let PieceContent::Row(cells) = piece.content else {
            return Err(Reject {
                locator,
                reason: RejectReason::Malformed {
                    expected: "a row of a table".to_owned(),
                    found: "something else".to_owned(),
                },
            });
        };
        let mut gathered = Gathered::default();
        let mut undecodable_in = None;
        for ((name, field), cell) in context.columns.meanings.iter().zip(&cells) {
            let Some(field) = *field else { continue };
            let decoded = decode(cell, context.encoding);
            undecodable_in = undecodable_in.or(decoded.undecodable_in);
            if let Some(claim) = context.field_map.claim(name).filter(|claim| claim.field == field) {
                gathered.add(claim, Form::Whole, decoded.text);
            }
        }
        let mut record = gathered.into_record(locator)?;
        record.undecodable_in = undecodable_in.map(str::to_owned);
        Ok(record)
    }
}

fn no_header(head: &[u8]) -> BrokenPiece {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = &line[..line.len().min(1_000)];
    BrokenPiece {
        record: 1,
        byte: 0,
        reason: RejectReason::Malformed {
            expected: "a first row that names a column for the headline or the text".to_owned(),
            found: excerpt(&String::from_utf8_lossy(line)),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use csv::ByteRecord;

    use super::*;

    /// Splits a table with at most 40 bytes a row. Each piece is `record@byte: cells` or the reason why
    /// it is broken.
    #[track_caller]
    fn check(text: &[u8], expect: &[&str]) {
        let limits = Limits { line_bytes: 40, ..Limits::default() };
        // A reader that hands over few bytes at a time cuts rows everywhere.
        for capacity in [1, 7, 8 << 10] {
            let mut found = Vec::new();
            let mut sink = |piece: Result<Piece, BrokenPiece>| {
                found.push(match piece {
                    Ok(piece) => format!("{}@{}: {}", piece.record, piece.byte, written(piece.content)),
                    Err(broken) => format!("{}@{}: {}", broken.record, broken.byte, broken.reason),
                });
                ControlFlow::Continue(())
            };
            let mut input = io::BufReader::with_capacity(capacity, text);
            Table.split(&mut input, &context(text), &limits, &mut sink).expect("a table in memory");
            assert_eq!(found, expect, "with {capacity} bytes at a time");
        }
    }

    fn written(content: PieceContent) -> String {
        match content {
            PieceContent::Row(cells) => {
                let cells: Vec<_> = cells.iter().map(String::from_utf8_lossy).collect();
                cells.join("|")
            }
            PieceContent::Bytes(_) => "bytes".to_owned(),
        }
    }

    fn head(bytes: &[u8]) -> Head<'_> {
        Head { name: "t.csv", bytes, complete: true }
    }

    fn context(text: &[u8]) -> FileContext {
        FileContext {
            label: "t.csv".to_owned(),
            member: None,
            name: "t.csv".to_owned(),
            folders: Vec::new(),
            encoding: None,
            day_order: None,
            columns: Table.columns(head(text), &FieldMap::default()),
            field_map: FieldMap::default(),
            siblings: crate::Siblings::default(),
        }
    }

    #[test]
    fn rows_are_counted_from_the_first_data_row() {
        check(b"title,text\na,b\n\nc,d", &["1@11: a|b", "2@16: c|d"]);
        check(b"sep=;\r\ntitle;text\r\na;b\r\n", &["1@19: a|b"]);
    }

    #[test]
    fn a_row_of_another_width_is_broken_and_reading_goes_on() {
        check(
            b"title,text\na\nb,c,d\ne,f,\n",
            &[
                "1@11: expected 2 cells as in the header, but found 1 cell",
                "2@13: expected 2 cells as in the header, but found 3 cells",
                "3@19: e|f|",
            ],
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_line_only() {
        let unclosed = "expected `\"` at the end of a quoted cell, but found none";
        check(
            b"title,text\na,\"b\nc,d\ne,\"f\ng\"\n",
            // The quote of `f` closes that of `b`: the width gives the row away.
            &["1@11: a|b\nc,d\ne,f", "2@25: expected 2 cells as in the header, but found 1 cell"],
        );
        check(b"title,text\na,\"b\nc,d\ne,f\n", &[&format!("1@11: {unclosed}"), "2@16: c|d", "3@20: e|f"]);
        check(
            b"title,text\na,\"b\nc,ddddddddddddddddddddd\ne,f\ng,hhhhhhhhhhhhhhhhhhhhhhhhhh\ni,j\n",
            &[
                &format!("1@11: {unclosed}"),
                "2@16: c|ddddddddddddddddddddd",
                "3@40: e|f",
                "4@44: g|hhhhhhhhhhhhhhhhhhhhhhhhhh",
                "5@73: i|j",
            ],
        );
    }

    #[test]
    fn a_line_at_the_limit_is_read_and_one_past_it_is_not() {
        let text = |letters| format!("title,text\na,{}\nc,d\n", "b".repeat(letters));
        check(text(37).as_bytes(), &[&format!("1@11: a|{}", "b".repeat(37)), "2@51: c|d"]);
        check(text(38).as_bytes(), &["1@11: expected at most 0 MB, but found more", "2@52: c|d"]);
    }

    #[test]
    fn a_file_without_a_header_is_one_broken_piece() {
        check(
            b"1,2\n3,4\n",
            &["1@0: expected a first row that names a column for the headline or the text, but found `1,2`"],
        );
    }

    #[test]
    fn cells_fill_the_fields_of_their_columns() {
        let text = b"id;Title;Text;Date;Persons\n";
        let piece = Piece {
            record: 1,
            byte: 27,
            content: PieceContent::Row(ByteRecord::from(vec![
                "7",
                "Hi",
                "One.\nTwo.",
                "1.2.2017",
                "A B|C D",
            ])),
        };
        let record = Table.parse(piece, &context(text)).expect("a record");
        assert_eq!(record.id.as_deref(), Some("7"));
        assert_eq!(record.title.as_deref(), Some("Hi"));
        assert_eq!(record.body, "One.\n\nTwo.");
        assert_eq!(record.published[0].text, "1.2.2017");
        assert_eq!(record.mentions.len(), 2);
    }

    #[test]
    fn a_table_is_told_by_its_header_and_even_rows() {
        assert_eq!(Table.fit(head(b"title,text\na,b\n")), Fit::ContentAndName);
        let prose = Head {
            name: "a.txt",
            ..head(b"Story, by a friend\nOnce there was a king, who had a daughter.\n")
        };
        assert_eq!(Table.fit(prose), Fit::No);
    }
}
