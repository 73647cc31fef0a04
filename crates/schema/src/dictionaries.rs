//! What stored articles are packed with: texts of the archive that others are told by.
//!
//! A dictionary is made once and never changes; it stays as long as the archive, as articles of any age may be
//! packed with it. Without it they cannot be read: so its file is kept twice.

use std::path::Path;

use dateline_article::Lang;
use serde::{Deserialize, Serialize};

use crate::durable::write_durably;
use crate::{Checksum, SchemaError};

/// How the name of such a file begins; its number follows.
pub const DICTIONARY_PREFIX: &str = "dictionary-";
const COPY_ENDING: &str = ".copy";

/// A dictionary, as a commit names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DictionaryEntry {
    /// Its number, from 1 on: what is packed with it says so.
    pub number: u32,
    /// The language of the articles that it was made from.
    pub lang: Option<Lang>,
    /// How many bytes of them.
    pub sample_bytes: u64,
    /// The checksum of the file.
    pub checksum: Checksum,
}

impl DictionaryEntry {
    /// The names of the file and its copy, in an archive's folder.
    pub fn names(&self) -> [String; 2] {
        names(self.number)
    }

    /// Reads the dictionary, from the copy where the file is damaged.
    ///
    /// # Errors
    ///
    /// When both are damaged or cannot be read.
    pub fn read(&self, dir: &Path) -> Result<Vec<u8>, SchemaError> {
        let [file, copy] = self.names().map(|name| dir.join(name));
        self.read_file(&file).or_else(|error| self.read_file(&copy).map_err(|_| error))
    }

    fn read_file(&self, file: &Path) -> Result<Vec<u8>, SchemaError> {
        let bytes =
            std::fs::read(file).map_err(|error| SchemaError::io(file, "could not be read", &error))?;
        if Checksum::of(&bytes) != self.checksum {
            return Err(SchemaError::Damaged {
                file: file.to_owned(),
                expected: "the dictionary of stored articles",
                found: "other bytes than the last commit left".to_owned(),
            });
        }
        Ok(bytes)
    }
}

/// Writes a dictionary and its copy, and gives the checksum that a commit is to name.
///
/// # Errors
///
/// What the operating system says.
pub fn write_dictionary(dir: &Path, number: u32, dictionary: &[u8]) -> Result<Checksum, SchemaError> {
    for name in names(number) {
        write_durably(&dir.join(name), dictionary)?;
    }
    Ok(Checksum::of(dictionary))
}

fn names(number: u32) -> [String; 2] {
    let name = format!("{DICTIONARY_PREFIX}{number}");
    [name.clone(), name + COPY_ENDING]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_dictionary_is_read_from_its_copy_and_refused_with_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let checksum = write_dictionary(dir.path(), 2, b"storm").expect("written");
        let entry = DictionaryEntry { number: 2, lang: None, sample_bytes: 5, checksum };
        let [file, copy] = entry.names().map(|name| dir.path().join(name));
        std::fs::write(&file, "Storm").expect("damaged");
        assert_eq!(entry.read(dir.path()).expect("the copy"), b"storm");
        std::fs::remove_file(copy).expect("removed");
        let error = entry.read(dir.path()).expect_err("both are damaged");
        let expect = format!(
            "{}: expected the dictionary of stored articles, but found other bytes than the last commit left",
            file.display()
        );
        assert_eq!(error.to_string(), expect);
    }
}
