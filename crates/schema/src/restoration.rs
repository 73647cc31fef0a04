//! Putting right what leads to the articles of an archive, from what is kept of it elsewhere.

use std::path::Path;

use crate::SchemaError;
use crate::archive::{FORMAT_FILE, INDEX_FOLDER, SCHEMA_VERSION, expected_format};
use crate::dictionaries::write_dictionary;
use crate::durable::{DRAFT_ENDING, META_COPY_FILE, META_FILE, write_durably};
use crate::inspection::{FILE_LIST, Inspection, Part};
use crate::seal::seal;

impl Inspection {
    /// Puts right the files that lead to the segments, so that the archive can be opened. Each is replaced as a
    /// whole: after a crash this is simply done again.
    ///
    /// # Errors
    ///
    /// When what tells the segments or a dictionary is lost with its copy, and what the operating system says.
    pub fn restore(&self, dir: &Path) -> Result<(), SchemaError> {
        let index = dir.join(INDEX_FOLDER);
        let (meta, copy) = (index.join(META_FILE), index.join(META_COPY_FILE));
        if let Some(lost) = &self.lost {
            return Err(SchemaError::Damaged {
                file: dir.join(lost),
                expected: "it or its copy to be whole",
                found: "both damaged".to_owned(),
            });
        }
        if self.has(&Part::Meta) {
            copy_durably(&copy, &meta)?;
        }
        if self.has(&Part::MetaCopy) {
            copy_durably(&meta, &copy)?;
        }
        if self.has(&Part::FileList) {
            let list = serde_json::to_vec(&files_in(&index)?).expect("names always serialise");
            write_durably(&index.join(FILE_LIST), &seal(&list))?;
        }
        if self.has(&Part::Format) {
            let schema = self.schema.unwrap_or(SCHEMA_VERSION);
            write_durably(&dir.join(FORMAT_FILE), expected_format(schema).as_bytes())?;
        }
        for entry in &self.half_lost {
            write_dictionary(dir, entry.number, &entry.read(dir)?)?;
        }
        Ok(())
    }
}

fn copy_durably(from: &Path, to: &Path) -> Result<(), SchemaError> {
    let bytes = std::fs::read(from).map_err(|error| SchemaError::io(from, "could not be read", &error))?;
    write_durably(to, &bytes)
}

/// The files of an index that its list is to name: all but those that begin with a dot, the copy and drafts.
fn files_in(index: &Path) -> Result<Vec<String>, SchemaError> {
    let refuse = |error: std::io::Error| SchemaError::io(index, "could not be read", &error);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(index).map_err(refuse)? {
        let name = entry.map_err(refuse)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.ends_with(DRAFT_ENDING) && name != META_COPY_FILE {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
