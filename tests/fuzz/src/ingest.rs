//! What must hold for every file: it is read to its end, and what is found is an article or told.

use std::ops::ControlFlow;
use std::path::Path;

use dateline_article::{Article, Day, PubDate};
use dateline_ingest::{
    Limits, OpenOptions, Reject, Settings, SourceFile, format, open, read_error, read_piece,
};
use tempfile::TempDir;

use super::files::{Family, Seed};
use super::samples::PAGE;

/// Small, so that every limit is met.
const LIMITS: Limits = Limits {
    record_bytes: 64 << 10,
    record_text_bytes: 16 << 10,
    line_bytes: 32 << 10,
    file_record_bytes: 256 << 10,
    decompression_ratio: 100,
    decompressed_free_bytes: 1 << 20,
};

/// A folder to put files into.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Folder {
        let dir = TempDir::new().expect("a folder for files");
        std::fs::write(dir.path().join("page.xml"), PAGE).expect("a page");
        Folder(dir)
    }

    /// Reads a file; whether there was an article in it, or the rule that it broke.
    pub fn check(&self, family: Family, input: &Seed, asked: Option<&str>) -> Result<bool, String> {
        let name = if family == Family::Newspapers { "1_mets.xml" } else { "1923-05-03" };
        let path = self.0.path().join(name);
        std::fs::write(&path, input.bytes()).expect("a file");
        read(&path, family, asked)
    }
}

fn read(path: &Path, family: Family, asked: Option<&str>) -> Result<bool, String> {
    let file = SourceFile::at(path.to_owned()).expect("a file");
    let options =
        OpenOptions { format: asked.and_then(format::by_name), limits: LIMITS, ..OpenOptions::default() };
    let settings = Settings { today: Day::from_ymd(2026, 11, 23).expect("a day"), limits: LIMITS };
    let (mut articles, mut told) = (0, 0);
    let mut broken = None;
    let source = match open(&file, &options) {
        Ok(source) => source,
        Err(error) if error.to_string().is_empty() => return Err("refused without a reason".to_owned()),
        Err(_) => return Ok(false),
    };
    source.members(&mut |member| {
        let mut member = match member {
            Ok(member) => member,
            Err(reject) => {
                told += 1;
                broken = broken.take().or(check_reject(&reject).err());
                return ControlFlow::Continue(());
            }
        };
        let (mut record, mut byte, mut bytes) = (0, 0, 0);
        let format = member.format;
        let split = format.split(&mut *member.reader, &member.context, &LIMITS, &mut |cut| {
            let at = match &cut {
                Ok(piece) => (piece.record, piece.byte),
                Err(broken) => (broken.record, broken.byte),
            };
            if at.0 <= record || at.1 < byte {
                broken = Some(format!(
                    "{}: record {} (byte {}) follows {record} ({byte})",
                    format.name(),
                    at.0,
                    at.1
                ));
            }
            (record, byte) = at;
            match cut {
                Ok(piece) => {
                    bytes += piece.content.bytes();
                    let outcome = match read_piece(piece, format, &member.context, &settings) {
                        Ok(article) => {
                            articles += 1;
                            check_article(&article)
                        }
                        Err(reject) => {
                            told += 1;
                            check_reject(&reject)
                        }
                    };
                    broken = broken.take().or(outcome.err());
                }
                Err(cut) => {
                    told += 1;
                    if cut.reason.to_string().is_empty() {
                        broken = Some("a broken piece without a reason".to_owned());
                    }
                }
            }
            if broken.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Err(error) = split {
            told += 1;
            if read_error(&error).to_string().is_empty() {
                broken = Some("an error without a reason".to_owned());
            }
        }
        if bytes > 64 << 20 {
            broken = Some(format!("{}: {bytes} bytes of pieces", format.name()));
        }
        if broken.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match broken {
        Some(broken) => Err(broken),
        // A feed may be empty, as may an archive; and what is asked for by name need not be there.
        None if articles + told == 0 && family == Family::Text && asked.is_none() => {
            Err("neither article nor reject".to_owned())
        }
        None => Ok(articles > 0),
    }
}

fn check_reject(reject: &Reject) -> Result<(), String> {
    let told = reject.reason.to_string();
    if told.is_empty() || reject.locator.to_string().is_empty() {
        return Err(format!("a reject without place or reason: {reject:?}"));
    }
    Ok(())
}

fn check_article(article: &Article) -> Result<(), String> {
    if article.title.trim().is_empty() {
        return Err(format!("no title: {article:?}"));
    }
    let is_control = |letter: char| letter.is_control() && letter != '\n';
    let fields = [&article.title, &article.lead, &article.body]
        .into_iter()
        .chain(&article.captions)
        .chain(&article.tags);
    let optional = [&article.byline, &article.source, &article.section, &article.url, &article.page];
    for text in fields.chain(optional.into_iter().flatten()) {
        if text.contains(is_control) {
            return Err(format!("control letters in {text:?}"));
        }
    }
    if article.body.split("\n\n").any(|paragraph| paragraph.trim().is_empty() && !article.body.is_empty()) {
        return Err(format!("an empty paragraph in {:?}", article.body));
    }
    let dates = &article.dates;
    [dates.published, dates.updated, dates.crawled, dates.edition].iter().flatten().try_for_each(check_date)
}

fn check_date(date: &PubDate) -> Result<(), String> {
    let (first, last) = (date.span.first(), date.span.last());
    if first > last || first.year() < 1 || last.year() > 9_999 {
        return Err(format!("a date outside of the calendar: {}", date.span));
    }
    Ok(())
}
