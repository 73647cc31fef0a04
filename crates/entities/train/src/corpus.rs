//! The corpora: files to passages.

use std::collections::HashSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use dateline_entities::training::label::Class;
use dateline_entities::training::title::titles_len;

use crate::error::TrainError;
use crate::passage::{Builder, Passage};

/// Reads a text file.
pub fn text(file: &Path) -> Result<String, TrainError> {
    std::fs::read_to_string(file).map_err(|error| TrainError::io(file, &error))
}

/// The files of a folder with this extension, by name.
pub fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, TrainError> {
    let entries = std::fs::read_dir(folder).map_err(|error| TrainError::io(folder, &error))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    Ok(files)
}

/// The class and first-token mark of a label such as `B-PER`; other classes go by their first letters.
fn tag(label: &str) -> (Option<Class>, bool) {
    let Some((place, class)) = label.split_once('-') else { return (None, false) };
    let class = match class {
        "PER" | "person" | "Person" => Class::Person,
        "ORG" | "corporation" | "group" | "Organization" => Class::Org,
        "LOC" | "location" | "Location" | "Facility" => Class::Place,
        "Date" | "Money" => return (None, false),
        _ => Class::Other,
    };
    (Some(class), place == "B" || place == "S")
}

/// Wikigold: number, word and label; a blank line ends a sentence.
pub fn wikigold(file: &Path) -> Result<Vec<Passage>, TrainError> {
    let text = text(file)?;
    Ok(sentences(text.lines().map(|line| {
        let mut fields = line.split('\t').skip(1);
        Some((fields.next()?, fields.next()?))
    })))
}

/// Files of word and label; a blank line ends a sentence.
pub fn two_columns(file: &Path) -> Result<Vec<Passage>, TrainError> {
    let text = text(file)?;
    Ok(sentences(text.lines().map(|line| line.split_once('\t'))))
}

fn sentences<'t>(lines: impl Iterator<Item = Option<(&'t str, &'t str)>>) -> Vec<Passage> {
    let (mut passages, mut builder) = (Vec::new(), Builder::default());
    for line in lines.chain([None]) {
        match line {
            Some(("-DOCSTART-", _)) => {}
            Some((word, label)) => {
                let (class, begins) = tag(label.trim());
                builder.push(word, class, begins);
            }
            None => passages.push(std::mem::take(&mut builder).finish()),
        }
    }
    passages.retain(|passage| !passage.text.is_empty());
    passages
}

/// The Broad Twitter Corpus: names of users and the signs of tags are no names.
pub fn twitter(folder: &Path) -> Result<Vec<Passage>, TrainError> {
    let mut passages = Vec::new();
    for file in files(folder, "conll")? {
        passages.extend(two_columns(&file)?);
    }
    for Passage { text, names } in &mut passages {
        for (_, span) in names.iter_mut() {
            if text[span.clone()].starts_with('#') {
                span.start += 1;
            }
        }
        names.retain(|(_, span)| !text[span.clone()].starts_with('@') && !text[..span.start].ends_with('@'));
    }
    Ok(passages)
}

/// The Groningen Meaning Bank: a table of sentence, word, part of speech and label, packed and in
/// Windows-1252. Repeated sentences are left out, and so
/// are the titles of persons, which the corpus counts in.
pub fn gmb(file: &Path, is_country: impl Fn(&str) -> bool) -> Result<Vec<Passage>, TrainError> {
    let table = unpacked(file)?;
    let mut reader = csv::ReaderBuilder::new().from_reader(table.as_slice());
    let (mut passages, mut builder, mut seen) = (Vec::new(), Builder::default(), HashSet::new());
    let mut last = "O".to_owned();
    let mut record = csv::ByteRecord::new();
    let latin = |field: &[u8]| field.iter().map(|&byte| windows_1252(byte)).collect::<String>();
    loop {
        let more = reader.read_byte_record(&mut record).map_err(|error| TrainError::damaged(file, error))?;
        if !more || !record[0].is_empty() {
            let mut passage = std::mem::take(&mut builder).finish();
            without_titles(&mut passage);
            if !passage.text.is_empty() && seen.insert(passage.text.clone()) {
                passages.push(passage);
            }
            "O".clone_into(&mut last);
        }
        if !more {
            return Ok(passages);
        }
        let (word, label) = (latin(&record[1]), latin(&record[3]));
        let class = match label.get(2..).unwrap_or_default() {
            "per" => Some(Class::Person),
            "org" => Some(Class::Org),
            "geo" => Some(Class::Place),
            "gpe" if is_country(&word) => Some(Class::Place),
            "gpe" | "art" | "eve" | "nat" => Some(Class::Other),
            _ => None,
        };
        let begins = label.starts_with("B-") || label.get(2..) != last.get(2..);
        // Signs of the corpus for quotes.
        let word = match word.as_str() {
            "``" | "“" | "”" => "\"",
            word => word,
        };
        builder.push(word, class, begins);
        last = label;
    }
}

/// Leaves titles out of the names of persons: the corpus counts them in.
fn without_titles(Passage { text, names }: &mut Passage) {
    for (class, span) in names.iter_mut() {
        if *class == Class::Person {
            span.start += titles_len(&text[span.clone()]);
        }
    }
    names.retain(|(_, span)| !span.is_empty());
}

/// The first file of a zip archive.
fn unpacked(file: &Path) -> Result<Vec<u8>, TrainError> {
    let bytes = std::fs::read(file).map_err(|error| TrainError::io(file, &error))?;
    let short = |at: usize| {
        bytes.get(at..at + 2).map_or(0, |bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    };
    // The local header: 30 bytes, then the name and extra fields (PKWARE, APPNOTE 4.3.7).
    let data = bytes.get(30 + short(26) + short(28)..).unwrap_or_default();
    if !bytes.starts_with(b"PK\x03\x04") || short(8) != 8 {
        return Err(TrainError::damaged(file, "expected a zip archive of one deflated file"));
    }
    let mut table = Vec::new();
    flate2::read::DeflateDecoder::new(data)
        .read_to_end(&mut table)
        .map_err(|error| TrainError::damaged(file, error))?;
    Ok(table)
}

/// An article of the English Worldwide Newswire: word and label, blank lines between paragraphs. Hyphens
/// are tokens there; between letters they are taken as part of a word.
pub fn worldwide(file: &Path) -> Result<Passage, TrainError> {
    let text = text(file)?;
    let lines: Vec<Option<(&str, &str)>> = text
        .lines()
        .map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?, fields.next()?)).filter(|(word, _)| !word.is_empty())
        })
        .collect();
    let is_word = |line: Option<&Option<(&str, &str)>>| {
        line.is_some_and(|line| line.is_some_and(|(word, _)| word.chars().all(char::is_alphanumeric)))
    };
    let mut builder = Builder::default();
    for (index, line) in lines.iter().enumerate() {
        let Some((word, label)) = line else {
            builder.paragraph();
            continue;
        };
        let (class, begins) = tag(label);
        let joins = index > 0 && is_word(lines.get(index - 1)) && is_word(lines.get(index + 1));
        if *word == "-" && joins {
            builder.hyphen(class, begins);
        } else {
            builder.push(word, class, begins);
        }
    }
    Ok(builder.finish())
}

/// A byte of Windows-1252, as far as the corpus needs it.
fn windows_1252(byte: u8) -> char {
    match byte {
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x97 => '—',
        byte => char::from(byte),
    }
}
