//! Walking through folders.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Discovery, Found, Root, SourceFile, is_hidden};
use crate::{cause, format};

/// Why a pipe, socket or device inside a folder is left out: reading it may wait for ever.
pub(super) const NO_FILE: &str = "a pipe, socket or device";
const HIDDEN: &str = "hidden";
const FOLDER_LINK: &str = "a link to a folder";
const WITH_ISSUE: &str = "a part of an issue, read with its description";
const DOUBLE_LINK: &str = "a link to a file that is read anyway";

/// A walk on its way.
pub(super) struct Walk<'a> {
    discovery: &'a Discovery,
    roots: std::slice::Iter<'a, Root>,
    /// The folder being walked.
    folder: Option<walkdir::IntoIter>,
    /// Files outside of the inputs that links have led to.
    linked: HashSet<PathBuf>,
    /// Files that are read with the description of an issue.
    parts: HashSet<PathBuf>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(discovery: &'a Discovery) -> Walk<'a> {
        let mut parts = HashSet::new();
        for root in &discovery.roots {
            if let Root::File(path) = root {
                parts.extend(format::pages_of(path));
            }
        }
        Walk { discovery, roots: discovery.roots.iter(), folder: None, linked: HashSet::new(), parts }
    }

    fn enter(&mut self, root: &Root) -> Option<Found> {
        match root {
            Root::StandardInput => Some(Found::File(SourceFile::standard_input())),
            Root::File(path) => Some(self.look_at(path)),
            Root::Stream(path) => Some(look_at(path)),
            Root::Aside(found) => Some(found.clone()),
            Root::Folder(path) => {
                self.folder = Some(WalkDir::new(path).sort_by(by_name).into_iter());
                None
            }
        }
    }

    /// What to tell of an entry of the folder being walked; nothing for folders and what is named itself.
    fn visit(&mut self, entry: walkdir::Result<DirEntry>) -> Option<Found> {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map(Path::to_path_buf).unwrap_or_default();
                let cause =
                    error.io_error().map_or_else(|| "a folder inside itself".to_owned(), cause::in_words);
                return Some(Found::Unreadable { path, cause });
            }
        };
        let is_folder = entry.file_type().is_dir();
        if entry.depth() == 0 && is_folder {
            return None;
        }
        if self.discovery.named.contains(entry.path()) {
            self.pass_over(is_folder);
            return None;
        }
        if is_hidden(entry.path()) {
            self.pass_over(is_folder);
            return Some(Found::Skipped { path: entry.into_path(), why: HIDDEN });
        }
        if is_folder {
            None
        } else if entry.path_is_symlink() {
            Some(self.follow(entry.into_path()))
        } else if entry.file_type().is_file() {
            self.parts.extend(format::pages_of(entry.path()));
            Some(self.look_at(entry.path()))
        } else {
            Some(Found::Skipped { path: entry.into_path(), why: NO_FILE })
        }
    }

    /// A file to read, unless it is read as a part of an issue.
    fn look_at(&self, path: &Path) -> Found {
        if self.parts.contains(path) {
            return Found::Skipped { path: path.to_path_buf(), why: WITH_ISSUE };
        }
        look_at(path)
    }

    /// Leaves out an entry together with what lies below it.
    fn pass_over(&mut self, is_folder: bool) {
        if let Some(folder) = self.folder.as_mut().filter(|_| is_folder) {
            folder.skip_current_dir();
        }
    }

    /// A link to a file is the file under the name of the link, unless the file is read anyway.
    fn follow(&mut self, path: PathBuf) -> Found {
        let (metadata, target) = match fs::metadata(&path).and_then(|it| Ok((it, fs::canonicalize(&path)?))) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Found::Unreadable { path, cause: "the link leads nowhere".to_owned() };
            }
            Err(error) => return Found::unreadable(path, &error),
        };
        if metadata.is_dir() {
            Found::Skipped { path, why: FOLDER_LINK }
        } else if !metadata.is_file() {
            Found::Skipped { path, why: NO_FILE }
        } else if self.discovery.reaches(&target) || !self.linked.insert(target) {
            Found::Skipped { path, why: DOUBLE_LINK }
        } else {
            Found::File(SourceFile::new(path, &metadata))
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let found = if let Some(folder) = &mut self.folder {
                if let Some(entry) = folder.next() {
                    self.visit(entry)
                } else {
                    self.folder = None;
                    None
                }
            } else {
                let root = self.roots.next()?;
                self.enter(root)
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// The order of names, with descriptions of issues before the files that they name.
fn by_name(one: &DirEntry, other: &DirEntry) -> Ordering {
    let key = |entry: &DirEntry| !format::may_have_pages(entry.path());
    key(one).cmp(&key(other)).then_with(|| one.file_name().cmp(other.file_name()))
}

fn look_at(path: &Path) -> Found {
    match fs::metadata(path) {
        Ok(metadata) => Found::File(SourceFile::new(path.to_path_buf(), &metadata)),
        Err(error) => Found::unreadable(path.to_path_buf(), &error),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use crate::discover::tree::{check, tree, walk_in};

    #[test]
    fn folders_are_walked_in_the_byte_order_of_names() {
        check("b.txt a/2 a/10 a.txt Z ä", ".", "Z a/10 a/2 a.txt b.txt ä");
    }

    #[test]
    fn hidden_entries_are_left_out_as_a_whole() {
        check("a.txt .git/config .git/HEAD .b.txt", ".", ".b.txt(hidden) .git(hidden) a.txt");
    }

    #[test]
    fn links_to_files_are_followed_and_links_to_folders_are_not() {
        check("in/a->../out/x in/b->../out out/x", "in", "in/a in/b(a link to a folder)");
    }

    #[test]
    fn links_to_the_same_file_give_it_once() {
        let twice = "a link to a file that is read anyway";
        check("in/a->../x in/b->../x x", "in", &format!("in/a in/b({twice})"));
        check("in/a->z in/z", "in", &format!("in/a({twice}) in/z"));
    }

    #[test]
    fn a_link_into_a_hidden_folder_is_followed() {
        check("a->.store/x .store/x", ".", ".store(hidden) a");
    }

    #[test]
    fn broken_links_are_told() {
        check("a->nowhere", ".", "a(! the link leads nowhere)");
    }

    #[test]
    fn sockets_are_left_out() {
        let dir = tree("a.txt");
        let _socket = UnixListener::bind(dir.path().join("s")).unwrap();
        assert_eq!(walk_in(&dir, "."), "a.txt s(a pipe, socket or device)");
        assert_eq!(walk_in(&dir, "*"), "a.txt s(a pipe, socket or device)");
    }
}
