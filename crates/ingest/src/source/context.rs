//! What is known of a file, or of a member of a container, before its records are read.

use std::path::Path;

use crate::date::DayOrder;
use crate::format::{Columns, FieldMap};
use crate::{SourceFile, discover};

use super::{COMPRESSION_DEPTH, Siblings};

/// So many folders above a file are remembered.
const FOLDERS: usize = 4;

/// What the names of compressed files end in.
const COMPRESSED_SUFFIXES: [&str; 5] = [".gz", ".zst", ".zstd", ".bz2", ".xz"];

/// What is known of a file, or of a member of a container, before its records are read. Shared by all its
/// records.
#[derive(Debug)]
pub struct FileContext {
    /// The file as a [`Locator`](dateline_article::Locator) names it: an absolute path, or `-`.
    pub label: String,
    /// The member of the file, as a locator names it: `1923/may.txt`, or `may.zip/1.txt` when the container
    /// lies in another one. `None` for a file that is no container.
    pub member: Option<String>,
    /// The name of the file or member without folders and without `.gz` or the like.
    pub name: String,
    /// The names of the folders above, the nearest first, up to four. Above a member stand the folders in
    /// its container, the container, and then the folders above that.
    pub folders: Vec<String>,
    /// The encoding of records that are not UTF-8; `None` leaves it to be told record by record.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Whether `03/05/2017` in this file is 3 May or 5 March, when one of its own dates proves it.
    pub day_order: Option<DayOrder>,
    /// What the columns or keys mean; empty for formats without any.
    pub columns: Columns,
    /// The user's own assignments of columns to fields.
    pub field_map: FieldMap,
    /// Where the files are found that this one names.
    pub siblings: Siblings,
}

/// Where content stands: a file, or a member of one.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub label: String,
    pub member: Option<String>,
    pub name: String,
    pub folders: Vec<String>,
}

impl Place {
    pub(super) fn of_file(file: &SourceFile) -> Place {
        let name = discover::label(file.path.file_name().unwrap_or(file.path.as_os_str()));
        Place {
            label: file.label.clone(),
            member: None,
            name: plain_name(&name).to_owned(),
            folders: folders(&file.path),
        }
    }

    /// The place of a member, named as its container names it. Whatever a name says (`../`, `C:\`), it is a
    /// label: nothing is ever written under it.
    pub(super) fn of_member(&self, name: &str) -> Place {
        let mut parts: Vec<&str> =
            name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
        let own_name = plain_name(parts.pop().unwrap_or(name)).to_owned();
        let inside = parts.iter().rev().copied().chain([self.name.as_str()]);
        let above = self.folders.iter().map(String::as_str);
        Place {
            label: self.label.clone(),
            member: Some(match &self.member {
                Some(container) => format!("{container}/{name}"),
                None => name.to_owned(),
            }),
            name: own_name,
            folders: inside.chain(above).take(FOLDERS).map(str::to_owned).collect(),
        }
    }
}

/// The name of a file without what compression has added to it.
pub(crate) fn plain_name(mut name: &str) -> &str {
    for _ in 0..COMPRESSION_DEPTH {
        let ends_in = |suffix: &&str| {
            let end = name.len().checked_sub(suffix.len()).and_then(|start| name.get(start..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(suffix))
        };
        let Some(suffix) = COMPRESSED_SUFFIXES.iter().copied().find(ends_in) else {
            break;
        };
        if name.len() > suffix.len() {
            name = &name[..name.len() - suffix.len()];
        }
    }
    name
}

fn folders(path: &Path) -> Vec<String> {
    let above = path.ancestors().skip(1).filter_map(Path::file_name);
    above.take(FOLDERS).map(discover::label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expect_name: &str, expect_folders: &[&str]) {
        let file = SourceFile { path: path.into(), label: path.to_owned(), bytes: 0, modified: None };
        let place = Place::of_file(&file);
        assert_eq!(place.name, expect_name);
        assert_eq!(place.folders, expect_folders);
    }

    #[test]
    fn above_a_member_stand_its_folders_the_container_and_the_folders_on_the_disk() {
        let file = SourceFile {
            path: "/archive/1923/may.zip".into(),
            label: "/archive/1923/may.zip".to_owned(),
            bytes: 0,
            modified: None,
        };
        let zip = Place::of_file(&file);
        let inner = zip.of_member("week 1/monday.tar.gz");
        assert_eq!(
            (inner.name.as_str(), inner.member.as_deref()),
            ("monday.tar", Some("week 1/monday.tar.gz"))
        );
        assert_eq!(inner.folders, ["week 1", "may.zip", "1923", "archive"]);
        let text = inner.of_member("..\\x\\./1.txt");
        assert_eq!(text.name, "1.txt");
        assert_eq!(text.member.as_deref(), Some("week 1/monday.tar.gz/..\\x\\./1.txt"));
        assert_eq!(text.folders, ["x", "monday.tar", "week 1", "may.zip"]);
    }

    #[test]
    fn names_lose_what_compression_added() {
        check("/archive/1923/may.jsonl.gz", "may.jsonl", &["1923", "archive"]);
        check("/a/b/c/d/e/may.txt.ZST", "may.txt", &["e", "d", "c", "b"]);
        check("/may.csv.zstd.gz", "may.csv", &[]);
        check("/.gz", ".gz", &[]);
        check("-", "-", &[]);
    }
}
