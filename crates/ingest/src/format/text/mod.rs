//! Plain text: one article a file.
//!
//! What stands above the text is read by the first of these forms that fits, and only at the top of the
//! file: [`stamped`] (`date 2017-03-02 Headline`), [`header`] (`Title: ...`), [`dashes`] (`-- Headline`),
//! [`headline`] (a line for itself). What none of them understands is text.

mod dashes;
pub(super) mod dates;
mod header;
mod headline;
mod page;
mod stamped;

use std::io::{self, BufRead};

use self::page::Page;
use super::paragraphs;
use super::{Fit, Format, Head, Sink, whole};
use crate::decode::decode;
use crate::{FileContext, Limits, Piece, RawRecord, Reject};

/// Plain text: one article a file of at most [`Limits::record_bytes`].
pub struct PlainText;

impl Format for PlainText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        // Text holds no NUL; one control letter in a hundred may be a scar of some old machine. Japanese in
        // seven bits is full of escapes.
        let controls = head
            .bytes
            .iter()
            .filter(|byte| matches!(byte, 0x01..=0x08 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f))
            .count();
        if head.bytes.contains(&0) || controls * 100 > head.bytes.len() || head.bytes.starts_with(b"%PDF-") {
            Fit::No
        } else {
            Fit::Fallback
        }
    }

    fn takes_any_text(&self) -> bool {
        true
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
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        read_text(&decoded.text, context, &mut record);
        Ok(record)
    }
}

pub(super) fn read_text(text: &str, context: &FileContext, record: &mut RawRecord) {
    let mut page = Page::new(text);
    let order = context.day_order;
    let _ = stamped::read(&mut page, order, record)
        || header::read(&mut page, record)
        || dashes::read(&mut page, order, record);
    headline::read(&mut page, order, record);
    let text = paragraphs::join(page.rest(), page.layout());
    record.published.extend(dates::in_dateline(&text, order));
    record.published.extend(dates::in_names(&context.name, &context.folders));
    let mut body = page.into_aside();
    body.push(text);
    body.retain(|part| !part.is_empty());
    record.body = body.join("\n\n");
}

#[cfg(test)]
mod tests {
    use dateline_article::Locator;

    use super::*;
    use crate::RejectReason;
    use crate::format::BrokenPiece;
    use crate::format::json::context;

