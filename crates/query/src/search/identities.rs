//! Which articles these are: the ids of matches in order, and fingerprints by which two answers, or two archives,
//! are told apart.
//!
//! Ids are read off the dictionary of each segment, where they stand sorted; no article is read.

use std::cmp::Reverse;
use std::fmt::Write;
use std::sync::Arc;

use dateline_article::ArticleId;
use sha2::{Digest, Sha256};
use tantivy::index::InvertedIndexReader;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocAddress, DocSet, SegmentReader, TERMINATED};

use super::error::SearchError;
use super::hits::Hit;
use super::matches::Matches;
use super::reader::Reader;

/// SHA-256 over lines: the same lines in the same order have the same digest, and any program can make it.
#[derive(Clone, Debug, Default)]
pub struct IdsDigest(Sha256);

impl IdsDigest {
    /// Adds a line that holds an id.
    pub fn add(&mut self, id: ArticleId) {
        self.line(&id.to_string());
    }

    /// The digest of all lines, as 64 digits of base 16.
    pub fn finish(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    fn line(&mut self, text: &str) {
        self.0.update(text);
        self.0.update("\n");
    }
}

impl Matches<'_> {
    /// The ids of all matches, ascending. Takes ten bytes for each, and one for each article of the archive.
    pub fn ids(&self) -> Result<Vec<ArticleId>, SearchError> {
        let mut is_match: Vec<Vec<bool>> =
            self.reader.columns.iter().map(|columns| vec![false; columns.docs() as usize]).collect();
        let mut total = 0;
        self.each_block(|segment, docs| {
            total += docs.len();
            for &doc in docs {
                is_match[segment][doc as usize] = true;
            }
            Ok(())
        })?;
        let mut ids = Vec::with_capacity(total);
        if total > 0 {
            self.reader.each_identity(|id, address| {
                if is_match[address.segment_ord as usize][address.doc_id as usize] {
                    ids.push(id);
                }
            })?;
        }
        Ok(ids)
    }

    /// Those of the matches that have one of these ids, as hits without a score: the newest first, of one second by
    /// id, the undated last. Articles are read one at a time.
    pub fn hits_among(
        &self,
        ids: &[ArticleId],
    ) -> Result<impl Iterator<Item = Result<Hit, SearchError>> + '_, SearchError> {
        let mut addresses = Vec::with_capacity(ids.len());
        for id in ids {
            addresses.extend(self.reader.address_of(&id.to_string())?);
        }
        addresses.sort_by_key(|address: &DocAddress| {
            let columns = &self.reader.columns[address.segment_ord as usize];
            (Reverse(columns.civil(address.doc_id)), columns.id_order(address.doc_id))
        });
        let mut highlighter = self.highlighter();
        Ok(addresses.into_iter().map(move |address| self.reader.marked_at(address, 0.0, &mut highlighter)))
    }
}

impl Reader {
    /// The fingerprint of all articles of the archive, whatever segments hold them: SHA-256 over a line for each,
    /// in order of ids, of the id, a blank, and the fingerprint of the content as 16 digits of base 16.
    ///
    /// Reads two dictionaries and no article. Takes eight bytes of memory for each article.
    pub fn digest(&self) -> Result<String, SearchError> {
        let hashes: Vec<Vec<u64>> = self
            .searcher
            .segment_readers()
            .iter()
            .map(|segment| self.content_hashes(segment))
            .collect::<Result<_, _>>()?;
        let mut digest = IdsDigest::default();
        self.each_identity(|id, address| {
            let hash = hashes[address.segment_ord as usize][address.doc_id as usize];
            digest.line(&format!("{id} {hash:016x}"));
        })?;
        Ok(digest.finish())
    }

    /// The fingerprint of the content of each document of a segment.
    fn content_hashes(&self, segment: &SegmentReader) -> Result<Vec<u64>, SearchError> {
        let mut hashes = vec![0; segment.max_doc() as usize];
        let index = self.dictionary(segment, self.fields().content_hash)?;
        let mut stream = index.terms().stream().map_err(|error| self.refuse_io(&error))?;
        while stream.advance() {
            let Ok(bytes) = stream.key().try_into() else { continue };
            let mut postings = index
                .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)
                .map_err(|error| self.refuse_io(&error))?;
            while postings.doc() != TERMINATED {
                hashes[postings.doc() as usize] = u64::from_be_bytes(bytes);
                postings.advance();
            }
        }
        Ok(hashes)
    }

    /// Calls `each` with the id and the place of every article of the archive, ids ascending.
    fn each_identity(&self, mut each: impl FnMut(ArticleId, DocAddress)) -> Result<(), SearchError> {
        let segments = self.searcher.segment_readers();
        let indexes: Vec<Arc<InvertedIndexReader>> = segments
            .iter()
            .map(|segment| self.dictionary(segment, self.fields().id))
            .collect::<Result<_, _>>()?;
        let mut lanes: Vec<Lane<'_>> = Vec::new();
        for (number, index) in indexes.iter().enumerate() {
            let stream = index.terms().stream().map_err(|error| self.refuse_io(&error))?;
            lanes.push(Lane { segment: number, stream });
        }
        lanes.retain_mut(|lane| lane.stream.advance());
        while let Some(next) = (0..lanes.len()).min_by_key(|&lane| lanes[lane].stream.key()) {
            let Lane { segment: number, stream } = &mut lanes[next];
            let (segment, index) = (&segments[*number], &indexes[*number]);
            let id = std::str::from_utf8(stream.key()).ok().and_then(|id| id.parse().ok());
            let mut postings = index
                .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)
                .map_err(|error| self.refuse_io(&error))?;
            while let (Some(id), doc @ ..TERMINATED) = (id, postings.doc()) {
                // An article that was replaced stands there as well, until the segment is merged.
                if segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    each(id, DocAddress::new(*number as u32, doc));
                }
                postings.advance();
            }
            if !stream.advance() {
                lanes.remove(next);
            }
        }
        Ok(())
    }

    fn dictionary(
        &self,
        segment: &SegmentReader,
        field: tantivy::schema::Field,
    ) -> Result<Arc<InvertedIndexReader>, SearchError> {
        segment.inverted_index(field).map_err(|error| SearchError::engine(self.dir(), &error))
    }
}

