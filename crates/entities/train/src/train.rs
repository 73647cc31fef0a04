//! From corpora to a model.

use std::path::Path;

use dateline_entities::training::hash;
use dateline_entities::training::lexicon::bits;

use crate::corpus;
use crate::error::TrainError;
use crate::examples::{Example, Maker};
use crate::lexicon::Words;
use crate::model_file;
use crate::passage::{Passage, title, upper};
use crate::perceptron::{Settings, SplitMix, learn, learn_average};

/// What is trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// All corpora.
    All,
    /// All but the Groningen Meaning Bank, for those whom its licence does not suit.
    WithoutGmb,
}

/// Whether some data is kept from training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldOut {
    /// Nothing: the model that is shipped.
    Nothing,
    /// The end of each corpus: the model that choices are made by.
    End,
}

/// A corpus: what is trained on, and what is held out.
pub struct Corpus {
    /// Its name.
    pub name: &'static str,
    /// To train on.
    pub train: Vec<Passage>,
    /// To score on.
    pub held_out: Vec<Passage>,
}

/// The settings of the model that is shipped.
pub const SETTINGS: Settings =
    Settings { epochs: 8, margin: 80, rows: 1 << 16, fewest: 3, models: 4, seed: 1923 };

/// One sentence of this many is learnt with a capital at each word too, or in capitals.
pub const ONE_TITLED_OF: u64 = 4;
pub const ONE_IN_CAPITALS_OF: u64 = 20;

const FOLDS: usize = 5;
/// Neighbouring sentences of this number are in the same fold: they come from the same article.
const BLOCK: usize = 50;

/// Reads the corpora of the folder.
pub fn read(folder: &Path, words: &Words, data: Data, held_out: HeldOut) -> Result<Vec<Corpus>, TrainError> {
    let lexicon = words.lexicon();
    let is_country = |word: &str| {
        let known = lexicon.get(hash::lower(word)).bits;
        known & bits::COUNTRY != 0 && known & bits::DEMONYM == 0
    };
    let mut corpora = Vec::new();
    let mut add = |name, mut passages: Vec<Passage>, tenths: usize| {
        let kept = match held_out {
            HeldOut::Nothing => passages.len(),
            HeldOut::End => passages.len() * (10 - tenths) / 10,
        };
        let held_out = passages.split_off(kept);
        corpora.push(Corpus { name, train: passages, held_out });
    };
    if data == Data::All {
        add("gmb", corpus::gmb(&folder.join("gmb_ner_dataset.csv.zip"), is_country)?, 1);
    }
    add("wikigold", corpus::wikigold(&folder.join("wikigold/wikigold.conll"))?, 3);
    add("twitter", corpus::twitter(&folder.join("btc"))?, 1);
    Ok(corpora)
}

/// Learns a model.
pub fn train(corpora: &[Corpus], words: &Words, settings: Settings) -> Vec<u8> {
    let mut maker = Maker::new(words.lexicon(), &words.coarse);
    let mut others = Vec::new();
    let mut cleaned = Vec::new();
    for corpus in corpora {
        let examples = if corpus.name == "gmb" { &mut cleaned } else { &mut others };
        for (number, passage) in corpus.train.iter().enumerate() {
            maker.add(number, passage, examples);
        }
    }
    let is_right = agreement(&cleaned, &others, settings);
    let mut all: Vec<&Example> = others.iter().collect();
    all.extend(cleaned.iter().zip(&is_right).filter(|(_, right)| **right).map(|(example, _)| example));
    eprintln!(
        "{} runs, {} of them left out as doubtful",
        cleaned.len() + others.len(),
        is_right.iter().filter(|right| !**right).count()
    );

    let mut doubtful = vec![false; cleaned.last().map_or(0, |example| example.passage + 1)];
    for (example, right) in cleaned.iter().zip(&is_right) {
        doubtful[example.passage] |= !right;
    }
    let mut styled = Vec::new();
    let mut random = SplitMix(settings.seed + 1);
    for corpus in corpora {
        for (number, passage) in corpus.train.iter().enumerate() {
            let (titled, uppered) = (
                random.next().is_multiple_of(ONE_TITLED_OF),
                random.next().is_multiple_of(ONE_IN_CAPITALS_OF),
            );
            if corpus.name == "gmb" && doubtful.get(number).is_none_or(|doubtful| *doubtful) {
                continue;
            }
            if titled {
                maker.add(number, &passage.in_style(title), &mut styled);
            }
            if uppered {
                maker.add(number, &passage.in_style(upper), &mut styled);
            }
        }
    }
    all.extend(&styled);
    eprintln!("{} more runs in the styles of headlines", styled.len());
    model_file::bytes(&learn_average(&all, settings), words)
}

/// Which examples a model that was trained on the others agrees with.
fn agreement(examples: &[Example], others: &[Example], settings: Settings) -> Vec<bool> {
    let fold = |example: &Example| example.passage / BLOCK % FOLDS;
    let mut agrees = vec![true; examples.len()];
    if examples.is_empty() {
        return agrees;
    }
    std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS)
            .map(|number| {
                scope.spawn(move || {
                    let chosen: Vec<&Example> =
                        examples.iter().filter(|example| fold(example) != number).chain(others).collect();
                    learn(&chosen, settings)
                })
            })
            .collect();
        for (number, weights) in folds.into_iter().enumerate() {
            let weights = weights.join().expect("learning does not panic");
            for (agrees, example) in agrees.iter_mut().zip(examples) {
                if fold(example) == number {
                    *agrees = weights.agrees(example);
                }
            }
        }
    });
    agrees
}
