//! What is left of a damaged archive, made whole again.
//!
//! What leads to the segments is put right first. Then the articles that can still be read of damaged segments
//! are written into new ones ([`salvage`]), what is known of the others is listed ([`lost`]), the files beside the index that are damaged are begun anew, and one
//! commit puts all of it in the place of the old: until then nothing of the archive has changed, and a crash only
//! leaves files that nothing names. Files whose articles or records were lost are marked as changed in the
//! ledger, so that the next run reads them again.

mod lost;
mod salvage;
mod whole_parts;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline_article::{Article, Day};
use dateline_schema::{Archive, CommitPayload, CopiesFile, Inspection, Part, RecordFormat, WriterLock};
use tantivy::directory::error::DeleteError;
use tantivy::{Directory, IndexMeta, SegmentReader};

pub use self::lost::{AsDamaged, LostArticle};
use self::salvage::{Salvage, Salvaged};
use crate::IndexError;
use crate::commit::{LEDGER_FILE, REJECTS_FILE, SKETCHES_PREFIX};
use crate::growing_file::{Committed, GrowingFile};
use crate::ledger::{FileStamp, Ledger, LedgerEntry, LedgerLine};
use crate::packing::Packing;

/// What a repair brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Articles of damaged segments that could be read.
    pub kept: u64,
    /// Articles that could not be read.
    pub lost: u64,
    /// What is known of the first thousand of them; the file tells all.
    pub first_lost: Vec<LostArticle>,
    /// The file in which all of them are listed, if any were lost.
    pub lost_file: Option<PathBuf>,
    /// The files that the next run reads again, sorted.
    pub read_again: Vec<String>,
}

/// Makes a damaged archive whole again.
///
/// `is_as_read` tells whether an article is as it was when it was read from its source: what comes out of a damaged
/// file is not believed before.
///
/// # Errors
///
/// When what tells the segments is lost with its copy; when another process writes; what the system says.
pub fn repair(
    dir: &Path,
    today: Day,
    memory_bytes: usize,
    is_as_read: impl Fn(&Article) -> bool,
) -> Result<Repaired, IndexError> {
    let _lock = WriterLock::take(dir)?;
    let inspection = Inspection::of(dir)?;
    inspection.restore(dir)?;
    let archive = Archive::open_or_create(dir)?;
    let mut repair = Repair::of(&archive, &inspection)?;
    let records = RecordFormat::new(&archive, &repair.payload.dictionaries);
    let packing = Arc::new(Packing::new(&archive, &repair.payload.dictionaries));
    let salvage = Salvage {
        archive: &archive,
        records: &records,
        packing: &packing,
        inspection: &inspection,
        today,
        memory_bytes,
    };
    let known = repair.known_articles()?;
    let salvaged = salvage.articles(&repair.damaged, known, &repair.ledger, is_as_read)?;
    repair.read_again(&salvaged)?;
    repair.rejects()?;
    repair.copies(&salvaged, &salvage)?;
    repair.payload.dictionaries = packing.entries();
    repair.commit(salvaged)
}

struct Repair<'a> {
    archive: &'a Archive,
    inspection: &'a Inspection,
    /// The last commit, its damaged segments taken out.
    meta: IndexMeta,
    damaged: Vec<tantivy::SegmentMeta>,
    payload: CommitPayload,
    /// Files of the archive's folder that the next commit no longer names.
    superseded: Vec<String>,
    /// What the next commit knows of the files.
    ledger: Ledger,
    ledger_lines: Vec<LedgerLine>,
    marked: HashSet<String>,
    /// Articles of whole segments, by file.
    articles: BTreeMap<String, u64>,
}

