//! Prints: PDF, as far as they hold text and not only pictures of it.
//!
//! The syntax is read by the crate `hayro-syntax`; [`content`] carries out what places text, [`font`] tells
//! what its codes stand for, [`layout`] makes lines and paragraphs of letters at their places.
//!
//! Format: <https://pdfa.org/resource/iso-32000-2/>

mod content;
mod font;
mod glyph_name;
mod layout;
#[cfg(test)]
mod sample;
mod stream;
mod title;

use std::io::{self, BufRead};
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf as Document};

use super::text::dates;
use super::{Fit, Format, Head, Sink, whole};
use crate::{FileContext, Limits, Piece, RawRecord, Reject, RejectReason};

const MAGIC: &[u8] = b"%PDF-";
/// Readers accept other bytes in front of the magic, up to so many.
const MOST_BYTES_IN_FRONT: usize = 1_024;
/// No print has more pages.
const MOST_PAGES: usize = 20_000;
/// Fewer letters than so many on a page are a number or a stamp on a picture.
const FEWEST_LETTERS: usize = 20;

/// A print: one article a file of at most [`Limits::file_record_bytes`].
pub struct Pdf;

/// Why a print cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Damaged,
    Encrypted,
    /// More than any print holds, which keeps readers busy.
    TooLarge,
    /// No letters at all.
    Picture,
    /// Letters of which nobody can tell what they stand for.
    Unreadable,
    /// The reader itself fails.
    Panicked,
}

impl Failure {
    fn into_reason(self) -> RejectReason {
        let malformed = |expected: &str, found: &str| RejectReason::Malformed {
            expected: expected.to_owned(),
            found: found.to_owned(),
        };
        match self {
            Failure::Damaged => malformed("an intact PDF", "a damaged one"),
            Failure::Encrypted => RejectReason::Encrypted,
            Failure::TooLarge => {
                malformed("a PDF of usual size", "one that grows without end when it is read")
            }
            Failure::Picture => {
                malformed("a text", "a PDF of pictures; `ocrmypdf IN OUT` recognises the text on them")
            }
            Failure::Unreadable => malformed(
                "a text",
                "a PDF that does not say what its letters stand for; `ocrmypdf --force-ocr IN OUT` recognises them",
            ),
            Failure::Panicked => malformed("a PDF that can be read", "one so damaged that reading it fails"),
        }
    }
}

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let start = &head.bytes[..head.bytes.len().min(MOST_BYTES_IN_FRONT)];
        match memchr::memmem::find(start, MAGIC) {
            Some(0) => Fit::ContentAndName,
            Some(_) if head.is_named(&["pdf"]) => Fit::ContentAndName,
            _ => Fit::No,
        }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        whole::split_within(input, limits.file_record_bytes, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        // The reader is tried on damaged files, but it is not ours.
        let print = catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or(Err(Failure::Panicked));
        let print = match print {
            Ok(print) => print,
            Err(failure) => return Err(Reject { locator, reason: failure.into_reason() }),
        };
        let mut record = RawRecord::new(locator);
        record.markup = crate::Markup::None;
        record.title = print.title;
        record.body = print.paragraphs.join("\n\n");
        let order = context.day_order;
        let first = print.paragraphs.iter().take(FIRST_PARAGRAPHS);
        record
            .published
            .extend(first.filter(|line| dates::is_date(line, order)).map(|line| dates::in_text(line)));
        record.published.extend(dates::in_dateline(&record.body, order));
        record.published.extend(dates::in_names(&context.name, &context.folders));
        Ok(record)
    }
}

/// A date on a line of its own stands among so many first paragraphs.
const FIRST_PARAGRAPHS: usize = 8;

/// What a print holds.
struct Print {
    title: Option<String>,
    paragraphs: Vec<String>,
}

fn read(bytes: Vec<u8>) -> Result<Print, Failure> {
    stream::refuse_bombs(&bytes)?;
    let document = Document::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => Failure::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => Failure::Damaged,
    })?;
    let pages = document.pages();
    if pages.is_empty() {
        return Err(Failure::Damaged);
    }
    if pages.len() > MOST_PAGES {
        return Err(Failure::TooLarge);
    }
    let mut reader = content::Reader::default();
    let mut paragraphs: Vec<(String, f32)> = Vec::new();
    let mut first_page = 0;
    for page in pages.iter() {
        let mut chunks = Vec::new();
        reader.page(page, &mut |chunk| chunks.push(chunk))?;
        paragraphs.extend(layout::paragraphs(&layout::lines(chunks)));
        if first_page == 0 {
            first_page = paragraphs.len();
        }
    }
    let letters =
        || paragraphs.iter().flat_map(|(text, _)| text.chars()).filter(|letter| !letter.is_whitespace());
    let unknown = letters().filter(|&letter| letter == font::UNKNOWN).count();
    let known = letters().filter(|letter| letter.is_alphanumeric()).count();
    if unknown > known {
        return Err(Failure::Unreadable);
    }
    if known < FEWEST_LETTERS && pages.iter().any(has_picture) {
        return Err(Failure::Picture);
    }
    let stated = document.metadata().title.as_deref().and_then(title::stated);
    let title = title::of(stated, &mut paragraphs, first_page);
    Ok(Print { title, paragraphs: paragraphs.into_iter().map(|(text, _)| text).collect() })
}

