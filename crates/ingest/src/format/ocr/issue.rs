//! An issue of a newspaper: its articles, as lists of blocks on its pages.

use std::collections::HashMap;
use std::io::{self, BufRead, Read};
use std::path::Path;

use dateline_article::Origin;
use serde::{Deserialize, Serialize};

use super::page::Page;
use super::{beside, didl, mets};
use crate::decode::decode;
use crate::format::{BrokenPiece, Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, PieceContent, RawDate, RawRecord, Reject, RejectReason, Siblings};

/// An issue as its description tells it.
#[derive(Debug, Default)]
pub(super) struct Issue {
    /// The newspaper.
    pub source: Option<String>,
    /// The day of the issue.
    pub date: Option<String>,
    /// The language of the issue.
    pub lang: Option<String>,
    /// The files of the pages: the name that the description uses, and the address.
    pub pages: Vec<(String, String)>,
    /// Files that only repeat the text of the pages.
    pub repeated: Vec<String>,
    /// The articles.
    pub articles: Vec<Article>,
}

/// An article as a description tells it.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub genre: Option<String>,
    pub section: Option<String>,
    pub lang: Option<String>,
    pub blocks: Vec<BlockRef>,
}

/// A block that belongs to an article.
#[derive(Debug)]
pub(super) struct BlockRef {
    /// The file of the page, as the description names it.
    pub file: String,
    /// The id of the block on the page.
    pub block: String,
    pub role: Role,
}

/// What a block is in its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Lead,
    Byline,
    Caption,
    Text,
}

impl Issue {
    /// The files that are read with the description.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(|(_, address)| address.as_str()).chain(self.repeated.iter().map(String::as_str))
    }
}

/// What is handed from cutting to parsing: the fields of an article with its text.
#[derive(Serialize, Deserialize, Default)]
pub(super) struct Cut {
    pub id: Option<String>,
    pub title: Option<String>,
    pub lead: Option<String>,
    pub byline: Option<String>,
    pub source: Option<String>,
    pub section: Option<String>,
    pub page: Option<String>,
    pub lang: Option<String>,
    pub url: Option<String>,
    pub genre: Option<String>,
    pub date: Option<String>,
    pub captions: Vec<String>,
    pub body: Vec<String>,
    /// In percent.
    pub confidence: Option<u8>,
}

impl Cut {
    /// The piece that carries it.
    pub fn into_piece(self, record: u64, byte: u64) -> Piece {
        let content = serde_json::to_vec(&self).expect("strings and numbers always serialise");
        Piece { record, byte, content: PieceContent::Bytes(content) }
    }

    /// The fields of the piece.
    pub fn read(piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let cut: Cut = match serde_json::from_slice(&bytes) {
            Ok(cut) => cut,
            Err(error) => {
                let (expected, found) = ("an article of an issue".to_owned(), error.to_string());
                return Err(Reject { locator, reason: RejectReason::Malformed { expected, found } });
            }
        };
        let mut record = RawRecord::new(locator);
        record.id = cut.id;
        record.title = cut.title;
        record.lead = cut.lead;
        record.byline = cut.byline;
        record.source = cut.source;
        record.section = cut.section;
        record.page = cut.page;
        record.lang = cut.lang;
        record.url = cut.url;
        record.genre = cut.genre;
        record.captions = cut.captions;
        record.ocr_confidence = cut.confidence;
        record.published =
            cut.date.into_iter().map(|text| RawDate { text, origin: Origin::Container }).collect();
        // Recognised signs such as `<` are no tags.
        record.body = cut.body.join("\n\n").replace('&', "&amp;").replace('<', "&lt;");
        Ok(record)
    }
}

/// An issue described by METS, with its pages in ALTO beside it.
pub struct Mets;

/// An issue described by DIDL, with its pages in ALTO beside it.
pub struct Didl;

impl Format for Mets {
    fn name(&self) -> &'static str {
        "mets"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        root_fit(head, "mets")
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        split(input, mets::read, context, limits, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        Cut::read(piece, context)
    }
}

impl Format for Didl {
    fn name(&self) -> &'static str {
        "didl"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        root_fit(head, "DIDL")
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        split(input, didl::read, context, limits, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        Cut::read(piece, context)
    }
}

/// Whether the first element of a document has this name, whatever its prefix.
pub(super) fn root_fit(head: Head<'_>, root: &str) -> Fit {
    let text = String::from_utf8_lossy(&head.bytes[..head.bytes.len().min(4 << 10)]);
    let name = text.split('<').skip(1).find(|tag| !tag.starts_with(['?', '!'])).and_then(|tag| {
        let name = tag.split([' ', '>', '/', '\n', '\r', '\t']).next()?;
        Some(name.rsplit(':').next().unwrap_or(name))
    });
    if name == Some(root) && text.trim_start().starts_with('<') { Fit::Content } else { Fit::No }
}

