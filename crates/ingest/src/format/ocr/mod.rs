//! Digitised newspapers: an issue described by METS or DIDL with its pages in ALTO, or ALTO pages alone.
//!
//! [`page`] reads a page of ALTO into blocks of text. [`mets`] and [`didl`] read which blocks make which
//! article, into an [`issue::Issue`]. An issue is many files: the description is the source of the records,
//! and splitting it reads the pages that stand beside it. So the trait of formats stays one stream in,
//! pieces out, and an issue is read again when its description changes. The walk through folders asks
//! [`pages_of`] for what a description names, and does not hand these files out a second time.
//!
//! Formats: <https://www.loc.gov/standards/mets/>, <https://www.loc.gov/standards/alto/>,
//! ISO/IEC 21000-2 (DIDL)

mod alto;
mod didl;
mod issue;
mod mets;
mod page;

use std::path::{Component, Path, PathBuf};

pub use alto::Alto;
pub use issue::{Didl, Mets};

use super::{Fit, Format, Head, xml};

/// A larger description is no description of an issue.
pub(crate) const MOST_DESCRIPTION_BYTES: u64 = 64 << 20;

/// The files that the description of an issue names and that are read with it: its pages, and the texts
/// that only repeat them. Empty for every other file.
///
/// A description is told by its name first, so that walking need not open every file.
pub(crate) fn pages_of(path: &Path) -> Vec<PathBuf> {
    let is_small = || path.metadata().is_ok_and(|metadata| metadata.len() <= MOST_DESCRIPTION_BYTES);
    if !may_have_pages(path) || !is_small() {
        return Vec::new();
    }
    // What cannot be read now is told when the description itself is read.
    let Ok(bytes) = std::fs::read(path) else {
        return Vec::new();
    };
    named_in(path, &bytes)
}

/// The paths of the files that a description at `path` names.
pub(crate) fn named_in(path: &Path, description: &[u8]) -> Vec<PathBuf> {
    let text = crate::decode::decode(description, None).text;
    let head = Head { name: "", bytes: text.as_bytes(), complete: true };
    let issue = match (Mets.fit(head), Didl.fit(head)) {
        (Fit::No, Fit::No) => return Vec::new(),
        (Fit::No, _) => didl::read(&text),
        _ => mets::read(&text),
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    issue.map(|issue| issue.files().filter_map(|file| beside(folder, file)).collect()).unwrap_or_default()
}

/// Whether a file that begins like this may be the description of an issue, one of its pages or a text that
/// repeats them.
pub(crate) fn may_belong_to_issue(head: Head<'_>) -> bool {
    is_description(head) || Alto.fit(head) > Fit::No || xml::UnknownXml.fit(head) > Fit::No
}

/// Whether a file that begins like this is the description of an issue.
pub(crate) fn is_description(head: Head<'_>) -> bool {
    Mets.fit(head) > Fit::No || Didl.fit(head) > Fit::No
}

/// Whether a file has the name of a description.
pub(crate) fn may_have_pages(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    is_xml(path) && (name.contains("mets") || name.contains("didl"))
}

fn is_xml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"))
}

/// The path of a file that a description in `folder` names; `None` for names that lead out of the folder.
fn beside(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = name.strip_prefix("file://").unwrap_or(name);
    let mut path = folder.to_path_buf();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_within_the_folder() {
        let beside = |name| beside(Path::new("/a"), name).map(|path| path.display().to_string());
        assert_eq!(beside("file://./ALTO/1.xml").as_deref(), Some("/a/ALTO/1.xml"));
        assert_eq!(beside("1.xml").as_deref(), Some("/a/1.xml"));
        for out in ["../1.xml", "file:///etc/1.xml", "/etc/1.xml", "ALTO/../../1.xml"] {
            assert_eq!(beside(out), None, "{out}");
        }
    }
}
