//! How records are packed: each by itself, with a dictionary of what the articles of the archive have in common.
//!
//! Packed by themselves, records are copied as they are when segments are merged, and an article is read without its
//! neighbours. A packed record is a frame of zstd, which says the number of its dictionary and how long it is, and behind it the checksum of
//! the frame: zstd itself would unpack many a damaged one to another text.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use zstd::zstd_safe::{
    CCtx, CDict, DCtx, DDict, compress_bound, get_dict_id_from_frame, get_error_name, get_frame_content_size,
};

use crate::Checksum;
use crate::dictionaries::DictionaryEntry;

/// Higher levels take more time than they save room.
const LEVEL: i32 = 3;

/// Where a dictionary says its number.
const NUMBER_AT: std::ops::Range<usize> = 4..8;

/// A dictionary, ready for packing.
pub struct PackingDictionary(CDict<'static>);

impl PackingDictionary {
    /// Takes the bytes of a dictionary; nothing where they are none.
    pub fn of(dictionary: &[u8]) -> Option<PackingDictionary> {
        CDict::try_create(dictionary, LEVEL).map(PackingDictionary)
    }
}

/// Packs records; keeps its memory between them.
pub struct Packer {
    context: CCtx<'static>,
    packed: Vec<u8>,
}

impl Default for Packer {
    fn default() -> Packer {
        Packer { context: CCtx::create(), packed: Vec::new() }
    }
}

impl Packer {
    /// Packs a record.
    ///
    /// # Errors
    ///
    /// What zstd says; it needs memory and nothing else.
    pub fn pack(&mut self, record: &[u8], dictionary: Option<&PackingDictionary>) -> Result<Vec<u8>, String> {
        let Packer { context, packed } = self;
        packed.clear();
        packed.reserve(compress_bound(record.len()));
        let result = match dictionary {
            Some(dictionary) => context.compress_using_cdict(packed, record, &dictionary.0),
            None => context.compress(packed, record, LEVEL),
        };
        result.map_err(|code| get_error_name(code).to_owned())?;
        packed.extend_from_slice(&Checksum::of(packed).as_u32().to_le_bytes());
        Ok(packed.clone())
    }
}

/// Makes a dictionary of zstd say this number.
pub fn number_dictionary(dictionary: &mut [u8], number: u32) {
    if let Some(place) = dictionary.get_mut(NUMBER_AT) {
        place.copy_from_slice(&number.to_le_bytes());
    }
}

/// Unpacks the records of an archive.
pub(super) struct Unpacker {
    dir: PathBuf,
    dictionaries: Vec<Known>,
}

/// A dictionary, prepared when the first record wants it.
struct Known {
    entry: DictionaryEntry,
    prepared: OnceLock<Result<DDict<'static>, String>>,
}

impl Unpacker {
    /// Of records that were packed with some of these dictionaries.
    pub fn new(dir: &Path, dictionaries: &[DictionaryEntry]) -> Unpacker {
        let known = |&entry| Known { entry, prepared: OnceLock::new() };
        Unpacker { dir: dir.to_owned(), dictionaries: dictionaries.iter().map(known).collect() }
    }

    /// Unpacks a record; where it is none, says what was found.
    pub fn unpack(&self, packed: &[u8]) -> Result<String, String> {
        thread_local! {
            static CONTEXT: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
        }
        let broken = || "a stored article that cannot be unpacked".to_owned();
        let Some((packed, checksum)) = packed.split_last_chunk() else { return Err(broken()) };
        if Checksum::of(packed).as_u32() != u32::from_le_bytes(*checksum) {
            return Err(broken());
        }
        let Ok(Some(bytes)) = get_frame_content_size(packed) else { return Err(broken()) };
        let bytes = bytes as usize;
        let dictionary = match get_dict_id_from_frame(packed) {
            Some(number) => Some(self.dictionary(number.get())?),
            None => None,
        };
        let mut record = Vec::new();
        record.try_reserve_exact(bytes).map_err(|_| broken())?;
        let result = CONTEXT.with_borrow_mut(|context| match dictionary {
            Some(dictionary) => context.decompress_using_ddict(&mut record, packed, dictionary),
            None => context.decompress(&mut record, packed),
        });
        if result != Ok(bytes) {
            return Err(broken());
        }
        String::from_utf8(record).map_err(|_| broken())
    }

    fn dictionary(&self, number: u32) -> Result<&DDict<'static>, String> {
        let known = self.dictionaries.iter().find(|known| known.entry.number == number);
        let Some(Known { entry, prepared }) = known else {
            return Err(format!("a stored article packed with dictionary {number}, which no commit names"));
        };
        let prepare = || {
            let bytes = entry.read(&self.dir).map_err(|error| error.to_string())?;
            DDict::try_create(&bytes).ok_or_else(|| format!("dictionary {number}, which is none"))
        };
        prepared.get_or_init(prepare).as_ref().map_err(Clone::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionaries::write_dictionary;

    /// A folder with dictionary 7, which is made from records like these, and that dictionary.
    fn folder() -> (tempfile::TempDir, Unpacker, PackingDictionary) {
        let data = tempfile::tempdir().expect("a folder");
        let samples: Vec<String> = (0..500).map(record).collect();
        let mut dictionary = zstd::dict::from_samples(&samples, 4 << 10).expect("trained");
        number_dictionary(&mut dictionary, 7);
        let checksum = write_dictionary(data.path(), 7, &dictionary).expect("written");
        let entry = DictionaryEntry { number: 7, lang: None, sample_bytes: 0, checksum };
        let records = Unpacker::new(data.path(), &[entry]);
        (data, records, PackingDictionary::of(&dictionary).expect("a dictionary"))
    }

    fn record(number: u32) -> String {
        format!(
            "{{\"title\":\"Storm {number}\",\"body\":\"The storm reached the coast at {}.\"}}",
            number * 7
        )
    }

    #[test]
    fn records_come_back_with_a_dictionary_and_without_one() {
        let (_data, records, dictionary) = folder();
        let mut packer = Packer::default();
        let mut bytes = [0; 2];
        for number in 0..1000 {
            let record = record(number);
            for (with, dictionary) in [None, Some(&dictionary)].into_iter().enumerate() {
                let packed = packer.pack(record.as_bytes(), dictionary).expect("packed");
                assert_eq!(records.unpack(&packed).expect("unpacked"), record);
                bytes[with] += packed.len();
            }
        }
        assert!(bytes[1] * 2 < bytes[0], "{bytes:?}");
    }

    #[test]
    fn damaged_records_are_told_and_never_come_back_as_others() {
        let (_data, records, dictionary) = folder();
        let record = record(12);
        let packed = Packer::default().pack(record.as_bytes(), Some(&dictionary)).expect("packed");
        for cut in 0..packed.len() {
            assert!(records.unpack(&packed[..cut]).is_err(), "cut at {cut}");
        }
        for bit in 0..packed.len() * 8 {
            let mut damaged = packed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(records.unpack(&damaged), Err("a stored article that cannot be unpacked".to_owned()));
        }
    }

    #[test]
    fn a_dictionary_that_is_missing_is_named() {
        let (data, mut records, dictionary) = folder();
        let packed = Packer::default().pack(record(1).as_bytes(), Some(&dictionary)).expect("packed");
        for file in ["dictionary-7", "dictionary-7.copy"] {
            std::fs::remove_file(data.path().join(file)).expect("removed");
        }
        let found = records.unpack(&packed).expect_err("no dictionary");
        assert!(found.ends_with("dictionary-7: could not be read: no such file or folder"), "{found}");
        records.dictionaries.clear();
        let expect = "a stored article packed with dictionary 7, which no commit names";
        assert_eq!(records.unpack(&packed), Err(expect.to_owned()));
    }
}
