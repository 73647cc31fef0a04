//! Reading stored articles back.

use std::sync::OnceLock;

use dateline_article::Article;
use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, DocId, Searcher, TantivyDocument};

use super::decode_record;
use super::packing::Unpacker;
use crate::dictionaries::DictionaryEntry;
use crate::{Archive, SchemaError, engine_cause};

/// Blocks of records kept in memory: a page of hits reads each of its articles once.
const STORE_BLOCKS: usize = 16;

/// What the records of an archive are read with.
///
/// A packed record is all that is stored of an article. tantivy would have it as the value of a field, and copy it byte by byte.
pub struct RecordFormat {
    /// In archives whose records are not packed, the field that holds them.
    field: Option<Field>,
    unpacker: Unpacker,
}

impl RecordFormat {
    /// For records packed with some of these dictionaries, where they are packed.
    pub fn new(archive: &Archive, dictionaries: &[DictionaryEntry]) -> RecordFormat {
        let unpacker = Unpacker::new(archive.dir(), dictionaries);
        RecordFormat { field: archive.fields().record, unpacker }
    }

    /// Reads the record of a document.
    ///
    /// # Errors
    ///
    /// What was found in its place, in words for the user.
    pub fn read(&self, store: &StoreReader, doc: DocId) -> Result<String, String> {
        let Some(field) = self.field else {
            let packed = store.get_document_bytes(doc).map_err(|error| engine_cause(&error))?;
            return self.unpacker.unpack(&packed);
        };
        let bytes = store.get_document_bytes(doc).map_err(|error| engine_cause(&error))?;
        if !is_of_its_length(&bytes) {
            return Err("a stored article that cannot be read".to_owned());
        }
        let document: TantivyDocument = store.get(doc).map_err(|error| engine_cause(&error))?;
        let record = document.get_first(field).and_then(|value| value.as_str());
        record.map(str::to_owned).ok_or_else(|| "a document without an article".to_owned())
    }
}

/// Whether the text in a stored document is as long as the document says: for one that is not, its reader asks for
/// so much memory, and a program that gets none ends.
fn is_of_its_length(document: &[u8]) -> bool {
    /// The number of fields, that of the only one, and its type.
    const HEAD_BYTES: usize = 6;
    /// Set in the last byte of a length.
    const LAST: u8 = 0x80;
    let Some(rest) = document.get(HEAD_BYTES..) else { return false };
    let Some(last) = rest.iter().position(|byte| byte & LAST != 0) else { return false };
    let length = rest[..=last]
        .iter()
        .rev()
        .try_fold(0_usize, |length, byte| Some(length.checked_mul(LAST.into())? + usize::from(byte & !LAST)));
    length == Some(rest.len() - last - 1)
}

/// The records that a searcher sees.
pub struct Records {
    format: RecordFormat,
    searcher: Searcher,
    /// By segment, opened when the first record of it is wanted.
    stores: Vec<OnceLock<Result<StoreReader, String>>>,
}

impl Records {
    /// Those of a searcher over the last commit, or over an earlier one.
    ///
    /// # Errors
    ///
    /// When the last commit cannot be read.
    pub fn open(archive: &Archive, searcher: Searcher) -> Result<Records, SchemaError> {
        let format = RecordFormat::new(archive, &archive.payload()?.dictionaries);
        let stores = searcher.segment_readers().iter().map(|_| OnceLock::new()).collect();
        Ok(Records { format, searcher, stores })
    }

    /// The searcher.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The record at an address.
    ///
    /// # Errors
    ///
    /// What was found in its place, in words for the user.
    pub fn record_at(&self, at: DocAddress) -> Result<String, String> {
        let open = || {
            let segment = self.searcher.segment_reader(at.segment_ord);
            segment.get_store_reader(STORE_BLOCKS).map_err(|error| error.to_string())
        };
        let store = self.stores[at.segment_ord as usize].get_or_init(open).as_ref().map_err(Clone::clone)?;
        self.format.read(store, at.doc_id)
    }

    /// The article at an address.
    ///
    /// # Errors
    ///
    /// What was found in its place, in words for the user.
    pub fn article_at(&self, at: DocAddress) -> Result<Article, String> {
        decode_record(&self.record_at(at)?)
    }
}