/// The ids of one segment, as far as they were read.
struct Lane<'a> {
    segment: usize,
    stream: TermStreamer<'a>,
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive, generated};

    use super::*;
    use crate::search::matches::Distinct;
    use crate::search::testing::tree_of;

    fn digest(archive: &TestArchive) -> String {
        Reader::open(archive.archive()).expect("an archive").digest().expect("a digest")
    }

    #[test]
    fn ids_of_all_segments_stand_in_order_without_what_was_deleted() {
        let mut drafts = generated(5, 60);
        let archive = TestArchive::of(drafts.split_off(25));
        archive.add(drafts.into_iter().map(Draft::article).collect());
        archive.delete(&[Draft::id("g7"), Draft::id("g50")]);
        let reader = Reader::open(archive.archive()).expect("an archive");
        for query in ["*", "the", "flood OR storm", "zebra"] {
            let matches = reader.matches(&tree_of(query), Distinct::No).expect("an answer");
            let articles = matches.articles().expect("articles");
            let mut expect: Vec<ArticleId> =
                articles.map(|article| article.expect("an article").id).collect();
            expect.sort();
            assert_eq!(matches.ids().expect("ids"), expect, "{query}");
        }
    }

    #[test]
    fn the_same_articles_have_the_same_digest_whatever_way_they_came() {
        let [a, b, c] = ["a", "b", "c"].map(|name| Draft::new(name, "Storm", &format!("Text of {name}.")));
        let whole = TestArchive::of([a.clone(), b.clone(), c.clone()]);
        let pieces = TestArchive::of([c]);
        assert_ne!(digest(&whole), digest(&pieces));
        pieces.add(vec![b.article()]);
        pieces.add(vec![a.article()]);
        assert_eq!(digest(&whole), digest(&pieces));
        pieces.delete(&[Draft::id("b")]);
        assert_ne!(digest(&whole), digest(&pieces));
    }

    #[test]
    fn the_digest_is_that_of_lines_which_any_program_can_write() {
        let drafts = ["a", "b", "c"].map(|name| Draft::new(name, "Storm", &format!("Text of {name}.")));
        let mut lines: Vec<String> = drafts
            .iter()
            .map(|draft| draft.clone().article())
            .map(|article| format!("{} {}\n", article.id, article.content_hash))
            .collect();
        lines.sort();
        let expect =
            Sha256::digest(lines.concat()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(digest(&TestArchive::of(drafts)), expect);
    }

    #[test]
    fn a_change_of_a_text_changes_the_digest_and_no_id() {
        let archive = TestArchive::of([Draft::new("a", "Storm", "One text.")]);
        let before = digest(&archive);
        archive.delete(&[Draft::id("a")]);
        archive.add(vec![Draft::new("a", "Storm", "Another text.").article()]);
        assert_ne!(digest(&archive), before);
        let reader = Reader::open(archive.archive()).expect("an archive");
        assert_eq!(reader.ids(&tree_of("storm")).expect("ids"), [Draft::id("a")]);
    }

    #[test]
    fn hits_of_some_ids_come_the_newest_first_with_their_marks() {
        let archive = TestArchive::of([
            Draft::new("a", "Storm", "Text.").on("2017-01-05"),
            Draft::new("b", "Storm", "Text."),
            Draft::new("c", "Storm", "Text.").on("2019-01-05"),
            Draft::new("d", "Storm", "Text.").on("2018-01-05"),
        ]);
        let reader = Reader::open(archive.archive()).expect("an archive");
        let matches = reader.matches(&tree_of("storm"), Distinct::No).expect("an answer");
        let wanted = ["b", "a", "c", "gone"].map(Draft::id);
        let hits = matches.hits_among(&wanted).expect("hits").collect::<Result<Vec<_>, _>>().expect("hits");
        let found: Vec<ArticleId> = hits.iter().map(|hit| hit.article.id).collect();
        assert_eq!(found, ["c", "a", "b"].map(Draft::id));
        assert_eq!(hits[0].title.marks.first(), Some(&(0..5)));
    }
}
