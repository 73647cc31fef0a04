//! Where sentences end: good enough to cut a headline or a lead out of running text.

/// Where the sentences of a text end, in bytes, behind closing quotes. The end of the text is one.
///
/// A full stop ends no sentence before a small letter, after an initial or a usual abbreviation, or after
/// a number of one or two digits (German and Nordic ordinals).
pub(crate) fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let wide = matches!(letter, '。' | '！' | '？' | '｡');
        if !wide && !matches!(letter, '.' | '!' | '?' | '…' | '؟' | '۔' | '।') {
            continue;
        }
        let mut end = at + letter.len_utf8();
        while let Some(&(_, closer)) = letters.peek() {
            if !matches!(closer, '.' | '!' | '?' | '。' | '！' | '？' | '…') && !is_closing(closer) {
                break;
            }
            end += closer.len_utf8();
            letters.next();
        }
        let rest = &text[end..];
        let next = rest.trim_start().chars().next();
        let ends_here = match next {
            None => true,
            Some(_) if wide => true,
            Some(_) if !rest.starts_with(char::is_whitespace) => false,
            Some(next) => starts_sentence(next) && (letter != '.' || !is_abbreviation(&text[..at], next)),
        };
        if ends_here {
            ends.push(end);
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

/// The first sentence, cut between two words to at most `most_letters` letters; `…` marks the cut.
pub(crate) fn first(text: &str, most_letters: usize) -> String {
    // Only so much can be part of the answer, however long the text is.
    let window = match text.char_indices().nth(most_letters + 1) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    let sentence = match ends(window).first() {
        Some(&end) => &window[..end],
        None => window,
    };
    let Some((most, _)) = sentence.char_indices().nth(most_letters) else {
        return sentence.to_owned();
    };
    // One letter is left for the mark.
    let room = sentence.floor_char_boundary(most - 1);
    let cut = word_boundary(sentence, room);
    format!("{}…", sentence[..cut].trim_end_matches([' ', ',', ';', ':', '-', '–', '—']))
}

/// The last place at or before `most_bytes` where no word is cut; inside a word when the text has no blanks.
pub(crate) fn word_boundary(text: &str, most_bytes: usize) -> usize {
    let room = text.floor_char_boundary(most_bytes);
    if room == text.len() || text[room..].starts_with(' ') {
        return room;
    }
    text[..room].rfind(' ').unwrap_or(room)
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '」' | '』' | '）' | '】')
}

fn starts_sentence(letter: char) -> bool {
    !letter.is_lowercase() && !matches!(letter, ',' | ';' | ':' | '-' | '–' | '—' | ')' | '/')
}

fn is_abbreviation(before: &str, next: char) -> bool {
    /// Usually followed by a name.
    const BEFORE_NAMES: &[&str] = &[
        "adm", "bros", "capt", "cmdr", "co", "col", "corp", "dr", "dra", "etc", "ft", "gen", "gov", "hon",
        "inc", "jr", "lt", "ltd", "maj", "messrs", "mlle", "mm", "mme", "mr", "mrs", "ms", "mt", "pres",
        "prof", "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "sra", "srta", "st", "ste", "supt", "vs",
    ];
    /// Words of their own, unless a number follows.
    const BEFORE_NUMBERS: &[&str] = &[
        "abs", "apr", "art", "aug", "bd", "ca", "ch", "dec", "feb", "fig", "jan", "jul", "jun", "mar", "no",
        "nos", "nov", "nr", "oct", "p", "pp", "sec", "sep", "sept", "vol",
    ];
    let word =
        before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '.').next().unwrap_or_default();
    let lower = word.to_lowercase();
    let letters = word.chars().count();
    let is_initial = letters == 1 && word.chars().all(char::is_alphabetic);
    let is_ordinal = (1..=2).contains(&letters) && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
    is_initial
        || is_ordinal
        || is_dotted
        || BEFORE_NAMES.binary_search(&lower.as_str()).is_ok()
        || (next.is_numeric() && BEFORE_NUMBERS.binary_search(&lower.as_str()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks the ends.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let mut found = String::new();
        let mut from = 0;
        for end in ends(&text) {
            found.push_str(&text[from..end]);
            found.push('|');
            from = end;
        }
        assert_eq!(found, marked);
    }

    #[track_caller]
    fn check_first(text: &str, most_letters: usize, expect: &str) {
        assert_eq!(first(text, most_letters), expect);
    }

    #[test]
    fn a_sentence_ends_before_a_capital_a_quote_or_the_end() {
        check("He left.| She stayed!| “Why?”| Nobody knows …| 12 do.|");
        check("no stop at all|");
        check("He asked “why?” and left.| Она ушла.| Он остался.|");
    }

    #[test]
    fn abbreviations_and_initials_end_nothing() {
        check("Mr. Smith met Sen. J. F. Doe of the U.S. Senate at 9 a.m. Monday.| He won.|");
        check("St. Louis, Jan. 5, room No. 7.|");
        check("Am 5. März kam er.| Dann ging er.|");
    }

    #[test]
    fn the_word_no_may_end_a_sentence() {
        check("She said no.| He agreed.|");
    }

    #[test]
    fn chinese_needs_no_blank() {
        check("他走了。|她问：“为什么？”|没有人知道。|");
    }

    #[test]
    fn numbers_and_addresses_have_dots_inside() {
        check("It rose 3.5 percent at example.org today.|");
    }

    #[test]
    fn a_first_sentence_is_cut_between_words() {
        check_first("It rained. Then it stopped.", 120, "It rained.");
        check_first("one two three four", 12, "one two…");
        check_first("one two three", 13, "one two three");
        check_first("一二三四五六", 4, "一二三…");
        check_first("", 10, "");
    }

    #[test]
    fn the_lists_are_sorted() {
        for word in ["adm", "mr", "vs", "st"] {
            assert!(is_abbreviation(word, 'A'), "{word}");
        }
        for word in ["abs", "no", "vol", "sept"] {
            assert!(is_abbreviation(word, '1') && !is_abbreviation(word, 'A'), "{word}");
        }
    }
}
