//! Where sentences and paragraphs begin, told from what stands between two words.

/// Words before a full stop that end no sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "ave", "capt", "cf", "col", "comdr", "cpl", "dr", "e.g", "etc", "feb", "fig", "gen", "gov", "hon",
    "i.e", "inc", "jan", "jr", "lt", "ltd", "maj", "mr", "mrs", "ms", "mt", "no", "nov", "oct", "op", "prof",
    "pvt", "rep", "rev", "sen", "sept", "sgt", "sr", "st", "ste", "vs",
];

/// What begins with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Starts {
    pub sentence: bool,
    pub paragraph: bool,
}

/// Follows a text from word to word.
#[derive(Default)]
pub(super) struct SentenceScan {
    /// Where the word before ended; `None` before the first.
    last_end: Option<usize>,
    last_may_end_sentence: bool,
}

impl SentenceScan {
    /// What begins with the word at `start`, given the text since the word before.
    pub fn next_word(&mut self, text: &str, start: usize, word: &str) -> Starts {
        let starts = match self.last_end {
            None => Starts { sentence: true, paragraph: true },
            Some(end) => {
                let gap = text.get(end..start).unwrap_or_default();
                let paragraph = gap.contains("\n\n");
                Starts { sentence: paragraph || self.gap_ends_sentence(gap, word), paragraph }
            }
        };
        // A full stop after an abbreviation or a lone capital (an initial) ends no sentence.
        let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        self.last_may_end_sentence = !is_initial && !is_abbreviation(word);
        starts
    }

    /// Notes where the word ended.
    pub fn word_ended(&mut self, end: usize) {
        self.last_end = Some(end);
    }

    fn gap_ends_sentence(&self, gap: &str, next: &str) -> bool {
        let mut ended = false;
        for letter in gap.chars() {
            match letter {
                // These end a sentence whatever follows.
                '。' | '！' | '？' | '؟' | '।' => return true,
                '!' | '?' | '…' => ended = true,
                '.' => ended |= self.last_may_end_sentence,
                _ => {}
            }
        }
        // `3.5` and `example.org` have no blank behind the full stop; a sentence begins with no small letter.
        ended && gap.contains(char::is_whitespace) && !next.starts_with(char::is_lowercase)
    }
}

fn is_abbreviation(word: &str) -> bool {
    word.len() <= 5 && ABBREVIATIONS.iter().any(|short| short.eq_ignore_ascii_case(word))
}
