//! The dictionaries that stored articles are packed with, made as the archive grows.
//!
//! Articles of one language have most in common: each language gets a dictionary of its own as soon as a segment holds
//! enough of it, and a better one when much more has come. What came before stays as it was packed.

use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dateline_article::Lang;
use dateline_schema::{
    Archive, DictionaryEntry, Packer, PackingDictionary, number_dictionary, write_dictionary,
};
use rustc_hash::FxHashMap;
use tantivy::TantivyError;
use tantivy::schema::Field;

use crate::document::StoredRecord;

/// Fewer bytes of records in a segment make no dictionary.
const LEAST_SAMPLE_BYTES: usize = 128 << 10;
/// More make hardly a better one: one of 110 KB from 3 MB or 9 MB of press releases packs others to 0.372 and 0.369.
const MOST_SAMPLE_BYTES: usize = 4 << 20;
/// What a long record adds to the sample.
const MOST_BYTES_OF_A_RECORD: usize = 16 << 10;
/// How much of its sample a dictionary is.
const SAMPLE_BYTES_A_BYTE: usize = 32;
const MOST_DICTIONARY_BYTES: usize = 110 << 10;
/// A dictionary is made anew when there is so many times the sample.
const BETTER_FROM: u64 = 8;

/// The dictionaries of an archive; shared by the threads that write segments.
pub(crate) struct Packing {
    dir: PathBuf,
    /// The field that holds the records of archives that do not pack them.
    record_field: Option<Field>,
    known: Mutex<Vec<Known>>,
}

/// A dictionary, prepared when the first record wants it.
struct Known {
    entry: DictionaryEntry,
    prepared: Option<Arc<PackingDictionary>>,
}

impl Packing {
    /// With the dictionaries that a commit names.
    pub fn new(archive: &Archive, dictionaries: &[DictionaryEntry]) -> Packing {
        let known = |&entry| Known { entry, prepared: None };
        Packing {
            dir: archive.dir().to_owned(),
            record_field: archive.fields().record,
            known: Mutex::new(dictionaries.iter().map(known).collect()),
        }
    }

    /// The dictionaries that the next commit is to name.
    pub fn entries(&self) -> Vec<DictionaryEntry> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().map(|known| known.entry).collect()
    }

    /// The dictionary for a language, when no segment can make a better one.
    fn final_dictionary(&self, lang: Option<Lang>) -> tantivy::Result<Option<Arc<PackingDictionary>>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = known.iter_mut().rfind(|known| known.entry.lang == lang);
        match latest.filter(|known| !known.is_bettered_by(MOST_SAMPLE_BYTES)) {
            Some(known) => known.prepare(&self.dir),
            None => Ok(None),
        }
    }

    /// The dictionary for records of one language, which is made where they are enough.
    fn dictionary(
        &self,
        lang: Option<Lang>,
        records: &[&mut StoredRecord],
    ) -> tantivy::Result<Option<Arc<PackingDictionary>>> {
        // Whoever wants the same dictionary meanwhile is better served by waiting for it.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = known.iter().rposition(|known| known.entry.lang == lang);
        let sample = Sample::of(records);
        if sample.bytes() >= LEAST_SAMPLE_BYTES
            && latest.is_none_or(|at| known[at].is_bettered_by(sample.bytes()))
            && let Some(new) = self.make(known.len() as u32 + 1, lang, &sample)?
        {
            let prepared = new.prepared.clone();
            known.push(new);
            return Ok(prepared);
        }
        latest.map_or(Ok(None), |at| known[at].prepare(&self.dir))
    }

    /// Makes a dictionary; nothing where the sample has too little in common.
    fn make(&self, number: u32, lang: Option<Lang>, sample: &Sample) -> tantivy::Result<Option<Known>> {
        let bytes = (sample.bytes() / SAMPLE_BYTES_A_BYTE).min(MOST_DICTIONARY_BYTES);
        let Ok(mut dictionary) = zstd::dict::from_continuous(&sample.content, &sample.lengths, bytes) else {
            return Ok(None);
        };
        number_dictionary(&mut dictionary, number);
        let Some(prepared) = PackingDictionary::of(&dictionary) else { return Ok(None) };
        let checksum = write_dictionary(&self.dir, number, &dictionary).map_err(|error| refuse(&error))?;
        let entry = DictionaryEntry { number, lang, sample_bytes: sample.bytes() as u64, checksum };
        Ok(Some(Known { entry, prepared: Some(Arc::new(prepared)) }))
    }
}

