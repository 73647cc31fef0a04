//! The files that stand beside a file: on the disk, or as members of the same container.
//!
//! The description of an issue names the files of its pages. On the disk they are found under their names.
//! The members of a container come by one after the other, in any order: those that may belong to an issue
//! are kept in a file without a name, compressed, until the last member came by. Memory holds their names.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::cause;
use crate::format::{self, Head, MOST_DESCRIPTION_BYTES};

/// Where the files beside a file are found.
#[derive(Clone, Debug, Default)]
pub struct Siblings(Option<InContainer>);

/// A member with what is kept of its container.
#[derive(Clone, Debug)]
struct InContainer {
    kept: Arc<Kept>,
    own_path: PathBuf,
}

impl Siblings {
    /// Those of the member of this name.
    pub(super) fn of_member(name: &str, kept: &Arc<Kept>) -> Siblings {
        Siblings(Some(InContainer { kept: Arc::clone(kept), own_path: path_of(name) }))
    }

    /// The path of the file whose siblings these are: in its container, or on the disk as its label says.
    pub(crate) fn own_path<'a>(&'a self, label: &'a str) -> &'a Path {
        self.0.as_ref().map_or(Path::new(label), |member| &member.own_path)
    }

    /// Reads a file of at most `most_bytes`; its path begins where that of the file itself does.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, in words.
    pub(crate) fn read(&self, path: &Path, most_bytes: u64) -> Result<Vec<u8>, String> {
        let in_words = |error: io::Error| cause::in_words(&error);
        let mut bytes = Vec::new();
        match &self.0 {
            None => File::open(path).and_then(|file| file.take(most_bytes + 1).read_to_end(&mut bytes)),
            Some(InContainer { kept, .. }) => {
                let part = kept.parts.get(path).ok_or("no such file")?;
                part.open(kept).and_then(|content| content.take(most_bytes + 1).read_to_end(&mut bytes))
            }
        }
        .map_err(in_words)?;
        if bytes.len() as u64 > most_bytes {
            return Err("an issue too large to be read".to_owned());
        }
        Ok(bytes)
    }
}

/// Members of a container that are kept until all have come by.
pub(super) struct Kept {
    file: Mutex<File>,
    end: u64,
    parts: HashMap<PathBuf, Part>,
    /// The names in the order of the container.
    names: Vec<String>,
}

/// Where a member lies in the file.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: u64,
    bytes: u64,
}

impl Kept {
    pub(super) fn new() -> io::Result<Kept> {
        let file = Mutex::new(tempfile::tempfile()?);
        Ok(Kept { file, end: 0, parts: HashMap::new(), names: Vec::new() })
    }

    /// Keeps a member. Of two with one name, the last counts, as when they are unpacked.
    pub(super) fn add(&mut self, name: &str, content: &mut dyn Read) -> io::Result<()> {
        /// Compressing costs less than writing does.
        const LEVEL: i32 = 1;
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.end))?;
        let mut encoder = zstd::Encoder::new(&mut *file, LEVEL)?;
        io::copy(content, &mut encoder)?;
        encoder.finish()?;
        let end = file.stream_position()?;
        let part = Part { start: self.end, bytes: end - self.end };
        self.end = end;
        if self.parts.insert(path_of(name), part).is_none() {
            self.names.push(name.to_owned());
        }
        Ok(())
    }

    /// The names of the members, in the order of the container.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The content of a member that is the description of an issue; `None` for other members.
    pub(super) fn description(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        const HEAD_BYTES: u64 = 4 << 10;
        let mut content = self.open(name)?;
        let mut bytes = Vec::new();
        content.by_ref().take(HEAD_BYTES).read_to_end(&mut bytes)?;
        if !format::is_description(Head { name: "", bytes: &bytes, complete: false }) {
            return Ok(None);
        }
        content.take(MOST_DESCRIPTION_BYTES - HEAD_BYTES).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// The content of a member.
    pub(super) fn open<'k>(&'k self, name: &str) -> io::Result<impl Read + use<'k>> {
        let part = self.parts.get(&path_of(name)).ok_or(io::ErrorKind::NotFound)?;
        part.open(self)
    }
}

impl Part {
    fn open(self, kept: &Kept) -> io::Result<impl Read> {
        zstd::Decoder::new(Packed { file: &kept.file, at: self.start, end: self.start + self.bytes })
    }
}

/// A member as it lies in the file, which others read at the same time: a piece at a time, since a member may be
/// larger than memory.
struct Packed<'k> {
    file: &'k Mutex<File>,
    at: u64,
    end: u64,
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.end - self.at).map_or(buffer.len(), |left| left.min(buffer.len()));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(&mut buffer[..room])?;
        self.at += count as u64;
        Ok(count)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

/// The path of a member from the root of its container, however its name is written.
pub(super) fn path_of(name: &str) -> PathBuf {
    let name = name.replace('\\', "/");
    Path::new(&name).components().filter(|part| matches!(part, Component::Normal(_))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_the_root_of_the_container() {
        for name in ["./1923/1.xml", "/1923/1.xml", "1923\\1.xml", "1923/./1.xml"] {
            assert_eq!(path_of(name), Path::new("1923/1.xml"), "{name}");
        }
    }

    #[test]
    fn members_are_found_under_their_names_however_written() {
        let mut kept = Kept::new().unwrap();
        kept.add("./1923/METS.xml", &mut &b"issue"[..]).unwrap();
        kept.add("1923\\ALTO\\1.xml", &mut &b"first"[..]).unwrap();
        kept.add("1923/ALTO/1.xml", &mut &b"page"[..]).unwrap();
        assert_eq!(Siblings::default().own_path("/a/METS.xml"), Path::new("/a/METS.xml"));
        assert_eq!(kept.names(), ["./1923/METS.xml", "1923\\ALTO\\1.xml"]);
        let siblings = Siblings::of_member("1923/METS.xml", &Arc::new(kept));
        let read = |path: &str, most_bytes| {
            siblings.read(Path::new(path), most_bytes).map(|bytes| String::from_utf8(bytes).unwrap())
        };
        assert_eq!(read("1923/ALTO/1.xml", 4).as_deref(), Ok("page"));
        assert_eq!(read("1923/METS.xml", 5).as_deref(), Ok("issue"));
        assert_eq!(read("1923/METS.xml", 4), Err("an issue too large to be read".to_owned()));
        assert_eq!(read("1923/ALTO/2.xml", 9), Err("no such file".to_owned()));
    }
    #[test]
    fn members_are_read_side_by_side() {
        let text = |seed: u32| {
            let mut number = seed;
            let next = || {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (number >> 24) as u8
            };
            std::iter::repeat_with(next).take(1 << 20).collect::<Vec<u8>>()
        };
        let mut kept = Kept::new().unwrap();
        kept.add("1.xml", &mut &text(1)[..]).unwrap();
        kept.add("2.xml", &mut &text(2)[..]).unwrap();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let (mut one, mut other) = (kept.open("1.xml").unwrap(), kept.open("2.xml").unwrap());
        one.by_ref().take(100).read_to_end(&mut first).unwrap();
        other.by_ref().take(300_000).read_to_end(&mut second).unwrap();
        one.read_to_end(&mut first).unwrap();
        other.read_to_end(&mut second).unwrap();
        assert!(first == text(1) && second == text(2));
    }
}
