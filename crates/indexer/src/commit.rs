//! The writer of the index with the files that belong to its commits.

use std::collections::HashSet;
use std::sync::Arc;

use dateline_article::ArticleId;
use dateline_schema::{
    Archive, COPIES_PREFIX, CommitPayload, CopiesFile, CopiesPayload, DICTIONARY_PREFIX, DRAFT_ENDING,
    DictionaryEntry, RejectLine,
};
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, SegmentMeta, Term};

use crate::IndexError;
use crate::copies::{self, Samples, Sketch};
use crate::deletion::Deletions;
use crate::document::IndexDocument;
use crate::growing_file::{Committed, GrowingFile};
use crate::ledger::{Ledger, LedgerEntry, LedgerLine};
use crate::leftovers::{has_remains, remove_files};
use crate::packing::Packing;
use crate::segment::SegmentThreads;
use crate::stored::id_term;
use crate::terms::TermSource;

pub(crate) const LEDGER_FILE: &str = "ledger.jsonl";
pub(crate) const REJECTS_FILE: &str = "rejects.jsonl";
pub(crate) const SKETCHES_PREFIX: &str = "sketches-";
/// The samples of texts may take such a part of what the index takes that is being built.
const SAMPLES_SHARE: usize = 6;

/// How the merges of a run came to their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merges {
    /// As they should.
    Done,
    /// One did not, on a full disk for one. Nothing is lost by that; a later run tries again.
    Failed,
}

/// Everything that one commit makes durable together.
pub(crate) struct Committer {
    archive: Archive,
    /// Deletes, merges and commits; what is added comes as whole segments.
    writer: IndexWriter,
    deletions: Deletions,
    segments: SegmentThreads,
    packing: Arc<Packing>,
    threads: usize,
    memory_bytes: usize,
    /// The files of articles that may stand in no segment of the writer yet.
    files_under_way: HashSet<String>,
    terms: Arc<TermSource>,
    ledger: Ledger,
    ledger_file: GrowingFile,
    rejects_file: GrowingFile,
    sketch_file: GrowingFile,
    samples: Samples,
    rejected: u64,
    copies: CopiesPayload,
}

impl Committer {
    /// Opens the writer at the last commit; what a crash left behind it is cut off, and what it left
    /// beside it is removed.
    pub fn open(archive: &Archive, threads: usize, memory_bytes: usize) -> Result<Committer, IndexError> {
        let payload = archive.payload()?;
        let ledger = Ledger::load(archive.dir(), &payload)?;
        let file = |name: &str, known: &str, bytes, checksum| {
            let name = if known.is_empty() { name } else { known };
            GrowingFile::open(archive.dir().join(name), Committed { bytes, checksum })
        };
        let CommitPayload { ledger_bytes, rejects_bytes, .. } = payload;
        let ledger_file = file(LEDGER_FILE, &payload.ledger, ledger_bytes, payload.ledger_checksum)?;
        let rejects_file = file(REJECTS_FILE, &payload.rejects, rejects_bytes, payload.rejects_checksum)?;
        let copies = &payload.copies;
        let sketches = format!("{SKETCHES_PREFIX}{}", copies.clusters);
        let sketch_file = file(&sketches, &copies.sketches, copies.sketches_bytes, copies.sketches_checksum)?;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            // Merging in the background must not take the cores from indexing.
            .num_merge_threads(threads.min(2))
            .build();
        let writer = archive
            .index()
            .writer_with_options(options)
            .map_err(|error| IndexError::engine(archive.dir(), "could not be written to", &error))?;
        let packing = Arc::new(Packing::new(archive, &payload.dictionaries));
        let segments =
            SegmentThreads::new(archive.index().clone(), Arc::clone(&packing), threads, memory_bytes);
        let committer = Committer {
            archive: archive.clone(),
            writer,
            deletions: Deletions::default(),
            segments,
            packing,
            threads,
            memory_bytes,
            files_under_way: HashSet::new(),
            terms: Arc::default(),
            ledger,
            ledger_file,
            rejects_file,
            sketch_file,
            samples: Samples::new(memory_bytes / SAMPLES_SHARE),
            rejected: payload.rejected,
            copies: payload.copies,
        };
        committer.remove_leftovers()?;
        Ok(committer)
    }