    /// The fields of a text, one a line, as far as they are filled; paragraphs end at ` // `.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut record = RawRecord::new(Locator { file: "t".to_owned(), member: None, record: 1, byte: 0 });
        read_text(text, &context("t"), &mut record);
        let mut found = Vec::new();
        let mut line = |name: &str, value: &str| {
            if !value.is_empty() {
                found.push(format!("{name}: {value}"));
            }
        };
        line("id", record.id.as_deref().unwrap_or_default());
        line("title", record.title.as_deref().unwrap_or_default());
        line("byline", record.byline.as_deref().unwrap_or_default());
        line("source", record.source.as_deref().unwrap_or_default());
        line("url", record.url.as_deref().unwrap_or_default());
        line("tags", &record.tags.join(" + "));
        for date in &record.published {
            line(date.origin.name(), &date.text);
        }
        line("captions", &record.captions.join(" // "));
        line("body", &record.body.replace("\n\n", " // "));
        let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(found, expect);
    }

    #[track_caller]
    fn check_fit(bytes: &[u8], expect: Fit) {
        let head = Head { name: "a.txt", bytes, complete: true };
        assert_eq!(PlainText.fit(head), expect);
    }

    const PARAGRAPH: &str = "The dockers of Hull went back to work on Monday after a strike of three weeks.";

    #[test]
    fn a_first_line_with_the_word_date_is_followed_by_headline_and_caption() {
        check(
            &format!(" date 2017-03-02 Dock strike ends.\n\nDockers in Hull APTN\n\n{PARAGRAPH}\n"),
            &format!(
                "title: Dock strike ends.
                metadata: 2017-03-02
                captions: Dockers in Hull APTN
                body: {PARAGRAPH}"
            ),
        );
        check(
            &format!("date 2017-03-02 Dock strike ends\n\n{PARAGRAPH}\n"),
            &format!("title: Dock strike ends\n metadata: 2017-03-02\n body: {PARAGRAPH}"),
        );
    }

    #[test]
    fn a_first_line_may_begin_with_a_day_and_go_on_with_the_headline() {
        check(
            &format!("May 3, 2007 - Dock strike ends\n\nHull\n\n{PARAGRAPH}\n"),
            &format!("title: Dock strike ends\n dateline: May 3, 2007\n body: Hull // {PARAGRAPH}"),
        );
        // A dateline is no headline.
        check(
            "May 3, 2007 Hull. The strike ended.\n\nThat was all.",
            "dateline: May 3, 2007\n body: May 3, 2007 Hull. The strike ended. // That was all.",
        );
    }

    #[test]
    fn header_lines_fill_their_fields() {
        check(
            "Title: Dock strike\n  ends at last\nDate: 2017-03-02\nBy: Ann Lee\nWord count: 7\nKeywords: a; b\n\
             URL: https://example.org/a\nID: 17\n\nText: of all.\n",
            "id: 17
            title: Dock strike ends at last
            byline: Ann Lee
            url: https://example.org/a
            tags: a + b
            metadata: 2017-03-02
            body: Text: of all.",
        );
        check("Source: The Times\n\nSome text.", "source: The Times\n body: Some text.");
        check(
            "Title: A\nDate: 2017-03-02\nText: The\nbody.",
            "title: A\n metadata: 2017-03-02\n body: The // body.",
        );
    }

    #[test]
    fn one_name_and_a_colon_in_running_text_is_no_header() {
        check("Summary: it rains.\nIt rains.", "body: Summary: it rains. // It rains.");
        check(
            "Title: A\nDate: 2017-03-02\nWashington: it rains.",
            "title: A\n metadata: 2017-03-02\n body: Washington: it rains.",
        );
    }

    #[test]
    fn lines_with_dashes_are_told_by_what_they_hold() {
        check(
            "-- Dock strike ends\n-- B y   A n n   L e e\n-- 2006-10-20\n-- http://example.org/a\n\nThe text.",
            "title: Dock strike ends
            byline: By Ann Lee
            url: http://example.org/a
            dateline: 2006-10-20
            body: The text.",
        );
    }

    #[test]
    fn a_headline_stands_for_itself_with_author_and_date_around_it() {
        check(
            &format!(
                "Dock strike ends\nBy Ann Lee\nMay 3, 2007\n\nHULL, May 3, 2007 (Reuters) - {PARAGRAPH}"
            ),
            &format!(
                "title: Dock strike ends
                byline: By Ann Lee
                dateline: May 3, 2007
                dateline: May 3, 2007
                body: HULL, May 3, 2007 (Reuters) - {PARAGRAPH}"
            ),
        );
        check(
            &format!("PRESS RELEASE\n\nMay 3, 2007\n\nDock strike ends\n\n{PARAGRAPH}"),
            &format!("title: Dock strike ends\n dateline: May 3, 2007\n body: PRESS RELEASE // {PARAGRAPH}"),
        );
    }

    #[test]
    fn a_headline_may_stand_right_above_lines_that_are_paragraphs() {
        check(
            &format!("DOCK STRIKE ENDS\n  {PARAGRAPH}\n  {PARAGRAPH} {PARAGRAPH}\n"),
            &format!("title: DOCK STRIKE ENDS\n body: {PARAGRAPH} // {PARAGRAPH} {PARAGRAPH}"),
        );
    }

    #[test]
    fn a_headline_above_wrapped_text_is_a_line_that_was_not_full() {
        let wrapped = "The dockers of Hull went back to work on Monday\nafter a strike of three weeks that had cost\n\
                       the port more than a million pounds, and the\ncity much more than that. The union said that\n\
                       it had won.";
        let joined = wrapped.replace('\n', " ");
        check(&format!("Dock strike ends\n{wrapped}"), &format!("title: Dock strike ends\n body: {joined}"));
        check(wrapped, &format!("body: {joined}"));
    }

    #[test]
    fn a_flattened_page_is_read_from_its_gaps() {
        let gap = " ".repeat(20);
        let text = PARAGRAPH.repeat(6);
        check(
            &format!("{gap}Senator Ann Lee{gap}Dock Strike of Hull Ends at Last{gap}May 3, 2007{gap}{text}"),
            &format!(
                "title: Dock Strike of Hull Ends at Last\n dateline: May 3, 2007\n body: Senator Ann Lee // {text}"
            ),
        );
    }

    #[test]
    fn a_label_and_a_date_before_the_headline_are_no_part_of_it() {
        check(
            &format!("Press Release: DOCK STRIKE ENDS\n\n{PARAGRAPH}"),
            &format!("title: DOCK STRIKE ENDS\n body: Press Release // {PARAGRAPH}"),
        );
        check(
            &format!("News\n\nFor Immediate Release  May 3, 2007  Dock Strike Ends\n\n{PARAGRAPH}"),
            &format!(
                "title: Dock Strike Ends
                dateline: May 3, 2007
                body: News // For Immediate Release // {PARAGRAPH}"
            ),
        );
        check(
            &format!("May 3, 2007   Press Release\n\nDock Strike Ends\n\n{PARAGRAPH}"),
            &format!(
                "title: Dock Strike Ends
                dateline: May 3, 2007
                body: May 3, 2007   Press Release // {PARAGRAPH}"
            ),
        );
    }

    #[test]
    fn of_short_lines_above_a_long_one_the_first_of_six_words_is_the_headline() {
        let text = format!("{PARAGRAPH} {PARAGRAPH} {PARAGRAPH}");
        check(
            &format!("In many towns\nDockers of Hull go back to work\nPhoto: AP\n{text}\n"),
            &format!("title: Dockers of Hull go back to work\n body: In many towns // Photo: AP // {text}"),
        );
    }

    #[test]
    fn what_has_no_headline_is_text_only() {
        check("The strike ended.", "body: The strike ended.");
        check("Dock strike ends", "body: Dock strike ends");
        check("", "");
        check(" \n\n", "");
    }

    #[test]
    fn text_is_told_from_binary_data() {
        check_fit("Ein Satz über Öl.\r\n\x0c".as_bytes(), Fit::Fallback);
        check_fit(b"caf\xe9", Fit::Fallback);
        check_fit(b"", Fit::Fallback);
        check_fit(b"\x1b$BF|K\\8l\x1b(B\n", Fit::Fallback);
        check_fit(b"a\0b", Fit::No);
        check_fit(b"%PDF-1.4\n", Fit::No);
        check_fit(b"\x1f\x8b\x08\x01\x02", Fit::No);
    }

    #[test]
    fn a_file_at_the_limit_is_read_and_one_past_it_is_not() {
        let limits = Limits { record_bytes: 4, ..Limits::default() };
        let split = |text: &[u8]| {
            let mut found = Vec::new();
            let mut sink = |piece: Result<Piece, BrokenPiece>| {
                found.push(piece.map(|piece| piece.record).map_err(|broken| broken.reason));
                std::ops::ControlFlow::Continue(())
            };
            let mut input = text;
            PlainText.split(&mut input, &context("t"), &limits, &mut sink).expect("a text in memory");
            found
        };
        assert_eq!(split(b"abcd"), [Ok(1)]);
        assert_eq!(split(b"abcde"), [Err(RejectReason::TooLong { limit_bytes: 4 })]);
    }
}
