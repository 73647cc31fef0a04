//! Receipts as files: one JSON document, in which the ids of the matches stand last, each on a line.
//!
//! Reading takes no memory for the ids, however many there are.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::Path;

use dateline_article::ArticleId;
use dateline_query::IdsDigest;
use dateline_schema::plain_cause;
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{FORM, Receipt};
use crate::failure::Failure;
use crate::output_file::{OutputFile, not_written};

/// Writes a receipt with the ids of its matches.
pub fn write(path: &Path, receipt: &Receipt, ids: &[ArticleId]) -> Result<(), Failure> {
    let mut file = OutputFile::create(path)?;
    write_to(&mut file, receipt, ids).map_err(|error| not_written(path, &error))?;
    file.finish()
}

fn write_to(out: &mut impl Write, receipt: &Receipt, ids: &[ArticleId]) -> io::Result<()> {
    let head = serde_json::to_string_pretty(receipt)?;
    // The list stands inside the document, behind all else.
    write!(out, "{},\n  \"ids\": [", head.trim_end_matches(['}', '\n']))?;
    for (number, id) in ids.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        write!(out, "{comma}\n    \"{id}\"")?;
    }
    let end = if ids.is_empty() { "" } else { "\n  " };
    writeln!(out, "{end}]\n}}")
}

/// Reads what a receipt says, without its ids.
pub fn read(path: &Path) -> Result<Receipt, Failure> {
    #[derive(Deserialize)]
    struct Version {
        receipt: u32,
    }
    let Version { receipt: found } = parse(path)?;
    if found != FORM {
        let message =
            format!("{}: expected a receipt of form {FORM}, but found form {found}", path.display());
        return Err(Failure::with_hint(message, "another dateline wrote this receipt; use that version"));
    }
    parse(path)
}

/// Calls `each` with every id of a receipt, ascending.
///
/// # Errors
///
/// When the ids are not those that the receipt was written with.
pub fn each_id(path: &Path, receipt: &Receipt, mut each: impl FnMut(ArticleId)) -> Result<(), Failure> {
    let (mut digest, mut count) = (IdsDigest::default(), 0);
    let mut reader = serde_json::Deserializer::from_reader(open(path)?);
    let ids = Ids(&mut |id| {
        digest.add(id);
        count += 1;
        each(id);
    });
    ids.deserialize(&mut reader).map_err(|error| no_receipt(path, &error))?;
    if count != receipt.matches || digest.finish() != receipt.ids_sha256 {
        let message = format!(
            "{}: expected the {} ids that `ids_sha256` was made of, but found others: the file was changed",
            path.display(),
            receipt.matches
        );
        return Err(Failure::with_hint(message, "ask for the file as it was written"));
    }
    Ok(())
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    serde_json::from_reader(open(path)?).map_err(|error| no_receipt(path, &error))
}

fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    let refuse =
        |error| Failure::told(format!("{}: could not be read: {}", path.display(), plain_cause(&error)));
    File::open(path).map(BufReader::new).map_err(refuse)
}

fn no_receipt(path: &Path, error: &serde_json::Error) -> Failure {
    let message = format!("{}: expected a receipt of a search, but found {error}", path.display());
    Failure::with_hint(message, "`dateline search QUERY --receipt FILE` writes one")
}

/// The list `ids` of a document, of which everything else is passed over.
struct Ids<'e>(&'e mut dyn FnMut(ArticleId));

impl<'d> DeserializeSeed<'d> for Ids<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'d>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'d> Visitor<'d> for Ids<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a receipt of a search")
    }

    fn visit_map<A: MapAccess<'d>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "ids" {
                map.next_value_seed(List(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// A list of ids.
struct List<'e>(&'e mut dyn FnMut(ArticleId));

impl<'d> DeserializeSeed<'d> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'d>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'d> Visitor<'d> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of ids")
    }

    fn visit_seq<A: SeqAccess<'d>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(id) = list.next_element()? {
            (self.0)(id);
        }
        Ok(())
    }
}
