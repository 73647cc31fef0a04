//! Creating, opening and naming archives.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::OpenDirectoryError;
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexSortByField, Order};

use crate::durable::{
    Access, DRAFT_ENDING, DurableDirectory, create_folder, sync_folder, write_durably,
    write_missing_meta_copy,
};
use crate::fields::SORT_FIELD;
use crate::{CommitPayload, Fields, SchemaError, WriterLock};

/// The version of fields, words and files that new archives have.
pub const SCHEMA_VERSION: u32 = 4;

/// The first version that this build reads, and goes on writing where an archive has it.
pub(crate) const OLDEST_SCHEMA: u32 = 3;

pub(crate) const FORMAT_FILE: &str = "format.json";
pub(crate) const INDEX_FOLDER: &str = "index";
/// Records are packed already: a block is what is read to find one.
const STORE_BLOCK_BYTES: usize = 8 << 10;

/// An archive: a folder with an index, a ledger of the files read, and the rejects.
#[derive(Clone)]
pub struct Archive {
    dir: PathBuf,
    index: Index,
    fields: Fields,
    schema: u32,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct FormatFile {
    program: String,
    pub schema: u32,
}

impl FormatFile {
    /// Refuses a schema that this build cannot read.
    pub fn check(&self, dir: &Path) -> Result<(), SchemaError> {
        if (OLDEST_SCHEMA..=SCHEMA_VERSION).contains(&self.schema) {
            return Ok(());
        }
        let (oldest, newest) = (OLDEST_SCHEMA, SCHEMA_VERSION);
        Err(SchemaError::OtherSchema { dir: dir.to_owned(), found: self.schema, oldest, newest })
    }
}

impl Archive {
    /// Opens an archive that exists.
    ///
    /// # Errors
    ///
    /// [`SchemaError::NoArchive`] when there is none, [`SchemaError::OtherSchema`] when another version
    /// wrote it, and what the operating system says.
    pub fn open(dir: &Path) -> Result<Archive, SchemaError> {
        Archive::open_for(dir, Access::LookUp)
    }

    fn open_for(dir: &Path, access: Access) -> Result<Archive, SchemaError> {
        let format = read_format(dir)?.ok_or_else(|| SchemaError::NoArchive { dir: dir.to_owned() })?;
        format.check(dir)?;
        let directory = open_directory(&dir.join(INDEX_FOLDER), access)?;
        let index = Index::open(directory)
            .map_err(|error| SchemaError::engine(dir, "could not be opened", &error))?;
        let (schema, fields) = Fields::build(format.schema);
        if index.schema() != schema {
            return Err(SchemaError::Damaged {
                file: dir.join(INDEX_FOLDER).join("meta.json"),
                expected: "the fields of this schema version",
                found: "other fields".to_owned(),
            });
        }
        Ok(Archive { dir: dir.to_owned(), index, fields, schema: format.schema })
    }

    /// Opens an archive, or creates an empty one where nothing is yet.
    ///
    /// The format file is written last: a creation that a crash cut short is simply done again.
    ///
    /// # Errors
    ///
    /// [`SchemaError::Locked`] when another process is just creating it; otherwise as [`Archive::open`].
    pub fn open_or_create(dir: &Path) -> Result<Archive, SchemaError> {
        if read_format(dir)?.is_none() {
            refuse_foreign_folder(dir)?;
            let index_dir = dir.join(INDEX_FOLDER);
            create_folder(&index_dir)
                // A creation that was cut short may have left the archive's own name unsynced.
                .and_then(|()| dir.parent().map_or(Ok(()), sync_folder))
                .map_err(|error| SchemaError::io(&index_dir, "could not be created", &error))?;
            let lock = WriterLock::take(dir)?;
            Archive::create(dir, &index_dir, &lock)?;
        }
        Archive::open_for(dir, Access::Write)
    }

