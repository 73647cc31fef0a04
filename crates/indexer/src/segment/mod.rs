//! A part of the index under construction, and its files.
//!
//! tantivy's own writer takes a document word by word and looks each of them up among all that came before:
//! most of its time goes into waiting for memory. Here the words come as numbers and are only kept until the segment
//! is written; then every field is turned over once, from articles with their terms to terms with their articles.
//! The files are those of tantivy, written by its own serialisers.

mod threads;
mod values;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::indexer::DocIdMapping;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::store::StoreWriter;
use tantivy::{Index, SegmentMeta, TantivyDocument};

pub(crate) use threads::SegmentThreads;
use values::ValuePostings;
use words::WordPostings;

use crate::document::{IndexDocument, StoredRecord};
use crate::packing::{Packing, SegmentPacker};
use crate::terms::SharedTerms;

/// The articles of a segment that is not written yet.
pub(crate) struct SegmentBuilder {
    index: Index,
    packer: SegmentPacker,
    schema: Schema,
    /// What the words of this segment are numbered by.
    terms: Option<Arc<SharedTerms>>,
    words: Vec<(Field, WordPostings)>,
    values: Vec<ValuePostings>,
    lengths: FieldNormsWriter,
    columns: FastFieldsWriter,
    /// Of each article, by what the segment is sorted.
    civil: Vec<i64>,
    records: Vec<StoredRecord>,
    record_bytes: usize,
}

impl SegmentBuilder {
    pub fn new(index: &Index, packing: Arc<Packing>) -> tantivy::Result<SegmentBuilder> {
        let schema = index.schema();
        let tokenizers = index.fast_field_tokenizer().clone();
        Ok(SegmentBuilder {
            index: index.clone(),
            packer: SegmentPacker::new(packing),
            terms: None,
            words: Vec::new(),
            values: ValuePostings::of_schema(&schema),
            lengths: FieldNormsWriter::for_schema(&schema),
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(&schema, tokenizers)?,
            civil: Vec::new(),
            records: Vec::new(),
            record_bytes: 0,
            schema,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// About how much memory it takes until it is written, and while it is.
    pub fn memory_bytes(&self) -> usize {
        let words: usize = self.words.iter().map(|(_, postings)| postings.memory_bytes()).sum();
        let largest = self.words.iter().map(|(_, postings)| postings.writing_bytes()).max().unwrap_or(0);
        let values: usize = self.values.iter().map(ValuePostings::memory_bytes).sum();
        words + largest + values + self.columns.mem_usage() + self.record_bytes + self.lengths.mem_usage()
    }

    /// Takes an article in, behind those taken before.
    pub fn add(&mut self, document: IndexDocument) -> tantivy::Result<()> {
        let doc = self.records.len() as u32;
        self.columns.add_document(&document)?;
        for postings in &mut self.values {
            let total = postings.add(doc, &document);
            self.lengths.record(doc, postings.field(), total);
        }
        let (numbered_by, fields, mut record) = document.into_parts();
        self.packer.pack_early(&mut record)?;
        let terms = self.terms.get_or_insert_with(|| Arc::clone(&numbered_by));
        for (at, (field, mut occurrences)) in fields.into_iter().enumerate() {
            if !Arc::ptr_eq(terms, &numbered_by) {
                words::renumber(&mut occurrences, &numbered_by, terms);
            }
            if self.words.len() == at {
                self.words.push((field, WordPostings::default()));
            }
            self.lengths.record(doc, field, occurrences.total);
            self.words[at].1.add(occurrences);
        }
        self.civil.push(record.civil);
        self.record_bytes += record.memory_bytes();
        self.records.push(record);
        Ok(())
    }

    /// Writes the files of the segment; it is no part of the index until its meta is added to that.
    pub fn write(mut self) -> tantivy::Result<SegmentMeta> {
        let segment = self.index.new_segment();
        let count = self.records.len() as u32;
        // Newest first, and in the order in which they came.
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by_key(|&doc| std::cmp::Reverse(self.civil[doc as usize]));
        let mapping = DocIdMapping::new_permutation(order.clone())?;
        self.lengths.fill_up_to_max_doc(count);
        let serializer = FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?;
        self.lengths.serialize(serializer, Some(&mapping))?;
        self.write_postings(&segment, &order)?;
        let mut columns = segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, Some(&mapping))?;
        columns.terminate()?;
        self.write_records(&segment, &order)?;
        Ok(segment.with_max_doc(count).meta().clone())
    }

    fn write_records(&mut self, segment: &Segment, order: &[u32]) -> tantivy::Result<()> {
        self.packer.pack(&mut self.records)?;
        let settings = self.index.settings();
        let mut store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        let records = order.iter().map(|&doc| &self.records[doc as usize].bytes);
        match self.packer.record_field() {
            None => {
                for record in records {
                    store.store_bytes(record)?;
                }
            }
            Some(field) => {
                for record in records {
                    let mut document = TantivyDocument::default();
                    document.add_text(field, String::from_utf8_lossy(record));
                    store.store(&document, &self.schema)?;
                }
            }
        }
        store.close()?;
        Ok(())
    }

    fn write_postings(&mut self, segment: &Segment, order: &[u32]) -> tantivy::Result<()> {
        let lengths = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
        let mut serializer = InvertedIndexSerializer::open(segment)?;
        for (field, postings) in self.words.drain(..) {
            let Some(terms) = &self.terms else { break };
            if postings.total() == 0 {
                continue;
            }
            let mut out = serializer.new_field(field, postings.total(), lengths.get_field(field)?)?;
            let recorded = self.schema.get_field_entry(field).field_type().index_record_option();
            let has_places = recorded.is_some_and(IndexRecordOption::has_positions);
            postings.write(has_places, terms, order, &mut out)?;
            out.close()?;
        }
        for postings in self.values.drain(..).filter(|postings| postings.total() > 0) {
            let field = postings.field();
            let mut out = serializer.new_field(field, postings.total(), lengths.get_field(field)?)?;
            postings.write(order, &mut out)?;
            out.close()?;
        }
        serializer.close()?;
        Ok(())
    }
}
