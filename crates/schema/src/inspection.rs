//! Whether the files of an archive still hold what was written.
//!
//! Nothing damaged is interpreted: files are read as bytes and compared with the checksums that they or the
//! last commit name. So damage can neither mislead this nor end it, and it works on an archive that can no
//! longer be opened.

use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;

use crate::archive::{
    FORMAT_FILE, INDEX_FOLDER, OLDEST_SCHEMA, SCHEMA_VERSION, expected_format, read_format,
};
use crate::checksum::Checksum;
use crate::copies::CopiesFile;
use crate::durable::{META_COPY_FILE, META_FILE};
use crate::error::plain_cause;
use crate::fields::RECORD_FIELD;
use crate::seal::{Unsealed, unseal};
use crate::segment_file::is_as_written;
use crate::{CommitPayload, DictionaryEntry, SchemaError};

/// The list of files that tantivy made.
pub(crate) const FILE_LIST: &str = ".managed.json";

/// The parts of a segment, each a file.
const SEGMENT_PARTS: [&str; 6] = ["idx", "pos", "term", "store", "fast", "fieldnorm"];

/// A part of an archive that is read as a whole or lost as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Which schema wrote the archive.
    Format,
    /// Which segments there are, and what the last commit holds of the other files.
    Meta,
    /// The same, kept a second time.
    MetaCopy,
    /// Which files are tantivy's.
    FileList,
    /// What stored articles are packed with: the dictionary of this number, or its copy.
    Dictionary(u32),
    /// Articles; by the name that the files of the segment begin with.
    Segment(String),
    /// The files read.
    Ledger,
    /// The records rejected.
    Rejects,
    /// By what copies are found.
    Sketches,
    /// Which articles are copies.
    Copies,
}

/// A file that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What it belongs to.
    pub part: Part,
    /// Its name in the archive's folder.
    pub file: String,
    /// What is wrong with it.
    pub found: String,
}

/// What became of the files of an archive.
#[derive(Clone, Debug, Default)]
pub struct Inspection {
    /// Every file that is damaged.
    pub damages: Vec<Damage>,
    /// The files that carry no checksum, as earlier builds wrote them.
    pub unchecked: Vec<String>,
    /// Articles in the damaged segments, those removed since not counted.
    pub damaged_articles: u64,
    /// The file that is lost with its copy, where no article can be read without it: that which tells which segments there
    /// are, or a dictionary.
    pub lost: Option<String>,
    /// The schema that the archive has.
    pub(crate) schema: Option<u32>,
    /// The dictionaries of which one of the two files is damaged.
    pub(crate) half_lost: Vec<DictionaryEntry>,
}

/// What the index says of itself.
#[derive(Default, Deserialize)]
struct Meta {
    segments: Vec<SegmentEntry>,
    payload: Option<String>,
    schema: Vec<FieldEntry>,
}

#[derive(Deserialize)]
struct FieldEntry {
    name: String,
}

impl Meta {
    /// The schema that these fields are of.
    fn schema(&self) -> u32 {
        let has_records = self.schema.iter().any(|field| field.name == RECORD_FIELD);
        if has_records { OLDEST_SCHEMA } else { SCHEMA_VERSION }
    }
}

#[derive(Deserialize)]
struct SegmentEntry {
    segment_id: String,
    max_doc: u32,
    deletes: Option<Deletes>,
}

#[derive(Deserialize)]
struct Deletes {
    num_deleted_docs: u32,
    opstamp: u64,
}

impl Inspection {
    /// Reads every byte of the archive in this folder that belongs to its last commit, in constant memory.
    ///
    /// # Errors
    ///
    /// When there is no archive, or one of another schema.
    pub fn of(dir: &Path) -> Result<Inspection, SchemaError> {
        let mut inspection = Inspection::default();
        inspection.format(dir)?;
        let index = dir.join(INDEX_FOLDER);
        let Some(meta) = inspection.meta(&index) else {
            inspection.lost = Some(index_name(META_FILE));
            return Ok(inspection);
        };
        inspection.schema.get_or_insert(meta.schema());
        inspection.segments(&index, &meta);
        match CommitPayload::read(meta.payload.as_deref()) {
            Ok(payload) => inspection.beside(dir, &payload),
            Err(found) => inspection.damage(Part::Meta, index_name(META_FILE), found),
        }
        Ok(inspection)
    }

    /// Whether nothing is damaged.
    pub fn is_whole(&self) -> bool {
        self.damages.is_empty()
    }

