//! Which part of a text is the lead.

use std::borrow::Cow;

use crate::sentence;

/// A text in two parts that together hold every paragraph once, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// The standfirst or first paragraph.
    pub lead: String,
    /// The other paragraphs, with a blank line between them.
    pub body: String,
}

/// Parts the lead from the other paragraphs. `standfirst` is the lead as the source states it, or empty.
///
/// Where the standfirst only repeats the beginning of the text, as the summaries of feeds do, the first
/// paragraph is the lead. A first paragraph that is far too long for one is a text in one block: its
/// first sentences are the lead.
pub(crate) fn split(standfirst: &str, paragraphs: &[Cow<'_, str>]) -> Split {
    let (lead, rest) = if standfirst.is_empty() || is_beginning(standfirst, paragraphs) {
        let Some((first, others)) = paragraphs.split_first() else {
            return Split { lead: standfirst.to_owned(), body: String::new() };
        };
        let (lead, rest_of_first) = first.split_at(lead_len(first));
        (lead, join(rest_of_first.trim_start(), others))
    } else {
        (standfirst, join("", paragraphs))
    };
    Split { lead: lead.to_owned(), body: rest }
}

/// Whether two lines say the same: equal in their letters and digits, whatever their case.
pub(crate) fn says_the_same(one: &str, other: &str) -> bool {
    let letters = |text: &'_ str| {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    // Lines of very different length cannot; this spares looking through a long text.
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if long.len() > short.len() * 4 + 16 {
        return false;
    }
    let letters_of_one = letters(one);
    !letters_of_one.is_empty() && letters_of_one == letters(other)
}

/// Whether a standfirst is the beginning of the text, cut anywhere; `…` may mark the cut.
fn is_beginning(standfirst: &str, paragraphs: &[Cow<'_, str>]) -> bool {
    let mut left = standfirst.trim_end_matches([']', ')']).trim_end_matches(['…', '.', '[', '(', ' ']);
    for paragraph in paragraphs {
        match left.strip_prefix(paragraph.as_ref()) {
            Some(rest) => left = rest.trim_start(),
            None => return paragraph.starts_with(left),
        }
    }
    // All of the text was in it: it is the text.
    left.is_empty()
}

/// How much of the first paragraph is the lead, in bytes.
fn lead_len(paragraph: &str) -> usize {
    /// Longer paragraphs are whole texts in one block.
    const LONGEST_PARAGRAPH_BYTES: usize = 1_200;
    /// What a lead cut out of such a block is meant to have.
    const LEAD_BYTES: usize = 400;
    if paragraph.len() <= LONGEST_PARAGRAPH_BYTES {
        return paragraph.len();
    }
    let window = &paragraph[..paragraph.floor_char_boundary(LONGEST_PARAGRAPH_BYTES)];
    let ends = sentence::ends(window);
    let last_that_fits = ends.iter().rev().find(|&&end| end <= LEAD_BYTES);
    match last_that_fits.or(ends.first()) {
        // The end of the window is no end of a sentence.
        Some(&end) if end < window.len() => end,
        // Texts without punctuation exist; some words of them serve better than none or all.
        _ => sentence::word_boundary(paragraph, LEAD_BYTES),
    }
}

fn join(first: &str, others: &[Cow<'_, str>]) -> String {
    let bytes = others.iter().map(|paragraph| paragraph.len() + 2).sum::<usize>() + first.len();
    let mut out = String::with_capacity(bytes);
    out.push_str(first);
    for paragraph in others {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(paragraph);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(standfirst: &str, paragraphs: &[&str], lead: &str, body: &str) {
        let paragraphs: Vec<Cow<'_, str>> = paragraphs.iter().map(|text| Cow::Borrowed(*text)).collect();
        let expect = Split { lead: lead.to_owned(), body: body.to_owned() };
        assert_eq!(split(standfirst, &paragraphs), expect);
    }

    #[test]
    fn the_first_paragraph_is_the_lead() {
        check("", &["One.", "Two.", "Three."], "One.", "Two.\n\nThree.");
        check("", &["One."], "One.", "");
        check("", &[], "", "");
    }

    #[test]
    fn a_standfirst_of_its_own_is_the_lead() {
        check("Zero.", &["One.", "Two."], "Zero.", "One.\n\nTwo.");
        check("Zero.", &[], "Zero.", "");
    }

    #[test]
    fn a_standfirst_that_repeats_the_text_is_not_kept_twice() {
        check("One.", &["One.", "Two."], "One.", "Two.");
        check("One two [...]", &["One two three.", "Four."], "One two three.", "Four.");
        check("One. Two th…", &["One.", "Two three.", "Four."], "One.", "Two three.\n\nFour.");
        check("One. Two.", &["One.", "Two."], "One.", "Two.");
    }

    #[test]
    fn a_text_in_one_block_leads_with_its_first_sentences() {
        let first = format!("{}end.", "word ".repeat(40));
        let rest = format!("{}end.", "More words ".repeat(200));
        check("", &[&format!("{first} {rest}"), "Last."], &first, &format!("{rest}\n\nLast."));
    }

    #[test]
    fn a_first_sentence_too_long_for_a_lead_is_not_cut() {
        let first = format!("{}end.", "word ".repeat(150));
        let rest = format!("{}end.", "More words ".repeat(200));
        check("", &[&format!("{first} {rest}")], &first, &rest);
    }

    #[test]
    fn a_block_without_sentences_is_parted_between_two_words() {
        let block = "words ".repeat(300);
        let lead = "words ".repeat(66);
        let rest = "words ".repeat(234);
        check("", &[block.trim_end()], lead.trim_end(), rest.trim_end());
    }

    #[test]
    fn a_repeated_headline_is_told_whatever_its_case_and_punctuation() {
        assert!(says_the_same("Dock strike: week three", "DOCK STRIKE — WEEK THREE."));
        assert!(!says_the_same("Dock strike", "Dock strike ends"));
        assert!(!says_the_same("Dock strike", &"Dock strike ".repeat(1_000)));
    }
}
