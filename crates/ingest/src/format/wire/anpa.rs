//! ANPA-1312: how American agencies sent copy, with a keyword line and marked lines above the text.
//!
//! Format: the American Newspaper Publishers Association's wire service guidelines, ANPA 1312 (1979)

use std::io::{self, BufRead};

use dateline_article::Origin;

use super::super::blocks::{self, Mark};
use super::{SOH, plain};
use crate::decode::decode;
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Markup, Piece, RawDate, RawRecord, Reject};

/// Begins each message, twice.
const SYN: u8 = 0x16;
/// Ends each message.
const EOT: u8 = 0x04;

/// Messages in the form of ANPA-1312, one after the other.
pub struct Anpa;

impl Format for Anpa {
    fn name(&self) -> &'static str {
        "anpa"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        if is_heading(head.bytes.trim_ascii_start()) { Fit::Content } else { Fit::No }
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
            [EOT, ..] => Mark::Ends,
            _ => Mark::Inside,
        };
        blocks::split(input, limits, "a heading of ANPA-1312", mark, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.markup = Markup::None;
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        let mut lines = decoded.text.lines();
        let heading = plain(lines.next().unwrap_or_default());
        record.id = heading.split(['_', ' ', '\u{1f}']).next().filter(|id| !id.is_empty()).map(str::to_owned);
        let mut body: Vec<String> = Vec::new();
        for line in lines {
            let is_text = line.starts_with([' ', '\t']);
            let words = plain(line);
            let words = words.trim().trim_start_matches('^').trim_end_matches('<').trim();
            if words.is_empty() {
                continue;
            }
            if let Some(date) = sent(words) {
                record.published.push(date);
            } else if is_text {
                body.push(words.to_owned());
            } else if body.is_empty() {
                read_marked(line, words, &mut record);
            } else if let Some(last) = body.last_mut() {
                last.push(' ');
                last.push_str(words);
            }
        }
        record.body = body.join("\n\n");
        Ok(record)
    }
}

/// Whether a line is `SYN SYN SOH W2870 …`: a service and a number.
fn is_heading(line: &[u8]) -> bool {
    let Some(heading) = line.strip_prefix(&[SYN, SYN, SOH]) else {
        return false;
    };
    let digits = heading.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
    heading.first().is_some_and(u8::is_ascii_alphabetic) && digits >= 3
}

/// A line above the text: byline and agency end in `=`, others in `<`; the first is the keyword line.
fn read_marked(line: &str, words: &str, record: &mut RawRecord) {
    if let Some(name) = words.strip_suffix('=') {
        if words.starts_with("By ") {
            record.byline = Some(name.to_owned());
        } else {
            record.source = Some(name.to_owned());
        }
    } else if line.contains('\u{2}') {
        // `BC-US--Ethanol-Losing Grassland, 1st Ld-Writethru,1140`: priority, region, slug, take, length.
        record.tags = words
            .split([',', '-'])
            .map(str::trim)
            .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned)
            .collect();
    } else if line.contains('\u{13}') {
        // Category, priority and keyword once more, with the day and time of sending.
        record.section =
            words.split_whitespace().nth(1).map(str::to_owned).filter(|section| section.len() <= 2);
    } else if line.starts_with('^') && record.title.is_none() {
        record.title = Some(words.to_owned());
    } else {
        record.captions.push(words.to_owned());
    }
}

/// `AP-WF-11-13-13 1509GMT` ends the text: month, day, year and time.
fn sent(words: &str) -> Option<RawDate> {
    let (name, time) = words.split_once(' ')?;
    let mut parts = name.rsplit('-');
    let (year, day, month, agency) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_two = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_stamp = is_two(year)
        && is_two(day)
        && is_two(month)
        && agency.bytes().all(|byte| byte.is_ascii_uppercase())
        && time.get(..4).is_some_and(|clock| clock.bytes().all(|byte| byte.is_ascii_digit()))
        && time.get(4..).is_some_and(|zone| zone.bytes().all(|byte| byte.is_ascii_uppercase()));
    let century = if year < "70" { "20" } else { "19" };
    is_stamp.then(|| RawDate {
        text: format!("{century}{year}-{month}-{day} {}:{} {}", &time[..2], &time[2..4], &time[4..]),
        origin: Origin::Metadata,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::json::{context, pieces};
    use super::*;
    use crate::PieceContent;

    const MESSAGE: &str = "\x16\x16\x01W2870\x1f_asian\nf l\x13\x11 BC-LT--Mirrors     11-13 1049\n\
                           \x02\x02BC-LT--Mirrors, 1st Ld,466<\n^For patients, mirrors can hurt <\n^AP Photo XNP101<\n\
                           ^By ANN LEE and BO DAY=\n^Associated Press=\n\t   HULL (AP) _ The text.\n \n\
                           \t   ``More'' of it.\n \n\t   ^\x03AP-WF-11-13-13 1509GMT<\n\n\x0c\n\x04\n";

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.as_bytes().to_vec()) };
        let record = Anpa.parse(piece, &context("t")).expect("a record");
        assert_eq!(crate::format::shown(&record), expect);
    }

    #[test]
    fn a_message_is_read() {
        check(
            MESSAGE,
            &[
                "id: W2870",
                "title: For patients, mirrors can hurt",
                "byline: By ANN LEE and BO DAY",
                "source: Associated Press",
                "section: l",
                "tags: BC + LT + Mirrors + 1st Ld",
                "metadata: 2013-11-13 15:09 GMT",
                "captions: AP Photo XNP101",
                "body: HULL (AP) _ The text. // “More” of it.",
            ],
        );
        check("\x16\x16\x01", &[]);
    }

    #[test]
    fn messages_end_where_the_sender_says() {
        let found = pieces(&Anpa, format!("{MESSAGE}{MESSAGE}").as_bytes(), &Limits::default());
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].starts_with("2@") && found[1].ends_with("1509GMT<\n\n\x0c\n"), "{found:?}");
    }

    #[test]
    fn a_message_is_told_by_its_heading() {
        let fit = |text: &str| Anpa.fit(Head { name: "a", bytes: text.as_bytes(), complete: true });
        assert_eq!(fit(MESSAGE), Fit::Content);
        assert_eq!(fit("\x16\x16\x01The strike"), Fit::No);
        assert_eq!(fit("W2870 asian"), Fit::No);
    }
}
