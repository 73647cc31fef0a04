//! Titles of persons: what stands before a name and is no part of it.

/// Forms of address and ranks; who follows them is a person. All lists here are sorted, in lower case and
/// without full stops, and no word stands in both lists of titles.
static STRONG: Words = Words::new(&[
    "adm",
    "admiral",
    "archbishop",
    "ayatollah",
    "baroness",
    "bishop",
    "brig",
    "brigadier",
    "capt",
    "cmdr",
    "col",
    "colonel",
    "comrade",
    "congressman",
    "congresswoman",
    "councillor",
    "cpl",
    "dame",
    "datuk",
    "dr",
    "emir",
    "gen",
    "gov",
    "lt",
    "madam",
    "maj",
    "miss",
    "mme",
    "mr",
    "mrs",
    "ms",
    "msgr",
    "mullah",
    "pres",
    "president",
    "prof",
    "professor",
    "rabbi",
    "rep",
    "rev",
    "reverend",
    "sen",
    "senator",
    "sergeant",
    "sgt",
    "shaikh",
    "sheikh",
    "sheikha",
    "shri",
    "sir",
    "supt",
]);

/// Titles in front of which, or without a name behind which, nothing can be said: `General Motors`,
/// `Chief Executive`, `Prime Minister`. They are left off the names of persons but make none.
static WEAK: Words = Words::new(&[
    "baron",
    "captain",
    "cardinal",
    "chancellor",
    "chief",
    "commander",
    "constable",
    "deputy",
    "detective",
    "emperor",
    "fr",
    "general",
    "governor",
    "hon",
    "imam",
    "inspector",
    "judge",
    "justice",
    "king",
    "lady",
    "lieutenant",
    "lord",
    "major",
    "marshal",
    "mayor",
    "minister",
    "officer",
    "pope",
    "premier",
    "prime",
    "prince",
    "princess",
    "queen",
    "representative",
    "saint",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "sultan",
]);

/// Forms of address, which nothing but names of persons begin with.
static ADDRESS: Words = Words::new(&["miss", "mme", "mr", "mrs", "ms"]);

/// What follows a name and is no part of it for telling persons apart.
static SUFFIXES: Words = Words::new(&["esq", "ii", "iii", "iv", "jr", "kc", "md", "mp", "phd", "qc", "sr"]);

/// The longest title, in bytes.
const LONGEST: usize = 15;

/// A sorted list of words of at most [`LONGEST`] bytes.
struct Words {
    list: &'static [&'static str],
    /// For each first letter a bit for each length that a word of the list has: most words are none of the list, and
    /// told so by this alone.
    lengths: [u16; 26],
}

impl Words {
    const fn new(list: &'static [&'static str]) -> Words {
        let mut lengths = [0; 26];
        let mut at = 0;
        while at < list.len() {
            let word = list[at].as_bytes();
            lengths[(word[0] - b'a') as usize] |= 1 << word.len();
            at += 1;
        }
        Words { list, lengths }
    }

    /// Whether the list has a word, whatever its letter case and full stop.
    fn has(&self, word: &str) -> bool {
        let word = word.as_bytes();
        let word = word.strip_suffix(b".").unwrap_or(word);
        let Some(first) = word.first().map(u8::to_ascii_lowercase).filter(u8::is_ascii_lowercase) else {
            return false;
        };
        if word.len() > LONGEST || self.lengths[usize::from(first - b'a')] & 1 << word.len() == 0 {
            return false;
        }
        let mut lower = [0; LONGEST];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        self.list.binary_search_by(|entry| entry.as_bytes().cmp(lower)).is_ok()
    }
}

/// Whether a word is a title.
pub fn is_title(word: &str) -> bool {
    STRONG.has(word) || WEAK.has(word)
}

/// Whether who follows the word is always a person.
pub fn makes_person(word: &str) -> bool {
    STRONG.has(word)
}

/// Whether a word is a form of address.
pub fn is_address(word: &str) -> bool {
    ADDRESS.has(word)
}

/// Whether a word stands behind names, like `Jr.`
pub fn is_suffix(word: &str) -> bool {
    SUFFIXES.has(word)
}

/// How many bytes of titles a name begins with; all of it when it is nothing else.
pub fn titles_len(name: &str) -> usize {
    let mut rest = name;
    loop {
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        if word.is_empty() || !is_title(word) {
            return name.len() - rest.len();
        }
        rest = rest[word.len()..].trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: &str) {
        assert_eq!(&name[titles_len(name)..], expect);
    }

    #[test]
    fn titles_before_a_name_are_told_from_it() {
        check("Mr. Jeff Sessions", "Jeff Sessions");
        check("PRIME MINISTER  Modi", "Modi");
        check("Lt. Gen. Smith Jr.", "Smith Jr.");
        check("President", "");
        check("Étienne", "Étienne");
    }

    #[test]
    fn the_lists_are_sorted() {
        for words in [&STRONG, &WEAK, &ADDRESS, &SUFFIXES] {
            assert!(words.list.is_sorted());
            assert!(words.list.iter().all(|word| words.has(word) && words.has(&word.to_uppercase())));
        }
    }
}