/// Whether a page shows anything that was drawn elsewhere, such as a scan.
fn has_picture(page: &hayro_syntax::page::Page<'_>) -> bool {
    page.resources().x_objects.keys().next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::json::context;
    use crate::format::shown;

    #[track_caller]
    fn check(pdf: Vec<u8>, expect: &str) {
        let piece = Piece { record: 1, byte: 0, content: crate::PieceContent::Bytes(pdf) };
        let found = match Pdf.parse(piece, &context("1923-05-03 strike.pdf")) {
            Ok(record) => shown(&record),
            Err(reject) => vec![format!("! {}", reject.reason)],
        };
        let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(found, expect);
    }

    #[track_caller]
    fn check_fit(name: &str, bytes: &[u8], expect: Fit) {
        assert_eq!(Pdf.fit(Head { name, bytes, complete: true }), expect);
    }

    const STRIKE: &str = "BT /F1 20 Tf 72 720 Td (Dock strike ends) Tj /F1 10 Tf 0 -30 Td (The dockers of Hull went back to \
        work on Mon-) Tj 0 -12 Td [(day after a strik) 20 (e of th) -300 (ree weeks.)] TJ ET";

    #[test]
    fn a_pdf_is_told_by_its_first_bytes() {
        check_fit("a", b"%PDF-1.4\n", Fit::ContentAndName);
        check_fit("a.pdf", b"\n\n%PDF-1.4\n", Fit::ContentAndName);
        check_fit("a.txt", b"It begins with %PDF-1.4", Fit::No);
    }

    #[test]
    fn a_print_is_an_article_with_headline_and_paragraphs() {
        check(
            sample::pdf(&[STRIKE, "BT /F1 10 Tf 72 720 Td 12 TL (It was the se-) Tj (cond page.) ' ET"], ""),
            "title: Dock strike ends
            filename: 1923-05-03
            body: The dockers of Hull went back to work on Monday after a strike of th ree weeks. // It was the second page.",
        );
    }

    #[test]
    fn a_stated_title_comes_first_and_the_day_of_writing_is_no_date() {
        check(
            sample::pdf(&[STRIKE], "/Title (Strike at Hull) /CreationDate (D:20200102030405Z)"),
            "title: Strike at Hull
            filename: 1923-05-03
            body: Dock strike ends // The dockers of Hull went back to work on Monday after a strike of th ree weeks.",
        );
    }

    #[test]
    fn codes_of_glyphs_are_letters_where_the_font_says_so() {
        check(
            sample::glyphs(
                "BT /F1 10 Tf 72 720 Td <00010002000300010002000300010002000300010002000300010002> Tj ET",
                true,
            ),
            "filename: 1923-05-03
            body: fiŽЖfiŽЖfiŽЖfiŽЖfiŽ",
        );
        check(
            sample::glyphs("BT /F1 10 Tf 72 720 Td <000100020003> Tj ET", false),
            "! expected a text, but found a PDF that does not say what its letters stand for; \
             `ocrmypdf --force-ocr IN OUT` recognises them",
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        check(
            sample::scan(),
            "! expected a text, but found a PDF of pictures; `ocrmypdf IN OUT` recognises the text on them",
        );
        check(b"%PDF-1.4\nnothing".to_vec(), "! expected an intact PDF, but found a damaged one");
        check(sample::encrypted(), "! expected a text, but found one that needs a password");
        let told = "! expected a PDF of usual size, but found one that grows without end when it is read";
        check(sample::bomb("Contents"), told);
        check(sample::bomb("ObjStm"), told);
        check(sample::rows_bomb(), told);
        check(sample::repeated_form(), told);
        check(sample::long_glyph(), told);
        check(sample::crowded(), told);
    }

    #[test]
    fn text_in_a_font_that_is_missing_is_read() {
        check(
            sample::pdf(
                &["BT /F1 10 Tf 72 720 Td (The dockers of Hull ) Tj /F9 10 Tf (went back.) Tj ET"],
                "",
            ),
            "filename: 1923-05-03
            body: The dockers of Hull went back.",
        );
    }

    #[test]
    fn widths_that_are_named_very_often_end() {
        check(
            sample::repeated_widths(),
            "! expected a text, but found a PDF that does not say what its letters stand for; \
             `ocrmypdf --force-ocr IN OUT` recognises them",
        );
    }

    #[test]
    fn forms_that_show_themselves_end() {
        check(
            sample::circle(),
            "title: Dock strike ends\n filename: 1923-05-03\n body: The dockers of Hull went back.",
        );
    }

    #[test]
    fn damaged_prints_are_read_or_told_and_never_fail() {
        let whole = sample::pdf(&[STRIKE, STRIKE], "/Title (Strike)");
        let mut seed = 7_u32;
        let mut next = move || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize
        };
        for round in 0..400 {
            let mut damaged = whole.clone();
            for _ in 0..=round % 7 {
                let at = next() % damaged.len();
                damaged[at] = next() as u8;
            }
            if round % 3 == 0 {
                damaged.truncate(next() % damaged.len());
            }
            assert_ne!(read(damaged).err(), Some(Failure::Panicked));
        }
    }
}
