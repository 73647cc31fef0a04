//! Which ids the archive already holds.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use dateline_article::{ArticleId, ContentHash, Locator};
use dateline_schema::{Archive, Records};
use tantivy::{IndexReader, ReloadPolicy, Term};

use crate::IndexError;
use crate::stored::Stored;

/// Ids remembered between commits; some 64 MB.
const MOST_REMEMBERED: usize = 1 << 20;

/// The article that was there first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    /// The file it was read from.
    pub file: String,
    /// Where exactly, for the user.
    pub place: String,
    /// The fingerprint of its content.
    pub content_hash: ContentHash,
}

/// Knows every id of the archive: those of the last commit by looking them up in the index, those since
/// by remembering them. Memory is bounded by the pace of commits.
pub(crate) struct KnownIds {
    reader: IndexReader,
    records: Arc<Records>,
    archive: Archive,
    since_commit: HashMap<ArticleId, (u32, u64, ContentHash)>,
    /// The files and members of `since_commit`, by number.
    places: Vec<(Arc<str>, Option<String>)>,
    /// Files whose articles of the last commit are being removed in this one.
    removed_files: HashSet<String>,
    has_commits: bool,
}

impl KnownIds {
    pub fn new(archive: &Archive) -> Result<KnownIds, IndexError> {
        let reader = archive
            .index()
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| IndexError::engine(archive.dir(), "could not be read", &error))?;
        let records = Arc::new(Records::open(archive, reader.searcher())?);
        let has_commits = records.searcher().num_docs() > 0;
        Ok(KnownIds {
            reader,
            records,
            archive: archive.clone(),
            since_commit: HashMap::new(),
            places: Vec::new(),
            removed_files: HashSet::new(),
            has_commits,
        })
    }

    /// The articles of this file are being removed: they hold their ids no longer.
    pub fn file_removed(&mut self, file: &str) {
        self.removed_files.insert(file.to_owned());
    }

    /// Who holds this id.
    pub fn holder(&self, id: ArticleId) -> Result<Option<Holder>, IndexError> {
        if let Some(&(place, record, content_hash)) = self.since_commit.get(&id) {
            let (file, member) = &self.places[place as usize];
            let place = place_in_words(file, member.as_deref(), record);
            return Ok(Some(Holder { file: file.to_string(), place, content_hash }));
        }
        if !self.has_commits {
            return Ok(None);
        }
        let stored = Stored::of(&self.archive, Arc::clone(&self.records));
        for at in stored.with_id(id)? {
            let article = stored.article_at(at)?;
            if !self.removed_files.contains(&article.locator.file) {
                let Locator { file, member, record, .. } = article.locator;
                return Ok(Some(Holder {
                    place: place_in_words(&file, member.as_deref(), record),
                    file,
                    content_hash: article.content_hash,
                }));
            }
        }
        Ok(None)
    }

    /// Whether so much is remembered that a commit is due.
    pub fn is_full(&self) -> bool {
        self.since_commit.len() >= MOST_REMEMBERED
    }

    /// Remembers an article that is being added.
    pub fn add(&mut self, id: ArticleId, locator: &Locator, content_hash: ContentHash) {
        let last = self.places.last();
        if last.is_none_or(|(file, member)| **file != *locator.file || *member != locator.member) {
            // A container of a million members has one name.
            let file = match last {
                Some((file, _)) if **file == *locator.file => Arc::clone(file),
                _ => Arc::from(locator.file.as_str()),
            };
            self.places.push((file, locator.member.clone()));
        }
        self.since_commit.insert(id, (self.places.len() as u32 - 1, locator.record, content_hash));
    }

    /// Everything remembered is now in the index.
    pub fn committed(&mut self) -> Result<(), IndexError> {
        self.reader
            .reload()
            .map_err(|error| IndexError::engine(self.archive.dir(), "could not be read again", &error))?;
        self.records = Arc::new(Records::open(&self.archive, self.reader.searcher())?);
        self.since_commit.clear();
        self.places.clear();
        self.removed_files.clear();
        self.has_commits = true;
        Ok(())
    }

    /// How many articles of this file the last commit holds.
    pub fn articles_of(&self, file: &str) -> Result<u64, IndexError> {
        let term = Term::from_field_text(self.archive.fields().file, file);
        let query = tantivy::query::TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
        let count = self.reader.searcher().search(&query, &tantivy::collector::Count);
        count
            .map(|count| count as u64)
            .map_err(|error| IndexError::engine(self.archive.dir(), "could not be read", &error))
    }

    /// Articles in the last commit.
    pub fn articles(&self) -> u64 {
        self.reader.searcher().num_docs()
    }
}

fn place_in_words(file: &str, member: Option<&str>, record: u64) -> String {
    match member {
        Some(member) => format!("{file}: {member}: record {record}"),
        None => format!("{file}: record {record}"),
    }
}
