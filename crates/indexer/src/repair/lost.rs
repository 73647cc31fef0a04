//! What is still known of the articles that cannot be read.
//!
//! The files of a segment say much twice: where the stored articles are damaged, the dictionaries still hold ids,
//! files and the words of titles, and the columns hold days. Only files whose checksums fit are asked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use dateline_article::{Article, ArticleId, DaySpan};
use dateline_schema::{Archive, SORT_FIELD, day_of_civil};
use serde::Serialize;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::IndexError;
use crate::growing_file::{Committed, GrowingFile};

/// So many articles are told by [`Lost::first`]; the file tells all.
const FIRST: usize = 1_000;

/// An article that cannot be read, as far as the whole files of its segment know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LostArticle {
    /// Its id, or as many letters of its start as are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it was published: a day, or the first and the last one it may have been.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The words of its title as they are searched: without capitals, accents and what stands between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_words: Option<String>,
    /// The file it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What the damaged file says of it; only where it gives the id and the file that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_damaged: Option<AsDamaged>,
    /// The damaged file that held it, in the archive's folder.
    pub damaged: String,
    #[serde(skip)]
    pub(super) first_64_bits: Option<u64>,
}

/// What a damaged file says of an article: any of it may be damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AsDamaged {
    /// The title.
    pub title: String,
    /// The member of the container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The number of the record in the file.
    pub record: u64,
}

/// An article that cannot be read.
pub(super) struct Unread {
    pub doc: DocId,
    /// What the damaged file says of it, if it is an article, and of which one.
    said: Option<(ArticleId, String, AsDamaged)>,
}

impl Unread {
    /// The article at this number, of which nothing could be read, or something that is not what was written.
    pub fn new(doc: DocId, found: Option<Article>) -> Unread {
        let said = found.map(|Article { id, title, locator, .. }| {
            (id, locator.file, AsDamaged { title, member: locator.member, record: locator.record })
        });
        Unread { doc, said }
    }

    fn said_of(self, known: &LostArticle) -> Option<AsDamaged> {
        let (id, file, said) = self.said?;
        (known.id == Some(id.to_string()) && known.file == Some(file)).then_some(said)
    }
}

impl LostArticle {
    /// Whether anything is known of it.
    pub fn is_known(&self) -> bool {
        self.id.is_some() || self.published.is_some() || self.title_words.is_some() || self.file.is_some()
    }
}

/// The articles that cannot be read.
#[derive(Debug, Default)]
pub(super) struct Lost {
    pub articles: u64,
    /// The first of them.
    pub first: Vec<LostArticle>,
    file: Option<GrowingFile>,
    path: Option<PathBuf>,
}

impl Lost {
    /// Adds an article to the list, which stands in a file of its own.
    pub fn add(&mut self, archive: &Archive, article: LostArticle) -> Result<(), IndexError> {
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let path = free_path(archive);
                self.path = Some(path.clone());
                none.insert(GrowingFile::open(path, Committed::default())?)
            }
        };
        file.push(&article)?;
        self.articles += 1;
        if self.first.len() < FIRST {
            self.first.push(article);
        }
        Ok(())
    }

    /// Makes the list durable; gives where it stands, if anything was lost.
    pub fn finish(&mut self) -> Result<Option<PathBuf>, IndexError> {
        if let Some(file) = &mut self.file {
            file.sync()?;
        }
        Ok(self.path.take())
    }
}

/// A name that no list of an earlier repair has.
fn free_path(archive: &Archive) -> PathBuf {
    let paths = (1..=u32::MAX).map(|number| archive.dir().join(format!("lost-{number}.jsonl")));
    paths.into_iter().find(|path| !path.exists()).expect("nobody repairs so often")
}

/// What the whole files of a damaged segment know.
pub(super) struct Known<'a> {
    pub archive: &'a Archive,
    /// `None` when it cannot be opened.
    pub segment: Option<SegmentReader>,
    /// Whether its columns are whole.
    pub has_columns: bool,
    /// Whether its dictionaries are, with the articles of each term.
    pub has_lists: bool,
    /// Whether the places of words are.
    pub has_places: bool,
    /// The damaged file in which the articles stood.
    pub damaged: String,
}

