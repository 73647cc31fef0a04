//! Articles from a seed.

use crate::Draft;

/// Numbers that look random and are the same in every run: Knuth's MMIX generator.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A sequence of numbers.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }
}

const WORDS: &[&str] = &[
    "harbour",
    "strike",
    "minister",
    "flood",
    "floods",
    "warning",
    "council",
    "vote",
    "voted",
    "budget",
    "river",
    "bridge",
    "police",
    "court",
    "judge",
    "school",
    "teacher",
    "market",
    "price",
    "prices",
    "rising",
    "storm",
    "coast",
    "election",
    "candidate",
    "Dr",
    "May",
    "the",
    "of",
    "and",
    "in",
    "to",
    "was",
    "said",
];
const SOURCES: &[&str] = &["Gazette", "Evening Post", "The Courier"];

/// `count` short articles: common and rare words, three sources, dates of ten years, every eleventh
/// undated and every thirteenth dated by a month only.
pub fn generated(seed: u64, count: usize) -> Vec<Draft> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|number| {
            let title = sentence(&mut random, 4);
            let paragraphs: Vec<String> = (0..=random.below(3))
                .map(|_| {
                    let sentences: Vec<String> = (0..=random.below(3))
                        .map(|_| {
                            let length = 3 + random.below(9);
                            sentence(&mut random, length) + "."
                        })
                        .collect();
                    sentences.join(" ")
                })
                .collect();
            let draft = Draft::new(&format!("g{number}"), &title, &paragraphs.join("\n\n"))
                .from(SOURCES[random.below(SOURCES.len())]);
            let (year, month, day) = (2010 + random.below(10), 1 + random.below(12), 1 + random.below(28));
            if number % 11 == 10 {
                draft
            } else if number % 13 == 12 {
                draft.on(&format!("{year}-{month:02}"))
            } else {
                draft.on(&format!("{year}-{month:02}-{day:02}"))
            }
        })
        .collect()
}

fn sentence(random: &mut Random, words: usize) -> String {
    let mut text = String::new();
    for number in 0..words {
        // The square of an even draw makes the first words of the list common and the last ones rare.
        let draw = random.below(1_000);
        let word = WORDS[draw * draw * WORDS.len() / 1_000_000];
        if number > 0 {
            text.push(' ');
            text.push_str(word);
        } else {
            let mut letters = word.chars();
            text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
            text.push_str(letters.as_str());
        }
    }
    text
}