    /// Removes what a run that did not come to its end left behind: segments that no commit names, drafts,
    /// files of copies.
    fn remove_leftovers(&self) -> Result<(), IndexError> {
        self.archive.write_missing_copy()?;
        self.remove_superseded()?;
        for folder in [self.archive.dir(), &self.archive.index_dir()] {
            remove_files(folder, |name| name.ends_with(DRAFT_ENDING))?;
        }
        let removed = self.writer.garbage_collect_files().wait();
        removed.map(|_| ()).map_err(|error| {
            IndexError::engine(
                self.archive.dir(),
                "the remains of an earlier run could not be removed",
                &error,
            )
        })
    }

    pub fn known_file(&self, file: &str) -> Option<&LedgerEntry> {
        self.ledger.entry(file)
    }

    pub fn known_files(&self) -> &Ledger {
        &self.ledger
    }

    /// By what the words of the articles to be added are numbered.
    pub fn terms(&self) -> Arc<TermSource> {
        Arc::clone(&self.terms)
    }

    pub fn add(&mut self, mut document: IndexDocument) -> Result<(), IndexError> {
        let sketch = document.sketch();
        self.sketch_file.push_bytes(&sketch.to_bytes())?;
        self.samples.add(sketch.id, &document.take_sample());
        self.add_document(document)
    }

    /// Puts another form of an article of a commit in its place. Its text is the same: so are its copies.
    pub fn replace(&mut self, id: ArticleId, document: IndexDocument) -> Result<(), IndexError> {
        self.delete(id_term(&self.archive, id))?;
        self.add_document(document)
    }

    /// Removes an article of a commit.
    pub fn delete_article(&mut self, id: ArticleId) -> Result<(), IndexError> {
        self.copies.lost_articles = true;
        self.delete(id_term(&self.archive, id))
    }

    /// Removes all articles of a file so far.
    pub fn delete_file(&mut self, file: &str) -> Result<(), IndexError> {
        // A deletion concerns the segments that were added before it.
        if self.files_under_way.contains(file) {
            self.finish_segments()?;
        }
        self.copies.lost_articles = true;
        self.delete(Term::from_field_text(self.archive.fields().file, file))
    }

    fn delete(&mut self, term: Term) -> Result<(), IndexError> {
        let articles = self.deletions.of(term);
        self.writer.delete_query(articles).map(|_| ()).map_err(|error| self.refuse(&error))
    }

    fn add_document(&mut self, document: IndexDocument) -> Result<(), IndexError> {
        if !self.files_under_way.contains(document.file()) {
            self.files_under_way.insert(document.file().to_owned());
        }
        let written = self.segments.add(document).map_err(|error| self.refuse(&error))?;
        self.add_segments(written)
    }

    fn finish_segments(&mut self) -> Result<(), IndexError> {
        let written = self.segments.finish().map_err(|error| self.refuse(&error))?;
        self.files_under_way.clear();
        self.add_segments(written)
    }

    fn add_segments(&self, written: Vec<SegmentMeta>) -> Result<(), IndexError> {
        written
            .into_iter()
            .inspect(|segment| self.deletions.before(segment.id()))
            .try_for_each(|segment| self.writer.add_segment(segment).map_err(|error| self.refuse(&error)))
    }

    pub fn ledger(&mut self, line: LedgerLine) -> Result<(), IndexError> {
        self.ledger_file.push(&line)?;
        self.ledger.apply(line);
        Ok(())
    }

    pub fn reject(&mut self, line: &RejectLine) -> Result<(), IndexError> {
        self.rejects_file.push(line)
    }

    pub fn rejected(&mut self, more: u64) {
        self.rejected += more;
    }

    pub fn unrejected(&mut self, fewer: u64) {
        self.rejected = self.rejected.saturating_sub(fewer);
    }