    /// Whether the segments, and what leads to them, are whole: only then is it safe to read articles.
    pub fn is_index_whole(&self) -> bool {
        let beside = |part: &Part| {
            matches!(
                part,
                Part::Ledger
                    | Part::Rejects
                    | Part::Sketches
                    | Part::Copies
                    | Part::MetaCopy
                    | Part::Dictionary(_)
            )
        };
        self.lost.is_none() && self.damages.iter().all(|damage| beside(&damage.part))
    }

    /// Whether a part is damaged.
    pub fn has(&self, part: &Part) -> bool {
        self.damages.iter().any(|damage| damage.part == *part)
    }

    fn damage(&mut self, part: Part, file: impl Into<String>, found: impl Into<String>) {
        self.damages.push(Damage { part, file: file.into(), found: found.into() });
    }

    fn format(&mut self, dir: &Path) -> Result<(), SchemaError> {
        let has_meta = dir.join(INDEX_FOLDER).join(META_FILE).is_file();
        match read_format(dir) {
            Ok(None) if !has_meta => return Err(SchemaError::NoArchive { dir: dir.to_owned() }),
            Ok(None) => self.damage(Part::Format, FORMAT_FILE, "expected a file, but found none"),
            Ok(Some(format)) => {
                format.check(dir)?;
                self.schema = Some(format.schema);
                if std::fs::read(dir.join(FORMAT_FILE)).ok()
                    != Some(expected_format(format.schema).into_bytes())
                {
                    let found = format!("expected the lines of schema {}, but found others", format.schema);
                    self.damage(Part::Format, FORMAT_FILE, found);
                }
            }
            Err(_) => {
                self.damage(Part::Format, FORMAT_FILE, "expected the lines of a schema, but found others");
            }
        }
        Ok(())
    }

    /// What the index says of itself, or its copy when that is damaged; nothing when both are.
    fn meta(&mut self, index: &Path) -> Option<Meta> {
        let copy = read_sealed(&index.join(META_COPY_FILE));
        // Where there is a copy, or a commit that names checksums, a seal was written.
        let is_sealed = !matches!(copy, Err(Missing::Absent));
        let meta = match read_sealed(&index.join(META_FILE)) {
            Ok(Unsealed::Whole(content)) => read_meta(&content).ok(),
            Ok(Unsealed::Unchecked(content)) if !is_sealed => {
                self.unchecked.push(index_name(META_FILE));
                read_meta(&content).ok().filter(|meta| !names_checksums(meta))
            }
            _ => None,
        };
        match &copy {
            Ok(Unsealed::Whole(_)) => {}
            Err(Missing::Absent) if !self.unchecked.is_empty() => {}
            Err(missing) => {
                self.damage(Part::MetaCopy, index_name(META_COPY_FILE), missing.words());
            }
            Ok(_) => self.damage(Part::MetaCopy, index_name(META_COPY_FILE), DIFFERS),
        }
        if meta.is_some() {
            return meta;
        }
        self.unchecked.clear();
        self.damage(Part::Meta, index_name(META_FILE), DIFFERS);
        match copy {
            Ok(Unsealed::Whole(content)) => read_meta(&content).ok(),
            _ => None,
        }
    }

    fn segments(&mut self, index: &Path, meta: &Meta) {
        let mut living = Vec::new();
        for segment in &meta.segments {
            let name = segment.segment_id.replace('-', "");
            let mut files: Vec<String> = SEGMENT_PARTS.iter().map(|part| format!("{name}.{part}")).collect();
            files.extend(segment.deletes.as_ref().map(|deletes| format!("{name}.{}.del", deletes.opstamp)));
            let before = self.damages.len();
            for file in &files {
                let found = match is_as_written(&index.join(file)) {
                    Ok(true) => continue,
                    Ok(false) => DIFFERS.to_owned(),
                    Err(error) => Missing::because_of(&error).words(),
                };
                self.damage(Part::Segment(name.clone()), index_name(file), found);
            }
            if self.damages.len() > before {
                let removed = segment.deletes.as_ref().map_or(0, |deletes| deletes.num_deleted_docs);
                self.damaged_articles += u64::from(segment.max_doc.saturating_sub(removed));
            }
            living.extend(files);
        }
        self.file_list(index, &living);
    }

