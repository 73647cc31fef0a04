//! Makes the lexicon of the model from the lists of names and the classes of words.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_entities::training::features::Style;
use dateline_entities::training::hash;
use dateline_entities::training::lexicon::{LONGEST_NAME, Lexicon, SLOT, bits, home, longer, print};
use dateline_entities::training::sentence::Sentences;
use dateline_entities::training::token::{Kind, Token, read, skip_space};

use crate::corpus::text;
use crate::error::TrainError;
use crate::train::Corpus;

/// How often a word must stand in the corpora to tell how it is written.
const ENOUGH: u32 = 5;
/// How many small ones there are at least for one with a capital, of words that prose writes small.
const SMALL_FOR_ONE_CAPITAL: u32 = 30;

/// The slots of a lexicon, and the coarse class of each class.
pub struct Words {
    entries: BTreeMap<u64, (u16, u8)>,
    /// The bytes of the slots.
    pub slots: Vec<u8>,
    /// One coarse class for each class.
    pub coarse: Vec<u8>,
}

/// How many slots there are for ten entries: fuller tables are slower, emptier ones larger.
const SLOTS_OF_TEN: usize = 12;

impl Words {
    /// Reads `names.tsv` and `word-clusters.txt` of a folder.
    pub fn read(folder: &Path) -> Result<Words, TrainError> {
        let mut entries = BTreeMap::new();
        let file = folder.join("names.tsv");
        for line in text(&file)?.lines() {
            let (list, name) = line
                .split_once('\t')
                .ok_or_else(|| TrainError::damaged(&file, "expected `LIST<TAB>name`"))?;
            let bit = match list {
                "FIRST" => bits::FIRST,
                "LAST" => bits::LAST,
                "CITY" => bits::CITY,
                "COUNTRY" => bits::COUNTRY,
                "DEMONYM" => bits::DEMONYM,
                "REGION" => bits::REGION,
                "ORG" => bits::ORG,
                "ORGW" => bits::ORG_WORD,
                "LOCW" => bits::PLACE_WORD,
                "PERSON" => bits::PERSON,
                "TITLE" => bits::TITLE,
                "DATE" => bits::DATE,
                "COMMON" => bits::COMMON,
                other => return Err(TrainError::damaged(&file, format!("no list is called `{other}`"))),
            };
            add_name(&mut entries, name, bit);
            let plain: String = name.chars().map(without_accent).collect();
            if plain != name {
                add_name(&mut entries, &plain, bit);
            }
        }
        let file = folder.join("word-clusters.txt");
        let clusters = text(&file)?;
        let mut coarse = vec![0; 256];
        let mut lines = clusters.lines();
        // One pair of coarse classes for each class; the first of a pair is used.
        let head = lines.next().unwrap_or_default();
        for (class, pair) in head.trim_start_matches('#').split(' ').enumerate().take(256) {
            let number = pair.split(':').next().and_then(|number| number.parse().ok());
            coarse[class] = number.ok_or_else(|| {
                TrainError::damaged(&file, format!("expected coarse classes, found `{pair}`"))
            })?;
        }
        for line in lines {
            let Some((word, class)) = line.split_once('\t') else { continue };
            let Ok(class) = class.parse::<u8>() else { continue };
            let entry: &mut (u16, u8) = entries.entry(hash::lower(word)).or_default();
            *entry = (entry.0 | bits::CLASSED, class);
        }
        let slots = slots(&entries)
            .ok_or_else(|| TrainError::damaged(&file, "two words have the same hash: change the hash"))?;
        Ok(Words { entries, slots, coarse })
    }

