//! Files to be read: small ones of every family of formats, changed a little, and damaged.

use dateline_testkit::Random;

use super::archives::{gz, zip};

/// Families of formats. Those of one family share their pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Text,
    Tables,
    Xml,
    Html,
    Mail,
    Web,
    Containers,
    Press,
    Newspapers,
    Documents,
}

impl Family {
    pub const ALL: [(&str, Family); 10] = [
        ("text", Family::Text),
        ("tables", Family::Tables),
        ("xml", Family::Xml),
        ("html", Family::Html),
        ("mail", Family::Mail),
        ("web", Family::Web),
        ("containers", Family::Containers),
        ("press", Family::Press),
        ("newspapers", Family::Newspapers),
        ("documents", Family::Documents),
    ];

    /// Formats that are asked for by name, whatever the content looks like.
    pub fn formats(self) -> &'static [&'static str] {
        match self {
            Family::Text => &["text", "markdown", "smart", "labelled-lines", "hash-marks"],
            Family::Tables => &["jsonl", "json", "csv", "parquet"],
            Family::Xml => &[
                "reuters-sgml",
                "reuters-xml",
                "olive",
                "newsml-g2",
                "newsml",
                "nitf",
                "wordpress",
                "rss",
                "atom",
                "trec",
                "xml",
            ],
            Family::Html => &["html"],
            Family::Mail => &["mail", "mbox", "mhtml"],
            Family::Web => &["warc", "arc"],
            Family::Containers => &["text"],
            Family::Press => &["nexis-html", "nexis-text", "europresse", "factiva", "iptc7901", "anpa"],
            Family::Newspapers => &["mets", "didl", "alto"],
            Family::Documents => &["docx", "odt", "epub", "pdf"],
        }
    }
}

/// A file that can be changed from inside.
#[derive(Clone)]
pub enum Seed {
    Plain(Vec<u8>),
    Zip(Vec<(String, Vec<u8>)>),
}

impl Seed {
    pub(super) fn zip(parts: &[(&str, &str)]) -> Seed {
        Seed::Zip(parts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect())
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Seed::Plain(bytes) => bytes.clone(),
            Seed::Zip(parts) => zip(parts),
        }
    }
}

/// Inputs that are kept to be changed further.
const KEPT: usize = 1_000;
const MOST_BYTES: usize = 20_000;

/// Makes files of a family from a seed.
pub struct FileMutator {
    family: Family,
    random: Random,
    kept: Vec<Seed>,
}

impl FileMutator {
    pub fn new(family: Family, seed: u64) -> FileMutator {
        FileMutator { family, random: Random::new(seed), kept: family.seeds() }
    }

    /// The next file, and the format to ask for: none as a rule.
    pub fn next(&mut self) -> (Seed, Option<&'static str>) {
        let at = self.random.below(self.kept.len());
        let mut input = self.kept[at].clone();
        for _ in 0..=self.random.below(4) {
            match &mut input {
                Seed::Zip(parts) if !parts.is_empty() => {
                    let part = self.random.below(parts.len());
                    let mut bytes = std::mem::take(&mut parts[part].1);
                    self.change(&mut bytes);
                    parts[part].1 = bytes;
                }
                Seed::Zip(_) => {}
                Seed::Plain(bytes) => self.change(bytes),
            }
        }
        // Now and then the archive itself is damaged, or packed.
        if self.random.below(6) == 0 {
            let mut bytes = input.bytes();
            if self.random.below(3) == 0 {
                bytes = gz(&bytes);
            } else {
                self.change(&mut bytes);
            }
            input = Seed::Plain(bytes);
        }
        let formats = self.family.formats();
        let asked = (self.random.below(3) == 0).then(|| formats[self.random.below(formats.len())]);
        (input, asked)
    }

    /// Keeps a file that got far.
    pub fn keep(&mut self, input: Seed) {
        if input.bytes().len() > MOST_BYTES {
            return;
        }
        if self.kept.len() < KEPT {
            self.kept.push(input);
        } else {
            // The seeds themselves stay.
            let at = 20 + self.random.below(KEPT - 20);
            self.kept[at] = input;
        }
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let pieces = self.family.pieces();
        let (one, two) = (self.random.below(input.len() + 1), self.random.below(input.len() + 1));
        let (from, to) = (one.min(two), one.max(two));
        match self.random.below(9) {
            0..3 => {
                let piece = pieces[self.random.below(pieces.len())];
                input.splice(one..one, piece.bytes());
            }
            3 => drop(input.drain(from..to)),
            4 => {
                let part = input[from..to.min(from + 4_000)].to_vec();
                let at = self.random.below(input.len() + 1);
                input.splice(at..at, part);
            }
            5 => {
                if let Some(byte) = input.get_mut(one) {
                    *byte = self.random.below(256) as u8;
                }
            }
            6 => {
                if let Some(byte) = input.get_mut(one) {
                    *byte ^= 1 << self.random.below(8);
                }
            }
            7 => input.truncate(from),
            _ => {
                // Deep and long.
                let (piece, times) = (pieces[self.random.below(pieces.len())], 1 + self.random.below(600));
                input.splice(one..one, piece.repeat(times).into_bytes());
            }
        }
    }
}