    /// tantivy never removes a file that its list does not name, and trusts the list.
    fn file_list(&mut self, index: &Path, living: &[String]) {
        let name = index_name(FILE_LIST);
        let content = match read_sealed(&index.join(FILE_LIST)) {
            Ok(Unsealed::Whole(content)) => content,
            Ok(Unsealed::Unchecked(content)) if !self.unchecked.is_empty() => {
                self.unchecked.push(name.clone());
                content
            }
            Ok(_) => return self.damage(Part::FileList, name, DIFFERS),
            Err(Missing::Absent) if living.is_empty() => return,
            Err(missing) => return self.damage(Part::FileList, name, missing.words()),
        };
        let listed: Vec<String> = serde_json::from_slice(&content).unwrap_or_default();
        if let Some(file) = living.iter().find(|file| !listed.contains(file)) {
            self.damage(Part::FileList, name, format!("expected it to name `{file}`, but found it does not"));
        }
    }

    fn beside(&mut self, dir: &Path, payload: &CommitPayload) {
        let CommitPayload { ledger_bytes, rejects_bytes, copies, dictionaries, .. } = payload;
        self.dictionaries(dir, dictionaries);
        self.growing(dir, Part::Ledger, &payload.ledger, *ledger_bytes, payload.ledger_checksum);
        self.growing(dir, Part::Rejects, &payload.rejects, *rejects_bytes, payload.rejects_checksum);
        self.growing(dir, Part::Sketches, &copies.sketches, copies.sketches_bytes, copies.sketches_checksum);
        if copies.clusters > 0 {
            let path = CopiesFile::path(dir, copies.clusters);
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Err(error) = CopiesFile::read(&path, copies.clusters_checksum) {
                let found = match error {
                    SchemaError::Damaged { .. } => DIFFERS.to_owned(),
                    SchemaError::Io { cause, .. } => cause,
                    other => other.to_string(),
                };
                self.damage(Part::Copies, name, found);
            } else if copies.clusters_checksum.is_none() {
                self.unchecked.push(name);
            }
        }
    }

    /// One whole file of a dictionary is enough.
    fn dictionaries(&mut self, dir: &Path, entries: &[DictionaryEntry]) {
        for entry in entries {
            let before = self.damages.len();
            let names = entry.names();
            for name in &names {
                let found = match std::fs::read(dir.join(name)) {
                    Ok(bytes) if Checksum::of(&bytes) == entry.checksum => None,
                    Ok(_) => Some(DIFFERS.to_owned()),
                    Err(error) => Some(Missing::because_of(&error).words()),
                };
                if let Some(found) = found {
                    self.damage(Part::Dictionary(entry.number), name, found);
                }
            }
            match self.damages.len() - before {
                0 => {}
                1 => self.half_lost.push(*entry),
                _ => self.lost = names.into_iter().next(),
            }
        }
    }

    fn growing(&mut self, dir: &Path, part: Part, name: &str, bytes: u64, checksum: Option<Checksum>) {
        if name.is_empty() {
            return;
        }
        let path = dir.join(name);
        match (Checksum::of_file(&path, bytes), checksum) {
            (Ok(found), Some(checksum)) if found != checksum => self.damage(part, name, DIFFERS),
            (Ok(_), None) if bytes > 0 => self.unchecked.push(name.to_owned()),
            (Ok(_), _) => {}
            (Err(error), _) if error.kind() == ErrorKind::UnexpectedEof => {
                let found = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
                self.damage(part, name, format!("expected {bytes} bytes, but found {found}"));
            }
            (Err(error), _) => self.damage(part, name, plain_cause(&error)),
        }
    }
}

const DIFFERS: &str = "its checksum does not fit";

/// Why a file has no content.
enum Missing {
    Absent,
    Unreadable(String),
}

impl Missing {
    fn because_of(error: &std::io::Error) -> Missing {
        match error.kind() {
            ErrorKind::NotFound => Missing::Absent,
            _ => Missing::Unreadable(plain_cause(error)),
        }
    }

    fn words(&self) -> String {
        match self {
            Missing::Absent => "expected a file, but found none".to_owned(),
            Missing::Unreadable(cause) => cause.clone(),
        }
    }
}

fn read_sealed(file: &Path) -> Result<Unsealed, Missing> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(unseal(&bytes)),
        Err(error) => Err(Missing::because_of(&error)),
    }
}

fn read_meta(content: &[u8]) -> serde_json::Result<Meta> {
    serde_json::from_slice(content)
}

fn names_checksums(meta: &Meta) -> bool {
    CommitPayload::read(meta.payload.as_deref()).is_ok_and(|payload| payload.ledger_checksum.is_some())
}

/// The name of a file of the index in the archive's folder.
fn index_name(file: &str) -> String {
    format!("{INDEX_FOLDER}/{file}")
}
