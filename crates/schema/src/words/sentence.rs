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
    /// Where the word before stands; `None` before the first.
    last: Option<(usize, usize)>,
}

impl SentenceScan {
    /// What begins with the word at `start..end` of a text.
    #[inline]
    pub fn next_word(&mut self, text: &str, start: usize, end: usize) -> Starts {
        let last = self.last.replace((start, end));
        match last {
            None => Starts { sentence: true, paragraph: true },
            // Nearly always one blank stands between two words.
            Some((_, last_end)) if last_end + 1 == start && text.as_bytes()[last_end] == b' ' => {
                Starts { sentence: false, paragraph: false }
            }
            Some(last) => SentenceScan::behind(text, last, start),
        }
    }

    fn behind(text: &str, (last_start, last_end): (usize, usize), start: usize) -> Starts {
        let gap = text.get(last_end..start).unwrap_or_default();
        let paragraph = gap.contains("\n\n");
        let last_word = text.get(last_start..last_end).unwrap_or_default();
        let next = text.get(start..).unwrap_or_default();
        Starts { sentence: paragraph || gap_ends_sentence(last_word, gap, next), paragraph }
    }
}

fn gap_ends_sentence(last_word: &str, gap: &str, next: &str) -> bool {
    let mut ended = false;
    for letter in gap.chars() {
        match letter {
            // These end a sentence whatever follows.
            '。' | '！' | '？' | '؟' | '।' => return true,
            '!' | '?' | '…' => ended = true,
            '.' => ended |= !is_abbreviation(last_word),
            _ => {}
        }
    }
    // `3.5` and `example.org` have no blank behind the full stop; a sentence begins with no small letter.
    ended && gap.contains(char::is_whitespace) && !next.starts_with(char::is_lowercase)
}

/// Whether a full stop behind this word ends no sentence: `Mr.`, or an initial.
fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    is_initial || (word.len() <= 5 && ABBREVIATIONS.iter().any(|short| short.eq_ignore_ascii_case(word)))
}
