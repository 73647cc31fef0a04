//! One article a file: a first line of fields between `###`, then the text in numbered lines.
//!
//! Collections of Persian news are kept so. The second line may name the lines that a summary takes.

use std::io::{self, BufRead};

use dateline_article::Origin;

use super::columns::{Claim, Field};
use super::gathered::{Form, Gathered};
use super::{Fit, Format, Head, Sink, whole};
use crate::decode::decode;
use crate::{FileContext, Limits, Piece, RawDate, RawRecord, Reject, RejectReason, date};

/// What separates the fields.
const SEPARATOR: &str = "###";
/// A first line of fewer fields is something else: a heading of Markdown, a comment.
const FEWEST_FIELDS: usize = 5;

/// One article a file, with a first line of fields between `###`.
pub struct HashMarks;

impl Format for HashMarks {
    fn name(&self) -> &'static str {
        "hash-marks"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let first = head.bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let first = decode(first, None);
        let fields: Vec<&str> = first.text.split(SEPARATOR).collect();
        let has_date = fields.iter().any(|field| is_date(field));
        let has_address = fields.iter().any(|field| is_address(field));
        if fields.len() >= FEWEST_FIELDS && (has_date || has_address) { Fit::Content } else { Fit::No }
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
        let (first, text) = decoded.text.split_once('\n').unwrap_or((&decoded.text, ""));
        let fields: Vec<&str> = first.trim().split(SEPARATOR).map(str::trim).collect();
        if fields.len() < FEWEST_FIELDS {
            let expected = format!("a first line of {FEWEST_FIELDS} fields between `{SEPARATOR}`");
            let found = format!("{} in {}", fields.len(), super::excerpt::excerpt(first));
            return Err(Reject { locator, reason: RejectReason::Malformed { expected, found } });
        }
        let mut record = fields_of(&fields).into_record(locator)?;
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        record.published = fields
            .iter()
            .filter(|field| is_date(field))
            .map(|field| RawDate { text: (*field).to_owned(), origin: Origin::Metadata })
            .collect();
        record.body = text.lines().filter_map(paragraph).collect::<Vec<_>>().join("\n\n");
        Ok(record)
    }
}

/// The fields that tell by their shape what they are; of the others, the first names the collection and
/// the second is the headline.
fn fields_of(fields: &[&str]) -> Gathered {
    let mut gathered = Gathered::default();
    let mut named = [Field::Source, Field::Title].into_iter();
    let mut lists = 0;
    let list_count = fields.iter().filter(|field| is_list(field)).count();
    for field in fields {
        let meaning = if is_date(field) {
            None
        } else if is_address(field) {
            Some(Field::Url)
        } else if is_list(field) {
            lists += 1;
            // Of two lists, the first is the section and the last the keywords.
            Some(if lists == 1 && list_count > 1 { Field::Section } else { Field::Tags })
        } else if !field.is_empty() && field.chars().all(char::is_numeric) {
            Some(Field::Id)
        } else {
            named.next()
        };
        if let Some(meaning) = meaning {
            gathered.add(Claim { field: meaning, rank: 0 }, Form::Whole, *field);
        }
    }
    gathered
}

fn is_date(field: &str) -> bool {
    // A bare number is an id.
    field.contains(['-', '/', ' ']) && date::read(field.trim(), None).is_some()
}

fn is_address(field: &str) -> bool {
    let field = field.trim();
    field.starts_with("http://") || field.starts_with("https://")
}

fn is_list(field: &str) -> bool {
    field.starts_with('[') && field.ends_with(']')
}

/// The text of a numbered line; `None` for lines of numbers only.
fn paragraph(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let text = match line.split_once('\t') {
        Some((number, text)) if !number.is_empty() && number.chars().all(char::is_numeric) => text,
        _ if line.chars().all(|letter| letter.is_numeric() || letter == '@') => "",
        _ => line,
    };
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::json::context;
    use super::*;
    use crate::PieceContent;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.as_bytes().to_vec()) };
        let found = match HashMarks.parse(piece, &context("t")) {
            Ok(record) => super::super::shown(&record),
            Err(reject) => vec![reject.to_string()],
        };
        assert_eq!(found, expect);
    }

    #[track_caller]
    fn check_fit(text: &str, expect: Fit) {
        let head = Head { name: "t", bytes: text.as_bytes(), complete: true };
        assert_eq!(HashMarks.fit(head), expect);
    }

    const FIRST: &str = "tabnak###اعتصاب پایان یافت###https://example.org/news/957651/a-b###['ورزشی']###\
                         2020-02-08 15:11:00###۹۵۷۶۵۱###['آمریکا', 'القاعده']\n";

    #[test]
    fn fields_are_told_by_their_shape() {
        check(
            &format!("{FIRST}1@@@2\n1\tاعتصاب.\n2\tپایان.\n"),
            &[
                "id: ۹۵۷۶۵۱",
                "title: اعتصاب پایان یافت",
                "source: tabnak",
                "section: ورزشی",
                "url: https://example.org/news/957651/a-b",
                "tags: آمریکا + القاعده",
                "metadata: 2020-02-08 15:11:00",
                "body: اعتصاب. // پایان.",
            ],
        );
    }

    #[test]
    fn a_line_that_is_not_numbered_is_text() {
        check(
            "a###b###c###2020-02-08###https://example.org/\n7 days.\n",
            &["title: b", "source: a", "url: https://example.org/", "metadata: 2020-02-08", "body: 7 days."],
        );
    }

    #[test]
    fn too_few_fields_are_told() {
        check(
            "a###b\n",
            &[
                "t: record 1 (byte 0): expected a first line of 5 fields between `###`, but found 2 in `a###b`",
            ],
        );
    }

    #[test]
    fn headings_are_no_fields() {
        check_fit(FIRST, Fit::Content);
        check_fit("### Dock strike ###\n", Fit::No);
        check_fit("###a###b###c###d###\n", Fit::No);
        check_fit("", Fit::No);
    }
}
