//! Whether everything in an archive can be read and agrees with itself.

use std::collections::BTreeMap;

use dateline_schema::UNDATED_CIVIL;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::error::SearchError;
use super::reader::Reader;

impl Reader {
    /// Reads every article and every list of every field, and compares them; calls `damage` with what cannot
    /// be read or does not agree.
    ///
    /// Only for files whose checksums fit: other bytes may mean anything.
    pub fn check(&self, mut damage: impl FnMut(String)) {
        for number in 0..self.searcher.segment_readers().len() {
            self.check_articles(number, &mut damage);
            self.check_lists(number, &mut damage);
        }
    }

    /// How many articles the archive holds of each file.
    pub fn articles_by_file(&self) -> Result<BTreeMap<String, u64>, SearchError> {
        let mut counts = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let refuse = |error: tantivy::TantivyError| SearchError::engine(self.dir(), &error);
            let index = segment.inverted_index(self.fields().file).map_err(refuse)?;
            let mut terms = index.terms().stream().map_err(|error| self.refuse_io(&error))?;
            while let Some((file, info)) = terms.next() {
                let mut list = index
                    .read_postings_from_terminfo(info, IndexRecordOption::Basic)
                    .map_err(|error| self.refuse_io(&error))?;
                let mut living = 0;
                while list.doc() != TERMINATED {
                    living += u64::from(!segment.is_deleted(list.doc()));
                    list.advance();
                }
                if living > 0 {
                    *counts.entry(String::from_utf8_lossy(file).into_owned()).or_default() += living;
                }
            }
        }
        Ok(counts)
    }

    fn check_articles(&self, number: usize, damage: &mut impl FnMut(String)) {
        let (segment, columns) = (&self.searcher.segment_readers()[number], &self.columns[number]);
        for doc in segment.doc_ids_alive() {
            let article = match self.article_at(DocAddress::new(number as u32, doc)) {
                Ok(article) => article,
                Err(error) => {
                    damage(error.to_string());
                    continue;
                }
            };
            let civil = article.dates.published.map(|date| date.civil_seconds());
            if civil.unwrap_or(UNDATED_CIVIL) != columns.civil(doc) {
                damage(format!("article {}: its date and its place in the order differ", article.id));
            }
            if article.id.first_64_bits() != columns.id_order(doc) {
                damage(format!("article {}: its id and that in the index differ", article.id));
            }
        }
    }

    fn check_lists(&self, number: usize, damage: &mut impl FnMut(String)) {
        let segment = &self.searcher.segment_readers()[number];
        for (field, entry) in segment.schema().fields() {
            let Some(recorded) = entry.field_type().index_record_option() else { continue };
            if let Err(found) = check_lists_of(segment, field, recorded) {
                damage(format!("segment {}: field {}: {found}", segment.segment_id(), entry.name()));
            }
        }
        match living_articles_with(segment, self.fields().id) {
            Ok(found) if found == u64::from(segment.num_docs()) => {}
            Ok(found) => damage(format!(
                "segment {}: expected {} articles with an id, but found {found}",
                segment.segment_id(),
                segment.num_docs()
            )),
            Err(error) => damage(format!("segment {}: field id: {error}", segment.segment_id())),
        }
    }
}

/// Reads every list of a field with all that is recorded in it.
fn check_lists_of(segment: &SegmentReader, field: Field, recorded: IndexRecordOption) -> Result<(), String> {
    let words = |error: &dyn std::fmt::Display| error.to_string();
    let index = segment.inverted_index(field).map_err(|error| words(&error))?;
    let mut terms = index.terms().stream().map_err(|error| words(&error))?;
    let mut positions = Vec::new();
    while let Some((term, info)) = terms.next() {
        let told = |expected: u32, unit: &str, found: u32| {
            let term = String::from_utf8_lossy(term);
            format!("`{term}`: expected {expected} {unit}, but found {found}")
        };
        let mut list = index.read_postings_from_terminfo(info, recorded).map_err(|error| words(&error))?;
        let (mut found, mut last): (u32, Option<DocId>) = (0, None);
        while list.doc() != TERMINATED {
            let doc = list.doc();
            if doc >= segment.max_doc() || last.is_some_and(|last| last >= doc) {
                return Err(told(segment.max_doc(), "articles in order", doc));
            }
            if recorded.has_positions() {
                list.positions(&mut positions);
                if positions.len() != list.term_freq() as usize || !positions.is_sorted() {
                    return Err(told(list.term_freq(), "places in order", positions.len() as u32));
                }
            }
            (found, last) = (found + 1, Some(doc));
            list.advance();
        }
        if found != info.doc_freq {
            return Err(told(info.doc_freq, "articles", found));
        }
    }
    Ok(())
}

fn living_articles_with(segment: &SegmentReader, field: Field) -> tantivy::Result<u64> {
    let index = segment.inverted_index(field)?;
    let mut terms = index.terms().stream()?;
    let mut living = 0;
    while let Some((_, info)) = terms.next() {
        let mut list = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while list.doc() != TERMINATED {
            living += u64::from(!segment.is_deleted(list.doc()));
            list.advance();
        }
    }
    Ok(living)
}