impl Known<'_> {
    /// What is known of some articles, which are given in order.
    pub fn tell(&self, unread: Vec<Unread>) -> Vec<LostArticle> {
        let docs: Vec<DocId> = unread.iter().map(|unread| unread.doc).collect();
        let blank = LostArticle { damaged: self.damaged.clone(), ..LostArticle::default() };
        let mut told = vec![blank; docs.len()];
        let Some(segment) = &self.segment else { return told };
        // What cannot be read all the same is not known.
        if self.has_columns {
            let _ = days_and_ids(segment, &docs, &mut told);
        }
        if self.has_lists {
            let fields = self.archive.fields();
            let basic = IndexRecordOption::Basic;
            let _ = each_posting(segment, fields.id, basic, &docs, |at, term, _| {
                told[at].id = Some(term.to_owned());
                told[at].first_64_bits = term.parse().ok().map(ArticleId::first_64_bits);
            });
            let _ = each_posting(segment, fields.file, basic, &docs, |at, term, _| {
                told[at].file = Some(term.to_owned());
            });
            if self.has_places {
                let _ = titles(segment, fields.title, &docs, &mut told);
            }
        }
        for (known, unread) in told.iter_mut().zip(unread) {
            known.as_damaged = unread.said_of(known);
        }
        told
    }
}

/// Reads days, and as much of ids as columns hold.
fn days_and_ids(segment: &SegmentReader, docs: &[DocId], told: &mut [LostArticle]) -> tantivy::Result<()> {
    let columns = segment.fast_fields();
    let (civil, last) = (columns.i64(SORT_FIELD)?, columns.i64("day_last")?);
    let ids = columns.u64("id_order")?;
    for (known, &doc) in told.iter_mut().zip(docs) {
        known.first_64_bits = ids.first(doc);
        known.id = known.first_64_bits.map(ArticleId::start_of);
        let first = civil.first(doc).and_then(day_of_civil);
        let last = last.first(doc).and_then(|day| day_of_civil(day.checked_mul(86_400)?)).or(first);
        let span = first.zip(last).and_then(|(first, last)| DaySpan::new(first, last));
        known.published = span.map(|span| span.to_string());
    }
    Ok(())
}

/// Puts the words of titles back into their order.
fn titles(
    segment: &SegmentReader,
    field: Field,
    docs: &[DocId],
    told: &mut [LostArticle],
) -> tantivy::Result<()> {
    let mut words: BTreeMap<(usize, u32), String> = BTreeMap::new();
    let mut positions = Vec::new();
    each_posting(segment, field, IndexRecordOption::WithFreqsAndPositions, docs, |at, word, list| {
        list.positions(&mut positions);
        words.extend(positions.iter().map(|&position| ((at, position), word.to_owned())));
    })?;
    for ((at, _), word) in words {
        let title = told[at].title_words.get_or_insert_default();
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(&word);
    }
    Ok(())
}

/// Calls `each` with every term of a field that stands in some articles: the number of the article in `docs`, which
/// are in order, the term, and the list of its articles at this one.
fn each_posting(
    segment: &SegmentReader,
    field: Field,
    option: IndexRecordOption,
    docs: &[DocId],
    mut each: impl FnMut(usize, &str, &mut SegmentPostings),
) -> tantivy::Result<()> {
    let index = segment.inverted_index(field)?;
    let mut terms = index.terms().stream()?;
    while let Some((term, info)) = terms.next() {
        let mut list = index.read_postings_from_terminfo(info, option)?;
        let Ok(term) = std::str::from_utf8(term) else { continue };
        let mut from = 0;
        while list.doc() != TERMINATED {
            from += docs[from..].partition_point(|&doc| doc < list.doc());
            match docs.get(from) {
                None => break,
                Some(&doc) if doc == list.doc() => {
                    each(from, term, &mut list);
                    list.advance();
                }
                Some(&doc) => {
                    list.seek(doc);
                }
            }
        }
    }
    Ok(())
}
