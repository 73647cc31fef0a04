//! The file of sketches, read back.

use std::path::Path;

use dateline_schema::CopiesPayload;
use rustc_hash::FxHashSet;

use super::sketch::Sketch;

/// The sketches that belong to a commit, in the order in which they were written.
#[derive(Default)]
pub(super) struct SketchFile {
    pub sketches: Vec<Sketch>,
    /// The articles whose sketches came after the clusters were last found.
    pub new_ids: FxHashSet<u64>,
}

impl SketchFile {
    /// `None` when the file cannot be read as the commit left it.
    pub fn read(dir: &Path, payload: &CopiesPayload) -> Option<SketchFile> {
        if payload.sketches_bytes == 0 {
            return Some(SketchFile::default());
        }
        let mut bytes = std::fs::read(dir.join(&payload.sketches)).ok()?;
        bytes.truncate(usize::try_from(payload.sketches_bytes).ok()?);
        let (sketches, rest) = bytes.as_chunks::<{ Sketch::BYTES }>();
        let is_whole = bytes.len() as u64 == payload.sketches_bytes
            && rest.is_empty()
            && crc32fast::hash(&bytes) == payload.sketches_crc;
        if !is_whole {
            return None;
        }
        let sketches: Vec<Sketch> = sketches.iter().map(Sketch::from_bytes).collect();
        let clustered = (payload.clustered_bytes / Sketch::BYTES as u64) as usize;
        let new_ids = sketches.iter().skip(clustered).map(|sketch| sketch.id).collect();
        Some(SketchFile { sketches, new_ids })
    }

    /// The last sketch of each article that is wanted.
    pub fn last_of_each(&self, is_wanted: impl Fn(u64) -> bool) -> Vec<Sketch> {
        let mut found: Vec<Sketch> =
            self.sketches.iter().rev().filter(|sketch| is_wanted(sketch.id)).copied().collect();
        // A stable sort keeps the last one of an id first.
        found.sort_by_key(|sketch| sketch.id);
        found.dedup_by_key(|sketch| sketch.id);
        found
    }
}
