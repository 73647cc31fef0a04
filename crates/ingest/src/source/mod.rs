//! Opening a file: containers, compression, encoding and format, told by content.
//!
//! A file is a sequence of *members*: one, unless it is a container. [`open`] opens the file,
//! [`Source::members`] goes through them, one after the other. The bytes of each rise through these layers,
//! each with bounded memory: [`raw`] counts and hashes what lies on the disk, [`compression`] undoes gzip,
//! zstd, bzip2 and xz within a [`budget`], [`container`] takes zip and tar apart, [`utf16`] turns UTF-16 into
//! UTF-8. On the way up [`peek`] looks at the first bytes to tell what comes next.

mod beside;
mod budget;
mod compression;
mod container;
mod context;
#[cfg(test)]
mod damage;
mod failure;
mod kind;
#[cfg(test)]
mod lines;
mod members;
mod peek;
mod raw;
mod siblings;
mod survey;
mod utf16;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use thiserror::Error;

use crate::format::{FieldMap, Format};
use crate::{Limits, Reject, RejectReason, SourceFile};
use budget::Budget;
use context::Place;
use members::{Content, Walk, rise};
use raw::{READ_BYTES, RawFile};

pub(crate) use container::package;
#[cfg(test)]
pub(crate) use container::sample;
pub use context::FileContext;
pub(crate) use context::plain_name;
pub use failure::read_error;
pub use raw::{DigestHandle, file_digest};
pub use siblings::Siblings;

/// So many compressions may lie one in the other.
const COMPRESSION_DEPTH: usize = 2;

/// A stream of bytes on its way up.
type Input<'a> = Box<dyn BufRead + 'a>;

/// An opened file.
pub struct Source<'a> {
    /// Bytes read from the disk so far, for a progress bar.
    pub bytes_read: Arc<AtomicU64>,
    /// The digest of the file as it lies on the disk, once it was read to its end.
    pub digest: DigestHandle,
    place: Place,
    content: Content<'static>,
    budget: Budget,
    /// Where to open it once more; `None` for what can be read only once.
    path: Option<PathBuf>,
    options: &'a OpenOptions,
}

/// The file itself, or one member of a container, ready to be split.
pub struct Member<'a> {
    /// The format it is in.
    pub format: &'static dyn Format,
    /// What its records share.
    pub context: Arc<FileContext>,
    /// The decompressed content, without byte order mark. [`read_error`] says what its errors mean.
    pub reader: Box<dyn BufRead + 'a>,
}

/// Receives the members of a file, in its order; what cannot be read is a [`Reject`] of the whole member, or
/// of the file. Breaking ends the reading of the file.
pub type Visit<'a> = dyn FnMut(Result<Member<'_>, Reject>) -> ControlFlow<()> + 'a;

/// How to open files.
#[derive(Clone, Default)]
pub struct OpenOptions {
    /// Use this format instead of looking at the content.
    pub format: Option<&'static dyn Format>,
    /// The user's own assignments of columns to fields.
    pub field_map: FieldMap,
    /// What one file may cost.
    pub limits: Limits,
}

/// Why a file could not be opened as a source. It becomes a reject of the whole file.
#[derive(Debug, Error)]
#[error("{reason}")]
pub struct OpenError {
    /// The reason, as it stands in the rejects.
    pub reason: RejectReason,
}

/// Opens a file, or standard input, and reads its first bytes.
///
/// # Errors
///
/// What cannot be opened, or not even begun to be read.
pub fn open<'a>(file: &SourceFile, options: &'a OpenOptions) -> Result<Source<'a>, OpenError> {
    let refuse = |error: std::io::Error| OpenError { reason: read_error(&error) };
    let raw = RawFile::open(file).map_err(refuse)?;
    let (bytes_read, digest) = (raw.bytes_read(), raw.digest());
    // Most archives of one article a file have small files: their buffer need not be large.
    let buffer_bytes = match usize::try_from(file.bytes) {
        Ok(bytes @ 1..READ_BYTES) => bytes,
        _ => READ_BYTES,
    };
    let input = Box::new(BufReader::with_capacity(buffer_bytes, raw));
    let budget = Budget::new(Arc::clone(&bytes_read), file.bytes, &options.limits);
    let content = rise(input, &budget).map_err(refuse)?;
    let path = (!file.is_stream()).then(|| file.path.clone());
    Ok(Source { bytes_read, digest, place: Place::of_file(file), content, budget, path, options })
}

