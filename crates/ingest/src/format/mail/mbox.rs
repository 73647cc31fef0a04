//! Mailboxes: messages one after the other, each below a line that begins with `From `.

use std::io::{self, BufRead};

use super::super::blocks::{self, Mark};
use super::header::{self, Evidence};
use super::message;
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, RawRecord, Reject};

/// A mailbox in the dialects mboxo and mboxrd; `From ` at the start of a line of text is written `>From `.
pub struct Mbox;

impl Format for Mbox {
    fn name(&self) -> &'static str {
        "mbox"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let text = header::start(head.bytes);
        let Some(end) = memchr::memchr(b'\n', text) else {
            return Fit::No;
        };
        if !is_from_line(text[..end].trim_ascii_end()) || header::evidence(&text[end + 1..]) == Evidence::None
        {
            return Fit::No;
        }
        if head.is_named(&["mbox", "mbx"]) { Fit::ContentAndName } else { Fit::Content }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mark = |line: &[u8], before: &[u8]| {
            if before.is_empty() && is_from_line(line) { Mark::Begins } else { Mark::Inside }
        };
        blocks::split(input, limits, "a line that begins with `From ` and ends with a date", mark, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        message::read(&unquoted(&bytes), locator, context)
    }
}

/// Whether a line is `From lee@example.org Thu Feb 19 17:18:40 2015`.
fn is_from_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let has_time = rest.windows(4).any(|part| {
        part[0].is_ascii_digit() && part[1] == b':' && part[2].is_ascii_digit() && part[3].is_ascii_digit()
    });
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let has_year = words.any(|word| word.len() == 4 && word.iter().all(u8::is_ascii_digit));
    has_time && has_year
}

/// A message without its first line and without the `>` that protects `From ` in its text.
fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&byte| byte == b'\n').skip(1) {
        let marks = line.iter().take_while(|&&byte| byte == b'>').count();
        let is_protected = marks > 0 && line[marks..].starts_with(b"From ");
        out.extend_from_slice(if is_protected { &line[1..] } else { line });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::json::{context, pieces};
    use super::*;
    use crate::PieceContent;

    const BOX: &str = "From lee@example.org Thu Feb 19 17:18:40 2015\nSubject: One\nFrom: a@example.org\n\n\
                       From here to there.\n\n>From far away.\n\nFrom time to time.\n\n\
                       From - Thu Feb 19 17:18:40 2015\nSubject: Two\nFrom: a@example.org\n\nText.\n";

    #[test]
    fn messages_are_cut_at_lines_with_a_sender_and_a_date() {
        let found = pieces(&Mbox, BOX.as_bytes(), &Limits::default());
        let starts: Vec<&str> = found.iter().filter_map(|piece| piece.lines().next()).collect();
        assert_eq!(
            starts,
            ["1@0: From lee@example.org Thu Feb 19 17:18:40 2015", "2@138: From - Thu Feb 19 17:18:40 2015"]
        );
    }

    #[test]
    fn the_protection_of_from_in_a_text_is_removed() {
        let piece =
            Piece { record: 1, byte: 0, content: PieceContent::Bytes(BOX.as_bytes()[..138].to_vec()) };
        let record = Mbox.parse(piece, &context("t")).expect("a message");
        assert_eq!(record.title.as_deref(), Some("One"));
        assert_eq!(record.body, "From here to there.\n\nFrom far away.\n\nFrom time to time.");
    }

    #[test]
    fn a_mailbox_is_told_by_its_first_two_lines() {
        let check = |name: &str, text: &str, expect| {
            let head = Head { name, bytes: text.as_bytes(), complete: true };
            assert_eq!(Mbox.fit(head), expect, "{text}");
        };
        check("box", BOX, Fit::Content);
        check("1.mbox", BOX, Fit::ContentAndName);
        check("box", "From Hull, 19:30 on 4 May 1923\nthe dockers went home.\n", Fit::No);
        check("box", "From a to b", Fit::No);
    }
}
