//! Which articles are copies of each other: agency stories in several papers, corrected versions,
//! shortened ones.
//!
//! While an article is cut into words, a [`Sketch`] of its text is made. Sketches are a file beside the
//! index that only grows, like the ledger: what lies behind a certain point of it is new. At the end of a
//! run, articles whose sketches agree are suspected ([`clusters`]), most are cleared by what is still kept of their texts
//! ([`sample`]), and for the others the stored texts decide ([`text`]). Only pairs with a new article are compared. Articles connected by a chain of copies are one
//! cluster; the clusters are a file that the next commit names.

mod clusters;
mod sample;
mod sketch;
mod text;

use std::io::{BufReader, Read as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dateline_schema::{Archive, CopiesFile, CopiesPayload};
use rustc_hash::FxHashMap;
use tantivy::DocAddress;

pub(crate) use self::sample::Samples;
pub(crate) use self::sketch::{Sketch, Sketcher};
use self::text::TextHashes;
use crate::IndexError;
use crate::stored::Stored;

/// A file of sketches with fewer superfluous ones than this is not written anew.
const FEW_SUPERFLUOUS: usize = 4_096;

/// What a fresh look at the last commit gave.
pub(crate) struct Clustered {
    /// The clusters, to be written.
    pub file: CopiesFile,
    /// The sketches worth keeping, when most of the file is superfluous.
    pub kept: Option<Vec<Sketch>>,
}

/// Finds the clusters of the last commit. `None` when nothing changed since they were last found.
///
/// Memory: some 140 bytes an article of the archive, and `memory_bytes` for texts.
pub(crate) fn cluster(
    archive: &Archive,
    payload: &CopiesPayload,
    samples: &Samples,
    threads: usize,
    memory_bytes: usize,
) -> Result<Option<Clustered>, IndexError> {
    if payload.is_current() {
        return Ok(None);
    }
    let texts = Texts::open(archive, memory_bytes)?;
    let path = archive.dir().join(&payload.sketches);
    let (sketches, mut is_new, superfluous) = read_sketches(&path, payload, &texts)?;
    let mut known = match payload.clusters {
        0 => CopiesFile::default(),
        number => CopiesFile::read(&CopiesFile::path(archive.dir(), number), payload.clusters_checksum)?,
    }
    .clusters;
    let place = |id: &u64| sketches.binary_search_by_key(id, |sketch| sketch.id).ok();
    known.retain(|cluster| {
        let is_whole = cluster.iter().all(|id| place(id).is_some_and(|place| !is_new[place]));
        if !is_whole {
            // The one that is gone may have been what connected the others.
            cluster.iter().filter_map(place).for_each(|place| is_new[place] = true);
        }
        is_whole
    });
    let clusters = clusters::find(&sketches, &is_new, &known, threads, |one, other| {
        if samples.rule_out(one, other) {
            return Ok(false);
        }
        let (one, other) = (texts.of(one)?, texts.of(other)?);
        Ok::<_, IndexError>(one.is_copy(&other))
    })?;
    let kept = (superfluous > sketches.len() + FEW_SUPERFLUOUS).then_some(sketches);
    Ok(Some(Clustered { file: CopiesFile { clusters }, kept }))
}

/// The sketches of living articles in order of their ids, whether each is new, and how many others
/// stand in the file. The last sketch of an id counts.
fn read_sketches(
    path: &Path,
    payload: &CopiesPayload,
    texts: &Texts<'_>,
) -> Result<(Vec<Sketch>, Vec<bool>, usize), IndexError> {
    let refuse = |error: std::io::Error| IndexError::io(path, "could not be read", &error);
    let file = std::fs::File::open(path).map_err(refuse)?;
    let mut reader = BufReader::new(file.take(payload.sketches_bytes));
    let mut bytes = [0; Sketch::BYTES];
    let mut found: Vec<(Sketch, bool)> = Vec::new();
    let total = payload.sketches_bytes / Sketch::BYTES as u64;
    let clustered = payload.clustered_bytes / Sketch::BYTES as u64;
    for number in 0..total {
        reader.read_exact(&mut bytes).map_err(refuse)?;
        let sketch = Sketch::from_bytes(&bytes);
        if texts.addresses.contains_key(&sketch.id) {
            found.push((sketch, number >= clustered));
        }
    }
    // A stable sort keeps the order of the file among those of one id.
    found.sort_by_key(|(sketch, _)| sketch.id);
    found.reverse();
    found.dedup_by_key(|(sketch, _)| sketch.id);
    found.reverse();
    let superfluous = total as usize - found.len();
    let (sketches, is_new) = found.into_iter().unzip();
    Ok((sketches, is_new, superfluous))
}

/// The stored texts of the last commit.
struct Texts<'a> {
    stored: Stored<'a>,
    /// Where each living article stands, by the first 64 bits of its id.
    addresses: FxHashMap<u64, DocAddress>,
    read: Mutex<Read>,
    /// Memory for what was read.
    most_bytes: usize,
}

/// Texts that were read, for the next comparisons.
#[derive(Default)]
struct Read {
    texts: FxHashMap<u64, Arc<TextHashes>>,
    bytes: usize,
}

impl Texts<'_> {
    fn open(archive: &Archive, most_bytes: usize) -> Result<Texts<'_>, IndexError> {
        let stored = Stored::open(archive, "could not be read for copies")?;
        let mut addresses = FxHashMap::default();
        for (number, segment) in stored.searcher().segment_readers().iter().enumerate() {
            let ids = segment.fast_fields().u64("id_order").map_err(|error| stored.refuse(&error))?;
            for doc in segment.doc_ids_alive() {
                addresses.extend(ids.first(doc).map(|id| (id, DocAddress::new(number as u32, doc))));
            }
        }
        Ok(Texts { stored, addresses, read: Mutex::default(), most_bytes })
    }

    fn of(&self, id: u64) -> Result<Arc<TextHashes>, IndexError> {
        if let Some(known) = self.read().texts.get(&id) {
            return Ok(Arc::clone(known));
        }
        let article = self.stored.article_at(self.addresses[&id])?;
        let text = Arc::new(TextHashes::of(&article));
        let mut read = self.read();
        if read.bytes >= self.most_bytes {
            *read = Read::default();
        }
        // Two threads may have read it at once: it counts once.
        if read.texts.insert(id, Arc::clone(&text)).is_none() {
            read.bytes += text.bytes();
        }
        Ok(text)
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
