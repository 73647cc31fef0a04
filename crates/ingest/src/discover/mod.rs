//! From what the user names to the files to read.
//!
//! [`discover`] checks what is named and remembers it; [`Discovery::walk`] then looks into the folders, one
//! entry after the other.

mod found;
mod pattern;
#[cfg(unix)]
#[cfg(test)]
mod tree;
mod walk;

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::cause;
use pattern::Pattern;
use walk::Walk;

pub use found::{Found, SourceFile, label_of};
pub(crate) use found::{STANDARD_INPUT, label, label_of_bytes};

/// A path or pattern that names nothing.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiscoverError {
    /// No file or folder has this name.
    #[error("{0}: expected a file or folder, but found nothing there")]
    Missing(String),
    /// The pattern fits no file.
    #[error("{0}: expected a pattern that fits at least one file, but it fits none")]
    NoMatch(String),
    /// The pattern cannot be read.
    #[error("{pattern}: expected a pattern of file names: {cause}")]
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The path cannot be made absolute.
    #[error("{path}: could not be read: {cause}")]
    Unreadable {
        /// The path.
        path: String,
        /// The operating system's reason.
        cause: String,
    },
}

/// The files under what the user named, checked to exist.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// In the order given. None lies where the walk through an earlier one comes along.
    roots: Vec<Root>,
    /// The paths of all roots but standard input: a walk that meets one of them leaves it to itself.
    named: HashSet<PathBuf>,
    /// The labels of those roots that can be walked again, that is no pipes.
    labels: HashSet<String>,
    patterns: Vec<Pattern>,
}

/// Something the user named.
#[derive(Clone, Debug)]
enum Root {
    StandardInput,
    /// A pipe or device, such as the shell's `<(zcat 1923.gz)`; it can be read once, and only as a whole.
    Stream(PathBuf),
    File(PathBuf),
    Folder(PathBuf),
    /// Something a pattern fits that is not read.
    Aside(Found),
}

/// Checks each input (a file, a folder, a glob such as `1923/*.txt`, or `-` for standard input).
///
/// A pattern is a pattern only when no file has its text as a name.
pub fn discover(inputs: &[String]) -> Result<Discovery, DiscoverError> {
    let mut discovery = Discovery::default();
    for input in inputs {
        if input == STANDARD_INPUT {
            discovery.add_standard_input();
            continue;
        }
        match fs::metadata(input) {
            Ok(metadata) => discovery.add_named(Path::new(input), &metadata).map_err(|error| {
                DiscoverError::Unreadable { path: input.clone(), cause: cause::in_words(&error) }
            })?,
            Err(error) if is_absent(&error) && pattern::is_pattern(input) => discovery.add_matches(input)?,
            Err(error) if is_absent(&error) => return Err(DiscoverError::Missing(input.clone())),
            Err(error) => {
                let cause = cause::in_words(&error);
                return Err(DiscoverError::Unreadable { path: input.clone(), cause });
            }
        }
    }
    Ok(discovery)
}

impl Discovery {
    /// Walks the inputs in the order given, folders in the order of their names, each file once.
    ///
    /// Names are compared byte by byte. Links to files are followed, links to folders are not, as they may
    /// run in circles. Hidden entries of a folder are left out, a hidden folder as a whole.
    pub fn walk(&self) -> impl Iterator<Item = Found> + '_ {
        Walk::new(self)
    }

    /// The size of all files together, for a progress bar. It walks once more, without reading any file.
    pub fn total_bytes(&self) -> u64 {
        self.walk().map(|found| if let Found::File(file) = found { file.bytes } else { 0 }).sum()
    }

    /// Whether a file of this label lies under one of the inputs: if it was read before and is not found
    /// now, it has vanished. What came from standard input or a pipe never lies under anything.
    pub fn covers(&self, label: &str) -> bool {
        let path = Path::new(label);
        reaches(path, |root| root.to_str().is_some_and(|root| self.labels.contains(root)))
            || self.patterns.iter().any(|pattern| reaches(path, |root| pattern.fits(root)))
    }

    /// Whether the walk comes along this path, or it is named.
    fn reaches(&self, path: &Path) -> bool {
        reaches(path, |root| self.named.contains(root))
    }

    fn add_standard_input(&mut self) {
        if !self.roots.iter().any(|root| matches!(root, Root::StandardInput)) {
            self.roots.push(Root::StandardInput);
        }
    }

    fn add_named(&mut self, path: &Path, metadata: &Metadata) -> io::Result<()> {
        if metadata.is_file() || metadata.is_dir() {
            self.add_found(path, metadata)
        } else {
            // What the shell names for a pipe leads to no path, so that it cannot be made canonical.
            let path = std::path::absolute(path)?;
            if self.named.insert(path.clone()) {
                self.roots.push(Root::Stream(path));
            }
            Ok(())
        }
    }

    /// Adds a file or folder under its canonical path, unless a walk comes along it anyway.
    fn add_found(&mut self, path: &Path, metadata: &Metadata) -> io::Result<()> {
        let path = fs::canonicalize(path)?;
        if !self.reaches(&path) {
            self.named.insert(path.clone());
            self.labels.insert(label(path.as_os_str()));
            self.roots.push(if metadata.is_dir() { Root::Folder(path) } else { Root::File(path) });
        }
        Ok(())
    }

    fn add_matches(&mut self, input: &str) -> Result<(), DiscoverError> {
        let pattern = Pattern::new(input)?;
        let matches = pattern.matches();
        if matches.is_empty() {
            return Err(DiscoverError::NoMatch(input.to_owned()));
        }
        for found in matches {
            let path = match found {
                Ok(path) => path,
                Err(unreadable) => {
                    self.roots.push(Root::Aside(unreadable));
                    continue;
                }
            };
            let added = match fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() || metadata.is_dir() => self.add_found(&path, &metadata),
                Ok(_) => {
                    self.roots.push(Root::Aside(Found::Skipped { path, why: walk::NO_FILE }));
                    continue;
                }
                Err(error) => Err(error),
            };
            if let Err(error) = added {
                self.roots.push(Root::Aside(Found::unreadable(path, &error)));
            }
        }
        self.patterns.push(pattern);
        Ok(())
    }
}

