//! Opening a file: compression, encoding and format, told by content.
//!
//! Bytes rise through these layers, each with bounded memory: [`raw`] counts and hashes what lies on the
//! disk, [`compression`] undoes gzip and zstd, [`utf16`] turns UTF-16 into UTF-8. On the way up [`peek`] looks
//! at the first bytes to tell what comes next.

mod compression;
mod failure;
#[cfg(test)]
mod lines;
mod peek;
mod raw;
mod survey;
mod utf16;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use thiserror::Error;

use crate::date::DayOrder;
use crate::format::{self, Columns, FieldMap, Fit, Format, Head};
use crate::{Limits, RejectReason, SourceFile, decode, discover};
use compression::{Compression, MAGIC_BYTES};
use peek::{Peeked, peek};
use raw::{READ_BYTES, RawFile};
use utf16::Utf16Reader;

pub use failure::read_error;
pub use raw::{DigestHandle, file_digest};

/// So many first bytes tell format, columns and encoding.
const HEAD_BYTES: usize = 64 << 10;

/// So many compressions may lie one in the other.
const COMPRESSION_DEPTH: usize = 2;

/// So many folders above a file are remembered.
const FOLDERS: usize = 4;

/// What the names of compressed files end in.
const COMPRESSED_SUFFIXES: [&str; 3] = [".gz", ".zst", ".zstd"];

const UTF8_MARK: &[u8] = "\u{feff}".as_bytes();

/// A stream of bytes on its way up.
type Input = Box<dyn BufRead + Send>;

/// What is known of a file before its records are read. Shared by all its records.
#[derive(Debug)]
pub struct FileContext {
    /// The file as a [`Locator`](dateline_article::Locator) names it: an absolute path, or `-`.
    pub label: String,
    /// The name of the file without folders and without `.gz` or `.zst`.
    pub name: String,
    /// The names of the folders above the file, the nearest first, up to four.
    pub folders: Vec<String>,
    /// The encoding of records that are not UTF-8; `None` leaves it to be told record by record.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Whether `03/05/2017` in this file is 3 May or 5 March, when one of its own dates proves it.
    pub day_order: Option<DayOrder>,
    /// What the columns or keys mean; empty for formats without any.
    pub columns: Columns,
    /// The user's own assignments of columns to fields.
    pub field_map: FieldMap,
}

/// An opened file, ready to be split.
pub struct Source {
    /// The format it is in.
    pub format: &'static dyn Format,
    /// What its records share.
    pub context: Arc<FileContext>,
    /// The decompressed content, without byte order mark. [`read_error`] says what its errors mean.
    pub reader: Box<dyn BufRead + Send>,
    /// Bytes read from the disk so far, for a progress bar.
    pub bytes_read: Arc<AtomicU64>,
    /// The digest of the file as it lies on the disk, once `reader` was read to its end.
    pub digest: DigestHandle,
}

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

/// Opens a file, or standard input: undoes gzip and zstd, turns UTF-16 into UTF-8, tells the format.
///
/// # Errors
///
/// What cannot be opened or is no text, and a file without any content: it holds no article.
pub fn open(file: &SourceFile, options: &OpenOptions) -> Result<Source, OpenError> {
    open_content(file, options).map_err(|reason| OpenError { reason })
}

fn open_content(file: &SourceFile, options: &OpenOptions) -> Result<Source, RejectReason> {
    let raw = RawFile::open(file).map_err(|error| read_error(&error))?;
    let (bytes_read, digest) = (raw.bytes_read(), raw.digest());
    let peeked = read_up(raw, file, &options.limits).map_err(|error| read_error(&error))?;
    if peeked.head.is_empty() {
        return Err(RejectReason::NoText);
    }

    let name = plain_name(file);
    let head = Head { name: &name, bytes: &peeked.head, complete: peeked.complete };
    let format = choose_format(head, options.format).ok_or(RejectReason::NotText)?;
    let mut context = FileContext {
        label: file.label.clone(),
        name: name.clone(),
        folders: folders(&file.path),
        encoding: decode::detect(head.bytes),
        day_order: None,
        columns: format.columns(head, &options.field_map),
        field_map: options.field_map.clone(),
    };
    context.day_order = survey::day_order(format, head, &context, &options.limits);
    Ok(Source { format, context: Arc::new(context), reader: peeked.into_input(), bytes_read, digest })
}

/// Undoes compression and UTF-16, and strips the byte order mark.
fn read_up(raw: RawFile, file: &SourceFile, limits: &Limits) -> std::io::Result<Peeked> {
    let disk_bytes = raw.bytes_read();
    // Most archives of one article a file have small files: their buffer need not be large.
    let buffer_bytes = match usize::try_from(file.bytes) {
        Ok(bytes @ 1..READ_BYTES) => bytes,
        _ => READ_BYTES,
    };
    let mut input: Input = Box::new(BufReader::with_capacity(buffer_bytes, raw));
    for _ in 0..COMPRESSION_DEPTH {
        let start = peek(input, MAGIC_BYTES)?;
        let compression = Compression::of(&start.head);
        input = start.into_input();
        let Some(compression) = compression else {
            break;
        };
        input = compression.undo(input, Arc::clone(&disk_bytes), limits)?;
    }
    let mut content = peek(input, HEAD_BYTES)?;
    if let Some(encoding) = utf16::detect(&content.head) {
        content = peek(Box::new(Utf16Reader::new(content.into_input(), encoding)), HEAD_BYTES)?;
    } else if content.head.starts_with(UTF8_MARK) {
        content.head.drain(..UTF8_MARK.len());
    }
    Ok(content)
}