    /// Makes everything so far durable: first the files beside the index, then the commit that names
    /// how far they belong to it.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        self.finish_segments()?;
        self.copies.sketches = self.sketch_file.name();
        let sketches = self.sketch_file.sync()?;
        self.copies.sketches_bytes = sketches.bytes;
        self.copies.sketches_checksum = sketches.checksum;
        let (ledger, rejects) = (self.ledger_file.sync()?, self.rejects_file.sync()?);
        let payload = CommitPayload {
            ledger: self.ledger_file.name(),
            ledger_bytes: ledger.bytes,
            ledger_checksum: ledger.checksum,
            rejects: self.rejects_file.name(),
            rejects_bytes: rejects.bytes,
            rejects_checksum: rejects.checksum,
            rejected: self.rejected,
            copies: self.copies.clone(),
            dictionaries: self.packing.entries(),
        };
        let mut commit = || -> tantivy::Result<()> {
            let mut prepared = self.writer.prepare_commit()?;
            prepared.set_payload(&payload.write());
            prepared.commit()?;
            Ok(())
        };
        commit().map_err(|error| IndexError::engine(self.archive.dir(), "could not be committed", &error))?;
        self.deletions.committed();
        Ok(())
    }

    /// Finds the copies among the articles of the last commit, and commits what was found.
    pub fn cluster(&mut self) -> Result<(), IndexError> {
        // What the index took while it was built is free again; merges under way take some.
        let memory_bytes = self.memory_bytes / 4;
        self.samples.sort();
        let Some(found) =
            copies::cluster(&self.archive, &self.copies, &self.samples, self.threads, memory_bytes)?
        else {
            return Ok(());
        };
        let number = self.copies.clusters + 1;
        let dir = self.archive.dir().to_owned();
        self.copies.clusters_checksum = Some(found.file.write(&CopiesFile::path(&dir, number))?);
        if let Some(kept) = found.kept {
            // Nothing names this file yet: what a crash left of it is cut off.
            self.sketch_file =
                GrowingFile::open(dir.join(format!("{SKETCHES_PREFIX}{number}")), Committed::default())?;
            for sketch in kept {
                self.sketch_file.push_bytes(&Sketch::to_bytes(sketch))?;
            }
        }
        self.copies.clusters = number;
        self.copies.clustered_bytes = self.sketch_file.sync()?.bytes;
        self.copies.lost_articles = false;
        self.commit()?;
        self.remove_superseded()
    }

    /// Removes the files of sketches, clusters and dictionaries that the last commit does not name.
    fn remove_superseded(&self) -> Result<(), IndexError> {
        let mut named = vec![self.sketch_file.name(), format!("{COPIES_PREFIX}{}", self.copies.clusters)];
        named.extend(self.packing.entries().iter().flat_map(DictionaryEntry::names));
        remove_files(self.archive.dir(), |name| {
            let is_ours = [SKETCHES_PREFIX, COPIES_PREFIX, DICTIONARY_PREFIX]
                .iter()
                .any(|prefix| name.starts_with(prefix));
            is_ours && !named.iter().any(|named| named == name)
        })
    }

    /// Makes one segment of all those of the last commit, without what was deleted, and gives how many there were.
    pub fn merge_all(&mut self) -> Result<usize, IndexError> {
        let mut merge = || -> tantivy::Result<usize> {
            let segments = self.archive.index().searchable_segment_metas()?;
            let ids: Vec<_> = segments.iter().map(SegmentMeta::id).collect();
            let is_done = ids.is_empty() || ids.len() == 1 && !segments[0].has_deletes();
            // The files of segments that anybody knows of are kept.
            drop(segments);
            if !is_done {
                self.writer.merge(&ids).wait()?;
            }
            self.writer.garbage_collect_files().wait()?;
            Ok(ids.len())
        };
        merge().map_err(|error| IndexError::engine(self.archive.dir(), "could not be merged", &error))
    }

    /// Lets the merges under way come to their end.
    pub fn finish(self) -> Result<Merges, IndexError> {
        let archive = self.archive.clone();
        let refuse =
            |error: tantivy::TantivyError| IndexError::engine(archive.dir(), "could not be merged", &error);
        self.writer.wait_merging_threads().map_err(refuse)?;
        if !has_remains(&archive)? {
            return Ok(Merges::Done);
        }
        // What a merge wrote that failed takes up space.
        let options = IndexWriterOptions::builder().num_worker_threads(1).num_merge_threads(1).build();
        let writer: IndexWriter = archive.index().writer_with_options(options).map_err(refuse)?;
        writer.garbage_collect_files().wait().map_err(refuse)?;
        Ok(Merges::Failed)
    }

    fn refuse(&self, error: &tantivy::TantivyError) -> IndexError {
        IndexError::engine(self.archive.dir(), "could not be written to", error)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tantivy::collector::Count;
    use tantivy::query::{AllQuery, BooleanQuery, Query, TermQuery};
    use tantivy::schema::IndexRecordOption;

    use super::*;
    use crate::leftovers::UUID_LETTERS;
    use crate::testing::document;

    #[test]
    fn what_a_crash_left_beside_the_commit_is_removed() {
        let data = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_create(&data.path().join("a")).expect("an archive");
        let open = || Committer::open(&archive, 1, 50 << 20).expect("a committer");
        let mut committer = open();
        committer.add(document(&archive, "a.txt", "storm")).expect("added");
        committer.commit().expect("committed");
        // Articles that no commit names.
        committer.add(document(&archive, "b.txt", "flood")).expect("added");
        committer.finish_segments().expect("written");
        drop(committer);
        for name in [
            "format.json.draft",
            "copies-7",
            "copies-8.draft",
            "sketches-7",
            "dictionary-1",
            "dictionary-1.copy",
            "index/meta.json.draft",
        ] {
            std::fs::write(archive.dir().join(name), "half").expect("written");
        }
        open().finish().expect("nothing to do");
        let mut names: Vec<String> = [archive.dir().to_owned(), archive.index_dir()]
            .iter()
            .flat_map(|folder| std::fs::read_dir(folder).expect("a folder"))
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .map(|name| {
                name.split_once('.')
                    .filter(|(id, _)| id.len() == UUID_LETTERS)
                    .map_or(name.clone(), |(_, it)| it.to_owned())
            })
            .collect();
        names.sort();
        let mut expected =
            vec!["format.json", "index", "ledger.jsonl", "rejects.jsonl", "sketches-0", "writer.lock"];
        expected.extend([
            ".managed.json",
            ".tantivy-meta.lock",
            ".tantivy-writer.lock",
            "meta.copy.json",
            "meta.json",
        ]);
        expected.extend(["fast", "fieldnorm", "idx", "pos", "store", "term"]);
        expected.sort_unstable();
        assert_eq!(names, expected);
    }

    #[test]
    fn what_comes_after_a_deletion_stays_whatever_is_merged() {
        let data = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_create(&data.path().join("a")).expect("an archive");
        let mut committer = Committer::open(&archive, 2, 50 << 20).expect("a committer");
        let mut expected = BTreeMap::new();
        // Numbers without a pattern, the same each time.
        let mut number = 1_u32;
        let mut next = |below: u32| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (number >> 8) % below
        };
        for round in 0..60 {
            for _ in 0..4 {
                let file = format!("{}.txt", next(20));
                let word = format!("word{round}");
                committer.delete_file(&file).expect("deleted");
                committer.add(document(&archive, &file, &word)).expect("added");
                expected.insert(file, word);
            }
            if next(3) == 0 {
                committer.finish_segments().expect("written");
            }
            if next(4) == 0 {
                committer.commit().expect("committed");
            }
        }
        committer.commit().expect("committed");
        committer.finish().expect("merged");
        let searcher = archive.index().reader().expect("a reader").searcher();
        assert_eq!(searcher.search(&AllQuery, &Count).expect("counted"), expected.len());
        let fields = archive.fields();
        for (file, word) in expected {
            let [file, word] = [(fields.file, file), (fields.exact, word)].map(|(field, text)| {
                let term = Term::from_field_text(field, &text);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
            });
            let both = BooleanQuery::intersection(vec![file, word]);
            assert_eq!(searcher.search(&both, &Count).expect("counted"), 1, "{both:?}");
        }
    }
}