impl<'a> Repair<'a> {
    fn of(archive: &'a Archive, inspection: &'a Inspection) -> Result<Repair<'a>, IndexError> {
        let refuse = |error| IndexError::engine(archive.dir(), "could not be read", &error);
        let mut meta = archive.index().load_metas().map_err(refuse)?;
        let payload = archive.payload()?;
        let ledger = if inspection.has(&Part::Ledger) {
            Ledger::default()
        } else {
            Ledger::load(archive.dir(), &payload)?
        };
        let (damaged, whole) = std::mem::take(&mut meta.segments)
            .into_iter()
            .partition(|segment| inspection.has(&Part::Segment(segment.id().uuid_string())));
        meta.segments = whole;
        Ok(Repair {
            archive,
            inspection,
            meta,
            damaged,
            payload,
            superseded: Vec::new(),
            ledger,
            ledger_lines: Vec::new(),
            marked: HashSet::new(),
            articles: BTreeMap::new(),
        })
    }

    /// Counts the articles of whole segments by file; gives the first 64 bits of their ids.
    fn known_articles(&mut self) -> Result<HashSet<u64>, IndexError> {
        let archive = self.archive;
        let refuse = |error| IndexError::engine(archive.dir(), "could not be read", &error);
        let mut ids = HashSet::new();
        for meta in &self.meta.segments {
            let segment = SegmentReader::open(&archive.index().segment(meta.clone())).map_err(refuse)?;
            let column = segment.fast_fields().u64("id_order").map_err(refuse)?;
            ids.extend(segment.doc_ids_alive().filter_map(|doc| column.first(doc)));
            salvage::count_files(archive, &segment, &mut self.articles).map_err(refuse)?;
        }
        Ok(ids)
    }

    /// Has the files read again of which articles were lost, or every file when it is not known which were read.
    fn read_again(&mut self, salvaged: &Salvaged) -> Result<(), IndexError> {
        for (file, articles) in &salvaged.by_file {
            *self.articles.entry(file.clone()).or_default() += articles;
        }
        if self.inspection.has(&Part::Ledger) {
            for (file, &articles) in &self.articles {
                let mut entry = LedgerEntry::begun(FileStamp::new(file.clone(), 0, None));
                (entry.done, entry.records, entry.indexed) = (true, articles, articles);
                self.ledger_lines.push(LedgerLine::Entry(entry));
                self.marked.insert(file.clone());
            }
        } else {
            let rejects_lost = self.inspection.has(&Part::Rejects);
            let entries: Vec<LedgerEntry> = self.ledger.entries().cloned().collect();
            for mut entry in entries {
                let held = self.articles.get(&entry.stamp.file).copied().unwrap_or(0);
                let has_lost = salvaged.lost.articles > 0 && held < entry.indexed;
                let has_rejects = rejects_lost && entry.rejected + entry.duplicates > 0;
                if has_lost || has_rejects {
                    entry.forget_stamp();
                    entry.done = true;
                    entry.indexed = entry.indexed.min(held);
                    if rejects_lost {
                        entry.rejected = 0;
                    }
                    self.marked.insert(entry.stamp.file.clone());
                    self.ledger_lines.push(LedgerLine::Entry(entry));
                }
            }
        }
        let (begun_anew, bytes) = (self.inspection.has(&Part::Ledger), self.payload.ledger_bytes);
        let mut file = if begun_anew {
            self.superseded.push(self.payload.ledger.clone());
            self.new_file(LEDGER_FILE)?
        } else {
            let checksum = self.payload.ledger_checksum;
            let name = if self.payload.ledger.is_empty() { LEDGER_FILE } else { &self.payload.ledger };
            GrowingFile::open(self.archive.dir().join(name), Committed { bytes, checksum })?
        };
        for line in &self.ledger_lines {
            file.push(line)?;
        }
        let held = file.sync()?;
        (self.payload.ledger, self.payload.ledger_bytes) = (file.name(), held.bytes);
        self.payload.ledger_checksum = held.checksum;
        Ok(())
    }

    /// A list of rejects that lost a part is no list any more: it is begun anew, and their files are read again.
    fn rejects(&mut self) -> Result<(), IndexError> {
        if self.inspection.has(&Part::Rejects) || self.inspection.has(&Part::Ledger) {
            self.superseded.push(self.payload.rejects.clone());
            let mut file = self.new_file(REJECTS_FILE)?;
            let held = file.sync()?;
            (self.payload.rejects, self.payload.rejects_bytes) = (file.name(), held.bytes);
            self.payload.rejects_checksum = held.checksum;
            self.payload.rejected = 0;
        }
        Ok(())
    }

    /// Has copies looked for among all articles again, when what is known of them is damaged.
    fn copies(&mut self, salvaged: &Salvaged, salvage: &Salvage<'_>) -> Result<(), IndexError> {
        let has = |part| self.inspection.has(part);
        self.payload.copies.lost_articles |= salvaged.lost.articles > 0;
        if !has(&Part::Sketches) && !has(&Part::Copies) {
            return Ok(());
        }
        let (dir, copies) = (self.archive.dir(), &mut self.payload.copies);
        copies.clusters += 1;
        copies.clusters_checksum =
            Some(CopiesFile::default().write(&CopiesFile::path(dir, copies.clusters))?);
        copies.clustered_bytes = 0;
        if has(&Part::Sketches) {
            let path = dir.join(format!("{SKETCHES_PREFIX}{}", copies.clusters));
            let mut file = GrowingFile::open(path, Committed::default())?;
            for meta in self.meta.segments.iter().chain(&salvaged.segments) {
                salvage.sketches(meta, &mut file)?;
            }
            let held = file.sync()?;
            (copies.sketches, copies.sketches_bytes) = (file.name(), held.bytes);
            copies.sketches_checksum = held.checksum;
        }
        Ok(())
    }

    fn commit(mut self, salvaged: Salvaged) -> Result<Repaired, IndexError> {
        let Salvaged { segments, kept, mut lost, .. } = salvaged;
        let lost_file = lost.finish()?;
        self.meta.segments.extend(segments);
        self.meta.payload = Some(self.payload.write());
        let mut text = serde_json::to_vec_pretty(&self.meta).expect("a meta always serialises");
        text.push(b'\n');
        let meta_file = Path::new("meta.json");
        let directory = self.archive.index().directory();
        directory
            .atomic_write(meta_file, &text)
            .map_err(|error| IndexError::io(self.archive.dir(), "could not be committed", &error))?;
        self.remove_superseded()?;
        let mut read_again: Vec<String> = self.marked.into_iter().collect();
        read_again.sort();
        Ok(Repaired { kept, lost: lost.articles, first_lost: lost.first, lost_file, read_again })
    }

    /// Removes what nothing names any more; what a crash leaves of it takes room and nothing else.
    fn remove_superseded(&self) -> Result<(), IndexError> {
        let directory = self.archive.index().directory();
        let segments = IndexMeta { segments: self.damaged.clone(), ..self.meta.clone() };
        for file in segments.list_segment_files() {
            match directory.delete(&file) {
                Ok(()) | Err(DeleteError::FileDoesNotExist(_)) => {}
                Err(DeleteError::IoError { io_error, filepath }) => {
                    return Err(IndexError::io(filepath, "could not be removed", &io_error));
                }
            }
        }
        for name in self.superseded.iter().filter(|name| !name.is_empty()) {
            let path = self.archive.dir().join(name);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(IndexError::io(path, "could not be removed", &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A file of a name that no commit has used.
    fn new_file(&self, name: &str) -> Result<GrowingFile, IndexError> {
        let dir = self.archive.dir();
        let (stem, extension) = name.split_once('.').expect("the names of these files have an extension");
        let used = [&self.payload.ledger, &self.payload.rejects];
        let free = (1..=u32::MAX)
            .map(|number| format!("{stem}-{number}.{extension}"))
            .find(|name| !used.contains(&name));
        GrowingFile::open(dir.join(free.expect("two names are taken at most")), Committed::default())
    }
}