/// The format asked for, or the one that fits best. Bytes that are no text are none in a format that takes
/// every text, even when the user asks for it.
fn choose_format(head: Head<'_>, asked: Option<&'static dyn Format>) -> Option<&'static dyn Format> {
    let format = asked.or_else(|| format::detect(head))?;
    (format.fit(head) > Fit::Fallback || !decode::looks_binary(head.bytes)).then_some(format)
}

/// The name of a file without what compression has added to it.
fn plain_name(file: &SourceFile) -> String {
    let mut name = discover::label(file.path.file_name().unwrap_or(file.path.as_os_str()));
    for _ in 0..COMPRESSION_DEPTH {
        let lower = name.to_ascii_lowercase();
        let Some(suffix) = COMPRESSED_SUFFIXES.iter().find(|suffix| lower.ends_with(*suffix)) else {
            break;
        };
        let len = name.len() - suffix.len();
        if len > 0 {
            name.truncate(len);
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
    use std::io::{self, Read, Write};
    use std::sync::atomic::Ordering;

    use flate2::write::GzEncoder;
    use sha2::{Digest, Sha256};
    use tempfile::TempDir;

    use super::lines::Lines;
    use super::*;

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

    fn open_lines(file: &SourceFile) -> Result<Source, OpenError> {
        open(file, &OpenOptions { format: Some(&Lines), ..OpenOptions::default() })
    }

    /// The content of a file of these bytes, and ` ! why` when it cannot be read to its end.
    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        let (_dir, file) = file_of(bytes);
        let mut text = Vec::new();
        let error = match open_lines(&file) {
            Ok(mut source) => source.reader.read_to_end(&mut text).err().map(|error| read_error(&error)),
            Err(error) => Some(error.reason),
        };
        let mut text = String::from_utf8(text).unwrap();
        if let Some(reason) = error {
            text = format!("{text} ! {reason}");
        }
        assert!(text == expect, "found {:?}", text.chars().take(200).collect::<String>());
    }

    #[track_caller]
    fn check_names(path: &str, expect_name: &str, expect_folders: &[&str]) {
        let file = file_at(Path::new(path));
        assert_eq!(plain_name(&file), expect_name);
        assert_eq!(folders(&file.path), expect_folders);
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
    fn two_compressions_are_undone_and_a_third_is_not() {
        check(&gz(&zst(b"The dock strike")), "The dock strike");
        check(&zst(&gz(b"The dock strike")), "The dock strike");
        check(&zst(&gz(&gz(b"The dock strike"))), " ! expected text, but found binary data");
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
            let mut source = open_lines(&file).unwrap();
            let mut read = Vec::new();
            let error = source.reader.read_to_end(&mut read).unwrap_err();
            assert_eq!(
                read_error(&error).to_string(),
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
    fn pictures_are_no_text_even_when_text_is_asked_for() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0", " ! expected text, but found binary data");
    }

    #[test]
    fn what_cannot_be_opened_is_told_in_plain_words() {
        let dir = TempDir::new().unwrap();
        let reason = |path: &Path| open_lines(&file_at(path)).err().unwrap().to_string();
        assert_eq!(reason(&dir.path().join("gone.txt")), "could not be read: no such file");
        assert_eq!(reason(dir.path()), "could not be read: it is a folder");
    }

    #[test]
    fn the_bytes_on_the_disk_are_counted_and_hashed() {
        let bytes = gz("The dock strike\n".repeat(40_000).as_bytes());
        let (_dir, file) = file_of(&bytes);
        let mut source = open_lines(&file).unwrap();
        assert_eq!(source.digest.finish(), None);
        io::copy(&mut source.reader, &mut io::sink()).unwrap();
        assert_eq!(source.bytes_read.load(Ordering::Relaxed), bytes.len() as u64);
        assert_eq!(source.digest.finish(), Some(Sha256::digest(&bytes).into()));
        assert_eq!(source.digest.finish(), Some(file_digest(&file).unwrap()));
    }

    #[test]
    fn names_lose_what_compression_added() {
        check_names("/archive/1923/may.jsonl.gz", "may.jsonl", &["1923", "archive"]);
        check_names("/a/b/c/d/e/may.txt.ZST", "may.txt", &["e", "d", "c", "b"]);
        check_names("/may.csv.zstd.gz", "may.csv", &[]);
        check_names("/.gz", ".gz", &[]);
        check_names("-", "-", &[]);
    }

    #[test]
    fn the_encoding_is_that_of_the_first_bytes() {
        let (_dir, file) = file_of(b"Z\xfcrich, Gen\xe8ve, B\xe2le, Neuch\xe2tel\n");
        let encoding = open_lines(&file).unwrap().context.encoding;
        assert_eq!(encoding, Some(encoding_rs::WINDOWS_1252));
    }
}
