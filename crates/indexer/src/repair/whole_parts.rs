//! A damaged segment, read by those of its files that are whole.
//!
//! tantivy opens all files of a segment or none. In the place of the damaged ones it is given those of a segment in
//! memory, and whoever asks must know what not to ask.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline_schema::Archive;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, RamDirectory, WatchCallback, WatchHandle,
    WritePtr,
};
use tantivy::index::SegmentComponent;
use tantivy::schema::FieldType;
use tantivy::tokenizer::RawTokenizer;
use tantivy::{Index, IndexSettings, IndexWriter, SegmentMeta, SegmentReader, TantivyDocument};

/// tantivy asks for so much for a writer, at least.
const WRITER_BYTES: usize = 15 << 20;

/// The parts of a segment that are opened with it, all but the removed articles.
const PARTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
];

/// Files of an archive, some of them replaced, in a folder that can only be read. What is written goes into memory.
#[derive(Clone, Debug)]
struct WholeParts {
    memory: RamDirectory,
    files: MmapDirectory,
    /// Names of damaged files, and of files in memory.
    stand_ins: Arc<HashMap<PathBuf, PathBuf>>,
}

impl Directory for WholeParts {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.stand_ins.get(path) {
            Some(other) => self.memory.get_file_handle(other),
            None if self.memory.exists(path)? => self.memory.get_file_handle(path),
            None => self.files.get_file_handle(path),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.memory.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.memory.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.memory.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.memory.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.memory.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.memory.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.memory.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.memory.watch(callback)
    }
}

/// Opens a segment of which some parts are damaged; the articles that were removed are among the others.
pub(super) fn open(
    archive: &Archive,
    segment: &SegmentMeta,
    is_damaged: impl Fn(SegmentComponent) -> bool,
) -> tantivy::Result<SegmentReader> {
    let memory = RamDirectory::create();
    let stand_in = stand_in(archive, memory.clone())?;
    let mut names = HashMap::new();
    for part in PARTS {
        if is_damaged(part.clone()) {
            names.insert(segment.relative_path(part.clone()), stand_in.relative_path(part));
        }
    }
    let files = MmapDirectory::open(archive.index_dir())?;
    let directory = WholeParts { memory, files, stand_ins: Arc::new(names) };
    let index = Index::open(directory)?;
    let meta = index.new_segment_meta(segment.id(), segment.max_doc());
    SegmentReader::open(&index.segment(meta))
}

/// A segment with one article of which only the fields are known that are read without places.
fn stand_in(archive: &Archive, memory: RamDirectory) -> tantivy::Result<SegmentMeta> {
    let index = Index::create(memory, archive.index().schema(), IndexSettings::default())?;
    for (_, field) in index.schema().fields() {
        if let FieldType::Str(text) = field.field_type()
            && let Some(words) = text.get_indexing_options()
        {
            index.tokenizers().register(words.tokenizer(), RawTokenizer::default());
        }
    }
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
    let mut document = TantivyDocument::new();
    document.add_text(archive.fields().id, "");
    document.add_text(archive.fields().file, "");
    writer.add_document(document)?;
    writer.commit()?;
    let segments = index.searchable_segment_metas()?;
    Ok(segments.into_iter().next().expect("what was added is a segment"))
}