    fn create(dir: &Path, index_dir: &Path, _: &WriterLock) -> Result<(), SchemaError> {
        if read_format(dir)?.is_some() {
            return Ok(());
        }
        let (schema, _) = Fields::build(SCHEMA_VERSION);
        let directory = open_directory(index_dir, Access::Write)?;
        Index::builder()
            .schema(schema)
            .settings(settings())
            .open_or_create(directory)
            .map_err(|error| SchemaError::engine(dir, "could not be created", &error))?;
        write_durably(&dir.join(FORMAT_FILE), expected_format(SCHEMA_VERSION).as_bytes())
    }

    /// Writes the copy of what names the segments, where a crash came before its first.
    pub fn write_missing_copy(&self) -> Result<(), SchemaError> {
        write_missing_meta_copy(&self.index_dir())
            .map_err(|error| SchemaError::io(&self.index_dir(), "could not be written", &error))
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of the index, inside.
    pub fn index_dir(&self) -> PathBuf {
        self.dir.join(INDEX_FOLDER)
    }

    /// The folder's name.
    pub fn name(&self) -> String {
        self.dir.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The handles of the fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The version of fields, words and files that it has.
    pub fn schema(&self) -> u32 {
        self.schema
    }

    /// What the last commit says about the files beside the index.
    pub fn payload(&self) -> Result<CommitPayload, SchemaError> {
        let meta = self
            .index
            .load_metas()
            .map_err(|error| SchemaError::engine(&self.dir, "its last commit could not be read", &error))?;
        CommitPayload::read(meta.payload.as_deref()).map_err(|found| SchemaError::Damaged {
            file: self.dir.join(INDEX_FOLDER).join("meta.json"),
            expected: "the payload of a commit",
            found,
        })
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK_BYTES,
        sort_by_field: Some(IndexSortByField { field: SORT_FIELD.to_owned(), order: Order::Desc }),
        ..IndexSettings::default()
    }
}

fn open_directory(index_dir: &Path, access: Access) -> Result<DurableDirectory, SchemaError> {
    DurableDirectory::open(index_dir, access).map_err(|error| {
        let error = match error {
            OpenDirectoryError::DoesNotExist(_) => ErrorKind::NotFound.into(),
            OpenDirectoryError::NotADirectory(_) => ErrorKind::NotADirectory.into(),
            OpenDirectoryError::IoError { io_error, .. }
            | OpenDirectoryError::FailedToCreateTempDir(io_error) => {
                io::Error::new(io_error.kind(), io_error.to_string())
            }
        };
        SchemaError::io(index_dir, "could not be opened", &error)
    })
}

/// The format file of an archive with this schema.
pub(crate) fn expected_format(schema: u32) -> String {
    let format = FormatFile { program: "dateline".to_owned(), schema };
    let text = serde_json::to_string_pretty(&format).expect("a string and a number always serialise");
    format!("{text}\n")
}

pub(crate) fn read_format(dir: &Path) -> Result<Option<FormatFile>, SchemaError> {
    let file = dir.join(FORMAT_FILE);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(SchemaError::io(&file, "could not be read", &error)),
    };
    serde_json::from_str(&text).map(Some).map_err(|error| SchemaError::Damaged {
        file,
        expected: "the format file of an archive",
        found: error.to_string(),
    })
}

/// A folder that holds anything but a creation cut short is not ours to write into.
fn refuse_foreign_folder(dir: &Path) -> Result<(), SchemaError> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(SchemaError::io(dir, "could not be read", &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| SchemaError::io(dir, "could not be read", &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let draft = format!("{FORMAT_FILE}{DRAFT_ENDING}");
        let is_ours = matches!(name.as_str(), INDEX_FOLDER | "writer.lock") || name == draft;
        if !is_ours {
            return Err(SchemaError::NotAnArchive { dir: dir.to_owned(), found: name });
        }
    }
    Ok(())
}

/// Whether a text can name an archive: it becomes the name of a folder.
pub fn check_archive_name(name: &str) -> Result<(), SchemaError> {
    let fits = !name.is_empty()
        && name.len() <= 100
        && !name.starts_with('.')
        && name.chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter));
    if fits { Ok(()) } else { Err(SchemaError::BadName(name.to_owned())) }
}

/// The names of the archives in a data folder, sorted; none when there is no such folder.
pub fn archive_names(data_dir: &Path) -> Result<Vec<String>, SchemaError> {
    let entries = match std::fs::read_dir(data_dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(SchemaError::io(data_dir, "could not be read", &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| SchemaError::io(data_dir, "could not be read", &error))?;
        if entry.path().join(FORMAT_FILE).is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_opens_again_as_it_was_created() {
        let data = tempfile::tempdir().expect("a folder");
        let dir = data.path().join("gazette");
        Archive::open_or_create(&dir).expect("a new archive");
        let archive = Archive::open(&dir).expect("the archive exists");
        assert_eq!(archive.name(), "gazette");
        assert_eq!(archive.payload().expect("a payload"), CommitPayload::default());
        assert_eq!(archive_names(data.path()).expect("names"), ["gazette"]);
    }

    #[test]
    fn a_missing_archive_is_named() {
        let error = Archive::open(Path::new("no/such")).map(|_| ()).expect_err("none there");
        assert_eq!(error.to_string(), "no/such: expected an archive, but found none");
    }

    #[test]
    fn an_archive_of_another_schema_is_refused_with_both_numbers() {
        let data = tempfile::tempdir().expect("a folder");
        let file = data.path().join(FORMAT_FILE);
        write_durably(&file, br#"{"program":"dateline","schema":99}"#).expect("written");
        let error = Archive::open(data.path()).map(|_| ()).expect_err("too new");
        let expect = format!(
            "{}: written with schema 99, but this build reads schemas {OLDEST_SCHEMA} to {SCHEMA_VERSION}",
            data.path().display()
        );
        assert_eq!(error.to_string(), expect);
    }

    #[test]
    fn a_folder_with_other_files_is_left_alone() {
        let data = tempfile::tempdir().expect("a folder");
        std::fs::write(data.path().join("thesis.doc"), "x").expect("written");
        let error = Archive::open_or_create(data.path()).map(|_| ()).expect_err("not ours");
        let expect = format!(
            "{}: expected an archive or an empty folder, but found other files (first: `thesis.doc`)",
            data.path().display()
        );
        assert_eq!(error.to_string(), expect);
    }

    #[test]
    fn a_creation_cut_short_is_done_again() {
        let data = tempfile::tempdir().expect("a folder");
        let dir = data.path().join("a");
        Archive::open_or_create(&dir).expect("created");
        std::fs::remove_file(dir.join(FORMAT_FILE)).expect("removed");
        Archive::open_or_create(&dir).expect("created again");
    }

    #[test]
    fn one_process_creates_an_archive() {
        let data = tempfile::tempdir().expect("a folder");
        let other = WriterLock::take(data.path()).expect("the lock is free");
        let error = Archive::open_or_create(data.path()).map(|_| ()).expect_err("another creates it");
        assert!(matches!(error, SchemaError::Locked { .. }), "{error}");
        drop(other);
        Archive::open_or_create(data.path()).expect("nobody else is there");
    }

    #[test]
    fn a_missing_index_is_named() {
        let data = tempfile::tempdir().expect("a folder");
        Archive::open_or_create(data.path()).expect("created");
        std::fs::remove_dir_all(data.path().join(INDEX_FOLDER)).expect("removed");
        let error = Archive::open(data.path()).map(|_| ()).expect_err("no index");
        let expect = format!("{}/index: could not be opened: no such file or folder", data.path().display());
        assert_eq!(error.to_string(), expect);
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        assert!(check_archive_name("gazette-1923").is_ok());
        for name in ["", "..", "a/b", ".hidden", "a b"] {
            assert!(check_archive_name(name).is_err(), "{name}");
        }
    }
}
