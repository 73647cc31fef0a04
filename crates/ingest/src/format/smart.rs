//! The SMART collection format of TIME magazine: `*TEXT 017 01/04/63 PAGE 020` above each article.
//!
//! Format: <https://ir.dcs.gla.ac.uk/resources/test_collections/time/>

use std::io::{self, BufRead};

use dateline_article::Origin;

use super::blocks::{self, Mark};
use super::paragraphs::{self, Layout};
use super::{Fit, Format, Head, Sink};
use crate::decode::decode;
use crate::{FileContext, Limits, Markup, Piece, RawDate, RawRecord, Reject};

/// What begins a record.
const BEGIN: &str = "*TEXT";
/// What ends the file.
const STOP: &[u8] = b"*STOP";

/// Articles one after the other, each below a line with its number, date and page.
///
/// The number is the id of the article. Judgements made for the collection count the articles instead:
/// their numbers are those of the records.
pub struct Smart;

impl Format for Smart {
    fn name(&self) -> &'static str {
        "smart"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let mut lines = head.bytes.trim_ascii_start().split(|&byte| byte == b'\n');
        let first = lines.next().unwrap_or_default();
        let first = str::from_utf8(first.trim_ascii_end()).ok();
        if first.and_then(Heading::of).is_some() { Fit::Content } else { Fit::No }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mark = |line: &[u8], _: &[u8]| match line {
            line if line.starts_with(BEGIN.as_bytes()) => Mark::Begins,
            STOP => Mark::Ends,
            _ => Mark::Inside,
        };
        blocks::split(input, limits, "a line that begins with `*TEXT`", mark, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.markup = Markup::None;
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        let (first, text) = decoded.text.split_once('\n').unwrap_or((&decoded.text, ""));
        match Heading::of(first) {
            Some(heading) => {
                record.id = Some(heading.number.to_owned());
                record.published = vec![RawDate { text: heading.date, origin: Origin::Metadata }];
                record.page = heading.page.map(str::to_owned);
            }
            // A damaged heading still tells what it tells.
            None => record.published = vec![RawDate { text: first.to_owned(), origin: Origin::Metadata }],
        }
        let lines = single_spaced(text);
        record.body = paragraphs::join(lines.iter().copied(), Layout::of(lines.iter().copied()));
        Ok(record)
    }
}

/// The line above an article.
struct Heading<'a> {
    number: &'a str,
    date: String,
    page: Option<&'a str>,
}

impl Heading<'_> {
    fn of(line: &str) -> Option<Heading<'_>> {
        let mut words = line.strip_prefix(BEGIN)?.split_whitespace().peekable();
        let number = words.next()?;
        let mut date: Vec<&str> = Vec::new();
        while let Some(word) = words.next_if(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
        {
            date.push(word);
        }
        let page = words.next().filter(|word| *word == "PAGE").and_then(|_| words.next());
        let is_number = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
        // A slash may have become a blank: `02/15 63`.
        let date = date.join("/");
        let is_heading = is_number && date.contains('/');
        is_heading.then_some(Heading { number, date, page })
    }
}

/// The lines of a text, without the blank line that stands after every line of a text set with two.
fn single_spaced(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = paragraphs::lines(text).collect();
    let is_blank = |line: &&str| line.trim().is_empty();
    let written = lines.iter().filter(|line| !is_blank(line)).count();
    let neighbours = lines.windows(2).filter(|pair| !is_blank(&pair[0]) && !is_blank(&pair[1])).count();
    if written < 3 || neighbours * 10 > written {
        return lines;
    }
    let mut out: Vec<&str> = Vec::with_capacity(written);
    let mut blanks = 0;
    for line in lines {
        if is_blank(&line) {
            blanks += 1;
            if blanks == 2 {
                out.push("");
            }
        } else {
            blanks = 0;
            out.push(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::json::{context, pieces};
    use super::*;
    use crate::PieceContent;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.as_bytes().to_vec()) };
        let record = Smart.parse(piece, &context("t")).expect("a record");
        assert_eq!(super::super::shown(&record), expect);
    }

    #[track_caller]
    fn check_fit(text: &str, expect: Fit) {
        assert_eq!(Smart.fit(Head { name: "TIME.ALL", bytes: text.as_bytes(), complete: true }), expect);
    }

    #[test]
    fn number_date_and_page_stand_above_the_text() {
        check(
            "*TEXT 017 01/04/63 PAGE 020\n\nTHE ALLIES .\n",
            &["id: 017", "page: 020", "metadata: 01/04/63", "body: THE ALLIES ."],
        );
        check("*TEXT 018  02/15 63  PAGE 1\nA", &["id: 018", "page: 1", "metadata: 02/15/63", "body: A"]);
        check("*TEXT\nA", &["metadata: *TEXT", "body: A"]);
    }

    #[test]
    fn text_set_with_two_lines_is_joined() {
        check(
            "*TEXT 017 01/04/63 PAGE 020\n\nTHE ALLIES AFTER NASSAU IN DECEMBER 1960, THE U.S . FIRST\n\n\
             PROPOSED TO HELP NATO DEVELOP ITS OWN NUCLEAR STRIKE FORCE . BUT EUROPE\n\n\
             MADE NO ATTEMPT TO DEVISE A PLAN . LAST WEEK, AS THEY STUDIED THE\n\n\
             NASSAU ACCORD BETWEEN PRESIDENT KENNEDY AND PRIME MINISTER MACMILLAN.\n\n",
            &[
                "id: 017",
                "page: 020",
                "metadata: 01/04/63",
                "body: THE ALLIES AFTER NASSAU IN DECEMBER 1960, THE U.S . FIRST PROPOSED TO HELP NATO \
                 DEVELOP ITS OWN NUCLEAR STRIKE FORCE . BUT EUROPE MADE NO ATTEMPT TO DEVISE A PLAN . LAST \
                 WEEK, AS THEY STUDIED THE NASSAU ACCORD BETWEEN PRESIDENT KENNEDY AND PRIME MINISTER \
                 MACMILLAN.",
            ],
        );
    }

    #[test]
    fn records_end_at_the_next_one_and_at_the_stop() {
        let text = "*TEXT 017 01/04/63 PAGE 020\nA\n*TEXT 018 01/04/63 PAGE 020\nB\n*STOP\n\n";
        let expect = ["1@0: *TEXT 017 01/04/63 PAGE 020\nA\n", "2@30: *TEXT 018 01/04/63 PAGE 020\nB\n"];
        assert_eq!(pieces(&Smart, text.as_bytes(), &Limits::default()), expect);
    }

    #[test]
    fn the_format_is_told_by_its_first_line() {
        check_fit("*TEXT 017 01/04/63 PAGE 020\nA", Fit::Content);
        check_fit("*TEXT messages are not answered\nA", Fit::No);
        check_fit("*TEXT", Fit::No);
    }
}