impl Known {
    /// Whether a sample of so many bytes would make a better dictionary.
    fn is_bettered_by(&self, sample_bytes: usize) -> bool {
        sample_bytes as u64 >= self.entry.sample_bytes * BETTER_FROM
    }

    fn prepare(&mut self, dir: &Path) -> tantivy::Result<Option<Arc<PackingDictionary>>> {
        if self.prepared.is_none() {
            let dictionary = self.entry.read(dir).map_err(|error| refuse(&error))?;
            self.prepared = PackingDictionary::of(&dictionary).map(Arc::new);
        }
        Ok(self.prepared.clone())
    }
}

/// Packs the records of one segment.
pub(crate) struct SegmentPacker {
    packing: Arc<Packing>,
    packer: Packer,
    /// The dictionaries of languages for which no better ones will be made, once they were asked for.
    finals: FxHashMap<Option<Lang>, Option<Arc<PackingDictionary>>>,
}

impl SegmentPacker {
    pub fn new(packing: Arc<Packing>) -> SegmentPacker {
        SegmentPacker { packing, packer: Packer::default(), finals: FxHashMap::default() }
    }

    /// The field that holds the records of archives that do not pack them.
    pub fn record_field(&self) -> Option<Field> {
        self.packing.record_field
    }

    /// Packs a record at once where the best dictionary for it is there: so it takes less memory while it waits.
    pub fn pack_early(&mut self, record: &mut StoredRecord) -> tantivy::Result<()> {
        if self.packing.record_field.is_some() {
            return Ok(());
        }
        let dictionary = match self.finals.entry(record.lang) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(self.packing.final_dictionary(record.lang)?),
        };
        match dictionary {
            Some(dictionary) => pack(&mut self.packer, record, Some(dictionary)),
            None => Ok(()),
        }
    }

    /// Packs all records that are not packed yet.
    pub fn pack(&mut self, records: &mut [StoredRecord]) -> tantivy::Result<()> {
        if self.packing.record_field.is_some() {
            return Ok(());
        }
        let mut waiting: Vec<_> = records.iter_mut().filter(|record| !record.is_packed).collect();
        waiting.sort_by_key(|record| record.lang);
        for of_lang in waiting.chunk_by_mut(|one, next| one.lang == next.lang) {
            let Some(lang) = of_lang.first().map(|record| record.lang) else { continue };
            let dictionary = self.packing.dictionary(lang, of_lang)?;
            for record in of_lang {
                pack(&mut self.packer, record, dictionary.as_deref())?;
            }
        }
        Ok(())
    }
}

fn pack(
    packer: &mut Packer,
    record: &mut StoredRecord,
    dictionary: Option<&PackingDictionary>,
) -> tantivy::Result<()> {
    record.bytes = packer.pack(&record.bytes, dictionary).map_err(|cause| refuse(&cause))?;
    record.is_packed = true;
    Ok(())
}

fn refuse(cause: &impl std::fmt::Display) -> TantivyError {
    std::io::Error::other(cause.to_string()).into()
}

/// Records that stand for many.
#[derive(Default)]
struct Sample {
    content: Vec<u8>,
    lengths: Vec<usize>,
}

impl Sample {
    /// Takes records from all over, until there are enough.
    fn of(records: &[&mut StoredRecord]) -> Sample {
        let part = |record: &StoredRecord| record.bytes.len().min(MOST_BYTES_OF_A_RECORD);
        let all: usize = records.iter().map(|record| part(record)).sum();
        let mut sample = Sample::default();
        for record in records.iter().step_by(all.div_ceil(MOST_SAMPLE_BYTES).max(1)) {
            let part = &record.bytes[..part(record)];
            sample.content.extend_from_slice(part);
            sample.lengths.push(part.len());
        }
        sample
    }

