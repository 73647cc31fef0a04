//! Markdown: one article a file, often with fields above the text, as Jekyll and Hugo keep them.
//!
//! [`front_matter`] reads the fields, [`text`] the text without its marks.
//!
//! Format: <https://spec.commonmark.org>

mod front_matter;
mod text;

use std::io::{self, BufRead};

use super::gathered::{Form, Gathered};
use super::text::dates;
use super::{Fit, Format, Head, Sink, whole};
use crate::decode::decode;
use crate::{FileContext, Limits, Piece, RawRecord, Reject};
use front_matter::FrontMatter;

/// Markdown, one article a file.
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let named = head.is_named(&["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"]);
        let Ok(start) = str::from_utf8(valid_start(head.bytes)) else {
            return Fit::No;
        };
        let has_fields = FrontMatter::of(start).is_some_and(|matter| !matter.entries().is_empty());
        match (has_fields, named) {
            (true, true) => Fit::ContentAndName,
            (true, false) => Fit::Content,
            // Its marks are punctuation that occurs in any text: the name must say it.
            (false, true) if !head.bytes.contains(&0) => Fit::Content,
            (false, _) => Fit::No,
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
        let mut gathered = Gathered::default();
        let matter = FrontMatter::of(&decoded.text);
        for (key, value, form) in matter.iter().flat_map(FrontMatter::entries) {
            // `published: true` is no date.
            let is_switch = matches!(value.as_str(), "true" | "false" | "null" | "~");
            if let Some(claim) =
                context.field_map.claim(front_matter::usual_name(&key)).filter(|_| !is_switch)
            {
                gathered.add(claim, form, value);
            }
        }
        let text = text::of(matter.as_ref().map_or(decoded.text.as_ref(), |matter| matter.rest));
        let mut record = gathered.into_record(locator)?;
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        record.title = record.title.take().or(text.title);
        record.captions.extend(text.captions);
        let body = std::mem::take(&mut record.body);
        record.body = if body.is_empty() { text.body } else { format!("{body}\n\n{}", text.body) };
        record.published.extend(dates::in_names(&context.name, &context.folders));
        Ok(record)
    }
}

/// Whether the fields above a text state its date, as those of articles and notes do and those of the
/// description of a collection do not.
pub fn states_date(bytes: &[u8]) -> bool {
    let fields = str::from_utf8(valid_start(bytes)).ok().and_then(FrontMatter::of);
    let is_date = |(name, ..): &Entry| matches!(name.as_str(), "date" | "published");
    fields.is_some_and(|fields| fields.entries().iter().any(is_date))
}

/// The bytes without a last letter that is cut.
fn valid_start(bytes: &[u8]) -> &[u8] {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

/// The claim of a key and the form of its value, for the list of entries.
type Entry = (String, String, Form);

#[cfg(test)]
mod tests {
    use super::super::json::context;
    use super::*;
    use crate::PieceContent;

    #[track_caller]
    fn check(name: &str, text: &str, expect: &[&str]) {
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(text.as_bytes().to_vec()) };
        let record = Markdown.parse(piece, &context(name)).expect("a record");
        assert_eq!(super::super::shown(&record), expect);
    }

    #[track_caller]
    fn check_fit(name: &str, text: &str, expect: Fit) {
        assert_eq!(Markdown.fit(Head { name, bytes: text.as_bytes(), complete: true }), expect);
    }

    #[test]
    fn fields_stand_above_the_text() {
        check(
            "t.md",
            "---\nlayout: post\ntitle: \"Dock: strike\" # new\ndate: 2025-02-11\nlast_modified_at: 2025-11-28 13:38\n\
             published: true\nauthor:\n  name: Ann Lee\ntags: [docks, 'a, b']\ncategories:\n  - ports\n---\n\nText.\n",
            &[
                "title: Dock: strike",
                "byline: Ann Lee",
                "section: ports",
                "tags: docks + a, b",
                "metadata: 2025-02-11",
                "updated: 2025-11-28 13:38",
                "body: Text.",
            ],
        );
        check(
            "t.md",
            "+++\ntitle = \"Dock strike\"\ndate = 2025-02-11T10:00:00Z\ntags = [\"docks\", \"a, b\"]\n[author]\nname = 'Ann Lee'\n+++\nText.\n",
            &[
                "title: Dock strike",
                "byline: Ann Lee",
                "tags: docks + a, b",
                "metadata: 2025-02-11T10:00:00Z",
                "body: Text.",
            ],
        );
    }

    #[test]
    fn values_may_take_several_lines() {
        check(
            "t.md",
            "---\ntitle: >\n  Dock strike\n  ends\ndescription: |\n  One.\n  Two.\n---\nText.\n",
            &["title: Dock strike ends", "lead: One./Two.", "body: Text."],
        );
    }

    #[test]
    fn without_fields_the_first_heading_is_the_headline_and_the_name_may_hold_the_date() {
        check(
            "2025-02-11-dock.md",
            "# Dock *strike*\n\nText.\n",
            &["title: Dock strike", "filename: 2025-02-11", "body: Text."],
        );
    }

    #[test]
    fn fields_or_a_name_tell_markdown() {
        check_fit("a", "---\ntitle: A\ndate: 2025-02-11\n---\nText", Fit::Content);
        check_fit("a.md", "---\ntitle: A\n---\nText", Fit::ContentAndName);
        check_fit("a.md", "# A", Fit::Content);
        check_fit("a.txt", "# A", Fit::No);
        check_fit("a.txt", "---\nThe strike ended.\n---\nText", Fit::No);
        check_fit("a.txt", "---\ntitle: A\nText", Fit::No);
    }
}
