//! IPTC 7901: a heading, a slug line, the text, the day and time of sending.
//!
//! Format: <https://iptc.org/std/IPTC7901/1.0/specification/7901V5.pdf>

use std::io::{self, BufRead};

use dateline_article::Origin;

use super::super::blocks::{self, Mark};
use super::{ETX, SOH, STX, plain};
use crate::decode::decode;
use crate::format::{Fit, Format, Head, Sink, paragraphs};
use crate::{FileContext, Limits, Markup, Piece, RawDate, RawRecord, Reject};

/// Messages in the form of IPTC 7901, one after the other.
pub struct Iptc7901;

impl Format for Iptc7901 {
    fn name(&self) -> &'static str {
        "iptc7901"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let first = head.bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let has_text = head.bytes.contains(&STX);
        if is_heading(first.trim_ascii_end()) && has_text { Fit::Content } else { Fit::No }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mark = |line: &[u8], _: &[u8]| match line {
            line if is_heading(line) => Mark::Begins,
            // What fills the line between two messages.
            line if !line.is_empty() && line.iter().all(|&byte| byte < b' ' || byte == 0x7f) => Mark::Ends,
            _ => Mark::Inside,
        };
        blocks::split(input, limits, "a heading of IPTC 7901", mark, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.markup = Markup::None;
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        let (top, rest) = decoded.text.split_once(char::from(STX)).unwrap_or(("", &decoded.text));
        let (text, end) = rest.split_once(char::from(ETX)).unwrap_or((rest, ""));
        let mut top = top.lines();
        let heading: Vec<&str> = top.next().unwrap_or_default().split_whitespace().collect();
        if let [service, priority, category, ..] = heading[..] {
            record.id = Some(plain(service));
            record.section = Some(category.to_owned()).filter(|_| priority.len() == 1);
        }
        // `dpa 061` at the end of the heading: the agency and its own number.
        record.source = heading
            .iter()
            .rev()
            .find(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .map(|word| (*word).to_owned());
        record.tags = keywords(top.collect::<Vec<_>>().join(" ").as_str());
        let text = plain(text);
        let (headline, body) = headline(&text);
        record.title = headline;
        record.body = paragraphs::separated(body);
        record.published = sent(end).into_iter().collect();
        Ok(record)
    }
}

/// Whether a line is `SOH eca062 4 i 211 …`: service and number, priority, category, length.
fn is_heading(line: &[u8]) -> bool {
    let Some(heading) = line.trim_ascii_start().strip_prefix(&[SOH]).or_else(|| {
        // Some senders fill the line before the heading.
        let start = line.iter().position(|&byte| byte == SOH)?;
        line[..start].iter().all(|&byte| byte < b' ').then(|| &line[start + 1..])
    }) else {
        return false;
    };
    let words: Vec<&[u8]> =
        heading.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).take(3).collect();
    match words[..] {
        [service, priority, category] => {
            service.iter().all(u8::is_ascii_alphanumeric)
                && priority.len() == 1
                && priority[0].is_ascii_digit()
                && category.iter().all(u8::is_ascii_alphanumeric)
        }
        _ => false,
    }
}

/// `Germany-politics/` names subjects.
fn keywords(slug: &str) -> Vec<String> {
    slug.split(['/', ' '])
        .map(plain)
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The headline is what stands before the `=` at the end of one of the first lines.
fn headline(text: &str) -> (Option<String>, &str) {
    const MOST_BYTES: usize = 600;
    let window = &text[..text.floor_char_boundary(MOST_BYTES)];
    let mut end = 0;
    for line in window.split_inclusive('\n') {
        end += line.len();
        if let Some(last) = line.trim_end().strip_suffix('=') {
            let before = &text[..end - line.len()];
            let words: Vec<&str> = before.split_whitespace().chain(last.split_whitespace()).collect();
            return (Some(words.join(" ")).filter(|title| !title.is_empty()), &text[end..]);
        }
        if line.trim().is_empty() && end > line.len() {
            break;
        }
    }
    (None, text)
}

/// `212101 GMT Nov 18` at the end: the day of the month, the time, zone, month and year.
fn sent(end: &str) -> Option<RawDate> {
    let words: Vec<&str> = end.lines().next()?.split_whitespace().collect();
    let [stamp, zone, month, year] = words[..] else {
        return None;
    };
    let are_digits = |text: &str, len| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(stamp, 6) || !(are_digits(year, 2) || are_digits(year, 4)) {
        return None;
    }
    let century = if year.len() == 2 { "20" } else { "" };
    let text = format!("{} {month} {century}{year} {}:{} {zone}", &stamp[..2], &stamp[2..4], &stamp[4..]);
    Some(RawDate { text, origin: Origin::Metadata })
}

#[cfg(test)]
mod tests {
    use super::super::super::json::{context, pieces};
    use super::*;
    use crate::PieceContent;

    const MESSAGE: &str = "\x01eca0124 3 i 93  dpa 1888\r\n\nYemen/conflict/\r\n\x02EXTRA\nPeace talks next month =\r\n\n\
                           Washington (dpa) - The talks begin.\r\n\r\n\x03212101 GMT Nov 18\r\n\x7f\n";

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.as_bytes().to_vec()) };
        let record = Iptc7901.parse(piece, &context("t")).expect("a record");
        assert_eq!(crate::format::shown(&record), expect);
    }

    #[test]
    fn a_message_is_read() {
        check(
            MESSAGE,
            &[
                "id: eca0124",
                "title: EXTRA Peace talks next month",
                "source: dpa",
                "section: i",
                "tags: Yemen + conflict",
                "metadata: 21 Nov 2018 21:01 GMT",
                "body: Washington (dpa) - The talks begin.",
            ],
        );
        check("\x01\x02\x03", &[]);
    }

    #[test]
    fn messages_begin_with_a_heading() {
        let found = pieces(
            &Iptc7901,
            format!("{MESSAGE}\x01eca0125 3 i 9  dpa 1\r\n\x02B").as_bytes(),
            &Limits::default(),
        );
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[1], "2@140: \x01eca0125 3 i 9  dpa 1\r\n\x02B\n");
    }

    #[test]
    fn a_message_is_told_by_its_heading() {
        let fit = |text: &str| Iptc7901.fit(Head { name: "a", bytes: text.as_bytes(), complete: true });
        assert_eq!(fit(MESSAGE), Fit::Content);
        assert_eq!(fit("eca0124 3 i 93  dpa 1888\n"), Fit::No);
        assert_eq!(fit("\x01A B C\n\x02"), Fit::No);
    }
}
