//! One article a line: a date, sometimes source and author, then `正文：` and the text.
//!
//! Collections of Chinese news pages are kept so; what stands before the label is what the page had
//! around its date, in whatever shape.

use std::io::{self, BufRead};

use dateline_article::Origin;

use super::jsonl;
use super::{Fit, Format, Head, Sink};
use crate::decode::decode;
use crate::{FileContext, Limits, Piece, RawDate, RawRecord, Reject};

/// What stands before the text; both kinds of colon occur.
const LABELS: [&str; 2] = ["正文：", "正文:"];
/// The label stands so near to the start of the line, in letters.
const HEADER_LETTERS: usize = 300;
/// What the source is called.
const SOURCE: &str = "来源：";
/// What the author is called.
const AUTHORS: [&str; 2] = ["记者", "作者"];
/// What the place of writing is called; it follows the date.
const FROM: &str = " 来自";
/// What a date is called.
const DATES: [&str; 3] = ["发布时间：", "发表时间：", "时间："];

/// One article a line, with a label between header and text.
pub struct LabelledLines;

impl Format for LabelledLines {
    fn name(&self) -> &'static str {
        "labelled-lines"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let (mut labelled, mut others) = (0, 0);
        let mut lines = head.bytes.split(|&byte| byte == b'\n').peekable();
        while let Some(line) = lines.next() {
            let is_cut = lines.peek().is_none() && !head.complete;
            if line.trim_ascii().is_empty() || is_cut && labelled + others > 0 {
                continue;
            }
            if cut(&decode(line, None).text).is_some() {
                labelled += 1;
            } else {
                others += 1;
            }
        }
        // A line of the text may have been broken in two.
        if labelled > 0 && labelled >= others * 9 { Fit::Content } else { Fit::No }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        jsonl::split_lines(input, limits, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        let (header, text) = cut(&decoded.text).unwrap_or(("", &decoded.text));
        read_header(header, &mut record);
        text.trim().clone_into(&mut record.body);
        Ok(record)
    }
}

/// What stands before and after the label.
fn cut(line: &str) -> Option<(&str, &str)> {
    let window = line.char_indices().nth(HEADER_LETTERS).map_or(line, |(end, _)| &line[..end]);
    let (start, label) = LABELS.iter().filter_map(|label| Some((window.find(label)?, label))).min()?;
    Some((&line[..start], &line[start + label.len()..]))
}

fn read_header(header: &str, record: &mut RawRecord) {
    let header = header.trim().trim_end_matches(['，', ',']).trim();
    if let Some(source) = header.strip_prefix(SOURCE) {
        record.source = Some(source.trim().to_owned());
        return;
    }
    let (before, date) = header.split_at(date_start(header));
    let date = date.split(FROM).next().unwrap_or_default().trim_matches(['[', ']', ' ', '\u{a0}']);
    if date.bytes().any(|byte| byte.is_ascii_digit()) {
        record.published = vec![RawDate { text: mended(date), origin: Origin::Metadata }];
    }
    let before = DATES.iter().fold(before, |before, label| before.trim_end_matches(label));
    // `Site > section > subsection`, and columns separated by runs of blanks.
    let mut path = before.split(" > ").map(str::trim).filter(|part| !part.is_empty());
    if before.contains(" > ") {
        record.source = path.next().map(str::to_owned);
        record.section = path.last().map(str::to_owned);
        return;
    }
    for column in before.split("   ").map(|column| column.trim_matches([' ', '[', '\u{a0}', '/'])) {
        match AUTHORS.iter().find_map(|label| column.strip_prefix(label)) {
            Some(author) => record.byline = Some(author.trim().to_owned()),
            None if record.source.is_none() && !column.is_empty() => record.source = Some(column.to_owned()),
            None => {}
        }
    }
}

/// Where the date begins: at the first digit behind everything that is not one of its letters.
fn date_start(header: &str) -> usize {
    header.find(|letter: char| letter.is_ascii_digit()).unwrap_or(header.len())
}

/// A date with what these collections leave out: `202307/25` is `2023/07/25`, and as the year always
/// stands first, `23-07-26` is `2023-07-26`. A colon of full width is a colon.
fn mended(date: &str) -> String {
    let date = date.replace('：', ":").split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = date.bytes().take_while(u8::is_ascii_digit).count();
    let marks = date.split(' ').next().unwrap_or_default().matches(['-', '/']).count();
    match (digits, marks) {
        (6, 1) => format!("{}/{}", &date[..4], &date[4..]),
        (2, 2) => format!("20{date}"),
        _ => date,
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::context;
    use super::*;
    use crate::PieceContent;

    #[track_caller]
    fn check(line: &str, expect: &[&str]) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(line.as_bytes().to_vec()) };
        let record = LabelledLines.parse(piece, &context("t")).expect("a record");
        assert_eq!(super::super::shown(&record), expect);
    }

    #[track_caller]
    fn check_fit(text: &str, expect: Fit) {
        let head = Head { name: "t", bytes: text.as_bytes(), complete: true };
        assert_eq!(LabelledLines.fit(head), expect);
    }

    #[test]
    fn a_date_stands_before_the_text() {
        check("2023-08-01 06:50，正文：罢工结束了。", &["metadata: 2023-08-01 06:50", "body: 罢工结束了。"]);
        check("[ 2023-07-28 16：40 ] ，正文：好。", &["metadata: 2023-07-28 16:40", "body: 好。"]);
        check("[2023/07/20  16:52]，正文：好。", &["metadata: 2023/07/20 16:52", "body: 好。"]);
        check("202307/25 05:01:02，正文：好。", &["metadata: 2023/07/25 05:01:02", "body: 好。"]);
        check("23-07-26 22:00，正文：好。", &["metadata: 2023-07-26 22:00", "body: 好。"]);
        check("07-20 22:43，正文：好。", &["metadata: 07-20 22:43", "body: 好。"]);
        check("发布时间：2023-07-26 08:46:02，正文：好。", &["metadata: 2023-07-26 08:46:02", "body: 好。"]);
        check(
            "2023年07月20日 18:14:59 来自北京市，正文:好。",
            &["metadata: 2023年07月20日 18:14:59", "body: 好。"],
        );
    }

    #[test]
    fn source_section_and_author_may_stand_before_the_date() {
        check("来源：人民日报 ，正文：好。", &["source: 人民日报", "body: 好。"]);
        check(
            "华夏经纬网 > 新闻 > 港澳新闻\u{a0}\u{a0}2023-07-29 10:35:11  ，正文：好。",
            &["source: 华夏经纬网", "section: 港澳新闻", "metadata: 2023-07-29 10:35:11", "body: 好。"],
        );
        check(
            "椰网/海拔新闻                记者张艺 通讯员周杨                  2023-08-09 14:28            ，正文：好。",
            &["byline: 张艺 通讯员周杨", "source: 椰网/海拔新闻", "metadata: 2023-08-09 14:28", "body: 好。"],
        );
    }

    #[test]
    fn a_line_without_header_is_text() {
        check("，正文：好。", &["body: 好。"]);
        check("/，正文：好。", &["body: 好。"]);
        check("好。", &["body: 好。"]);
    }

    #[test]
    fn the_format_is_told_by_the_label_in_most_lines() {
        check_fit("2023-08-01，正文：好。\n2023-08-01，正文：好。\n", Fit::Content);
        check_fit("2023-08-01，正文：好。\n好。\n", Fit::No);
        check_fit("Dock strike ends\n", Fit::No);
        check_fit("", Fit::No);
    }
}