    /// Marks the words that prose writes small: those with hardly a capital inside its sentences, and of
    /// those that are too rare to tell, common words that are in no other list.
    pub fn mark_small(&mut self, corpora: &[Corpus]) -> Result<(), TrainError> {
        let mut counts: BTreeMap<u64, (u32, u32)> = BTreeMap::new();
        let mut tokens = Vec::new();
        for passage in corpora.iter().flat_map(|corpus| &corpus.train) {
            let mut sentences = Sentences::new(&passage.text);
            while sentences.next_into(&mut tokens) {
                if Style::of(&passage.text, &tokens) != Style::Prose {
                    continue;
                }
                let first = tokens.iter().position(|token| token.kind != Kind::Mark).unwrap_or(0);
                for token in tokens.iter().skip(first + 1) {
                    let count = counts.entry(hash::lower(token.of(&passage.text))).or_default();
                    match token.kind {
                        Kind::Word => count.0 += 1,
                        // `US` says nothing of `Us`.
                        Kind::Capital => {
                            let word = token.of(&passage.text);
                            count.1 += u32::from(
                                word.len() == 1 || word.bytes().any(|byte| byte.is_ascii_lowercase()),
                            );
                        }
                        Kind::Number | Kind::Mark => {}
                    }
                }
            }
        }
        for (hash, (bits, _)) in &mut self.entries {
            let (small, capital) = counts.get(hash).copied().unwrap_or_default();
            let is_small = if small + capital < ENOUGH {
                *bits & !bits::MARKS == bits::COMMON && capital <= small
            } else {
                capital * SMALL_FOR_ONE_CAPITAL <= small
            };
            if is_small {
                *bits |= bits::SMALL;
            }
        }
        let file = Path::new("names.tsv");
        self.slots = slots(&self.entries)
            .ok_or_else(|| TrainError::damaged(file, "two words have the same hash: change the hash"))?;
        Ok(())
    }

    /// To look words up.
    pub fn lexicon(&self) -> Lexicon<'_> {
        Lexicon::new(&self.slots)
    }
}

fn add_name(entries: &mut BTreeMap<u64, (u16, u8)>, name: &str, bit: u16) {
    let (mut tokens, mut at): (Vec<Token>, usize) = (Vec::new(), 0);
    while at < name.len() {
        at = skip_space(name, read(name, at, &mut tokens)).0;
    }
    if tokens.is_empty() || tokens.len() > LONGEST_NAME || tokens.iter().any(|token| token.kind == Kind::Mark)
    {
        return;
    }
    let mut hash = hash::lower(tokens[0].of(name));
    for token in &tokens[1..] {
        entries.entry(hash).or_default().0 |= bits::PREFIX;
        hash = longer(hash, hash::lower(token.of(name)));
    }
    entries.entry(hash).or_default().0 |= bit;
}

/// Lays entries out in slots; `None` when two of them could not be told apart.
fn slots(entries: &BTreeMap<u64, (u16, u8)>) -> Option<Vec<u8>> {
    let count = entries.len() * SLOTS_OF_TEN / 10;
    let mut slots = vec![0; count * SLOT];
    for (&hash, &(bits, class)) in entries {
        let mut at = home(hash, count);
        loop {
            let slot = &mut slots[at * SLOT..][..SLOT];
            if slot[..4] == [0; 4] {
                slot[..4].copy_from_slice(&print(hash).to_le_bytes());
                slot[4..6].copy_from_slice(&bits.to_le_bytes());
                slot[6] = class;
                break;
            }
            if slot[..4] == print(hash).to_le_bytes() {
                return None;
            }
            at = (at + 1) % count;
        }
    }
    Some(slots)
}

/// A letter of European languages without its accent.
fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ'..='ặ' => 'a',
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => 'A',
        'ç' | 'ć' | 'č' => 'c',
        'Ç' | 'Ć' | 'Č' => 'C',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => 'E',
        'ì'..='ï' | 'ī' | 'ı' | 'į' => 'i',
        'Ì'..='Ï' | 'Ī' | 'İ' => 'I',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ọ'..='ợ' => 'o',
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' => 'O',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ụ'..='ự' => 'u',
        'Ù'..='Ü' | 'Ū' | 'Ů' => 'U',
        'š' | 'ş' | 'ś' | 'ș' | 'ṣ' => 's',
        'Š' | 'Ş' | 'Ś' | 'Ș' | 'Ṣ' => 'S',
        'ž' | 'ź' | 'ż' => 'z',
        'Ž' | 'Ź' | 'Ż' => 'Z',
        'ý' | 'ÿ' => 'y',
        'ğ' | 'ģ' => 'g',
        'ł' | 'ļ' => 'l',
        'Ł' => 'L',
        'ř' => 'r',
        'ť' | 'ţ' | 'ț' | 'ṭ' => 't',
        'Ţ' | 'Ț' | 'Ṭ' => 'T',
        'ḩ' | 'ḥ' => 'h',
        'Ḩ' | 'Ḥ' => 'H',
        'đ' | 'ḍ' => 'd',
        'Đ' | 'Ḑ' => 'D',
        other => other,
    }
}