impl Source<'_> {
    /// Goes through the members of the file, one after the other; a file that is no container is its own
    /// only member. A member that holds nothing or no text is handed over as a [`Reject`].
    ///
    /// The digest of a zip archive stays unknown: it is not read from its start to its end.
    pub fn members(self, visit: &mut Visit<'_>) {
        // A file that cannot be opened once more is read as the stream that is open already.
        let on_disk = self.path.and_then(|path| File::open(path).ok());
        let mut walk = Walk { options: self.options, budget: self.budget, visit, kept: Vec::new() };
        walk.file(self.content, &self.place, on_disk);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};
    use std::path::Path;
    use std::sync::atomic::Ordering;

    use flate2::write::GzEncoder;
    use sha2::{Digest, Sha256};
    use tempfile::TempDir;

    use super::lines::Lines;
    use super::members::HEAD_BYTES;
    use super::*;
    use crate::discover;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zst(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn file_at(path: &Path) -> SourceFile {
        SourceFile {
            path: path.to_path_buf(),
            label: discover::label(path.as_os_str()),
            bytes: std::fs::metadata(path).map_or(0, |metadata| metadata.len()),
            modified: None,
        }
    }

    /// A file of these bytes; it lives as long as the folder.
    fn file_of(bytes: &[u8]) -> (TempDir, SourceFile) {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("1923.txt");
        std::fs::write(&path, bytes).unwrap();
        (dir, file_at(&path))
    }

    fn lines() -> OpenOptions {
        OpenOptions { format: Some(&Lines), ..OpenOptions::default() }
    }

    /// The content of a file of these bytes, and ` ! why` when it cannot be read to its end.
    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        let (_dir, file) = file_of(bytes);
        let mut text = Vec::new();
        let mut error = None;
        let options = lines();
        match open(&file, &options) {
            Ok(source) => source.members(&mut |member| {
                error = match member {
                    Ok(mut member) => member.reader.read_to_end(&mut text).err().map(|it| read_error(&it)),
                    Err(reject) => Some(reject.reason),
                };
                ControlFlow::Continue(())
            }),
            Err(refused) => error = Some(refused.reason),
        }
        let mut text = String::from_utf8(text).unwrap();
        if let Some(reason) = error {
            text = format!("{text} ! {reason}");
        }
        assert!(text == expect, "found {:?}", text.chars().take(200).collect::<String>());
    }

    #[test]
    fn plain_files_are_read_as_they_are() {
        check(b"The dock strike", "The dock strike");
        let long = "The dock strike\n".repeat(40_000);
        check(long.as_bytes(), &long);
        let head = "x".repeat(HEAD_BYTES);
        check(head.as_bytes(), &head);
    }

    #[test]
    fn a_mark_of_utf8_is_stripped_once() {
        check("\u{feff}Zürich".as_bytes(), "Zürich");
        check("\u{feff}\u{feff}Zürich".as_bytes(), "\u{feff}Zürich");
    }

    #[test]
    fn utf16_is_read_as_utf8() {
        check(&utf16("\u{feff}Zürich"), "Zürich");
        check(&gz(&utf16("\u{feff}Zürich")), "Zürich");
    }

    #[test]
    fn two_compressions_are_undone_and_a_third_is_told() {
        check(&gz(&zst(b"The dock strike")), "The dock strike");
        check(&zst(&gz(b"The dock strike")), "The dock strike");
        check(
            &zst(&gz(&gz(b"The dock strike"))),
            " ! expected containers nested at most 2 deep, but found more",
        );
    }

    #[test]
    fn what_stands_before_the_damage_is_read() {
        // Letters that hardly compress, so that the damage lies behind the first blocks.
        let mut seed = 1_u32;
        let letters = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'a' + (seed >> 24) as u8 % 26
        });
        let text: Vec<u8> = letters.take(400_000).collect();
        for (packed, name) in [(gz(&text), "gzip"), (zst(&text), "zstd")] {
            let (_dir, file) = file_of(&packed[..packed.len() - 20]);
            let mut read = Vec::new();
            let mut found = String::new();
            open(&file, &lines()).unwrap().members(&mut |member| {
                let error = member.unwrap().reader.read_to_end(&mut read).unwrap_err();
                found = read_error(&error).to_string();
                ControlFlow::Continue(())
            });
            assert_eq!(
                found,
                format!("expected intact {name} data, but found the end of the file in the middle of it")
            );
            assert!(read.len() > 200_000 && text.starts_with(&read));
        }
    }

    #[test]
    fn a_file_without_content_is_told() {
        let reason = " ! expected a headline or a text, but found neither";
        check(b"", reason);
        check(&gz(b""), reason);
        check("\u{feff}".as_bytes(), reason);
        check(&utf16("\u{feff}"), reason);
    }

    #[test]
    fn pictures_and_programs_are_no_text_even_when_text_is_asked_for() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0", " ! expected an article, but found image/png");
        check(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0", " ! expected text, but found binary data");
    }

    #[test]
    fn what_cannot_be_opened_is_told_in_plain_words() {
        let dir = TempDir::new().unwrap();
        let reason = |path: &Path| open(&file_at(path), &lines()).err().unwrap().to_string();
        assert_eq!(reason(&dir.path().join("gone.txt")), "could not be read: no such file");
        assert_eq!(reason(dir.path()), "could not be read: it is a folder");
    }

    #[test]
    fn the_bytes_on_the_disk_are_counted_and_hashed() {
        let bytes = gz("The dock strike\n".repeat(40_000).as_bytes());
        let (_dir, file) = file_of(&bytes);
        let options = lines();
        let source = open(&file, &options).unwrap();
        let (bytes_read, digest) = (Arc::clone(&source.bytes_read), source.digest.clone());
        assert_eq!(digest.finish(), None);
        source.members(&mut |member| {
            io::copy(&mut member.unwrap().reader, &mut io::sink()).unwrap();
            ControlFlow::Continue(())
        });
        assert_eq!(bytes_read.load(Ordering::Relaxed), bytes.len() as u64);
        assert_eq!(digest.finish(), Some(Sha256::digest(&bytes).into()));
        assert_eq!(digest.finish(), Some(file_digest(&file).unwrap()));
    }

    #[test]
    fn the_encoding_is_that_of_the_first_bytes() {
        let (_dir, file) = file_of(b"Z\xfcrich, Gen\xe8ve, B\xe2le, Neuch\xe2tel\n");
        let mut found = None;
        open(&file, &lines()).unwrap().members(&mut |member| {
            found = member.unwrap().context.encoding;
            ControlFlow::Continue(())
        });
        assert_eq!(found, Some(encoding_rs::WINDOWS_1252));
    }
}
