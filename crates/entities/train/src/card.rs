//! The card of the model: what it was made of and how well it does.

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::corpus::files;
use crate::error::TrainError;
use crate::perceptron::Settings;
use crate::train::{Data, ONE_IN_CAPITALS_OF, ONE_TITLED_OF};

/// A file or folder of the data: its licence, and what it is.
const SOURCES: &[(&str, &str, &str)] = &[
    (
        "gmb_ner_dataset.csv.zip",
        "texts in the public domain; subsets of its annotation were published under CDLA-Sharing-1.0 and ODbL",
        "Groningen Meaning Bank, extract: mostly news of Voice of America",
    ),
    ("wikigold", "CC BY 4.0", "Wikigold: articles of Wikipedia"),
    ("btc", "CC BY 4.0", "Broad Twitter Corpus"),
    (
        "names.tsv",
        "public domain (US Census); CC BY 4.0 (GeoNames); MIT (compromise); Apache-2.0 (universities)",
        "lists of names, titles and common words",
    ),
    ("word-clusters.txt", "PDDL 1.0", "classes of the words of GloVe 6B"),
];

/// A table of scores under a name.
pub struct Scores {
    /// Of which data.
    pub name: String,
    /// The table.
    pub table: String,
    /// The F1 of the same texts with a capital at each word.
    pub title_cased: f64,
}

/// Writes the card: Markdown.
pub fn text(
    data: Data,
    folder: &Path,
    model: &[u8],
    settings: Settings,
    scores: &[Scores],
) -> Result<String, TrainError> {
    let mut card = String::from(INTRODUCTION);
    card += "\n## Data\n\n| file | what | licence | SHA-256 |\n|---|---|---|---|\n";
    for (name, licence, what) in SOURCES {
        if *name == "gmb_ner_dataset.csv.zip" && data == Data::WithoutGmb {
            continue;
        }
        let sum = checksum(&folder.join(name))?;
        writeln!(card, "| `{name}` | {what} | {licence} | `{sum}` |").expect("a string takes all");
    }
    let Settings { epochs, margin, rows, fewest, models, seed } = settings;
    write!(
        card,
        "\nThe sum of a folder is that of its `.conll` files, by name.\n\n## Training\n\n\
         {epochs} epochs, margin {margin}, {rows} rows of weights, features seen at least {fewest} times, \
         average of {models} models, seed {seed}. Runs of the Groningen Meaning Bank that a model trained on \
         the rest of it disagrees with are left out. One sentence of {ONE_TITLED_OF} is learnt with a capital \
         at each word too, one of {ONE_IN_CAPITALS_OF} in capitals.\n\n\
         The file has {len} bytes; SHA-256 `{sum}`.\n\n## Scores\n\n\
         Exact span and kind, without an article before or an `'s` behind the name. Those of held-out data \
         are of a model trained without it (the end of each corpus); the file is trained with all of it.\n",
        len = model.len(),
        sum = hex(&Sha256::digest(model)),
    )
    .expect("a string takes all");
    for Scores { name, table, title_cased } in scores {
        write!(
            card,
            "\n### {name}\n\n```text\n{table}```\n\nWith a capital at each word: F1 {title_cased:.1}.\n"
        )
        .expect("a string takes all");
    }
    Ok(card)
}

const INTRODUCTION: &str = "\
# en.ner

Finds people, organisations and places in English news: an averaged structured perceptron over runs of
capitalised words. It says nothing of names that are written small, and nothing of other languages.
Written by the trainer in `train/`; do not edit.
";

/// The SHA-256 of a file, or of the files of a folder one after the other.
fn checksum(path: &Path) -> Result<String, TrainError> {
    let paths = if path.is_dir() { files(path, "conll")? } else { vec![path.to_owned()] };
    let mut sum = Sha256::new();
    for path in paths {
        sum.update(std::fs::read(&path).map_err(|error| TrainError::io(&path, &error))?);
    }
    Ok(hex(&sum.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