/// Whether walking from some root comes along `path`: the root is the path itself or above it, and nothing
/// between is hidden.
fn reaches(path: &Path, mut is_root: impl FnMut(&Path) -> bool) -> bool {
    let mut below = path;
    loop {
        if is_root(below) {
            return true;
        }
        match below.parent() {
            Some(parent) if !is_hidden(below) => below = parent,
            _ => return false,
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::tree::{check, discover_in, tree};
    use super::*;

    #[track_caller]
    fn check_covers(entries: &str, inputs: &str, name: &str, expect: bool) {
        let dir = tree(entries);
        let discovery = discover_in(&dir, inputs).unwrap();
        let label = fs::canonicalize(&dir).unwrap().join(name).display().to_string();
        assert_eq!(discovery.covers(&label), expect);
    }

    #[test]
    fn inputs_keep_their_order() {
        check("a.txt b.txt c/d.txt", "b.txt c a.txt", "b.txt c/d.txt a.txt");
    }

    #[test]
    fn overlapping_inputs_give_each_file_once() {
        check("a/b.txt a/c.txt d.txt", "a/c.txt a a/b.txt d.txt a/../d.txt", "a/c.txt a/b.txt d.txt");
        check("a/b/c.txt a/d.txt", "a/b a", "a/b/c.txt a/d.txt");
        check("a/b/c.txt a/d.txt", "a a/b", "a/b/c.txt a/d.txt");
    }

    #[test]
    fn standard_input_is_read_once() {
        check("a.txt", "- a.txt -", "- a.txt");
    }

    #[test]
    fn a_hidden_entry_that_is_named_is_read() {
        check(".a/b.txt c.txt", ".a", ".a/b.txt");
        check(".a/b.txt c.txt", "c.txt .a .", "c.txt .a/b.txt");
        check(".a/b.txt c.txt", ". .a", "c.txt .a/b.txt");
    }

    #[test]
    fn a_link_that_is_named_is_followed() {
        check("in->out out/x", "in", "out/x");
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        check("a", "b", "b: expected a file or folder, but found nothing there");
        check("a", "a/b", "a/b: expected a file or folder, but found nothing there");
        check("a", "*.txt", "*.txt: expected a pattern that fits at least one file, but it fits none");
        check(
            "a",
            "[a",
            "[a: expected a pattern of file names: `[` needs its `]`; the letter itself is `[[]`",
        );
        check("a", "a**", "a**: expected a pattern of file names: `**` stands alone between two slashes");
    }

    #[test]
    fn the_size_of_all_files_is_known_beforehand() {
        let dir = tree("a b/cd .e");
        assert_eq!(discover_in(&dir, ". -").unwrap().total_bytes(), 5);
    }

    #[test]
    fn what_lies_under_an_input_is_covered() {
        check_covers("a/b.txt", "a", "a/gone.txt", true);
        check_covers("a/b.txt", "a", "a/gone/c.txt", true);
        check_covers("a/b.txt", "a/b.txt", "a/b.txt", true);
        check_covers("a/b.txt", "a/b.txt", "a/gone.txt", false);
        check_covers("a/b.txt", "a", "ab.txt", false);
        check_covers("a/b.txt", "a", "a/.hidden/c.txt", false);
        check_covers("a/b.txt", "a/*.txt", "a/gone.txt", true);
        check_covers("a/b.txt", "a/*.txt", "a/gone.md", false);
        check_covers("1923/b.txt", "19*", "1924/gone.txt", true);
    }

    #[test]
    fn standard_input_covers_nothing() {
        assert!(!discover(&["-".to_owned()]).unwrap().covers("-"));
    }
}
