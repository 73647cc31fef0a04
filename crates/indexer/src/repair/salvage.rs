//! Reading the articles of damaged segments.

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use dateline_article::{Article, Day};
use dateline_schema::{Archive, Inspection, RecordFormat, decode_record};
use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::SegmentComponent;
use tantivy::schema::IndexRecordOption;
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, SegmentMeta, SegmentReader, TERMINATED};

use super::lost::{Known, Lost, Unread};
use super::whole_parts;
use crate::IndexError;
use crate::analysis::Analyzer;
use crate::copies::Sketch;
use crate::document::{IndexDocument, Making};
use crate::growing_file::GrowingFile;
use crate::ledger::Ledger;
use crate::packing::Packing;
use crate::segment::SegmentThreads;
use crate::stored::Indexed;

/// Blocks of stored articles kept decompressed; they are read in order.
const STORE_BLOCKS: usize = 2;

/// So many articles are looked for at once in the dictionaries of their segment.
const UNREAD_AT_ONCE: usize = 1 << 16;

/// What reading damaged segments takes.
pub(super) struct Salvage<'a> {
    pub archive: &'a Archive,
    pub records: &'a RecordFormat,
    pub packing: &'a Arc<Packing>,
    pub inspection: &'a Inspection,
    pub today: Day,
    pub memory_bytes: usize,
}

/// The articles that could be read, in segments of their own that are no part of the index yet.
#[derive(Default)]
pub(super) struct Salvaged {
    pub segments: Vec<SegmentMeta>,
    pub kept: u64,
    pub lost: Lost,
    /// Those kept, by file.
    pub by_file: BTreeMap<String, u64>,
}

/// What can be asked of a damaged segment.
struct Remains<'a> {
    store: Option<StoreReader>,
    alive: Option<AliveBitSet>,
    /// Whether it is known which articles were removed.
    removed_known: bool,
    /// Whether what is stored is as it was written.
    is_store_whole: bool,
    indexed: Option<Indexed>,
    ids: Option<Column<u64>>,
    docs: DocId,
    known: Known<'a>,
}