/// Reads the description and the pages beside it, and hands over the articles. Memory is bounded by one
/// issue, whose files together have at most [`Limits::file_record_bytes`].
fn split(
    input: &mut dyn BufRead,
    read: impl Fn(&str) -> Result<Issue, String>,
    context: &FileContext,
    limits: &Limits,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let mut room = limits.file_record_bytes as u64;
    let too_long = RejectReason::TooLong { limit_bytes: room };
    let mut bytes = Vec::new();
    input.take(room + 1).read_to_end(&mut bytes)?;
    let Some(left) = room.checked_sub(bytes.len() as u64) else {
        let _ = sink(Err(BrokenPiece { record: 1, byte: 0, reason: too_long }));
        return Ok(());
    };
    room = left;
    let issue = match read(&decode(&bytes, context.encoding).text) {
        Ok(issue) => issue,
        Err(found) => {
            let reason =
                RejectReason::Malformed { expected: "the description of an issue".to_owned(), found };
            let _ = sink(Err(BrokenPiece { record: 1, byte: 0, reason }));
            return Ok(());
        }
    };
    drop(bytes);
    let folder = context.siblings.own_path(&context.label).parent().unwrap_or(Path::new(""));
    let mut record = 0;
    let mut pages = HashMap::new();
    for (name, address) in &issue.pages {
        let is_wanted = issue.articles.is_empty()
            || issue.articles.iter().flat_map(|article| &article.blocks).any(|block| block.file == *name);
        if !is_wanted {
            continue;
        }
        match read_page(&context.siblings, folder, address, &mut room) {
            Ok(page) => {
                pages.insert(name.as_str(), page);
            }
            Err(found) => {
                record += 1;
                let reason =
                    RejectReason::Malformed { expected: format!("a page of ALTO in `{address}`"), found };
                if sink(Err(BrokenPiece { record, byte: 0, reason })).is_break() {
                    return Ok(());
                }
            }
        }
    }
    let cuts: Vec<Cut> = if issue.articles.is_empty() {
        let in_order = issue.pages.iter().filter_map(|(name, _)| pages.get(name.as_str()));
        in_order.map(|page| whole_page(page, &issue)).collect()
    } else {
        issue.articles.iter().map(|article| cut(article, &issue, &pages)).collect()
    };
    for cut in cuts {
        // Pictures and tables without any recognised text are no articles.
        if cut.body.is_empty() && cut.title.is_none() && cut.captions.is_empty() {
            continue;
        }
        record += 1;
        if sink(Ok(cut.into_piece(record, 0))).is_break() {
            break;
        }
    }
    Ok(())
}

fn read_page(siblings: &Siblings, folder: &Path, address: &str, room: &mut u64) -> Result<Page, String> {
    let path = beside(folder, address).ok_or("an address outside of its folder")?;
    let bytes = siblings.read(&path, *room)?;
    *room -= bytes.len() as u64;
    Page::read(&decode(&bytes, None).text)
}

/// An article with the text of its blocks.
fn cut(article: &Article, issue: &Issue, pages: &HashMap<&str, Page>) -> Cut {
    let mut cut = Cut {
        id: article.id.clone(),
        source: issue.source.clone(),
        section: article.section.clone(),
        lang: article.lang.clone().or_else(|| issue.lang.clone()),
        url: article.url.clone(),
        genre: article.genre.clone(),
        date: issue.date.clone(),
        ..Cut::default()
    };
    let (mut title, mut lead, mut byline) = (Vec::new(), Vec::new(), Vec::new());
    let (mut confidence, mut words) = (0.0, 0);
    for block_ref in &article.blocks {
        let Some(page) = pages.get(block_ref.file.as_str()) else {
            continue;
        };
        for block in page.blocks_of(&block_ref.block).filter(|block| !block.text.trim().is_empty()) {
            confidence += block.confidence;
            words += block.words;
            let text = block.text.clone();
            cut.page = cut.page.take().or_else(|| page.number.clone());
            match block_ref.role {
                Role::Title => title.push(text),
                Role::Lead => lead.push(text),
                Role::Byline => byline.push(text),
                Role::Caption => cut.captions.push(text),
                Role::Text => cut.body.push(text),
            }
        }
    }
    let joined = |parts: Vec<String>| Some(parts.join(" ")).filter(|text| !text.is_empty());
    cut.title = article.title.clone().or_else(|| joined(title));
    cut.lead = joined(lead);
    cut.byline = joined(byline);
    cut.confidence = percent(confidence, words);
    cut
}

/// A page as one article, where nothing says which articles stand on it.
pub(super) fn whole_page(page: &Page, issue: &Issue) -> Cut {
    let blocks = page.blocks.iter().filter(|block| !block.text.trim().is_empty());
    Cut {
        source: issue.source.clone(),
        lang: issue.lang.clone(),
        date: issue.date.clone(),
        page: page.number.clone(),
        genre: Some("page".to_owned()),
        confidence: percent(
            page.blocks.iter().map(|block| block.confidence).sum(),
            page.blocks.iter().map(|block| block.words).sum(),
        ),
        body: blocks.map(|block| block.text.clone()).collect(),
        ..Cut::default()
    }
}

/// The mean of confidences from 0 to 1, in percent.
fn percent(sum: f64, words: u32) -> Option<u8> {
    (words > 0).then(|| (sum / f64::from(words) * 100.0).round().clamp(0.0, 100.0) as u8)
}
