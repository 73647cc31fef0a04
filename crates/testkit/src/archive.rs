//! Archives in folders that disappear with them.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use dateline_article::{Article, ArticleId, Day};
use dateline_indexer::{Ending, FileStamp, Options, Piece, Progress, Update};
use dateline_schema::Archive;

use crate::Draft;

/// So often a lock is asked for.
const PATIENCE: usize = 1_000;

/// An archive of drafts.
pub struct TestArchive {
    archive: Archive,
    _folder: tempfile::TempDir,
}

impl TestArchive {
    /// Indexes drafts, in order.
    ///
    /// # Panics
    ///
    /// When the folder for temporary files cannot be written.
    pub fn of(drafts: impl IntoIterator<Item = Draft>) -> TestArchive {
        TestArchive::of_articles(drafts.into_iter().map(Draft::article).collect())
    }

    /// Indexes articles, in order, each as a file of its own, on 2026-11-23.
    ///
    /// # Panics
    ///
    /// When the folder for temporary files cannot be written.
    pub fn of_articles(articles: Vec<Article>) -> TestArchive {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let archive = Archive::open_or_create(&folder.path().join("test")).expect("a new archive");
        let archive = TestArchive { archive, _folder: folder };
        archive.add(articles);
        archive
    }

    /// Indexes further articles, in a commit of their own.
    ///
    /// # Panics
    ///
    /// When the folder for temporary files cannot be written.
    pub fn add(&self, articles: Vec<Article>) {
        let mut update = self.update();
        let read = move |feed: &mut dateline_indexer::Feed<'_, Article>| {
            for article in articles {
                feed.open(FileStamp::new(article.locator.file.clone(), 0, None))?;
                feed.piece(Piece { bytes: article.text_bytes(), content: article })?;
                feed.close(Ending::Complete { sha256: None })?;
            }
            Ok(())
        };
        update.run(&Progress::default(), &AtomicBool::new(false), read, Ok).expect("drafts are indexed");
        update.finish().expect("merges end");
    }

    /// Deletes articles, in a commit of its own.
    ///
    /// # Panics
    ///
    /// When the folder for temporary files cannot be written.
    pub fn delete(&self, ids: &[ArticleId]) {
        let mut update = self.update();
        update.delete(ids).expect("articles are deleted");
        update.finish().expect("merges end");
    }

    fn update(&self) -> Update {
        let today = Day::from_ymd(2026, 11, 23).expect("a day");
        let options = Options { threads: 1, memory_bytes: 64 << 20, today, commit_every: Duration::MAX };
        // A test that starts a process holds every open file for a moment, and with it the lock of an
        // archive that was given back.
        for _ in 0..PATIENCE {
            if let Ok(update) = Update::begin(&self.archive, options) {
                return update;
            }
            std::thread::yield_now();
        }
        Update::begin(&self.archive, options).expect("nobody else writes")
    }

    /// The archive.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        self.archive.dir()
    }
}