impl Salvage<'_> {
    /// Writes the articles of damaged segments that can be read into new ones.
    ///
    /// Where it is lost which articles were removed, those stay away whose id stands in a whole segment, or
    /// whose file is gone.
    pub fn articles(
        &self,
        damaged: &[SegmentMeta],
        mut known: HashSet<u64>,
        ledger: &Ledger,
        is_as_read: impl Fn(&Article) -> bool,
    ) -> Result<Salvaged, IndexError> {
        let index = self.archive.index();
        let refuse = |error| IndexError::engine(self.archive.dir(), "could not be written to", &error);
        let mut threads = SegmentThreads::new(index.clone(), Arc::clone(self.packing), 1, self.memory_bytes);
        let mut analyzer = Analyzer::new(Arc::default());
        let mut salvaged = Salvaged::default();
        let has_ledger = ledger.entries().next().is_some();
        let is_gone = |file: &str| has_ledger && file != "-" && ledger.entry(file).is_none();
        let tell = |remains: &Remains<'_>, unread, known: &HashSet<u64>, lost: &mut Lost| {
            for article in remains.known.tell(unread) {
                let has = |id: u64| known.contains(&id);
                let is_removed =
                    article.file.as_deref().is_some_and(is_gone) || article.first_64_bits.is_some_and(has);
                if remains.removed_known || !is_removed {
                    lost.add(self.archive, article)?;
                }
            }
            Ok::<(), IndexError>(())
        };
        for meta in damaged {
            let remains = self.remains(meta);
            let mut unread = Vec::new();
            for doc in 0..remains.docs {
                if remains.alive.as_ref().is_some_and(|alive| alive.is_deleted(doc)) {
                    continue;
                }
                let article = remains.article(self.records, doc);
                let mut article = match article {
                    Some(article)
                        if remains.is_store_whole || (is_as_read(&article) && remains.has(doc, &article)) =>
                    {
                        article
                    }
                    article => {
                        unread.push(Unread::new(doc, article));
                        if unread.len() == UNREAD_AT_ONCE {
                            tell(&remains, std::mem::take(&mut unread), &known, &mut salvaged.lost)?;
                        }
                        continue;
                    }
                };
                let file = article.locator.file.clone();
                let id = article.id.first_64_bits();
                if (!remains.removed_known && is_gone(&file)) || !known.insert(id) {
                    continue;
                }
                let indexed = remains.indexed.as_ref().and_then(|indexed| indexed.of(doc));
                let making = Making { fields: self.archive.fields(), today: indexed.unwrap_or(self.today) };
                let document = IndexDocument::of_article(&mut article, making, &mut analyzer, None);
                salvaged.segments.extend(threads.add(document).map_err(refuse)?);
                salvaged.kept += 1;
                *salvaged.by_file.entry(file).or_default() += 1;
            }
            tell(&remains, unread, &known, &mut salvaged.lost)?;
        }
        salvaged.segments.extend(threads.finish().map_err(refuse)?);
        Ok(salvaged)
    }

    /// Adds the sketches of all articles of a whole segment to a file.
    pub fn sketches(&self, meta: &SegmentMeta, file: &mut GrowingFile) -> Result<(), IndexError> {
        let remains = self.remains(meta);
        let mut analyzer = Analyzer::new(Arc::default());
        for doc in 0..remains.docs {
            if remains.alive.as_ref().is_some_and(|alive| alive.is_deleted(doc)) {
                continue;
            }
            if let Some(article) = remains.article(self.records, doc) {
                analyzer.words(&article);
                let (sketch, _) = analyzer.take_sketch(article.id.first_64_bits());
                file.push_bytes(&Sketch::to_bytes(sketch))?;
            }
        }
        Ok(())
    }

    fn remains(&self, meta: &SegmentMeta) -> Remains<'_> {
        let segment = self.archive.index().segment(meta.clone());
        let damage_of = |component| {
            let file = format!("/{}", meta.relative_path(component).display());
            self.inspection.damages.iter().find(|damage| damage.file.ends_with(&file))
        };
        let is_damaged = |component| damage_of(component).is_some();
        let removed_known = !meta.has_deletes() || !is_damaged(SegmentComponent::Delete);
        let alive = if meta.has_deletes() && removed_known {
            let bytes = segment.open_read(SegmentComponent::Delete).ok();
            bytes.and_then(|file| file.read_bytes().ok()).map(AliveBitSet::open)
        } else {
            None
        };
        let store = attempt(|| {
            let file = segment.open_read(SegmentComponent::Store).ok()?;
            StoreReader::open(file, STORE_BLOCKS).ok()
        });
        let known = Known {
            archive: self.archive,
            segment: attempt(|| whole_parts::open(self.archive, meta, is_damaged).ok()),
            has_columns: !is_damaged(SegmentComponent::FastFields),
            has_lists: !is_damaged(SegmentComponent::Terms) && !is_damaged(SegmentComponent::Postings),
            has_places: !is_damaged(SegmentComponent::Positions),
            damaged: damage_of(SegmentComponent::Store).map(|damage| damage.file.clone()).unwrap_or_default(),
        };
        let columns = known.segment.as_ref().filter(|_| known.has_columns);
        let indexed = columns.and_then(|segment| Indexed::open(segment).ok());
        let ids = columns.and_then(|segment| segment.fast_fields().u64("id_order").ok());
        Remains {
            store,
            alive,
            removed_known,
            is_store_whole: !is_damaged(SegmentComponent::Store),
            indexed,
            ids,
            docs: meta.max_doc(),
            known,
        }
    }
}

impl Remains<'_> {
    fn article(&self, records: &RecordFormat, doc: DocId) -> Option<Article> {
        let store = self.store.as_ref()?;
        let record = attempt(|| records.read(store, doc).ok())?;
        decode_record(&record).ok()
    }

    /// Whether an article has the id that the columns know, as far as they do: its text does not prove its id.
    fn has(&self, doc: DocId, article: &Article) -> bool {
        let known = self.ids.as_ref().and_then(|ids| ids.first(doc));
        known.is_none_or(|id| id == article.id.first_64_bits())
    }
}

/// What may panic over damaged bytes: that is no answer either.
fn attempt<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// Counts the living articles of a segment by file.
pub(super) fn count_files(
    archive: &Archive,
    segment: &SegmentReader,
    counts: &mut BTreeMap<String, u64>,
) -> tantivy::Result<()> {
    let index = segment.inverted_index(archive.fields().file)?;
    let mut terms = index.terms().stream()?;
    while let Some((file, info)) = terms.next() {
        let mut list = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        let mut living = 0;
        while list.doc() != TERMINATED {
            living += u64::from(!segment.is_deleted(list.doc()));
            list.advance();
        }
        if living > 0 {
            *counts.entry(String::from_utf8_lossy(file).into_owned()).or_default() += living;
        }
    }
    Ok(())
}
