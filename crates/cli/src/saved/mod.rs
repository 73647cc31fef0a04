//! Saved searches: a text file each, in the folder `saved` of an archive.
//!
//! [`file`] says what such a file looks like, [`mark`] what is kept of a search that is watched.

pub mod file;
pub mod mark;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use dateline_schema::{Archive, check_archive_name, plain_cause, write_durably};

use crate::args::QueryArguments;
use crate::failure::Failure;
use crate::output_file::not_written;

/// The folder of an archive that holds them.
const FOLDER: &str = "saved";
/// How the files of searches end.
const SEARCH: &str = "txt";
/// How the files of marks end.
const MARK: &str = "seen";

/// The saved searches of an archive.
pub struct Saved {
    archive: PathBuf,
    dir: PathBuf,
}

/// What to do with a search that is already saved under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Keep,
    Replace,
}

impl Saved {
    pub fn of(archive: &Archive) -> Saved {
        Saved { archive: archive.dir().to_owned(), dir: archive.dir().join(FOLDER) }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The names of all searches, sorted; none when nothing was ever saved. (A file that somebody named otherwise
    /// is among them: reading it tells what is wrong.)
    pub fn names(&self) -> Result<Vec<String>, Failure> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(not_read(&self.dir, &error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| not_read(&self.dir, &error))?.path();
            if path.extension().is_some_and(|end| end == SEARCH) {
                names.push(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// The file of a search.
    pub fn search_file(&self, name: &str) -> PathBuf {
        self.dir.join(format!("{name}.{SEARCH}"))
    }

    /// The file of its mark.
    pub fn mark_file(&self, name: &str) -> PathBuf {
        self.dir.join(format!("{name}.{MARK}"))
    }

    /// Reads a search.
    pub fn read(&self, name: &str) -> Result<QueryArguments, Failure> {
        check_name(name)?;
        let path = self.search_file(name);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(self.none_of_this_name(name)),
            Err(error) => return Err(not_read(&path, &error)),
        };
        file::parse(&text).map_err(|problem| {
            let hint = "write a flag of `dateline search` on each line that begins with --, and the query on the others";
            Failure::with_hint(format!("{}: {problem}", path.display()), hint)
        })
    }

    /// Writes a search; returns its file.
    pub fn write(&self, name: &str, which: &QueryArguments, known: Known) -> Result<PathBuf, Failure> {
        check_name(name)?;
        let path = self.search_file(name);
        let is_known = path.exists();
        if is_known && known == Known::Keep {
            let message = format!("{}: a search is already saved under this name", path.display());
            return Err(Failure::with_hint(message, "choose another name, or add --replace"));
        }
        self.create_dir().map_err(|error| not_written(&self.dir, &error))?;
        if !is_known {
            // What was seen of another search that once had this name.
            remove_if_there(&self.mark_file(name))?;
        }
        write_durably(&path, file::text(which).as_bytes())?;
        Ok(path)
    }

    /// Removes a search and its mark.
    pub fn remove(&self, name: &str) -> Result<(), Failure> {
        check_name(name)?;
        let path = self.search_file(name);
        if !path.exists() {
            return Err(self.none_of_this_name(name));
        }
        // A mark without its search would be that of the next one of this name.
        remove_if_there(&self.mark_file(name))?;
        remove_if_there(&path)
    }

    /// What stands above an error of a search. (Other errors than those of a query name the file themselves.)
    pub fn place_of(&self, name: &str, failure: &Failure) -> String {
        match failure {
            Failure::Query { .. } => self.search_file(name).display().to_string(),
            _ => name.to_owned(),
        }
    }

    fn create_dir(&self) -> io::Result<()> {
        if !self.dir.is_dir() {
            fs::create_dir(&self.dir)?;
            // The name of the new folder is an entry of the archive's.
            File::open(&self.archive)?.sync_all()?;
        }
        Ok(())
    }

    fn none_of_this_name(&self, name: &str) -> Failure {
        let message =
            format!("{}: expected a saved search, but found none", self.search_file(name).display());
        let names = self.names().unwrap_or_default();
        let hint = if names.is_empty() {
            format!("save one with `dateline save {name} QUERY`")
        } else {
            format!("saved are: {}", names.join(", "))
        };
        Failure::with_hint(message, hint)
    }
}

/// Whether a text can name a saved search: it becomes the name of a file.
fn check_name(name: &str) -> Result<(), Failure> {
    check_archive_name(name).map_err(|_| {
        let expected = "expected a name of at most 100 letters, digits, `-`, `_` and `.`, the first no `.`";
        Failure::with_hint(
            format!("{expected}, but found `{name}`"),
            "such as `dateline save harbour-strike QUERY`",
        )
    })
}

fn remove_if_there(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Failure::told(format!("{}: could not be removed: {}", path.display(), plain_cause(&error))))
        }
        _ => Ok(()),
    }
}

fn not_read(path: &Path, error: &io::Error) -> Failure {
    Failure::told(format!("{}: could not be read: {}", path.display(), plain_cause(error)))
}
