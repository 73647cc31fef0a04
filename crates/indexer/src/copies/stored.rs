//! The stored texts of the last commit.

use std::rc::Rc;

use dateline_article::Article;
use dateline_schema::{Archive, decode_record};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::sketch::{Sketch, Sketcher};
use super::text::{TextHashes, for_each_text_word};
use crate::IndexError;

/// Hashes of texts kept for the next comparisons: 32 MB.
const MOST_HASHES: usize = 4 << 20;

/// The articles of the last commit, by the first 64 bits of their ids.
pub(super) struct StoredTexts {
    archive: Archive,
    searcher: Searcher,
    addresses: FxHashMap<u64, DocAddress>,
    read: FxHashMap<u64, Rc<TextHashes>>,
    /// Hashes in `read`.
    hashes: usize,
}

impl StoredTexts {
    pub fn open(archive: &Archive) -> Result<StoredTexts, IndexError> {
        let refuse = |error: tantivy::TantivyError| {
            IndexError::engine(archive.dir(), "could not be read for copies", &error)
        };
        let searcher = archive.index().reader().map_err(refuse)?.searcher();
        let mut addresses = FxHashMap::default();
        for (number, segment) in searcher.segment_readers().iter().enumerate() {
            let ids = segment.fast_fields().u64("id_order").map_err(refuse)?;
            for doc in segment.doc_ids_alive() {
                addresses.extend(ids.first(doc).map(|id| (id, DocAddress::new(number as u32, doc))));
            }
        }
        let archive = archive.clone();
        Ok(StoredTexts { archive, searcher, addresses, read: FxHashMap::default(), hashes: 0 })
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.addresses.len()
    }

    pub fn holds(&self, id: u64) -> bool {
        self.addresses.contains_key(&id)
    }

    /// Adds the sketches of the articles that have none.
    pub fn sketch_others(&self, sketches: &mut Vec<Sketch>) -> Result<(), IndexError> {
        let sketched: FxHashSet<u64> = sketches.iter().map(|sketch| sketch.id).collect();
        let mut sketcher = Sketcher::default();
        let mut others: Vec<_> = self.addresses.iter().filter(|(id, _)| !sketched.contains(id)).collect();
        // The store is read from its start to its end.
        others.sort_unstable_by_key(|&(_, address)| address);
        for (&id, &address) in others {
            let article = self.article_at(address)?;
            for_each_text_word(&article, &mut |word| sketcher.word(word));
            sketches.push(sketcher.take(id));
        }
        Ok(())
    }

    pub fn are_copies(&mut self, pair: (u64, u64)) -> Result<bool, IndexError> {
        let (one, other) = (self.text(pair.0)?, self.text(pair.1)?);
        Ok(one.is_copy(&other))
    }

    fn text(&mut self, id: u64) -> Result<Rc<TextHashes>, IndexError> {
        if let Some(known) = self.read.get(&id) {
            return Ok(Rc::clone(known));
        }
        let text = Rc::new(TextHashes::of(&self.article_at(self.addresses[&id])?));
        if self.hashes + text.len() > MOST_HASHES {
            self.read.clear();
            self.hashes = 0;
        }
        self.hashes += text.len();
        self.read.insert(id, Rc::clone(&text));
        Ok(text)
    }

    fn article_at(&self, at: DocAddress) -> Result<Article, IndexError> {
        let dir = self.archive.dir();
        let stored: TantivyDocument = self
            .searcher
            .doc(at)
            .map_err(|error| IndexError::engine(dir, "could not be read for copies", &error))?;
        let record = stored.get_first(self.archive.fields().record).and_then(|value| value.as_str());
        decode_record(record.unwrap_or_default()).map_err(|found| IndexError::Engine {
            dir: dir.to_owned(),
            action: "expected an article",
            cause: format!("found {found}"),
        })
    }
}
