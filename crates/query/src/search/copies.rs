//! Which articles of the archive are copies of each other.

use std::collections::HashMap;

use dateline_article::ArticleId;
use dateline_schema::{CopiesFile, CopiesPayload};
use tantivy::index::SegmentId;
use tantivy::{DocAddress, DocId};

use super::docs_query::DocsQuery;
use super::error::SearchError;
use super::matches::Distinct;
use super::reader::Reader;
use crate::Node;

/// The clusters of an archive, with the articles of them that are alive.
#[derive(Debug)]
pub(crate) struct Copies {
    /// For each segment, the documents that have a cluster and its number; sorted by document.
    clustered: Vec<(SegmentId, Vec<(DocId, u32)>)>,
    /// The living articles of each cluster.
    living: Vec<u64>,
    /// The cluster of an article, by the first 64 bits of its id.
    numbers: HashMap<u64, u32>,
    /// Whether every article was looked at.
    pub is_current: bool,
}

impl Copies {
    /// The articles with so many copies, both ends included, where there is at least one.
    pub fn counted(&self, first: u64, last: u64) -> DocsQuery {
        self.documents(|number| {
            let living = self.living[number as usize];
            living > 1 && (first..=last).contains(&(living - 1))
        })
    }

    /// The cluster of an article, itself included; empty when it has no copies.
    pub fn cluster_of(&self, id: ArticleId) -> DocsQuery {
        let wanted = self.numbers.get(&id.first_64_bits()).copied();
        self.documents(|number| Some(number) == wanted)
    }

    /// How many copies of an article the archive holds, itself not counted.
    pub fn copies_of(&self, id: ArticleId) -> u64 {
        let number = self.numbers.get(&id.first_64_bits());
        number.map_or(0, |&number| self.living[number as usize].saturating_sub(1))
    }

    /// The cluster of a document, if it has one.
    pub fn cluster_at(&self, address: DocAddress) -> Option<u32> {
        let (_, docs) = &self.clustered[address.segment_ord as usize];
        let at = docs.binary_search_by_key(&address.doc_id, |&(doc, _)| doc).ok()?;
        Some(docs[at].1)
    }

    fn documents(&self, wanted: impl Fn(u32) -> bool) -> DocsQuery {
        DocsQuery::new(self.clustered.iter().map(|(segment, docs)| {
            let docs = docs.iter().filter(|&&(_, number)| wanted(number)).map(|&(doc, _)| doc);
            (*segment, docs.collect())
        }))
    }
}

impl Reader {
    /// How many copies of an article the archive holds, itself not counted.
    ///
    /// # Errors
    ///
    /// When the file of clusters cannot be read.
    pub fn copies_of(&self, id: ArticleId) -> Result<u64, SearchError> {
        Ok(self.copies()?.copies_of(id))
    }

    /// How many articles a query matches when an article and its copies count once.
    ///
    /// Looks at every match, where [`Reader::count`] need not.
    pub fn count_distinct(&self, tree: &Node) -> Result<u64, SearchError> {
        self.matches(tree, Distinct::Yes)?.total()
    }

    /// The clusters, read when they are first asked for.
    pub(crate) fn copies(&self) -> Result<&Copies, SearchError> {
        if let Some(known) = self.known_copies.get() {
            return Ok(known);
        }
        let (payload, file) = self.clusters()?;
        let mut numbers = HashMap::new();
        for (number, cluster) in file.clusters.iter().enumerate() {
            numbers.extend(cluster.iter().map(|&id| (id, number as u32)));
        }
        let mut living = vec![0; file.clusters.len()];
        let mut clustered = Vec::new();
        for (segment, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
            let mut docs = Vec::new();
            if !numbers.is_empty() {
                for doc in segment.doc_ids_alive() {
                    if let Some(&number) = numbers.get(&columns.id_order(doc)) {
                        living[number as usize] += 1;
                        docs.push((doc, number));
                    }
                }
            }
            clustered.push((segment.segment_id(), docs));
        }
        let copies = Copies { clustered, living, numbers, is_current: payload.is_current() };
        Ok(self.known_copies.get_or_init(|| copies))
    }

    fn clusters(&self) -> Result<(CopiesPayload, CopiesFile), SearchError> {
        let read = || -> Result<(CopiesPayload, CopiesFile), SearchError> {
            let payload = self.archive.payload()?.copies;
            let file = match payload.clusters {
                0 => CopiesFile::default(),
                number => CopiesFile::read(&CopiesFile::path(self.dir(), number), payload.clusters_checksum)?,
            };
            Ok((payload, file))
        };
        // A commit between the two steps removes the file that the one before named.
        read().or_else(|_| read())
    }
}