    fn bytes(&self) -> usize {
        self.content.len()
    }
}

#[cfg(test)]
mod tests {
    use dateline_article::Article;

    use super::*;
    use crate::testing::{blank, document_of};

    fn german() -> Lang {
        "de".parse().expect("a language")
    }

    /// A record of this language with about so many bytes, different from all others.
    fn record(archive: &Archive, lang: Lang, number: usize, bytes: usize) -> StoredRecord {
        let sentence = |at: usize| format!("The storm of {} reached harbour {}. ", number * at, at % 11);
        let body: String = (0..bytes / 33).map(sentence).collect();
        let mut article = Article { lang: Some(lang), body, ..blank("a.txt") };
        document_of(archive, &mut article).into_parts().2
    }

    fn records(archive: &Archive, lang: Lang, count: usize) -> Vec<StoredRecord> {
        (0..count).map(|number| record(archive, lang, number, 2048)).collect()
    }

    #[test]
    fn each_language_gets_a_dictionary_and_a_better_one_when_there_is_much_more_of_it() {
        let data = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_create(&data.path().join("a")).expect("an archive");
        let packing = Arc::new(Packing::new(&archive, &[]));
        let mut packer = SegmentPacker::new(Arc::clone(&packing));
        let mut pack = |lang, count| packer.pack(&mut records(&archive, lang, count)).expect("packed");
        pack(Lang::EN, 10);
        assert_eq!(packing.entries(), [], "too few make none");
        pack(Lang::EN, 100);
        pack(german(), 100);
        pack(Lang::EN, 300);
        let made = |entry: &DictionaryEntry| (entry.number, entry.lang);
        assert_eq!(
            packing.entries().iter().map(made).collect::<Vec<_>>(),
            [(1, Some(Lang::EN)), (2, Some(german()))]
        );
        pack(Lang::EN, 1200);
        assert_eq!(packing.entries().last().map(made), Some((3, Some(Lang::EN))));
    }

    #[test]
    fn records_packed_early_and_late_are_read_with_what_the_commit_names() {
        let data = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_create(&data.path().join("a")).expect("an archive");
        let packing = Arc::new(Packing::new(&archive, &[]));
        let mut first = records(&archive, Lang::EN, 1000);
        SegmentPacker::new(Arc::clone(&packing)).pack(&mut first).expect("packed");
        // Another run, which knows what the commit names and nothing else.
        let again = Arc::new(Packing::new(&archive, &packing.entries()));
        let mut packer = SegmentPacker::new(Arc::clone(&again));
        let mut english = record(&archive, Lang::EN, 7, 2048);
        let mut german = record(&archive, german(), 7, 2048);
        packer.pack_early(&mut english).expect("packed");
        packer.pack_early(&mut german).expect("left");
        assert!(english.is_packed && !german.is_packed);
        assert_eq!(english.bytes, first[7].bytes);
        packer.pack(std::slice::from_mut(&mut german)).expect("packed");
        assert!(german.is_packed);
        assert_eq!(again.entries(), packing.entries());
    }

    #[test]
    fn a_dictionary_that_is_lost_ends_the_run_and_says_which() {
        let data = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_create(&data.path().join("a")).expect("an archive");
        let packing = Arc::new(Packing::new(&archive, &[]));
        SegmentPacker::new(Arc::clone(&packing)).pack(&mut records(&archive, Lang::EN, 100)).expect("packed");
        let entries = packing.entries();
        for name in entries[0].names() {
            std::fs::remove_file(archive.dir().join(name)).expect("removed");
        }
        let again = Arc::new(Packing::new(&archive, &entries));
        let error = SegmentPacker::new(again).pack(&mut records(&archive, Lang::EN, 1)).expect_err("lost");
        assert!(error.to_string().contains("dictionary-1: could not be read"), "{error}");
    }
}
